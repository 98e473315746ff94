"""Where the mistake may lie if a line does not stand below anything that it could belong to: further up, as a rule."""

from __future__ import annotations

from itertools import takewhile


def stepped_in(lines: list[str], number: int) -> int | None:
    """Give the number of the line from which on everything is further in than a line, though it belongs beside it.

    Args:
        lines: Those of the file.
        number: The line that does not fit, counted from 1.

    Returns:
        The line's number, or None if what stands before it is no further in.
    """
    own = _indent(lines[number - 1])
    above = [at for at in range(number - 1, 0, -1) if lines[at - 1].strip()[:1] not in {"", "#"}]
    further = list(takewhile(lambda at: _indent(lines[at - 1]) >= own, above))
    return further[-1] if further and _indent(lines[further[-1] - 1]) > own else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
