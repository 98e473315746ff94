"""The attempts of a repeated step: one after the other, until one decides (design 5.3, `repeat`).

An attempt is made when it is first asked for; a derivation begins with them, so that all there are can be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.case.memory import WORK
from engine.case.standing import Standing, is_before
from engine.condition.reading import UNKNOWN, Reading
from engine.condition.truth import latest

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.state import Case
    from engine.case.tree import Node

MOST_ATTEMPTS: Final = 1_000
"""Attempts of one repeated step; further ones are not made."""

_UNKNOWN: Final = Reading(UNKNOWN, None)
_ATTEMPT: Final = re.compile(r"#[0-9]+(?=/|$)")


class Attempts:
    """The attempts in one derivation."""

    def __init__(self, derivation: Derivation) -> None:
        self._derivation = derivation
        self._opens: dict[Node, Reading] = {}
        self._entries: dict[str, int] | None = None

    def begin(self) -> None:
        """Make the attempts that have begun, so that all step instances can be found."""
        for node in self._derivation.tree.walk():
            if node.kind == "repeat":
                self._derivation.settled(node)

    def opens(self, child: Node) -> Reading:
        """Whether an attempt may begin: the one before is over, and so is the time between them."""
        return self._opens.get(child, _UNKNOWN)

    def decided(self, node: Node) -> Standing | None:
        """Say how a repeated step was settled: by the first attempt with `until` true, or the last of `at_most`."""
        opens, done = Reading(value=True, since=None), None
        for number in range(1, MOST_ATTEMPTS + 1):
            child = self._derivation.tree.attempt(node, number)
            self._opens[child] = opens
            settled = self._derivation.settled(child)
            if not settled:
                return None
            until = self._until(node, child)
            if settled.status != "done":
                return settled
            done = latest(settled.since, done)  # one before the last may have been done again
            if self._is_exhausted(node):
                return Standing(settled.status, done)
            since = latest(done, until.since)
            if until.value is True or (until.value is False and not self._is_worked_on(child)):
                return Standing(settled.status, since)
            opens = self._next_opens(node, child, since)
            if until.value is UNKNOWN or (self._is_left(node, opens) and not self._is_begun(node, number + 1)):
                return None
        return None

    def deciding(self, node: Node) -> Node | None:
        """Give the attempt that decided a repeated step, once it is settled."""
        return node.children[-1] if self._derivation.settled(node) and node.children else None

    def _is_left(self, node: Node, opens: Reading) -> bool:
        """Whether a step was settled as a whole before another attempt could begin."""
        dismissed = self._derivation.dismissed(node)
        return dismissed is not None and not (opens.value is True and is_before(opens.since, dismissed.since))

    def _is_begun(self, node: Node, number: int) -> bool:
        """Whether anything was done in an attempt, even before its time: then it is there, whatever comes later."""
        return bool(self.last_entry(node, number))

    def last_entry(self, node: Node, number: int) -> int:
        """Give the last entry by which a step in an attempt was marked, or first signed; 0 if none was."""
        self._derivation.stack.seen |= WORK
        if self._entries is None:
            self._entries = _entries(self._derivation.case)
        return self._entries.get(f"{node.address}#{number}", 0)

    @staticmethod
    def _is_exhausted(node: Node) -> bool:
        most = node.step.repeat.at_most if node.step.repeat else None
        return most is not None and len(node.children) >= most

    def _is_worked_on(self, child: Node) -> bool:
        """Whether anybody did anything in an attempt; one that went by itself would only go the same way again."""
        derivation = self._derivation
        return any(derivation.mark(node.address) or node.address in derivation.case.signatures for node in child.walk())

    def _until(self, node: Node, child: Node) -> Reading:
        return self._derivation.read(node.step.repeat.until, child) if node.step.repeat else _UNKNOWN

    def _next_opens(self, node: Node, child: Node, since: datetime | None) -> Reading:
        every = node.step.repeat.every if node.step.repeat else None
        if not every:
            return Reading(value=True, since=since)
        moment = self._derivation.moment(every, child)
        is_over = moment is not None and moment <= self._derivation.now
        return Reading(value=True, since=latest(moment, since)) if is_over else _UNKNOWN


def _entries(case: Case) -> dict[str, int]:
    """Give the last entry by which a step in each attempt was marked or first signed, by the address of the attempt."""
    acts = [(address, mark.seq) for address, mark in case.marks.items()]
    acts += [(address, given[0].seq) for address, given in case.signatures.items()]
    found: dict[str, int] = {}
    for address, entry in acts:
        for part in _ATTEMPT.finditer(address):
            around = address[: part.end()]
            found[around] = max(entry, found.get(around, 0))
    return found
