"""The passphrase of an office whose cases are encrypted: asked for where somebody is there, and shown to nobody."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from cli.wrong import WrongUsage

if TYPE_CHECKING:
    from pathlib import Path

NEW: Final = "CUECARD_NEW_PASSPHRASE"
"""The variable that holds a new passphrase, for scripts."""
SHORTEST: Final = 12
"""Fewest characters of a passphrase (NIST SP 800-63B asks for 8 of one that is not the only protection)."""


def see_unlocked(office: Path) -> None:
    """Ask for the passphrase, if the cases are encrypted, nothing else opens them, and there is a terminal."""
    keys = office / "cases" / "keys.json"
    if not os.path.lexists(keys):  # nor where nobody may look: the store says so
        return
    from engine.store.faults import Sealed
    from engine.store.vault import PASSPHRASE, Vault

    if os.environ.get(PASSPHRASE) or not sys.stdin.isatty():
        return
    try:
        Vault(keys.read_bytes).see_unlocked()
    except Sealed:
        os.environ[PASSPHRASE] = _asked("Passphrase of this office's cases: ")


def new_passphrase() -> str:
    """Ask for a new passphrase, twice.

    Raises:
        WrongUsage: It is too short, the two differ, or nobody can be asked.
    """
    found = os.environ.get(NEW, "")
    if not found:
        if not sys.stdin.isatty():
            raise WrongUsage(f"there is no terminal to ask for the new passphrase; put it into {NEW}")
        found = _asked(f"New passphrase, at least {SHORTEST} characters: ")
        if found != _asked("Once more: "):
            raise WrongUsage("the two are not the same; nothing was changed")
    if len(found) < SHORTEST:
        raise WrongUsage(f"a passphrase has at least {SHORTEST} characters; some words are good")
    return found


def _asked(prompt: str) -> str:
    from getpass import getpass

    return getpass(prompt)
