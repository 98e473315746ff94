"""Which statements can be true together: definitions over yes-or-no atoms, and a search for a way to do it.

A statement is a whole number, its denial the same number with a minus. The search is DPLL with learning: it
goes on from a contradiction with a new clause that tells what led there.

INVARIANT: a search ends within its budget: with a model, with the proof that there is none, or undecided.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TRUE: Final = 1
FALSE: Final = -1

Name: TypeAlias = "tuple[Any, ...]"
"""What an atom says: the kind of statement, and about what."""

_Clause: TypeAlias = "list[int]"


class Verdict(Enum):
    """What a search says when it has no model to show."""

    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(slots=True)
class Budget:
    """How much work searches may still do together: clauses they may look at."""

    left: int


class Theory:
    """Atoms, what is defined by them, and what always holds of them."""

    def __init__(self) -> None:
        self.names: list[Name] = [(), ("always",)]
        self.likely: list[bool] = [False, True]
        self.clauses: list[tuple[int, ...]] = [(TRUE,)]
        self.definitions: dict[int, tuple[int, ...]] = {}
        """The statements that are true together exactly when the key is."""
        self._defined: dict[tuple[int, ...], int] = {}
        self._search: _Search | None = None

    def atom(self, name: Name, *, likely: bool = False) -> int:
        """Make a new atom; a search tries first what is likely."""
        self.names.append(name)
        self.likely.append(likely)
        return len(self.names) - 1

    def claim(self, *statements: int) -> None:
        """Say that one of these always holds."""
        if TRUE not in statements:
            self.clauses.append(tuple(one for one in dict.fromkeys(statements) if one != FALSE))

    def imply(self, condition: int, *conclusions: int) -> None:
        """Say that where the condition holds, one of the conclusions does."""
        self.claim(-condition, *conclusions)

    def exclude(self, statements: Sequence[int]) -> None:
        """Say that at most one of these holds."""
        for position, one in enumerate(statements):
            for other in statements[:position]:
                self.claim(-one, -other)

    def every(self, statements: Iterable[int]) -> int:
        """Give the statement that all of these hold."""
        parts = tuple(dict.fromkeys(one for one in statements if one != TRUE))
        if FALSE in parts or any(-one in parts for one in parts):
            return FALSE
        if len(parts) < 2:  # noqa: PLR2004  all of none is true, all of one is that one
            return parts[0] if parts else TRUE
        if parts not in self._defined:
            self._defined[parts] = self.define(self.atom((), likely=True), parts)
        return self._defined[parts]

    def some(self, statements: Iterable[int]) -> int:
        """Give the statement that one of these holds."""
        return -self.every([-one for one in statements])

    def define(self, name: int, parts: tuple[int, ...]) -> int:
        """Say that an atom holds exactly where all of the parts do."""
        self.definitions[name] = parts
        for part in parts:
            self.imply(name, part)
        self.claim(name, *(-part for part in parts))
        return name

    def search(self, goals: Iterable[int], budget: Budget) -> Model | Verdict:
        """Find a model in which all the goals hold."""
        if budget.left <= 0:
            return Verdict.UNDECIDED
        if not self._search or not self._search.has_room():
            self._search = _Search(self)
        return self._search.run(tuple(goals), budget)


class Model:
    """One way in which all statements of a theory can be true or false."""

    def __init__(self, theory: Theory, values: Sequence[int]) -> None:
        self._theory = theory
        self._values = values

    def holds(self, statement: int) -> bool:
        """Whether a statement is true in it."""
        return self._values[statement] > 0

    def reasons(self, statement: int) -> list[int]:
        """Give the atoms, each as it stands here, that make a statement as true or false as it is."""
        found: dict[int, None] = {}
        todo = [statement]
        while todo:
            one = todo.pop()
            one = one if self.holds(one) else -one
            if one not in found:
                found[one] = None
                todo += reversed(self._parts(one))
        return [one for one in found if abs(one) not in self._theory.definitions and one != TRUE]

    def _parts(self, statement: int) -> Sequence[int]:
        parts = self._theory.definitions.get(abs(statement), ())
        if statement > 0:
            return parts
        denied = [-part for part in parts if not self.holds(part)]
        return sorted(denied, key=lambda part: abs(part) in self._theory.definitions)[:1]


class _Search:
    """Searches of one theory, one after the other; what one of them learns helps the next.

    Lists over statements are read with negative numbers too, from their end; they have room for more atoms.

    INVARIANT: what stands at level 0, and every clause, follows from the theory alone; goals are decided above it.
    """

    def __init__(self, theory: Theory) -> None:
        self.room = len(theory.names) * 5 // 4 + 64
        size = 2 * self.room
        self.theory = theory
        self.budget = Budget(0)
        self.values = [0] * size
        self.levels = [0] * size
        self.reasons: list[_Clause | None] = [None] * size
        self.watched: list[list[_Clause]] = [[] for _ in range(size)]
        self.trail: list[int] = []
        self.marks: list[int] = []
        self.head = 0
        self.least_open = 1
        self.added = 0
        self.holds = True

    def has_room(self) -> bool:
        """Whether all atoms that were made since have a place."""
        return len(self.theory.names) < self.room

    def run(self, goals: tuple[int, ...], budget: Budget) -> Model | Verdict:
        self.budget = budget
        budget.left -= len(self.theory.names)
        if self.marks:
            self._go_back(0)
        self._add_new()
        self.holds = self.holds and not self._propagate()
        self.least_open = 1
        while self.holds:
            if budget.left < 0:
                return Verdict.UNDECIDED
            open_ = next((goal for goal in goals if self.values[goal] <= 0), None) or self._open()
            if open_ is None:
                return Model(self.theory, self.values.copy())
            if self.values[open_] < 0:
                return Verdict.IMPOSSIBLE
            self._decide(open_)
            self.holds = self._settle()
        return Verdict.IMPOSSIBLE

    def _open(self) -> int | None:
        """Give the next statement that is neither true nor false yet, as is likely."""
        for atom in range(self.least_open, len(self.theory.names)):
            if not self.values[atom]:
                self.least_open = atom
                return atom if self.theory.likely[atom] else -atom
        return None

    def _add_new(self) -> None:
        """Add the clauses that were claimed since, without what level 0 says already."""
        while self.added < len(self.theory.clauses) and self.holds:
            clause = self.theory.clauses[self.added]
            self.added += 1
            self.budget.left -= 1
            if any(self.values[one] > 0 for one in clause):
                continue
            left = [one for one in clause if not self.values[one]]
            if len(left) > 1:
                self._watch(left)
            elif left:
                self._assign(left[0], None)
            else:
                self.holds = False

    def _watch(self, clause: _Clause) -> None:
        for statement in clause[:2]:
            self.watched[statement].append(clause)

    def _decide(self, statement: int) -> None:
        self.marks.append(len(self.trail))
        self._assign(statement, None)

    def _assign(self, statement: int, reason: _Clause | None) -> None:
        self.values[statement], self.values[-statement] = 1, -1
        self.levels[statement] = self.levels[-statement] = len(self.marks)
        self.reasons[statement] = reason
        self.trail.append(statement)

    def _settle(self) -> bool:
        """Draw all conclusions; from a contradiction go back to where it could have been foreseen."""
        while conflict := self._propagate():
            if not self.marks:
                return False
            self._learn(conflict)
        return True

    def _propagate(self) -> _Clause | None:
        while self.head < len(self.trail):
            conflict = self._visit(-self.trail[self.head])
            self.head += 1
            if conflict:
                return conflict
        return None

    def _visit(self, false: int) -> _Clause | None:
        """Look at the clauses that relied on a statement that is now false."""
        clauses, self.watched[false] = self.watched[false], []
        self.budget.left -= 1 + len(clauses)
        for position, clause in enumerate(clauses):
            if clause[0] == false:
                clause[0], clause[1] = clause[1], false
            if self.values[clause[0]] <= 0 and self._rely_elsewhere(clause):
                continue
            self.watched[false].append(clause)
            if self.values[clause[0]] < 0:
                self.watched[false] += clauses[position + 1 :]
                return clause
            if not self.values[clause[0]]:
                self._assign(clause[0], clause)
        return None

    def _rely_elsewhere(self, clause: _Clause) -> bool:
        for position in range(2, len(clause)):
            if self.values[clause[position]] >= 0:
                clause[1], clause[position] = clause[position], clause[1]
                self.watched[clause[1]].append(clause)
                return True
        return False

    def _learn(self, conflict: _Clause) -> None:
        """Keep what the contradiction teaches, go back, and draw the conclusion it has there."""
        lesson = self._analyse(conflict)
        lesson[1:] = sorted(lesson[1:], key=lambda one: -self.levels[one])
        self._go_back(self.levels[lesson[1]] if len(lesson) > 1 else 0)
        if len(lesson) > 1:
            self._watch(lesson)
        self._assign(lesson[0], lesson)

    def _analyse(self, conflict: _Clause) -> _Clause:
        """Resolve until one statement of this level is left, through which all ways to the conflict go."""
        seen: set[int] = set()
        earlier: _Clause = []
        clause, open_, position = conflict, 0, len(self.trail)
        while True:
            for one in clause:
                if one in seen or not self.levels[one] or self.values[one] > 0:
                    continue
                seen.add(one)
                if self.levels[one] == len(self.marks):
                    open_ += 1
                else:
                    earlier.append(one)
            position = self._last_seen(seen, position)
            open_ -= 1
            if not open_:
                return [-self.trail[position], *earlier]
            clause = self.reasons[self.trail[position]] or []

    def _last_seen(self, seen: set[int], position: int) -> int:
        position -= 1
        while -self.trail[position] not in seen:
            position -= 1
        return position

    def _go_back(self, level: int) -> None:
        undone = self.trail[self.marks[level] :]
        for statement in undone:
            self.values[statement] = self.values[-statement] = 0
        del self.trail[self.marks[level] :]
        del self.marks[level:]
        self.least_open = min(self.least_open, *map(abs, undone))
        self.head = len(self.trail)
