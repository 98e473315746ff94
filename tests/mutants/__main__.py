"""Judge all mutants of all good procedures, and print how many were found: `make mutants`."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Final

from tests.mutants.judging import Judged, Original
from tests.mutants.seeding import mutants
from tests.procedure.examples import good

NO_MISTAKES: Final = ("same", "words", "renamed", "policy")


def judge(every: int, first: int = 0) -> list[Judged]:
    """Judge each so-manieth mutant of each good procedure."""
    judged: list[Judged] = []
    for path in good():
        text = path.read_text(encoding="utf-8")
        original = Original(path.name, text)
        made = list(mutants(path.name, text))
        judged += [original.judge(mutant) for mutant in made[first % every :: every]]
    return judged


def table(judged: list[Judged]) -> str:
    """Write down how many were found of each kind."""
    fates: dict[str, Counter[str]] = {}
    for one in judged:
        fates.setdefault(one.mutant.kind, Counter())[one.fate] += 1
    lines = [
        "| seeded | made | no mistake: same, words, renamed, policy | mistakes | found there | at its other end | % |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, count in [*fates.items(), ("all", sum(fates.values(), Counter()))]:
        none = [count[fate] for fate in NO_MISTAKES]
        mistakes = count.total() - sum(none)
        share = f"{100 * (count['found'] + count['end']) / mistakes:.1f}" if mistakes else "–"
        cells = (kind, count.total(), ", ".join(map(str, none)), mistakes, count["found"], count["end"], share)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def survivors(judged: list[Judged]) -> str:
    """List the mistakes that were not found, or only far away."""
    lines = []
    for one in judged:
        if one.fate in {"far", "missed"}:
            at = min(max(one.mutant.lines), one.mutant.text.count("\n") + 1)
            shown = one.mutant.text.split("\n")[at - 1].strip()
            said = "; ".join(f"{found.span.line}: {found.code}" for found in one.findings[:3])
            lines.append(
                f"{one.mutant.source}:{at} {one.mutant.kind}: {shown}  [{one.fate}{' ' + said if said else ''}]"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    found = judge(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    print(survivors(found))  # noqa: T201  it prints a table
    print(table(found))  # noqa: T201  as above
