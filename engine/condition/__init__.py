"""The language of conditions, values and times: text becomes something typed that can be read in any case.

In the order of the flow: tokens, syntax, check, evaluate, explain. docs/grammar.md is the grammar. What makes
conditions of texts is imported when it is first asked for: to read one takes no parser.
"""

from typing import TYPE_CHECKING

from engine.condition.condition import Condition, Phrase, Reads
from engine.condition.types import Declarations, FactType, Kind, Use

if TYPE_CHECKING:
    from engine.condition.compiling import compile_condition, compile_phrase, compile_value
    from engine.condition.naming import RESERVED

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


def __getattr__(name: str) -> object:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from engine.condition import compiling, naming

    found: object = getattr(naming if name == "RESERVED" else compiling, name)
    return found
