"""Which dates the unsettled steps of a case carry: due, reminders, and when a step gives up waiting (design 5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.case.agenda import Due
from engine.case.discretion import hides_date
from engine.case.explain import fill
from engine.case.people import named, who
from engine.case.values import show_moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.tree import Node
    from engine.condition import Phrase
    from engine.procedure.model import Reminder

MOST_REMINDERS: Final = 500
"""A reminder that was never answered is not counted further than this."""


def dues(derivation: Derivation) -> Iterator[Due]:
    """Give every date of the unsettled steps, in the order of the file."""
    for node in derivation.tree.walk():
        if node.is_many or derivation.standing(node).is_settled:
            continue
        yield from _of(derivation, node)


def _is_told(derivation: Derivation, phrase: Phrase) -> bool:
    """Whether a date is given at all: a private one only to who may see it, and for the mark `overdue` in lists."""
    return not (derivation.discretion.words and hides_date(derivation, phrase))


def _of(derivation: Derivation, node: Node) -> Iterator[Due]:
    step = node.step
    if step.due and _is_told(derivation, step.due) and (moment := derivation.moment(step.due, node)):
        yield _due(derivation, node, "due", moment, step.due)
    for reminder in step.remind:
        moment, _ = next_reminder(derivation, node, reminder)
        if reminder.who and moment and _is_told(derivation, reminder.phrase):
            yield _due(derivation, node, "reminder", moment, reminder.phrase, named(derivation, node, (reminder.who,)))
    if step.give_up and _is_told(derivation, step.give_up) and (moment := derivation.moment(step.give_up, node)):
        yield _due(derivation, node, "gives up", moment, step.give_up)


def next_reminder(derivation: Derivation, node: Node, reminder: Reminder) -> tuple[datetime | None, int]:
    """The reminder that stands now, and the how-manieth it is.

    It is the last one passed, unless a note on the step answered it; else the next.
    """
    noted = max((note.at for note in derivation.case.notes if note.step == node.address), default=None)
    passed, times = None, 1
    for times in range(1, MOST_REMINDERS if reminder.repeats else 2):
        moment = derivation.moment(reminder.phrase, node, times)
        if moment is None:
            return None, 1
        if moment > derivation.now:
            return (passed, times - 1) if passed else (moment, times)
        passed = moment if noted is None or noted < moment else None
    return passed, times


def _due(
    derivation: Derivation,
    node: Node,
    kind: str,
    moment: datetime,
    phrase: Phrase,
    reminded: tuple[str, ...] | None = None,
) -> Due:
    anchor = phrase.anchor_reading(derivation.view(node.segments)).since
    since = f" ({show_moment(anchor, derivation.office)})" if anchor and not hides_date(derivation, phrase) else ""
    return Due(
        at=node.address,
        kind=kind,  # type: ignore[arg-type]  # one of the three kinds, given above
        title=fill(node.step.title, derivation, node.segments),
        moment=moment.astimezone(derivation.now.tzinfo),
        overdue=moment <= derivation.now,
        who=who(derivation, node) if reminded is None else reminded,
        why=f"{phrase.text}{since}",
    )
