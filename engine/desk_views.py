"""What a desk hands out besides agendas: lines of the case list, previews, reasons, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.case.barring import barred
from engine.case.discretion import HIDDEN, OPENLY
from engine.case.explain import fill
from engine.case.lists import show_fact
from engine.case.people import may_do, may_see
from engine.case.portray import portray
from engine.case_line import CaseLine
from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.case.agenda import Agenda, StepView
    from engine.case.derive import Derivation


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was carried out (or had been, if the request was repeated), and the agenda after it.

    Args:
        events: Names of the event types that were recorded now; empty for a repeat.
        opened: Identifiers of the cases that were opened by it.
    """

    agenda: Agenda
    events: tuple[str, ...]
    opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a command would do: the agenda before and after, and the differences in words."""

    before: Agenda
    after: Agenda
    reopens: tuple[str, ...]
    """Addresses that were settled and would be open again or wait again."""
    opens: tuple[str, ...]
    flags: tuple[str, ...]
    """Addresses that would carry a flag they do not carry now."""
    drops: tuple[str, ...]
    """Addresses that were open or waiting and would be not needed."""
    changes: tuple[str, ...]
    """All of it, in words, a line each."""
    documents: tuple[str, ...] = ()
    """Documents that were made and would be out of date."""
    stays: tuple[str, ...] = ()
    """Addresses of what was done and would stay so, with nothing to look at."""


@dataclass(frozen=True, slots=True)
class Made:
    """Documents that were made: name of the document, the files written, and the agenda after."""

    document: str
    files: tuple[Path, ...]
    text: str
    agenda: Agenda


def portray_for(derivation: Derivation, actor: str | None) -> Agenda:
    """Make the agenda of a case for a person, or for everybody; only who works on it sees what is private."""
    derivation.discretion = HIDDEN if actor is None or not may_see(derivation, actor) else OPENLY
    return portray(derivation)


def line_of(derivation: Derivation, actor: str) -> CaseLine:
    """Make the line of a case in the list of cases."""
    case, procedure = derivation.case, derivation.procedure
    derivation.discretion = derivation.discretion._replace(values=True)
    agenda = portray(derivation, reasons=False)
    nodes = [derivation.tree.by_address[at] for at in agenda.open]
    return CaseLine(
        case=case.id,
        procedure=procedure.id,
        title=procedure.title,
        status=case.status,
        outcome=agenda.outcome_title,
        about=_about(derivation),
        opened=case.opened,
        last=case.last,
        mine=any(may_do(derivation, node, actor) and actor not in barred(derivation, node) for node in nodes),
        open=tuple(fill(node.step.title, derivation, node.segments) for node in nodes),
        waits_for=() if nodes else tuple(dict.fromkeys(one.text for one in portray(derivation).missing)),
        overdue=any(due.overdue for due in agenda.due),
    )


def _about(derivation: Derivation) -> str:
    for name in derivation.procedure.opens_with[:1]:
        fact = derivation.procedure.facts[name]
        return show_fact(derivation, fact, ())
    return ""


def holds(derivation: Derivation, text: str, actor: str) -> bool:
    """Whether a told fact that a person may see holds a text, in any spelling of small and capital letters."""
    wanted = text.casefold()
    if wanted in derivation.case.id.casefold():
        return True
    facts = portray(derivation, reasons=False).facts
    shown = facts if may_see(derivation, actor) else [fact for fact in facts if not fact.private]
    return any(wanted in fact.shown.casefold() for fact in shown)


def preview_of(before: Agenda, after: Agenda) -> Preview:
    """Compare two agendas of one case."""
    then = {step.at: step for root in before.called for step in root.walk() if not step.steps}
    now = {step.at: step for step in after.walk() if not step.steps}
    settled = {"done", "skipped", "gave up", "not needed"}
    pairs = [(then.get(at), step) for at, step in now.items()]
    reopens = [step for old, step in pairs if old and old.status in settled and step.status not in settled]
    opens = [step for old, step in pairs if step.status == "open" and (not old or old.status == "waiting")]
    flagged = [step for old, step in pairs if step.flags and (not old or step.flags != old.flags)]
    drops = [step for old, step in pairs if old and old.status in ("open", "waiting") and step.status == "not needed"]
    waits = [step for old, step in pairs if old and old.status == "open" and step.status == "waiting"]
    cleared = [step for old, step in pairs if old and old.flags and not step.flags and step.status == old.status]
    unneeded = {old.at for old, _ in pairs if old and old.status == "not needed"}
    lines = [*_say("is open again", [step for step in reopens if step.at not in unneeded])]
    lines += [f"{step.title}: applies now" for step in reopens if step.at in unneeded]
    lines += [*_say("opens", opens), *_say("is no longer needed", drops)]
    lines += [*_say("waits again", waits), *_say("is no longer marked", cleared)]
    lines += [f"{step.title}: {flag.text}" for step in flagged for flag in step.flags]
    stale = [one for one in after.outdated if one not in before.outdated]
    lines += [*_worked_out(before, after), *(one.text for one in stale), *_ending(before, after)]
    stays = [step for old, step in pairs if old and (old.status, step.status) == ("done", "done") and not step.flags]
    if lines and stays:
        lines.append(
            f"{len(stays)} steps that were done stay as before" if stays[1:] else "1 step stays done as before"
        )
    return Preview(
        before=before,
        after=after,
        reopens=_at(reopens),
        opens=_at(opens),
        flags=_at(flagged),
        drops=_at(drops),
        changes=tuple(lines),
        documents=tuple(one.document for one in stale),
        stays=_at(stays),
    )


def _worked_out(before: Agenda, after: Agenda) -> Iterator[str]:
    """Say which values would be worked out otherwise; of a private one not what."""
    then = {fact.key: fact.shown for fact in before.facts if fact.worked_out}
    for fact in after.facts:
        if not fact.worked_out or fact.shown == then.get(fact.key, ""):
            continue
        about = f"{fact.title} ({fact.where})" if fact.where else fact.title
        yield (
            f"{about} changes"
            if fact.private
            else f"{about} is {fact.shown or 'none'}, not {then.get(fact.key) or 'none'}"
        )


def _say(what: str, steps: list[StepView]) -> Iterator[str]:
    for step in steps:
        yield f"{step.title}: {what if step.status != 'waiting' else 'waits again'}"


def _at(steps: list[StepView]) -> tuple[str, ...]:
    return tuple(step.at for step in steps)


def _ending(before: Agenda, after: Agenda) -> list[str]:
    if after.status == "closed" and before.status != "closed":
        return [f"the case ends: {after.outcome_title or 'closed'}"]
    if before.ending and not after.ending:
        return ["the case goes on"]
    return []
