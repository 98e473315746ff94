"""Frozen values that are quick to declare and quick to make: `dataclass`, for what has plain fields and no more.

The command starts while somebody waits on the phone, and declares a hundred kinds of values first: the standard
library's way takes 0.65 ms for each, this one 0.13. And a value is made in half the time.

INVARIANT: a value made here is what `dataclasses.dataclass(frozen=True, slots=True)` would make of the same class.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """Make a class of values that are compared by what they hold, and never change."""
        if not (frozen and slots):
            message = "only frozen values with slots are made here"
            raise TypeError(message)
        return _made


__all__ = ["dataclass"]

_NEW = """\
def __new__(cls{parameters}):
    self = new(Open)
{settings}
    self.__class__ = cls
    return self
"""


def _made(cls: type) -> type:
    names = tuple(vars(cls).get("__annotations__", ()))
    defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
    if cls.__bases__ != (object,) or "__post_init__" in vars(cls):
        message = f"{cls.__name__} is more than its fields: take the dataclass of the standard library"
        raise TypeError(message)
    kept = {name: value for name, value in vars(cls).items() if name not in {*defaults, "__dict__", "__weakref__"}}
    own = {
        "__slots__": names,
        "__match_args__": names,
        "__dataclass_fields__": _Fields(defaults),
        "__new__": _maker(names, defaults),
        "_values": staticmethod(_getter(names)),
        "__qualname__": cls.__qualname__,
    }
    return type(cls.__name__, (), _SHARED | kept | own)


def _maker(names: tuple[str, ...], defaults: dict[str, object]) -> Callable[..., object]:
    """Make the function that makes a value: it is filled while it is still of an open kind, and then closed."""
    parameters = "".join(f", {name}=_{name}" if name in defaults else f", {name}" for name in names)
    told: dict[str, Any] = {name: value for name, value in defaults.items() if type(value).__name__ == "Field"}
    made = {name: value.default_factory for name, value in told.items()}
    known: dict[str, Any] = {f"_{name}": value for name, value in (defaults | dict.fromkeys(made, made)).items()}
    known |= {"made": made, "new": object.__new__, "Open": type("Open", (), {"__slots__": names})}
    settings = "\n".join(f"    self.{name} = {_value(name, made)}" for name in names)
    exec(_NEW.format(parameters=parameters, settings=settings), known)  # noqa: S102  # names of fields in our own code
    maker: Callable[..., object] = known["__new__"]
    return maker


def _value(name: str, made: dict[str, Any]) -> str:
    """Write what a field is set to: what is given, or (of `field(default_factory=...)`) what is made anew."""
    return f"made[{name!r}]() if {name} is made else {name}" if name in made else name


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[object, ...]]:
    if not names:
        return lambda _value: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


class _Fields:
    """What the standard library's functions for dataclasses look for, made when first asked for."""

    def __init__(self, defaults: dict[str, object]) -> None:
        self._defaults = defaults

    def __get__(self, value: object, cls: type) -> object:
        from dataclasses import dataclass as standard

        like = type(cls.__name__, (), {"__annotations__": cls.__annotations__, "__module__": cls.__module__})
        for name, default in self._defaults.items():
            setattr(like, name, default)
        found: object = vars(standard(like))["__dataclass_fields__"]
        cls.__dataclass_fields__ = found  # type: ignore[attr-defined]  # in place of this
        return found


def _equal(self: Any, other: Any) -> bool:  # noqa: ANN401  # any value made here
    if other.__class__ is not self.__class__:
        return NotImplemented  # type: ignore[no-any-return]  # what Python asks for
    same: bool = self._values(self) == self._values(other)
    return same


def _hash(self: Any) -> int:  # noqa: ANN401  # as above
    return hash(self._values(self))


def _shown(self: Any) -> str:  # noqa: ANN401  # as above
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{self.__class__.__qualname__}({fields})"


def _kept(self: Any) -> tuple[type, tuple[object, ...]]:  # noqa: ANN401  # as above
    return self.__class__, self._values(self)


def _refused(_self: object, name: str, _value: object = None) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change `{name}`")


_SHARED = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__reduce__": _kept,
    "__setattr__": _refused,
    "__delattr__": _refused,
}
