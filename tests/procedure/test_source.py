"""What is read from a file, what is refused, and where."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest
import yaml

from engine.diagnostics import Span
from engine.procedure import source
from engine.procedure.nodes import Document, Mapping, Node, Scalar, Sequence
from engine.procedure.source import MOST_VALUES, read


def tree(text: str | bytes) -> Node:
    """Read a text that can be read."""
    document = read(text, "a.yaml")
    assert isinstance(document, Document), document
    return document.root


def plain(node: Node) -> object:
    """Give what a node says, without places."""
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]


def findings(text: str | bytes) -> list[tuple[str, int, int]]:
    """Read a text that cannot be read; give code, line and column of what is said."""
    found = read(text, "a.yaml")
    assert isinstance(found, tuple), found
    return [(one.code, one.span.line, one.span.column) for one in found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-12", -12),
        ("1200", 1200),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        *[(same, same) for same in ("True", "yes", "no", "on", "off", "null", "~", "12:30", "010", "0x1f", "1e3")],
        *[(same, same) for same in ("+1", "1.", ".5", "1_000", "2027-06-01", ".inf", "1" * 30, "١٢")],
        ('"12"', "12"),
        ("'true'", "true"),
        ("", ""),
    ],
)
def test_typed(written: str, value: object) -> None:
    """Only plain true, false, whole numbers and decimals are more than the text that was written."""
    read_value = plain(tree(f"a: {written}\n"))
    assert {"a": value} == read_value
    assert isinstance(read_value, dict)
    assert type(value) is type(read_value["a"])


def test_tree() -> None:
    """Mappings and lists keep the order of the file, keys are text."""
    text = "b: 1\na:\n  - x\n  - 1: [p, 'q']\n"
    assert {"b": 1, "a": ["x", {"1": ["p", "q"]}]} == plain(tree(text))


def test_places() -> None:
    """Every node knows where it stands, a collection to the end of its last part."""
    root = tree("a:\n  - x y\n  - [p,\n     q]\nb: {c: 'd'}\n")
    assert isinstance(root, Mapping)
    items, braces = root.get("a"), root.get("b")
    assert Span(1, 1, 5, 12) == root.span
    assert isinstance(items, Sequence)
    assert (Span(2, 3, 4, 8), Span(2, 5, 2, 8), Span(3, 5, 4, 8)) == (items.span, *(item.span for item in items.items))
    assert isinstance(braces, Mapping)
    assert (Span(5, 4, 5, 12), Span(5, 8, 5, 11)) == (braces.span, braces.entries[0][1].span)


def test_digest() -> None:
    """The digest is that of the text with plain line ends, so that it is the same on every machine."""
    digest = hashlib.sha256("a: é\nb: 1\n".encode()).hexdigest()
    for written in ("a: é\nb: 1\n", "a: é\r\nb: 1\r\n", "\ufeffa: é\nb: 1\n"):
        for text in (written, written.encode()):
            document = read(text, "a.yaml")
            assert isinstance(document, Document)
            assert (digest, "a: é\nb: 1\n") == (document.digest, document.text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"a: caf\xe9\n", [("not-utf8", 1, 7)]),
        ("a: b\n".encode("utf-16"), [("not-utf8", 1, 1)]),
        ("a:\n\t- b\n", [("tab", 2, 1)]),
        (
            "a: b\u202ec\nd: \u200be\x07",
            [("hidden-character", 1, 5), ("hidden-character", 2, 4), ("hidden-character", 2, 6)],
        ),
        ("a: b\rc: d\n", [("hidden-character", 1, 5)]),
        ("a: \ud800\n", [("hidden-character", 1, 4)]),
        ('a: "\\u202e"\n', [("hidden-character", 1, 4)]),
        ('a: "\\e[31m"\n', [("hidden-character", 1, 4)]),
        ("", [("empty-file", 1, 1)]),
        ("# nothing\n", [("empty-file", 1, 1)]),
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("alias", 2, 4)]),
        ("a: !!str 1\nb: !x\n  c: d\n", [("tag", 1, 4), ("tag", 2, 4)]),
        ("<<: 1\n", [("merge-key", 1, 1)]),
        ("%YAML 1.2\n---\na: b\n", [("directive", 1, 1)]),
        ("a: b\n---\nc: d\n", [("second-document", 2, 1)]),
        ("? [a]\n: b\n", [("odd-key", 1, 3)]),
        ('"": b\n', [("odd-key", 1, 1)]),
        ("a: [b: c]\n", [("pair-in-list", 1, 5)]),
        ("a: {relative}\n", [("braces-without-quotes", 1, 4)]),
        ("a: {relative} is here\n", [("braces-without-quotes", 1, 4)]),
        ('a: "b\nc: d\n', [("unclosed-quote", 1, 4)]),
        ("a: 'b' c\n", [("text-after-quote", 1, 8)]),
        ("a: [b] c\n", [("text-after-quote", 1, 8)]),
        ("a: [b,\nc: d\n", [("unclosed-bracket", 1, 4)]),
        ("a: [b\n", [("unclosed-bracket", 1, 4)]),
        ('a: "C:\\docs"\n', [("bad-escape", 1, 8)]),
        ('a: "\\UFFFFFFFF"\n', [("bad-escape", 1, 7)]),
        ("a: b: c\n", [("colon-in-text", 1, 5)]),
        ("a: b\n  c: d\n", [("bad-indent", 2, 3)]),
        ("a:\n  b: c\n d: e\n", [("bad-indent", 3, 2)]),
        ("a:\n  - b\n  c: d\n", [("bad-indent", 3, 3)]),
        ("a: b\nc\n", [("missing-colon", 2, 1)]),
        ("a: - b\n", [("bad-list", 1, 4)]),
        ("a: ? b\n", [("bad-start", 1, 4)]),
        ("a: @b\n", [("bad-start", 1, 4)]),
        ("a: %b\n", [("bad-start", 1, 4)]),
        ("a: `b`\n", [("bad-start", 1, 4)]),
        ("a: *\n", [("bad-start", 1, 4)]),
        ("a: !<b\n", [("bad-start", 1, 4)]),
        ("a: !b!c d\n", [("bad-start", 1, 4)]),
        ("a: | b\n", [("bad-block", 1, 4)]),
        ("a: |#\n  b\n", [("bad-block", 1, 4)]),
        ("a: [b, , c]\n", [("not-yaml", 1, 8)]),
        ("\na: \x07\n", [("hidden-character", 2, 4)]),
        ("\na: b: c\n", [("colon-in-text", 2, 5)]),
        ("\na: b\nc\n", [("missing-colon", 3, 1)]),
        ("\n-a: b\n- c\n", [("missing-space", 2, 1)]),
        ("? ", [("odd-key", 1, 2)]),
    ],
)
def test_refused(text: str | bytes, found: list[tuple[str, int, int]]) -> None:
    """What must not be in a file is told with its place, all of it where reading can go on."""
    assert found == findings(text)


@pytest.mark.parametrize(
    "text",
    ["[" * 60_000, "{" * 60_000, "- " * 60_000, "? " * 60_000, "[{" * 60_000, "a: " + "[" * 25 + "]" * 25],
    ids=["brackets", "braces", "dashes", "questions", "mixed", "25"],
)
def test_deep(text: str) -> None:
    """Nesting is bounded before anything runs deep."""
    assert ["too-deep"] == [code for code, _, _ in findings(text)]


def test_deep_enough() -> None:
    """24 levels can be read."""
    tree("[" * 24 + "]" * 24)


def test_large() -> None:
    """Size and number of values are bounded."""
    assert [("too-large", 1, 1)] == findings("# " + "x" * 256 * 1024)
    assert [("too-many-values", 20_000, 3)] == findings("- a\n" * 20_001)


def test_many_hidden() -> None:
    """A file full of hidden characters is not listed to its end, and of one character only the first few are."""
    assert 5 == len(findings("\x00" * 100_000))
    assert 50 == len(findings("".join(map(chr, range(0x202A, 0x202F))) * 10 + "".join(map(chr, range(0xD800, 0xD900)))))


def test_braces_without_keys() -> None:
    """Of braces without anything in them nothing is said here."""
    document = read("a: {}\n", "a.yaml")
    assert isinstance(document, Document)
    assert () == document.warnings


def test_flow_mapping_warning() -> None:
    """Keys in braces are read, with a warning that shows how to write them."""
    document = read("a: {x: Nothing agreed, or they hung up}\n", "a.yaml")
    assert isinstance(document, Document)
    assert [("flow-mapping", 4, 40)] == [(one.code, one.span.column, one.span.end_column) for one in document.warnings]
    assert "`x: ...`" in str(document.warnings[0].help)


@pytest.mark.parametrize(
    "text", ["a: [p, 'q']\nb: |\n  x\n  y\nc: >-\n  z\nd:\n", 'a: "p\\\n   q"\n? b\n: c\n', "a: b\n---\n"]
)
def test_without_c(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The parser in Python reads the same as the one in C."""
    fast = read(text, "a.yaml")
    monkeypatch.setattr(source, "_FAST", yaml.SafeLoader)
    assert fast == read(text, "a.yaml")


def test_all_diagnostics_are_clean() -> None:
    """A message shows what cannot be printed as an escape."""
    found = read('"\\n": 1\n"\\n": 2\n!\u3000x: 1', "a\n.yaml")
    assert isinstance(found, tuple)
    assert all(one.message.isprintable() for one in found)


@pytest.mark.parametrize(
    ("raw", "code", "told"),
    [
        ("a: b\n".encode("utf-16"), "not-utf8", "it was saved as UTF-16; save it with the encoding UTF-8"),
        ("a: b\n".encode("utf-16-le"), "not-utf8", "it was saved as UTF-16; save it with the encoding UTF-8"),
        ("a: b\n".encode("utf-32"), "not-utf8", "it was saved as UTF-32; save it with the encoding UTF-8"),
        (
            b"a: \x93b\x94\n",
            "not-utf8",
            "it may be `\u201c` as Windows-1252 has it; save the file with the encoding UTF-8",
        ),
        (b"a: \x81\n", "not-utf8", "save the file with the encoding UTF-8"),
        (b"%PDF-1.7\n\x00", "not-text", "copy the text into a text editor, and save it there as plain text (UTF-8)"),
        (b"{\\rtf1 a}", "not-text", "copy the text into a text editor, and save it there as plain text (UTF-8)"),
        (b"\xd0\xcf\x11\xe0", "not-text", "copy the text into a text editor, and save it there as plain text (UTF-8)"),
    ],
)
def test_other_files(raw: bytes, code: str, told: str) -> None:
    """A file in another encoding, or of another program, is named for what it is."""
    found = read(raw, "a.yaml")
    assert isinstance(found, tuple)
    assert [(code, told)] == [(one.code, one.help) for one in found]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: x #y\n", ["hash-in-text"]),
        ("a: x # y\n", []),
        ("a: x  # y\n", []),
        ("say: x # y\n", ["hash-in-text"]),
        ("say: x  # y\n", []),
        ("say: x\n# y\n", []),
        ("say: x#y\n", []),
        ("say: 'x' #y\n", []),
        ("a: •x\n", []),
        ("a: • x\n", ["bullet"]),
        ("a: – x\n", []),
        ("a:\n  – x\n  – y\n", ["bullet"]),
        ("a: |\n  • x\n  • y\n", []),
        ("a: -x\n", []),
        ("a:\n  -x\n  -y\n", ["missing-space"]),
        ("a: x\u00a0y\n", []),
        ("a: \u00a0y\n", ["odd-space"]),
        ("a: ~\nb: '~'\n", ["taken-as-text"]),
        ("a: [010, 10, 1.5, 1e3, +1, .5, yes, No, 12:30]\n", ["taken-as-text"] * 4),
        ("a: " + "9" * 60 + "\n", []),
    ],
)
def test_slips_in_texts(text: str, codes: list[str]) -> None:
    """What is hardly meant so is found in a text without quotes, and what may well be meant is not."""
    found = read(text, "a.yaml")
    findings = found if isinstance(found, tuple) else found.warnings
    assert codes == [one.code for one in findings]


def test_a_hidden_character_of_an_escape_is_named() -> None:
    """Only in double quotes an escape can make one; the finding says which."""
    found = read('a: "\\u200b"\n', "a.yaml")
    assert isinstance(found, tuple)
    assert [("hidden-character", True)] == [(one.code, "U+200B ZERO WIDTH SPACE" in one.message) for one in found]
    assert isinstance(read("a: '\\u200b'\n", "a.yaml"), Document)


def test_so_many_values_and_no_more() -> None:
    """As many values as there may be are read; of one more is told how many those are."""
    text = "a:\n" + "- x\n" * (MOST_VALUES - 3)
    assert isinstance(read(text, "a.yaml"), Document)
    found = read(text + "- x\n", "a.yaml")
    assert isinstance(found, tuple)
    assert [("too-many-values", True)] == [(one.code, f"{MOST_VALUES}" in one.message) for one in found]


def test_nothing_stands_behind_the_end() -> None:
    """A value that is missing at the end of a file is placed there, not in a line that there is not."""
    for text, line, column in (("? a", 1, 4), ("b: c\n? a", 2, 4)):
        document = read(text, "a.yaml")
        assert isinstance(document, Document)
        assert isinstance(document.root, Mapping)
        assert Span(line, column, line, column) == document.root.entries[-1][1].span
