"""How the log of one case is written in its file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.case.events import AnswerRedacted, CaseClosed, CaseReopened, NoteRedacted
from engine.store import CorruptLog
from engine.store.chain import seal
from engine.store.page import Page, blank, cut, ends_with, grown, of_texts, read, texts_of
from tests.store.entries import CASE, FULL, MARK, after, notes, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Recorded


def page_of(entries: list[Recorded]) -> Page:
    """Write a page."""
    page = blank(CASE)
    return grown(page, seal(CASE, entries, page.log))


PAGE = page_of(opened(CASE, *FULL) + notes(6, 2))
FILE = PAGE.content


def again(content: bytes) -> Page:
    """Read a page."""
    return read(CASE, "a test", content)


def test_a_page_is_read_as_it_was_written() -> None:
    """Reading gives the page that was written, to the byte."""
    assert again(FILE) == PAGE


def test_a_page_knows_the_file_that_holds_it() -> None:
    """Whether a file is the page to the letter is told as by comparing all of it."""
    held = {content: PAGE.is_held_by(content) for content in (FILE, b"", FILE[:-1], FILE + b"\n", b" " + FILE[1:])}
    assert held == {content: content == PAGE.content for content in held}
    assert not PAGE.is_held_by(page_of(opened(CASE, *FULL) + notes(6, 3)).content)
    assert blank(CASE).is_held_by(blank(CASE).content)


def test_an_entry_is_a_line() -> None:
    """Two lines frame the entries, each of which is one line: a difference shows where it is."""
    lines = FILE.decode().splitlines()  # U+2028 in a note is no end of a line to a file, only to Python
    assert FILE.count(b"\n") == PAGE.log.seq + 2
    assert lines[0] == '{"events":{'


def test_a_page_grows_at_its_end() -> None:
    """What was written stays where it was."""
    links = seal(CASE, notes(PAGE.log.seq), PAGE.log)
    more = grown(PAGE, links)
    assert more.body.startswith(PAGE.body)
    assert again(more.content) == more


@pytest.mark.parametrize(
    "format_anew",
    [
        lambda content: json.dumps(json.loads(content)).encode(),
        lambda content: json.dumps(json.loads(content), indent=4, ensure_ascii=False).encode(),
        lambda content: json.dumps(json.loads(content), sort_keys=True).encode("utf-16"),
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b'"seq":2', b'"seq": 2'),
        lambda content: content.replace(b'\n"1":', b'\n  "1" :'),
        lambda content: content.replace(b'{"events":{\n', b'{"events":{'),
        lambda content: content.replace(b'{"events":{\n', b' {"events":{'),
    ],
    ids=["plain", "indented", "UTF-16", "CRLF", "BOM", "a space", "an indent", "one line", "shifted"],
)
def test_a_file_that_was_formatted_anew_is_the_same_log(format_anew: Callable[[bytes], bytes]) -> None:
    """Line ends, spaces and the order of keys say nothing; the next write puts them right."""
    content = format_anew(FILE)
    assert content != FILE
    assert again(content) == PAGE


def tampered(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Change what a file says, and write it down again."""
    document = json.loads(FILE)
    change(document)
    return json.dumps(document).encode()


DAMAGED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "cut off"),
    "zeros": (b"\0" * len(FILE), "cut off"),
    "cut off": (FILE[:-30], "cut off"),
    "no UTF-8": (FILE.replace(b"note", b"not\xff"), "cut off"),
    "very deep": (b"[" * 100_000, "cut off"),
    "a list": (b"[]", "not the log of a case"),
    "no head": (tampered(lambda file: file.pop("head")), "not the log of a case"),
    "another table": (tampered(lambda file: file.update(_default={})), "not the log of a case"),
    "entries in a list": (tampered(lambda file: file.update(events=[1])), "not the log of a case"),
    "no entries": (tampered(lambda file: file.update(events={})), "does not begin"),
    "a missing entry": (tampered(lambda file: file["events"].pop("3")), "entry 3 is missing"),
    "a missing last entry": (tampered(lambda file: file["events"].pop("8")), "entry 7 was changed, or is not the last"),
    "a changed entry": (tampered(lambda file: file["events"]["6"].update(text=MARK)), "entry 7 does not follow"),
    "a changed last entry": (tampered(lambda file: file["events"]["8"].update(text=MARK)), "entry 8 was changed"),
    "a changed head": (tampered(lambda file: file["head"]["1"].update(seq=7)), "entry 8 was changed"),
    "not a number": (tampered(lambda file: file["events"]["8"].update(text=float("nan"))), "never recorded"),
    "half a character": (tampered(lambda file: file["events"]["8"].update(text="\udcff")), "never recorded"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_told(name: str) -> None:
    """A damaged file is never read as a log; the message says what is wrong, where, and repeats no value."""
    content, told = DAMAGED[name]
    with pytest.raises(CorruptLog, match=told) as caught:
        again(content)
    assert (CASE, "a test") == (caught.value.case, caught.value.where)
    assert MARK not in f"{caught.value}"


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_told_to_who_knows_the_file(name: str) -> None:
    """Whoever has read a file before reads it no less carefully."""
    content, told = DAMAGED[name]
    with pytest.raises(CorruptLog, match=told):
        read(CASE, "a test", content, PAGE)


@given(st.integers(0, PAGE.log.seq))
def test_reading_on_is_reading_anew(seq: int) -> None:
    """It makes no difference how much of a file was read before."""
    entries = list(PAGE.log.entries)
    known = page_of(entries[:seq]) if seq else None
    assert read(CASE, "a test", FILE, known) == PAGE


def test_what_was_read_before_is_not_trusted_blindly() -> None:
    """A change in what was read before shows, though the file has grown as it should."""
    known = page_of(list(PAGE.log.entries[:-1]))
    changed = FILE.replace(MARK.encode(), MARK.encode()[::-1], 1)
    with pytest.raises(CorruptLog, match="entry 4 does not follow"):
        read(CASE, "a test", changed, known)


@given(st.integers(0, len(FILE) - 1), st.integers(0, 255))
@example(at=FILE.rindex(b"note"), byte=ord("N"))
def test_no_byte_changes_unseen(at: int, byte: int) -> None:
    """Whichever byte is changed: the file says the same, or is refused."""
    content = FILE[:at] + bytes([byte]) + FILE[at + 1 :]
    try:
        page = again(content)
    except CorruptLog:
        return
    assert page == PAGE


@given(st.integers(0, len(FILE) - 1))
def test_no_cut_goes_unseen(at: int) -> None:
    """A file that is cut off anywhere says the same, or is refused."""
    try:
        page = again(FILE[:at])
    except CorruptLog:
        return
    assert page == PAGE


def test_the_year_of_the_end_is_told() -> None:
    """A page knows in which year the case ended, from the log alone."""
    assert (None, 2025) == (PAGE.year, page_of(opened(CASE, CaseClosed(None))).year)


def test_a_page_can_be_cut() -> None:
    """It is then the page that it was with so many entries, to the byte."""
    pages = [blank(CASE)]
    for one in PAGE.log.entries:
        pages.append(grown(pages[-1], seal(CASE, [one], pages[-1].log)))
    assert pages == [cut(pages[-1], count) for count in range(len(pages))]


def test_a_cut_page_is_of_the_year_it_ended_in_then() -> None:
    """Before the case ended, it had not ended; opened again, it has not either."""
    page = page_of([*opened(CASE), *after(1, CaseClosed(None)), *after(2, CaseReopened("more to send"))])
    assert [None, 2025, None] == [cut(page, count).year for count in (1, 2, 3)]


@pytest.mark.parametrize("redaction", [AnswerRedacted("phone"), NoteRedacted(7)])
def test_what_was_redacted_is_in_no_cut(redaction: AnswerRedacted | NoteRedacted) -> None:
    """A page is not cut before a redaction, whose digests vouch for what was taken out; after it, it is."""
    page = grown(PAGE, seal(CASE, after(PAGE.log.seq, redaction), PAGE.log))
    assert cut(page, PAGE.log.seq) is page
    grown_on = grown(page, seal(CASE, notes(page.log.seq, 2), page.log))
    assert cut(grown_on, page.log.seq) == page


def test_a_page_is_put_together_of_its_texts() -> None:
    """What the entries are written as makes the page again; of none there is no page, and of others is told."""
    assert PAGE == of_texts(CASE, texts_of(PAGE))
    assert [] == texts_of(blank(CASE))
    for texts in ([], texts_of(PAGE)[1:], [*texts_of(PAGE), b"{}"]):
        with pytest.raises(CorruptLog) as caught:
            of_texts(CASE, texts)
        assert (CASE, "what was put together") == caught.value.args[:2]


def test_how_a_file_ends() -> None:
    """A file ends with the number and the digest of its last entry, and with no other."""
    assert ends_with(FILE, PAGE.log.seq, PAGE.log.head)
    assert not ends_with(FILE, PAGE.log.seq - 1, PAGE.log.head)
    assert not ends_with(FILE, PAGE.log.seq, PAGE.log.digests[0])
    assert not ends_with(FILE[:-1], PAGE.log.seq, PAGE.log.head)


def test_the_year_stays() -> None:
    """What comes after the end of a case does not change its year, whether it is written or read on."""
    closed = page_of([*opened(CASE), *after(1, CaseClosed(None))])
    more = grown(closed, seal(CASE, notes(2), closed.log))
    assert (2025, 2025) == (more.year, read(CASE, "a test", more.content, closed).year)
