"""A stand-in for Partner Center's APIs with a state of its own, for trying and for tests."""
