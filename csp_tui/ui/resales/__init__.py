"""Which partners have resold which offer."""
