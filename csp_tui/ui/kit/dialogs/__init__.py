"""Dialogs that any subject can use."""
