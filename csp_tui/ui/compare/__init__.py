"""Comparisons of audiences on screen."""
