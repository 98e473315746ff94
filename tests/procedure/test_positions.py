"""Where the part of a value stands in the file, however the value is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.diagnostics import Span
from engine.procedure.nodes import Document, Mapping, Scalar
from engine.procedure.positions import span_of_raw, span_within
from engine.procedure.source import read


def value(text: str) -> Scalar:
    """Read the value of the key `a`."""
    document = read(text, "a.yaml")
    assert isinstance(document, Document), document
    assert isinstance(document.root, Mapping)
    found = document.root.scalar("a")
    assert found
    return found


def underlined(text: str, span: Span) -> str:
    """Cut a place out of a text."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: one wrong two\n", (1, 8, 1, 13)),
        ("a:   'one wrong'\n", (1, 11, 1, 16)),
        ("a: 'it''s wrong'\n", (1, 11, 1, 16)),
        ('a: "\\x41 \\"wrong\\"" # wrong\n', (1, 12, 1, 17)),
        ('a: "\\u00e9\\n wrong"\n', (1, 14, 1, 19)),
        ("a: one\n  two   wrong\n", (2, 9, 2, 14)),
        ("a: one\n\n\n  wrong\n", (4, 3, 4, 8)),
        ("a: 'one  \n\n\n  wrong'\n", (4, 3, 4, 8)),
        ('a: "one\\\n     \\  wrong"\n', (2, 9, 2, 14)),
        ("a: >\n  one\n  two\n\n  wrong\n", (5, 3, 5, 8)),
        ("a: |\n    one\n    two wrong\n", (3, 9, 3, 14)),
        ("a: |2-\n  wrong\n", (2, 3, 2, 8)),
        ("a: 'x wro\n   ng'\n", (1, 7, 2, 6)),
        ("a: one\\\n  wrong\n", (2, 3, 2, 8)),
        ("a: 'one\\\n  wrong'\n", (2, 3, 2, 8)),
        ("a: |\n  one\\\n  wrong\n", (3, 3, 3, 8)),
        ("a: 'x''y''wrong'\n", (1, 11, 1, 16)),
        ('a: "\\U0001f600 wrong"\n', (1, 16, 1, 21)),
    ],
)
def test_part(text: str, wanted: tuple[int, int, int, int]) -> None:
    """A word in a value is found in the file."""
    scalar = value(text)
    word = "wrong" if "wrong" in scalar.text else "wro ng"
    start = scalar.text.index(word)
    span = span_within(scalar, start, start + len(word))
    assert Span(*wanted) == span
    assert word == underlined(text, span).replace("\n   ", " ")


@pytest.mark.parametrize("text", ["a: |\n  one\n     wrong\n", "a: >\n  one\n     wrong\n", "a: " + "x" * 10_001])
def test_whole(text: str) -> None:
    """Of an oddly indented or very long text the whole is meant."""
    scalar = value(text)
    assert scalar.span == span_within(scalar, 3, 5)


def test_as_it_stands() -> None:
    """A stretch of the file itself is counted in what is written, quotes and line ends included."""
    scalar = value("a: 'one\n  two'\n")
    assert Span(1, 4, 1, 8) == span_of_raw(scalar, 0, 4)
    assert Span(1, 5, 2, 6) == span_of_raw(scalar, 1, 10)
    assert Span(2, 3, 2, 3) == span_of_raw(scalar, 7, 7)


def test_outside() -> None:
    """Offsets outside of the text are moved to its ends, an empty stretch is a point."""
    scalar = value("a: one\n")
    assert Span(1, 4, 1, 7) == span_within(scalar, -5, 50)
    assert Span(1, 7, 1, 7) == span_within(scalar, 50, 60)
    assert Span(1, 5, 1, 5) == span_within(scalar, 1, 1)
    assert Span(1, 3, 1, 3) == span_within(value("a:\n"), 0, 3)


@given(
    st.text(st.sampled_from("ab '\"\\{}\n:#é漢🦷"), max_size=30),
    st.sampled_from(["plain", "single", "double", "literal", "folded"]),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_inside(text: str, style: str, start: int, end: int) -> None:
    """INVARIANT: a place lies within the scalar, whatever is asked for."""
    lines = text.replace("\n", "\n   ")
    written = {
        "plain": f"a: {lines}\n",
        "single": "a: '" + lines.replace("'", "''") + "'\n",
        "double": 'a: "' + lines.replace('"', '\\"') + '"\n',
        "literal": f"a: |\n   {lines}\n",
        "folded": f"a: >\n   {lines}\n",
    }[style]
    document = read(written, "a.yaml")
    scalar = (
        document.root.scalar("a") if isinstance(document, Document) and isinstance(document.root, Mapping) else None
    )
    if scalar:
        span = span_within(scalar, start, end)
        assert (scalar.span.line, scalar.span.column) <= (span.line, span.column) <= (span.end_line, span.end_column)
        assert (span.end_line, span.end_column) <= (scalar.span.end_line, scalar.span.end_column)
