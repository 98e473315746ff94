"""The guided run, entry by entry: what is recorded, what is told, where it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cli.run.page import ENTER, SPACE, Keys, Text
from engine.case.commands import AddNote, AmendAnswer, HoldCase, MarkDone, RecordAnswers, RedoStep
from engine.desk import Desk, Done
from engine.store import StoreLocked, WriteFailed
from tests.run.player import Player

if TYPE_CHECKING:
    from engine.case.commands import Command

TO_FEE = ("2", "It fell out", ENTER)
"""Some pain, in their words, nobody else: what leads to the question of the fee."""

TO_WRITE_UP = (*TO_FEE, "0", ENTER, "today 5pm", "3", ENTER)
"""No fee, no e-mail address, a visit with Dr. Ho: the end of the call."""


def test_a_key_records_an_answer_at_once(player: Player) -> None:
    """An option's key is its answer; it is in the case before the next question shows."""
    player.enter("3")
    assert ("severe", "What happened?") == (player.value("pain"), player.page.question)


def test_typed_text_is_recorded_as_it_is(player: Player) -> None:
    """A line is the answer, whatever is in it."""
    player.enter("2", "She said: “it fell out”, 2 days ago")
    assert player.value("story") == "She said: “it fell out”, 2 days ago"


def test_an_optional_question_may_be_left_blank(player: Player) -> None:
    """Enter alone settles that there is no answer."""
    player.enter("2", ENTER)
    assert (None, "done") == (player.value("story"), player.status("pain"))


def test_a_required_question_may_not_be_left_blank(player: Player) -> None:
    """Enter alone is told at the field, with the way out."""
    player.enter(*TO_FEE, ENTER)
    assert ["An answer is needed here; /- says that it cannot be told, /s skips the step, with a reason"] == player.told


def test_a_required_answer_may_be_said_to_be_unknown(player: Player) -> None:
    """`-` says that it cannot be told, to a question of keys and to one of text; an optional one is left blank."""
    player.enter("-")
    assert "-" not in {one.key for one in player.page.commands}
    player.enter(ENTER, ENTER, "/-")
    told = {fact.key: fact.value for fact in player.desk.agenda(player.case).facts}
    assert {"pain": None, "fee": None}.items() <= told.items()


def test_wrong_input_is_told_at_the_field_and_kept_for_editing(player: Player) -> None:
    """What was typed stands in the field again, below what is expected."""
    player.enter(*TO_FEE, "a hundred")
    assert (["An amount such as $120.50 is expected"], "a hundred") == (player.told, prefill(player))


def test_a_letter_alone_is_asked_back(player: Player) -> None:
    """In text the key of a command is not taken for an answer by mistake; sent again it is."""
    player.enter("2", "n")
    assert ["`/n` is the key; for the answer “n” press Enter once more"] == player.told
    assert player.enter("n").value("story") == "n"


def test_a_step_of_words_and_questions_is_done_with_its_last_answer(player: Player) -> None:
    """Nothing more needs to be pressed when the last question is answered."""
    player.enter("2", "It fell out")
    assert ("done", "3. Ask who else needs a visit") == (player.status("pain"), player.page.heading)


def test_instructions_are_confirmed_all_at_once(player: Player) -> None:
    """Enter says that all instructions are done."""
    player.enter("3", ENTER, "n", ENTER)
    assert player.status("advise") == "done"


def test_instructions_are_ticked_one_after_the_other(player: Player) -> None:
    """Space ticks the next one; when all are ticked it says that the step is done."""
    player.enter("3", ENTER, "n", SPACE)
    assert ("[x] Offer a visit today", "[ ] Tell them not to glue it") == player.page.blocks[1].rows
    assert player.enter(SPACE, SPACE).status("advise") == "done"


def test_a_list_is_asked_element_by_element_and_told_as_a_whole(player: Player) -> None:
    """The first question left blank ends the list."""
    player.enter("2", ENTER, "Tim", "7", "Kim", ENTER)
    assert player.value("family") == "unknown"
    player.enter(ENTER)
    assert player.value("family") == [{"member": "Tim", "age": 7}, {"member": "Kim", "age": None}]


def test_a_wrong_element_is_told_at_its_field(player: Player) -> None:
    """An element's answer is looked at before the next is asked, and long before the list is told."""
    player.enter("2", ENTER, "Tim", "seven")
    assert (["A number such as 3 or 2.5 is expected"], "seven") == (player.told, prefill(player))


def test_leaving_in_the_middle_of_a_list_keeps_what_was_typed(player: Player) -> None:
    """The whole elements are told when the person leaves."""
    player.enter("2", ENTER, "Tim", "7", "Kim", "/q")
    assert player.value("family") == [{"member": "Tim", "age": 7}]


def test_an_interrupt_records_nothing_more(player: Player) -> None:
    """Ctrl-C leaves what was not acknowledged untold, and gives 130."""
    player.enter("2", ENTER, "Tim", "7").leave(130)
    assert (130, "unknown") == (player.ending.code, player.value("family"))


def test_a_person_is_chosen_from_the_staff(player: Player) -> None:
    """A question for somebody on the staff list shows the list."""
    player.enter(*TO_FEE, "0", ENTER, "today 5pm")
    assert ["Ann Front", "Bea Young", "Dr. Ho"] == labels(player)


def test_the_last_step_of_a_stage_says_so(player: Player) -> None:
    """When the call is over, the screen says that it is."""
    player.enter(*TO_WRITE_UP)
    assert ["“On the phone” is done."] == player.told


def test_documents_are_made_when_the_step_is_done(player: Player) -> None:
    """Enter on a step that prints makes its documents first."""
    player.enter(*TO_WRITE_UP, "It fell out", ENTER)
    kinds = [type(entry.event).__name__ for entry in player.desk.log(player.case)]
    assert ["DocumentMade", "StepDone"] == kinds[-2:]


def test_a_document_that_cannot_be_made_leaves_the_step_open(player: Player) -> None:
    """Without its template a document is not made, and the step is not done."""
    (player.desk.folder / "procedures/documents/crown_note.txt").unlink()
    player.enter(*TO_WRITE_UP, "It fell out", ENTER)
    assert ("open", True) == (player.status("write_up"), player.page.notices[0].is_error)


def test_when_nothing_is_open_it_says_what_is_waited_for(player: Player) -> None:
    """The last page names what has to come and the dates; Enter ends the run with 0."""
    player.enter(*TO_WRITE_UP, "It fell out", ENTER)
    assert ["WAITS", "DATES"] == [block.label for block in player.page.blocks]
    player.enter(ENTER)
    assert ("idle", 0) == (player.ending.kind, player.ending.code)


def test_a_document_that_is_out_of_date_is_made_again(player: Player) -> None:
    """After a correction of what it says, the screen names it, until `p` makes it anew."""
    player.enter(*TO_WRITE_UP, "It fell out", ENTER)
    other(player, AmendAnswer("summary", "It broke", "misheard"))
    again = Player(player.desk, player.case)
    look = next(block.rows for block in again.page.blocks if block.label == "LOOK")
    assert ("Crown note is out of date, something else is so now: What was said?",) == look
    again.enter("p")
    assert "LOOK" not in {block.label for block in again.page.blocks}
    assert () == again.desk.agenda(again.case).outdated


def test_an_answer_that_nobody_asks_yet_can_be_told(player: Player) -> None:
    """When nothing is open, what a step lacks may be told right away."""
    player.enter(*TO_WRITE_UP, "It fell out", ENTER)
    assert "an answer: What does the lab charge?" in player.page.blocks[0].rows
    player.enter("t", "much")
    assert ["An amount such as $120.50 is expected"] == player.told
    assert player.enter("45").page.heading == "9. Pay the lab"


def test_a_step_may_be_done_again(player: Player) -> None:
    """A step that was done on other answers is shown, and may be done again or left as it is."""
    player.enter("3", ENTER, "n", ENTER)
    other(player, RedoStep("advise"), "ann")
    again = Player(player.desk, player.case)
    assert ("2. Say what helps", ("Open again since today 10:00, because it is to be done again",)) == (
        again.page.heading,
        again.page.blocks[0].rows,
    )


def test_the_end_of_a_case_ends_the_run(player: Player) -> None:
    """When the case closes, its outcome is said, and how to take it up again."""
    player.enter("/a", "2", "They called off", ENTER)
    assert (
        f"Case {player.case} is closed: The patient called off.",
        "Made: crown_note.txt",
        f"If something was wrong: cuecard reopen {player.case} --reason TEXT",
    ) == player.ending.lines


def test_an_answer_that_ends_the_case_completes_its_step(player: Player) -> None:
    """The step in which the case came to its end is done, and not merely no longer needed."""
    player.enter("3", ENTER, "y")
    assert ("done", "7. Write it up") == (player.status("advise"), player.page.heading)


def test_a_run_goes_on_where_it_was_left(player: Player, desk: Desk) -> None:
    """A new run of the case begins with the first question that is not answered."""
    player.enter("3").leave(0)
    assert Player(desk, player.case).page.question == "What happened?"


def test_leaving_says_how_to_go_on(player: Player) -> None:
    """On leaving, the person is told what is kept and the command that goes on."""
    player.enter("q")
    assert (
        f"Case {player.case}: everything up to here is kept (3 entries).",
        f"Go on with: cuecard run {player.case}",
    ) == player.ending.lines


def test_what_a_skipped_step_would_have_asked_is_asked_no_more(player: Player) -> None:
    """A skipped step takes its questions along; what hangs on them is not needed."""
    player.enter(*TO_FEE, "/s in a hurry", "/s in a hurry")
    assert ("not needed", "7. Write it up") == (player.status("goodbye"), player.page.heading)


def test_an_undo_is_a_duty_of_its_own(player: Player) -> None:
    """A step that was done and is no longer called for says what to undo, until that is done."""
    player.enter(*TO_WRITE_UP)
    other(player, AmendAnswer("pain", "none_at_all", "misheard"))
    again = Player(player.desk, player.case)
    assert ("5. Before you hang up > Agree on a visit", ("Take the visit out again",)) == (
        again.page.heading,
        again.page.blocks[0].rows,
    )
    assert again.enter("c").page.heading == "7. Write it up"


def test_a_case_on_hold_can_be_taken_up_again(player: Player) -> None:
    """A resting case says so, and goes on with one key."""
    other(player, HoldCase("she is on holiday"))
    again = Player(player.desk, player.case)
    assert again.page.heading == "The case is on hold"
    assert again.enter("r").page.heading == "1. Ask about the pain"


# -- somebody else, and a broken world ---------------------------------------------------------------------------


def test_what_somebody_else_did_meanwhile_is_told(player: Player) -> None:
    """A stale screen is refused, says what changed, and shows the case as it is now with what was typed."""
    player.enter(*TO_FEE)
    other(player, RecordAnswers({"visit_at": "2026-11-25 10:00"}))
    player.enter("120.5")
    assert [
        "meanwhile: Bea Young told “When do they come?”. Nothing you typed is lost: look again, then enter it again"
    ] == player.told
    assert ("120.5", "unknown") == (prefill(player), player.value("fee"))
    assert player.enter("120.5").value("fee") == "120.50"


def test_the_same_question_answered_by_somebody_else(player: Player) -> None:
    """What was typed for a question that somebody else answered is offered as a correction."""
    player.enter("2")
    other(player, RecordAnswers({"story": "She bit on a nut"}))
    player.enter("It fell out")
    assert player.told[-1] == "you had typed “It fell out”; b corrects the answer to it"
    player.enter("/b", "1")
    assert prefill(player) == "It fell out"


@pytest.mark.parametrize(
    "fault",
    [WriteFailed("case.json", "the disk is full"), StoreLocked("case X", "X.lock")],
    ids=["disk full", "locked"],
)
def test_a_failed_write_loses_nothing_that_was_typed(
    player: Player, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """An answer that could not be kept is said not to be, and stands in the field to be sent again."""

    def failing(*_arguments: object, **_options: object) -> Done:
        raise fault

    player.enter("2")
    with monkeypatch.context() as broken:
        broken.setattr(Desk, "act", failing)
        player.enter("It fell out")
    assert (True, "It fell out") == (player.told[0].startswith(f"NOT KEPT: {fault}"), prefill(player))
    assert player.enter("It fell out").value("story") == "It fell out"


def test_a_step_of_another_role_is_left_to_it(player: Player) -> None:
    """What others have to do is named with who may do it; the run goes on with what is one's own."""
    player.enter(*TO_FEE, "100", ENTER, "today 5pm", "3", ENTER, ENTER, "The summary", ENTER)
    assert ("OTHERS", ("Send the bill: Somebody for the money (Bea Young) since today 10:00",)) == (
        player.page.blocks[0].label,
        player.page.blocks[0].rows,
    )


def test_a_note_of_somebody_else_is_no_reason_to_lose_a_tick(player: Player) -> None:
    """Confirming a step on a stale screen asks for it again."""
    player.enter("3", ENTER, "n")
    other(player, AddNote("the dentist is free"))
    player.enter(ENTER)
    assert ("open", True) == (player.status("advise"), "wrote a note" in player.told[0])
    assert player.enter(ENTER).status("advise") == "done"


def test_somebody_else_did_the_step(player: Player) -> None:
    """When the step on the screen was done by somebody else, the run goes on with the next."""
    player.enter("3", ENTER, "n")
    other(player, MarkDone("advise"), "ann")
    player.enter(ENTER)
    assert player.page.heading == "3. Ask who else needs a visit"


# -- cases of relatives ------------------------------------------------------------------------------------------


def test_one_press_opens_the_case_of_a_relative(player: Player) -> None:
    """The number of the new case is shown, and the run may go on with it and come back."""
    player.enter("2", ENTER, "Tim", ENTER, ENTER, ENTER)
    opened = player.page.heading.split()[1]
    assert f"Case {opened} is open" == player.page.heading
    player.enter("g")
    assert (opened, "Tim") == (player.page.frame.case, player.page.frame.about)
    player.enter("/a", "2", "Tim's mother called off", ENTER)
    assert ("5. Before you hang up > Talk about the fee", f"Case {opened} is closed: The patient called off.") == (
        player.page.heading,
        player.told[-1],
    )


def test_leaving_inside_a_relatives_case_names_both(player: Player) -> None:
    """Who leaves while in a relative's case is told how to go on with either."""
    player.enter("2", ENTER, "Tim", ENTER, ENTER, ENTER)
    opened = player.page.heading.split()[1]
    player.enter("g", "q")
    assert (f"Go on with: cuecard run {opened}", f"Go on with: cuecard run {player.case}") == player.ending.lines[1:]


def prefill(player: Player) -> str:
    """Give what stands in the field."""
    assert isinstance(player.page.field, Text), player.screen
    return player.page.field.prefill


def labels(player: Player) -> list[str]:
    """Give what may be chosen."""
    assert isinstance(player.page.field, Keys), player.screen
    return [choice.label for choice in player.page.field.choices]


def other(player: Player, command: Command, who: str = "bea") -> None:
    """Have somebody else act on the case."""
    mine = player.desk.actor
    player.desk.actor = who
    done = player.desk.act(player.case, command)
    player.desk.actor = mine
    assert isinstance(done, Done), done
