"""The language of conditions, values and times: text becomes something typed that can be read in any case.

In the order of the flow: tokens, syntax, check, evaluate, explain. docs/grammar.md is the grammar.
"""

from engine.condition.compiling import (
    Condition,
    Phrase,
    Reads,
    compile_condition,
    compile_phrase,
    compile_value,
)
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
