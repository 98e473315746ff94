"""What is proven, and what is found, against every case of small procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings

from engine.condition import Condition, Declarations, FactType, compile_condition
from engine.procedure.checks.graph import Graph
from engine.procedure.load import Loaded, load
from engine.procedure.proof.formula import Budget, Model, Verdict
from engine.procedure.proof.searches import Snapshots, open_without, settled_undone
from tests.procedure.proof.oracle import World, play
from tests.procedure.proof.small import texts

if TYPE_CHECKING:
    from engine.procedure.model import Procedure

BUDGET = 1_000_000
MOST = 3_000
"""States of one procedure; those of which there are more are left out."""

FEW = settings(
    max_examples=settings().max_examples // 20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
"""Each example plays all cases of a procedure, and asks for a hundred proofs; half of the texts have circles."""


def read(text: str) -> Procedure:
    """Load a made-up procedure in which nothing waits for itself."""
    loaded = load(text, "small.yaml")
    assert isinstance(loaded, Loaded), loaded
    assume(not Graph(loaded.procedure).stuck())
    return loaded.procedure


def conditions(procedure: Procedure) -> list[Condition]:
    """Give conditions that could be promised."""
    steps = [f"{word}({name})" for name in procedure.by_id for word in ("done", "not done", "settled", "skipped")]
    facts = ["wet", "not wet", "nasty", "wet is known", "wet or letter", "letter"]
    types = {name: FactType(fact.kind) for name, fact in procedure.facts.items()}
    declared = Declarations(types, {}, procedure.by_id.keys(), procedure.arrivals.keys())
    compiled = [compile_condition(text, declared, "gate") for text in (*steps, *facts)]
    return [one for one in compiled if isinstance(one, Condition)]


def played(procedure: Procedure) -> list[World]:
    """Play all cases, if there are not too many."""
    worlds = play(procedure, MOST)
    assume(worlds is not None)
    return worlds or []


def open_worlds(worlds: list[World], name: str) -> list[World]:
    """Give the states where a step, or something in it, may be worked on."""
    return [world for world in worlds if not world.is_settled(name) and world.may_begin(name)]


def is_proven(procedure: Procedure, name: str, condition: Condition) -> bool:
    """Whether it is proven that a step is open only after a condition."""
    return open_without(Snapshots(procedure), name, condition, Budget(BUDGET)).answer is Verdict.IMPOSSIBLE


@given(texts(wild=False))
@FEW
def test_proofs_agree_with_all_cases(text: str) -> None:
    """A step is proven to open only after a condition exactly when no case opens it before."""
    procedure = read(text)
    worlds = played(procedure)
    for name in procedure.by_id:
        opened = open_worlds(worlds, name)
        for condition in conditions(procedure):
            happens = all(world.is_true(condition) for world in opened)
            assert (name, condition.text, happens) == (name, condition.text, is_proven(procedure, name, condition))


@given(texts(wild=False))
@FEW
def test_always_agrees_with_all_cases(text: str) -> None:
    """A step is proven to be done in the end exactly when no case settles it otherwise."""
    procedure = read(text)
    worlds = played(procedure)
    for name in procedure.by_id:
        undone = any(world.is_settled(name) and world.status(name) != "done" for world in worlds)
        assert (name, undone) == (
            name,
            isinstance(settled_undone(Snapshots(procedure), name, Budget(BUDGET)).answer, Model),
        )


@given(texts(wild=True))
@FEW
def test_what_is_proven_happens(text: str) -> None:
    """Whatever is proven holds in every case, also in those that an outcome ends early."""
    procedure = read(text)
    worlds = played(procedure)
    for name in procedure.by_id:
        opened = open_worlds(worlds, name)
        proven = [condition for condition in conditions(procedure) if is_proven(procedure, name, condition)]
        assert [] == [condition.text for condition in proven for world in opened if not world.is_true(condition)]
        if settled_undone(Snapshots(procedure), name, Budget(BUDGET)).answer is Verdict.IMPOSSIBLE:
            assert not any(world.is_settled(name) and world.status(name) != "done" for world in worlds)
