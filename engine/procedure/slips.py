"""Slips of the hand that a parser blames on something else: a bullet, a missing space, a blank that is none.

    look_closer(code, text, at) -> the slip behind a problem of the parser, if there is one
    odd_in_plain(text, begins, raw) -> slips in a text without quotes that can be read, but hardly as it was meant
    odd_in_quotes(begins, raw) -> the same for a text in quotes

INVARIANT: only the line of a problem and the one before it are looked at, so this costs next to nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks of other kinds than the usual one, as in a character class."""

BULLETS: Final = "•◦▪‣●○■·∙–—"

_STRUCTURE: Final = frozenset({"missing-colon", "bad-indent", "colon-in-text", "bad-start", "bad-list", "not-yaml"})
"""What the parser makes of such slips."""

_BLANK: Final = re.compile(rf"[ -]*(?P<at>[{BLANKS}])|[ ]*(?:- )?[\w-]+:(?P<after>[{BLANKS}])")
_ODD: Final = re.compile(f"[{BLANKS}]")
_NO_SPACE: Final = re.compile(r" *(?:(?P<dash>-)(?=\w+:)|(?:- )?[a-z]\w*(?P<colon>:)(?=[^\s:/]))(?P<rest>.{1,24})")
_BULLET: Final = re.compile(rf" *(?P<at>[{BULLETS}]|\*(?= ))")
_WIDE_COLON: Final = re.compile(r" *(?:- )?\w+ ?(?P<at>：)")  # noqa: RUF001  as Chinese and Japanese keyboards have it
_CURLY: Final = re.compile(r" *(?:- )?(?:\w+: +)?(?P<at>[“”„«‘’‚])")  # noqa: RUF001  that is what is looked for
_ENTRY: Final = re.compile(r" *- (?P<at>[a-z]\w*)(?: +[^\s:#][^:]*)?")
_KEY: Final = re.compile(r" *[\w-]+:(?: |$)")

_REMARK: Final = re.compile(r"(?P<blanks> +)#(?P<next>.?)")
_PROSE: Final = re.compile(r"\s*(?:- )?(?:say|do|undo|title|question|help): ")
_LIST: Final = re.compile(rf"(?:^|\n) *(?P<at>[{BULLETS}])(?= )")
_SWALLOWED: Final = re.compile(
    r"\n *(?:- )?(?P<key>id|title|who|say|do|ask|print|when|wait_for|until|due|once|steps"
    r"|type|question|options|value):(?=\s)"
)
"""A line with one of the keys that are used most."""

_DASHES: Final = re.compile(r"(?:^|\n) *(?P<at>-)(?P<rest>[^\W\d].{0,24})")
_TAKEN: Final = (
    (re.compile(r"null|Null|NULL|~"), "leave the key out if nothing is meant"),
    (re.compile(r"True|TRUE|False|FALSE"), "write it in small letters if yes or no is meant"),
    (
        re.compile(
            r"[-+]?0[0-9]+|\+[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
        ),
        "if a number is meant, write digits only, with no zero in front",
    ),
    (re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"), "if a number is meant, write digits"),
)
"""What other YAML files (1.2, core schema) have as nothing, truth or number, and is text here."""

_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?", re.ASCII)
_LONGEST_NUMBER: Final = 40


class Slip(NamedTuple):
    """What was meant otherwise: the code of the finding, where (offsets), its words, and help that fits better."""

    code: str
    begins: int
    ends: int
    words: dict[str, str]
    help: str | None = None


def look_closer(code: str, text: str, at: int) -> Slip | None:
    """Find the slip that made the parser stop.

    Args:
        code: What its problem would be told as.
        text: The file.
        at: Where it stopped.
    """
    if code == "text-after-quote":
        return _after_quote(text, at)
    if code not in _STRUCTURE:
        return None
    here = text.rfind("\n", 0, at) + 1
    before = text.rfind("\n", 0, len(text[:here].rstrip())) + 1
    starts = [here, before] if before < here else [here]
    found = (slip(code, text, start) for start in starts for slip in (_blank, _no_space, _bullet, _wide_colon))
    return next(filter(None, found), None) or _curly(code, text, here) or _entry(code, text, here, before)


def _line(text: str, start: int) -> str:
    ends = text.find("\n", start)
    return text[start:] if ends < 0 else text[start:ends]


def _blank(_: str, text: str, start: int) -> Slip | None:
    found = _BLANK.match(_line(text, start))
    if not found:
        return None
    at = start + found.start("at" if found["at"] else "after")
    return Slip("odd-space", at, at + 1, {"name": f"U+{ord(text[at]):04X}"})


def _no_space(_: str, text: str, start: int) -> Slip | None:
    found = _NO_SPACE.match(_line(text, start))
    if not found:
        return None
    sign, rest = found["dash"] or found["colon"], found["rest"]
    at = start + found.start("dash" if found["dash"] else "colon")
    key = "" if found["dash"] else text[start:at].strip().removeprefix("- ")
    return Slip("missing-space", at, at + 1, {"name": sign, "right": f"{key}{sign} {rest}"})


def _bullet(_: str, text: str, start: int) -> Slip | None:
    found = _BULLET.match(_line(text, start))
    return Slip("bullet", start + found.start("at"), start + found.end("at"), {"name": found["at"]}) if found else None


def _wide_colon(_: str, text: str, start: int) -> Slip | None:
    found = _WIDE_COLON.match(_line(text, start))
    help_ = "write `:` and a space after the key"
    return Slip("missing-colon", start + found.start("at"), start + found.end("at"), {}, help_) if found else None


def _curly(code: str, text: str, start: int) -> Slip | None:
    found = _CURLY.match(_line(text, start)) if code in {"colon-in-text", "missing-colon"} else None
    return (
        Slip("curly-quotes", start + found.start("at"), start + found.end("at"), {"name": found["at"]})
        if found
        else None
    )


def _entry(code: str, text: str, here: int, before: int) -> Slip | None:
    """Find `- id call` above a line with a key."""
    line = _line(text, here)
    if code == "missing-colon" and ":" not in line and len(line.split()) > 2:  # noqa: PLR2004  three words are a sentence
        begins = here + len(line) - len(line.lstrip())
        help_ = "write it like `key: value`; what goes on with the text above begins further to the right than its key"
        return Slip(code, begins, here + len(line.rstrip()), {}, help_)
    found = _ENTRY.fullmatch(_line(text, before))
    is_below = found and _KEY.match(line) and len(line) - len(line.lstrip()) == found.start("at")
    if code == "bad-indent" and found and is_below:
        return Slip("missing-colon", before + found.start("at"), before + found.end("at"), {})
    return None


def _after_quote(text: str, at: int) -> Slip | None:
    before, word = text[:at].rstrip()[-2:], (text[at:].split(maxsplit=1) or [""])[0]
    if before[-1:] == "]" and word[:1] == "]":
        return Slip("text-after-quote", at, at + 1, {}, "leave this bracket out")
    if before[-1:] == "'" and before[:1].isalpha() and word[:1].isalpha():
        help_ = "write an apostrophe in such a text twice, as in `'We don''t'`, or put double quotes around the text"
        return Slip("text-after-quote", at, at + len(word), {}, help_)
    return None


def odd_in_plain(text: str, begins: int, raw: str) -> Iterator[Slip]:
    """Find what was hardly meant so in a text that is written without quotes.

    Args:
        text: The file.
        begins: Where in it the text begins.
        raw: The text as it stands there.
    """
    ends = begins + len(raw)
    if _ODD.match(raw):
        yield Slip("odd-space", begins, begins + 1, {"name": f"U+{ord(raw[0]):04X}"})
    advice = _taken_as(raw)
    if advice:
        yield Slip("taken-as-text", begins, ends, {"name": raw, "advice": advice})
    bullets = list(_LIST.finditer(raw)) if raw[:1] in BULLETS or "\n" in raw else []
    if bullets and (len(bullets) > 1 or bullets[0]["at"] == "•"):
        at = begins + bullets[0].start("at")
        yield Slip("bullet", at, at + 1, {"name": bullets[0]["at"]})
    dashes = list(_DASHES.finditer(raw)) if raw[:1] == "-" and "\n" in raw else []
    if len(dashes) > 1:
        right = f"- {dashes[0]['rest']}"
        yield Slip("missing-space", begins, begins + 1, {"name": "-", "right": right})
    remark = _REMARK.match(text, ends) if text.startswith(" ", ends) else None
    if remark and _cuts_text(text, begins, remark):
        yield Slip("hash-in-text", remark.end("blanks"), remark.end(), {})


def odd_in_quotes(begins: int, raw: str) -> Iterator[Slip]:
    """Find that a text in quotes has swallowed lines that were meant as keys."""
    swallowed = _SWALLOWED.search(raw) if raw[:1] in {"'", '"'} else None
    if swallowed:
        words = {"name": swallowed["key"], "quote": raw[0]}
        yield Slip("quote-goes-on", begins, begins + raw.index("\n"), words)


def _taken_as(raw: str) -> str | None:
    """Give what to do about a text that would not be one elsewhere."""
    if len(raw) > _LONGEST_NUMBER or _NUMBER.fullmatch(raw):
        return None
    return next((advice for form, advice in _TAKEN if form.fullmatch(raw)), None)


def _cuts_text(text: str, begins: int, remark: re.Match[str]) -> bool:
    """Whether a remark looks like the rest of a text: `case #12`, or `press # to go on` where people are spoken to."""
    if remark["next"].isalnum():
        return True
    line = text[text.rfind("\n", 0, begins) + 1 : begins]
    return remark["blanks"] == " " and _PROSE.match(line) is not None
