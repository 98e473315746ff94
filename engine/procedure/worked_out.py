"""What the facts that are worked out are made of, of which type they are, and what they are there once per.

A worked-out fact need not say its type, so it can be typed only after the facts it reads. Those are not known before it
is compiled, either: a word in a `value` may be an option or a unit as well. So each is tried, in an order in which what
its words could mean comes first, until nothing new becomes known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.condition import Condition, compile_condition, compile_value
from engine.frozen import NamedTuple
from engine.procedure.homes import is_within
from engine.procedure.row_types import type_of_rows
from engine.procedure.rows import Row, take_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.diagnostics import Fault
    from engine.procedure.compiling import Compiler, Part
    from engine.procedure.homes import Home
    from engine.procedure.outline import DeclaredFact

Rows: TypeAlias = "tuple[tuple[Condition, Condition | None], ...]"

_MOST_ROUNDS: Final = 20
"""Rounds that are needed only where words have two meanings; what is not known by then is taken for a circle."""


_UNKNOWN: Final = frozenset({"unknown-fact", "unknown-anchor"})


class _Trial(NamedTuple):
    """What came of compiling one worked-out fact at one place."""

    rows: Rows
    faults: tuple[tuple[Part, tuple[Fault, ...]], ...]


def work_out(compiler: Compiler) -> dict[str, Rows]:
    """Compile all facts with a `value`, and declare them to the compiler."""
    facts = {name: fact for name, fact in compiler.outline.facts.items() if "value" in fact.node}
    taken = {name: take_rows(compiler.outline, fact) for name, fact in facts.items()}
    pending = dict.fromkeys(_in_order(taken))
    done: dict[str, Rows] = {}
    for _ in range(_MOST_ROUNDS):  # pragma: no branch  no procedure is known that needs so many
        known = [name for name in pending if _try(compiler, facts[name], taken[name], pending, done)]
        for name in known:
            del pending[name]
        if not known:
            break
    for name in pending:
        compiler.outline.find("worked-out-from-itself", facts[name].key.span, name=name)
    return done


def _in_order(taken: Mapping[str, tuple[Row, ...]]) -> Iterator[str]:
    """Give the names so that what the words of a `value` could mean comes before it, as far as they make no circle."""
    words = {name: _words(rows) & taken.keys() for name, rows in taken.items()}
    seen: set[str] = set()
    for first in taken:
        path = [(first, iter(sorted(words[first])))] if first not in seen else []
        seen.add(first)
        while path:
            name, rest = path[-1]
            following = next((word for word in rest if word not in seen), None)
            if following is None:
                yield name
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(sorted(words[following]))))


def _words(rows: tuple[Row, ...]) -> set[str]:
    return {word for row in rows for one in row if one for word in re.findall(r"\w+", one.text)}


def _try(
    compiler: Compiler, fact: DeclaredFact, rows: tuple[Row, ...], pending: Mapping[str, None], done: dict[str, Rows]
) -> bool:
    """Compile a fact as far as that can be done now; whether no more is to become known of it."""
    home = compiler.homes.get(fact.id, fact.lists)
    trial = _compile(compiler, fact, rows, home)
    while further := _further(compiler, trial, home):
        home = further
        trial = _compile(compiler, fact, rows, home)
    if any(name in pending for name in _missing(trial)):
        return False
    for part, faults in trial.faults:
        compiler.report(faults, part)
    values = tuple(value for value, _ in trial.rows)
    type_ = None if trial.faults else type_of_rows(compiler.outline, fact, rows, values)
    if type_:
        compiler.declare(fact.id, type_, home)
        compiler.note(fact.id, [condition for row in trial.rows for condition in row if condition])
        done[fact.id] = trial.rows
    return True


def _compile(compiler: Compiler, fact: DeclaredFact, rows: tuple[Row, ...], home: Home) -> _Trial:
    declarations = compiler.declarations(home)
    options = {key.text for key, _ in fact.node.mapping("options").entries}
    compiled: list[tuple[Condition, Condition | None]] = []
    faults: list[tuple[Part, tuple[Fault, ...]]] = []
    for row in rows:
        text = f'"{row.value.text}"' if row.value.text in options else row.value.text
        value = compile_value(text, declarations)
        when = compile_condition(row.when.text, declarations, "free") if row.when else None
        if isinstance(value, tuple):
            faults.append((row.value, value))
        if isinstance(when, tuple) and row.when:
            faults.append((row.when, when))
        if not isinstance(value, tuple) and not isinstance(when, tuple):
            compiled.append((value, when))
    return _Trial(tuple(compiled), tuple(faults))


def _missing(trial: _Trial) -> Iterator[str]:
    """Give the names that no fact had when it was tried."""
    for part, faults in trial.faults:
        yield from (part.text[one.start : one.end] for one in faults if one.code in _UNKNOWN)


def _further(compiler: Compiler, trial: _Trial, home: Home) -> Home | None:
    """Give the elements inside of which it must be worked out, if it reads what belongs to them."""
    for part, faults in trial.faults:
        for one in faults:
            target = compiler.reach(part.text[one.start : one.end]) if one.code == "element-out-of-reach" else ()
            if len(target) > len(home) and is_within(home, target):
                return target
    return None
