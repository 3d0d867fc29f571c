"""The connection to Partner Center: API client, sign-in, mapping, and an emulator to try it on.

Nothing of the extra ``csp-tui[partner-center]`` is imported before it is used, and the emulator
works without it.
"""
