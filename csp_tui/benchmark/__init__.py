"""Measuring the program on this machine, as ratios to something known in the same run."""
