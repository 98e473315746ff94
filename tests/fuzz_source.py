"""Reads spoilt procedures and conditions by the thousand: `make fuzz`.

    python -m tests.fuzz_source [HOW_MANY] [FIRST]

Each batch runs in a process of its own with 512 MB of memory and 5 seconds for each text, so that a crash or a
hang of a parser is seen too; a text is made from its number alone, so a finding can be repeated.
"""

from __future__ import annotations

import json
import os
import random  # noqa: TID251  texts are made of their numbers
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Final

from engine.condition import Condition, compile_condition
from engine.diagnostics import in_order
from engine.procedure.build import build
from engine.procedure.nodes import Document
from engine.procedure.schema import check_shape
from engine.procedure.source import read
from tests.condition.worlds import NAMES
from tests.procedure.hostile import MEGABYTES, SECONDS
from tests.procedure.mutations import BITS, ORIGINAL, WAYS
from tests.procedure.test_spoilt import is_told

BATCH: Final = 500
CONDITIONS: Final = 10
"""Conditions for each text."""

PIECES: Final = (
    *("and", "or", "not", "is", "in", "known", "includes", "where", "of", "after", "before", "business", "days"),
    *("count", "sum", "any", "every", "lowest", "done", "settled", "a", "b", "reason", "5", "2.5", "'x'", "today"),
    *("2026-01-31", "09:30", "(", ")", "[", "]", ",", "+", "-", "*", "/", "=", "!=", "<", ">=", "==", "'", "$", "\n"),
    *(" ", "(" * 30, "9" * 60, "é", "\u202e", "\x1b", "3 days after a", "count(a where b)", "a" * 300),
)


def text_of(number: int) -> str:
    """Make the text with a number: a spoilt procedure, or every fifth time nothing but hard bits."""
    chance = random.Random(number)  # noqa: S311  the same number gives the same text
    if number % 5 == 0:
        return "".join(chance.choices(BITS, k=chance.randint(1, 200)))
    text = ORIGINAL[: chance.randint(0, len(ORIGINAL))] if number % 7 == 0 else ORIGINAL
    for _ in range(chance.randint(1, 12)):
        way = chance.choice(WAYS)
        text = way(text, chance.randint(0, len(text)), chance.randint(0, 80), chance.choice(BITS))
    return text


def condition_of(number: int) -> str:
    """Make the condition with a number: up to 300 words and signs, with blanks between them or without."""
    chance = random.Random(-number - 1)  # noqa: S311  the same number gives the same condition
    between = chance.choice(["", " ", " ", " "])
    return between.join(chance.choices(PIECES, k=chance.randint(1, 300) if number % 3 else chance.randint(1, 12)))


def read_one(number: int) -> None:
    """Read one text: as an author's, whose shape is compared, and as one that was published, whose shape is not.

    Raises:
        AssertionError: What came back cannot be told.
    """
    text = text_of(number)
    document = read(text, "fuzz.yaml")
    if not isinstance(document, Document):
        is_told(text, document)
        return
    is_told(text, build(document))
    misfits = check_shape(document, "procedure")
    if misfits:
        is_told(text, in_order((*document.warnings, *misfits)))


def understand_one(number: int) -> None:
    """Read the conditions of a number.

    Raises:
        AssertionError: What came back is neither a condition nor faults in it.
    """
    for offset in range(CONDITIONS):
        text = condition_of(number * CONDITIONS + offset)
        found = compile_condition(text, NAMES, "free")
        if not isinstance(found, Condition):
            assert found
            assert all(0 <= one.start <= one.end <= len(text) for one in found)
            assert all(one.message.isprintable() for one in found)


def run_batch(first: int) -> None:
    """Read a batch in this process; print how long the slowest text and the slowest ten conditions took, and which."""
    _limit_memory()
    slowest = {"text": (0.0, 0), "conditions": (0.0, 0)}
    for number in range(first, first + BATCH):
        for kind, act in (("text", read_one), ("conditions", understand_one)):
            _limit_time(SECONDS)
            began = time.process_time()
            try:
                act(number)
            except BaseException:
                print(f"number {number}")  # noqa: T201  a script
                raise
            slowest[kind] = max(slowest[kind], (time.process_time() - began, number))
    _limit_time(0)
    print(json.dumps(slowest))  # noqa: T201  what the first process reads


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))


def _limit_time(seconds: float) -> None:
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_PROF, seconds)


def start_batch(first: int) -> subprocess.CompletedProcess[str]:
    """Read a batch in another process."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz_source", "--batch", str(first)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def main(arguments: list[str]) -> int:
    """Run the batches, as many at once as there are processors; tell of the bad ones, and how long the slowest took."""
    if arguments[:1] == ["--batch"]:
        run_batch(int(arguments[1]))
        return 0
    how_many, first = int(arguments[0] if arguments else 20_000), int(arguments[1] if arguments[1:] else 0)
    starts = range(first, first + how_many, BATCH)
    slowest: list[dict[str, tuple[float, int]]] = []
    bad = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start, ran, done in zip(starts, pool.map(start_batch, starts), count(1), strict=False):
            if ran.returncode:
                bad += 1
                print(f"from {start}: exit code {ran.returncode}\n{ran.stdout}{ran.stderr}")  # noqa: T201  a script
            else:
                slowest.append(json.loads(ran.stdout))
            if done % 100 == 0:
                print(f"{done * BATCH} read", flush=True)  # noqa: T201  a script
    told = ", ".join(_slowest(slowest, kind) for kind in ("text", "conditions")) if slowest else "none was read"
    conditions = how_many * CONDITIONS
    print(f"{how_many:,} texts and {conditions:,} conditions from {first}: {bad} bad batches; {told}")  # noqa: T201  a script
    return 1 if bad else 0


def _slowest(batches: list[dict[str, tuple[float, int]]], kind: str) -> str:
    took, number = max(batch[kind] for batch in batches)
    return f"slowest {kind} {took * 1000:.0f} ms (number {number})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
