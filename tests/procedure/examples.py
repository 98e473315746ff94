"""The example files of this folder's tests: found by their names, checked as `cuecard check` would."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.case.trial import try_out
from engine.condition.faults import MESSAGES as FAULTS
from engine.messages import MESSAGES
from engine.picture import render_text
from engine.procedure.characters import cannot_be_read
from engine.procedure.checks.file_name import find_other_name
from engine.procedure.load import load, load_and_check
from engine.procedure.nodes import Document
from engine.procedure.source import read
from engine.rehearsal import Beside, read_script, rehearse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure

TESTS: Final = Path(__file__).resolve().parent.parent
ROOT: Final = TESTS.parent

CODES: Final = FAULTS | MESSAGES
"""Everything that can be said about a document."""

MADE: Final = {
    "too-large": "# all of it is a remark\n" * 12_000,
    "unreadable": "",
    "too-many-values": "steps:\n" + "  - again\n" * 20_000,
}
"""Bad documents that cannot be kept: they are too big, or may not be read."""

MOST_LINES: Final = 60
"""Lines of a bad document that its explanation keeps."""

BESIDE: Final = """\
procedure: other
version: 1
title: Another procedure
opens_with: [patient]
steps:
  - id: ask
    ask: [relatives]
facts:
  patient:
    type: text
  relatives:
    type: list
    of:
      relative:
        type: text
"""
"""The one procedure that stands beside every example."""


REHEARSED: Final = """\
procedure: lending
version: 1
title: Somebody borrows a tool
opens_with: [person]
roles:
  desk: Desk
  boss: Boss
arrivals:
  brought_back:
    title: They bring it back
    brings: [state]
outcomes:
  back:
    title: It is back
    when: brought_back
  lost:
    title: It is lost
steps:
  - id: ask
    who: desk
    ask: [tool, days]
  - id: allow
    title: Allow it
    who: boss
    when: days > 7
    do: Look whether we need it
  - id: lend
    title: Give {person} the tool
    who: desk
    do: Write it down
    print: [slip]
  - id: look_at_it
    who: desk
    wait_for: brought_back
    give_up: 3 months after lend
    do: Look at it
    ask: [state]
    due: 2 business days after brought_back
facts:
  person:
    type: text
  tool:
    type: choice
    options:
      drill: The drill
      saw: The saw
  days:
    type: number
  state:
    type: text
"""
"""What the bad rehearsals are of."""

DRAFT: Final = """\
procedure: draft
version: 1
title: A draft that does not keep its promise
promises:
  - step: lend
    only_after: done(ask)
order: any
steps:
  - id: ask
    do: Ask them
  - id: lend
    do: Give it to them
"""
"""Another one of which there are bad rehearsals."""


TEMPLATES: Final = {
    "sheet": {"sheet.txt": "{case}: {patient}"},
    "mistyped": {"mistyped.txt": "{case}: {patiant}"},
    "listed": {"listed.txt": "{case}: {patient}, {relative}"},
}
"""The documents that there are templates for, beside every example."""


def bad() -> Iterator[tuple[str, bytes]]:
    """Give the bad documents, by their names: the code, or the code and something after a dot."""
    for path in sorted((TESTS / "bad").glob("*.yaml")):
        yield path.stem, path.read_bytes()
    for name, text in MADE.items():
        yield name, text.encode()


def mended(code: str) -> tuple[str, str]:
    """Give what a code means, as the remark says that its mended example begins with, and the example."""
    text = (TESTS / "mended" / f"{code}.yaml").read_text(encoding="utf-8")
    remark = re.match(r"(?:# .*\n)+", text)
    assert remark, f"mended/{code}.yaml does not begin with what the code means"
    return " ".join(line[2:] for line in remark[0].splitlines()), text[remark.end() :]


def good() -> list[Path]:
    """Give the good documents, those that ship among them."""
    shipped = (path for path in (ROOT / "procedures").glob("*.yaml") if not path.stem.endswith(".rehearsal"))
    return sorted([*(TESTS / "good").glob("*.yaml"), *shipped])


def check(name: str, text: bytes, more: Mapping[str, Mapping[str, str]] | None = None) -> tuple[Diagnostic, ...]:
    """Check a document, as `cuecard check` would with one other procedure and some templates beside it.

    Args:
        name: What the file is called.
        text: What it holds.
        more: Templates besides `TEMPLATES`, by document and file.
    """
    templates = {**TEMPLATES, **(more or {})}
    if name == "bad/unreadable.yaml":
        return (cannot_be_read(name, "permission denied"),)
    if re.search(rb"^rehearsal:", text, re.MULTILINE):
        return rehearsed(name, text)
    found = load_and_check(text, name, lambda document: templates.get(document, {}), {"other": _beside()}, try_out)
    if isinstance(found, tuple):
        return found
    return (*_misnamed(name, text, found.procedure), *found.warnings)


def _misnamed(name: str, text: bytes, procedure: Procedure) -> Iterator[Diagnostic]:
    """Look at the file's name, where that is what the example is about."""
    document = read(text, name)
    if "other-file-name" in name and isinstance(document, Document):
        yield from find_other_name(procedure, document, "example")


def _beside() -> Procedure:
    return _loaded(BESIDE)


def _loaded(text: str) -> Procedure:
    found = load(text, "beside.yaml")
    assert not isinstance(found, tuple), found
    return found.procedure


def rehearsed(name: str, text: bytes) -> tuple[Diagnostic, ...]:
    """Rehearse a document, as `cuecard rehearse` would beside `lending` and `draft`."""
    script = read_script(text, name)
    if isinstance(script, tuple):
        return script
    beside = {one.id: one for one in map(_loaded, (REHEARSED, DRAFT))}
    files = {one: f"{one}.yaml" for one in beside}
    came = rehearse(script, Beside(beside, files, lambda _: {"txt": "For {person}"}, frozenset({"slip"})))
    document = read(REHEARSED, "lending.yaml")
    if "-not-rehearsed" not in name or not came.seen or not isinstance(document, Document):
        return came.findings
    return (*came.findings, *came.seen.unseen(document))


def drawn(findings: Iterable[Diagnostic], text: str) -> str:
    """Draw findings about a document, or about the procedure that it rehearses."""
    return "\n\n".join(render_text(one, REHEARSED if one.file == "lending.yaml" else text) for one in findings)


def kept(path: Path, drawn: str) -> str:
    """Give the picture that is kept in a file; with `--rewrite-pictures`, keep what was drawn."""
    if os.environ.get("CUECARD_REWRITE"):
        path.write_text(drawn, encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8") if path.exists() else ""
