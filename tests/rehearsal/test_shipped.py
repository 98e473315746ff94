"""The rehearsals that ship: every story comes out as it is told, and every line of them counts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from engine.case.events import from_json, to_json
from engine.case.state import Case, evolve, replay
from engine.picture import render_text
from engine.procedure.nodes import Document
from engine.procedure.source import read
from tests.rehearsal.playing import NAMES, play, procedure_of, script_of, text_of
from tests.support import PROCEDURES

if TYPE_CHECKING:
    from engine.case.refusals import Refusal
    from engine.rehearsal import Line, Rehearsed, Story
    from engine.rehearsal.stage import Stage

STORIES = [(name, story.label) for name in NAMES for story in script_of(name).stories]


@cache
def played(name: str) -> tuple[Rehearsed, tuple[Stage, ...]]:
    """Play a rehearsal, and give how it came out, and the stages on which its stories ended."""
    procedure = procedure_of(name)
    assert procedure
    stages: dict[str, Stage] = {}

    def keep(story: Story, _line: Line | None, stage: Stage, _refused: Refusal | None) -> None:
        stages[story.label] = stage

    return play(script_of(name), procedure, show=keep), tuple(stages.values())


def test_each_has_one() -> None:
    """Every procedure that ships has a rehearsal."""
    procedures = [path.stem for path in PROCEDURES.glob("*.yaml") if not path.stem.endswith(".rehearsal")]
    assert sorted(procedures) == NAMES


@pytest.mark.parametrize(("name", "label"), STORIES)
def test_the_story_comes_out_as_told(name: str, label: str) -> None:
    """What happens in a story is allowed or refused as it says, and the case stands as it says."""
    (came,) = [one for one in played(name)[0].stories if one.story.label == label]
    text = script_of(name).text
    assert "" == "\n\n".join(render_text(finding, text) for finding in came.findings)
    assert not came.was_stopped


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_said(name: str) -> None:
    """There is nothing to say about the rehearsal as a whole, and all stories were played."""
    rehearsed, stages = played(name)
    assert () == rehearsed.findings
    assert len(script_of(name).stories) == len(rehearsed.stories) == len(stages)


@pytest.mark.parametrize("name", NAMES)
def test_replay(name: str) -> None:
    """Each log of each story is read back as it was written, and gives the same case, at once and bit by bit."""
    for stage in played(name)[1]:
        for number, log in stage.logs.items():
            assert log == tuple(from_json(to_json(entry)) for entry in log)
            assert stage.cases[number] == replay(log)
            one_by_one = Case()
            for entry in log:
                one_by_one = evolve(one_by_one, entry)
            assert stage.cases[number] == one_by_one


@pytest.mark.parametrize("name", NAMES)
def test_the_stories_come_by_everything(name: str) -> None:
    """Some story does every step, reaches every outcome, and sees every condition both ways."""
    seen = played(name)[0].seen
    document = read(text_of(name), f"procedures/{name}.yaml")
    assert seen
    assert isinstance(document, Document)
    assert [] == [one.message for one in seen.unseen(document)]
