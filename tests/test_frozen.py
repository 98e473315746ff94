"""Frozen values are what the standard library would make of the same class."""

from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
import pickle
import typing
from typing import TYPE_CHECKING, Any

import pytest

from engine import frozen
from engine.case.events import AnswerRecorded, CaseResumed, StepDone, StepTaken
from engine.frozen import NamedTuple, dataclass, field, fields_of, replace, taker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Quick:
    """A value made our way."""

    name: str
    told: Mapping[str, int] = field(default_factory=dict)
    most: int = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same, made by the standard library."""

    name: str
    told: Mapping[str, int] = dataclasses.field(default_factory=dict)
    most: int = 3


def refused(act: Callable[[], object]) -> type[BaseException] | None:
    """Give the kind of exception that an act ends with."""
    try:
        act()
    except (AttributeError, TypeError) as ended:
        return type(ended)
    return None


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


def test_it_is_made_of_a_mapping() -> None:
    """A value made of a mapping is as any other; what else the mapping holds does no harm, what it lacks is a fault."""
    made = taker(Quick)({"most": 5, "name": "a", "told": {"b": 1}, "more": 2})
    assert (Quick, Quick("a", {"b": 1}, 5)) == (type(made), made)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.name = "b"
    with pytest.raises(KeyError, match="told"):
        taker(Quick)({"name": "a", "most": 5})


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

    with pytest.raises(TypeError, match="is for its own dataclass"):

        @dataclass(frozen=True, slots=True)
        class Mixed:
            more: list[int] = dataclasses.field(default_factory=list)

    with pytest.raises(TypeError, match="what has no slots is frozen"):

        @dataclass()
        class Loose:
            more: int = 0


def roomy(made: Callable[..., Any], said: Callable[..., Any]) -> type:
    """Declare a frozen value that can remember what it worked out."""

    @made(frozen=True)
    class Roomy:
        """Words."""

        name: str
        told: dict[str, int] = said(default_factory=dict)
        text: str = said(default="", compare=False, repr=False)
        trail: int | None = said(default=None, init=False, compare=False, repr=False)

        @functools.cached_property
        def shout(self) -> str:
            """Give the name, louder."""
            return self.name.upper()

    return Roomy


def open_ended(made: Callable[..., Any], said: Callable[..., Any]) -> type:
    """Declare a value that changes, and is compared by what it is."""

    @made(slots=True, eq=False)
    class Open:
        name: str
        told: list[int] = said(default_factory=list)
        first: str = ""

        def __post_init__(self) -> None:
            """Note how it begins."""
            self.first = self.name[:1]

    return Open


ROOMY_ACTS: list[Callable[[Any], object]] = [
    lambda kind: repr(kind("a", {"b": 1}, "c")),
    lambda kind: (kind("a") == kind("a", text="b"), kind("a") == kind("b"), kind("a", {"b": 1}) == kind("a")),
    lambda kind: (hash(kind("a", 1)) == hash(kind("a", 1)), kind("a").told is kind("a").told),
    lambda kind: (kind("a").shout, kind("a").trail, vars(kind("a")), kind.__match_args__, kind.__doc__),
    lambda kind: (dataclasses.replace(kind("a"), name="b").name, dataclasses.asdict(kind("a"))),
    lambda kind: copy.deepcopy(kind("a")) == kind("a"),
    lambda kind: [one.name for one in dataclasses.fields(kind) if one.compare and one.init],
    lambda kind: refused(lambda: setattr(kind("a"), "name", "b")),
    lambda kind: refused(lambda: kind("a", {}, "", 3)),
    refused,
]


@pytest.mark.parametrize("act", ROOMY_ACTS, ids=map(str, range(len(ROOMY_ACTS))))
def test_one_that_remembers(act: Callable[[Any], object]) -> None:
    """A frozen value without slots does what the standard library's does."""
    assert act(roomy(dataclasses.dataclass, dataclasses.field)) == act(roomy(dataclass, field))


@pytest.mark.parametrize(
    ("made", "said"),
    [(dataclass, field), (dataclasses.dataclass, dataclasses.field)],
    ids=["ours", "standard"],
)
def test_one_that_changes(made: Any, said: Any) -> None:  # noqa: ANN401  # both ways to declare
    """A value that changes is equal to itself alone, and settles what follows from its fields."""
    kind: Any = open_ended(made, said)
    value = kind("ann", told=[1])
    value.name = "bo"
    assert ("bo", [1], "a", False) == (
        value.name,
        value.told,
        value.first,
        value == kind("ann"),
    )
    assert not hasattr(value, "__dict__")
    assert repr(value).endswith("Open(name='bo', told=[1], first='a')")


def test_replace_and_fields() -> None:
    """A value is changed into another one, and names its fields; what is no value of this kind has none."""
    assert Quick("a", {"b": 1}, 4) == replace(Quick("a", {"b": 1}), most=4)
    assert ("name", "told", "most") == fields_of(Quick("a")) == fields_of(Standard("a"))
    assert [(), (), ()] == [fields_of(1), fields_of(Tuple("a")), fields_of({"a": 1})]
    with pytest.raises(TypeError):
        replace(Quick("a"), nothing=1)  # type: ignore[call-arg]  # that is the point


class Tuple(NamedTuple):
    """Words."""

    name: str
    most: int = 3
    told: Mapping[str, int] | None = None

    @property
    def shout(self) -> str:
        """Give the name, louder."""
        return self.name.upper()


class StandardTuple(typing.NamedTuple):
    """Words."""

    name: str
    most: int = 3
    told: Mapping[str, int] | None = None

    @property
    def shout(self) -> str:
        """Give the name, louder."""
        return self.name.upper()


TUPLE_ACTS: list[Callable[[Any], object]] = [
    lambda kind: repr(kind("a", 4)).replace(kind.__name__, ""),
    lambda kind: (kind("a"), kind("a", told={"b": 1}), kind(most=1, name="b"), kind("a") == ("a", 3, None)),
    lambda kind: (kind("a")._replace(most=5), kind._make(["a", 1, None]), kind("a")._asdict()),
    lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__, kind.__module__),
    lambda kind: (hash(kind("a")), len(kind("a")), kind("a").shout, kind("a").most, sorted([kind("b"), kind("a")])),
    lambda kind: (copy.copy(kind("a")), copy.deepcopy(kind("a")), type(copy.copy(kind("a"))) is kind),
    lambda kind: pickle.loads(pickle.dumps(kind("a"))) == kind("a"),  # noqa: S301  # what was dumped just before
    lambda kind: (kind.__mro__[1:], isinstance(kind("a"), tuple), hasattr(kind("a"), "__dict__")),
    lambda kind: refused(lambda: setattr(kind("a"), "name", "b")),
    refused,
    lambda kind: refused(lambda: kind("a", 1, None, 2)),
    lambda kind: refused(lambda: kind._make(["a"])),
    lambda kind: dict(inspect.signature(kind).parameters).keys(),
    lambda kind: typing.get_type_hints(kind, localns={"Mapping": dict}),
]


@pytest.mark.parametrize("act", TUPLE_ACTS, ids=map(str, range(len(TUPLE_ACTS))))
def test_a_tuple_with_names(act: Callable[[Any], object]) -> None:
    """A tuple with names is what `typing.NamedTuple` makes of the same class."""
    assert act(StandardTuple) == act(Tuple)


def test_a_tuple_refuses_other_names() -> None:
    """What a tuple has no place for is not taken when it is changed."""
    with pytest.raises(ValueError, match="nothing"):
        Tuple("a")._replace(nothing=1)  # type: ignore[call-arg]  # that is the point


def test_the_maker_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who took hold of what makes values before the first was made has them made by the same maker ever after."""

    @dataclass(frozen=True, slots=True)
    class Early:
        """A value."""

        name: str

    made: list[str] = []
    real = frozen._maker  # noqa: SLF001  # how often it is called is the point

    def counted(form: frozen.Form, way: str) -> object:
        made.append(way)
        return real(form, way)

    monkeypatch.setattr(frozen, "_maker", counted)
    early: Any = Early.__new__
    assert ["a", "b", "c"] == [early(Early, name).name for name in "abc"]
    assert 1 == len(made)
