"""Where a value lies among the fixed values it is compared with, as statements.

INVARIANT: what is said of one value never contradicts its order, and leaves no gap where there is none.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from engine.frozen import NamedTuple
from engine.procedure.proof.formula import FALSE, TRUE

if TYPE_CHECKING:
    from engine.condition.tree import ComparingSign
    from engine.procedure.proof.formula import Model, Theory


class Point(NamedTuple):
    """A fixed value, and the statements that the value is below it, and that it is not above it."""

    value: Any
    below: int
    not_above: int


class Bounds(NamedTuple):
    """What a value can be at least and at most; `whole` if there is nothing between two whole numbers."""

    lowest: Any = None
    highest: Any = None
    whole: bool = False


class Scale:
    """The fixed values that one value is compared with, in their order. All of them are of one type.

    Args:
        theory: Where to say it.
        name: Whose value: `fact` and its name, `value` and its words, or `pair` and the words of two whose
            difference it is.
        bounds: What it can be.
    """

    def __init__(self, theory: Theory, name: tuple[str, ...], bounds: Bounds) -> None:
        self.name = name
        self._theory = theory
        self._bounds = bounds
        self._points: list[Point] = []

    def says(self, sign: ComparingSign, value: Any) -> int:  # noqa: ANN401  numbers, texts, dates or times
        """Give the statement that the value compares so with a fixed one."""
        _, below, not_above = self._point(value)
        match sign:
            case "<":
                return below
            case "<=":
                return not_above
            case ">":
                return -not_above
            case ">=":
                return -below
            case "=":
                return self._theory.every((not_above, -below))
            case _:
                return -self._theory.every((not_above, -below))

    def find(self, model: Model) -> tuple[Any, Any]:
        """Give the fixed values that the value lies between in a model: both the same if it is that one."""
        lower = upper = None
        for point in self._points:
            if not model.holds(point.below):
                lower = point.value
            if model.holds(point.not_above):
                upper = point.value
                break
        return lower, upper

    def _point(self, value: Any) -> Point:  # noqa: ANN401  as above
        at = bisect_left(self._points, value, key=lambda point: point.value)
        if at == len(self._points) or self._points[at].value != value:
            self._points.insert(at, self._new(value))
            self._order(at)
        return self._points[at]

    def _new(self, value: Any) -> Point:  # noqa: ANN401  as above
        lowest, highest, _ = self._bounds
        below = not_above = 0
        if lowest is not None and value <= lowest:
            below, not_above = FALSE, FALSE if value < lowest else 0
        if highest is not None and value >= highest:
            below, not_above = TRUE if value > highest else below, TRUE
        return Point(value, below or self._atom(), not_above or self._atom())

    def _atom(self) -> int:
        return self._theory.atom(("scale", self), likely=True)

    def _order(self, at: int) -> None:
        """Say how a new point goes with its neighbours."""
        point = self._points[at]
        self._theory.imply(point.below, point.not_above)
        if at:
            self._follow(self._points[at - 1], point)
        if at + 1 < len(self._points):
            self._follow(point, self._points[at + 1])

    def _follow(self, lower: Point, upper: Point) -> None:
        self._theory.imply(lower.not_above, upper.below)
        if self._bounds.whole and upper.value == lower.value + 1:
            self._theory.imply(upper.below, lower.not_above)
