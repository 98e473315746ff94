"""Every act of a desk that writes, from opening a case to restoring an office, for tests that let the world break."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from engine.case.commands import AmendAnswer, MarkDone, RecordAnswers, RecordArrival, ReopenCase
from engine.case.refusals import Refusal
from engine.desk import Desk
from engine.store.audit import audit
from engine.store.faults import StoreFault, Unsettled
from engine.store.ledger import Line, Looked, walk
from engine.store.tinydb import TinyStore
from tests.cli.said import make_office
from tests.store.acts import Act
from tests.store.world import ERRORS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.case.commands import Command

_ERRAND = """\
procedure: errand
version: 1
title: An errand with a parcel
owner: boss
review_by: 2027-06-01
opens_with: [who]
roles:
  porter: Porter
  boss: Boss
outcomes:
  over:
    title: It is over
steps:
  - id: fetch
    title: Fetch the parcel
    who: porter
    open_case:
      procedure: parcel
      with:
        person: who
  - id: thank
    title: Thank them
    who: porter
    do:
      - Say thank you
facts:
  who:
    title: Who
    type: text
"""
"""A procedure of which a step opens a case of another one."""


def desk(folder: Path, actor: str = "pat") -> Desk:
    """Sit down in the office that a folder of cases belongs to."""
    return Desk.at(folder.parent, actor)


def the_case(folder: Path) -> str:
    """Give the case that was opened first, which has no opener."""
    store = TinyStore(folder)
    cases = [*store.cases(), *store.cases(closed=True)]
    return next(case for case in cases if not getattr(store.load(case).entries[0].event, "parent", None))


def acting(command: Callable[[Desk, str], Command], actor: str = "pat") -> Callable[[Path], object]:
    """Carry out a command on the case, as one request."""

    def act(folder: Path) -> None:
        mine = desk(folder, actor)
        case = the_case(folder)
        see(mine.act(case, command(mine, case), request="now"))

    return act


def see(done: object) -> None:
    """See that something was done."""
    assert not isinstance(done, Refusal), done.message


def told(folder: Path) -> object:
    """Give what happened in each case, and whether it is over; whoever looks opens the cases that were announced."""
    store = TinyStore(folder, timeout=0)
    for case in (*store.cases(), *store.cases(closed=True)):
        desk(folder).agenda(case)
    cases = [(case, closed) for closed in (False, True) for case in store.cases(closed=closed)]
    return sorted((tuple(type(one.event).__name__ for one in store.load(case).entries), end) for case, end in cases)


def furnish(folder: Path) -> None:
    """Make the office."""
    make_office(folder.parent)
    (folder.parent / "procedures" / "errand.yaml").write_text(_ERRAND, encoding="utf-8")
    (folder.parent / "slip.pdf").write_bytes(b"%PDF a slip")


def opening(folder: Path) -> None:
    """Open a case."""
    see(desk(folder).open_case("parcel", {"person": "Robin Sample"}, request="open"))


def opened(folder: Path) -> None:
    """Make the office, and open a case in it."""
    furnish(folder)
    opening(folder)


def answered(folder: Path) -> None:
    """Open a case, and answer something."""
    opened(folder)
    see(desk(folder).act(the_case(folder), RecordAnswers({"weight": "5"})))


def closed(folder: Path) -> None:
    """Open a case, and bring it to its end."""
    opened(folder)
    see(desk(folder).act(the_case(folder), MarkDone("greet", {"refused": True})))


def edited(folder: Path) -> None:
    """Open a case, and edit its procedure."""
    opened(folder)
    path = folder.parent / "procedures" / "parcel.yaml"
    text = path.read_text(encoding="utf-8").replace("version: 1", "version: 2")
    path.write_text(text.replace("Weigh it", "Weigh it well"), encoding="utf-8")


def publishing(folder: Path) -> None:
    """Put the edited procedure in force."""
    see(desk(folder, "bo").versions.publish("parcel"))


def published(folder: Path) -> None:
    """Edit a procedure, and put it in force."""
    edited(folder)
    publishing(folder)


def errand(folder: Path) -> None:
    """Open a case that will open another."""
    furnish(folder)
    see(desk(folder).open_case("errand", {"who": "Robin Sample"}, request="open"))


def attaching(folder: Path) -> None:
    """Keep a scan with the case, and record that it came."""
    mine, case = desk(folder), the_case(folder)
    name = mine.attach(case, folder.parent / "slip.pdf")
    see(mine.act(case, RecordArrival("slip", {"slip_file": name}), request="now"))


def copying(folder: Path) -> None:
    """Make a backup."""
    desk(folder).keeping.back_up(folder.parent.parent / "backup.zip")


def copied(folder: Path) -> None:
    """Open a case, and make a backup."""
    opened(folder)
    copying(folder)


def is_copied(folder: Path) -> object:
    """Give what is there: the office, and the backup once it has its name."""
    return sorted(path.name for path in folder.parent.parent.iterdir() if not path.name.startswith("."))


def restoring(folder: Path) -> None:
    """Make an office of the backup."""
    Desk.restore(folder.parent.parent / "backup.zip", folder.parent.parent / "again", "pat")


def is_restored(folder: Path) -> object:
    """Tell whether there is another office, and all in it is in order."""
    again = folder.parent.parent / "again"
    return again.exists() and (told(again / "cases") == told(folder)) and audit(TinyStore(again / "cases")).is_right


def spoilt(folder: Path) -> None:
    """Make a backup, and then damage the case."""
    copied(folder)
    (folder / "open" / f"{the_case(folder)}.json").write_bytes(b"garbage")


def putting_back(folder: Path) -> None:
    """Put the damaged case back."""
    case = next(TinyStore(folder).cases())
    desk(folder).keeping.put_back(folder.parent.parent / "backup.zip", case)


def is_back(folder: Path) -> object:
    """Tell whether the case can be read, and what was damaged is kept."""
    store = TinyStore(folder, timeout=0)
    case = next(store.cases())
    path = store.places.home(case, None).path
    if path.read_bytes() == b"garbage":
        return "damaged"
    return (
        store.load(case).seq,
        [one.read_bytes() for one in (folder / "aside" / case).iterdir()],
        audit(store).is_right,
    )


def fallen(folder: Path) -> None:
    """Close a case with a file, and let a crash leave it among the open ones, with half a file and half a mark."""
    opened(folder)
    attaching(folder)
    case = the_case(folder)
    see(desk(folder).act(case, MarkDone("greet", {"refused": True})))
    (year,) = (folder / "closed").iterdir()
    (folder / "open" / case).mkdir()
    for path in (year / case).iterdir():
        path.rename(folder / "open" / case / path.name)
    (year / f"{case}.json").rename(folder / "open" / f"{case}.json")
    (folder / "open" / f".{case}.json.new").write_bytes(b"half")
    (folder / "texts" / ".published.json.new").write_bytes(b"half")


def rebuilding(folder: Path) -> None:
    """Clear away what was left; whoever is told of something that could not be, looks and does it again."""
    try:
        found, wrong = desk(folder).rebuild()
    except StoreFault as fault:
        raise Unsettled(str(folder), f"{fault} {_CODES}") from fault
    left = [one.message for one in found.told if not one.is_done]
    if left or not wrong.is_right:
        raise Unsettled(str(folder), f"{left} {wrong.found} {_CODES}")


def is_rebuilt(folder: Path) -> object:
    """Tell where the case and its file are, and what is half written."""
    paths = [path.relative_to(folder) for place in ("open", "closed", "texts") for path in (folder / place).rglob("*")]
    kinds = sorted(f"{path.parts[0]} {path.suffix}" for path in paths if path.suffix in {".json", ".pdf", ".new"})
    return "fallen" if any(".new" in kind or kind.startswith("open ") for kind in kinds) else "in order"


def looking(folder: Path) -> None:
    """Be shown all of the case."""
    desk(folder).keeping.looked(the_case(folder), "show")


def is_seen(folder: Path) -> object:
    """Tell whether a look stands in the ledger."""
    lines = walk(TinyStore(folder).lines())
    return any(isinstance(one.deed, Looked) for one in lines if isinstance(one, Line))


_CODES = " ".join(errno.errorcode[number] for number in ERRORS)
BEGUN = ("CaseOpened", "AnswerRecorded")

ACTS = [
    Act("open a case", furnish, opening, told, [(BEGUN, False)]),
    Act(
        "answer",
        opened,
        acting(lambda _desk, _case: RecordAnswers({"weight": "5"})),
        told,
        [((*BEGUN, "AnswerRecorded"), False)],
    ),
    Act(
        "amend",
        answered,
        acting(lambda _desk, _case: AmendAnswer("weight", "6", "misread")),
        told,
        [((*BEGUN, "AnswerRecorded", "AnswerAmended"), False)],
    ),
    Act("attach a file", opened, attaching, told, [((*BEGUN, "ArrivalRecorded", "AnswerRecorded"), False)]),
    Act(
        "close and move",
        opened,
        acting(lambda _desk, _case: MarkDone("greet", {"refused": True})),
        told,
        [((*BEGUN, "AnswerRecorded", "StepDone", "CaseClosed"), True)],
    ),
    Act(
        "reopen a case",
        closed,
        acting(lambda _desk, _case: ReopenCase("she called again")),
        told,
        [((*BEGUN, "AnswerRecorded", "StepDone", "CaseClosed", "CaseReopened"), False)],
    ),
    Act(
        "open a linked case",
        errand,
        acting(lambda _desk, _case: MarkDone("fetch")),
        told,
        [(BEGUN, False), ((*BEGUN, "SubcaseOpened", "StepDone"), False)],
    ),
    Act("publish", edited, publishing, lambda folder: len(TinyStore(folder).publications()), 2),
    Act(
        "move to a version",
        published,
        acting(lambda mine, case: mine.move(case)),
        told,
        [((*BEGUN, "CaseMoved"), False)],
    ),
    Act("back up", opened, copying, is_copied, ["backup.zip", "office"]),
    Act("restore", copied, restoring, is_restored, True),
    Act("put a case back", spoilt, putting_back, is_back, (2, [b"garbage"], True)),
    Act("rebuild", fallen, rebuilding, is_rebuilt, "in order"),
    Act("look", opened, looking, is_seen, True),
]
"""In each, the second attempt has the same request as the first, as when the command line is called again."""
