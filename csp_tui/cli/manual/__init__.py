"""The manual page csp-tui(1), made from the parser; ``python -m csp_tui.cli.manual`` writes it."""
