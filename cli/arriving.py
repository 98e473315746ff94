"""Recording an arrival with its file: the file is looked at first, kept with the case, and told by the name it got."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.telling import read_moment
from cli.wrong import WrongUsage
from engine.case.refusals import Refusal
from engine.desk_files import look_at, received_name
from engine.frozen import replace

if TYPE_CHECKING:
    from pathlib import Path

    from cli.call import Call
    from engine.case.commands import RecordArrival
    from engine.desk import Desk, Done


def record(
    call: Call, desk: Desk, case: str, command: RecordArrival, file: Path | None, happened: str | None
) -> Done | Refusal:
    """Record an arrival, with a file that came with it and the time it came.

    Raises:
        WrongUsage: The file cannot be read, or the time is none.
    """
    moment = read_moment(happened, desk.office, desk.now())
    whole = _with_file(desk, case, command, file) if file else command
    if isinstance(whole, Refusal):
        return whole
    return desk.act(case, whole, request=call.request, expect=call.expect, happened=moment)


def _with_file(desk: Desk, case: str, command: RecordArrival, file: Path) -> RecordArrival | Refusal:
    """Keep the file, once it is known that the arrival may be recorded, and let the arrival bring its name."""
    _look_at(file)
    fact = _file_fact(desk, case, command)
    if isinstance(fact, Refusal):
        return fact
    would = desk.preview(case, replace(command, brought={**command.brought, fact: received_name(file)}))
    if isinstance(would, Refusal):
        return would
    return replace(command, brought={**command.brought, fact: desk.attach(case, file)})


def _look_at(file: Path) -> None:
    """See that the file can be read; its name is not repeated, for it may say who it is about."""
    try:
        look_at(file)
    except OSError as refused:
        why = (refused.strerror or "no reason given").lower()
        raise WrongUsage(f"the file given with --file cannot be read: {why}; nothing was recorded") from None


def _file_fact(desk: Desk, case: str, command: RecordArrival) -> str | Refusal:
    name = command.arrival.rpartition("/")[2]
    arrivals = {arrival.id: arrival for arrival in desk.agenda(case).arrivals}
    if name not in arrivals:
        refused = desk.preview(case, command)
        return refused if isinstance(refused, Refusal) else _no_file(name)
    facts = [ask.fact for ask in arrivals[name].brings if ask.type == "file"]
    return facts[0] if len(facts) == 1 else _no_file(name)


def _no_file(arrival: str) -> Refusal:
    return Refusal(
        code="no-file-here",
        message=f"it is not clear which fact of `{arrival}` the file is for: not exactly one of them is a file",
        next="leave out --file, or have the procedure's `brings:` name one fact of type file",
        field="file",
    )
