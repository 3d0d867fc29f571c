"""The program's rules to be read: each with a number, in plain words, and where it is from."""
