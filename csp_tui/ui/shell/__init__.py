"""App-wide behavior: errors, undo, kiosk, demo session, external changes."""
