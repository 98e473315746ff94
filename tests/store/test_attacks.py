"""The attack table: what somebody with the run of the folder can do, and what shows it, from inside or by a kept head.

Each attack is on a small store in which all is well; `cuecard verify` is what is asked, `SECURITY.md` has the table.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from engine.case.events import CaseClosed, CaseOpened, NoteAdded
from engine.store.audit import Found, audit
from engine.store.chain import EMPTY, extended, seal
from engine.store.ledger import BEGINNING, Committed, Kept, Line, Looked, inscribed, walk
from engine.store.page import blank, grown
from engine.store.tinydb import TinyStore
from tests.store.acts import DIGEST, TEXT
from tests.store.entries import CASE, OTHER, entry, notes, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.case.events import Recorded
    from engine.store.ledger import Deed

THIRD = "2025-0003"


def running(case: str, *rest: Recorded) -> list[Recorded]:
    """Give the log of a case on the text that is kept here."""
    return [replace(opened(case)[0], event=CaseOpened(case, "record_release", 1, DIGEST)), *rest]


def furnished(folder: Path) -> None:
    """Make a store with an open case, one with a file, and a closed one."""
    store = TinyStore(folder, timeout=0)
    store.keep_text(DIGEST, TEXT)
    store.create(CASE, running(CASE))
    store.create(OTHER, running(OTHER))
    store.append(CASE, notes(1), expected=1)
    store.append(CASE, notes(2), expected=2)
    store.keep_file(OTHER, "a.txt", b"a letter")
    store.note(Looked(CASE, "ann", "2025-03-03T09:30:00+00:00", "show"))
    store.create(THIRD, running(THIRD))
    store.append(THIRD, [entry(2, CaseClosed("released"))], expected=1)


def file_of(folder: Path, case: str = CASE) -> Path:
    """Give the file of an open case."""
    return folder / "open" / f"{case}.json"


def write(folder: Path, case: str, entries: list[Recorded]) -> None:
    """Write the file of a case anew, with a chain that is right in itself."""
    page = blank(case)
    links = seal(case, entries, EMPTY)
    written = grown(page, links)
    file_of(folder, case).write_bytes(written.content)


def deeds(folder: Path) -> list[Deed]:
    """Give what the ledger says."""
    return [one.deed for one in walk(TinyStore(folder).lines()) if isinstance(one, Line)]


def write_ledger(folder: Path, said: list[Deed]) -> None:
    """Write the ledger anew, with a chain that is right in itself."""
    tail, content = BEGINNING, b""
    for deed in said:
        text, tail = inscribed(deed, tail)
        content += text + b"\n"
    (folder / "ledger.jsonl").write_bytes(content)


def edit(folder: Path) -> None:
    """Change a word in an entry."""
    path = file_of(folder)
    path.write_bytes(path.read_bytes().replace(b"note 2", b"note 9"))


def edit_last(folder: Path) -> None:
    """Change a word in the last entry."""
    path = file_of(folder)
    path.write_bytes(path.read_bytes().replace(b"note 3", b"note 9"))


def swap(folder: Path) -> None:
    """Give two cases each other's files."""
    first, second = file_of(folder).read_bytes(), file_of(folder, OTHER).read_bytes()
    file_of(folder).write_bytes(second)
    file_of(folder, OTHER).write_bytes(first)


def delete(folder: Path) -> None:
    """Remove a case."""
    file_of(folder).unlink()


def plant(folder: Path) -> None:
    """Put a case there that nobody opened, with two acts in it."""
    write(folder, "2025-0666", running("2025-0666", *notes(1)))


def cut_tail(folder: Path) -> None:
    """Take the last entry off a case, with a head that fits."""
    write(folder, CASE, running(CASE, *notes(1)))


def recompute(folder: Path) -> None:
    """Change an entry and reckon the chain of the case anew."""
    write(folder, CASE, running(CASE, entry(2, NoteAdded("nothing happened")), *notes(2)))


def recompute_and_go_on(folder: Path) -> None:
    """Change an entry, reckon the chain anew, and let an honest desk go on with the case."""
    recompute(folder)
    TinyStore(folder).append(CASE, notes(3), expected=3)


def cut_and_go_on(folder: Path) -> None:
    """Take an entry off a case and let an honest desk go on with it."""
    cut_tail(folder)
    TinyStore(folder).append(CASE, notes(2), expected=2)


def write_around(folder: Path) -> None:
    """Add entries to a case, as of two acts, and tell the ledger nothing."""
    write(folder, CASE, running(CASE, *notes(1, 4)))


def change_file(folder: Path) -> None:
    """Change a file that was kept with a case."""
    (folder / "open" / OTHER / "a.txt").write_bytes(b"another letter")


def delete_file(folder: Path) -> None:
    """Remove a file that was kept with a case."""
    (folder / "open" / OTHER / "a.txt").unlink()


def change_text(folder: Path) -> None:
    """Change the procedure that cases run on."""
    (folder / "texts" / f"{DIGEST}.yaml").write_text("procedure: other\n")


def hide_a_look(folder: Path) -> None:
    """Take the line out of the ledger that says who looked."""
    path = folder / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b"Looked" not in line))


def remove_ledger(folder: Path) -> None:
    """Remove the ledger."""
    (folder / "ledger.jsonl").unlink()


def cut_ledger(folder: Path) -> None:
    """Take the last lines off the ledger, and leave the case."""
    write_ledger(folder, deeds(folder)[:3])


def spoil_ledger(folder: Path) -> None:
    """Make a line of the ledger unreadable."""
    path = folder / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Kept", b"Hept"))


def cut_both(folder: Path) -> None:
    """Take the last entry off a case, and all of it out of a ledger that is reckoned anew."""
    cut_tail(folder)
    head = extended(EMPTY, seal(CASE, running(CASE, *notes(1, 2)), EMPTY)).head
    write_ledger(folder, [deed for deed in deeds(folder) if deed != Committed(CASE, 2, 3, head)])


def rewrite_both(folder: Path) -> None:
    """Change an entry, reckon the case anew, and the ledger to go with it."""
    recompute(folder)
    log = TinyStore(folder).load(CASE)
    write_ledger(
        folder,
        [
            replace(deed, head=log.digests[deed.entries - 1])
            if isinstance(deed, Committed) and deed.case == CASE
            else deed
            for deed in deeds(folder)
        ],
    )


def roll_back(folder: Path) -> None:
    """Put back a whole copy of the folder from before the last acts."""
    shutil.rmtree(folder)
    store = TinyStore(folder)
    store.keep_text(DIGEST, TEXT)
    store.create(CASE, running(CASE))
    store.create(OTHER, running(OTHER))
    store.append(CASE, notes(1), expected=1)


def roll_back_and_go_on(folder: Path) -> None:
    """Put back an old copy of the folder, and go on with other acts until the ledger is longer than it was."""
    roll_back(folder)
    for seq in range(2, 12):
        TinyStore(folder).append(CASE, notes(seq), expected=seq)


@dataclass(frozen=True)
class Attack:
    """Something that somebody does to the folder.

    Args:
        act: Does it.
        inside: What `verify` says of it, and of which case; None if it cannot tell.
    """

    act: Callable[[Path], object]
    inside: tuple[str, str] | None = None
    outside: str = ""
    """What `verify --since` says more."""


CUT = "before the head"
ANEW = "it was written anew"

ATTACKS = [
    Attack(edit, (CASE, "entry 3 does not follow the one before it")),
    Attack(edit_last, (CASE, "entry 3 was changed, or is not the last that was recorded")),
    Attack(swap, (CASE, "it does not begin with the opening of this case")),
    Attack(delete, (CASE, "the case is gone; the ledger vouches for 3 entries")),
    Attack(plant, ("2025-0666", "entries 1 to 2 have no line in the ledger: somebody wrote around it")),
    Attack(cut_tail, (CASE, "it was cut or put back: line 4 vouches for 3 entries, and 2 are there")),
    Attack(recompute, (CASE, "it was changed: its entry 2 is not the one that line 3 vouches for")),
    Attack(recompute_and_go_on, (CASE, "it was changed: its entry 2 is not the one that line 3 vouches for")),
    Attack(cut_and_go_on, (CASE, "line 9 goes on from entry 2, but there were 3 before it")),
    Attack(write_around, (CASE, "entries 4 to 5 have no line in the ledger: somebody wrote around it")),
    Attack(change_file, (OTHER, "its file a.txt was changed")),
    Attack(delete_file, (OTHER, "its file a.txt is gone, or cannot be read")),
    Attack(change_text, (CASE, "the kept procedure text")),
    Attack(hide_a_look, ("", "the ledger is broken: line 7 does not follow the one before it")),
    Attack(remove_ledger, ("", "there is no ledger, and 3 cases are there"), CUT),
    Attack(cut_ledger, (THIRD, "entries 1 to 2 have no line in the ledger: somebody wrote around it"), CUT),
    Attack(spoil_ledger, ("", "the ledger is broken: after line 4 there are")),
    Attack(cut_both, None, CUT),
    Attack(rewrite_both, None, ANEW),
    Attack(roll_back, None, CUT),
    Attack(roll_back_and_go_on, None, ANEW),
]


def wrong(found: tuple[Found, ...]) -> list[tuple[str, str]]:
    """Give what is wrong, and of which case."""
    return [(one.case, one.message) for one in found if one.is_wrong]


def test_all_is_well_before(folder: Path) -> None:
    """Nothing is found where nothing was done, with or without a head; all was gone through."""
    furnished(folder)
    first = audit(TinyStore(folder))
    assert ((), 3, 6, 8) == (first.found, first.cases, first.entries, first.tail.number)
    assert audit(TinyStore(folder), first.tail.code).found == ()
    TinyStore(folder).append(CASE, notes(3), expected=3)
    assert audit(TinyStore(folder), first.tail.code).found == ()


@pytest.mark.usefixtures("no_chance")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.act.__name__)
def test_an_attack_shows(attack: Attack, folder: Path) -> None:
    """Each attack is found from inside, or by the head that was kept elsewhere, or by both; and said where it is."""
    furnished(folder)
    head = audit(TinyStore(folder)).tail.code
    attack.act(folder)
    inside, outside = wrong(audit(TinyStore(folder)).found), wrong(audit(TinyStore(folder), head).found)
    if attack.inside:
        case, said = attack.inside
        assert [message for of, message in inside if of == case and said in message], inside
    else:
        assert inside == []
    more = [message for _, message in outside if (_, message) not in inside]
    assert bool(attack.outside) == bool(more)
    assert all(attack.outside in message for message in more)


@pytest.mark.usefixtures("no_chance")
def test_one_commit_ahead_is_a_crash(folder: Path) -> None:
    """A commit without a line, the last of its case, is told and is not wrong; the next line makes it good for ever."""
    furnished(folder)
    write(folder, CASE, running(CASE, *notes(1, 3)))
    (told,) = audit(TinyStore(folder)).found
    assert Found(CASE, "entry 4 has no line in the ledger: " + told.message.partition(": ")[2], is_wrong=False) == told
    assert "crash" in told.message
    TinyStore(folder).append(CASE, notes(4), expected=4)
    assert audit(TinyStore(folder)).found == (
        Found(CASE, "entry 4 has no line in the ledger but 9, a later one", is_wrong=False),
    )


def test_half_a_line_is_a_crash(folder: Path) -> None:
    """Half a line at the end of the ledger is told and is not wrong."""
    furnished(folder)
    path = folder / "ledger.jsonl"
    path.write_bytes(path.read_bytes() + b'{"after":')
    found = audit(TinyStore(folder)).found
    assert (Found("", "after line 8 there is half a line, as a crash leaves it", is_wrong=False),) == found


def test_a_clock_that_was_set_back_is_told(folder: Path) -> None:
    """Entries count by their numbers; one that is dated before the one above is told, and is not wrong."""
    furnished(folder)
    late = entry(4, NoteAdded("x"))
    TinyStore(folder).append(CASE, [replace(late, at=entry(1, NoteAdded("x")).at)], expected=3)
    told = "entry 4 is dated before the one above: the clock was set back"
    assert (Found(CASE, told, is_wrong=False),) == audit(TinyStore(folder)).found


def test_what_others_do_meanwhile_is_no_fault(folder: Path) -> None:
    """Cases that go on, begin and close while all is gone through are looked at again."""
    furnished(folder)

    class Busy(TinyStore):
        """A store in which much happens as soon as its cases are listed."""

        def cases(self, *, closed: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN202  # as its base
            """List the cases, and then go on with one and begin another."""
            there = super().cases(closed=closed)
            if closed:
                other = TinyStore(folder)
                other.append(CASE, notes(3), expected=3)
                other.append(CASE, [entry(5, CaseClosed(None))], expected=4)
            return there

    assert audit(Busy(folder)).found == ()


def test_a_kept_file_is_vouched_for(folder: Path) -> None:
    """The line of a file carries the SHA-256 of its content."""
    furnished(folder)
    assert Kept(OTHER, "a.txt", hashlib.sha256(b"a letter").hexdigest()) in deeds(folder)


def test_the_file_of_a_case_is_as_before(folder: Path) -> None:
    """The ledger has changed nothing in the public form of a case."""
    furnished(folder)
    assert json.loads(file_of(folder).read_bytes()).keys() == {"events", "head"}


def test_all_that_is_wrong_is_found(folder: Path) -> None:
    """One finding hides no other: every case is gone through, and all entries that are there are counted."""
    furnished(folder)
    file_of(folder).write_bytes(b"garbage")
    file_of(folder, OTHER).unlink()
    write(folder, "2025-0666", running("2025-0666", *notes(1, 2)))
    found = audit(TinyStore(folder))
    assert [CASE, OTHER, "2025-0666"] == [one.case for one in found.found if one.is_wrong]
    assert (4, 5) == (found.cases, found.entries)


def test_every_file_of_a_case_is_looked_at(folder: Path) -> None:
    """A file that is gone hides no other that was changed."""
    furnished(folder)
    TinyStore(folder).keep_file(OTHER, "b.txt", b"b")
    delete_file(folder)
    (folder / "open" / OTHER / "b.txt").write_bytes(b"c")
    told = ["its file a.txt is gone, or cannot be read", "its file b.txt was changed"]
    assert told == [one.message for one in audit(TinyStore(folder)).found]


def test_what_happens_at_one_moment_is_no_clock_set_back(folder: Path) -> None:
    """Entries of one moment are in order; the second one that is dated before the first is told."""
    furnished(folder)
    at = entry(3, NoteAdded("x")).at
    TinyStore(folder).append(CASE, [replace(entry(4, NoteAdded("x")), at=at)], expected=3)
    assert audit(TinyStore(folder)).found == ()
    write(folder, OTHER, running(OTHER, replace(entry(2, NoteAdded("x")), at=entry(0, NoteAdded("x")).at)))
    assert "entry 2 is dated before the one above: the clock was set back" in [
        one.message for one in audit(TinyStore(folder)).found
    ]


@pytest.mark.parametrize("cases", [1, 2, 3])
def test_a_first_case_without_a_ledger_is_a_crash(folder: Path, cases: int) -> None:
    """A crash can leave the very first case without a ledger; two cases without one, no crash leaves."""
    store = TinyStore(folder)
    store.keep_text(DIGEST, TEXT)
    for number in range(cases):
        store.create(f"2025-100{number}", running(f"2025-100{number}"))
    remove_ledger(folder)
    told = [one.message for one in audit(TinyStore(folder)).found if one.is_wrong]
    assert told == ([] if cases == 1 else [f"there is no ledger, and {cases} cases are there"])
