"""The rehearsals that ship, played as `cuecard rehearse` does, also beside a changed procedure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from cli.checking import documents_in
from engine.procedure.load import load
from engine.rehearsal import Beside, Script, read_script, rehearse
from tests.support import DOCUMENTS, PROCEDURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.procedure.model import Procedure
    from engine.rehearsal import Rehearsed, Show, Story

NAMES: Final = sorted(path.name.removesuffix(".rehearsal.yaml") for path in PROCEDURES.glob("*.rehearsal.yaml"))
"""The procedures that ship with a rehearsal."""


@cache
def text_of(name: str) -> str:
    """Give the text of a file beside the procedures, by its name without `.yaml`."""
    return (PROCEDURES / f"{name}.yaml").read_text(encoding="utf-8")


@cache
def script_of(name: str, text: str | None = None) -> Script:
    """Give the rehearsal of a procedure; or another text in its place."""
    script = read_script(text or text_of(f"{name}.rehearsal"), f"procedures/{name}.rehearsal.yaml")
    assert isinstance(script, Script), script
    return script


def procedure_of(name: str, text: str | None = None) -> Procedure | None:
    """Give a procedure as it ships, or of another text; None if that cannot be built."""
    found = load(text or text_of(name), f"procedures/{name}.yaml")
    return None if isinstance(found, tuple) else found.procedure


def play(
    script: Script, procedure: Procedure, stories: Sequence[Story] = (), show: Show = lambda *_: None
) -> Rehearsed:
    """Rehearse a script beside a procedure, all of it or some stories."""
    return rehearse(script, beside(procedure), (stories or script.stories).__contains__, show)


def beside(procedure: Procedure) -> Beside:
    """Give what stands beside a rehearsal: a procedure, and the templates that ship."""
    files = {procedure.id: f"procedures/{procedure.id}.yaml"}
    return Beside({procedure.id: procedure}, files, _templates, documents_in(PROCEDURES))


def _templates(document: str) -> dict[str, str]:
    paths = [DOCUMENTS / f"{document}.{kind}" for kind in ("html", "txt")]
    return {path.suffix.lstrip("."): path.read_text(encoding="utf-8") for path in paths if path.exists()}
