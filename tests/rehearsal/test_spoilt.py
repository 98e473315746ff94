"""Whatever becomes of a rehearsal, it is played, or refused with findings that have a place; nothing is raised."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics import has_errors
from engine.rehearsal import read_script
from tests.procedure.mutations import BITS, cut, indent, put, repeat, replace
from tests.rehearsal.playing import NAMES, play, procedure_of, script_of, text_of

if TYPE_CHECKING:
    from engine.procedure.model import Procedure

HEAD, _, STORIES = text_of("supplies_order.rehearsal").partition("\nstories:\n")
ORIGINAL: Final = f"{HEAD}\nstories:\n" + STORIES[: STORIES.index("\n  - story: A dear article")]
WORDS: Final = (
    *("then: ", "done: ", "amend:\n", "as: ", "wait: ", "now: ", "go_to: parent", "refused: not-open", "when:\n"),
    *(
        "goods[1]",
        "get[9]/unpack",
        "call#2",
        "goods[",
        "/",
        "#",
        "9999-12-31 23:59",
        "0001-01-01 00:00",
        "99999 months",
    ),
)


def supplies() -> Procedure:
    """Give the procedure that is rehearsed."""
    found = procedure_of("supplies_order")
    assert found
    return found


@given(
    st.lists(
        st.tuples(
            st.sampled_from((cut, put, replace, repeat, indent)),
            st.integers(0, len(ORIGINAL)),
            st.integers(0, 40),
            st.sampled_from((*BITS, *WORDS)),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=settings().max_examples // 2)
def test_spoilt(changes: list[tuple[object, int, int, str]]) -> None:
    """A rehearsal with some changes never raises; what is found about it can be printed, and has a place in it."""
    text = ORIGINAL
    for way, at, length, bit in changes:
        assert callable(way)
        text = way(text, at, length, bit)
    script = read_script(text.encode("utf-8", "surrogatepass"), "spoilt.rehearsal.yaml")
    if isinstance(script, tuple):
        findings = script
        assert has_errors(findings)
    else:
        findings = play(script, supplies()).findings
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= one.span.line <= lines and one.message.isprintable() for one in findings)


LINES: Final = {name: [line for story in script_of(name).stories for line in story.lines] for name in NAMES}


@given(st.data())
@settings(max_examples=settings().max_examples // 4)
def test_shuffled(data: st.DataObject) -> None:
    """Lines of all stories in any order make a story that is played, or stopped with a finding in one of its lines."""
    name = data.draw(st.sampled_from(NAMES))
    lines = tuple(data.draw(st.lists(st.sampled_from(LINES[name]), max_size=12)))
    script = script_of(name)
    procedure = procedure_of(name)
    assert procedure
    first = next(story for story in script.stories if not story.after)
    (came,) = play(dataclasses.replace(script, stories=(dataclasses.replace(first, lines=lines),)), procedure).stories
    places = {span.line for line in lines for span in (line.keys.span, line.key.span, line.what.span)}
    assert all(min(places) <= one.span.line <= max(places) + 20 for one in came.findings)
    assert came.findings or not came.was_stopped


def test_the_original() -> None:
    """Unspoilt, it comes out as told."""
    script = read_script(ORIGINAL, "supplies_order.rehearsal.yaml")
    assert not isinstance(script, tuple)
    assert () == play(script, supplies()).findings
