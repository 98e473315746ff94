"""What `cuecard check` costs for procedures of 10, 50 and 200 steps, against importing what it needs: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

from engine.case.trial import try_out
from engine.procedure.build import Loaded, build
from engine.procedure.check import check
from engine.procedure.nodes import Document
from engine.procedure.schema import check_shape
from engine.procedure.source import read

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES: Final = (10, 50, 200)
ROUNDS: Final = 5
IMPORTS: Final = "import yaml, jsonschema, typer, rich.console"

HEAD: Final = """\
procedure: made
version: 1
title: Made up, to be checked
owner: boss
opens_with: [patient]
roles:
  desk: Front desk
  boss: Office manager
arrivals:
  letter:
    title: A letter
"""


def written(steps: int) -> str:
    """Write a procedure with so many steps, in groups of five: questions, choices, amounts, waits, promises."""
    groups = [_group(number) for number in range(1, steps // 5 + 1)]
    facts = "".join(_facts(number) for number in range(1, len(groups) + 1))
    promises = "".join(
        f"  - step: pay_{number}\n    only_after: amount_{number} > 100\n  - step: note_{number}\n    always: yes\n"
        for number in range(1, len(groups) + 1)
    )
    return (
        f"{HEAD}outcomes:\n  quick:\n    title: Quick\n    when: quick_1\n  over:\n    title: It is over\n"
        f"promises:\n{promises}steps:\n{''.join(groups)}facts:\n  patient:\n    type: text\n{facts}"
    )


def _group(number: int) -> str:
    before = f" and quick_{number - 1}" if number > 1 else ""
    return f"""\
  - id: group_{number}
    title: Part {number} for {{patient}}
    who: desk
    steps:
      - id: ask_{number}
        title: Ask
        skippable: no
        ask: [quick_{number}, way_{number}, amount_{number}]
      - id: pay_{number}
        title: Pay
        when: amount_{number} > 100{before}
        do: Pay {{amount_{number}}}
      - id: scan_{number}
        title: Scan
        when: way_{number} in [post, fax]
        wait_for: letter
        give_up: 3 weeks after ask_{number}
        do: Scan it
      - id: note_{number}
        title: Note
        who: boss
        skippable: no
        do: Note it
"""


def _facts(number: int) -> str:
    return f"""\
  quick_{number}:
    type: yes_no
  way_{number}:
    type: choice
    options:
      post: By post
      fax: By fax
      mail: By e-mail
  amount_{number}:
    type: money
    min: 0
"""


def timed(job: Callable[[], object]) -> float:
    """Give the milliseconds that a job takes, the middle of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        begin = perf_counter()
        job()
        rounds.append(1000 * (perf_counter() - begin))
    return median(rounds)


def stages(text: str) -> tuple[float, float, float]:
    """Give the milliseconds of reading, of building, and of looking at all paths."""
    document = read(text, "made.yaml")
    assert isinstance(document, Document), document
    loaded = build(document)
    assert isinstance(loaded, Loaded), loaded
    found = check(loaded.procedure, document, trial=try_out)
    assert not found, found
    return (
        timed(lambda: (read(text, "made.yaml"), check_shape(document, "procedure"))),
        timed(lambda: build(document)),
        timed(lambda: check(loaded.procedure, document, trial=try_out)),
    )


def started(code: str) -> float:
    """Give the milliseconds that a Python takes that runs nothing but this."""
    return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def main() -> None:
    """Print the table."""
    bare, imports = started("pass"), started(IMPORTS)
    print(f"python -c pass: {bare:.0f} ms; importing {IMPORTS.removeprefix('import ')}: {imports:.0f} ms")
    print("| steps | lines | read, ms | build, ms | all paths, ms | against the imports |")
    print("|---|---|---|---|---|---|")
    for steps in SIZES:
        text = written(steps)
        reading, building, looking = stages(text)
        lines, ratio = text.count("\n"), (reading + building + looking) / imports
        print(f"| {steps} | {lines} | {reading:.0f} | {building:.0f} | {looking:.0f} | {ratio:.2f}x |")


if __name__ == "__main__":
    main()
