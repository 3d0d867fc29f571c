"""CSV in and out, and the reference data that ships with the program."""
