"""Which text of a procedure is in force in an office, and the texts that running cases are pinned to.

INVARIANT: a case is only ever derived on the very text it is pinned to.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from engine.office import OfficeFault, read_file
from engine.store import TextNotFound

if TYPE_CHECKING:
    from pathlib import Path

    from engine.diagnostics import Diagnostic
    from engine.procedure.model import Procedure
    from engine.store import Store


class Shelf:
    """The procedures of an office."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._texts: dict[str, Procedure] = {}

    def files(self) -> list[Path]:
        """Give the files that hold procedures."""
        return sorted(path for path in self._folder.glob("*.yaml") if not path.name.endswith(".rehearsal.yaml"))

    def procedures(self) -> tuple[Procedure, ...]:
        """Give the procedures that can be used, by id; those with mistakes are left out."""
        found = [procedure for path in self.files() if not isinstance(procedure := self._checked(path), tuple)]
        return tuple(sorted(found, key=lambda procedure: procedure.id))

    def in_force(self, name: str) -> Procedure:
        """Give the text of a procedure that new cases run on, and keep it for as long as there are such cases.

        Raises:
            OfficeFault: There is no such procedure, or its file has mistakes (which it carries).
        """
        path = self._folder / f"{name}.yaml"
        known = self.files()
        if path not in known:
            there = ", ".join(file.stem for file in known) or "none"
            message = f"there is no procedure `{name}` in {self._folder}; there are: {there}"
            raise OfficeFault(message)
        found = self._checked(path)
        if isinstance(found, tuple):
            message = f"{path} has mistakes, so no case can be opened on it"
            raise OfficeFault(message, found)
        return found

    def _checked(self, path: Path) -> Procedure | tuple[Diagnostic, ...]:
        from engine.procedure.characters import read_characters

        text = read_characters(read_file(path, "see what there is with: cuecard check"), str(path))
        if isinstance(text, tuple):
            return text
        digest = hashlib.sha256(text.encode()).hexdigest()
        try:
            return self.text(path.stem, digest)
        except TextNotFound:
            return self._publish(path, text, digest)

    def _publish(self, path: Path, text: str, digest: str) -> Procedure | tuple[Diagnostic, ...]:
        """Check a text that no case was opened on yet, promises included; from now on it is kept."""
        from engine.procedure.load import load_and_check  # loads jsonschema

        found = load_and_check(text, str(path), self.documents().__contains__, self._beside(path))
        if isinstance(found, tuple):
            return found
        if found.procedure.id != path.stem:
            message = f"{path} holds the procedure `{found.procedure.id}`; name the file {found.procedure.id}.yaml"
            raise OfficeFault(message)
        self._store.keep_text(digest, text)
        self._texts[digest] = found.procedure
        return found.procedure

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
            from engine.procedure.load import load_checked  # YAML, when first needed

            found = load_checked(self._store.text(digest), f"{name}.yaml")
            if isinstance(found, tuple):
                message = f"the kept text of `{name}` cannot be read by this version of cuecard"
                raise OfficeFault(message, found)
            self._texts[digest] = found.procedure
        return self._texts[digest]

    def templates(self, document: str) -> dict[str, str]:
        """Give the templates of a document, by kind: `html`, `txt`."""
        folder = self._folder / "documents"
        paths = {kind: folder / f"{document}.{kind}" for kind in ("html", "txt")}
        if document not in self.documents():
            return {}
        return {kind: read_file(path, "") for kind, path in paths.items() if path.exists()}

    def documents(self) -> tuple[str, ...]:
        """Give the names of the documents there are templates for."""
        paths = (self._folder / "documents").glob("*")
        return tuple(sorted({path.stem for path in paths if path.suffix in (".html", ".txt")}))
