"""What was read from a text before, kept for the next start of the command: a private file, safe to delete.

It lies in the user's own folder for such files, never in the office's, and holds plain values: the parsed form of a
procedure or of `office.yaml`, and the lines of the list of open cases, as it shows them: with private facts masked.

INVARIANT: what is kept is used only by the very program that kept it, for the very text it was read from; nothing but
values of ours can come out of it, whoever wrote it; and what cannot be used is as good as not there.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import stat
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.pattern import pattern

_FOLDERS: Final = ("", "case", "condition", "procedure")
"""Of the engine: what their files make of a text, is kept."""
_MOST: Final = 100
_NAME: Final = pattern(r"\.?(lines|office|procedure)-[0-9a-f]{40}(\.[0-9]+)?")
"""What such a file is called; no other is ever removed."""
_PRIVATE: Final = 0o077
_OURS: Final = frozenset(
    {
        "engine.case.locale",
        "engine.case.office",
        "engine.condition.calendar",
        "engine.condition.condition",
        "engine.condition.holidays",
        "engine.condition.terms",
        "engine.condition.types",
        "engine.case_line",
        "engine.listing",
        "engine.procedure.model",
        "engine.span",
    }
)
_PLAIN: Final = frozenset(
    {
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
    }
)


def recall(kind: str, digest: str) -> object | None:
    """Give what was read from the text with this SHA-256, if this program has kept it."""
    path = _path(kind, digest)
    if path is None:
        return None
    try:
        content = _read(path)
    except OSError:
        return None
    kept = memoryview(content)[32:]
    return unpacked(kept) if hashlib.sha256(kept).digest() == content[:32] else None


def keep(kind: str, digest: str, value: object) -> None:
    """Keep what was read from the text with this SHA-256; where it cannot be kept, it is read again next time."""
    path = _path(kind, digest)
    if path is None:
        return
    kept = packed(value)
    if kept is not None:
        with suppress(OSError):
            _write(path, hashlib.sha256(kept).digest() + kept)


def packed(value: object) -> bytes | None:
    """Give a value as it is kept; nothing, where it would not come back as it is."""
    written = io.BytesIO()
    with suppress(TypeError, AttributeError, ValueError, pickle.PickleError, RecursionError):
        _Keeper(written, protocol=5).dump(value)
        kept = written.getvalue()
        return kept if unpacked(kept) == value else None
    return None


def unpacked(kept: bytes | memoryview) -> object | None:
    """Give a value that was packed."""
    try:
        value: object = _Values(io.BytesIO(kept)).load()
    except Exception:  # noqa: BLE001  # a file that is damaged, or not ours, is read from the text again
        return None
    return value


def forget() -> int:
    """Remove all that any version of the program has kept; give how many files that were."""
    there = folder()
    count = 0
    with suppress(OSError):
        for path in [] if there is None else list(there.iterdir()):
            if _NAME.fullmatch(path.name):
                path.unlink(missing_ok=True)
                count += 1
    return count


def folder() -> Path | None:
    """Give the folder that such files are in: the user's own, or what CUECARD_CACHE names; None for none (`off`)."""
    told = os.environ.get("CUECARD_CACHE")
    if told:
        return None if told == "off" else Path(told)
    if os.name == "nt":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "cuecard" / "cache" if local else None
    with suppress(RuntimeError):  # nobody has a home here
        home = Path.home()
        own = home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"
        return Path(os.environ.get("XDG_CACHE_HOME") or own) / "cuecard"
    return None


class _Keeper(pickle.Pickler):
    """Writes values down; a time zone by its name."""

    def persistent_id(self, value: Any) -> str | None:  # noqa: ANN401  # as the standard library has it
        return value.key if isinstance(value, ZoneInfo) else None


class _Values(pickle.Unpickler):
    """Makes values of ours again, and nothing else."""

    def persistent_load(self, pid: Any) -> ZoneInfo:  # noqa: ANN401  # as above
        return ZoneInfo(pid)

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  # as the standard library has it
        if module in _OURS or (module, name) in _PLAIN:
            found = super().find_class(module, name)
            if (module, name) in _PLAIN or (isinstance(found, type) and found.__module__ == module):
                return found
        message = "this is no value that cuecard keeps"
        raise pickle.UnpicklingError(message)


@cache
def _program() -> str | None:
    """What tells this program from any other version of it: its files, as they are now, and its Python."""
    root = Path(__file__).parent
    told = [sys.version, str(root)]
    try:
        for name in _FOLDERS:
            with os.scandir(root / name) as found:
                files = [(one.name, one.stat()) for one in found if one.name.endswith(".py")]
            told += sorted(f"{name}/{file} {facts.st_size} {facts.st_mtime_ns}" for file, facts in files)
    except OSError:  # it does not lie in a folder
        return None
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _path(kind: str, digest: str) -> Path | None:
    there, program = folder(), _program()
    if there is None or program is None:
        return None
    name = hashlib.sha256(f"{program} {kind} {digest}".encode()).hexdigest()[:40]
    return there / f"{kind}-{name}"


def _is_private(facts: os.stat_result) -> bool:
    """Whether only the user can have written something; on Windows the folder of the profile sees to that."""
    return sys.platform == "win32" or (facts.st_uid == os.geteuid() and not facts.st_mode & _PRIVATE)


def _read(path: Path) -> bytes:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    if not _is_private(path.parent.lstat()):
        raise PermissionError
    with os.fdopen(os.open(path, flags), "rb") as file:
        facts = os.fstat(file.fileno())
        if not (stat.S_ISREG(facts.st_mode) and _is_private(facts)):
            raise PermissionError
        return file.read()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_private(path.parent.lstat()):
        return
    _make_room(path.parent)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(fresh, flags, 0o600), "wb") as file:
            file.write(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _make_room(there: Path) -> None:
    """Remove the oldest, so that there are never many: those of former versions among them."""
    ours = (path for path in there.iterdir() if _NAME.fullmatch(path.name))
    files = sorted(ours, key=lambda path: path.lstat().st_mtime_ns)
    for path in files[: max(0, len(files) - _MOST + 1)]:
        path.unlink(missing_ok=True)
