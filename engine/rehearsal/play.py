"""Playing all stories of a rehearsal, and finding where they come out otherwise than they are told.

    rehearse(script, beside) -> Rehearsed

INVARIANT: every story that is chosen is played or said not to be; what goes wrong in one changes no other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.diagnostics import Diagnostic, diagnose, has_errors, in_order, suggest
from engine.procedure.nodes import Mapping, Scalar
from engine.rehearsal.acts import COMMANDS, later, perform
from engine.rehearsal.cast import cast, monday, read_clock
from engine.rehearsal.looks import Look
from engine.rehearsal.names import check_names, vocabulary
from engine.rehearsal.script import plain
from engine.rehearsal.seen import Seen
from engine.rehearsal.stage import Stage
from engine.rehearsal.telling import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as MappingOf

    from engine.case.office import Office
    from engine.case.refusals import Refusal
    from engine.diagnostics import Span
    from engine.procedure.model import Procedure
    from engine.rehearsal.script import Line, Script, Story


@dataclass(frozen=True)
class Beside:
    """What stands beside a rehearsal.

    Args:
        procedures: By id.
        files: Where each of them stands, as it is shown to people.
        templates: Gives the templates of a document, by kind: `html`, `txt`.
        documents: The documents there are templates for; None if that is not known.
    """

    procedures: MappingOf[str, Procedure]
    files: MappingOf[str, str] = field(default_factory=dict)
    templates: Callable[[str], MappingOf[str, str]] = lambda _: {}
    documents: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """One story as it came out. `was_stopped` if the rest of it was not played."""

    story: Story
    findings: tuple[Diagnostic, ...] = ()
    was_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A rehearsal as it came out; `seen` is None where nothing could be played."""

    script: Script
    findings: tuple[Diagnostic, ...]
    stories: tuple[Played, ...] = ()
    seen: Seen | None = None


Show: TypeAlias = "Callable[[Story, Line | None, Stage, Refusal | None], None]"
"""Is shown what happened: the opening of the case (no line), each line, and whether it was refused."""


def check_script(script: Script, beside: Beside) -> tuple[Diagnostic, ...]:
    """Find what keeps a rehearsal from being played: a procedure that is not there, names that mean nothing."""
    found = _prepare(script, beside)
    return found if isinstance(found, tuple) else script.warnings


def rehearse(
    script: Script,
    beside: Beside,
    chosen: Callable[[Story], bool] = lambda _: True,
    show: Show = lambda *_: None,
) -> Rehearsed:
    """Play the stories that are chosen, and those that they go on from."""
    office = _prepare(script, beside)
    if isinstance(office, tuple):
        return Rehearsed(script, office)
    return _Rehearsal(script, beside, office, chosen, show).play()


def _prepare(script: Script, beside: Beside) -> Office | tuple[Diagnostic, ...]:
    """Give the office in which the stories play, or why they cannot be played."""
    procedure = beside.procedures.get(script.procedure.text)
    if not procedure:
        help_ = suggest(script.procedure.text, beside.files)
        return (_no_procedure(script, script.procedure.text, help_),)
    linked, missing = _linked(procedure, beside)
    if missing:
        return tuple(_no_procedure(script, name, None) for name in missing)
    office = cast(script, [procedure, *linked])
    if isinstance(office, Diagnostic):
        return (office,)
    findings = in_order(
        (*script.warnings, *check_names(script, office, vocabulary(procedure, linked, beside.documents)))
    )
    return findings if has_errors(findings) else office


def _no_procedure(script: Script, name: str, instead: str | None) -> Diagnostic:
    return diagnose("unknown-procedure", script.file, script.procedure.span, instead, name=name)


def _linked(procedure: Procedure, beside: Beside) -> tuple[list[Procedure], list[str]]:
    """Give the other procedures that cases may be opened of on the way, and the names of those that are missing."""
    found = {procedure.id: procedure}
    missing: list[str] = []
    left = [procedure]
    while left:
        for step in left.pop().by_id.values():
            name = step.open_case.procedure if step.open_case else procedure.id
            if name not in found and name in beside.procedures:
                found[name] = beside.procedures[name]
                left.append(found[name])
            elif name not in found and name not in missing:
                missing.append(name)
    return list(found.values())[1:], missing


@dataclass
class _Rehearsal:
    """The stories of one script while they are played."""

    script: Script
    beside: Beside
    office: Office
    chosen: Callable[[Story], bool]
    show: Show
    ends: dict[str, Stage] = field(default_factory=dict)
    """How the stories with a name ended that came to their end."""

    def play(self) -> Rehearsed:
        """Play what was chosen."""
        seen = Seen(self.beside.procedures[self.script.procedure.text])
        chosen = [story for story in self.script.stories if self.chosen(story)]
        needed = self._needed(chosen)
        played = []
        for story in self.script.stories:
            if story in needed:
                is_chosen = story in chosen
                came = _Playing(self, story, seen, self.show if is_chosen else lambda *_: None).play()
                played += [came] if is_chosen else []
        findings = in_order(found for one in played for found in one.findings)
        return Rehearsed(self.script, (*self.script.warnings, *findings), tuple(played), seen)

    def _needed(self, chosen: list[Story]) -> list[Story]:
        names = {story.after.text for story in chosen if story.after}
        needed = list(chosen)
        for story in reversed(self.script.stories):
            if story.name and story.name.text in names:
                needed.append(story)
                names |= {story.after.text} if story.after else set()
        return needed


@dataclass
class _Playing:
    """One story while it is played."""

    rehearsal: _Rehearsal
    story: Story
    seen: Seen
    show: Show
    findings: list[Diagnostic] = field(default_factory=list)
    broken: int = 0
    """How many broken promises have been told."""

    @property
    def file(self) -> str:
        """The rehearsal's file."""
        return self.rehearsal.script.file

    def play(self) -> Played:
        """Play the story to its end, or to where it cannot go on."""
        stage = self._begin()
        reaches_end = stage is not None and all(self._goes_on(stage, line) for line in self.story.lines)
        if stage and reaches_end and self.story.name:
            self.rehearsal.ends[self.story.name.text] = stage
        return Played(self.story, in_order(self.findings), bool(self.findings) and not reaches_end)

    def _find(self, code: str, span: Span, **words: str) -> None:
        self.findings.append(tell(code, self.file, span, **words))

    # -- the beginning ---------------------------------------------------------------------------------------

    def _begin(self) -> Stage | None:
        after = self.story.after
        if not after:
            return self._open()
        earlier = self.rehearsal.ends.get(after.text)
        if not earlier:
            self._find("not-played", after.span, story=self.story.label, earlier=after.text)
            return None
        stage = earlier.again()
        self.broken = len(stage.broken)
        stage.watch = self.seen.watch
        stage.actor = self._given("as", stage.actor)
        clock = self.story.given.scalar("now")
        if clock and not self._later(stage, "now", clock):
            return None
        return stage

    def _open(self) -> Stage | None:
        office = self.rehearsal.office
        procedure = self.rehearsal.script.procedure.text
        now = read_clock(self._given("now", ""), office) or monday(office)
        beside = self.rehearsal.beside
        actor = self._given("as", next(iter(office.staff)))
        stage = Stage(beside.procedures, procedure, office, actor, now, beside.templates, self.seen.watch)
        refused = stage.open(self._told())
        self.show(self.story, None, stage, refused)
        given = self.story.given
        if not self._judge(refused, given.scalar("refused"), given, self.story.title.span, "opening the case"):
            return None
        self._look_for_promises(stage, self.story.title.span)
        return stage if not refused else None

    def _given(self, key: str, otherwise: str) -> str:
        """Give what the story says of its beginning, else what holds for all stories, else what is usual."""
        return self.story.given.text(key) or self.rehearsal.script.head.mapping("given").text(key) or otherwise

    def _told(self) -> dict[str, Any]:
        every, own = (node.get("told") for node in (self.rehearsal.script.head.mapping("given"), self.story.given))
        return {
            key.text: plain(value)
            for told in (every, own)
            for key, value in (told.entries if isinstance(told, Mapping) else ())
        }

    # -- what happens ----------------------------------------------------------------------------------------

    def _goes_on(self, stage: Stage, line: Line) -> bool:
        """Play a line; False if the story cannot go on after it."""
        refused = None
        if line.word in COMMANDS or line.word == "print":
            refused = perform(stage, line)
            goes_on = self._judge(refused, line.keys.scalar("refused"), line.keys, line.span, str(line))
        else:
            goes_on = self._turns(stage, line)
        self.show(self.story, line, stage, refused)
        self._look_for_promises(stage, line.span)
        return goes_on

    def _turns(self, stage: Stage, line: Line) -> bool:
        """Look at the case, let time pass, let somebody else act, or go to another case."""
        match line.word, line.what:
            case "then", Mapping() as look:
                self.findings += Look(stage, self.file, self.rehearsal.beside.files).compare(look)
            case "wait" | "now", Scalar() as what:
                return self._later(stage, line.word, what)
            case "go_to", Scalar() as what:
                if not stage.go_to(what.text):
                    self._find("no-case-there", what.span, step=what.text)
                    return False
            case _:
                stage.actor = str(plain(line.what))
        return True

    def _later(self, stage: Stage, word: str, what: Scalar) -> bool:
        if later(stage, word, what.text):
            return True
        self._find("time-goes-back", what.span, now=f"{stage.now:%Y-%m-%d %H:%M}")
        return False

    def _judge(self, refused: Refusal | None, expected: Scalar | None, keys: Mapping, span: Span, act: str) -> bool:
        """Whether something was refused, or not, as the story says."""
        if not refused and expected:
            self._find("not-refused", expected.span, act=act, expected=expected.text)
        elif refused and not expected:
            at = _told_for(refused, keys) or span
            self._find("refused", at, act=act, why=_why(refused), reason=refused.code)
        elif refused and expected and refused.code != expected.text:
            words = {"act": act, "found": refused.code, "expected": expected.text, "why": _why(refused)}
            self._find("refused-otherwise", expected.span, **words)
        else:
            return True
        return False

    def _look_for_promises(self, stage: Stage, span: Span) -> None:
        broken_now, self.broken = stage.broken[self.broken :], len(stage.broken)
        for broken in broken_now:
            file = self.rehearsal.beside.files.get(broken.procedure, broken.procedure)
            self._find("promise-broken", span, what=broken.what, where=f"{file}:{broken.line}")


def _why(refused: Refusal) -> str:
    """Say why something is refused; what to do about it only where that is not said for the command line."""
    advice = refused.next if refused.next and "cuecard" not in refused.next and "--" not in refused.next else None
    return f"{refused.message}; {advice}" if advice else refused.message


def _told_for(refused: Refusal, keys: Mapping) -> Span | None:
    """Give the place of the answer that was refused."""
    name = (refused.field or "").rpartition("/")[2]
    return next((value.span for key, value in _told(keys) if name and key.text.rpartition("/")[2] == name), None)


def _told(node: Any) -> Iterator[tuple[Scalar, Any]]:  # noqa: ANN401  a node of any kind
    for key, value in node.entries if isinstance(node, Mapping) else ():
        yield key, value
        yield from _told(value)
        for one in getattr(value, "items", ()):
            yield from _told(one)
