"""What the keys do that may be pressed at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.run.page import ENTER, Keys
from engine.case.commands import AddNote
from engine.case.events import NoteAdded
from tests.run.test_dialogue import TO_FEE, TO_WRITE_UP, labels, other, prefill

if TYPE_CHECKING:
    from pathlib import Path

    from engine.desk import Desk
    from tests.run.player import Player

TWO = ("2", ENTER, "Tim", "7", "Kim", ENTER, ENTER)
"""Somewhat, no story, Tim and Kim: what leads to the opening of their cases."""


def notes(player: Player) -> list[tuple[str, str | None]]:
    """Give the notes of the case, with the step each is about."""
    events = [entry.event for entry in player.desk.log(player.case)]
    return [(event.text, event.step) for event in events if isinstance(event, NoteAdded)]


def test_a_note_belongs_to_the_step_on_the_screen(player: Player) -> None:
    """A note is kept with the step, and the run goes back to it."""
    player.enter("n", "She is in a hurry")
    assert ([("She is in a hurry", "pain")], "1. Ask about the pain") == (notes(player), player.page.heading)


def test_a_note_may_be_written_in_one_go(player: Player) -> None:
    """What follows the key is the note."""
    assert [("She is in a hurry", "pain")] == notes(player.enter("/n She is in a hurry"))


def test_a_note_left_blank_is_no_note(player: Player) -> None:
    """Enter alone goes back."""
    assert [] == notes(player.enter("n", ENTER))


def test_escape_goes_back_and_keeps_the_draft(player: Player) -> None:
    """A note that was begun stands there when the key is pressed again."""
    player.enter("n").enter_escape("She is")
    assert player.page.heading == "1. Ask about the pain"
    assert prefill(player.enter("n")) == "She is"


def test_help_shows_the_page_again(player: Player) -> None:
    """After the keys were explained, the question stands there with what was typed."""
    player.enter("2").command("?", "It fell")
    assert player.page.heading == "The keys"
    player.enter(ENTER)
    assert ("What happened?", "It fell") == (player.page.question, prefill(player))


def test_leaving_from_help(player: Player) -> None:
    """The end of the input is an end there too."""
    assert player.enter("?").leave(0).ending.code == 0


def test_why_names_who_said_so(player: Player) -> None:
    """The reasons of a step are the answers that decided it."""
    player.enter("3", ENTER, "w")
    assert ("How much does it hurt? A lot (Ann Front, today 10:00)",) == player.page.blocks[1].rows


def test_a_skip_needs_a_reason(player: Player) -> None:
    """Without a reason nothing is skipped."""
    assert player.enter("s", ENTER).status("pain") == "open"
    assert player.enter("s", "she had to go").status("pain") == "skipped"


def test_a_step_is_handed_to_a_role_it_may_be_handed_to(player: Player) -> None:
    """Only those roles are offered; after that the step is theirs."""
    player.enter("3", ENTER, "h")
    assert ["A dentist (Dr. Ho)", "back"] == labels(player)
    assert ["Handed to: A dentist (Dr. Ho)."] == player.enter("1").told
    step = player.desk.agenda(player.case).step("advise")
    assert step
    assert step.who == ("dentist",)


def test_the_key_to_hand_over_is_offered_only_where_it_is_allowed(player: Player) -> None:
    """A step that stays with its role has no such key."""
    assert "h" not in [choice.key for choice in player.page.commands]


def test_going_back_from_a_choice_changes_nothing(player: Player) -> None:
    """Enter on a list of choices goes back."""
    before = player.desk.agenda(player.case).seq
    player.enter("3", ENTER, "h", ENTER, "b", ENTER, "a", ENTER)
    assert (before + 3, "2. Say what helps") == (player.desk.agenda(player.case).seq, player.page.heading)


def test_jumping_stays_until_the_step_is_done(player: Player) -> None:
    """The chosen step is led to its end before the first open one is taken up again."""
    player.enter(*TO_FEE, "/j", "2")
    assert player.page.question == "When do they come?"
    assert player.enter("today 5pm", "3").page.heading == "5. Before you hang up > Agree on a visit"
    assert player.enter(ENTER).page.heading == "5. Before you hang up > Talk about the fee"


def test_a_step_of_others_can_be_looked_at(player: Player) -> None:
    """It is shown with whose it is; Enter comes back."""
    player.enter(*TO_FEE, "100", ENTER, "today 5pm", "3", ENTER, ENTER, "The summary", ENTER, "j", "1")
    assert ("Somebody for the money (Bea Young). Waiting for them since today 10:00.",) == player.page.blocks[0].rows
    assert player.enter("/n please hurry", ENTER).page.heading.startswith("Nothing is open for you")


def test_a_note_that_could_not_be_kept_stands_there(player: Player) -> None:
    """If somebody else acted meanwhile, the note is there to be sent again."""
    player.enter("n")
    other(player, AddNote("the dentist is free"))
    assert prefill(player.enter("She is in a hurry")) == "She is in a hurry"
    assert ("She is in a hurry", "pain") in notes(player.enter("She is in a hurry"))


def test_a_skip_that_could_not_be_kept_stands_there(player: Player) -> None:
    """As with a note, the reason is there to be sent again."""
    player.enter("s")
    other(player, AddNote("the dentist is free"))
    assert prefill(player.enter("she had to go")) == "she had to go"
    assert player.enter("she had to go").status("pain") == "skipped"


def test_which_list_to_add_to_is_asked_only_if_there_are_several(player: Player) -> None:
    """With one list its first question comes at once."""
    assert player.enter(*TO_FEE, "/+").page.question == "Name"


# -- arrivals and lists ------------------------------------------------------------------------------------------


def test_an_arrival_opens_what_waited_for_it(player: Player, office: Path) -> None:
    """What it brings is asked, a copy of its file is kept, and the run goes on with the step."""
    scan = office / "scan.pdf"
    scan.write_bytes(b"%PDF")
    player.enter(*TO_WRITE_UP, "The summary", ENTER, "a", "1", "45", str(scan))
    assert (["Recorded: The letter from the lab."], "8. File the letter from the lab") == (
        player.told,
        player.page.heading,
    )
    assert ("45.00", "received.pdf") == (player.value("lab_fee"), player.value("letter"))


def test_what_an_arrival_brings_may_be_left_open(player: Player) -> None:
    """Enter alone leaves what it brings unknown."""
    player.enter("a", "1", ENTER, ENTER)
    assert ([1], "unknown") == (
        [number for one in player.desk.agenda(player.case).arrivals for number in one.comings],
        player.value("lab_fee"),
    )


def test_a_wrong_value_of_an_arrival_is_told_at_its_field(player: Player) -> None:
    """It is asked again before the next one, with what was typed."""
    player.enter("a", "1", "much")
    assert (["An amount such as $120.50 is expected"], "much") == (player.told, prefill(player))


def test_a_file_that_cannot_be_read_is_told_at_its_field(player: Player) -> None:
    """The path stands there to be put right."""
    player.enter("a", "1", ENTER, "/no/such/file")
    assert (True, "/no/such/file") == (player.page.notices[0].is_error, prefill(player))


def test_an_arrival_that_came_says_so(player: Player) -> None:
    """The list of arrivals shows which came, and when."""
    player.enter("a", "1", ENTER, ENTER, "a")
    assert labels(player)[0] == "The letter from the lab (came today 10:00)"


def test_an_element_is_added_to_a_list(player: Player) -> None:
    """Another relative is asked for like the first, and gets a case of their own to open."""
    player.enter(*TO_FEE, "/+", "Ina", "x")
    assert ["A number such as 3 or 2.5 is expected"] == player.told
    player.enter("9")
    assert (["Added."], "4. Open a case for Ina") == (player.told, player.page.heading)


def test_adding_may_be_given_up(player: Player) -> None:
    """Escape leaves the list as it was, and keeps what was typed for the next time."""
    player.enter(*TO_FEE, "/+", "Ina").enter_escape("")
    assert [] == player.value("family")
    assert prefill(player.enter("/+")) == "Ina"


# -- corrections -------------------------------------------------------------------------------------------------


def test_nothing_is_corrected_without_a_yes(player: Player) -> None:
    """No leaves the answer as it was."""
    player.enter("3", ENTER, "b", "2", "1", "misheard", "n")
    assert (["Nothing was changed."], "severe") == (player.told, player.value("pain"))


def test_a_correction_needs_a_reason(player: Player) -> None:
    """Without one the answer stays."""
    assert player.enter("3", ENTER, "b", "2", "1", ENTER).value("pain") == "severe"


def test_a_wrong_correction_is_told_before_its_reason_is_asked(player: Player) -> None:
    """The new value is looked at as soon as it is typed."""
    player.enter(*TO_FEE, "100", "/b", "1", "lots")
    assert (["An amount such as $120.50 is expected"], "lots") == (player.told, prefill(player))


def test_the_old_value_stands_there_to_be_edited(player: Player) -> None:
    """Sending it off unchanged changes nothing."""
    player.enter(*TO_FEE, "100", "/b", "1")
    assert prefill(player) == "100.00"
    assert ["That is what was told already."] == player.enter("100.00").told


def test_an_answer_about_an_element_is_named_with_it(player: Player) -> None:
    """Of several elements it is clear whose answer is corrected."""
    player.enter(*TWO, "b")
    assert {"Name: Kim", "Age (Tim): 7", "Age (Kim): (none)"} <= set(labels(player))
    player.enter(next(choice for choice, label in picks(player) if label == "Age (Tim): 7"), "8", "misheard", "y")
    assert [{"member": "Tim", "age": 8}, {"member": "Kim", "age": None}] == player.value("family")


def test_an_element_is_taken_off_a_list(player: Player) -> None:
    """Correcting a list means taking somebody off it, with a reason, after its effect was shown."""
    player.enter(*TWO, "b")
    player.enter(next(choice for choice, label in picks(player) if label.startswith("Who else")))
    assert ["Tim, 7", "Kim", "back"] == labels(player)
    player.enter("1", "they stay", "y")
    assert ([{"member": "Kim", "age": None}], "4. Open a case for Kim") == (player.value("family"), player.page.heading)


def test_nobody_can_be_taken_off_an_empty_list(player: Player) -> None:
    """The way to correct it is to add to it."""
    player.enter(*TO_FEE, "/b", "1")
    assert ["The list is empty; + adds to it."] == player.told


def test_a_correction_on_a_stale_screen_is_asked_for_again(player: Player, desk: Desk) -> None:
    """If somebody else acted while the effect was shown, the value and the reason are kept to be sent again."""
    player.enter("3", "It fell out", "b", "1", "She bit on a nut", "misheard")
    other(player, AddNote("the dentist is free"))
    player.enter("y")
    assert prefill(player) == "She bit on a nut"
    assert prefill(player.enter("She bit on a nut")) == "misheard"
    assert player.enter("misheard", "y").value("story") == "She bit on a nut"
    assert desk.agenda(player.case).seq == 8


def picks(player: Player) -> list[tuple[str, str]]:
    """Give what may be chosen, with its keys."""
    assert isinstance(player.page.field, Keys)
    return [(choice.key, choice.label) for choice in player.page.field.choices]
