"""Writes a document the way an office manager does: block style, an item a line."""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.<>=()\[\]/,*+]*")


def to_yaml(value: dict[str, Any]) -> str:
    """Write a mapping as YAML."""
    return "\n".join(_mapping(value, "")) + "\n"


def _mapping(value: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for key, inner in value.items():
        if isinstance(inner, (dict, list)) and inner:
            lines.append(f"{indent}{key}:")
            lines += _block(inner, f"{indent}  ")
        else:
            lines.append(f"{indent}{key}: {_scalar(inner)}")
    return lines


def _block(value: Any, indent: str) -> list[str]:  # noqa: ANN401  # what YAML can hold
    if isinstance(value, dict):
        return _mapping(value, indent)
    lines = []
    for item in value:
        inner = _mapping(item, f"{indent}  ") if isinstance(item, dict) else [f"{indent}  {_scalar(item)}"]
        lines += [f"{indent}- {inner[0].lstrip()}", *inner[1:]]
    return lines


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text if _PLAIN.fullmatch(text) and not text.endswith(" ") else json.dumps(text)
