"""The words for what is looked at in a story: each compares what it says with how the case stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.case.agenda import SETTLED

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.agenda import Due, StepView
    from tests.stories.world import World


def look(world: World, then: dict[str, Any]) -> None:
    """Look at everything that is said; all that is not so is told at once."""
    wrong = []
    for word, said in then.items():
        assert word in LOOKS, f"then: no such word `{word}`; there are: {', '.join(LOOKS)}"
        found = LOOKS[word](world, said)
        if found != said:
            wrong.append(f"{word}: said {said}, found {found}")
    assert not wrong, "\n".join(wrong)


def _open(world: World, _said: list[str]) -> list[str]:
    return list(world.agenda.open)


def _settled(world: World, said: list[str]) -> list[str]:
    return [name for name in said if _step(world, name).status in SETTLED]


def _waiting(world: World, said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in said:
        step = _step(world, name)
        found[name] = [one.name for one in step.missing] if step.status == "waiting" else step.status
    return found


def _of_steps(read: Callable[[StepView], Any]) -> Callable[[World, dict[str, Any]], dict[str, Any]]:
    return lambda world, said: {name: read(_step(world, name)) for name in said}


def _step(world: World, name: str) -> StepView:
    step = world.agenda.step(name)
    assert step, f"no step `{name}` here"
    return step


def _facts(world: World, said: dict[str, str]) -> dict[str, str]:
    shown = {fact.key: fact.shown or "none" for fact in world.agenda.facts}
    return {key: shown.get(key, "unknown") for key in said}


def _dates(world: World, said: list[str]) -> list[str]:
    """Those of the said lines that are there; all dates of the steps that the said lines name."""
    steps = {line.partition(":")[0] for line in said}
    return [_date(due) for due in world.agenda.due if due.at in steps]


def _date(due: Due) -> str:
    late = ", overdue" if due.overdue else ""
    to = f" to {', '.join(due.who)}" if due.kind == "reminder" else ""
    return f"{due.at}: {due.kind}{to} {due.moment:%a %Y-%m-%d %H:%M}{late}"


def _flags(world: World, _said: list[str]) -> list[str]:
    return [f"{step.at}: {flag.code}" for step in world.agenda.walk() for flag in step.flags]


def _page(kind: str) -> Callable[[World, list[str]], list[str]]:
    return lambda world, said: [text for text in said if text in world.pages[kind]]


def _conflicts(world: World, _said: list[str]) -> list[str]:
    return [key for arrival in world.agenda.arrivals for key in arrival.conflicts]


LOOKS: Final[dict[str, Callable[[World, Any], Any]]] = {
    "case": lambda world, _: world.agenda.status,
    "outcome": lambda world, _: world.agenda.outcome or "none",
    "ending": lambda world, _: world.agenda.ending or "none",
    "open": _open,
    "settled": _settled,
    "status": _of_steps(lambda step: step.status),
    "waits_for": _waiting,
    "who": _of_steps(lambda step: list(step.who)),
    "title": _of_steps(lambda step: step.title),
    "say": _of_steps(lambda step: step.say),
    "asks": _of_steps(lambda step: [ask.fact for ask in step.asks if ask.state == "asked"]),
    "facts": _facts,
    "dates": _dates,
    "flags": _flags,
    "conflicts": _conflicts,
    "printed": _page("txt"),
    "printed_html": _page("html"),
}
