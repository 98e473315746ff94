"""What a fault of a chain says: of which case, in which file, and what does not hold together; to the letter."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import AnswerRecorded, AnswerRedacted, NoteAdded, NoteRedacted
from engine.store import ConflictingWrite, CorruptLog, Unstorable
from engine.store.chain import EMPTY, GENESIS, Record, canonical, extended, seal, verify
from engine.store.ledger import BEGINNING, LONGEST, Break, Committed, Discarded, Kept, inscribed, matches, walk
from tests.store.entries import CASE, MARK, OTHER, after, notes, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Recorded

WHERE = "open/2025-0001.json"


def said(records: list[Record], texts: list[bytes] | None = None) -> tuple[str, str, str]:
    """Verify what is not right; give what the fault is made of."""
    with pytest.raises(CorruptLog) as caught:
        verify(CASE, WHERE, records, [canonical(one) for one in records] if texts is None else texts)
    return caught.value.args


def sealed(*more: Recorded) -> list[Record]:
    """Give the records of a log, an entry sealed after the other."""
    log = extended(EMPTY, seal(CASE, opened(CASE, AnswerRecorded("phone", MARK), NoteAdded(MARK)), EMPTY))
    records = [link.record for link in seal(CASE, list(log.entries), EMPTY)]
    log = verify(CASE, WHERE, records, [canonical(one) for one in records])
    for entry in more:
        [link] = seal(CASE, [entry], log)
        log = extended(log, [link])
        for over in link.over:
            records[over.entry.seq - 1] = over.record
        records.append(link.record)
    return records


NO_TYPE = "entry 2 is of no type that this version of cuecard knows"
NO_EVENT = "entry 2 is not a recorded event"
FOLLOWS = "entry {} does not follow the one before it"
SPOILT: dict[str, tuple[Callable[[list[Record]], Any], str]] = {
    "no type": (lambda records: records[1].pop("type"), NO_TYPE),
    "another type": (lambda records: records[1].update(type="Zanzibar"), NO_TYPE),
    "nothing told": (lambda records: records[1].pop("fact"), NO_EVENT),
    "nothing before": (lambda records: records[1].pop("previous"), NO_EVENT),
    "no moment": (lambda records: records[1].update(at="noon"), NO_EVENT),
    "another number": (lambda records: records[1].update(seq=3), FOLLOWS.format(2)),
    "another before": (
        lambda records: records[2].update(previous=GENESIS),
        "entry 3 does not follow the one before it",
    ),
    "cut at its head": (lambda records: records.pop(0), FOLLOWS.format(1)),
    "another case": (lambda records: records[0].update(case=OTHER), FOLLOWS.format(2)),
    "nothing": (lambda records: records.clear(), "it does not begin with the opening of this case"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_does_not_hold_together(name: str) -> None:
    """The fault names case, file and entry."""
    change, why = SPOILT[name]
    records = deepcopy(sealed())
    change(records)
    assert (CASE, WHERE, why) == said(records)


def test_a_log_of_another_case() -> None:
    """It is told by the case that it was looked for under."""
    records = [link.record for link in seal(OTHER, opened(OTHER), EMPTY)]
    assert (CASE, WHERE, "it does not begin with the opening of this case") == said(records)


def test_each_record_has_its_text() -> None:
    """A text too few or too many is a mistake of the program, not of the file."""
    records = sealed()
    with pytest.raises(ValueError, match="shorter"):
        verify(CASE, WHERE, records, [canonical(one) for one in records][:-1])


def test_what_was_redacted_is_vouched_for() -> None:
    """A redaction further down says what its entries are now; nothing else may say it."""
    records = sealed(after(3, AnswerRedacted("phone"))[0], after(4, NoteRedacted(3))[0])
    log = verify(CASE, WHERE, records, [canonical(one) for one in records])
    assert 5 == log.seq
    assert MARK not in repr(records)
    why = "entry 2 was changed, and no redaction vouches for it"
    changed = deepcopy(records)
    changed[1]["actor"] = "ben"
    assert (CASE, WHERE, why) == said(changed)
    without = deepcopy(records)
    del without[3]["redacted"]["2"]
    without[4]["previous"] = verify_head(without[:4])
    assert (CASE, WHERE, why) == said(without)


def verify_head(records: list[Record]) -> str:
    """Reckon the digest of the last of some records."""
    return hashlib.sha256(canonical(records[-1])).hexdigest()


def test_a_note_vouches_for_nothing() -> None:
    """An entry that is no redaction cannot say what another one is now, whatever it carries."""
    records = sealed()
    changed = deepcopy(records)
    changed[1] |= {"sha256": verify_head(records[:2]), "actor": "ben"}
    changed[2]["redacted"] = {"2": verify_head(changed[:2])}
    assert (CASE, WHERE, "entry 2 was changed, and no redaction vouches for it") == said(changed)


def test_numbers_that_do_not_follow() -> None:
    """Who decided on an older entry is told of both; what is not numbered on is a mistake of the program."""
    log = extended(EMPTY, seal(CASE, opened(), EMPTY))
    with pytest.raises(ConflictingWrite) as caught:
        seal(CASE, notes(0), log)
    assert (CASE, 0, 1) == (caught.value.case, caught.value.expected, caught.value.actual)
    with pytest.raises(ConflictingWrite) as caught:
        seal(CASE, notes(4), log)
    assert (CASE, 4, 1) == (caught.value.case, caught.value.expected, caught.value.actual)
    with pytest.raises(ValueError, match=r"^the entries to be recorded are not numbered one after the other$"):
        seal(CASE, [*notes(1), *notes(3)], log)
    with pytest.raises(ValueError, match=r"^the first entry of a log must be the CaseOpened of its case$"):
        seal(CASE, notes(0), EMPTY)
    with pytest.raises(ValueError, match=r"^the first entry of a log must be the CaseOpened of its case$"):
        seal(CASE, opened(OTHER), EMPTY)


@pytest.mark.parametrize("value", [float("nan"), "\udcff", {1: "a"}, (1,)])
def test_what_would_not_come_back(value: Any) -> None:  # noqa: ANN401  # that is the point
    """What is no JSON, or would be read as something else, is not sealed; the fault names case and entry."""
    with pytest.raises(Unstorable) as caught:
        seal(CASE, opened(CASE, AnswerRecorded("fact", value)), EMPTY)
    assert (CASE, 2) == caught.value.args


def test_breaks_of_a_ledger() -> None:
    """Where lines do not hang together is told by the line before, and whether a crash leaves such a thing."""
    lines, tail = [], BEGINNING
    for deed in (Committed(CASE, 0, 1, "5f" * 32), Kept(CASE, "a.txt", "5f" * 32), Discarded(CASE, "a.txt")):
        line, tail = inscribed(deed, tail)
        lines.append(line)
    told = [one for one in walk([lines[0], lines[2]]) if isinstance(one, Break)]
    assert [Break(1, "line 3 does not follow the one before it", is_crash=False)] == told
    told = [one for one in walk([*lines, b"x" * LONGEST]) if isinstance(one, Break)]
    assert [Break(3, f"after line 3 there are {LONGEST + 1} bytes that are no line", is_crash=False)] == told
    told = [one for one in walk([*lines, b"x" * (LONGEST - 1)]) if isinstance(one, Break)]
    assert [Break(3, "after line 3 there is half a line, as a crash leaves it", is_crash=True)] == told
    with pytest.raises(ValueError, match=r"^this is not a head of the ledger$"):
        matches(tail, "a head")
