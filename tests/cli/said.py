"""What a call of the command printed, and the ways to call it: in this process, and as people do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

HERE = Path(__file__).resolve().parent
SECRET = "Zanzibar-Marker"  # noqa: S105  # a name to look for, no password
"""The person of the case: a private fact, which must never be seen in an error, a report or a file name."""


@dataclass(frozen=True, slots=True)
class Said:
    """The exit code, and what was printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  # JSON of any shape
        """The one document on stdout."""
        return json.loads(self.out)


class Calls(Protocol):
    """Calls the command with some arguments."""

    def __call__(self, *arguments: str) -> Said:
        """Call it."""
        ...


def start(*arguments: str, stdin: str = "", env: dict[str, str] | None = None) -> Said:
    """Start the real command, as a shell does."""
    command = shutil.which("cuecard", path=str(Path(sys.executable).parent))
    assert command, "cuecard is not installed beside this Python"
    ran = subprocess.run(
        [command, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | (env or {}),
        check=False,
    )
    return Said(ran.returncode, ran.stdout, ran.stderr)


def make_office(folder: Path) -> Path:
    """Make a practice office with the procedure `parcel`, a porter (pat) and a boss (bo)."""
    (folder / "procedures" / "documents").mkdir(parents=True)
    shutil.copy(HERE / "parcel.yaml", folder / "procedures")
    (folder / "procedures" / "documents" / "receipt.txt").write_text("For {person}\n{notes}\n", encoding="utf-8")
    (folder / "office.yaml").write_text(_OFFICE, encoding="utf-8")
    return folder


_OFFICE = """\
office: Parcels
practice: true
zone: Europe/London
staff:
  - name: pat
    full_name: Pat Porter
    roles:
      - porter
  - name: bo
    full_name: Bo Boss
    roles:
      - boss
"""
