"""What a sentence about a finding is made of.

INVARIANT: a message says what is so, its help what to do; both are one line in lower case without a full stop.
"""

from __future__ import annotations

from enum import StrEnum

from engine.frozen import NamedTuple


class Severity(StrEnum):
    """An error keeps a procedure from being used; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Sentence(NamedTuple):
    """What is said about one kind of finding; the words in braces are filled in where it is found."""

    message: str
    help: str | None = None
    severity: Severity = Severity.ERROR
