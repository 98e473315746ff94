"""Each workflow control-flow pattern as a small procedure: it checks clean, and its stories show what it is.

The stories are tried themselves: with any of the keys taken away that make a procedure go its way, one of them fails.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from engine.case.derive import derive
from engine.case.growing import follow
from engine.case.portray import portray
from engine.case.state import Case, replay
from engine.picture import render_text
from engine.procedure.load import load, load_and_check
from engine.procedure.nodes import Document
from engine.procedure.source import read
from engine.rehearsal import Beside, Script, read_script, rehearse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.procedure.model import Procedure
    from engine.rehearsal import Rehearsed, Show
    from engine.rehearsal.stage import Stage

HERE: Final = Path(__file__).parent
NAMES: Final = sorted(path.name.removesuffix(".rehearsal.yaml") for path in HERE.glob("*.rehearsal.yaml"))

STEERING: Final = re.compile(
    r" +(?:- )?(when|wait_for|until|give_up|order|for_each|repeat|every|at_most|wait|sign|at_least|open_case|skippable"
    r"|optional|many|as_soon_as|still_do):.*|order: .*"
)
"""A line with a key that decides which steps open, when, or how often."""


@cache
def text_of(name: str) -> str:
    """Give the text of a file here."""
    return (HERE / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def script_of(name: str) -> Script:
    """Give the stories of a pattern."""
    script = read_script(text_of(f"{name}.rehearsal"), f"{name}.rehearsal.yaml")
    assert isinstance(script, Script), script
    return script


def played(name: str, procedure: Procedure, show: Show = lambda *_: None) -> Rehearsed:
    """Play the stories of a pattern with a procedure."""
    beside = Beside({procedure.id: procedure}, {procedure.id: f"{procedure.id}.yaml"})
    return rehearse(script_of(name), beside, show=show)


def without(text: str) -> Iterator[tuple[str, str]]:
    """Give a procedure without each of its steering keys in turn, and the line that was taken away."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        if STEERING.fullmatch(line.rstrip("\n")):
            depth = len(line) - len(line.lstrip())
            end = at + 1
            while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > depth:
                end += 1
            yield f"{at + 1}: {line.strip()}", "".join(lines[:at] + lines[end:])


@pytest.mark.parametrize("name", NAMES)
def test_it_checks_clean(name: str) -> None:
    """The checker has nothing to say about the procedure."""
    alone = load(text_of(name), f"{name}.yaml")
    others = {} if isinstance(alone, tuple) else {name: alone.procedure}
    found = load_and_check(text_of(name), f"{name}.yaml", others=others)
    findings = found if isinstance(found, tuple) else found.warnings
    assert [] == [render_text(one, text_of(name)) for one in findings]
    assert not isinstance(found, tuple)
    assert name == found.procedure.id == script_of(name).procedure.text


@pytest.mark.parametrize("name", NAMES)
def test_its_stories_come_out_as_told(name: str) -> None:
    """What happens in the stories is allowed or refused as they say, and the case stands as they say."""
    found = load(text_of(name), f"{name}.yaml")
    assert not isinstance(found, tuple)
    rehearsed = played(name, found.procedure)
    assert "" == "\n\n".join(render_text(one, rehearsed.script.text) for one in rehearsed.findings)
    assert len(script_of(name).stories) == len(rehearsed.stories) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_its_stories_come_by_everything(name: str) -> None:
    """Some story does every step, reaches every outcome, and sees every condition both ways."""
    found = load(text_of(name), f"{name}.yaml")
    assert not isinstance(found, tuple)
    seen, document = played(name, found.procedure).seen, read(text_of(name), f"{name}.yaml")
    assert seen
    assert isinstance(document, Document)
    assert [] == [one.message for one in seen.unseen(document)]


@pytest.mark.parametrize("name", NAMES)
def test_however_it_is_derived(name: str) -> None:
    """At each point of each story, what goes on from before is the same as what is derived afresh."""
    found = load(text_of(name), f"{name}.yaml")
    assert not isinstance(found, tuple)
    stages: dict[str, Stage] = {}
    played(name, found.procedure, lambda story, _line, stage, _refused: stages.update({story.label: stage}))
    for stage in stages.values():
        for log in stage.logs.values():
            case = Case()
            for _, entries in groupby(log, lambda entry: entry.request):
                last = tuple(entries)
                case = replay(last, case)
                moment = (found.procedure, case, last[-1].at, stage.office)
                assert portray(derive(*moment)) == portray(follow(*moment))


@pytest.mark.parametrize("name", NAMES)
def test_it_tells_what_must_not_be(name: str) -> None:
    """Some story tries what may not be done."""
    assert [line for story in script_of(name).stories for line in story.lines if "refused" in line.rest]


@pytest.mark.parametrize("name", NAMES)
def test_every_key_counts(name: str) -> None:
    """Without any one of its steering keys the procedure cannot be read, or one of the stories comes out otherwise."""
    unnoticed = []
    for line, text in without(text_of(name)):
        found = load(text, f"{name}.yaml")
        if not isinstance(found, tuple) and not played(name, found.procedure).findings:
            unnoticed.append(line)
    assert [] == unnoticed
