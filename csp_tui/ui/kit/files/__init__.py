"""Selecting a file to import, and copying, saving or downloading text."""
