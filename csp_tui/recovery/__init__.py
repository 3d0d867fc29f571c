"""What was typed and not saved, kept for the next start: a dropped line loses nothing."""
