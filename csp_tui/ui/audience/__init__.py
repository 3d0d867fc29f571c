"""Resell through CSPs: the option, the selected partners and their regions."""
