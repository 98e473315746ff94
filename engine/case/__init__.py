"""Cases: what happened (events, state) and what may happen next (agenda, decide). Pure: no clock, no disk, no chance.

INVARIANT: a case is what people told it; everything else is derived (design 2).
"""
