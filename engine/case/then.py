"""What each fact's value was when an entry had been made: the case as it was told by then, read with the eyes of now.

Answers, elements and arrivals are those of then. Where steps stand is taken from now: a step that is done again, or
was done since, is no answer that has become another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.facts import Facts
from engine.case.memory import Kept, remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.case.derive import Derivation
    from engine.case.tellings import Answer, Coming, Element
    from engine.case.tree import Segments


class FactsThen(Facts):
    """The facts of one case as they had been told up to an entry."""

    def __init__(self, derivation: Derivation, entry: int) -> None:
        super().__init__(derivation.case, derivation.plan, Kept(), derivation.stack, derivation.inputs)
        self._derivation = derivation
        self._entry = entry

    @property
    def derivation(self) -> Derivation:
        """Where steps stand now."""
        return self._derivation

    def answers(self, place: str, name: str) -> Sequence[Answer]:
        """Give the answers of then, those among them that went with their arrival since."""
        told = [answer for answer in super().answers(place, name) if answer.seq <= self._entry]
        for gone, answer in self.case.withdrawn.get((place, name), ()):
            told += [answer] if answer.seq <= self._entry < gone else []
        return sorted(told, key=lambda answer: answer.seq)

    def attempt_meant(self, part: str, place: Segments) -> Segments | None:
        """Give the attempt that had decided then; where none had that still stands, the one that is meant now."""
        return self._decided((part, place)) or super().attempt_meant(part, place)

    @remembered(None)
    def _decided(self, key: tuple[str, Segments]) -> Segments | None:
        part, place = key
        node = self._derivation.tree.repeated(part[:-1], place) if part.endswith("#") else None
        if not node or not node.step.repeat:
            return None
        number = 0
        while True:
            number += 1
            last = self._derivation.attempts.last_entry(node, number)
            own = (*place, (part, number))
            verdict = node.step.repeat.until.read(self.view(own)).value if last else None
            if verdict is True or (verdict is False and number == node.step.repeat.at_most):
                return own if last <= self._entry else None
            if verdict is not False:
                return None

    def present(self, place: str, name: str) -> list[Element]:
        """Give the elements that were there then."""
        return [
            element
            for element in self.case.elements.get((place, name), ())
            if element.seq <= self._entry and (element.removed_in is None or self._entry < element.removed_in)
        ]

    def counts(self, coming: Coming) -> bool:
        """Whether an arrival had come by then, and was not withdrawn yet."""
        return coming.seq <= self._entry and (coming.withdrawn_in is None or self._entry < coming.withdrawn_in)
