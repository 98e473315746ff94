"""Which text of a procedure is in force in an office, and the texts that running cases are pinned to.

A file in the folder is a draft until it is published; what is in force changes by that alone, never by an edit.

INVARIANT: a case is only ever derived on the very text it is pinned to.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from engine.case.refusals import spelled
from engine.frozen import dataclass
from engine.kept import keep, recall
from engine.office import OfficeFault, read_file
from engine.procedure.model import Procedure
from engine.store import Publication, TextNotFound
from engine.store.files import names
from engine.store.publishing import grown, in_force

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from engine.diagnostics import Diagnostic
    from engine.store import Store

_KINDS = ("html", "txt")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the file of a procedure holds, checked and without an error."""

    text: str
    procedure: Procedure
    warnings: tuple[Diagnostic, ...]


class Shelf:
    """The procedures of an office."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._texts: dict[str, Procedure] = {}

    def files(self) -> list[Path]:
        """Give the files that hold procedures."""
        there = (name for name in names(self._folder) if name.endswith(".yaml"))
        return sorted(self._folder / name for name in there if not name.endswith(".rehearsal.yaml"))

    def procedures(self) -> tuple[Procedure, ...]:
        """Give the procedures that cases can be opened on, by id; those with mistakes are left out."""
        found = [procedure for path in self.files() if not isinstance(procedure := self._usable(path), tuple)]
        return tuple(sorted(found, key=lambda procedure: procedure.id))

    def _usable(self, path: Path) -> Procedure | tuple[Diagnostic, ...]:
        published = self.published(path.stem)
        if published:
            return self.text(path.stem, published.digest)
        draft = self.draft(path.stem)
        return draft if isinstance(draft, tuple) else draft.procedure

    def published(self, name: str) -> Publication | None:
        """Give the version of a procedure that is in force, if one ever was published."""
        return in_force(self._store.publications(), name)

    def in_force(self, name: str, now: datetime, actor: str) -> Procedure:
        """Give the text that new cases run on; a file that was never published is published by its first use.

        Raises:
            OfficeFault: There is no such procedure, or its file has mistakes (which it carries).
        """
        self._see_that_there(name)
        published = self.published(name)
        if published:
            return self.text(name, published.digest)
        draft = self.draft(name)
        if isinstance(draft, tuple):
            message = f"{self._folder / name}.yaml has mistakes, so no case can be opened on it"
            raise OfficeFault(message, draft)
        self.publish(draft, now, actor)
        return draft.procedure

    def version(self, name: str, version: int | None) -> Procedure:
        """Give a published version of a procedure, or the one in force.

        Raises:
            OfficeFault: It was never published.
        """
        there = {one.version: one.digest for one in self._store.publications() if one.procedure == name}
        wanted = version or max(there, default=0)
        if wanted not in there:
            known = ", ".join(map(str, there)) or "none"
            message = f"version {wanted} of `{name}` was never published; published are: {known}"
            raise OfficeFault(message)
        return self.text(name, there[wanted])

    def draft(self, name: str) -> Draft | tuple[Diagnostic, ...]:
        """Give what the file of a procedure holds now, or what keeps it from being used.

        Raises:
            OfficeFault: There is no such file, or it holds another procedure.
        """
        self._see_that_there(name)
        path = self._folder / f"{name}.yaml"
        text = _text_of(path)
        if isinstance(text, tuple):
            return text
        digest = hashlib.sha256(text.encode()).hexdigest()
        with suppress(TextNotFound):
            return Draft(text, self.text(name, digest), ())
        return self._checked(path, text)

    def _checked(self, path: Path, text: str) -> Draft | tuple[Diagnostic, ...]:
        """Check a text that was not kept yet, promises included."""
        from engine.procedure.load import load_and_check  # loads jsonschema

        found = load_and_check(text, str(path), self._templates_of, self._beside(path))
        if isinstance(found, tuple):
            return found
        if found.procedure.id != path.stem:
            message = f"{path} holds the procedure `{found.procedure.id}`; name the file {found.procedure.id}.yaml"
            raise OfficeFault(message)
        return Draft(text, found.procedure, found.warnings)

    def publication(self, draft: Draft, now: datetime, actor: str) -> Publication:
        """Give what would be recorded if a draft were published.

        Raises:
            VersionTaken: Its version was published with another text, or a later one was.
        """
        procedure = draft.procedure
        wanted = Publication(procedure.id, procedure.version, procedure.digest, now, actor)
        grown(self._store.publications(), wanted)
        return wanted

    def publish(self, draft: Draft, now: datetime, actor: str) -> None:
        """Put a text in force, and keep it for as long as there are cases on it.

        Raises:
            VersionTaken: As `publication`; nothing was kept then.
        """
        publication = self.publication(draft, now, actor)
        self._store.keep_text(publication.digest, draft.text)
        self._texts[publication.digest] = draft.procedure
        self._store.publish(publication)

    def _see_that_there(self, name: str) -> None:
        known = self.files()
        if self._folder / f"{name}.yaml" not in known:
            there = ", ".join(file.stem for file in known) or "none"
            message = f"there is no procedure `{spelled(name)}` in {self._folder}; there are: {there}"
            raise OfficeFault(message)

    def _beside(self, path: Path) -> dict[str, Procedure]:
        """The other procedures of the office, which a step may open cases of."""
        from engine.procedure.load import load

        loaded = [load(read_file(other, ""), str(other)) for other in self.files() if other != path]
        return {one.procedure.id: one.procedure for one in loaded if not isinstance(one, tuple)}

    def text(self, name: str, digest: str) -> Procedure:
        """Give the text with that digest.

        Raises:
            OfficeFault: It cannot be read any more by this version of the program.
            TextNotFound: It was never kept.
        """
        if digest not in self._texts:
            text = self._store.text(digest)
            known = recall("procedure", digest)
            if not isinstance(known, Procedure) or known.digest != digest:
                known = self._read(name, digest, text)
            self._texts[digest] = known
        return self._texts[digest]

    def _read(self, name: str, digest: str, text: str) -> Procedure:
        from engine.procedure.load import load_checked  # YAML and all that reads it, when first needed

        found = load_checked(text, f"{name}.yaml")
        if isinstance(found, tuple):
            message = f"the kept text of `{name}` cannot be read by this version of cuecard"
            raise OfficeFault(message, found)
        keep("procedure", digest, found.procedure)
        return found.procedure

    def _templates_of(self, document: str) -> dict[str, str]:
        """Give the templates of a document by the names of their files."""
        return {f"{document}.{kind}": text for kind, text in self.templates(document).items()}

    def source(self, name: str, version: int, digest: str) -> tuple[str, str]:
        """Give the text with that digest, and what it is called: the file, as long as that holds the very text."""
        path = self._folder / f"{name}.yaml"
        text = self._store.text(digest)
        try:
            is_there = path in self.files() and _text_of(path) == text
        except OfficeFault:
            is_there = False
        return (f"{self._folder.name}/{path.name}" if is_there else f"version {version} of {name}.yaml"), text

    def templates(self, document: str) -> dict[str, str]:
        """Give the templates of a document, by kind: `html`, `txt`."""
        there = [name for name in self._templates() if name.rpartition(".")[0] == document]
        return {name.rpartition(".")[2]: read_file(self._folder / "documents" / name, "") for name in sorted(there)}

    def documents(self) -> tuple[str, ...]:
        """Give the names of the documents there are templates for."""
        return tuple(sorted({name.rpartition(".")[0] for name in self._templates()}))

    def _templates(self) -> list[str]:
        return [name for name in names(self._folder / "documents") if name.rpartition(".")[2] in _KINDS]


def _text_of(path: Path) -> str | tuple[Diagnostic, ...]:
    from engine.procedure.characters import read_characters

    return read_characters(read_file(path, "see what there is with: cuecard check"), str(path))
