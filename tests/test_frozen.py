"""Frozen values are what the standard library would make of the same class."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import AnswerRecorded, CaseResumed, StepDone, StepTaken
from engine.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Quick:
    """A value made our way."""

    name: str
    told: Mapping[str, int] = dataclasses.field(default_factory=dict)
    most: int = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same, made by the standard library."""

    name: str
    told: Mapping[str, int] = dataclasses.field(default_factory=dict)
    most: int = 3


ACTS: list[Callable[[Any], object]] = [
    lambda kind: repr(kind("a", {"b": 1})).replace(kind.__name__, ""),
    lambda kind: (kind("a") == kind("a"), kind("a") == kind("b"), kind("a") != kind("a"), kind("a") == ("a", {}, 3)),
    lambda kind: hash(kind("a", 1)) == hash(kind("a", 1)),
    lambda kind: dataclasses.replace(kind("a"), most=4).most,
    lambda kind: [(one.name, one.default) for one in dataclasses.fields(kind) if one.name != "told"],
    lambda kind: dataclasses.asdict(kind("a", most=5)),
    lambda kind: (copy.deepcopy(kind("a", {"b": 1})) == kind("a", {"b": 1}), copy.copy(kind("a")) == kind("a")),
    lambda kind: pickle.loads(pickle.dumps(kind("a"))) == kind("a"),  # noqa: S301  # what was dumped just before
    lambda kind: kind.__match_args__,
    lambda kind: (kind("a").told is kind("a").told, bool(kind("a")), hasattr(kind("a"), "__dict__")),
    lambda kind: kind.__doc__ is not None and (kind.__module__, kind.__slots__),
    dataclasses.is_dataclass,
]


@pytest.mark.parametrize("act", ACTS, ids=map(str, range(len(ACTS))))
def test_it_does_what_the_standard_library_does(act: Callable[[Any], object]) -> None:
    """Shown, compared, copied, replaced, kept: there is no difference but the time it takes."""
    assert act(Standard) == act(Quick)


@pytest.mark.parametrize("kind", [Standard, Quick])
def test_it_does_not_change(kind: Any) -> None:  # noqa: ANN401  # both kinds of class
    """A field can neither be set nor deleted, and no other can be added."""
    value = kind("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.name
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        value.other = 1
    with pytest.raises(TypeError):
        kind()
    with pytest.raises(TypeError):
        kind("a", {}, 3, 4)


def test_kinds_differ() -> None:
    """Two events of different kinds are never equal, also where they hold the same; an event without fields is true."""
    told: list[object] = [StepDone("a"), StepTaken("a"), StepDone("a")]
    assert [True, False, True] == [one == told[0] for one in told]
    assert 2 == len(set(told))
    assert [True] == list(map(bool, [CaseResumed()]))


def test_a_match_reads_it() -> None:
    """A value is taken apart by its fields."""
    match AnswerRecorded("reason", "moving", step="why"):
        case AnswerRecorded(fact, value, step="why"):
            assert ("reason", "moving") == (fact, value)
        case _:
            raise AssertionError


def test_only_plain_fields() -> None:
    """What is more than its fields is refused where it is declared."""
    with pytest.raises(TypeError, match="take the dataclass of the standard library"):

        @dataclass(frozen=True, slots=True)
        class Inner(Quick):
            more: int = 0
