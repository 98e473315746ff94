"""Tests of reading, checking the shape of, and building procedures: examples by file, places to the character."""
