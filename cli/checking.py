"""Checking the files that were named: procedures with what stands beside them, rehearsals, and office files.

Each stage runs only if the one before found no error: source, schema, build, check.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from cli.gathering import REHEARSAL, STDIN, procedures_in
from cli.place import OFFICE_FILE
from engine.diagnostics import Diagnostic, has_errors, in_order
from engine.frozen import dataclass, field
from engine.procedure.build import build
from engine.procedure.characters import MOST_BYTES, cannot_be_read
from engine.procedure.check import check
from engine.procedure.checks.file_name import find_other_name
from engine.procedure.schema import check_shape
from engine.procedure.source import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.procedure.model import Procedure
    from engine.procedure.nodes import Document
    from engine.procedure.proof.wishes import Sight, Wish

KINDS: Final = (".html", ".txt")
"""How the names of templates end."""

UNNAMED: Final = Path("stdin.yaml")
"""What is checked from stdin is called so where no name was given; what stands beside it is then not known."""


@dataclass(frozen=True, slots=True)
class Built:
    """A procedure that could be built, the document it was built from, and what was odd in it."""

    document: Document
    procedure: Procedure
    warnings: tuple[Diagnostic, ...]


_Findings: TypeAlias = "tuple[Diagnostic, ...]"


@dataclass(slots=True)
class Checking:
    """Checks files, each read and built once; stdin takes the place of the file it is named for.

    Args:
        named: What stdin is to be called, as if it were that file.
    """

    named: Path | None = None
    _contents: dict[Path, bytes | Diagnostic] = field(default_factory=dict)
    _built: dict[Path, Built | _Findings] = field(default_factory=dict)

    def check(self, files: Iterable[Path]) -> _Findings:
        """Find what is wrong with files, in the order they were named; `-` is stdin.

        Raises:
            OfficeFault: An office file is of the right shape, and still no office.
        """
        return tuple(dict.fromkeys(finding for file in files for finding in self._check(self._taken_in(file))))

    def text(self, name: str) -> str:
        """Give the text of a file that was checked, for its pictures."""
        content = self.content(Path(name))
        return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""

    def _taken_in(self, file: Path) -> Path:
        if file != STDIN:
            return file
        file = self.named or UNNAMED
        self._contents[file] = sys.stdin.buffer.read(MOST_BYTES + 1)
        return file

    def _check(self, file: Path) -> _Findings:
        if file.name == OFFICE_FILE:
            return self._check_office(file)
        if file.name.endswith(REHEARSAL):
            from cli.rehearsing import check_rehearsal  # the whole engine, which a procedure is checked without

            return check_rehearsal(file, self)
        built = self.build(file)
        if isinstance(built, tuple):
            return built
        is_known = file != UNNAMED
        templates = partial(_templates, file.parent) if is_known else None
        beside = self._beside(file, built.procedure) if is_known else None
        other = find_other_name(built.procedure, built.document, file.name.removesuffix(".yaml")) if is_known else ()
        found = check(built.procedure, built.document, templates, beside, _try)
        return in_order([*built.warnings, *other, *found])

    def _beside(self, file: Path, procedure: Procedure) -> Mapping[str, Procedure]:
        """Give the procedures that a file may open cases of, if it opens any."""
        if not any(step.open_case for step in procedure.by_id.values()):
            return {}
        built = [self.build(path) for path in dict.fromkeys([*procedures_in(file.parent), file])]
        return {one.procedure.id: one.procedure for one in built if isinstance(one, Built)}

    def build(self, file: Path) -> Built | _Findings:
        """Build the procedure of a file, or give what keeps it from being built."""
        if file not in self._built:
            self._built[file] = self._build_anew(file)
        return self._built[file]

    def _build_anew(self, file: Path) -> Built | _Findings:
        document = self._read(file)
        if isinstance(document, tuple):
            return document
        misfits = check_shape(document, "procedure")
        if misfits:
            return in_order((*document.warnings, *misfits))
        built = build(document)
        return built if isinstance(built, tuple) else Built(document, built.procedure, built.warnings)

    def _check_office(self, file: Path) -> _Findings:
        document = self._read(file)
        if isinstance(document, tuple):
            return document
        findings = in_order((*document.warnings, *check_shape(document, "office")))
        if not has_errors(findings):
            from engine.office import office_from_text

            office_from_text(document.text, str(file))
        return findings

    def _read(self, file: Path) -> Document | _Findings:
        content = self.content(file)
        return read(content, str(file)) if isinstance(content, bytes) else (content,)

    def content(self, file: Path) -> bytes | Diagnostic:
        """Give what a file holds, or that it cannot be read."""
        if file not in self._contents:
            self._contents[file] = _content(file)
        return self._contents[file]


def _content(file: Path) -> bytes | Diagnostic:
    """Read a file, of a huge one no more than shows that it is one."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as refused:
        return cannot_be_read(str(file), (refused.strerror or "no reason given").lower())


def documents_in(folder: Path) -> frozenset[str]:
    """Give the names of the documents there are templates for."""
    return frozenset(path.stem for path in (folder / "documents").glob("*") if path.suffix in KINDS)


def _templates(folder: Path, document: str) -> dict[str, str]:
    """Give the templates of a document by the names of their files."""
    files = [file for kind in KINDS if (file := folder / "documents" / f"{document}{kind}").is_file()]
    contents = {file.name: _content(file) for file in files}
    return {name: text.decode("utf-8", "replace") if isinstance(text, bytes) else "" for name, text in contents.items()}


def _try(procedure: Procedure, wish: Wish, sight: Sight) -> tuple[str, ...] | None:
    from engine.case.trial import try_out  # loads the engine, when there is an example to try

    return try_out(procedure, wish, sight)
