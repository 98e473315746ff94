"""Versions of procedures in words: the list of procedures, what publishing one meant, what moving would do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from cli.output import say, say_all, warn
from cli.run.words import moment
from cli.views.sheet import Block, Cell, Row, Sheet, row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cli.views.sheet import Tone
    from engine.case.office import Office
    from engine.desk_versions import DraftState, Effect, Listed, Published

_HEAD: Final = ("PROCEDURE", "IN FORCE", "SINCE", "RUNNING", "THE FILE")
_DRAFTS: Final[dict[DraftState, str]] = {
    "published": "is what is in force",
    "to be published": "holds version {version}, to be published",
    "version to be raised": "was changed, but still says version {version}: raise it",
    "with mistakes": "has mistakes: cuecard check",
}
_FATES: Final = {
    "moves": ("can be moved", "moved"),
    "needs a person": ("needs a person to look at it", "not moved, it needs a person to look at it"),
    "stays": ("has to stay on its version", "stays on its version"),
}


def list_procedures(found: Sequence[Listed], now: datetime, office: Office) -> Sheet:
    """Show the procedures of an office, with what is in force and how the file stands to it."""
    rows = tuple(_row(one, now, office) for one in found)
    return (Block("Procedures", rows or (row("none; see: cuecard init --help"),), _HEAD if rows else ()),)


def _row(one: Listed, now: datetime, office: Office) -> Row:
    in_force, since = "nothing yet", ""
    if one.in_force:
        person = office.staff.get(one.in_force.by)
        in_force = f"version {one.in_force.version}"
        since = f"{moment(one.in_force.at, now)}, by {person.full_name if person else one.in_force.by}"
    running = ", ".join(f"{count} on version {version}" for version, count in one.running.items())
    words = _DRAFTS[one.draft].format(version=one.draft_version)
    tone: Tone = "plain" if one.draft == "published" else "alert"
    return Cell(one.procedure, "strong"), Cell(in_force), Cell(since, "dim"), Cell(running or "none"), Cell(words, tone)


def tell_published(published: Published, *, preview: bool) -> int:
    """Say what was published, or would be, and give the exit code."""
    if published.warnings:
        from cli.findings import pictures

        warn(pictures(published.warnings) + "\n")
    what = f"{published.procedure}: version {published.version}"
    if not published.is_new:
        say(f"{what} is in force already")
    elif preview:
        say(f"{what} can be published; nothing was changed")
    else:
        say(f"{what} is in force; new cases run on it")
    if published.effects:
        say_all(_lines(published.effects, moved=False))
        say(f"  next: cuecard move --all {published.procedure}, or cuecard move CASE; or let them run to their end")
    return 0


def tell_effects(effects: Sequence[Effect], *, moved: bool) -> None:
    """Say what became of running cases, or would."""
    say_all(_lines(effects, moved=moved) if effects else ["all open cases are on the version in force"])


def _lines(effects: Sequence[Effect], *, moved: bool) -> Iterator[str]:
    counts = Counter(effect.fate for effect in effects)
    cases = f"{len(effects)} open case{'' if len(effects) == 1 else 's'} on other versions"
    yield f"{cases}: {', '.join(f'{count} {_FATES[fate][moved]}' for fate, count in counts.items())}"
    for effect in effects:
        yield f"  {effect.case} (version {effect.version}): {_FATES[effect.fate][moved]}"
        yield from (f"    because {because.text}" for because in effect.because)
