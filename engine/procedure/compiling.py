"""How conditions, values, times and words of a document become what a case can read, or findings with places.

The names are known by now (`outline`), and so is what each fact is told once per (`homes`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from engine.condition import Condition, Declarations, Phrase, compile_condition, compile_phrase, compile_value
from engine.condition.faults import fault
from engine.diagnostics import locate
from engine.frozen import NamedTuple
from engine.procedure.positions import span_within
from engine.procedure.references import unknown_fact
from engine.procedure.texts import take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from engine.condition import FactType, Use
    from engine.diagnostics import Fault, Span
    from engine.procedure.homes import Home
    from engine.procedure.model import Text
    from engine.procedure.nodes import Scalar
    from engine.procedure.outline import Outline

Compiled = TypeVar("Compiled", Condition, Phrase)


class Part(NamedTuple):
    """A text in the document that is to be compiled: the whole of a value, or a stretch of it.

    Args:
        who: What depends on it, as a message says it: ``step `call```.
        start: Where the stretch begins in the value.
        text: The stretch.
    """

    scalar: Scalar
    who: str
    start: int
    text: str

    def span(self, start: int, end: int) -> Span:
        """Place a stretch of the text in the file."""
        return span_within(self.scalar, self.start + start, self.start + end)

    def cut(self, start: int, end: int) -> Part:
        """Take a stretch of it, without the space around it."""
        stretch = self.text[start:end]
        left = len(stretch) - len(stretch.lstrip())
        return self._replace(start=self.start + start + left, text=stretch.strip())


def part(scalar: Scalar | None, who: str) -> Part | None:
    """Take the whole of a value, if there is one."""
    return Part(scalar, who, 0, scalar.text) if scalar else None


class Compiler:
    """Compiles what stands in one document, with the names in reach of the place where it stands.

    Args:
        outline: The names; findings are kept there.
        homes: What each fact is told once per.
        types: The types of the facts that are known so far; a fact that cannot be typed stays out.
        settings: The numbers an office may change.
    """

    def __init__(
        self,
        outline: Outline,
        homes: Mapping[str, Home],
        types: Mapping[str, FactType],
        settings: Mapping[str, int | Decimal],
    ) -> None:
        self.outline = outline
        self.homes = dict(homes)
        self.types = dict(types)
        self.settings = settings
        self.around = {name: step.place.home for name, step in outline.by_id.items()}
        self.used: set[str] = set()
        self.flipping: set[str] = set()
        self._declared: dict[Home, Declarations] = {}

    def declare(self, name: str, type_: FactType, home: Home) -> None:
        """Add a fact whose type has become known, and what it is there once per."""
        self.types[name] = type_
        self.homes[name] = home
        owner = self.list_of(home)
        if owner in self.types and name not in self.types[owner].of:
            self.types[owner] = self.types[owner]._replace(of=(*self.types[owner].of, name))
            self._declared.clear()

    def note(self, name: str, conditions: Iterable[Condition]) -> None:
        """Remember what a worked-out fact is made of: what it uses, and whether the clock alone can change it."""
        for one in conditions:
            self.used |= one.reads.facts
            if one.reads.flips_with_time or one.reads.facts & self.flipping:
                self.flipping.add(name)

    def reach(self, name: str) -> Home:
        """Give the elements inside of which a fact can be read; repeated steps may be looked into from outside."""
        owner, home = self.list_of(self.homes[name]), self.homes[name]
        return home[: home.index(owner) + 1] if owner else ()

    def list_of(self, home: Home) -> str | None:
        """Give the innermost list of a home."""
        return next(filter(self.is_list, reversed(home)), None)

    @staticmethod
    def is_list(name: str) -> bool:
        """Whether a part of a home is a list (else it is a repeated step)."""
        return not name.endswith("#")

    def declarations(self, home: Home) -> Declarations:
        """Give what a condition at a place may name."""
        if home not in self._declared:
            steps, arrivals = self.outline.by_id.keys(), self.outline.arrivals.keys()
            self._declared[home] = Declarations(
                self.types, self.settings, steps, arrivals, home, self.homes, self.around
            )
        return self._declared[home]

    def condition(self, part: Part | None, home: Home, use: Use = "gate") -> Condition | None:
        """Compile a condition."""
        if part is None or self.outline.is_full:
            return None
        found = self._keep(compile_condition(part.text, self.declarations(home), use), part)
        if found and use == "gate":
            self._check_steady(found, part)
        return found

    def value(self, part: Part, home: Home) -> Condition | None:
        """Compile a value of any type."""
        return None if self.outline.is_full else self._keep(compile_value(part.text, self.declarations(home)), part)

    def phrase(self, part: Part | None, home: Home) -> Phrase | None:
        """Compile a moment."""
        if part is None or self.outline.is_full:
            return None
        return self._keep(compile_phrase(part.text, self.declarations(home)), part)

    def words(self, part: Part | None, home: Home) -> Text | None:
        """Take words for people apart; what is put in must be a fact that is known at the place."""
        if part is None:
            return None
        text, placeholders = take_apart(part.text)
        for name, start, end in placeholders:
            if not name:
                self.outline.find("unknown-placeholder", part.span(start, end), name=part.text[start:end])
            else:
                self._put_in(name, part.span(start, end), part.who, home)
        return text

    def _put_in(self, name: str, span: Span, who: str, home: Home) -> None:
        self.used.add(name)
        fact = self.outline.facts.get(name)
        if self.outline.is_full:
            return
        if not fact:
            self.outline.keep(unknown_fact(self.outline, name, span, f"{who} puts in"))
            return
        owner = self.list_of(self.homes[name])
        if owner and owner not in home:
            help_ = f"put it into a step with `for_each: {owner}`"
            found = fault("element-out-of-reach", 0, 0, help_, name=name, list=owner)
            self.outline.keep(locate(found, self.outline.file, span))

    def _keep(self, found: Compiled | tuple[Fault, ...], part: Part) -> Compiled | None:
        if isinstance(found, tuple):
            self.report(found, part)
            return None
        self.used |= found.reads.facts
        return found

    def report(self, faults: Iterable[Fault], part: Part) -> None:
        """Keep the faults of a text as findings; names of facts that have findings of their own are passed over."""
        for one in faults:
            span, name = part.span(one.start, one.end), part.text[one.start : one.end]
            if one.code != "unknown-fact":
                self.outline.keep(locate(one, self.outline.file, span))
            elif name not in self.outline.facts:
                found = unknown_fact(self.outline, name, span, f"{part.who} depends on", one.help)
                self.outline.keep(found)

    def _check_steady(self, found: Condition, part: Part) -> None:
        """Find a gate that opens and shuts by itself, because of a fact that is worked out from the clock."""
        for name in found.reads.facts & self.flipping:
            match = re.search(rf"\b{name}\b", part.text)
            start, end = match.span() if match else (0, len(part.text))
            self.report([fault("flips-with-time", start, end, name=name)], part)
