"""Harnesses that kill the program and run many of it at once, as commands and as short tests."""
