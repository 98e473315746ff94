"""What stands in braces in the templates of documents, such as `{patient}`."""

from __future__ import annotations

import re
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")

OWN_NAMES: Final = ("case", "procedure", "office", "made_on", "made_by", "opened_on", "notes", "outcome")
"""Placeholders that every template may use besides the facts of its procedure."""


def names_in(template: str) -> tuple[str, ...]:
    """Give the placeholders of a template, each once, in order."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(template)))
