"""A list of records that paints only what is visible."""
