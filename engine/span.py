"""Where in a file something stands."""

from __future__ import annotations

from engine.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file: lines and columns count from 1, the end column is the first one after the stretch."""

    line: int
    column: int
    end_line: int
    end_column: int

    def __lt__(self, other: Span) -> bool:
        """Whether it comes before another one in the text."""
        return self._place() < other._place()

    def _place(self) -> tuple[int, int, int, int]:
        return self.line, self.column, self.end_line, self.end_column
