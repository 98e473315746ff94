"""Rehearsing: which files that means, what stands beside each, and how all of it comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.gathering import REHEARSAL, gather, procedures_in
from cli.wrong import WrongUsage
from engine.diagnostics import Diagnostic, has_errors
from engine.frozen import dataclass
from engine.office import OfficeFault
from engine.rehearsal import Beside, Rehearsed, Script, check_script, read_script, rehearse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from cli.checking import Built, Checking
    from engine.procedure.nodes import Document
    from engine.rehearsal import Show, Story

_KINDS: Final = ("html", "txt")
"""The kinds of templates of a document."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file that was rehearsed. `rehearsed` is None if nothing could be played; `findings` says why then."""

    file: Path
    findings: tuple[Diagnostic, ...]
    rehearsed: Rehearsed | None = None
    unseen: tuple[Diagnostic, ...] = ()
    """What no story came by."""

    @property
    def has_failed(self) -> bool:
        """Whether something is not as it is told."""
        return has_errors(self.findings)


def rehearsals_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Give the rehearsals that paths mean: a file, the one beside a procedure, those of a folder or an office.

    Raises:
        WrongUsage: A path means no rehearsal.
    """
    return tuple(dict.fromkeys(file for path in paths for file in _files(path)))


def _files(path: Path) -> list[Path]:
    try:
        found = (path,) if path.is_file() else gather([path], None).files
    except WrongUsage:  # it says that there is nothing to check; what is wanted here is a rehearsal
        found = ()
    beside = path.with_name(path.name.removesuffix(".yaml") + REHEARSAL)
    rehearsals = [one for one in found if one.name.endswith(REHEARSAL)] or [beside] * beside.is_file()
    if not rehearsals:
        raise WrongUsage(f"there is no rehearsal at {path}; name a file that ends in {REHEARSAL}, or a folder")
    return rehearsals


def rehearse_files(read: Checking, files: Sequence[Path], story: str | None, show: Show) -> tuple[Outcome, ...]:
    """Rehearse files, all stories or those with these words in their title or name.

    Raises:
        WrongUsage: There is no such story.
    """
    outcomes = tuple(_rehearse(file, read, _chooses(story), show) for file in files)
    is_played = any(one.rehearsed and one.rehearsed.stories for one in outcomes)
    if not is_played and not any(one.has_failed for one in outcomes):
        raise WrongUsage(f"no story has `{story}` in its title or name")
    return outcomes


def _chooses(story: str | None) -> Callable[[Story], bool]:
    wanted = (story or "").casefold()
    return lambda one: wanted in one.title.text.casefold() or wanted in one.label


def _rehearse(file: Path, files: Checking, chosen: Callable[[Story], bool], show: Show) -> Outcome:
    ready = _prepare(file, files)
    if isinstance(ready, tuple):
        return Outcome(file, ready)
    rehearsed = rehearse(ready.script, ready.beside, chosen, show)
    unseen = rehearsed.seen.unseen(ready.document) if rehearsed.seen and ready.document else ()
    return Outcome(file, rehearsed.findings, rehearsed, unseen)


def see_that_rehearsed(folder: Path, procedure: str) -> None:
    """See that the stories beside a procedure, if there are any, come out as they are told.

    Raises:
        OfficeFault: They do not; it carries the findings.
    """
    from cli.checking import Checking

    file = folder / f"{procedure}{REHEARSAL}"
    outcomes = rehearse_files(Checking(), [file], None, lambda *_: None) if file.is_file() else ()
    for outcome in outcomes:
        if outcome.has_failed:
            message = f"a story of {file} comes out otherwise than it is told, so `{procedure}` was not published"
            raise OfficeFault(message, outcome.findings)


def check_rehearsal(file: Path, files: Checking) -> tuple[Diagnostic, ...]:
    """Find what is wrong with the shape and the names of a rehearsal, without playing it."""
    ready = _prepare(file, files)
    return ready if isinstance(ready, tuple) else check_script(ready.script, ready.beside)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A script with what stands beside it, and the document of the procedure that it rehearses."""

    script: Script
    beside: Beside
    document: Document | None


def _prepare(file: Path, files: Checking) -> _Ready | tuple[Diagnostic, ...]:
    content = files.content(file)
    script = read_script(content, str(file)) if isinstance(content, bytes) else (content,)
    if isinstance(script, tuple):
        return script
    built = _built(file.parent, script, files)
    if isinstance(built, tuple):
        return built
    rehearsed = built.get(script.procedure.text)
    return _Ready(script, _beside(file.parent, built, files), rehearsed.document if rehearsed else None)


def _built(folder: Path, script: Script, files: Checking) -> Mapping[str, Built] | tuple[Diagnostic, ...]:
    """Build the procedure that is rehearsed, and those that its steps open cases of; or say what is wrong with them."""
    found: dict[str, Built] = {}
    left, names = [script.procedure.text], set[str]()
    while left:
        name = left.pop()
        file = folder / f"{name}.yaml"
        if name in names or not file.is_file():
            continue
        names.add(name)
        built = files.build(file)
        if isinstance(built, tuple):
            return built
        found[built.procedure.id] = built
        left += [step.open_case.procedure for step in built.procedure.by_id.values() if step.open_case]
    return found


def _beside(folder: Path, built: Mapping[str, Built], read: Checking) -> Beside:
    from cli.checking import documents_in

    documents = documents_in(folder)

    def templates(document: str) -> dict[str, str]:
        kinds = _KINDS if document in documents else ()
        contents = {kind: read.content(folder / "documents" / f"{document}.{kind}") for kind in kinds}
        return {kind: text.decode("utf-8", "replace") for kind, text in contents.items() if isinstance(text, bytes)}

    files = {path.stem: str(path) for path in procedures_in(folder)}
    procedures = {name: one.procedure for name, one in built.items()}
    return Beside(procedures, files, templates, documents)
