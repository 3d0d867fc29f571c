"""The database file: its dialog, backups, and what to do when it cannot be opened."""
