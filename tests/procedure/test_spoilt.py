"""INVARIANT: whatever stands in a file, what comes back is a procedure or findings with places in it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine.picture import render_text
from engine.procedure import source
from engine.procedure.load import Loaded, load, load_checked
from engine.procedure.nodes import Document
from engine.procedure.source import read
from engine.reports import as_github, as_json, as_sarif
from tests.procedure.mutations import BITS, spoilt

if TYPE_CHECKING:
    from engine.diagnostics import Diagnostic


_ORDINARY: Final = re.compile(r"[\n -~]*")
"""What is printable without a look at each character: most of it is, and looking takes longer than all else."""


def is_printable(text: str) -> bool:
    """Whether a terminal shows all of a text as it is: no control, direction or other hidden character."""
    return _ORDINARY.fullmatch(text) is not None or all(
        one == "\n" or unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for one in text
    )


def is_told(text: str, found: Loaded | tuple[Diagnostic, ...]) -> None:
    """See that what came back can be shown: places in the file, in order, nothing unprintable."""
    findings = found if isinstance(found, tuple) else found.warnings
    assert findings or isinstance(found, Loaded)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for one in findings:
        span = one.span
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert is_printable(render_text(one, text))
    assert sorted(one.span for one in findings) == [one.span for one in findings]
    assert is_printable(as_json(findings) + as_github(findings) + as_sarif(findings, "0"))


@given(spoilt)
def test_spoilt(text: str) -> None:
    """A spoilt procedure gives findings with places, or is still one."""
    is_told(text, load(text, "spoilt.yaml"))


@given(spoilt)
def test_unchecked(text: str) -> None:
    """Building does not rely on the shape having been checked."""
    is_told(text, load_checked(text, "spoilt.yaml"))


@given(st.lists(st.sampled_from(BITS), max_size=60).map("".join))
def test_bits(text: str) -> None:
    """Hard bits in any order are read or refused."""
    is_told(text, load(text, "bits.yaml"))


@given(st.binary(max_size=200))
def test_bytes(raw: bytes) -> None:
    """Bytes of any kind are read or refused."""
    is_told(raw.decode("utf-8", "replace"), load(raw, "bytes.yaml"))


@given(st.one_of(spoilt, st.lists(st.sampled_from(BITS), max_size=60).map("".join)))
def test_both_parsers(text: str) -> None:
    """The parser in Python reads what the one in C reads, and the same; only `?` within brackets it refuses."""
    fast = read(text, "a.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "_FAST", yaml.SafeLoader)
        slow = read(text, "a.yaml")
    assert fast == slow or ("?" in text and isinstance(fast, Document))
