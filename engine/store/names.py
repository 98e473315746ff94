"""Which names may become names of files, on every system cuecard runs on.

INVARIANT: a name that passed here stays inside its folder, and means one file on Windows, macOS and Linux.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.pattern import pattern
from engine.store.faults import NotACase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CASE: Final = pattern(r"[0-9A-Z-]{4,20}")
_DIGEST: Final = pattern(r"[0-9a-f]{64}")
_DEVICES: Final = pattern(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])")
_SAFE: Final = pattern(r"(?P<stem>[0-9A-Za-z_-]+)([.][0-9A-Za-z_-]+)?")
_UNSAFE: Final = pattern(r"[^0-9A-Za-z_-]+")

_LONGEST_STEM: Final = 80
_LONGEST_SUFFIX: Final = 10


def is_case(name: str) -> bool:
    """Tell whether this can be the number of a case."""
    return _CASE.fullmatch(name) is not None and _DEVICES.fullmatch(name) is None


def check_case(name: str) -> None:
    """Let only numbers of cases pass.

    Raises:
        NotACase: It cannot be one.
    """
    if not is_case(name):
        raise NotACase(name)


def is_digest(name: str) -> bool:
    """Tell whether this is a SHA-256 in hexadecimal."""
    return _DIGEST.fullmatch(name) is not None


def is_safe(name: str) -> bool:
    """Tell whether this is a file name that every system takes."""
    match = _SAFE.fullmatch(name)
    return match is not None and _DEVICES.fullmatch(match["stem"]) is None


def safe(name: str) -> str:
    """Make a file name that every system takes of what somebody called a file."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, suffix = last.rpartition(".")
    if not dot:
        stem, suffix = last, ""
    stem = _plain(stem)[:_LONGEST_STEM] or "file"
    suffix = _plain(suffix)[:_LONGEST_SUFFIX]
    stem = f"_{stem}" if _DEVICES.fullmatch(stem) else stem
    return f"{stem}.{suffix}" if suffix else stem


def unique(name: str, content: bytes, there: Iterable[str], read: Callable[[str], bytes | None]) -> tuple[str, bool]:
    """Find the name of a file among those that are there, upper and lower case being one: `letter.pdf`, `letter-2.pdf`.

    Args:
        name: What it shall be called.
        content: What it shall hold.
        there: The names that are taken.
        read: Gives what a file holds.

    Returns:
        The name, and whether a file must be written: not if one of this name has this content already.
    """
    wanted = safe(name)
    taken = {other.casefold(): other for other in there}
    number = 1
    while (other := taken.get(_numbered(wanted, number).casefold())) is not None:
        if read(other) == content:
            return other, False
        number += 1
    return _numbered(wanted, number), True


def _numbered(name: str, number: int) -> str:
    stem, dot, suffix = name.partition(".")
    return name if number == 1 else f"{stem}-{number}{dot}{suffix}"


def _plain(text: str) -> str:
    return _UNSAFE.sub("_", text).strip("_")
