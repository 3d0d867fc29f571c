"""Commands, declared once: from here they reach keys, the command bar, palette and help."""
