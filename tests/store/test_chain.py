"""How one record vouches for the one before it."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.case.events import AnswerRecorded, NoteAdded
from engine.store import CorruptLog
from engine.store.chain import EMPTY, GENESIS, Record, canonical, extended, seal, verify
from tests.store.entries import CASE, FULL, MARK, OTHER, after, notes, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Json
    from engine.store import Log

VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def checked(records: list[Record], case: str = CASE) -> Log:
    """Verify records by what they say."""
    return verify(case, "a test", records, [canonical(record) for record in records])


def sealed() -> list[Record]:
    """Give the records of a log with five entries."""
    return [link.record for link in seal(CASE, opened(CASE, FULL[1]) + notes(2, 3), EMPTY)]


def test_the_first_record_follows_nothing() -> None:
    """The first record carries 64 zeros."""
    assert sealed()[0]["previous"] == GENESIS == "0" * 64


def test_each_record_carries_the_hash_of_the_one_before() -> None:
    """Whoever has the records can reckon the chain with the standard library alone."""
    records = sealed()
    texts = [json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for one in records]
    heads = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
    assert [GENESIS, *heads[:-1]] == [one["previous"] for one in records]
    assert heads[-1] == checked(records).head


@given(VALUES)
def test_stores_return_what_was_appended(value: Json) -> None:
    """Any value that JSON knows is sealed and read as it was told."""
    entries = opened(CASE, AnswerRecorded("fact", value))
    links = seal(CASE, entries, EMPTY)
    assert tuple(entries) == extended(EMPTY, links).entries == checked([link.record for link in links]).entries


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("no_chance")
@given(st.integers(1, 6))
def test_sealing_in_parts_is_sealing_at_once(cut: int) -> None:
    """It makes no difference how many entries were appended together."""
    entries = opened() + notes(1, 5)
    first = extended(EMPTY, seal(CASE, entries[:cut], EMPTY))
    assert extended(EMPTY, seal(CASE, entries, EMPTY)) == extended(first, seal(CASE, entries[cut:], first))


def without(records: list[Record], key: str) -> None:
    """Take something off the second record."""
    del records[1][key]


def put(records: list[Record], key: str, value: object) -> None:
    """Change something in the second record."""
    records[1][key] = value


TAMPERED: dict[str, tuple[Callable[[list[Record]], Any], str]] = {
    "a value": (lambda records: put(records, "told", {}), "entry 3 does not follow"),
    "an actor": (lambda records: put(records, "actor", MARK), "entry 3 does not follow"),
    "a key too many": (lambda records: put(records, MARK, 1), "entry 3 does not follow"),
    "a number": (lambda records: put(records, "seq", 7), "entry 2 does not follow"),
    "a hash": (lambda records: put(records, "previous", GENESIS), "entry 2 does not follow"),
    "left out": (lambda records: records.pop(1), "entry 2 does not follow"),
    "put in twice": (lambda records: records.insert(1, records[1]), "entry 3 does not follow"),
    "put in another order": (lambda records: records.reverse(), "entry 1 does not follow"),
    "no type": (lambda records: without(records, "type"), "entry 2 is of no type"),
    "a new type": (lambda records: put(records, "type", MARK), "entry 2 is of no type"),
    "a type that is a list": (lambda records: put(records, "type", [MARK]), "entry 2 is of no type"),
    "a key too few": (lambda records: without(records, "told"), "entry 2 is not a recorded event"),
    "no moment": (lambda records: put(records, "at", MARK), "entry 2 is not a recorded event"),
    "no object": (lambda records: records.__setitem__(1, MARK), "entry 2 is not a recorded event"),  # type: ignore[call-overload]  # the damage is the point
    "no opening": (lambda records: records.clear(), "does not begin with the opening"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_shows(name: str) -> None:
    """Whatever is changed in a record that another one follows shows; the message says where and repeats no value."""
    tamper, told = TAMPERED[name]
    records = deepcopy(sealed())
    tamper(records)
    with pytest.raises(CorruptLog, match=told) as caught:
        checked(records)
    assert MARK not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_log_of_another_case_shows() -> None:
    """A file that was given the number of another case is found out."""
    with pytest.raises(CorruptLog, match="opening of this case"):
        checked(sealed(), OTHER)


def test_a_log_that_opens_with_something_else_shows() -> None:
    """A log that does not begin at its beginning is found out."""
    log = extended(EMPTY, seal(CASE, opened(), EMPTY))
    link = seal(CASE, after(1, NoteAdded("x")), log)[0]
    record = link.record | {"seq": 1, "previous": GENESIS}
    with pytest.raises(CorruptLog, match="opening"):
        checked([record])
