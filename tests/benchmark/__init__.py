"""Benchmarks of the program, as ratios to a reference measured in the same run."""
