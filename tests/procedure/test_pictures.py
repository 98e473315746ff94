"""Every finding as an author sees it: `bad/<code>.yaml`, and beside it the whole picture in `bad/<code>.txt`.

A new example is a new file; `pytest --rewrite-pictures` draws its picture, which then has to be read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import pytest

from cli.output import clean
from engine.explanations import explanations
from engine.picture import render_text
from tests.procedure.examples import CODES, MOST_LINES, ROOT, TESTS, bad, check, drawn, good, kept, mended

if TYPE_CHECKING:
    from pathlib import Path

BAD: Final = dict(bad())

INTRODUCTION: Final = """\
# What `cuecard check` and `cuecard rehearse` can say

Every finding by its code: what it means, an example, and the same as it is right. `cuecard explain CODE` says the same.
This page is made by `pytest --rewrite-pictures` from the files in `tests/bad/` and `tests/mended/`; a test compares it
with them.
"""


@pytest.mark.parametrize("name", BAD)
def test_picture(name: str) -> None:
    """What is said about a bad document, to the letter."""
    text = BAD[name].decode("utf-8", "replace")
    findings = check(f"bad/{name}.yaml", BAD[name])
    picture = drawn(findings, text) + "\n"
    assert kept(TESTS / "bad" / f"{name}.txt", picture) == picture
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


@pytest.mark.parametrize("code", CODES)
def test_mended(code: str) -> None:
    """Each code has an explanation, and its example as it is right, about which nothing is said."""
    means, right = mended(code)
    assert re.fullmatch(r"[A-Z`].*[.)]", means)
    findings = check(f"mended/{code}.yaml", right.encode(), {"receipt": {"receipt.txt": "{case}"}})
    assert "" == drawn(findings, right)


def test_nothing_is_mended_that_is_not_bad() -> None:
    """No mended example was left behind."""
    assert CODES.keys() == {path.stem for path in (TESTS / "mended").iterdir()}


def test_explained() -> None:
    """`cuecard explain` has each code with the examples as they are."""
    made = {code: _explanation(code) for code in sorted(CODES)}
    drawn = json.dumps(made, indent=1) + "\n"
    assert kept(ROOT / "engine" / "explanations.json", drawn) == drawn


def test_documented() -> None:
    """`docs/diagnostics.md` lists every finding with its explanation and examples, as they are."""
    explanations.cache_clear()
    assert kept(ROOT / "docs" / "diagnostics.md", _page()) == _page()


def _explanation(code: str) -> dict[str, str]:
    means, right = mended(code)
    picture = (TESTS / "bad" / f"{code}.txt").read_text(encoding="utf-8")
    lines = BAD[code].decode("utf-8", "replace").split("\n")
    return {
        "severity": CODES[code].severity.value,
        "means": means,
        "wrong": "\n".join([*lines[:MOST_LINES], "..."] if len(lines) > MOST_LINES else lines),
        "says": next(one for one in picture.split("\n\n") if f"[{code}]" in one.split("\n", 1)[0]).strip(),
        "right": right,
    }


def _page() -> str:
    parts = [INTRODUCTION]
    for one in explanations().values():
        wrong, right = map(clean, one.excerpts())
        wrong_example = f"Wrong:\n\n```yaml\n{wrong}\n```" if wrong.strip() else "Wrong: a file with nothing in it."
        parts.append(
            f"## {one.code}\n\n{one.means}\n\n{wrong_example}\n\n```text\n{one.says}\n```\n\n"
            f"Right:\n\n```yaml\n{right}\n```\n"
        )
    return "\n".join(parts)
