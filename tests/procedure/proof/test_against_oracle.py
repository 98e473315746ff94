"""What is proven, and what is found, against every case of small procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given, settings

from engine.condition import Condition, Declarations, FactType, compile_condition
from engine.procedure.build import build
from engine.procedure.checks.graph import Graph
from engine.procedure.checks.reach import early_endings
from engine.procedure.load import Loaded, load
from engine.procedure.proof.formula import Budget, Model, Verdict
from engine.procedure.proof.snapshot import Snapshot
from tests.procedure.proof.oracle import World, play
from tests.procedure.proof.small import texts

if TYPE_CHECKING:
    from engine.procedure.model import Procedure

BUDGET = 1_000_000
MOST = 3_000


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


def proven(procedure: Procedure, name: str, condition: Condition) -> bool:
    """Whether it is proven that a step is open only after a condition."""
    ...
