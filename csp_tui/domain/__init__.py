"""The CSP program's rules as pure values; nothing here knows of storage, screens or files.

Rule numbers such as ``R30`` are those of the CSP program's rule table and appear in every verdict.
"""
