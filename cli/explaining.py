"""How the explanation of a finding is shown, and the list of all of them."""

from __future__ import annotations

from dataclasses import asdict
from textwrap import indent, wrap
from typing import TYPE_CHECKING, Any, Final

from cli.wrong import WrongUsage
from engine.explanations import code_in, explanations, near

if TYPE_CHECKING:
    from engine.explanations import Explanation

_WIDTH: Final = 96


def explained(code: str) -> tuple[dict[str, Any], list[str]]:
    """Give one explanation, as JSON and as lines.

    Raises:
        WrongUsage: There is no such code.
    """
    meant = code_in(code)
    found = explanations().get(meant)
    if found is None:
        raise WrongUsage(_unknown(meant))
    return asdict(found), _lines(found)


def _unknown(code: str) -> str:
    close = [f"`{one}`" for one in near(code)]
    advice = f"did you mean {' or '.join(close)}?" if close else "see all of them with: cuecard explain"
    return f"no finding has the code `{code}`; {advice}"


def _lines(one: Explanation) -> list[str]:
    wrong, right = one.excerpts()
    return [
        f"{one.severity}[{one.code}]",
        "",
        *wrap(one.means, _WIDTH, break_long_words=False, break_on_hyphens=False),
        "",
        "Wrong:",
        "",
        indent(wrong, "    "),
        "",
        "which says:",
        "",
        indent(one.says, "    "),
        "",
        "Right:",
        "",
        indent(right, "    "),
    ]


def listed() -> tuple[list[dict[str, str]], list[str]]:
    """Give all codes with the beginning of their explanations, as JSON and as lines."""
    found = explanations().values()
    wide = max(len(one.code) for one in found)
    document = [{"code": one.code, "severity": one.severity, "means": one.means} for one in found]
    return document, [f"{one.code:{wide}}  {one.severity:7}  {_first(one.means)}" for one in found]


def _first(means: str) -> str:
    """Give the first sentence."""
    return means.partition(". ")[0].rstrip(".")
