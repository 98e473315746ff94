"""Which office a command is for, and who acts: what was said on the line, then the environment, then what is near."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Final

OFFICE_FILE: Final = "office.yaml"
NOBODY: Final = "nobody"
"""Who acts where the system has no name for whoever is logged in; not a name on any staff list that we make."""


def office_folder(told: Path | None) -> Path:
    """Give the office's folder: `--office`, `CUECARD_OFFICE`, the nearest one from here upwards, or the user's own."""
    named = told or _path(os.environ.get("CUECARD_OFFICE"))
    return named.expanduser() if named else nearest_office() or own_office()


def nearest_office() -> Path | None:
    """Give the first folder with an `office.yaml`, from here upwards."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / OFFICE_FILE).is_file()), None)


def own_office() -> Path:
    """Give the folder of the office that belongs to the person who is logged in."""
    if os.name == "nt":
        own = os.environ.get("APPDATA", "~")
    elif sys.platform == "darwin":
        own = "~/Library/Application Support"
    else:
        own = os.environ.get("XDG_CONFIG_HOME", "~/.config")
    return Path(own).expanduser() / "cuecard"


def actor_name(told: str | None) -> str:
    """Give the short name of who acts: `--as`, `CUECARD_AS`, or the login name."""
    return told or os.environ.get("CUECARD_AS") or login_name()


def login_name() -> str:
    """Give the login name in the form of a staff list: `Mary Hill` acts as `mary.hill`."""
    try:
        from getpass import getuser

        login = getuser()
    except (
        OSError,
        KeyError,
        ImportError,
    ):  # no environment and no entry; what is raised differs by version and system
        return NOBODY
    name = re.sub(r"[^a-z0-9._-]+", ".", login.lower())
    return name.strip("._-")[:40] or NOBODY


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
