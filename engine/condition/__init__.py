"""The language of conditions, values and times: text becomes something typed that can be read in any case.

In the order of the flow: tokens, syntax, check, evaluate, explain. docs/grammar.md is the grammar. What is here is
imported when it is first asked for: to read a condition takes no parser, and an office's calendar takes neither.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.condition.compiling import compile_condition, compile_phrase, compile_value
    from engine.condition.condition import Condition, Phrase, Reads
    from engine.condition.naming import RESERVED
    from engine.condition.types import Declarations, FactType, Kind, Use

__all__ = [
    "RESERVED",
    "Condition",
    "Declarations",
    "FactType",
    "Kind",
    "Phrase",
    "Reads",
    "Use",
    "compile_condition",
    "compile_phrase",
    "compile_value",
]

_HOMES: Final = {
    "compiling": ("compile_condition", "compile_phrase", "compile_value"),
    "condition": ("Condition", "Phrase", "Reads"),
    "naming": ("RESERVED",),
    "types": ("Declarations", "FactType", "Kind", "Use"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f"engine.condition.{home}"), name)
            return found
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
