"""Regular expressions that are compiled when they are first used: most that are declared are not used in one run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def pattern(text: str) -> re.Pattern[str]:
        """Declare a regular expression."""
        raise NotImplementedError
else:

    class pattern:  # noqa: N801  # it stands where `re.compile` would
        """A regular expression that is not compiled yet."""

        def __init__(self, text: str) -> None:
            self._text = text

        def __getattr__(self, name: str) -> object:
            found = getattr(re.compile(self._text), name)
            setattr(self, name, found)
            return found
