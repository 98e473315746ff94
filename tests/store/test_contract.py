"""What every store promises; each test runs against each store."""

from __future__ import annotations

import threading
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from engine.case.events import (
    EVENT_TYPES,
    CaseCancelled,
    CaseClosed,
    CaseOpened,
    CaseReopened,
    ElementAdded,
    NoteAdded,
    Recorded,
)
from engine.store import (
    CaseExists,
    CaseNotFound,
    ConflictingWrite,
    Log,
    NotACase,
    StoreLocked,
    Unstorable,
)
from engine.store.memory import MemoryStore
from tests.store.entries import BRIEF, CASE, DIGEST, FULL, MARK, MORNING, OTHER, after, entry, notes, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.events import Json
    from engine.store import Store


def entries_of(log: Log) -> list[Recorded]:
    """Give the entries of a log as they were given."""
    return list(log.entries)


def test_what_was_created_is_loaded(store: Store) -> None:
    """A case is read as it was opened."""
    store.create(CASE, opened())
    assert opened() == entries_of(store.load(CASE))


def test_every_kind_of_event_comes_back(store: Store) -> None:
    """All event types, with all kinds of values, are read as they were told."""
    store.create(CASE, opened(CASE, *FULL, *BRIEF))
    log = store.load(CASE)
    assert EVENT_TYPES.keys() == {type(entry.event).__name__ for entry in log.entries}
    assert opened(CASE, *FULL, *BRIEF) == entries_of(log)


def test_appending_adds(store: Store) -> None:
    """Entries are added at the end, in order."""
    store.create(CASE, opened())
    store.append(CASE, notes(1, 2), expected=1)
    store.append(CASE, notes(3, 1), expected=3)
    assert opened() + notes(1, 3) == entries_of(store.load(CASE))


def test_appending_nothing_changes_nothing(store: Store) -> None:
    """No entries, no change."""
    store.create(CASE, opened())
    before = store.load(CASE)
    store.append(CASE, [], expected=1)
    assert before == store.load(CASE)


def test_seq_is_that_of_the_last_entry(store: Store) -> None:
    """A log says how far it goes."""
    store.create(CASE, opened() + notes(1, 4))
    assert store.load(CASE).seq == 5


@pytest.mark.usefixtures("no_chance")
def test_heads_differ_and_agree(store: Store) -> None:
    """The head is new with every entry, and the same however the entries were put together."""
    store.create(CASE, opened())
    heads = [store.load(CASE).head]
    for seq in (1, 2):
        store.append(CASE, notes(seq), expected=seq)
        heads.append(store.load(CASE).head)
    other = MemoryStore()
    other.create(CASE, opened() + notes(1, 2))
    assert (3, heads[-1]) == (len(set(heads)), other.load(CASE).head)


def test_moments_are_kept_whatever_their_zone(store: Store) -> None:
    """A moment that was told in the office's zone is the same moment in UTC."""
    local = MORNING.astimezone(timezone(timedelta(hours=-5)))
    store.create(CASE, [Recorded(1, local, local, "ann", "r", CaseOpened(CASE, "p", 1, DIGEST))])
    at = store.load(CASE).entries[0].at
    assert (MORNING, timedelta()) == (at, at.utcoffset())


def test_a_stale_screen_is_refused(store: Store) -> None:
    """What was decided on an older log is not written, and the fault says how far the log is."""
    store.create(CASE, opened() + notes(1, 2))
    with pytest.raises(ConflictingWrite) as caught:
        store.append(CASE, notes(1), expected=1)
    assert (CASE, 1, 3) == (caught.value.case, caught.value.expected, caught.value.actual)
    assert store.load(CASE).seq == 3


@pytest.mark.parametrize("expected", [0, 1, 3])
@pytest.mark.parametrize("count", [0, 1])
def test_what_was_expected_counts(store: Store, expected: int, count: int) -> None:
    """Even entries that would continue the log, or none, are refused if another log was expected."""
    store.create(CASE, opened() + notes(1))
    with pytest.raises(ConflictingWrite):
        store.append(CASE, notes(2, count), expected=expected)


def test_entries_must_continue_the_log(store: Store) -> None:
    """Entries that are numbered for another log are refused."""
    store.create(CASE, opened())
    with store.writing(CASE) as writing, pytest.raises(ConflictingWrite):
        writing.append(notes(2))
    assert store.load(CASE).seq == 1


def test_entries_are_numbered_one_after_the_other(store: Store) -> None:
    """A gap among the entries is a mistake of the program, and nothing is written."""
    store.create(CASE, opened())
    with pytest.raises(ValueError, match="numbered"):
        store.append(CASE, notes(1) + notes(3), expected=1)
    assert store.load(CASE).seq == 1


@pytest.mark.parametrize("entries", [[], notes(0), opened(OTHER)], ids=["none", "no opening", "of another"])
def test_a_log_begins_with_its_opening(store: Store, entries: list[Recorded]) -> None:
    """A case is opened by the CaseOpened of its number, or not at all."""
    with pytest.raises(ValueError, match="CaseOpened"):
        store.create(CASE, entries)
    assert [] == list(store.cases())


def test_a_number_is_taken_once(store: Store) -> None:
    """A second case of the same number is refused, and the first one stands."""
    store.create(CASE, opened() + notes(1))
    with pytest.raises(CaseExists):
        store.create(CASE, opened())
    assert store.load(CASE).seq == 2


def test_a_closed_case_keeps_its_number(store: Store) -> None:
    """The number of a closed case is taken too."""
    store.create(CASE, opened(CASE, CaseClosed("released")))
    with pytest.raises(CaseExists):
        store.create(CASE, opened())


def calls(store: Store) -> dict[str, Callable[[str], object]]:
    """Give every act on a case that must be there."""
    return {
        "load": store.load,
        "append": lambda case: store.append(case, notes(1), expected=1),
        "writing": lambda case: store.writing(case).__enter__(),
        "keep_file": lambda case: store.keep_file(case, "a.txt", b""),
        "file": lambda case: store.file(case, "a.txt"),
    }


@pytest.mark.parametrize("name", ["load", "append", "writing", "keep_file", "file"])
def test_an_unknown_case_is_not_found(store: Store, name: str) -> None:
    """Whatever is done with a case that is not there, the fault says so."""
    with pytest.raises(CaseNotFound, match=CASE):
        calls(store)[name](CASE)


@pytest.mark.parametrize("name", ["load", "append", "writing", "keep_file", "file"])
@pytest.mark.parametrize(
    "case", ["../../etc", f"{MARK}", "con", "COM1", "LPT9", "ABC", "A" * 21, "2025-0001\n", "", "Ä123"]
)
def test_what_is_no_number_is_no_case(store: Store, name: str, case: str) -> None:
    """What cannot be a number never reaches the disk, and is not repeated."""
    with pytest.raises(NotACase) as caught:
        calls(store)[name](case)
    assert MARK not in str(caught.value)


def test_what_is_no_number_is_not_created(store: Store) -> None:
    """A case is never created under what cannot be a number."""
    with pytest.raises(NotACase):
        store.create("../x", opened("../x"))


@pytest.mark.parametrize(
    "event",
    [
        NoteAdded(f"{MARK} \udcff"),
        NoteAdded(MORNING),  # type: ignore[arg-type]  # the mistake is the point
        ElementAdded("family", 1, {1: MARK}),  # type: ignore[dict-item]  # as above
        ElementAdded("family", 1, {"name": (MARK,)}),  # type: ignore[dict-item]  # as above
        ElementAdded("family", 1, {"weight": float("nan")}),  # type: ignore[dict-item]  # as above
    ],
    ids=["half a character", "no JSON", "a key that is no text", "a tuple", "not a number"],
)
def test_what_would_not_come_back_is_refused(store: Store, event: NoteAdded | ElementAdded) -> None:
    """A value that JSON would change is refused before anything is written, and is not repeated."""
    store.create(CASE, opened())
    with pytest.raises(Unstorable) as caught:
        store.append(CASE, notes(1) + after(2, event), expected=1)
    assert (CASE, 3) == (caught.value.case, caught.value.seq)
    assert MARK not in str(caught.value)
    assert store.load(CASE).seq == 1


def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    """A moment that does not say where it holds is refused."""
    bare = Recorded(1, MORNING.replace(tzinfo=None), MORNING, "ann", "r", CaseOpened(CASE, "p", 1, DIGEST))
    with pytest.raises(Unstorable):
        store.create(CASE, [bare])


def test_a_log_does_not_change_afterwards(store: Store) -> None:
    """What somebody does to a value after it was appended does not reach the log."""
    told: dict[str, Json] = {"name": "first"}
    store.create(CASE, opened(CASE, ElementAdded("family", 1, told)))
    told["name"] = "second"
    assert opened(CASE, ElementAdded("family", 1, {"name": "first"})) == entries_of(store.load(CASE))


def test_writing_sees_what_it_wrote(store: Store) -> None:
    """A case that is held shows each entry as soon as it is durable."""
    store.create(CASE, opened())
    with store.writing(CASE) as writing:
        writing.append(notes(1))
        writing.append(notes(2))
        assert opened() + notes(1, 2) == entries_of(writing.log)
    assert writing.log == store.load(CASE)


def test_writing_is_over_when_it_is_over(store: Store) -> None:
    """A case that was let go takes no more entries."""
    store.create(CASE, opened())
    with store.writing(CASE) as writing:
        pass
    with pytest.raises(ValueError, match="no longer held"):
        writing.append(notes(1))


def test_what_was_written_before_a_fault_stays(store: Store) -> None:
    """A fault after an append takes nothing back."""
    store.create(CASE, opened())
    with store.writing(CASE) as writing:
        writing.append(notes(1))
        with pytest.raises(ConflictingWrite):
            writing.append(notes(9))
    assert store.load(CASE).seq == 2


def test_a_case_is_not_held_twice(store: Store) -> None:
    """Whoever holds a case cannot hold it again: the first hold would not see the second write."""
    store.create(CASE, opened())
    with store.writing(CASE), pytest.raises(StoreLocked):
        store.append(CASE, notes(1), expected=1)
    store.append(CASE, notes(1), expected=1)


def test_two_cases_are_held_together(store: Store) -> None:
    """A case and its sub-case can be held by the same thread, whatever their locks."""
    others = [f"2025-1{number:03}" for number in range(100)]
    store.create(CASE, opened())
    with store.writing(CASE) as writing:
        for other in others:
            store.create(other, opened(other))
            store.append(other, notes(1), expected=1)
        writing.append(notes(1))
    assert [2] * 101 == [store.load(case).seq for case in [CASE, *others]]


def elsewhere(act: Callable[[], object]) -> BaseException | None:
    """Do something in another thread, and give what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            act()
        except StoreLocked as fault:
            raised.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised[0] if raised else None


def test_a_held_case_is_not_written_by_others(store: Store) -> None:
    """Another thread is told that the case is being written; reading does not wait."""
    store.create(CASE, opened())
    with store.writing(CASE):
        assert isinstance(elsewhere(lambda: store.append(CASE, notes(1), expected=1)), StoreLocked)
        assert elsewhere(lambda: store.load(CASE)) is None
    assert elsewhere(lambda: store.append(CASE, notes(1), expected=1)) is None


def test_a_case_is_settled_when_nobody_is_at_it(store: Store) -> None:
    """Who waits until nobody is at a case is told who is, if it takes too long; else it is as it was."""
    store.create(CASE, opened())
    with store.writing(CASE):
        assert isinstance(elsewhere(lambda: store.settle(CASE)), StoreLocked)
    assert elsewhere(lambda: store.settle(CASE)) is None
    assert 1 == store.load(CASE).seq


def test_cases_are_listed_sorted(store: Store) -> None:
    """Open cases are listed by their numbers."""
    for case in ("2025-0003", "2025-0001", "2025-0002"):
        store.create(case, opened(case))
    assert ["2025-0001", "2025-0002", "2025-0003"] == list(store.cases())


def test_a_log_is_known_again(store: Store) -> None:
    """What a log is known again by, where it may be told, is the same until something is written, and then another."""
    store.create(CASE, opened())
    before = store.known_by([CASE, OTHER])
    assert list(before) in ([CASE], [])
    assert before == store.known_by([CASE, OTHER])
    store.append(CASE, notes(1, 1), expected=1)
    assert bool(before) == (before != store.known_by([CASE]))


def test_an_empty_store_lists_nothing(store: Store) -> None:
    """A store that nobody has used has no cases."""
    assert [] == [*store.cases(), *store.cases(closed=True)]


@pytest.mark.parametrize("end", [CaseClosed("released"), CaseCancelled("called off")], ids=["closed", "cancelled"])
def test_ended_cases_are_listed_apart(store: Store, end: CaseClosed | CaseCancelled) -> None:
    """A closed or cancelled case leaves the list of the open ones, and is loaded as before."""
    store.create(CASE, opened())
    store.create(OTHER, opened(OTHER))
    store.append(CASE, after(1, end), expected=1)
    assert ([OTHER], [CASE]) == (list(store.cases()), list(store.cases(closed=True)))
    assert opened(CASE, end) == entries_of(store.load(CASE))


def test_a_case_may_end_as_it_begins(store: Store) -> None:
    """A case of which everything is settled at once is listed among the ended ones."""
    store.create(CASE, opened(CASE, CaseClosed(None)))
    assert ([], [CASE]) == (list(store.cases()), list(store.cases(closed=True)))


def test_a_reopened_case_is_open(store: Store) -> None:
    """The last word on whether a case is open is the log's."""
    store.create(CASE, opened(CASE, CaseClosed(None)))
    store.append(CASE, after(2, CaseReopened("called again")), expected=2)
    assert ([CASE], []) == (list(store.cases()), list(store.cases(closed=True)))
    assert store.load(CASE).seq == 3


def test_a_closed_case_still_takes_entries(store: Store) -> None:
    """What arrives after the end is recorded on the closed case, which stays closed."""
    store.create(CASE, opened(CASE, CaseClosed(None)))
    store.append(CASE, notes(2), expected=2)
    assert ([CASE], 3) == (list(store.cases(closed=True)), store.load(CASE).seq)


def test_a_case_goes_back_and_forth_in_one_writing(store: Store) -> None:
    """Closing, reopening and closing again while the case is held ends in the right list."""
    store.create(CASE, opened())
    with store.writing(CASE) as writing:
        for event in (CaseClosed(None), CaseReopened("oh"), CaseClosed(None)):
            writing.append([entry(writing.log.seq + 1, event)])
    assert ([], [CASE], 4) == (list(store.cases()), list(store.cases(closed=True)), store.load(CASE).seq)
