"""What holds of every well-typed condition in every world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from engine.condition.reading import UNKNOWN
from tests.condition.strategies import changed_but, conditions, everything_told, learned, learned_but, worlds

if TYPE_CHECKING:
    from engine.condition import Condition


@given(condition=conditions(), data=st.data())
def test_reading_never_fails(condition: Condition, data: st.DataObject) -> None:
    """Whatever was told, a condition is true, false or unknown, and never an error."""
    assert condition.read(data.draw(worlds(condition.reads))).value in {True, False, UNKNOWN}


@given(condition=conditions(), data=st.data())
def test_when_all_is_told_all_is_known(condition: Condition, data: st.DataObject) -> None:
    """Nothing stays unknown that does not have to."""
    assert condition.read(data.draw(everything_told(condition.reads))).value is not UNKNOWN


@given(condition=conditions("gate"), data=st.data())
def test_learning_never_changes_a_verdict(condition: Condition, data: st.DataObject) -> None:
    """What is unknown and becomes known never changes a verdict that was decided without it, nor its `since`.

    In a `when` or `until` not even time does.
    """
    world = data.draw(worlds(condition.reads))
    before = condition.read(world)
    after = condition.read(data.draw(learned(world, condition.reads)))
    assert before == after or before.value is UNKNOWN


@given(condition=conditions(), data=st.data())
def test_learning_never_changes_a_verdict_of_the_moment(condition: Condition, data: st.DataObject) -> None:
    """The same holds where the clock is read, as long as it stands still."""
    world = data.draw(worlds(condition.reads))
    before = condition.read(world)
    after = condition.read(data.draw(learned(world, condition.reads, now=10)))
    assert before == after or before.value is UNKNOWN


@given(condition=conditions(), data=st.data())
def test_leaves_are_enough(condition: Condition, data: st.DataObject) -> None:
    """As long as the leaves that explain a verdict stay as they are, all others may change as they like."""
    world = data.draw(worlds(condition.reads))
    before = condition.read(world)
    after = condition.read(data.draw(changed_but(condition.explain(world), world, condition.reads)))
    assert before.value is after.value or before.value is UNKNOWN


@given(condition=conditions(), data=st.data())
def test_missing_leaves_are_all_that_is_missing(condition: Condition, data: st.DataObject) -> None:
    """As long as the leaves that explain an unknown verdict are missing, no other answer decides it."""
    world = data.draw(worlds(condition.reads))
    before = condition.read(world)
    after = condition.read(data.draw(learned_but(condition.explain(world), world, condition.reads)))
    assert before.value is after.value or before.value is not UNKNOWN


@given(condition=conditions(), data=st.data())
def test_missing_leaves_are_missing(condition: Condition, data: st.DataObject) -> None:
    """The leaves of an unknown verdict have no value, or are a time that has not come."""
    world = data.draw(worlds(condition.reads))
    explained = condition.explain(world)
    if condition.read(world).value is UNKNOWN:
        assert explained
        assert all(leaf.value is UNKNOWN or (leaf.kind == "time" and leaf.since is None) for leaf in explained)
