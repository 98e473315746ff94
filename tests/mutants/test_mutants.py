"""Mistakes that are seeded into good procedures are found where they are; `make mutants` tries all of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pytest

from tests.mutants.__main__ import NO_MISTAKES, judge, table
from tests.mutants.judging import Original
from tests.mutants.seeding import Mutant, mutants, typo
from tests.procedure.examples import ROOT, good

EVERY: Final = 60
KINDS: Final = {
    *("typo in a key", "typo in a declared name", "typo in a used name", "typo in an option", "typo in a fixed word"),
    *("other option", "other sign", "key left out", "wrong type"),
    *(
        "line left out",
        "line twice",
        "lines exchanged",
        "line moved",
        "indent -2",
        "indent -1",
        "indent +1",
        "indent +2",
    ),
}
TEXT: Final = (ROOT / "tests" / "good" / "smallest.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("first", range(4))
def test_mistakes_are_found(first: int) -> None:
    """Each mistake of a share of the corpus is found where it was made, or at the other end of a name."""
    judged = judge(EVERY * 4, first * EVERY)
    assert [] == [(one.mutant.kind, one.mutant.source, sorted(one.mutant.lines)) for one in judged if is_lost(one.fate)]
    fates = Counter(one.fate for one in judged)
    assert fates["found"] > sum(fates[fate] for fate in NO_MISTAKES)


def is_lost(fate: str) -> bool:
    """Whether a mistake was not found, or only somewhere else."""
    return fate in {"far", "missed"}


def test_all_kinds_are_seeded() -> None:
    """Mistakes of every kind are in the corpus, always the same ones."""
    seeded = [mutant for path in good() for mutant in mutants(path.name, path.read_text(encoding="utf-8"))]
    assert {mutant.kind for mutant in seeded} == KINDS
    assert len(seeded) > 10_000
    assert list(mutants("smallest.yaml", TEXT)) == list(mutants("smallest.yaml", TEXT))


def test_typos_differ() -> None:
    """A mistyped word is another word."""
    words = ("a", "ab", "aa", "call", "balance_plan")
    assert [] == [(word, way) for word in words for way in range(16) if typo(word, way) == word]


def test_judging_bites() -> None:
    """What is found elsewhere counts as far, and what nobody finds, though it is no policy, as missed."""
    original, lines = Original("smallest.yaml", TEXT), frozenset({1})
    far = Mutant("wrong type", "smallest.yaml", TEXT + "\n\nodd: 1\n", lines, lines)
    missed = Mutant("wrong type", "smallest.yaml", TEXT.replace("do: ", "skippable: no\n    do: "), lines, lines)
    assert ["far", "missed"] == [original.judge(one).fate for one in (far, missed)]


def test_the_figures_in_the_docs_have_every_kind() -> None:
    """`docs/analysis.md` tells the figures of all kinds, as `make mutants` prints them."""
    page = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| ([a-z][a-z0-9 +-]+) \| [0-9]+ \|", page, re.MULTILINE))
    assert told >= KINDS | {"all"}
    assert table([]).split("\n")[0] in page
