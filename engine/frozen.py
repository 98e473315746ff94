"""Values that are quick to declare and quick to make: `dataclass` and `NamedTuple`, for what has plain fields.

The command starts while somebody waits on the phone, and declares two hundred kinds of values first. The standard
library writes the functions of each kind as text and compiles it; here that is done once for each number of fields, and
the fields get their names in what was compiled. Declaring takes a fourth of the time, a value with slots is made in
half of it, and `dataclasses` is not needed, which brings with it all that looks into source code.

INVARIANT: a value made here is what the standard library would make of the same class.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from operator import attrgetter
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from dataclasses import dataclass, field, replace
    from types import CodeType
    from typing import NamedTuple
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """Make a class of values that are compared by what they hold, if `eq`, and never change, if `frozen`."""
        if not (frozen or slots):
            message = "what has no slots is frozen here"
            raise TypeError(message)
        return lambda cls: _made(cls, Form(cls, frozen=frozen, slots=slots, eq=eq))

    def field(**told: Any) -> Field:  # noqa: ANN401  # as the standard library has it
        """Say more of a field: `default` or `default_factory`; `init`, `compare`, `repr`, if it is left out there."""
        return Field(**told)

    def replace(value: Any, /, **changes: Any) -> Any:  # noqa: ANN401  # any kind of value
        """Make a value like this one, but for what is changed."""
        kind = type(value)
        kept = {name: getattr(value, name) for name in kind.__match_args__ if name not in changes}
        return kind(**kept, **changes)


__all__ = ["NamedTuple", "dataclass", "field", "fields_of", "opened", "replace", "taker"]

_NONE: Final = object()
"""Where there is no default."""


def fields_of(value: object) -> tuple[str, ...]:
    """Name the fields that a value of a dataclass is made of; of anything else, none."""
    return () if isinstance(value, tuple) else getattr(type(value), "__match_args__", ())


class Field:
    """What is said of a field."""

    __slots__ = ("compare", "default", "init", "made", "repr")

    def __init__(
        self,
        default: object = _NONE,
        default_factory: Callable[[], object] | None = None,
        *,
        init: bool = True,
        compare: bool = True,
        repr: bool = True,  # noqa: A002  # as the standard library has it
    ) -> None:
        self.default = default
        self.made = default_factory
        self.init = init
        self.compare = compare
        self.repr = repr


class Form:
    """What a class says of the values to be made of it.

    Args:
        cls: As it was written: annotations, and defaults as attributes.
    """

    def __init__(self, cls: type, *, frozen: bool, slots: bool, eq: bool) -> None:
        written = vars(cls)
        self.frozen, self.slots, self.eq = frozen, slots, eq
        self.made = cls
        self.names = tuple(written.get("__annotations__", ()))
        self.fields = {name: _field(written[name]) for name in self.names if name in written}
        self.settles = "__post_init__" in written
        if cls.__bases__ != (object,) or (frozen and self.settles) or (slots and self.of("init") != self.names):
            message = f"{cls.__name__} is more than its fields: take the dataclass of the standard library"
            raise TypeError(message)

    def of(self, what: str) -> tuple[str, ...]:
        """Name the fields that are not left out: of `init`, `compare` or `repr`."""
        out = [name for name, one in self.fields.items() if not getattr(one, what)]
        return tuple(name for name in self.names if name not in out) if out else self.names


def _field(written: object) -> Field:
    if type(written).__name__ == "Field" and not isinstance(written, Field):
        message = "a field of the standard library is for its own dataclass"
        raise TypeError(message)
    return written if isinstance(written, Field) else Field(written)


def _made(cls: type, form: Form) -> type:
    """Give a class its functions; one with slots is made anew, for slots are there from the beginning."""
    written = vars(cls)
    own = {name: value for name, value in _functions(form).items() if name not in written}
    own |= {"__match_args__": form.of("init"), "__dataclass_fields__": _Standard(form)}
    if form.slots:
        left_out = {*form.fields, "__dict__", "__weakref__"}
        kept = {name: value for name, value in written.items() if name not in left_out}
        form.made = type(cls.__name__, (), kept | own | {"__slots__": form.names, "__qualname__": cls.__qualname__})
        return form.made
    for name, one in form.fields.items():
        if one.default is _NONE:
            delattr(cls, name)
        else:
            setattr(cls, name, one.default)
    for name, value in own.items():
        setattr(cls, name, value)
    return cls


def _functions(form: Form) -> dict[str, object]:
    """Give what every value of a class can do; what the class has written itself stays."""
    shown = form.of("repr")
    own: dict[str, object] = {"_shown": shown, "__repr__": _repr}
    if form.eq:
        own |= {"_values": staticmethod(_getter(form.of("compare"))), "__eq__": _equal}
        own |= {"__hash__": _hash if form.frozen else None}
    if form.frozen:
        own |= {"__setattr__": _refused, "__delattr__": _refused}
    if form.frozen and form.slots:
        return own | {"__new__": _first(form, "opened", "__new__"), "__reduce__": _kept}
    return own | {"__init__": _first(form, "frozen" if form.frozen else "filled", "__init__")}


# -- making ----------------------------------------------------------------------------------------------------------

_OPENED: Final = """\
def __new__(cls, {parameters}):
    self = Open()
    {settings}
    self.__class__ = cls
    return self
"""
"""A frozen value with slots is filled while it is still of an open kind, and then closed."""
_TAKEN: Final = """\
def take(told):
    self = Open()
    {settings}
    self.__class__ = cls
    return self
"""
_FILLED: Final = """\
def __init__(self, {parameters}):
    {settings}
"""
_WAYS: Final = {
    "opened": (_OPENED, "self.{name} = {value}"),
    "taken": (_TAKEN, "self.{name} = told['{name}']"),
    "filled": (_FILLED, "self.{name} = {value}"),
    "settled": (_FILLED + "    self.__post_init__()", "self.{name} = {value}"),
    "frozen": (_FILLED, "set(self, '{name}', {value})"),
}


def _first(form: Form, way: str, name: str) -> Callable[..., object]:
    """Give what makes the first value: most kinds are declared and not made in one run, so it makes the maker too."""
    made: list[FunctionType] = []

    def first(*told: object, **named: object) -> object:
        if not made:  # whoever has taken hold of this one before calls it again and again
            made.append(_maker(form, way))
            setattr(form.made, name, staticmethod(made[0]) if name == "__new__" else made[0])
        return made[0](*told, **named)

    return first


def _maker(form: Form, way: str) -> FunctionType:
    """Make the function that makes a value, or fills it."""
    names = form.of("init")
    made = {at: one.made for at, name in enumerate(names) if (one := form.fields.get(name)) and one.made}
    known: dict[str, object] = {"made": made, "set": object.__setattr__}
    if way == "opened":
        known["Open"] = opened(form.made)
    code = _code("settled" if form.settles else way, "".join("+" if at in made else "." for at in range(len(names))))
    defaults = [
        made if at in made else form.fields[name].default for at, name in enumerate(names) if name in form.fields
    ]
    return FunctionType(_named(code, names), known, code.co_name, tuple(defaults))


def opened(kind: type) -> Any:  # noqa: ANN401  # its fields can be set, which those of the kind cannot
    """Give the class of what is to be a value of a frozen kind with slots, while it is being filled."""
    return type("Open", (), {"__slots__": kind.__slots__})  # type: ignore[attr-defined]  # made here


def taker(kind: type) -> Callable[[Mapping[str, Any]], Any]:
    """Give what makes a value of a frozen kind with slots of a mapping that has each of its fields by name.

    To hand the fields over as arguments, or as a tuple, would take twice as long.
    """
    names: tuple[str, ...] = kind.__slots__  # type: ignore[attr-defined]  # made here
    return FunctionType(_named(_code("taken", "." * len(names)), names), {"Open": opened(kind), "cls": kind})


@cache
def _code(way: str, shape: str) -> CodeType:
    """Compile the function that makes a value with so many fields; `+` is one that is made anew if it is not told."""
    text, setting = _WAYS[way]
    values = [f"made[{at}]() if f{at} is made else f{at}" if one == "+" else f"f{at}" for at, one in enumerate(shape)]
    settings = "\n    ".join(setting.format(name=f"f{at}", value=value) for at, value in enumerate(values)) or "pass"
    return _compiled(text.format(parameters=", ".join(f"f{at}" for at in range(len(shape))), settings=settings))


def _compiled(text: str) -> CodeType:
    known: dict[str, FunctionType] = {}
    exec(text, {}, known)  # noqa: S102  # the texts above and below, with numbers in them
    (function,) = known.values()
    return function.__code__


def _named(code: CodeType, names: tuple[str, ...]) -> CodeType:
    """Give the fields in a function their names."""
    called = {f"f{at}": name for at, name in enumerate(names)}
    return code.replace(
        co_varnames=tuple(called.get(name, name) for name in code.co_varnames),
        co_names=tuple(called.get(name, name) for name in code.co_names),
        co_consts=tuple(called.get(value, value) if isinstance(value, str) else value for value in code.co_consts),
    )


# -- what values can do ----------------------------------------------------------------------------------------------


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    if not names:
        return lambda _value: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


class _Standard:
    """What the standard library's functions for dataclasses look for, made when first asked for."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def __get__(self, value: object, cls: type) -> object:
        import dataclasses

        like = type(cls.__name__, (), {"__annotations__": cls.__annotations__, "__module__": cls.__module__})
        for name, one in self._form.fields.items():
            told: dict[str, Any] = {"init": one.init, "compare": one.compare, "repr": one.repr}
            told |= (
                {"default_factory": one.made} if one.made else {} if one.default is _NONE else {"default": one.default}
            )
            setattr(like, name, dataclasses.field(**told))
        found: object = vars(dataclasses.dataclass(like))["__dataclass_fields__"]
        cls.__dataclass_fields__ = found  # type: ignore[attr-defined]  # in place of this
        return found


def _equal(self: Any, other: Any) -> bool:  # noqa: ANN401  # any value made here
    if other.__class__ is not self.__class__:
        return NotImplemented  # type: ignore[no-any-return]  # what Python asks for
    same: bool = self._values(self) == self._values(other)
    return same


def _hash(self: Any) -> int:  # noqa: ANN401  # as above
    return hash(self._values(self))


def _repr(self: Any) -> str:  # noqa: ANN401  # as above
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
    return f"{self.__class__.__qualname__}({fields})"


def _kept(self: Any) -> tuple[type, tuple[object, ...]]:  # noqa: ANN401  # as above
    return self.__class__, tuple(getattr(self, name) for name in self.__slots__)


def _refused(_self: object, name: str, _value: object = None) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change `{name}`")


# -- tuples with names -----------------------------------------------------------------------------------------------

if not TYPE_CHECKING:

    class _Named(type):
        """Makes a tuple of what is written as `class Kind(NamedTuple)`."""

        def __new__(cls, name: str, bases: tuple[type, ...], written: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, written)
            names = tuple(written.get("__annotations__", ()))
            defaults = {field: written[field] for field in names if field in written}
            code = _named(_tuple_code(len(names)), names)
            own = {field: _Getter(at, None) for at, field in enumerate(names)} | {
                "__slots__": (),
                "__match_args__": names,
                "_fields": names,
                "_field_defaults": defaults,
                "__new__": FunctionType(code, {"new": tuple.__new__}, "__new__", tuple(defaults.values())),
            }
            return type(name, (tuple,), _TUPLE | written | own)

    class NamedTuple(metaclass=_Named):
        """A tuple whose places have names, as `typing.NamedTuple`."""


_Getter: Any = type(vars(namedtuple("_One", "first"))["first"])  # noqa: PYI024  # what reads one place


@cache
def _tuple_code(number: int) -> CodeType:
    names = ", ".join(f"f{at}" for at in range(number))
    return _compiled(f"def __new__(cls, {names}): return new(cls, ({names}{',' * (number == 1)}))")


def _make(cls: Any, values: Iterable[object]) -> Any:  # noqa: ANN401  # any tuple made here
    made = tuple.__new__(cls, values)
    if len(made) != len(cls._fields):
        message = f"expected {len(cls._fields)} arguments, got {len(made)}"
        raise TypeError(message)
    return made


def _changed(self: Any, /, **changes: object) -> Any:  # noqa: ANN401  # as above
    made = self._make(map(changes.pop, self._fields, self))
    if changes:
        message = f"got unexpected field names: {list(changes)!r}"
        raise ValueError(message)
    return made


def _tuple_repr(self: Any) -> str:  # noqa: ANN401  # as above
    fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
    return f"{self.__class__.__name__}({fields})"


_TUPLE: Final[dict[str, object]] = {
    "_make": classmethod(_make),
    "_replace": _changed,
    "_asdict": lambda self: dict(zip(self._fields, self, strict=True)),
    "__repr__": _tuple_repr,
    "__getnewargs__": lambda self: tuple(self),  # noqa: PLW0108  # `tuple` itself would not be bound
}
