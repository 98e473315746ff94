"""What the page of a moment says: the words, the instructions, the question, what is known, what is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.run.grammar import UNTOLD
from cli.run.moment import every_ask, for_others, lacking, may_do, waiting
from cli.run.page import ENTER, SPACE, Block, Choice, Frame, Keys, Page
from cli.run.questions import field_for, option_rows
from cli.run.trail import heading, still, trail, unit_of, units
from cli.run.words import flag_words, listed, moment, sentence, since
from cli.run.wrapping import cut
from engine.case.answers import CANNOT_BE_TOLD
from engine.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.run.page import Field
    from cli.run.visit import Gathering, Visit
    from engine.case.agenda import Agenda, Ask, Due, Flag, StepView
    from engine.case.events import Json

MOST_STILL: Final = 4
MOST_DUES: Final = 2
LONGEST: Final = 200
"""Characters of a known answer that are shown; b shows all of it."""


def frame(visit: Visit, at: str | None) -> Frame:
    """Make what stays the same around the pages of a step."""
    agenda = visit.agenda
    return Frame(
        agenda.case,
        visit.names.about(agenda),
        agenda.title,
        trail(agenda, at),
        tuple(_below(visit, at)),
    )


def page(visit: Visit, step: StepView | None, title: str, field: Field) -> Page:
    """Make a page without blocks, with the commands that may be given at a step."""
    return Page(frame(visit, step.at if step else None), title, field, commands=commands(visit, step))


def asking(visit: Visit, step: StepView, ask: Ask) -> Page:
    """Make the page of a question."""
    field = field_for(ask, ask.key, visit.drafts.get(ask.key, ask.offered or ""))
    made = page(visit, step, heading(visit.agenda, step), field)
    return replace(
        made,
        commands=_with_untold(made.commands, ask),
        blocks=(
            *_flags(visit, step),
            *_words(step),
            *_instructions(visit, step, with_marks=False),
            *_known(step),
            *_options(ask),
        ),
        question=ask.question,
        help=ask.help,
    )


def _with_untold(offered: tuple[Choice, ...], ask: Ask) -> tuple[Choice, ...]:
    """Offer to say that it cannot be told, where an answer is needed and can be given in one piece."""
    if not ask.required or ask.type == "list":
        return offered
    return (*offered[:-2], Choice(UNTOLD, "cannot tell"), *offered[-2:])


def gathering(visit: Visit, step: StepView, ask: Ask, inner: Ask, gathered: Gathering) -> Page:
    """Make the page of one question about one element of a list; the first one left blank ends the list."""
    is_first = not gathered.partial
    blank = ("no more" if gathered.elements else "nobody or nothing") if is_first else "leave blank"
    optional = replace(inner, required=inner.required and not is_first)
    name = f"{ask.key}/{inner.fact}"
    rows = tuple(f"{number} {_one(ask, element)}" for number, element in enumerate(gathered.elements, 1))
    done = (Block("SO FAR", rows),) if rows else ()
    return replace(
        asking(visit, step, ask),
        field=field_for(optional, name, visit.drafts.get(name, inner.offered or ""), blank),
        blocks=(*_words(step), *_known(step), *done, *_options(inner)),
        commands=_with_untold(page(visit, step, "", Keys(())).commands, optional),
        question=f"{ask.question}  {len(gathered.elements) + 1}. {inner.question}",
        help=inner.help,
    )


def _one(ask: Ask, element: Mapping[str, Json]) -> str:
    """Say what was typed of an element; of yes or no also what about."""
    asks = {inner.fact: inner for inner in ask.of}
    return " · ".join(_typed(asks[name], value) for name, value in element.items() if value is not None)


def _typed(ask: Ask, value: Json) -> str:
    if value == CANNOT_BE_TOLD:
        return f"{ask.question} cannot be told"
    if isinstance(value, bool):
        return f"{ask.question} {'yes' if value else 'no'}"
    labels = {option.id: option.label for option in ask.options}
    return labels.get(str(value), str(value))


def finishing(visit: Visit, step: StepView) -> Page:
    """Make the page of a step of which only the instructions are left."""
    keys = [Choice(ENTER, "all done, next" if step.do or step.prints else "done, next")]
    keys += [Choice(SPACE, "tick the next one")] if len(tasks(step)) > 1 else []
    keys += [Choice("p", "print now")] if step.prints else []
    blocks = (*_flags(visit, step), *_words(step), *_instructions(visit, step, with_marks=True), *_known(step))
    return replace(page(visit, step, heading(visit.agenda, step), Keys(tuple(keys))), blocks=blocks)


def opening_case(visit: Visit, step: StepView) -> Page:
    """Make the page of a step that opens a case."""
    keys = Keys((Choice(ENTER, "open it now"),))
    return replace(page(visit, step, heading(visit.agenda, step), keys), blocks=(*_words(step), *_known(step)))


def looking_again(visit: Visit, step: StepView) -> Page:
    """Make the page of a settled step that is flagged."""
    is_undo = any(flag.code == "undo" for flag in step.flags)
    stands = (Choice("c", "it stands as it is"), Choice("r", "do the step again"))
    keys = (Choice("c", "that is done"),) if is_undo else stands
    blocks = (*_flags(visit, step), *_instructions(visit, step, with_marks=False), *_known(step))
    return replace(page(visit, step, heading(visit.agenda, step), Keys(keys)), blocks=blocks)


def elsewhere(visit: Visit, step: StepView) -> Page:
    """Make the page of a step that others have to do."""
    is_barred = visit.person.name in step.barred
    who = "Somebody else, because of what you did before" if is_barred else visit.names.who(step.who)
    whose = Block("FOR", (f"{who}. Waiting for them{_since(visit, step)}.",), "alert")
    keys = Keys((Choice(ENTER, "back to my own steps"),))
    blocks = (whose, *_words(step), *_instructions(visit, step, with_marks=False), *_known(step))
    made = page(visit, step, heading(visit.agenda, step), keys)
    return replace(made, blocks=blocks)


def idle(visit: Visit) -> Page:
    """Make the page that is shown when nothing is open for this person."""
    is_held = visit.agenda.status == "on hold"
    title = "The case is on hold" if is_held else "Nothing is open for you in this case now"
    blocks = tuple(Block(label, rows) for label, rows in standing(visit))
    resume = (Choice("r", "take it up again"),) if is_held else ()
    tell = (Choice("t", "tell what is missing"),) if lacking(visit.agenda) else ()
    again = (Choice("p", "make the documents again"),) if visit.agenda.outdated else ()
    leave = Choice(ENTER, f"back to case {visit.within}" if visit.within else "leave")
    made = replace(page(visit, None, title, Keys((*resume, *tell, *again, leave))), blocks=blocks)
    return replace(made, frame=replace(made.frame, below=()))


def standing(visit: Visit) -> list[tuple[str, tuple[str, ...]]]:
    """Say what the case waits for: others, the outside, and what is due."""
    agenda, names = visit.agenda, visit.names
    others = [f"{step.title}: {names.who(step.who)}{_since(visit, step)}" for step in for_others(agenda, visit.person)]
    outside = [f"{missing.text}{_since(visit, step)} ({step.title})" for step, missing in waiting(agenda)]
    outside += [f"an answer: {missing.text}" for missing in lacking(agenda)]
    dues = [due_words(visit, due) for due in sorted(agenda.due, key=lambda due: due.moment)]
    stale = [sentence(one.text) for one in agenda.outdated]
    found = (("OTHERS", others), ("WAITS", outside), ("DATES", dues), ("LOOK", stale))
    return [(label, tuple(dict.fromkeys(rows))) for label, rows in found if rows]


def due_words(visit: Visit, due: Due) -> str:
    """Say what is due when, and that it is overdue in a word."""
    when = moment(due.moment, visit.agenda.now, visit.names.locale)
    late = "OVERDUE, " if due.overdue and due.kind == "due" else ""
    kinds = {"due": "due", "reminder": "reminder", "gives up": "stops waiting"}
    return f"{late}{kinds[due.kind]} {when}: {due.title}"


def commands(visit: Visit, step: StepView | None) -> tuple[Choice, ...]:
    """Give the commands that make sense here."""
    agenda = visit.agenda
    is_mine = step is not None and may_do(step, visit.person)
    offered = {
        "n": ("note", True),
        "w": ("why", step is not None),
        "b": ("correct", any(fact.told_by for fact in agenda.facts)),
        "h": ("hand over", step is not None and is_mine and bool(hands(step))),
        "s": ("skip", step is not None and is_mine and step.skippable),
        "j": ("jump", len(agenda.open) > 1 or (step is None and bool(agenda.open))),
        "a": ("it came", bool(agenda.arrivals)),
        "+": ("add", bool(told_lists(agenda))),
        "q": ("leave", True),
        "?": ("help", True),
    }
    return tuple(Choice(key, label) for key, (label, is_offered) in offered.items() if is_offered)


def hands(step: StepView) -> tuple[str, ...]:
    """Give the roles a step may be handed to from where it is."""
    return tuple(role for role in step.may_hand_to if role not in step.who)


def told_lists(agenda: Agenda) -> tuple[Ask, ...]:
    """Give the lists that were told already, to which something may be added."""
    lists = {ask.key: ask for ask in every_ask(agenda) if ask.type == "list" and ask.state == "told"}
    return tuple(lists.values())


def _words(step: StepView) -> tuple[Block, ...]:
    return (Block("SAY", (step.say,), "say"),) if step.say else ()


def tasks(step: StepView) -> tuple[str, ...]:
    """Give what is to be ticked: documents to print, then instructions."""
    return (*(f"Print: {name.replace('_', ' ')}" for name in step.prints), *step.do)


def _instructions(visit: Visit, step: StepView, *, with_marks: bool) -> tuple[Block, ...]:
    ticked = visit.ticked.get(step.at, frozenset())
    rows = tuple(
        f"[{'x' if index in ticked else ' '}] {text}" if with_marks else f"- {text}"
        for index, text in enumerate(tasks(step))
    )
    return (Block("DO", rows),) if rows else ()


def _known(step: StepView) -> tuple[Block, ...]:
    told = [ask for ask in step.asks if ask.state == "told" or (ask.state == "none" and not ask.required)]
    rows = tuple(f"{ask.question} {cut(ask.shown, LONGEST) or '(left blank)'}" for ask in told)
    return (Block("KNOWN", rows, "dim"),) if rows else ()


def _options(ask: Ask) -> tuple[Block, ...]:
    rows = option_rows(ask)
    return (Block("CHOICES", rows),) if rows else ()


def _flags(visit: Visit, step: StepView) -> tuple[Block, ...]:
    is_taken = step.taken_by and step.taken_by != visit.person.name
    taken = (f"{visit.names.person(step.taken_by)} is on it",) if is_taken else ()
    rows = (*(_flag(visit, flag) for flag in step.flags), *taken)
    return (Block("LOOK", rows, "alert"),) if rows else ()


def _flag(visit: Visit, flag: Flag) -> str:
    return sentence(flag_words(flag, visit.agenda.now, visit.names.locale))


def _since(visit: Visit, step: StepView) -> str:
    return since(step.since, visit.agenda.now, visit.names.locale)


def _below(visit: Visit, at: str | None) -> list[Block]:
    blocks = []
    if visit.agenda.ending and visit.agenda.status == "open":
        ending = visit.names.outcome(visit.agenda.ending)
        blocks.append(Block("Ending:", (f"“{ending}”; what is open now is still to be done.",), "alert"))
    if visit.agenda.outdated:
        blocks.append(Block("Documents:", (" · ".join(one.text for one in visit.agenda.outdated),), "alert"))
    title, titles = still(visit.agenda, at) if at else ("", ())
    if titles:
        blocks.append(Block(f"Still in “{title}”:", (listed(titles, MOST_STILL),), "dim"))
    soon = sorted(_pressing(visit, at), key=lambda due: due.moment)[:MOST_DUES]
    if soon:
        blocks.append(Block("Dates:", (" · ".join(due_words(visit, due) for due in soon),), "dim"))
    return blocks


def _pressing(visit: Visit, at: str | None) -> list[Due]:
    """Give the dates of the stage the person is in, and what is overdue or due today anywhere."""
    agenda = visit.agenda
    here = unit_of(agenda, at)
    inside = {step.at for unit in units(agenda) if here and unit.stage == here.stage for step in unit.step.walk()}
    today = agenda.now.date()
    return [due for due in agenda.due if due.overdue or due.at in inside or due.moment.date() == today]
