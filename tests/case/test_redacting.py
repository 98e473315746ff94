"""Taking a value out of a case: who may, what becomes of the case, and that no entry need hold it any more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.case import commands, events
from engine.case.commands import RedactAnswer, RedactNote
from engine.case.decide import decide
from engine.case.redacting import scrubbed
from engine.case.refusals import Refusal
from engine.case.state import replay
from tests.case.driving import SECRET, Run, runs
from tests.case.support import Play, procedure

STEPS = """\
- id: ask
  title: Ask
  ask: [name, phone, family]
- id: call
  title: Call {phone}
  when: phone is known
  do: Call {phone}
"""
FACTS = """\
name:
  type: text
phone:
  type: phone
family:
  type: list
  of:
    relative:
      type: text
letter:
  type: text
"""
REST = "owner: boss\narrivals:\n  form:\n    title: The form\n    brings: [letter]\n"
WHY = "another patient's"


def told() -> Play:
    """Play a case in which everything was told, and a number corrected."""
    play = Play(procedure(STEPS, FACTS, REST))
    play.done("ask", name="Ann Example", phone="555-0101", family=[{"relative": "Bo Example"}])
    return play.amend(phone="555-0102").arrive("form", letter="Dear office")


def test_a_fact_is_none_from_then_on() -> None:
    """What was taken out is none, and what follows from that follows; who did it and why is in the log."""
    play = told()
    assert [events.AnswerRedacted("phone", "", WHY)] == play.events(RedactAnswer("phone", WHY), "ben")[:1]
    assert (None, "Ann Example", "not needed") == (play.value("phone"), play.value("name"), play.status("call"))


def test_again() -> None:
    """Taking out what is out already records nothing."""
    play = told()
    play.events(RedactAnswer("letter", WHY))
    assert [] == play.events(RedactAnswer("letter", WHY))


@pytest.mark.parametrize(
    ("command", "actor", "code"),
    [
        (RedactAnswer("phone", WHY), "ann", "may-not-redact"),
        (RedactAnswer("phone", " "), "ben", "reason-needed"),
        (RedactAnswer("fone", WHY), "ben", "unknown-fact"),
        (RedactAnswer("family", WHY), "ben", "is-a-list"),
        (RedactNote(1, WHY), "ben", "no-such-note"),
        (RedactNote(1, WHY), "ann", "may-not-redact"),
    ],
)
def test_refused(command: commands.Command, actor: str, code: str) -> None:
    """Only the owner may, with a reason, and only what is there."""
    assert code == told().refusal(command, actor).code


def test_what_was_never_told() -> None:
    """A fact that nobody told cannot be taken out."""
    assert "not-told" == Play(procedure(STEPS, FACTS, REST)).refusal(RedactAnswer("phone", WHY)).code


@pytest.mark.parametrize("key", ["name", "phone", "family[1]/relative", "letter"])
def test_no_entry_holds_it(key: str) -> None:
    """Wherever it was told, brought or corrected, it is in none of the entries, and all else is."""
    play = told()
    words = {"name": "Ann", "phone": "555-", "family[1]/relative": "Bo", "letter": "Dear"}
    redaction = play.events(RedactAnswer(key, WHY))[0]
    kept = [scrubbed(play.log, redaction).get(entry.seq, entry) for entry in play.log]
    assert {word: word != words[key] for word in words.values()} == {
        word: word in repr(kept) for word in words.values()
    }


def test_a_note() -> None:
    """The words of a note go; that there was one, whose it was and when, stays."""
    play = told()
    play.events(commands.AddNote(f"{SECRET} called"))
    note = play.case.notes[0]
    redaction = play.events(RedactNote(note.seq, WHY))[0]
    assert ("(redacted)", note.by, note.at) == (play.case.notes[0].text, play.case.notes[0].by, play.case.notes[0].at)
    assert SECRET not in repr([scrubbed(play.log, redaction).get(entry.seq, entry) for entry in play.log])
    assert [] == play.events(RedactNote(note.seq, WHY))


def test_also_when_it_is_closed() -> None:
    """It can be taken out of a case that is over, which stays as it ended."""
    play = told()
    play.done("call")
    before = (play.case.status, play.case.outcome)
    assert "closed" == before[0]
    play.events(RedactAnswer("phone", WHY))
    assert before == (play.case.status, play.case.outcome)


TRIED = settings.get_profile(settings.get_current_profile_name()).max_examples


@settings(max_examples=TRIED, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(runs(), st.data())
def test_it_makes_no_difference_when_it_was_taken_out(run: Run, data: st.DataObject) -> None:
    """Folding a log gives the same case whether the entries before the redaction still hold the value or not."""
    keys = [f"{place}/{name}" if place else name for place, name in run.case.answers]
    if not keys:
        return
    asked = replace(run.turns[-1].asked, actor="cal", request="redact", expect=None)
    decided = decide(run.procedure, run.case, RedactAnswer(data.draw(st.sampled_from(keys)), WHY), asked)
    if isinstance(decided, Refusal) or not decided:
        return
    assert isinstance(decided[0].event, events.AnswerRedacted)
    gone = scrubbed(run.log, decided[0].event)
    assert gone
    kept = [gone.get(entry.seq, entry) for entry in run.log]
    assert replay([*run.log, *decided]) == replay([*kept, *decided])
    assert {} == scrubbed(kept, decided[0].event)
