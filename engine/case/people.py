"""Who may do a step now: its roles or its person, in the hands it was given into (design 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition.reading import Absent

if TYPE_CHECKING:
    from engine.case.derive import Derivation
    from engine.case.office import Office
    from engine.case.tree import Node
    from engine.procedure.model import Procedure


def who(derivation: Derivation, node: Node) -> tuple[str, ...]:
    """Give the roles, or the short name of the person, that may do a step now; empty means anybody."""
    for above in node.line():
        handing = derivation.case.handed.get(above.address)
        if handing:
            return (handing.to,)
        escalated = _escalated(derivation, above)
        if escalated:
            return (escalated,)
    return _named(derivation, node)


def _named(derivation: Derivation, node: Node) -> tuple[str, ...]:
    found: list[str] = []
    for name in node.step.who:
        if name in derivation.procedure.facts:
            value = derivation.facts.read(name, node.segments).value
            found += [] if isinstance(value, Absent) else [str(value)]
        else:
            found.append(name)
    return tuple(found)


def _escalated(derivation: Derivation, node: Node) -> str | None:
    """The role that a passed `hand_to` reminder put an unsettled step into the hands of."""
    if derivation.settled(node):
        return None
    passed = [
        (moment, reminder.hand_to)
        for reminder in node.step.remind
        if reminder.hand_to and (moment := derivation.moment(reminder.phrase, node)) and moment <= derivation.now
    ]
    return max(passed)[1] if passed else None


def may_hand_to(node: Node) -> tuple[str, ...]:
    """Give the roles a step may be handed to, or back to; what a group says counts for the steps in it."""
    allowed = next((above.step.may_hand_to for above in node.line() if above.step.may_hand_to), ())
    return tuple(dict.fromkeys((*allowed, *node.step.who)))


def may_do(derivation: Derivation, node: Node, actor: str) -> bool:
    """Whether a person may do a step now."""
    named = who(derivation, node)
    person = derivation.office.staff.get(actor)
    roles = person.roles if person else frozenset()
    return not named or actor in named or bool(roles.intersection(named))


def may_sign(derivation: Derivation, node: Node, actor: str) -> bool:
    """Whether a person is one of those whose signature a step asks for: by role, as a person told, or on a list."""
    person = derivation.office.staff.get(actor)
    roles = person.roles if person else frozenset()
    by = node.step.sign.by if node.step.sign else ()
    return any(name in roles or actor in _people_told(derivation, node, name) for name in by)


def _people_told(derivation: Derivation, node: Node, name: str) -> set[str]:
    fact = derivation.procedure.facts.get(name)
    if not fact:
        return set()
    if fact.kind != "list":
        return {str(derivation.facts.read(name, node.segments).value)}
    people = [inner for inner in fact.of if derivation.procedure.facts[inner].kind == "person"]
    scopes = derivation.view(node.segments).elements(name).scopes
    return {str(scope.fact(inner).value) for scope in scopes for inner in people}


def names_of(procedure: Procedure, office: Office, named: tuple[str, ...]) -> str:
    """Put roles and people into words: `Front desk, or Pat Example`."""
    words = []
    for name in named:
        person = office.staff.get(name)
        words.append(procedure.roles.get(name) or (person.full_name if person else name))
    return ", or ".join(words) if words else "anybody"
