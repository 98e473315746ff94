"""Mistakes of many kinds, seeded one at a time into procedures that are right, and what `check` says of each."""
