"""Every sentence the checker can say about a document, in one place, so that they can be read and worded together.

In the order in which a document is looked at: source, shape, names, whole; and stories. What is said of faults inside a
condition stand in `engine.condition.faults`, in the same manner.
"""

from __future__ import annotations

from typing import Final

from engine.messages.names import NAMES
from engine.messages.sentence import Sentence, Severity
from engine.messages.shape import SHAPE
from engine.messages.source import SOURCE
from engine.messages.stories import STORIES
from engine.messages.whole import WHOLE

__all__ = ["MESSAGES", "NAMES", "SHAPE", "SOURCE", "STORIES", "UNKNOWN_FACT", "WHOLE", "Sentence", "Severity"]

UNKNOWN_FACT: Final = "{who} `{name}`, which no fact declares"
"""As "unknown-fact" of `engine.condition.faults`, where it is known who names it: ``step `call` asks``."""

MESSAGES: Final[dict[str, Sentence]] = SOURCE | SHAPE | NAMES | WHOLE | STORIES
