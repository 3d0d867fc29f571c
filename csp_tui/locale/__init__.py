"""The catalogs of the languages, and the tool that keeps them complete.

``python -m csp_tui.locale extract`` collects the texts of the program into each ``.po`` file,
``compile`` writes the ``.mo`` files that the program reads, and ``check`` says what is missing.
A translator edits ``<language>/LC_MESSAGES/csp_tui.po`` between the first and the second.
Only this tool needs Babel; the program itself reads the ``.mo`` files without it.
"""
