"""Widgets that any subject can use."""
