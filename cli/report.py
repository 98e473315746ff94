"""The report about a fault of ours: versions, and where in the code it came about.

INVARIANT: a report holds no text of an exception, no argument and no value; only types, files, lines and functions.
"""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGES: Final = (
    "cuecard",
    "cerberus",
    "filelock",
    "jsonschema",
    "prompt-toolkit",
    "pyyaml",
    "rich",
    "tinydb",
    "typer",
)
_DEEPEST: Final = 200
"""Frames of one stack that are told; an endless recursion has thousands."""


def write_report(fault: BaseException, folder: Path | None) -> Path | None:
    """Write a report that only its owner can read, into a folder or else where temporary files are; give its place."""
    text = "\n".join([*_versions(), "", *_stacks(fault), ""])
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            if place:
                return _write(text, place)
        except OSError:
            continue
    return None


def _write(text: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    number, name = tempfile.mkstemp(prefix="cuecard-report-", suffix=".txt", dir=folder, text=True)
    with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)


def _versions() -> Iterator[str]:
    yield "A report of cuecard about a fault of its own. It holds no answers, names or other words from a case."
    yield ""
    yield f"python {platform.python_version()} ({platform.python_implementation()})"
    yield f"system {platform.system()} {platform.release()} {platform.machine()}"
    for package in _PACKAGES:
        yield f"{package} {_version(package)}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _stacks(fault: BaseException) -> Iterator[str]:
    """Tell the exception and those it came from, the newest first."""
    seen: set[int] = set()
    one: BaseException | None = fault
    while one and id(one) not in seen:
        seen.add(id(one))
        yield f"{type(one).__module__}.{type(one).__qualname__}{_number(one)}"
        yield from _frames(one)
        one = one.__cause__ or one.__context__
        if one:
            yield "came from"


def _number(fault: BaseException) -> str:
    """The number of a refusal by the operating system, which says nothing about anybody."""
    return f" (errno {fault.errno})" if isinstance(fault, OSError) and fault.errno else ""


def _frames(fault: BaseException) -> Iterator[str]:
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(fault.__traceback__)]
    for code, line in frames[-_DEEPEST:]:
        yield f"  {code.co_filename}:{line}: {code.co_name}"
