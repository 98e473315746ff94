"""What a finding is made of, and how it is drawn and handed on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from jsonschema import Draft4Validator

from engine.diagnostics import (
    MOST_FINDINGS,
    Diagnostic,
    Fault,
    Severity,
    Span,
    clean,
    diagnose,
    in_order,
    locate,
    suggest,
)
from engine.picture import render_text
from engine.reports import as_github, as_json, as_sarif
from tests.procedure.examples import CODES

SARIF: Final = Draft4Validator(
    json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.schema.json").read_text(encoding="utf-8")),
    format_checker=Draft4Validator.FORMAT_CHECKER,
)
"""The schema that OASIS published for SARIF 2.1.0, as the npm package @microsoft/jest-sarif (MIT) has it."""


def found(span: Span, help_: str | None = "help yourself", file: str = "a.yaml") -> Diagnostic:
    """Make a finding."""
    return Diagnostic("odd", Severity.ERROR, "this is odd", help_, file, span)


def drawn(text: str, *span: int) -> list[str]:
    """Draw a finding in a text; give the lines of the excerpt."""
    return render_text(found(Span(*span), None), text).split("\n")[2:]


def test_design() -> None:
    """The picture is the one in design 6."""
    text = "\n" * 97 + "          when: balance > 0\n"
    file = "procedures/record_release.yaml"
    message = "step `settle_balance` depends on `balence`, which no fact declares"
    one = Diagnostic("unknown-fact", Severity.ERROR, message, "did you mean `balance`?", file, Span(98, 17, 98, 24))
    expected = """\
error[unknown-fact]: step `settle_balance` depends on `balence`, which no fact declares
  procedures/record_release.yaml:98:17
   98 |           when: balance > 0
      |                 ^^^^^^^
  help: did you mean `balance`?"""
    assert expected == render_text(one, text)


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("a: b", (1, 4, 1, 5), ["    1 | a: b", "      |    ^"]),
        ("a: 漢字 b", (1, 7, 1, 8), ["    1 | a: 漢字 b", "      |         ^"]),
        ("a: 漢字 b", (1, 4, 1, 6), ["    1 | a: 漢字 b", "      |    ^^^^"]),
        ("a: e\u0301 b", (1, 7, 1, 8), ["    1 | a: e\u0301 b", "      |      ^"]),
        ("\ta: b", (1, 5, 1, 6), ["    1 | \\ta: b", "      |      ^"]),
        ("a: \x1b[31mb", (1, 4, 1, 5), ["    1 | a: \\x1b[31mb", "      |    ^^^^"]),
        ("a: \u202eb", (1, 5, 1, 6), ["    1 | a: \\u202eb", "      |          ^"]),
        ("a: b  \nc", (1, 4, 2, 2), ["    1 | a: b", "      |    ^"]),
        ("a: b", (1, 5, 1, 5), ["    1 | a: b", "      |     ^"]),
        ("a: b", (1, 50, 1, 60), ["    1 | a: b", "      |     ^"]),
        ("a: b\r\nc: d\r\n", (2, 4, 2, 5), ["    2 | c: d", "      |    ^"]),
        ("\ufeffa: b", (1, 4, 1, 5), ["    1 | a: b", "      |    ^"]),
        ("", (1, 1, 1, 1), []),
        ("a: b", (2, 1, 2, 2), []),
    ],
)
def test_excerpt(text: str, span: tuple[int, int, int, int], shown: list[str]) -> None:
    """The line is shown safely, and what is meant is underlined, however wide it is."""
    assert shown == drawn(text, *span)


def test_long_line() -> None:
    """Of a long line only the part around the place is shown."""
    line = "x" * 500 + "here" + "y" * 500
    shown, carets = drawn(line, 1, 501, 1, 505)
    assert shown.startswith("    1 | …x")
    assert shown.endswith("y…")
    assert "here" == shown[carets.index("^") : carets.rindex("^") + 1]
    assert len(shown) < 120
    shown, carets = drawn("x" * 500, 1, 1, 1, 501)
    assert ("    1 | " + "x" * 100 + "…", "      | " + "^" * 50) == (shown, carets)


def test_help_is_separate() -> None:
    """Help stands on a line of its own, if there is some."""
    assert "  help: help yourself" == render_text(found(Span(1, 1, 1, 2)), "a").split("\n")[-1]
    assert "help" not in render_text(found(Span(1, 1, 1, 2), None), "a")


def test_words_are_cleaned() -> None:
    """Words of the author are shown on one line, cut where they are long, and lists are cut as well."""
    one = diagnose("duplicate-key", "a", Span(1, 1, 1, 2), name="\x1b[1m\n" + "x" * 100, line=1)
    assert one.message.startswith("`\\x1b[1m\\nxxx")
    assert "xxx…`" in one.message
    assert one.message.isprintable()
    listed = diagnose("not-one-of", "a", Span(1, 1, 1, 2), name="`a`", found="b", options=tuple(map(str, range(99))))
    assert str(listed.help).endswith("`28`, `29`, ...")


def test_clean_paths() -> None:
    """A file's name can do no harm either."""
    assert "a\\x07.yaml:1:1" in render_text(found(Span(1, 1, 1, 2), file="a\x07.yaml"), "a")


def test_instead() -> None:
    """A suggestion takes the place of the usual help."""
    one = diagnose("unknown-role", "a", Span(1, 1, 1, 2), "did you mean `x`?", name="y")
    assert ("did you mean `x`?", "add it to `roles:`") == (
        one.help,
        diagnose("unknown-role", "a", one.span, name="y").help,
    )


def test_locate() -> None:
    """A fault becomes a finding when its place is known."""
    one = locate(Fault("odd", 0, 3, "odd \x07"), "a", Span(1, 1, 1, 4))
    assert Diagnostic("odd", Severity.ERROR, "odd \\x07", None, "a", Span(1, 1, 1, 4)) == one


def test_order() -> None:
    """Findings come in the order of the file, each once; warnings give way where there are too many."""
    late, early = found(Span(2, 1, 2, 2)), found(Span(1, 9, 1, 10))
    assert (early, late) == in_order([late, early, late])
    warning = Diagnostic("odd", Severity.WARNING, "odd", None, "a.yaml", Span(1, 1, 1, 2))
    many = [found(Span(line, 1, line, 2)) for line in range(1, MOST_FINDINGS + 9)]
    assert tuple(many[:MOST_FINDINGS]) == in_order([warning, *many])


@pytest.mark.parametrize(
    ("word", "candidates", "close"),
    [
        ("balence", ["balance", "patient"], "balance"),
        ("xyz", ["balance"], None),
        ("b" * 5000, ["b" * 80], "b" * 80),
        ("b_499", [f"a{number}" for number in range(150)] + ["b_498"], "b_498"),
    ],
)
def test_suggest(word: str, candidates: list[str], close: str | None) -> None:
    """A name is suggested only if it is close; in a crowd, only if it begins alike."""
    assert suggest(word, candidates) == (close and f"did you mean `{clean(close)}`?")


def test_json() -> None:
    """The JSON form is the contract of design 7."""
    assert [
        {
            "code": "odd",
            "severity": "error",
            "message": "this is odd",
            "help": "help yourself",
            "file": "a.yaml",
            "line": 1,
            "column": 2,
            "end_line": 3,
            "end_column": 4,
        }
    ] == json.loads(as_json([found(Span(1, 2, 3, 4))]))
    assert "[]" == as_json([])


def test_github() -> None:
    """GitHub's form escapes what would end a property or the line."""
    one = Diagnostic("odd", Severity.WARNING, "100% odd", "help", "a:b,c\n.yaml", Span(1, 2, 3, 4))
    expected = "::warning file=a%3Ab%2Cc\\n.yaml,line=1,endLine=3,title=odd::100%25 odd%0Ahelp: help"
    assert expected == as_github([one])
    assert ",line=1,endLine=1,col=2,endColumn=4,title=odd::" in as_github([found(Span(1, 2, 1, 4))])
    assert as_github([found(Span(1, 2, 3, 4), None)]).endswith("::this is odd")


def sarif(*findings: Diagnostic) -> dict[str, Any]:
    """Give the run of a SARIF log, after its schema found nothing wrong with it."""
    log = json.loads(as_sarif(findings, "1.0"))
    assert [] == [error.message for error in SARIF.iter_errors(log)]
    run: dict[str, Any] = log["runs"][0]
    return run


def test_sarif() -> None:
    """SARIF names the rule, the level, the text and the region."""
    run = sarif(found(Span(1, 2, 3, 4), file="a b\\c.yaml"))
    assert {"name": "cuecard", "version": "1.0", "rules": [{"id": "odd"}]} == run["tool"]["driver"]
    (result,) = run["results"]
    assert ("odd", 0, "error", "this is odd; help yourself") == (
        result["ruleId"],
        result["ruleIndex"],
        result["level"],
        result["message"]["text"],
    )
    place = result["locations"][0]["physicalLocation"]
    assert ("a%20b/c.yaml", "%SRCROOT%", {"startLine": 1, "startColumn": 2, "endLine": 3, "endColumn": 4}) == (
        place["artifactLocation"]["uri"],
        place["artifactLocation"]["uriBaseId"],
        place["region"],
    )
    assert "this is odd" == sarif(found(Span(1, 2, 3, 4), None))["results"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("/home/pat/a b.yaml", "file:///home/pat/a%20b.yaml"),
        ("C:\\Office\\a.yaml", "file:///C:/Office/a.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("é\x07.yaml", "%C3%A9%07.yaml"),
    ],
)
def test_sarif_uris(file: str, uri: str) -> None:
    """A file is named by a URI, whatever its name."""
    (result,) = sarif(found(Span(1, 2, 3, 4), file=file))["results"]
    assert uri == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_rules() -> None:
    """Each rule is explained with its examples, and every explanation is of the form that SARIF has for it."""
    run = sarif(*(diagnose_any(code) for code in CODES))
    assert sorted(CODES) == [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert all("Right:" in rule["help"]["text"] for rule in run["tool"]["driver"]["rules"])
    assert {"error", "warning"} == {rule["defaultConfiguration"]["level"] for rule in run["tool"]["driver"]["rules"]}


def diagnose_any(code: str) -> Diagnostic:
    """Make some finding with a code."""
    return Diagnostic(code, CODES[code].severity, "so it is", None, "a.yaml", Span(1, 1, 1, 2))


def test_sarif_fingerprints() -> None:
    """A finding keeps its fingerprint when it moves to another line, and each of two alike has its own."""
    twice = sarif(found(Span(1, 2, 1, 4)), found(Span(7, 2, 7, 4)))["results"]
    moved = sarif(found(Span(3, 2, 3, 4)), found(Span(9, 2, 9, 4)))["results"]
    prints = [one["partialFingerprints"]["cuecard/v1"] for one in twice]
    assert prints == [one["partialFingerprints"]["cuecard/v1"] for one in moved]
    assert 2 == len(set(prints))
