"""Reads spoilt procedures by the thousand: `make fuzz`, or `python -m tests.fuzz_source [HOW_MANY] [FIRST]`.

Each batch runs in a process of its own, so that a crash or a hang of a parser is seen too; a text is made from its
number alone, so a finding can be repeated.
"""

from __future__ import annotations

import random  # noqa: TID251  texts are made of their numbers
import subprocess
import sys
import time
from typing import Final

from engine.procedure.load import load, load_checked
from tests.procedure.mutations import BITS, ORIGINAL, WAYS
from tests.procedure.test_spoilt import is_told

BATCH: Final = 500
SECONDS: Final = 5
MEGABYTES: Final = 512


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


def read_one(number: int) -> None:
    """Read one text in both ways.

    Raises:
        AssertionError: What came back cannot be told, or it took too long.
    """
    text = text_of(number)
    began = time.perf_counter()
    is_told(text, load(text, "fuzz.yaml"))
    is_told(text, load_checked(text, "fuzz.yaml"))
    took = time.perf_counter() - began
    assert took < SECONDS, f"{took:.1f} s"


def run_batch(first: int) -> None:
    """Read a batch of texts in this process; the number of a bad one is told before what is wrong."""
    _limit_memory()
    for number in range(first, first + BATCH):
        try:
            read_one(number)
        except BaseException:
            print(f"number {number}")  # noqa: T201  a script
            raise


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))


def main(arguments: list[str]) -> int:
    """Run the batches one after the other; stop at the first bad one."""
    if arguments[:1] == ["--batch"]:
        run_batch(int(arguments[1]))
        return 0
    how_many, first = int(arguments[0] if arguments else 20_000), int(arguments[1] if arguments[1:] else 0)
    for start in range(first, first + how_many, BATCH):
        command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz_source", "--batch", str(start)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=BATCH * SECONDS)
        if ran.returncode:
            print(f"from {start}: exit code {ran.returncode}\n{ran.stdout}{ran.stderr}")  # noqa: T201  a script
            return 1
    print(f"{how_many} texts from {first}: nothing found")  # noqa: T201  a script
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
