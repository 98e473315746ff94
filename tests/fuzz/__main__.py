"""Looks at so many texts, in processes with limits.

    python -m tests.fuzz KIND [HOW_MANY] [FIRST]

KIND is a module beside this one: `files` or `conditions`. A text is made of its number alone, so that what is found
can be found again: `python -m tests.fuzz files 1 NUMBER`. As many processes as there are processors, or JOBS of them.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, cast

from tests.fuzz.batches import Kind, look_at_all, look_at_batch

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Look at them; print what went wrong, and how long the slowest took."""
    name, how_many, first = [*arguments, *("files", "20000", "0")[len(arguments) :]][:3]
    if arguments[3:] == ["--batch"]:
        look_at_batch(cast("Kind", import_module(f"tests.fuzz.{name}")), int(first), int(how_many))
        return 0
    jobs = int(os.environ.get("JOBS") or os.cpu_count() or 1)
    said, wrong = look_at_all(name, int(how_many), int(first), jobs)
    print("\n".join([*wrong, said]))  # noqa: T201  a script
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
