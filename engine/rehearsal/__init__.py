"""Rehearsals: stories beside a procedure, played without a store, a desk or a clock.

In the order of the flow: script (what the author wrote), names (what is meant by it), cast (who plays), stage, acts,
looks, play, and seen (what of the procedure no story came by).
"""

from engine.rehearsal.play import Beside, Played, Rehearsed, Show, check_script, rehearse
from engine.rehearsal.script import Line, Script, Story, read_script

__all__ = [
    "Beside",
    "Line",
    "Played",
    "Rehearsed",
    "Script",
    "Show",
    "Story",
    "check_script",
    "read_script",
    "rehearse",
]
