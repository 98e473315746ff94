"""What every store promises of texts and files; each test runs against each store."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from engine.case.events import CaseClosed, CaseReopened, NoteAdded
from engine.store import CaseNotFound, FileNotKept, TextNotFound
from tests.store.entries import CASE, DIGEST, MARK, OTHER, after, opened

if TYPE_CHECKING:
    from engine.store import Store

TEXT = "procedure: record_release\ntitle: Herausgabe – „Unterlagen“\r\n"
TEXT_DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_text_is_kept_to_the_letter(store: Store) -> None:
    """A procedure's text comes back with its line ends and its signs."""
    store.keep_text(TEXT_DIGEST, TEXT)
    store.keep_text(TEXT_DIGEST, TEXT)
    assert store.text(TEXT_DIGEST) == TEXT


@pytest.mark.parametrize("digest", [DIGEST, "../../etc/passwd", "", "A" * 64])
def test_a_text_that_was_not_kept_is_not_found(store: Store, digest: str) -> None:
    """A text is found under its digest only."""
    with pytest.raises(TextNotFound):
        store.text(digest)


def test_a_text_goes_under_its_own_digest(store: Store) -> None:
    """A text under the digest of another one is a mistake of the program."""
    with pytest.raises(ValueError, match="SHA-256"):
        store.keep_text(DIGEST, TEXT)


def test_files_are_kept_with_their_case(store: Store) -> None:
    """A file is given back under the name it got, by its case only."""
    store.create(CASE, opened())
    store.create(OTHER, opened(OTHER))
    name = store.keep_file(CASE, "written_request-3.pdf", b"%PDF \x00\r\n")
    assert ("written_request-3.pdf", b"%PDF \x00\r\n") == (name, store.file(CASE, name))
    with pytest.raises(FileNotKept):
        store.file(OTHER, name)


def test_a_second_file_of_a_name_gets_a_number(store: Store) -> None:
    """Nothing is overwritten; the same file again is the file that is there; upper and lower case are one."""
    store.create(CASE, opened())
    kept = [
        store.keep_file(CASE, name, content)
        for name, content in [("a.txt", b"1"), ("a.txt", b"2"), ("A.TXT", b"3"), ("A.txt", b"2"), ("a.txt", b"1")]
    ]
    assert ["a.txt", "a-2.txt", "A-3.TXT", "a-2.txt", "a.txt"] == kept
    assert [b"1", b"2", b"3"] == [store.file(CASE, name) for name in kept[:3]]


@pytest.mark.parametrize("name", ["b.txt", "../a.txt", "", "a.txt\x00", MARK])
def test_a_file_that_was_not_kept_is_not_found(store: Store, name: str) -> None:
    """A file is found under the name it got, and no other name reaches the disk or the message."""
    store.create(CASE, opened())
    store.keep_file(CASE, "a.txt", b"")
    with pytest.raises(FileNotKept) as caught:
        store.file(CASE, name)
    assert MARK not in str(caught.value)


def test_files_follow_their_case(store: Store) -> None:
    """The files of a case are there whether it is open or closed."""
    store.create(CASE, opened())
    store.keep_file(CASE, "a.txt", b"1")
    store.append(CASE, after(1, CaseClosed(None)), expected=1)
    assert store.file(CASE, "a.txt") == b"1"
    store.keep_file(CASE, "b.txt", b"2")
    store.append(CASE, after(2, CaseReopened("again")), expected=2)
    assert [b"1", b"2"] == [store.file(CASE, name) for name in ("a.txt", "b.txt")]


def test_a_person_is_told_where_a_file_is(store: Store) -> None:
    """What a person is told of a file's place ends in its name; there is none for a case that is not there."""
    store.create(CASE, opened())
    name = store.keep_file(CASE, "a.txt", b"")
    assert store.whereabouts(CASE, name).endswith("a.txt")
    with pytest.raises(CaseNotFound):
        store.whereabouts(OTHER, name)


def test_a_file_is_kept_while_the_case_is_held(store: Store) -> None:
    """What belongs to an entry can be kept before the entry is written."""
    store.create(CASE, opened())
    with store.writing(CASE) as writing:
        name = store.keep_file(CASE, "request.pdf", b"%PDF")
        writing.append(after(1, NoteAdded(name)))
    assert store.file(CASE, "request.pdf") == b"%PDF"
