"""Moving a running case to another text of its procedure: derived there first, refused where something would break.

INVARIANT: nothing that was told is thrown away, and moving to the same text changes nothing (design 5.6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.case.deciding import Deciding
from engine.case.events import CaseMoved
from engine.case.explain import key_of
from engine.case.keeping import broken_promises
from engine.case.portray import is_over, portray
from engine.case.refusals import Because, refuse
from engine.condition.reading import UNKNOWN
from engine.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.commands import MoveCase
    from engine.case.decide_answers import Decision
    from engine.case.derive import Derivation
    from engine.case.events import Event
    from engine.case.tree import Node
    from engine.procedure.model import Fact, Procedure

_NUMBERED: Final = pattern(r"[\[#]")


def move_case(deciding: Deciding, command: MoveCase) -> Decision:
    """Move the case to another text, if nothing forbids it, and a person agrees to what work it would cause."""
    old, new = deciding.procedure, command.procedure
    if new.id != old.id:
        return refuse("other-procedure", procedure=new.id, own=old.id)
    if new.digest == deciding.case.digest:
        return []
    moved: list[Event] = [CaseMoved(new.version, new.digest)]
    misfits = tuple(_misfits(deciding, new))
    if misfits:
        return refuse("cannot-move", misfits, version=new.version)
    before, after = deciding.derivation, Deciding(new, deciding.after(moved).case, deciding.asked).derivation
    obstacles = tuple(_obstacles(before, after))
    if obstacles:
        return refuse("cannot-move", obstacles, version=new.version)
    doubts = tuple(_doubts(before, after))
    if doubts and not command.agreed:
        return refuse("move-needs-a-person", doubts, version=new.version, case=deciding.case.id)
    return moved


# -- what was told has to fit ----------------------------------------------------------------------------------------


def _misfits(deciding: Deciding, new: Procedure) -> Iterator[Because]:
    """What the case holds that the new text takes for something else; what it does not know at all is kept, unread."""
    for (place, name), told in deciding.case.answers.items():
        fact = new.facts.get(name)
        if told and fact and name in deciding.procedure.facts:
            why = _misfit(deciding.procedure.facts[name], fact, told[-1].value)
            if why:
                yield Because("fact", name, place, f"`{key_of(place, name)}` {why}")
    for address in dict.fromkeys(_marked(deciding)):
        name = _NUMBERED.split(address.rpartition("/")[2])[0]
        homes = [one.places[name].home for one in (deciding.procedure, new) if name in one.places]
        if len(set(homes)) > 1:
            yield Because("step", name, "", f"`{address}` would belong to another list or repetition")


def _misfit(old: Fact, new: Fact, value: object) -> str:
    if new.is_worked_out:
        return "was told, and would be worked out"
    if old.kind != new.kind:
        return f"was told as {old.kind}, and would be {new.kind}"
    if old.home != new.home:
        return "was told, and would belong to another list or repetition"
    chosen = value if isinstance(value, list) else [value]
    if new.options is not None and value is not None and not set(map(str, chosen)) <= new.options.keys():
        return "was told, and what was chosen would be no option any more"
    return ""


def _marked(deciding: Deciding) -> Iterator[str]:
    """The addresses of all steps that somebody did something with."""
    case = deciding.case
    for addresses in (case.marks, case.reopened, case.signatures, case.handed, case.subcases):
        yield from addresses


# -- how it would stand ----------------------------------------------------------------------------------------------


def _obstacles(before: Derivation, after: Derivation) -> Iterator[Because]:
    """What may not be: work before what cannot be undone, a broken promise, nobody having anything to do."""
    for node in _leaves(after):
        then = before.tree.by_address.get(node.address)
        if then and _is_done_for_good(after, then, node) and _waits_anew(before, after, then, node):
            yield Because(
                "step", node.step.id, "", f"`{node.address}` cannot be undone, and something would come before it"
            )
    known = {broken.what for broken in broken_promises(before, done=True)}
    for broken in broken_promises(after, done=True):
        if broken.what not in known:
            yield Because("step", broken.step, "", f"it was promised otherwise: {broken.what}")
    view = portray(after)
    if view.status == "open" and not view.open and not view.missing and not is_over(after):
        yield Because("time", "case", "", "nobody would have anything to do or to wait for")


def _is_done_for_good(after: Derivation, then: Node, node: Node) -> bool:
    mark = after.case.marks.get(node.address)
    return mark is not None and mark.kind == "done" and (then.step.once or node.step.once)


def _waits_anew(before: Derivation, after: Derivation, then: Node, node: Node) -> bool:
    return after.gate(node).value is UNKNOWN and before.gate(then).value is not UNKNOWN


def _doubts(before: Derivation, after: Derivation) -> Iterator[Because]:
    """What may be, if a person wants it: what was done would be to be done again, or the case would end."""
    for node in _leaves(before):
        now = after.tree.by_address.get(node.address)
        if not now or not before.standing(node).is_settled or after.standing(now).is_settled:
            continue
        if node.address in before.case.marks:
            yield Because("step", node.step.id, "", f"`{node.address}` was settled, and would be open again")
    if is_over(after):
        outcome = after.outcome()
        yield Because("time", "case", "", f"the case would end: {outcome.title if outcome else 'without an outcome'}")


def _leaves(derivation: Derivation) -> Iterator[Node]:
    return (node for node in derivation.tree.walk() if node.kind == "leaf")
