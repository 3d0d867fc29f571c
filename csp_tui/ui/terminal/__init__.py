"""Everything about the terminal: drivers, keys, drawing, and Textual's private parts."""
