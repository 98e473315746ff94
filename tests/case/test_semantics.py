"""docs/semantics.md: each decision names a test that there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).resolve().parent.parent
PAGE: Final = (TESTS.parent / "docs" / "semantics.md").read_text(encoding="utf-8")
DECISIONS: Final = re.findall(r"^\| (?!decision|---)(.*?) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision[:40])
def test_each_decision_names_its_test(decision: str) -> None:
    """A decision says what, why and by which test; the test is there."""
    _what, why, test = decision.split(" | ")
    path, _, name = test.strip("`").partition("::")
    assert why
    assert not name or f"def {name}(" in (TESTS / path).read_text(encoding="utf-8")
    assert (TESTS / path).exists()


def test_there_are_decisions() -> None:
    """The page is read as it is written."""
    assert len(DECISIONS) > 30  # there are more
