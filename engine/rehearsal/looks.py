"""The words for what is looked at in a story: each compares what it says with how the case stands.

INVARIANT: a look changes nothing, and all that is not as it says is told at once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from engine.case.agenda import SETTLED
from engine.frozen import dataclass
from engine.procedure.nodes import Mapping, Scalar, Sequence
from engine.rehearsal.script import plain
from engine.rehearsal.telling import listed, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as MappingOf

    from engine.case.agenda import Agenda, Due, FactView, StepView
    from engine.diagnostics import Diagnostic, Span
    from engine.procedure.nodes import Node
    from engine.rehearsal.stage import Stage

Findings: TypeAlias = "Iterator[Diagnostic]"


@dataclass(frozen=True)
class Look:
    """One look at a case.

    Args:
        file: The rehearsal's.
        files: Of the procedures, by id.
    """

    stage: Stage
    file: str
    files: MappingOf[str, str]

    @cached_property
    def agenda(self) -> Agenda:
        """How the case stands."""
        return self.stage.agenda

    def compare(self, look: Mapping) -> Findings:
        """Compare everything that is said with how it is."""
        for key, said in look.entries:
            yield from LOOKS[key.text](self, key, said)

    def step(self, name: str) -> StepView | None:
        """Find a step by its address, or by its id if there is one of it."""
        return self.agenda.step(name)

    def otherwise(self, span: Span, what: str, expected: str, found: str, step: str = "") -> Diagnostic:
        """Say that something is not as it was to be."""
        where = self._where(step)
        return tell("expected-otherwise", self.file, span, what=what, expected=expected, found=found, where=where)

    def not_open(self, span: Span, step: str) -> Diagnostic:
        """Say how a step stands that was to be open."""
        found = found_as(self.step(step))
        return tell("expected-open", self.file, span, step=step, found=found, where=self._where(step))

    def _where(self, step: str) -> str:
        """Name the place of a step in its procedure, or the procedure."""
        procedure = self.stage.procedure
        file = self.files.get(procedure.id, procedure.id)
        view = self.step(step) if step else None
        return f"`{view.id}` in {file}:{procedure.by_id[view.id].span.line}" if view else file


def found_as(step: StepView | None) -> str:
    """Say how a step stands."""
    if not step:
        return "there is no such step now"
    if step.steps:
        return f"it holds steps, and is {step.status}"
    if step.status == "waiting":
        return f"it is waiting for {listed(one.name for one in step.missing)}"
    return f"it is {step.status}"


def _singles(node: Node) -> Iterable[Scalar]:
    return (one for one in node.items if isinstance(one, Scalar)) if isinstance(node, Sequence) else ()


def _entries(node: Node) -> Iterable[tuple[Scalar, Node]]:
    return node.entries if isinstance(node, Mapping) else ()


def _whole(what: str, read: Callable[[Agenda], str]) -> Callable[[Look, Scalar, Node], Findings]:
    """Compare one word about the whole case."""

    def compare(look: Look, _key: Scalar, said: Node) -> Findings:
        found = read(look.agenda)
        if found != plain(said):
            yield look.otherwise(said.span, what, str(plain(said)), f"it is {found}")

    return compare


def _open(look: Look, key: Scalar, said: Node) -> Findings:
    named = set()
    for one in _singles(said):
        step = look.step(one.text)
        named.add(step.at if step else one.text)
        if not step or step.at not in look.agenda.open:
            yield look.not_open(one.span, one.text)
    more = [at for at in look.agenda.open if at not in named]
    if more:
        yield tell("open-too", look.file, key.span, steps=listed(more))


def _not_open(look: Look, _key: Scalar, said: Node) -> Findings:
    for one in _singles(said):
        step = look.step(one.text)
        if step and (step.at in look.agenda.open or step.status == "open"):
            yield look.otherwise(one.span, f"`{one.text}`", "shut", "it is open", one.text)


def _settled(look: Look, _key: Scalar, said: Node) -> Findings:
    for one in _singles(said):
        step = look.step(one.text)
        if not step or step.status not in SETTLED:
            yield look.otherwise(one.span, f"`{one.text}`", "settled", found_as(step), one.text)


def _status(look: Look, _key: Scalar, said: Node) -> Findings:
    for name, status in _entries(said):
        step = look.step(name.text)
        if not step or step.status != plain(status):
            yield look.otherwise(status.span, f"`{name.text}`", str(plain(status)), found_as(step), name.text)


def _waits_for(look: Look, _key: Scalar, said: Node) -> Findings:
    for name, awaited in _entries(said):
        step = look.step(name.text)
        wanted = [one.text for one in _singles(awaited)]
        found = {one.name for one in step.missing} if step and step.status == "waiting" else None
        if found != set(wanted):
            expected = f"waiting for {listed(wanted)}"
            yield look.otherwise(_span(name, awaited), f"`{name.text}`", expected, found_as(step), name.text)


def _of_steps(what: str, read: Callable[[StepView], Iterable[str]]) -> Callable[[Look, Scalar, Node], Findings]:
    """Compare names or words that each step shows; their order is not looked at."""

    def compare(look: Look, _key: Scalar, said: Node) -> Findings:
        for name, node in _entries(said):
            step = look.step(name.text)
            wanted = [one.text for one in _singles(node)] if isinstance(node, Sequence) else [str(plain(node))]
            found = list(read(step)) if step else None
            if found is None or set(found) != set(wanted):
                shown = f"it is {listed(found)}" if found is not None else found_as(step)
                yield look.otherwise(_span(name, node), f"{what} `{name.text}`", listed(wanted), shown, name.text)

    return compare


def _span(name: Scalar, node: Node) -> Span:
    """Underline a single value, or the name of what several stand under."""
    return node.span if isinstance(node, Scalar) and node.raw else name.span


def _facts(look: Look, _key: Scalar, said: Node) -> Findings:
    views = {fact.key: fact for fact in look.agenda.facts}
    for name, value in _entries(said):
        forms = _forms(views.get(name.text))
        if plain(value) not in forms:
            yield look.otherwise(value.span, f"fact `{name.text}`", str(plain(value)), f"it is {forms[0]}")


def _forms(fact: FactView | None) -> tuple[str, ...]:
    """Give the words in which a fact may be told to be: as it is shown, and as it is kept."""
    if fact is None:
        return ("unknown",)
    if isinstance(fact.value, str | int) and not isinstance(fact.value, bool):
        return (fact.shown or "none", str(fact.value))
    return (fact.shown or "none",)


def _all_of(what: str, read: Callable[[Look, list[str]], list[str]]) -> Callable[[Look, Scalar, Node], Findings]:
    """Compare a list of lines, all of which have to be said."""

    def compare(look: Look, key: Scalar, said: Node) -> Findings:
        wanted = [one.text for one in _singles(said)]
        found = read(look, wanted)
        for one in _singles(said):
            if one.text not in found:
                here = listed([line for line in found if line not in wanted])
                yield tell("not-among", look.file, one.span, what=what, expected=one.text, found=here)
        more = [line for line in found if line not in wanted]
        if more and set(wanted) <= set(found):
            yield tell("more-than-said", look.file, key.span, what=what, found=listed(more))

    return compare


def _dates(look: Look, wanted: list[str]) -> list[str]:
    """Give all dates of the steps that are named."""
    steps = {line.partition(":")[0] for line in wanted}
    return [_date(due) for due in look.agenda.due if due.at in steps]


def _date(due: Due) -> str:
    late = ", overdue" if due.overdue else ""
    to = f" to {', '.join(due.who)}" if due.kind == "reminder" else ""
    return f"{due.at}: {due.kind}{to} {due.moment:%a %Y-%m-%d %H:%M}{late}"


def _flags(look: Look, _wanted: list[str]) -> list[str]:
    return [f"{step.at}: {flag.code}" for step in look.agenda.walk() for flag in step.flags]


def _conflicts(look: Look, _wanted: list[str]) -> list[str]:
    return [key for arrival in look.agenda.arrivals for key in arrival.conflicts]


def _printed(kind: str) -> Callable[[Look, Scalar, Node], Findings]:
    """Look for words in what was printed last."""

    def compare(look: Look, _key: Scalar, said: Node) -> Findings:
        for one in _singles(said):
            if one.text not in look.stage.pages.get(kind, ""):
                yield tell("not-printed", look.file, one.span, words=one.text)

    return compare


LOOKS: Final[dict[str, Callable[[Look, Scalar, Node], Findings]]] = {
    "case": _whole("the case", lambda agenda: agenda.status),
    "outcome": _whole("the outcome", lambda agenda: agenda.outcome or "none"),
    "ending": _whole("the ending", lambda agenda: agenda.ending or "none"),
    "open": _open,
    "not_open": _not_open,
    "settled": _settled,
    "status": _status,
    "waits_for": _waits_for,
    "who": _of_steps("who may do", lambda step: step.who),
    "title": _of_steps("the title of", lambda step: [step.title]),
    "say": _of_steps("what is said in", lambda step: [step.say]),
    "asks": _of_steps("what is asked in", lambda step: [ask.fact for ask in step.asks if ask.state == "asked"]),
    "facts": _facts,
    "dates": _all_of("the date", _dates),
    "flags": _all_of("the flag", _flags),
    "conflicts": _all_of("the conflict", _conflicts),
    "printed": _printed("txt"),
    "printed_html": _printed("html"),
}
