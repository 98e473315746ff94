"""What is proven of a procedure holds in every run of the engine, and a procedure that checks clean runs well.

`make sound` tries some thousands; the tests a few hundred.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.case.derive import derive
from engine.case.portray import is_over
from engine.condition.reading import NONE, UNKNOWN
from engine.diagnostics import has_errors
from engine.procedure.build import build
from engine.procedure.check import check
from engine.procedure.checks.constant import conditions
from engine.procedure.checks.graph import Graph
from engine.procedure.checks.spots import Spots
from engine.procedure.load import Loaded, load_and_check
from engine.procedure.nodes import Document
from engine.procedure.proof.formula import Budget, Verdict
from engine.procedure.proof.searches import Snapshots, open_without, settled_undone
from engine.procedure.source import read as read_source
from tests.case.driving import Run, runs
from tests.case.roaming import Roamer
from tests.case.support import OFFICE
from tests.mutants.seeding import mutants
from tests.procedure.examples import good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.case.derive import Derivation
    from engine.case.tree import Node
    from engine.condition import Condition
    from engine.procedure.model import Procedure
    from tests.mutants.seeding import Mutant

TRIED = settings.get_profile(settings.get_current_profile_name()).max_examples // 2
NOT_SHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""What fails is long, and takes too long to make shorter."""

BUDGET = 300_000
MOST = 12
"""Promises that are tried of each procedure."""

CORRECTING = frozenset(
    {
        "AmendAnswer",
        "RedactAnswer",
        "RedoStep",
        "ReopenCase",
        "WithdrawArrival",
        "RemoveElement",
        "AddElement",
        "CancelCase",
        "HoldCase",
    }
)
"""Proofs are about cases without corrections (`engine.procedure.proof`)."""


class Proven(NamedTuple):
    """What is known of a procedure before any case is opened.

    Args:
        never: Findings that something cannot come about: the code, and the words it names.
        gates: Conditions of steps that are said to be always, or never, true.
        after: Steps that are open only after a condition.
        done: Steps that are done in every case.
    """

    never: frozenset[tuple[str, str]] = frozenset()
    gates: frozenset[Condition] = frozenset()
    after: tuple[tuple[str, Condition], ...] = ()
    done: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def proven(text: str) -> Proven:
    """Look at a procedure without running it."""
    document = read_source(text, "generated.yaml")
    assert isinstance(document, Document)
    loaded = build(document)
    assert isinstance(loaded, Loaded), loaded
    procedure = loaded.procedure
    if Graph(procedure).stuck():
        return Proven()
    never = frozenset((one.code, word) for one in check(procedure, document) for word in one.message.split("`")[1::2])
    said = list(dict.fromkeys(one.condition for one in conditions(procedure, Spots(document))))
    pairs = ((name, condition) for name in procedure.by_id for condition in said)
    after = tuple(pair for pair in islice(pairs, MOST) if is_proven(procedure, *pair))
    single = [name for name in islice(procedure.by_id, MOST) if not is_apart(procedure, name)]
    done = [name for name in single if is_done_always(procedure, name)]
    of_steps = {one for step in procedure.by_id.values() for one in (step.when, step.until) if one}
    constant = {one for one in of_steps if {("never-true", one.text), ("always-true", one.text)} & never}
    return Proven(never, frozenset(constant), after, tuple(done))


def is_proven(procedure: Procedure, name: str, condition: Condition) -> bool:
    """Whether it is proven that a step is open only after a condition that can be read there."""
    inside = procedure.places[name].home
    homes = [procedure.facts[fact].home for fact in condition.reads.facts]
    is_here = all(inside[: len(home)] == home for home in homes) and not condition.reads.flips_with_time
    return is_here and open_without(Snapshots(procedure), name, condition, Budget(BUDGET)).answer is Verdict.IMPOSSIBLE


def is_done_always(procedure: Procedure, name: str) -> bool:
    """Whether it is proven that a step is done in every case."""
    return settled_undone(Snapshots(procedure), name, Budget(BUDGET)).answer is Verdict.IMPOSSIBLE


def is_apart(procedure: Procedure, name: str) -> bool:
    """Whether a step need not be there at all: what stands in `any_time`, is optional, or is for elements."""
    place = procedure.places[name]
    line = [procedure.by_id[one] for one in (*place.ancestors, name)]
    return place.any_time or bool(place.home) or any(one.optional for one in line)


def moments(run: Run) -> Iterator[Derivation]:
    """Give the case after each turn that nobody corrected anything before."""
    for turn in run.turns:
        if type(turn.command).__name__ in CORRECTING and turn.log:
            return
        if turn.after.seq:
            yield derive(run.procedure, turn.after, turn.asked.now, OFFICE)


def nodes(found: Derivation) -> list[Node]:
    """Give all step instances."""
    return [node for root in found.tree.roots for node in root.walk()]


def is_open(found: Derivation, node: Node) -> bool:
    """Whether a step, or something in it, may be worked on."""
    return found.case.status == "open" and found.settled(node) is None and found.gate(node).value is True


def is_inside(found: Derivation, node: Node) -> bool:
    """Whether this is one attempt or element of a step, and not all of them together."""
    return tuple(part for part, _ in node.segments) == found.procedure.places[node.step.id].home


def see(found: Derivation, known: Proven) -> None:
    """See that nothing is so that cannot be, and all is so that must be."""
    for node in nodes(found):
        if is_open(found, node) and is_inside(found, node):  # a step for elements begins with one of them
            assert ("never-begins", node.step.id) not in known.never
            for name, condition in known.after:
                assert name != node.step.id or found.read(condition, node).value is True, (name, condition.text)
        settled = found.settled(node)
        assert settled is None or node.step.id not in known.done or settled.status == "done", node.address
        see_constant(found, node, known)
    if found.case.status == "closed":
        outcome = found.outcome()
        assert outcome is None or ("never-ends-so", outcome.id) not in known.never
        assert all(code != "never-over" for code, _ in known.never)


def see_constant(found: Derivation, node: Node, known: Proven) -> None:
    """See that a condition that is said to be always true is not false, unless something has no value; and so on."""
    for condition in known.gates & {one for one in (node.step.when, node.step.until) if one}:
        value = found.read(condition, node).value
        told = [found.fact(name, node.segments).value for name in condition.reads.facts]
        is_told = NONE not in told and UNKNOWN not in told
        assert value is not True or ("never-true", condition.text) not in known.never
        assert value is not False or not is_told or ("always-true", condition.text) not in known.never


@settings(max_examples=TRIED, phases=NOT_SHRUNK, suppress_health_check=list(HealthCheck))
@given(runs())
def test_what_is_proven_holds_in_runs(run: Run) -> None:
    """What can never come about does not, a step is open only after what is proven, and done where that is."""
    known = proven(run.text)
    for found in moments(run):
        see(found, known)


OFTEN_CLEAN = {"key left out", "line left out", "lines exchanged", "line moved", "other option", "other sign"}


@lru_cache(maxsize=1)
def all_mutants() -> list[Mutant]:
    """Give the mutants of all good procedures, of the kinds that are often no mistakes."""
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in good()]
    return [mutant for name, text in texts for mutant in mutants(name, text) if mutant.kind in OFTEN_CLEAN]


@lru_cache(maxsize=512)
def checked(mutant: Mutant) -> Loaded | None:
    """Check a mutant; None if it has errors."""
    found = load_and_check(mutant.text, mutant.source)
    return found if isinstance(found, Loaded) and not has_errors(found.warnings) else None


@pytest.mark.no_cover  # tracing every line would take several times as long
@settings(max_examples=TRIED * 3, phases=NOT_SHRUNK, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.data())
def test_a_clean_procedure_runs_well(number: int, data: st.DataObject) -> None:
    """A file without errors, spoilt or not, never fails or gets stuck, and keeps its promises, whatever people do."""
    mutant = all_mutants()[number % len(all_mutants())]
    loaded = checked(mutant)
    if loaded is None:
        return
    roamer = Roamer(loaded.procedure, lambda below: data.draw(st.integers(0, below - 1)) if below > 1 else 0)
    for _ in range(data.draw(st.integers(5, 40))):
        roamer.go_on()
        found = roamer.derivation
        see_promises(found)
        view = roamer.view
        assert view.status != "open" or view.open or view.missing or is_over(found), mutant


def see_promises(found: Derivation) -> None:
    """See that the promises of a procedure are kept."""
    for promise in found.procedure.promises:
        for node in (node for node in nodes(found) if node.step.id == promise.step):
            if promise.only_after and is_open(found, node):
                assert found.read(promise.only_after, node).value is True, promise
            settled = found.settled(node)
            assert not promise.always or settled is None or settled.status == "done", promise
