"""What two agendas of one case have to agree in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.case.agenda import SETTLED

if TYPE_CHECKING:
    from engine.case.agenda import Agenda, StepView


def settled(view: Agenda) -> set[str]:
    """Give the addresses of everything that is settled."""
    return {step.at for step in view.walk() if step.status in SETTLED}


def told(view: Agenda) -> Agenda:
    """Leave out how many entries it took and when they were written: what is so, with its flags and reasons."""
    facts = tuple(replace(fact, told_by=None, told_at=None) for fact in view.facts)
    return replace(view, seq=0, facts=facts, steps=tuple(_step(step) for step in view.steps))


def plain(view: Agenda) -> Agenda:
    """As `told`, but for the flags as well, and what they keep open."""
    view = told(view)
    waiting = {step.at for step in view.walk() if step.status == "open"}
    steps = tuple(_unflagged(step) for step in view.steps)
    return replace(view, steps=steps, open=tuple(at for at in view.open if at in waiting))


def _step(step: StepView) -> StepView:
    because = tuple(replace(one, told_by=None, told_at=None) for one in step.because)
    return replace(step, because=because, steps=tuple(_step(inner) for inner in step.steps))


def _unflagged(step: StepView) -> StepView:
    return replace(step, flags=(), steps=tuple(_unflagged(inner) for inner in step.steps))
