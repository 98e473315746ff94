"""How the steps of a procedure are built: what is said, done and asked, when, by whom, and what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from engine.condition.faults import fault
from engine.condition.types import SPOKEN
from engine.procedure.compiling import Part, part
from engine.procedure.model import ForEach, Order, Reminder, Repeat, Sign, Step, Text
from engine.procedure.outline import FOR_EACH
from engine.procedure.references import roles_named, steps_named
from engine.procedure.subcases import build_subcase
from engine.procedure.waits import build_waits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition import Phrase
    from engine.diagnostics import Span
    from engine.procedure.compiling import Compiler
    from engine.procedure.nodes import Mapping
    from engine.procedure.outline import DeclaredStep

DOING: Final = ("say", "do", "ask", "print", "open_case", "sign")
"""What only a leaf can have: a group holds the steps that do these."""

_FOR_PEOPLE: Final = ("who", "may_hand_to", "not_by", "due", "remind", "once", "undo", "skippable", "optional")
"""What makes no sense for a step that nobody does."""


def build_steps(compiler: Compiler, declared: tuple[DeclaredStep, ...]) -> tuple[Step, ...]:
    """Build steps that stand side by side, with all that they hold."""
    return tuple(_build_step(compiler, step) for step in declared)


def walk(step: Step) -> Iterator[Step]:
    """Give a step and all below it, in the order of the file."""
    yield step
    for inner in step.steps:
        yield from walk(inner)


def _build_step(compiler: Compiler, declared: DeclaredStep) -> Step:
    """Build one step.

    Whether and when it begins is decided once, outside of its own elements and attempts; all else is inside of them.
    """
    node, home, outside, outline = declared.node, declared.place.home, declared.outside, compiler.outline
    who = f"step `{declared.id}`"
    _check_step(compiler, declared)
    return Step(
        id=declared.id,
        title=_title(compiler, declared, who),
        span=declared.key.span,
        who=roles_named(outline, declared.who, outline.people),
        may_hand_to=roles_named(outline, node.scalars("may_hand_to")),
        not_by=steps_named(outline, node.scalars("not_by")),
        say=compiler.words(part(node.scalar("say"), who), home),
        do=tuple(_texts(compiler, declared, who)),
        ask=tuple(word.text for word in node.scalars("ask") if word.text in outline.facts),
        print=tuple(word.text for word in node.scalars("print")),
        when=compiler.condition(part(node.scalar("when"), who), outside),
        wait_for=build_waits(compiler, declared),
        until=compiler.condition(part(node.scalar("until"), who), outside),
        give_up=compiler.phrase(part(node.scalar("give_up"), who), outside),
        steps=build_steps(compiler, declared.steps),
        order=cast("Order", node.text("order") or "sequence"),
        for_each=_for_each(compiler, declared, who),
        repeat=_repeat(compiler, declared, who),
        open_case=build_subcase(compiler, declared),
        sign=_sign(compiler, declared),
        due=compiler.phrase(part(node.scalar("due"), who), home),
        remind=tuple(_reminders(compiler, declared, who)),
        optional=node.is_true("optional"),
        skippable=node.is_true("skippable", default=True),
        once=node.is_true("once"),
        undo=compiler.words(part(node.scalar("undo"), who), home),
        pause=node.is_true("pause"),
    )


def _title(compiler: Compiler, declared: DeclaredStep, who: str) -> Text:
    words = declared.id.replace("_", " ").capitalize()
    title = compiler.words(part(declared.node.scalar("title"), who), declared.place.home)
    return title or Text(words, (words,))


def _texts(compiler: Compiler, declared: DeclaredStep, who: str) -> Iterator[Text]:
    for scalar in declared.node.scalars("do"):
        yield compiler.words(part(scalar, who), declared.place.home) or Text("", ("",))


def _for_each(compiler: Compiler, declared: DeclaredStep, who: str) -> ForEach | None:
    scalar = declared.node.scalar("for_each")
    match = FOR_EACH.fullmatch(scalar.text) if scalar else None
    if not scalar or not match:
        return None
    whole, name = Part(scalar, who, 0, scalar.text), match[1]
    listed = whole.cut(*match.span(1))
    found = compiler.value(listed, declared.outside)
    if found and found.type.kind != "list":
        compiler.report([fault("not-a-list", 0, len(name), name=name, kind=SPOKEN[found.type.kind])], listed)
    if name in declared.outside:
        compiler.outline.find("for-each-twice", scalar.span, name=name)
    elif found and compiler.homes.get(name, declared.outside) != declared.outside:
        _find_elsewhere(compiler, listed.span(0, len(name)), name, declared.outside[-1])
    where = compiler.condition(whole.cut(*match.span(2)) if match[2] else None, declared.place.home)
    return ForEach(name, where) if found else None


def _find_elsewhere(compiler: Compiler, span: Span, name: str, outer: str) -> None:
    """Find a list that is not one of each element, or of each attempt, in which the step stands."""
    if compiler.is_list(outer):
        compiler.outline.find("for-each-elsewhere", span, name=name, outer=outer)
    else:
        step = outer.removesuffix("#")
        help_ = f"put the step outside of that group, or ask for the list inside of `{step}`"
        compiler.outline.find("for-each-elsewhere", span, help_, name=name, outer=step)


def _repeat(compiler: Compiler, declared: DeclaredStep, who: str) -> Repeat | None:
    node = declared.node.mapping("repeat")
    until = compiler.condition(part(node.scalar("until"), who), declared.place.home)
    most = node.scalar("at_most")
    at_most = most.value if most and isinstance(most.value, int) else None
    return Repeat(until, at_most, _every(compiler, declared, node, who)) if until else None


def _every(compiler: Compiler, declared: DeclaredStep, node: Mapping, who: str) -> Phrase | None:
    """Compile how long after an attempt the next one opens; a bare distance is counted from the attempt."""
    every = part(node.scalar("every"), who)
    words = every.text.split() if every else []
    if every and len(words) > 1 and not {"after", "before"} & set(words):
        every = every._replace(text=f"{every.text.strip()} after {declared.id}")
    return compiler.phrase(every, declared.place.home)


def _sign(compiler: Compiler, declared: DeclaredStep) -> Sign | None:
    node = declared.node.mapping("sign")
    if "by" not in node:
        return None
    by = roles_named(compiler.outline, node.scalars("by"), compiler.outline.people | compiler.outline.people_lists)
    least = node.scalar("at_least")
    at_least = least.value if least and isinstance(least.value, int) else 1
    return Sign(by, at_least, steps_named(compiler.outline, node.scalars("not_by")))


def _reminders(compiler: Compiler, declared: DeclaredStep, who: str) -> Iterator[Reminder]:
    for node in declared.node.mappings("remind"):
        key = "every" if "every" in node else "at"
        phrase = compiler.phrase(part(node.scalar(key), who), declared.place.home)
        reminded = roles_named(compiler.outline, node.scalars("who"), compiler.outline.people)
        hands = roles_named(compiler.outline, node.scalars("hand_to"))
        if phrase:
            yield Reminder(phrase, key == "every", next(iter(reminded), None), next(iter(hands), None))


def _check_step(compiler: Compiler, declared: DeclaredStep) -> None:
    node, outline = declared.node, compiler.outline
    if "steps" in node:
        for key, _ in node.entries:
            if key.text in DOING:
                outline.find("group-does", key.span, step=declared.id, name=key.text)
    elif not any(name in node for name in DOING):
        is_waiting = "when" in node or "wait_for" in node
        if not is_waiting or any(name in node for name in _FOR_PEOPLE):
            outline.find("nothing-to-do", declared.key.span, step=declared.id)
    pause = node.key("pause")
    if pause and not (declared.place.any_time and not declared.place.ancestors):
        outline.find("pause-in-sequence", pause.span)
