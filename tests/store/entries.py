"""Logs for these tests: short ones, and one in which everything happens that can happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.case.events import (
    AnswerAmended,
    AnswerRecorded,
    AnswerRedacted,
    ArrivalRecorded,
    ArrivalWithdrawn,
    CaseCancelled,
    CaseClosed,
    CaseHeld,
    CaseMoved,
    CaseOpened,
    CaseReopened,
    CaseResumed,
    DocumentMade,
    ElementAdded,
    ElementRemoved,
    Event,
    FileRedacted,
    Handed,
    NoteAdded,
    NoteRedacted,
    Recorded,
    Signed,
    StepConfirmed,
    StepDone,
    StepReopened,
    StepSkipped,
    StepTaken,
    SubcaseChanged,
    SubcaseOpened,
)

CASE = "2025-0001"
OTHER = "2025-0002"
MORNING = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)
DIGEST = "5f" * 32
MARK = "Zebulon"
"""A word that stands for a patient's data: no message may ever repeat it."""

BRIEF: list[Event] = [
    CaseMoved(2, DIGEST),
    AnswerAmended("reason", "moving", "", "misheard"),
    ElementRemoved("family", 1),
    StepTaken("send"),
    StepDone("send"),
    StepSkipped("send", "not today"),
    StepReopened("send", "sent to the old address"),
    StepConfirmed("send"),
    ArrivalWithdrawn(1, "another patient's"),
    Signed("send", approved=True),
    SubcaseChanged("family_member", OTHER, "closed", "released"),
    Handed("send", "doctor"),
    DocumentMade("chart_notes", DIGEST),
    AnswerRedacted("phone", "", "told by the neighbours"),
    NoteRedacted(1, "it was about somebody else"),
    FileRedacted("scan.pdf", "it was about somebody else"),
    CaseHeld("on holiday"),
    CaseResumed(),
    CaseCancelled("called off"),
    CaseReopened("called again"),
    CaseClosed(None),
]
"""Events that hold only words and numbers."""

FULL: list[Event] = [
    AnswerRecorded("visits", [{"day": "2025-03-04", "paid": None}, []], "family[1]", "ask", 1),
    ElementAdded("family", 1, {"name": MARK, "adult": True, "visits": 3}),
    ArrivalRecorded("written_request", 1, {"signed": True, "by": {"given": MARK}}),
    SubcaseOpened("family_member", OTHER, "record_release", 1, DIGEST, {"name": MARK}),
    NoteAdded('„Grüße“ \u2028 \u0000 \t \\ " \U0001f9b7', "send"),
]
"""Events that hold values."""


def opened(case: str = CASE, *events: Event) -> list[Recorded]:
    """Give a log that opens a case, then goes on."""
    return [entry(1, CaseOpened(case, "record_release", 1, DIGEST)), *after(1, *events)]


def after(seq: int, *events: Event) -> list[Recorded]:
    """Give entries that follow entry number `seq`."""
    return [entry(number, event) for number, event in enumerate(events, seq + 1)]


def notes(seq: int, count: int = 1) -> list[Recorded]:
    """Give notes that follow entry number `seq`."""
    return after(seq, *(NoteAdded(f"note {number}") for number in range(seq + 1, seq + count + 1)))


def entry(seq: int, event: Event) -> Recorded:
    """Give an entry that was recorded some minutes into the morning."""
    at = MORNING + timedelta(minutes=seq)
    return Recorded(seq, at, at - timedelta(seconds=30), "ann", f"request-{seq}", event)
