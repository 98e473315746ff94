"""Rehearsals: that they are played as they are told, and that they find what is otherwise."""
