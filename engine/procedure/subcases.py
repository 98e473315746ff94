"""How a linked sub-case is built: which procedure, and what it is told from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.condition.types import SPOKEN
from engine.procedure.compiling import Part
from engine.procedure.model import OpenCase
from engine.procedure.nodes import Scalar
from engine.procedure.references import told_fact
from engine.procedure.row_types import declared_type, fits

if TYPE_CHECKING:
    from engine.condition import Condition
    from engine.procedure.compiling import Compiler
    from engine.procedure.outline import DeclaredStep


def build_subcase(compiler: Compiler, declared: DeclaredStep) -> OpenCase | None:
    """Build the sub-case that a step opens; of another procedure than this one the facts are not known here."""
    node = declared.node.mapping("open_case")
    if "procedure" not in node:
        return None
    told: dict[str, Condition] = {}
    for key, value in node.mapping("with").entries:
        if isinstance(value, Scalar):
            words = Part(value, f"step `{declared.id}`", 0, value.text)
            found = compiler.value(words, declared.place.home)
            if found:
                told[key.text] = found
    procedure = node.text("procedure")
    if procedure == compiler.outline.root.text("procedure"):
        for key, _ in node.mapping("with").entries:
            _check_told(compiler, declared, key, told.get(key.text))
    return OpenCase(procedure, told, node.is_true("wait"))


def _check_told(compiler: Compiler, declared: DeclaredStep, key: Scalar, value: Condition | None) -> None:
    fact = told_fact(compiler.outline, key, f"step `{declared.id}` tells")
    if not fact or not value:
        return
    wanted = declared_type(fact)
    if not fits(value.type, wanted):
        kinds = {"kind": SPOKEN[wanted.kind], "other": SPOKEN[value.type.kind]}
        compiler.outline.find("told-other-type", key.span, None, name=key.text, **kinds)
