"""Who may do a step now: its roles or its person, in the hands it was given into (design 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition.reading import Absent

if TYPE_CHECKING:
    from datetime import datetime

    from engine.case.derive import Derivation
    from engine.case.facts import Facts
    from engine.case.office import Office
    from engine.case.tellings import Signature
    from engine.case.tree import Node
    from engine.procedure.model import Procedure


def who(derivation: Derivation, node: Node) -> tuple[str, ...]:
    """Give the roles, or the short name of the person, that may do a step now; empty means anybody."""
    handed = derivation.case.handed
    for above in node.line():
        escalated = _escalated(derivation, above) if above.step.remind else None
        handing = handed.get(above.address)
        given = (handing.since, handing.to) if handing else None
        last = max(escalated, given) if escalated and given else escalated or given
        if last:
            return (last[1],)
    return named(derivation, node, node.step.who) if node.step.who else ()


def named(derivation: Derivation, node: Node, names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the roles that are named, and the people that facts name; a fact that is not told names nobody."""
    found: list[str] = []
    for name in names:
        if name in derivation.procedure.facts:
            value = derivation.fact(name, node.segments).value
            found += [] if isinstance(value, Absent) else [str(value)]
        else:
            found.append(name)
    return tuple(found)


def _escalated(derivation: Derivation, node: Node) -> tuple[datetime, str] | None:
    """When a passed `hand_to` reminder put an unsettled step into the hands of which role; the last one counts."""
    if derivation.settled(node):
        return None
    passed = [
        (moment, reminder.hand_to)
        for reminder in node.step.remind
        if reminder.hand_to and (moment := derivation.moment(reminder.phrase, node)) and moment <= derivation.now
    ]
    return max(passed, default=None)


def may_hand_to(node: Node) -> tuple[str, ...]:
    """Give the roles a step may be handed to, or back to; what a group says counts for the steps in it."""
    who = node.step.who
    for above in node.line():
        if above.step.may_hand_to:
            return tuple(dict.fromkeys((*above.step.may_hand_to, *who)))
    return who


def may_do(derivation: Derivation, node: Node, actor: str) -> bool:
    """Whether a person may do a step now."""
    named = who(derivation, node)
    if not named or actor in named:
        return True
    person = derivation.office.staff.get(actor)
    return person is not None and not person.roles.isdisjoint(named)


def may_see(derivation: Derivation, actor: str) -> bool:
    """Whether a person works on a case, and so sees what is private in it: by a role of the procedure, or by name."""
    roles = set(derivation.procedure.roles)
    person = derivation.office.staff.get(actor)
    if not roles or (person and roles.intersection(person.roles)):
        return True
    nodes = derivation.tree.walk()
    return any(actor in who(derivation, one) or may_sign(derivation, one, actor) for one in nodes)


def may_sign(derivation: Derivation, node: Node, actor: str) -> bool:
    """Whether a person is one of those whose signature a step asks for: by role, as a person told, or on a list."""
    person = derivation.office.staff.get(actor)
    roles = person.roles if person else frozenset()
    by = node.step.sign.by if node.step.sign else ()
    return bool(roles.intersection(by)) or actor in _people_told(derivation, node, derivation)


def is_still_asked(derivation: Derivation, node: Node, signature: Signature) -> bool:
    """Whether somebody who signed may still sign: who was named for it, and is not any more, has no say.

    Who left a role since had it when they signed; that takes nothing back.
    """
    if may_sign(derivation, node, signature.by):
        return True
    return signature.by not in _people_told(derivation, node, derivation.reliance.then(signature.seq))


def _people_told(derivation: Derivation, node: Node, facts: Facts) -> set[str]:
    """The people whom facts name to sign a step: a person each, or all on a list."""
    found: set[str] = set()
    declared = derivation.procedure.facts
    for fact in (declared[name] for name in (node.step.sign.by if node.step.sign else ()) if name in declared):
        people = [inner for inner in fact.of if declared[inner].kind == "person"]
        scopes = facts.view(node.segments).elements(fact.id).scopes if fact.kind == "list" else ()
        values = [facts.fact(fact.id, node.segments).value] if fact.kind == "person" else []
        values += [scope.fact(inner).value for scope in scopes for inner in people]
        found |= {str(value) for value in values if not isinstance(value, Absent)}
    return found


def names_of(procedure: Procedure, office: Office, named: tuple[str, ...]) -> str:
    """Put roles and people into words: `Front desk, or Pat Example`."""
    words = []
    for name in named:
        person = office.staff.get(name)
        words.append(procedure.roles.get(name) or (person.full_name if person else name))
    return ", or ".join(words) if words else "anybody"
