"""What can be true together at one moment of any case of a procedure.

In reading order: formula, scales, readings, facts, standings, snapshot, example.
"""
