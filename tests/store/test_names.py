"""Which names reach the disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.names import is_case, is_safe, safe, unique

WINDOWS = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
PLAIN = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-.")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("written_request-3.pdf", "written_request-3.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\letter.PDF", "letter.PDF"),
        ("Brief an Müller.docx", "Brief_an_M_ller.docx"),
        ("a.tar.gz", "a_tar.gz"),
        ("CON.txt", "_CON.txt"),
        ("lpt1", "_lpt1"),
        (".hidden", "file.hidden"),
        ("trailing. ", "trailing"),
        ("a.txt\x00.exe", "a_txt.exe"),
        ("", "file"),
        ("…", "file"),
        ("x" * 200 + "." + "y" * 50, "x" * 80 + "." + "y" * 10),
    ],
)
def test_a_file_name_is_made_safe(told: str, kept: str) -> None:
    """What somebody called a file becomes a name that every system takes."""
    assert safe(told) == kept


@given(st.text())
def test_every_name_becomes_a_safe_one(told: str) -> None:
    """Whatever a file is called: plain characters, no folder, no device of Windows, no hidden file."""
    kept = safe(told)
    assert is_safe(kept)
    assert set(kept) <= PLAIN
    assert kept.partition(".")[0].lower() not in WINDOWS
    assert not kept.startswith(".")
    assert not kept.endswith(".")


@given(st.text())
def test_a_number_of_a_case_is_a_safe_name(told: str) -> None:
    """What passes as the number of a case is a safe name as it stands."""
    assert not is_case(told) or is_safe(told)


@pytest.mark.parametrize(
    ("content", "there", "found"),
    [
        (b"1", {}, ("a.txt", True)),
        (b"1", {"a.txt": b"1"}, ("a.txt", False)),
        (b"2", {"a.txt": b"1"}, ("a-2.txt", True)),
        (b"2", {"A.txt": b"1", "a-2.TXT": b"2"}, ("a-2.TXT", False)),
        (b"3", {"a.txt": b"1", "a-2.txt": b"2"}, ("a-3.txt", True)),
    ],
)
def test_names_are_unique(content: bytes, there: dict[str, bytes], found: tuple[str, bool]) -> None:
    """A name that is taken by another content gets a number; upper and lower case are one, as on Windows."""
    assert found == unique("a.txt", content, there, there.get)


@given(st.text(), st.integers(0, 3))
def test_a_unique_name_is_a_safe_one(told: str, taken: int) -> None:
    """Also a name that got a number can be looked up."""
    there: dict[str, bytes] = {}
    for number in range(taken):
        there[unique(told, b"%d" % number, there, there.get)[0]] = b"%d" % number
    assert len(there) == taken
    assert all(is_safe(name) for name in there)
