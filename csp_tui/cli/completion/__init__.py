"""Completion of the command line in bash, zsh and fish, also of what is in the database.

argcomplete reads the line and talks to the shells; what can be typed where is found here.
"""
