"""Benchmarks, run by hand with `make bench`; never part of the package, never pass or fail."""
