"""Whole pictures: all that is said of a fault, what a condition is taken for, and what it comes to with its reasons.

They are kept in `faults.txt`, `terms.txt` and `readings.txt`; `pytest --rewrite-pictures` draws them anew.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from engine.condition import Condition, Phrase, compile_condition, compile_phrase, compile_value
from engine.condition.reading import NONE, Elements, Reading
from engine.condition.terms import Constant, FactTerm, parts
from engine.diagnostics import Fault
from tests.condition.test_check import SYNTAX, TOGETHER, TYPES
from tests.condition.worlds import NAMES, START, World, hour, quote, told
from tests.procedure.examples import kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.condition.reading import Leaf, StepVerb, Value
    from engine.condition.terms import Term

ELEMENTS = (
    quote(1, written=told(True, 2), price=told(Decimal(5), 3), amount=told(2, 5), quoted_on=told(date(2026, 3, 3), 4)),
    quote(2, written=told(False, 1), price=told(NONE, 3), amount=told(4, 2), quoted_on=told(NONE, 2)),
    quote(3),
    quote(4, written=told(True, 1), price=told(Decimal("2.50"), 6), amount=told(1, 1)),
)
TOLD = {
    "size": told(3, 3),
    "other_size": told(NONE, 2),
    "balance": told(Decimal("-1.50"), 4),
    "fixable": told(True, 1),
    "repaired": told(False, 2),
    "reason": told("moving", 5),
    "symptoms": told(("pain",), 1),
    "letter_on": told(date(2026, 1, 31), 6),
    "sent_on": told(NONE, 7),
    "visit": told(hour(30), 5),
    "at": told(time(9, 30), 3),
    "plan": told("a", 4),
    "phone": told("a", 8),
}
CAME = {"letter": told(True, 7), "fax": told(True, 9)}
WENT: dict[tuple[str, StepVerb], Reading] = {
    ("call", "done"): told(False, 2),
    ("call", "skipped"): told(True, 2),
    ("call", "gave_up"): told(False, 2),
    ("call", "settled"): told(True, 2),
}
WORLDS = {
    "nothing": World(place="ward"),
    "some": World(
        {name: TOLD[name] for name in ("fixable", "reason", "balance")},
        lists={"quotes": Elements(ELEMENTS, complete=False, since=hour(2))},
        place="ward",
    ),
    "all": World(
        TOLD,
        WENT,
        CAME,
        {"quotes": Elements(ELEMENTS[::3], complete=True, since=hour(6), joined=(hour(2), hour(4)))},
        place="ward",
    ),
    "none": World(
        dict.fromkeys(TOLD, told(NONE, 2)), lists={"quotes": Elements((), complete=True, since=hour(3))}, place="ward"
    ),
    "much later": World(
        TOLD,
        WENT,
        CAME,
        {"quotes": Elements(ELEMENTS[:2], complete=True, since=hour(6))},
        place="ward",
        now=hour(24 * 120),
    ),
}
"""What is told, by how much it is."""

HERE = Path(__file__).parent

FAULTY = (
    *(text for text, *_ in SYNTAX + TYPES),
    *(text for text, _ in TOGETHER),
    *("call > 3", "count(call)", "sum(price of letter)", "any(size)", "count(size)", "fixabel", "OFF", "blank", "pain"),
    *("3 days after", "3 days after size", "3 days after vist", "limt days after visit", "2.5 days after visit"),
    *("1000001 hours after visit", "reason includes moving", "plan includes a", "(size + 1) includes a"),
    *("symptoms includes cough", "symptoms is pain", "symptoms includes 'pain'", "reason is 'moving'", "reason is '2'"),
    *("reason is 3", "reason > moving", "(" * 40 + "yes" + ")" * 40, "size > 3 or (at < 9)", "size = 'a'"),
    *("letter_on", "visit", "(letter_on)", "3 days after letter_on + 1", "size - plan", "-plan", "plan * 2", "-(1)"),
    *("lowest(written of quotes)", "sum(quoted_on of quotes)", "written", "price > 3", "done(cal)", "doner(call)"),
    *(
        "3 Days after visit",
        "3 hrs after visit",
        "3 fortnights after visit",
        "3 days after lettr_on",
        "3 DAY after call",
    ),
    *("'a' = size", "a b < c", "only size b < c", "size at most", "when fixable", "when = )"),
    *("now > 5", "today is 3", "count(quotes where price)", "any(price of quotes)", "every(quotes)", "1 is known"),
)
"""What is wrong, in one way or in several."""

VERDICTS = (
    *("balance > 0", "fixable", "not fixable", "not not fixable", "letter", "yes", "yes is no", "fixable is yes"),
    *("done(call)", "skipped(call)", "gave_up(call)", "settled(call)", "plan is known", "plan is not known"),
    *("reason is moving", "reason is not moving", "reason is 2", "reason is after", "reason in [moving, 2]"),
    *("reason not in [moving]", "size in [1, limit, 2.5]", "at in [09:30]", "letter_on in [2026-01-31]"),
    *("symptoms includes fever", "not symptoms includes fever", "symptoms is known", "plan = phone", "plan is 'a'"),
    *("size < 3", "size <= 3", "size >= -3", "size != 3", "size is not 3", "letter_on < visit", "visit is 2026-01-31"),
    *("fixable and repaired and letter", "(fixable or repaired) and letter", "fixable or (repaired and letter)"),
    *("30 days after letter_on", "limit business hours before visit", "1 week after letter", "2 months after call"),
    *("3 days after call < visit", "2 hours after now > visit", "today is letter_on", "now >= visit"),
    *("count(quotes)  > 2", "count(quotes where written) = 1", "every(written of quotes where price > 3)"),
    *(
        "any(quotes where every(ground of reasons))",
        "any(written of quotes where price > 3)",
        "lowest(price of quotes where written) < 5",
        "any(written of quotes)",
    ),
    *("count(quotes where count(reasons where ground) > 1) >= 1", "sum(price * amount of quotes) > 5"),
)
"""What may be true or false."""

VALUES = (
    *("5", "-5", "2.50", "'a'", '"b c"', "09:30", "2026-01-31", "no", "limit", "size", "reason", "quotes", "letter"),
    *("size + 1", "size - 1 - 2", "2 * balance", "balance / size", "-(size + 1)", "1 + 2 * 3", "(1 + 2) * 3", "-size"),
    *("visit - letter_on", "count(quotes)", "sum(price of quotes)", "highest(quoted_on of quotes)", "today", "now"),
    *("lowest(amount of quotes where written)", "3 weeks before today", "3 business days after letter_on", "fixable"),
    *("0 months after sent_on", "size > 1"),
)
"""What may be worked out."""

PHRASES = ("visit", "letter_on", "3 business days after call", "2 hours before visit", "0 days after fax")
"""What may be waited for."""


def fault_lines(text: str, found: object) -> Iterator[str]:
    """Draw a text with what is wrong in it."""
    assert isinstance(found, tuple), text
    yield f"| {text}"
    for one in found:
        assert isinstance(one, Fault)
        yield "  " + " " * one.start + "^" * max(1, one.end - one.start)
        yield f"  {one.code}: {one.message}"
        yield f"  help: {one.help}"


def term_lines(text: str, term: Term, depth: int = 1) -> Iterator[str]:
    """Draw a term with the words that it was made of, and below it its parts."""
    inner = tuple(parts(term))
    said = {
        name: value
        for name, value in term._asdict().items()
        if name not in ("start", "end", "members", "operands") and value not in inner and value is not None
    }
    if isinstance(term, FactTerm | Constant):
        said["type"] = term.type.kind
    elif "type" in said:
        said["type"] = said["type"].kind
    words = " ".join(f"{name}={value}" for name, value in said.items())
    place = f"{term.start:d}-{term.end:d} `{text[term.start : term.end]}`"
    yield f"{'  ' * depth}{type(term).__name__} {place} {words}".rstrip()
    for part in inner:
        yield from term_lines(text, part, depth + 1)


def test_faults() -> None:
    """All that is said about what is wrong, and what of it is underlined, is as it is kept."""
    lines = [
        line for text in dict.fromkeys(FAULTY) for line in fault_lines(text, compile_condition(text, NAMES, "free"))
    ]
    lines += [
        line
        for text in ("now > letter_on", "any(quotes where quoted_on < today)", "3 days after now < visit")
        for line in fault_lines(text, compile_condition(text, NAMES, "gate"))
    ]
    lines += [
        line for text in ("plan", "size", "call", "a b") for line in fault_lines(text, compile_phrase(text, NAMES))
    ]
    drawn = "\n".join(lines) + "\n"
    assert kept(HERE / "faults.txt", drawn) == drawn


def test_terms() -> None:
    """All that a condition, value or moment is taken for, each part with its words, is as it is kept."""
    lines: list[str] = []
    for text in VERDICTS:
        found = compile_condition(text, NAMES, "free")
        assert isinstance(found, Condition), text
        lines += [f"| {text}", *term_lines(text, found.tree)]
    for text in VALUES:
        worked_out = compile_value(text, NAMES)
        assert isinstance(worked_out, Condition), text
        lines += [f"| {text} : {worked_out.type.kind}", *term_lines(text, worked_out.tree)]
    for text in PHRASES:
        moment = compile_phrase(text, NAMES)
        assert isinstance(moment, Phrase), text
        assert text == moment.text
        lines += [f"| {text}", *term_lines(text, moment.term)]
    drawn = "\n".join(lines) + "\n"
    assert kept(HERE / "terms.txt", drawn) == drawn


def plain(value: Value | None) -> str:
    """Write a value; a moment as the hours since the start."""
    if isinstance(value, datetime):
        return f"hour {(value - START).total_seconds() / 3600:g}"
    return getattr(value, "name", None) or str(value)


def drawn_leaf(leaf: Leaf) -> str:
    """Draw a leaf with all that it says."""
    words = [leaf.kind, leaf.verb, f"{leaf.place}/{leaf.name}", "=", plain(leaf.value), "since", plain(leaf.since)]
    return "    " + " ".join(filter(None, words))


def test_readings() -> None:
    """What each of them comes to, since when and by which leaves, is as it is kept, whatever was told."""
    lines: list[str] = []
    for text in dict.fromkeys(VERDICTS + VALUES):
        is_verdict = text in VERDICTS
        compiled = compile_condition(text, NAMES, "free") if is_verdict else compile_value(text, NAMES)
        assert isinstance(compiled, Condition), text
        lines.append(f"| {text}")
        for told_, world in WORLDS.items():
            reading = compiled.read(world)
            lines.append(f"  {told_}: {plain(reading.value)} since {plain(reading.since)}")
            lines += [drawn_leaf(leaf) for leaf in compiled.explain(world)]
    drawn = "\n".join(lines) + "\n"
    assert kept(HERE / "readings.txt", drawn) == drawn
