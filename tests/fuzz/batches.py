"""How texts are looked at by the thousand: in processes of their own, with 512 MB, and some seconds for each text.

A crash or a hang of a parser is seen so, and told with the number of the text, which the process notes before it looks.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile
from time import process_time
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from tests.procedure.hostile import MEGABYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

BATCH: Final = 5_000
_TRIES: Final = 3
"""A machine with other work is slow at times, and what is loaded once is no cost of a text: it is tried again."""
_AS_TEXT: Final = 20
_OFTEN: Final = 20


class Kind(Protocol):
    """What is looked at.

    Args:
        SECONDS: How much of a processor each may take before the system ends the process.
        MOST: How many milliseconds each may take, or none if it is only told.
    """

    SECONDS: float
    MOST: int | None

    def look(self, number: int) -> None:
        """Look at the text with a number, and fail if what comes of it is not right."""


class Ran(NamedTuple):
    """What came of a batch: how long the slowest took, which it was, and what went wrong, if anything did."""

    slowest: float
    number: int
    wrong: str = ""


def look_at_batch(kind: Kind, first: int, how_many: int) -> None:
    """Look at a batch in this process; print which took longest, and how long that was."""
    gc.freeze()
    _limit_memory()
    slowest = (0.0, first)
    for number in range(first, first + how_many):
        os.lseek(0, 0, os.SEEK_SET)
        os.write(0, f"{number:{_AS_TEXT}}".encode())
        took = _look(kind, number, tries=_TRIES)
        slowest = max(slowest, (took, number))
    print(json.dumps(slowest))  # noqa: T201  what the first process reads


def _look(kind: Kind, number: int, tries: int) -> float:
    """Look at one text; give the seconds that it took, the least of several tries where that is too much."""
    took = _timed(kind, number)
    if kind.MOST is None or took * 1000 <= kind.MOST:
        return took
    if not tries:
        message = f"it takes {took * 1000:.1f} ms, and may take {kind.MOST}"
        raise AssertionError(message)
    return _look(kind, number, tries - 1)


def _timed(kind: Kind, number: int) -> float:
    _limit_time(kind.SECONDS)
    began = process_time()
    kind.look(number)
    took = process_time() - began
    _limit_time(0)
    return took


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))


def _limit_time(seconds: float) -> None:
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_PROF, seconds)


def look_at_all(name: str, how_many: int, first: int, jobs: int) -> tuple[str, list[str]]:
    """Look at so many texts of a kind; say how many they were and how long the slowest took, and what went wrong."""
    batches = [(start, min(BATCH, first + how_many - start)) for start in range(first, first + how_many, BATCH)]
    with ThreadPoolExecutor(jobs) as pool:
        ran = list(_told(pool.map(lambda batch: _start(name, *batch), batches), how_many))
    slowest = max(ran)
    said = f"slowest {slowest.slowest * 1000:.1f} ms (number {slowest.number})"
    wrong = [one.wrong for one in ran if one.wrong]
    return f"{how_many:,} {name} from {first}: {len(wrong)} bad batches; {said}", wrong


def _told(ran: Iterator[Ran], how_many: int) -> Iterator[Ran]:
    for done, one in enumerate(ran, 1):
        if done % _OFTEN == 0:
            print(f"{done * BATCH:,} of {how_many:,}", flush=True)  # noqa: T201  a script
        yield one


def _start(name: str, first: int, how_many: int) -> Ran:
    """Look at a batch in another process."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz", name, str(how_many), str(first), "--batch"]
    with TemporaryFile() as note:  # where the process notes the number that it looks at
        ran = subprocess.run(command, stdin=note, capture_output=True, text=True, check=False)
        if not ran.returncode:
            took, number = json.loads(ran.stdout)
            return Ran(took, number)
        return Ran(0, first, f"{_noted(note, first)}: exit code {ran.returncode}\n{ran.stdout}{ran.stderr}")


def _noted(note: IO[bytes], first: int) -> str:
    note.seek(0)
    return f"number {note.read(_AS_TEXT).decode().strip() or first}"
