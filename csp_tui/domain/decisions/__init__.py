"""What the rules answer to each kind of change of an audience."""
