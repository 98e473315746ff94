"""How a problem that PyYAML tells in its words is told in ours, with a place that an author can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.diagnostics import diagnose
from engine.frozen import NamedTuple, replace
from engine.procedure.characters import point
from engine.procedure.indents import stepped_in
from engine.procedure.slips import look_closer

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic, Span
from engine.procedure.slips import Slip


class Problem(NamedTuple):
    """What PyYAML says: its words, what it was at, where the problem is, and where that began (offsets)."""

    words: str
    during: str
    at: int
    began: int


class _Wording(NamedTuple):
    words: str
    during: str
    code: str
    where_it_began: bool = False


WORDINGS: Final = (
    _Wording("mapping values are not allowed", "", "colon-in-text"),
    _Wording("sequence entries are not allowed", "", "bad-list"),
    _Wording("mapping keys are not allowed", "", "bad-start"),
    _Wording("could not find expected ':'", "", "missing-colon", where_it_began=True),
    _Wording("cannot start any token", "", "bad-start"),
    _Wording("", "scanning an alias", "bad-start", where_it_began=True),
    _Wording("", "scanning an anchor", "bad-start", where_it_began=True),
    _Wording("", "tag", "bad-start", where_it_began=True),
    _Wording("tag handle", "parsing a node", "bad-start", where_it_began=True),
    _Wording("", "scanning a directive", "directive", where_it_began=True),
    _Wording("directive", "", "directive"),
    _Wording("incompatible", "", "directive"),
    _Wording("", "scanning a quoted scalar", "unclosed-quote", where_it_began=True),
    _Wording("", "scanning a double-quoted scalar", "bad-escape"),
    _Wording("chr()", "", "bad-escape"),
    _Wording("int too large", "", "bad-escape"),
    _Wording("", "scanning a block scalar", "bad-block", where_it_began=True),
    _Wording("expected ',' or", "parsing a flow", "unclosed-bracket", where_it_began=True),
    _Wording("<stream end>", "parsing a flow", "unclosed-bracket", where_it_began=True),
    _Wording("", "parsing a block", "bad-indent"),
    _Wording("<document start>", "", "bad-indent"),
)
"""Which of our findings a problem is: the first line whose words are in it."""


_OF_WORDS: Final = frozenset({"missing-colon", "bad-indent", "text-after-quote"})
_LONGEST_WORD: Final = 40
_TWO_COMMAS: Final = "leave out this comma, or write before it what is missing there"


def reword(problem: Problem, text: str, file: str) -> Diagnostic:
    """Tell a problem of PyYAML's as a finding of ours.

    Args:
        problem: The problem.
        text: The text of the file, in which every offset of the problem lies.
        file: Its name.
    """
    wording = next((one for one in WORDINGS if one.words in problem.words and one.during in problem.during), None)
    code = wording.code if wording else "not-yaml"
    at = problem.began if wording and wording.where_it_began else problem.at
    at = min(at, max(len(text.rstrip()) - 1, 0))
    code, at = _closer(code, text, at)
    slip = look_closer(code, text, at)
    if slip:
        return locate_slip(slip, text, file)
    span = _span(code, text, at)
    instead = _TWO_COMMAS if code == "not-yaml" and text.startswith(",", at) else _further_up(code, text, span)
    return diagnose(code, file, span, instead, name=text[at : at + 1])


def _further_up(code: str, text: str, span: Span) -> str | None:
    """Name the line that is out of place, where it is not the one that was found to be."""
    line = stepped_in(text.split("\n"), span.line) if code == "bad-indent" else None
    if line is None:
        return None
    return f"what stands from line {line} on is further in; begin that, or this line, exactly below what it goes with"


def locate_slip(slip: Slip, text: str, file: str) -> Diagnostic:
    """Make a finding of a slip."""
    begins = point(text, slip.begins)
    span = replace(begins, end_column=begins.column + slip.ends - slip.begins)
    return diagnose(slip.code, file, span, slip.help, **slip.words)


def _closer(code: str, text: str, at: int) -> tuple[str, int]:
    """Look at the line itself, where PyYAML's words fit two mistakes."""
    begins = text.rfind("\n", 0, at) + 1
    before = text[begins:at]
    if code == "colon-in-text" and ": " not in before:
        return "bad-indent", at - len(before.lstrip())
    if code == "bad-indent" and before.rstrip().endswith(("'", '"', "]")):
        return "text-after-quote", at
    if code == "bad-indent" and before.rstrip().endswith("}"):
        return "braces-without-quotes", at
    return code, at


def _span(code: str, text: str, at: int) -> Span:
    """Underline the word, where the problem is a whole one, else the character."""
    span = point(text, at)
    if code not in _OF_WORDS:
        return span
    word = text[at : at + _LONGEST_WORD].split(maxsplit=1)
    return replace(span, end_column=span.column + len(word[0])) if word else span
