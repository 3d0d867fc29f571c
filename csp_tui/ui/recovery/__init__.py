"""Restores what was typed and not saved when a session was cut off."""
