"""What can have happened, and its public JSON form."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest

from engine.case import events
from engine.case.events import EVENT_TYPES, Event, Recorded, from_json, log_from_json, to_json
from engine.frozen import fields_of
from tests.case.support import START

EXAMPLES: tuple[Event, ...] = (
    events.CaseOpened("C1", "small", 1, "ab", "C0", "s1"),
    events.CaseMoved(2, "cd"),
    events.AnswerRecorded("f1", "yes", "l1[2]", "l1[2]/s1", 1),
    events.AnswerAmended("f1", None, "", "misheard"),
    events.ElementAdded("l1", 1, {"e1": "word", "e2": 3, "e3": None, "e4": ["red"]}),
    events.ElementRemoved("l1", 1, "", "twice"),
    events.StepTaken("s1"),
    events.StepDone("s1"),
    events.StepSkipped("s1", "not now"),
    events.StepReopened("s1", "again"),
    events.StepConfirmed("s1", "looked at it"),
    events.ArrivalRecorded("a1", 1, {"f1": True}),
    events.ArrivalWithdrawn(1, "by mistake"),
    events.Signed("s1", approved=True),
    events.SubcaseOpened("s1", "C2", "small", 1, "ab", {"f1": "word"}),
    events.SubcaseChanged("s1", "C2", "closed", "left"),
    events.Handed("s1", "boss"),
    events.NoteAdded("called", "s1"),
    events.AnswerRedacted("f1", "", "another patient's"),
    events.NoteRedacted(7, "another patient's"),
    events.FileRedacted("received.pdf", "another patient's"),
    events.DocumentMade("chart_notes", "ef"),
    events.CaseHeld("holidays"),
    events.CaseResumed(),
    events.CaseCancelled("no longer"),
    events.CaseClosed("left"),
    events.CaseReopened("not over"),
)


def recorded(event: Event, seq: int = 1, at: datetime = START, happened: datetime | None = None) -> Recorded:
    """Make an entry of a log."""
    return Recorded(seq, at, happened or at, "ann", f"r{seq}", event)


def test_every_event_type_has_an_example() -> None:
    """The examples of this file leave no event type out."""
    assert list(EVENT_TYPES) == [type(event).__name__ for event in EXAMPLES]


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: type(event).__name__)
def test_json_round_trip(event: Event) -> None:
    """What is written to a log is read back as it was, in UTC."""
    entry = recorded(event)
    assert entry == from_json(json.loads(json.dumps(to_json(entry))))


def test_a_log_is_its_entries() -> None:
    """A log that is read in one go holds what each of its entries is by itself, also where times are those before."""
    log = [
        recorded(event, seq, START + timedelta(hours=seq // 2), None if seq % 3 else START)
        for seq, event in enumerate((*EXAMPLES, *EXAMPLES), 1)
    ]
    documents = [json.loads(json.dumps(to_json(entry))) for entry in log]
    assert log == log_from_json(documents) == [from_json(document) for document in documents]


@pytest.mark.parametrize("event", [EXAMPLES[2], EXAMPLES[3], EXAMPLES[7]], ids=lambda event: type(event).__name__)
def test_what_was_read_cannot_be_changed(event: Event) -> None:
    """An entry that was read is as much a value as one that was decided, and so is its event."""
    entry = from_json(to_json(recorded(event)))
    for value, name in ((entry, "seq"), (entry.event, next(iter(fields_of(event))))):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 2)
    assert hash(recorded(event)) == hash(entry)


def test_json_form() -> None:
    """The public form is one flat object, with times in UTC."""
    expected = {
        "seq": 3,
        "type": "StepSkipped",
        "at": "2026-11-02T14:00:00+00:00",
        "happened": "2026-11-01T12:00:00+00:00",
        "actor": "ann",
        "request": "r3",
        "step": "s1",
        "reason": "not now",
    }
    happened = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert expected == to_json(recorded(events.StepSkipped("s1", "not now"), 3, happened=happened))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"type": "Nothing"}, KeyError),
        ({"type": ["CaseHeld"]}, TypeError),
        ({"type": "AnswerRecorded"}, KeyError),
        ({"at": None}, TypeError),
        ({"happened": None}, TypeError),
        ({"at": "noon"}, ValueError),
        ({"at": 5}, TypeError),
        ({"type": "StepDone"}, KeyError),
    ],
)
def test_json_of_no_event(change: dict[str, object], fault: type[Exception]) -> None:
    """What is no recorded event raises what the store expects."""
    document = to_json(recorded(events.CaseHeld("holidays"))) | change
    with pytest.raises(fault):
        from_json(document)
