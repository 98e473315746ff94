"""Every finding as an author sees it: `bad/<code>.yaml`, and beside it the whole picture in `bad/<code>.txt`.

A new example is a new file; `pytest --rewrite-pictures` draws its picture, which then has to be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from engine.picture import render_text
from tests.procedure.examples import CODES, ROOT, TESTS, bad, check, good, kept

if TYPE_CHECKING:
    from pathlib import Path

BAD: Final = dict(bad())

INTRODUCTION: Final = """\
# What `cuecard check` can say

Every finding by its code, with an example. This page is made by `pytest --rewrite-pictures` from the files in
`tests/bad/`; a test compares it with them.
"""


@pytest.mark.parametrize("name", BAD)
def test_picture(name: str) -> None:
    """What is said about a bad document, to the letter."""
    text = BAD[name].decode("utf-8", "replace")
    findings = check(f"bad/{name}.yaml", BAD[name])
    drawn = "\n\n".join(render_text(one, text) for one in findings) + "\n"
    assert kept(TESTS / "bad" / f"{name}.txt", drawn) == drawn
    assert name.partition(".")[0] in {one.code for one in findings}


def test_every_code_has_an_example() -> None:
    """Each code has an example, and each example a code."""
    assert CODES.keys() == {name.partition(".")[0] for name in BAD}


def test_no_picture_without_its_document() -> None:
    """No picture was left behind."""
    assert {path.stem for path in (TESTS / "bad").glob("*.txt")} == BAD.keys()


@pytest.mark.parametrize("path", good(), ids=lambda path: path.stem)
def test_good(path: Path) -> None:
    """Nothing is said about a good document."""
    findings = [one for one in check(path.name, path.read_bytes()) if one.code != "missing-template"]
    assert "" == "\n\n".join(render_text(one, path.read_text(encoding="utf-8")) for one in findings)


@pytest.mark.parametrize("code", CODES)
def test_wording(code: str) -> None:
    """A sentence begins in lower case, ends without a full stop, and its code is kebab-case."""
    sentence = CODES[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    for words in filter(None, (sentence.message, sentence.help)):
        assert not re.match(r"[A-Z]", words)
        assert not words.endswith((".", "!", " "))
        assert "\n" not in words


def test_documented() -> None:
    """`docs/diagnostics.md` lists every finding with its example, as it is."""
    assert kept(ROOT / "docs" / "diagnostics.md", _page()) == _page()


def _page() -> str:
    parts = [INTRODUCTION]
    for code in sorted(CODES):
        picture = (TESTS / "bad" / f"{code}.txt").read_text(encoding="utf-8")
        first = next(one for one in picture.split("\n\n") if f"[{code}]" in one.split("\n", 1)[0])
        parts.append(f"## {code}\n\n```\n{first.strip()}\n```\n")
    return "\n".join(parts)
