"""Examples that `check` tells were played: every act was taken, and at the end that was so which was told."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from engine.case import commands
from engine.case.derive import derive
from engine.case.trial import acts_for, try_out
from engine.condition.reading import UNKNOWN
from engine.procedure.checks.graph import Graph
from engine.procedure.load import Loaded, load, load_and_check
from engine.procedure.proof.formula import Budget, Model
from engine.procedure.proof.searches import Snapshots, open_without, settled_undone
from engine.procedure.proof.wishes import Sight, Wish, wish_for
from tests.case.roaming import Roamer
from tests.procedure.examples import bad, good
from tests.procedure.proof.small import texts
from tests.procedure.proof.test_against_oracle import conditions

if TYPE_CHECKING:
    from engine.case.trial import Act
    from engine.procedure.model import Procedure
    from engine.procedure.proof.wishes import Fate

FEW = settings(max_examples=settings().max_examples // 20, suppress_health_check=list(HealthCheck))
WITH_EXAMPLES = ("may-be-unknown", "may-wait-for-ever", "promise-opens-early", "promise-not-always")


class Told(NamedTuple):
    """An example that was told: what it is of, what is to be seen, and how to come there."""

    procedure: Procedure
    sight: Sight
    acts: list[Act]


def examples(text: str) -> list[Told]:
    """Check a procedure, and give all examples that worked out."""
    told: list[Told] = []

    def trial(procedure: Procedure, wish: Wish, sight: Sight) -> tuple[str, ...] | None:
        acts = acts_for(procedure, wish, sight)
        if acts:
            told.append(Told(procedure, sight, acts))
        return try_out(procedure, wish, sight)

    load_and_check(text, "small.yaml", trial=trial)
    return told


def played(example: Told) -> Roamer:
    """Play an example again, act by act, in an office of the tests' own."""
    opening = next(act for act in example.acts if isinstance(act, commands.OpenCase))
    roamer = Roamer(example.procedure, lambda _: 0, opening)
    for act in example.acts[1:]:
        before = roamer.asked
        roamer.play(act)
        assert roamer.asked > before or not isinstance(act, commands.MarkDone)
    return roamer


def is_seen(roamer: Roamer, sight: Sight) -> bool:
    """Whether that is so in the case which was told."""
    found = derive(roamer.procedure, roamer.case, roamer.now, roamer.office)
    nodes = [node for root in found.tree.roots for node in root.walk() if node.step.id == sight.step]
    stands = {node: found.standing(node).status for node in nodes}
    if sight.status == "undone":
        return any(found.settled(node) is not None and stands[node] != "done" for node in nodes)
    if sight.status == "waiting":
        return any(stands[node] == "waiting" for node in nodes)
    unsettled = [node for node in nodes if found.settled(node) is None and found.gate(node).value is True]
    return any(
        (sight.untrue is None or found.read(sight.untrue, node).value is not True)
        and (sight.unknown is None or found.fact(sight.unknown, node.segments).value is UNKNOWN)
        for node in unsettled
    )


BAD = {name: text.decode() for name, text in bad() if name.partition(".")[0] in WITH_EXAMPLES}


@pytest.mark.parametrize("name", BAD)
def test_examples_in_the_docs(name: str) -> None:
    """The example of every bad file is what happens."""
    told = examples(BAD[name])
    assert told
    assert all(is_seen(played(one), one.sight) for one in told)


@given(texts(wild=False))
@FEW
def test_every_broken_promise_has_an_example(text: str) -> None:
    """Of nearly all that is found in small procedures the way there is played, and it leads there."""
    loaded = load(text, "small.yaml")
    assert isinstance(loaded, Loaded)
    procedure = loaded.procedure
    if Graph(procedure).stuck():
        return
    snapshots = Snapshots(procedure)
    for name in procedure.by_id:
        undone = settled_undone(snapshots, name, Budget(100_000))
        sights = [(undone, Sight(name, "undone"))]
        sights += [
            (open_without(snapshots, name, one, Budget(100_000)), Sight(name, "open", untrue=one))
            for one in conditions(procedure)[::7]
        ]
        for found, sight in sights:
            if isinstance(found.answer, Model):
                acts = acts_for(procedure, wish_for(found.snapshot, found.answer), sight)
                assert acts or "gave up" in found.example, (name, found.example)
                assert not acts or is_seen(played(Told(procedure, sight, acts)), sight)


@pytest.mark.parametrize("path", good(), ids=lambda path: path.stem)
def test_every_step_of_good_procedures(path: object) -> None:
    """Whatever keeps a step of a good procedure from being done can be played, but for what needs a correction."""
    loaded = load(getattr(path, "read_bytes")(), "good.yaml")  # noqa: B009  found by glob
    assert isinstance(loaded, Loaded)
    snapshots, lost = Snapshots(loaded.procedure), []
    for name in loaded.procedure.by_id:
        found = settled_undone(snapshots, name, Budget(200_000))
        if isinstance(found.answer, Model):
            wish, sight = wish_for(found.snapshot, found.answer), Sight(name, "undone")
            acts = acts_for(loaded.procedure, wish, sight)
            lost += [] if acts else [name]
            assert not acts or is_seen(played(Told(loaded.procedure, sight, acts)), sight)
    assert len(lost) <= len(loaded.procedure.by_id) // 4, lost


def test_nothing_is_made_up() -> None:
    """What the engine refuses, or what does not lead there, is no example."""
    head = "procedure: small\nversion: 1\ntitle: Small\n"
    text = f"{head}steps:\n  - id: ask\n    ask: [agreed]\nfacts:\n  agreed:\n    type: yes_no\n"
    loaded = load(text, "small.yaml")
    assert isinstance(loaded, Loaded)
    refused = Wish({"agreed": "no such answer"}, {"ask": "gave up"}, frozenset(), frozenset())
    assert try_out(loaded.procedure, refused, Sight("ask", "undone")) is None
    assert try_out(loaded.procedure, refused, Sight("nobody", "open")) is None


def test_words() -> None:
    """Acts are told in the author's words, in the order in which they happen; days that only go by are counted."""
    text = """
procedure: small
version: 1
title: Small
opens_with: [amount]
promises:
  - step: pay
    always: yes
arrivals:
  letter:
    title: A letter
steps:
  - id: ask
    skippable: no
    ask: [agreed]
  - id: pay
    skippable: no
    when: agreed and amount > 5
    wait_for: letter
    give_up: 9 days after ask
    do: Pay
facts:
  amount:
    type: money
  agreed:
    type: yes_no
"""
    loaded = load(text, "small.yaml")
    assert isinstance(loaded, Loaded)
    fates: dict[str, Fate] = {"ask": "done", "pay": "gave up"}
    wish = Wish({"agreed": True, "amount": Decimal(9)}, fates, frozenset(), frozenset())
    told = try_out(loaded.procedure, wish, Sight("pay", "undone"))
    assert told
    assert ("the case is opened with `amount` 9", "`agreed` is yes", "`ask` is done") == told[:3]
    assert re.fullmatch(r"\d+ days go by", told[3])
