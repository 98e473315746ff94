"""A regular expression that is compiled late does what it would do compiled at once."""

from __future__ import annotations

import re

from engine.pattern import pattern

TEXT = "(?i)([a-z]+)[0-9]?"


def test_it_does_what_a_compiled_one_does() -> None:
    """It matches, searches, replaces and splits as ever, also a second time."""
    late, early = pattern(TEXT), re.compile(TEXT)
    for words in ("Abc1", "1 abc", "", "a1b2"):
        assert early.sub("-", words) == late.sub("-", words)
        assert early.split(words) == late.split(words)
        assert [one and one[1] for one in (early.match(words), early.search(words), early.fullmatch(words))] == [
            one and one[1] for one in (late.match(words), late.search(words), late.fullmatch(words))
        ]
    assert early.pattern == late.pattern
