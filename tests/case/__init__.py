"""Tests of the pure core: the laws of design 5.4 on generated procedures, and examples for each module."""
