"""How a rehearsal is told: each story that came out otherwise, counts; and, if wanted, what staff would see."""

from __future__ import annotations

from textwrap import shorten, wrap
from typing import TYPE_CHECKING, Any, Final

from cli.findings import show
from cli.output import say, say_json
from engine.procedure.nodes import Mapping, Scalar, Sequence
from engine.reports import as_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Sequence as SequenceOf

    from cli.findings import Form
    from cli.rehearsing import Outcome
    from engine.case.agenda import StepView
    from engine.case.refusals import Refusal
    from engine.diagnostics import Diagnostic
    from engine.procedure.nodes import Node
    from engine.rehearsal import Line, Played, Rehearsed, Show, Story
    from engine.rehearsal.stage import Stage

_WIDTH: Final = 90
"""Characters of a line of what is said."""


def tell(
    outcomes: SequenceOf[Outcome], form: Form, text_of: Callable[[str], str], *, with_unseen: bool, is_whole: bool
) -> None:
    """Print what came of rehearsals, in a form.

    Args:
        outcomes: Of each file.
        form: As for findings.
        text_of: Gives the text of a file by its name, for the pictures.
        with_unseen: Whether to tell what no story came by.
        is_whole: Whether all stories were played, so that what was not seen means something.
    """
    if form == "json":
        say_json({"rehearsals": [_object(one) for one in outcomes]})
    elif form == "text":
        _tell_people(outcomes, text_of, with_unseen=with_unseen)
        _count(outcomes, with_unseen=with_unseen, is_whole=is_whole)
    else:
        unseen = [finding for one in outcomes for finding in one.unseen] if with_unseen else []
        show([*(finding for one in outcomes for finding in one.findings), *unseen], form, text_of)


# -- for other programs --------------------------------------------------------------------------------------


def _object(outcome: Outcome) -> dict[str, Any]:
    rehearsed = outcome.rehearsed
    seen = rehearsed.seen if rehearsed else None
    return {
        "file": str(outcome.file),
        "procedure": rehearsed.script.procedure.text if rehearsed else None,
        "stories": [_story_object(one) for one in (rehearsed.stories if rehearsed else ())],
        "findings": [as_object(one) for one in outcome.findings],
        "seen": {what: {"seen": here, "of": there} for what, (here, there) in (seen.count() if seen else {}).items()},
        "unseen": [as_object(one) for one in outcome.unseen],
    }


def _story_object(played: Played) -> dict[str, Any]:
    return {
        "story": played.story.title.text,
        "name": played.story.name.text if played.story.name else None,
        "line": played.story.title.span.line,
        "as_told": not played.findings,
        "to_the_end": not played.was_stopped,
        "findings": [as_object(one) for one in played.findings],
    }


# -- for people ----------------------------------------------------------------------------------------------


def _tell_people(outcomes: SequenceOf[Outcome], text_of: Callable[[str], str], *, with_unseen: bool) -> None:
    for outcome in outcomes:
        told = [finding for one in _stories(outcome) for finding in one.findings]
        general = [finding for finding in outcome.findings if finding not in told]
        _draw("", general, text_of)
        for played in _stories(outcome):
            _draw(f"In the story `{played.story.title.text}`:\n", played.findings, text_of)
        _draw("", outcome.unseen if with_unseen else (), text_of)


def _draw(heading: str, findings: SequenceOf[Diagnostic], text_of: Callable[[str], str]) -> None:
    if findings:
        if heading:
            say(heading)
        show(findings, "text", text_of)
        say()


def _count(outcomes: SequenceOf[Outcome], *, with_unseen: bool, is_whole: bool) -> None:
    told = [one for one in outcomes if is_whole or one.has_failed or _stories(one)]
    for outcome in told:
        say(f"{outcome.file}: {_result(outcome)}")
        if outcome.rehearsed and is_whole and outcome.unseen:
            say(f"  {_hint(outcome.rehearsed)}" + ("" if with_unseen else "; see what is missing with: --coverage"))
    if len(told) > 1:
        say(f"rehearsed {len(told)} files: {_counted([one for each in told for one in _stories(each)])}")


def _stories(outcome: Outcome) -> tuple[Played, ...]:
    return outcome.rehearsed.stories if outcome.rehearsed else ()


def _result(outcome: Outcome) -> str:
    stories = _stories(outcome)
    return _counted(stories) if stories or not outcome.has_failed else "not played, for what is said above"


def _counted(stories: SequenceOf[Played]) -> str:
    otherwise = sum(bool(one.findings) for one in stories)
    number = f"{len(stories)} {'story' if len(stories) == 1 else 'stories'}"
    return f"{number}, {otherwise or 'none'} otherwise than told"


def _hint(rehearsed: Rehearsed) -> str:
    count = rehearsed.seen.count() if rehearsed.seen else {}
    words = {"steps": "steps done", "outcomes": "outcomes reached", "conditions": "verdicts of conditions seen"}
    return ", ".join(f"{here} of {there} {words[what]}" for what, (here, there) in count.items())


# -- what staff would see ------------------------------------------------------------------------------------


def watcher(*, is_shown: bool) -> Show:
    """Give what is shown each line of a story, and says what staff would see then."""
    return _Watching().show if is_shown else lambda *_: None


class _Watching:
    """Says what happens in a story, and which steps it opens."""

    def __init__(self) -> None:
        self._story: Story | None = None
        self._open: tuple[str, ...] = ()
        self._clock = ""
        self._status = "open"

    def show(self, story: Story, line: Line | None, stage: Stage, refused: Refusal | None) -> None:
        """Say one line."""
        if story is not self._story:
            self._story, self._open, self._clock, self._status = story, (), "", "open"
            say(f"\n{story.title.text}")
        clock = f"{stage.now:%a %Y-%m-%d %H:%M}"
        if clock != self._clock:
            self._clock = clock
            say(f"  {clock}")
        if line is None or line.word not in ("then", "wait", "now", "as"):
            who = (line.keys.text("as") if line else "") or stage.actor
            say(f"    {who}  {_act(line) if line else 'opens a case'}")
        if refused:
            say(f"      refused: {refused.message}")
        elif stage.cases:
            self._show_case(stage)

    def _show_case(self, stage: Stage) -> None:
        agenda = stage.glance
        for step in agenda.walk():
            if step.at in agenda.open and step.at not in self._open:
                for text in _step_lines(step):
                    say(f"      {text}")
        if agenda.status != self._status:
            ending = f": {agenda.outcome_title}" if agenda.outcome_title and agenda.status == "closed" else ""
            say(f"      the case is {agenda.status}{ending}")
        self._open, self._status = agenda.open, agenda.status


def _act(line: Line) -> str:
    """Say what is done, with what is told along."""
    told = line.what if isinstance(line.what, Mapping) else line.keys.get("told")
    answers = [_answer(key.text, value) for key, value in told.entries] if isinstance(told, Mapping) else []
    return f"{line} ({shorten('; '.join(answers), _WIDTH, placeholder=' ...')})" if answers else str(line)


def _answer(fact: str, value: Node) -> str:
    if isinstance(value, Sequence):
        return f"{fact}: {len(value.items)}"
    return f"{fact}: {value.text}" if isinstance(value, Scalar) else fact


def _step_lines(step: StepView) -> Iterator[str]:
    asks = [ask.question for ask in step.asks if ask.state == "asked"]
    yield f"> {step.at}  {step.title}"
    if step.say:
        yield from (f"    {line}" for line in wrap(f'"{step.say.strip()}"', _WIDTH))
    for question in asks:
        yield f"    {question}"
