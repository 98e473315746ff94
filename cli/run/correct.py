"""Going back: an earlier answer is corrected, after it was shown what that would change.

INVARIANT: nothing is corrected before the person has seen what would reopen, be flagged or drop out, and said yes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.run.answering import understand
from cli.run.moment import ask_for
from cli.run.page import Block, Keys
from cli.run.questions import field_for, option_rows, yes_no
from cli.run.talk import ask_line, confirm, hear, line_page, pick, side_page
from cli.run.words import sentence
from cli.run.wrapping import cut
from engine.case.commands import AmendAnswer, RemoveElement
from engine.desk import Done
from engine.frozen import replace

if TYPE_CHECKING:
    from cli.run.page import Page, Talk
    from cli.run.visit import Visit
    from engine.case.agenda import Agenda, Ask, FactView, StepView
    from engine.case.events import Json

_LONGEST: Final = 100
"""Characters of an answer that are shown in the list of answers."""

_TRIAL: Final = "a trial"
"""The reason given while a new value is only being looked at."""


def correct(visit: Visit, step: StepView | None) -> Talk[None]:
    """Have an answer picked, the newest first, and corrected."""
    facts = told(visit.agenda)
    labels = [_label(fact) for fact in facts]
    picked = yield from pick(visit, step, "Correct which answer?", labels)
    if picked is None:
        return
    fact = facts[picked]
    if isinstance(fact.value, list) and ask_of(visit.agenda, fact).type == "list":
        yield from _take_off(visit, step, fact)
    else:
        yield from _amend(visit, step, fact)


def told(agenda: Agenda) -> list[FactView]:
    """Give the answers that people told, the newest first."""
    facts = [fact for fact in reversed(agenda.facts) if fact.told_at and not fact.worked_out]
    return sorted(facts, key=lambda fact: fact.told_at or agenda.now, reverse=True)


def _label(fact: FactView) -> str:
    """Name an answer; of an element's answers after the first, and of an attempt's, say of which one."""
    whose = f" ({fact.where})" if fact.where and fact.where != fact.shown else ""
    colon = "" if fact.title.endswith("?") else ":"
    return f"{fact.title}{whose}{colon} {cut(fact.shown, _LONGEST) or '(none)'}"


def ask_of(agenda: Agenda, fact: FactView) -> Ask:
    """Find the question of a told fact."""
    return ask_for(agenda, fact.key, fact.fact, fact.title)


def _amend(visit: Visit, step: StepView | None, fact: FactView) -> Talk[None]:
    ask = ask_of(visit.agenda, fact)
    while True:
        value = yield from _new_value(visit, step, ask, fact)
        if value is None:
            return
        reason = yield from _reason(visit, step, fact.title, ask.key)
        if reason is None:
            return
        if (yield from _carry_out(visit, step, AmendAnswer(ask.key, value[0], reason), ask.key)):
            return


def _new_value(visit: Visit, step: StepView | None, ask: Ask, fact: FactView) -> Talk[tuple[Json] | None]:
    """Have the new value entered, with the old one to edit; None to go back."""
    while True:
        name = f"correct {ask.key}"
        field = field_for(ask, name, visit.drafts.get(name, fact.typed))
        page = side_page(visit, step, f"Correct: {fact.title}", field)
        blocks = (Block("SO FAR", (fact.shown or "(none)",)), *_listed(ask))
        reply = yield from hear(visit, replace(page, blocks=blocks, question=ask.question, help=ask.help))
        answer = understand(visit, ask, reply, name)
        if answer and answer.value == fact.value:
            visit.tell("That is what was told already.")
            return None
        if answer and visit.preview(AmendAnswer(ask.key, answer.value, _TRIAL)):
            return (answer.value,)
        if not visit.notices:
            return None


def _listed(ask: Ask) -> tuple[Block, ...]:
    rows = option_rows(ask)
    return (Block("CHOICES", rows),) if rows else ()


def _reason(visit: Visit, step: StepView | None, title: str, key: str) -> Talk[str | None]:
    name = f"reason {key}"
    page = line_page(visit, step, f"Correct: {title}", name, "A few words; left blank: leave the answer as it was")
    reason = yield from ask_line(visit, replace(page, question="Why is it corrected?"))
    return reason


def _carry_out(visit: Visit, step: StepView | None, command: AmendAnswer | RemoveElement, key: str) -> Talk[bool]:
    """Show what a correction would change, and make it if the person agrees; False to have it entered again."""
    preview = visit.preview(command)
    if preview is None:
        return False
    page = _preview_page(visit, step, preview.changes)
    if not (yield from confirm(visit, page)):
        visit.tell("Nothing was changed.")
        return True
    if not isinstance(visit.act(command), Done):
        return False
    for name in (f"correct {key}", f"reason {key}"):
        visit.drafts.pop(name, None)
    visit.tell("Corrected.")
    return True


def _preview_page(visit: Visit, step: StepView | None, changes: tuple[str, ...]) -> Page:
    page = side_page(visit, step, "What this correction changes", Keys(yes_no()))
    rows = tuple(sentence(change) for change in changes) or ("Nothing else: no step opens, closes or is flagged.",)
    return replace(page, blocks=(Block("CHANGES", rows),), question="Correct it?")


def _take_off(visit: Visit, step: StepView | None, fact: FactView) -> Talk[None]:
    """Have an element of a list picked and taken off."""
    places = elements(visit.agenda, fact)
    if not places:
        visit.tell("The list is empty; + adds to it.")
        return
    title = f"{fact.title} Take which one off?"
    picked = yield from pick(visit, step, title, list(places.values()))
    if picked is None:
        return
    place = list(places)[picked]
    while True:
        reason = yield from _reason(visit, step, places[place], place)
        if reason is None or (yield from _carry_out(visit, step, RemoveElement(place, reason), place)):
            return


def elements(agenda: Agenda, fact: FactView) -> dict[str, str]:
    """Give the places of a list's elements, each with its answers in words."""
    found: dict[str, list[str]] = {}
    for one in agenda.facts:
        if one.at.startswith(f"{fact.key}[") and one.shown and not one.worked_out:
            found.setdefault(one.at, []).append(one.shown)
    return {place: ", ".join(shown) for place, shown in found.items()}
