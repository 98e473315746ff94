"""A plot as SVG, written by hand: cost against size, both in powers of ten, a line an engine."""

from __future__ import annotations

from html import escape
from math import log10
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH: Final = 460
HEIGHT: Final = 340
LEFT: Final = 60
TOP: Final = 40
RIGHT: Final = 20
BOTTOM: Final = 50
INKS: Final = ("#0b5fa5", "#c0392b", "#2d7d46", "#8e5bb5", "#b7791f", "#555555")


def plot(title: str, across: str, up: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Draw one plot.

    Args:
        title: What it shows.
        across: What is on the horizontal axis.
        up: What is on the vertical axis.
        lines: The points of each line by its name, none of them zero.
    """
    every = [point for points in lines.values() for point in points]
    place = _Place([x for x, _ in every], [y for _, y in every])
    drawn = [f'<text x="{WIDTH / 2}" y="18" text-anchor="middle" font-weight="bold">{escape(title)}</text>']
    drawn += [f'<text x="{WIDTH / 2}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>']
    middle = HEIGHT / 2
    turned = f'transform="rotate(-90 14 {middle})"'
    drawn += [f'<text x="14" y="{middle}" text-anchor="middle" {turned}>{escape(up)}</text>']
    drawn += place.grid()
    for number, (name, points) in enumerate(lines.items()):
        ink = INKS[number % len(INKS)]
        path = " ".join(f"{place.x(x):.1f},{place.y(y):.1f}" for x, y in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2"/>')
        drawn += [f'<circle cx="{place.x(x):.1f}" cy="{place.y(y):.1f}" r="2.5" fill="{ink}"/>' for x, y in points]
        drawn.append(f'<text x="{LEFT + 8}" y="{TOP + 14 + 14 * number}" fill="{ink}">{escape(name)}</text>')
    return f'<g font-family="sans-serif" font-size="11">{"".join(drawn)}</g>'


def page(plots: Sequence[str]) -> str:
    """Put plots beside each other."""
    moved = "".join(f'<g transform="translate({number * WIDTH} 0)">{one}</g>' for number, one in enumerate(plots))
    size = f'width="{WIDTH * len(plots)}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size} fill="white"/>{moved}</svg>\n'


class _Place:
    """Where points come to lie."""

    def __init__(self, across: Sequence[float], up: Sequence[float]) -> None:
        self._from, self._to = _decades(across)
        self._low, self._high = _decades(up)

    def x(self, value: float) -> float:
        """Give the place of a value on the horizontal axis."""
        return LEFT + (log10(value) - self._from) / (self._to - self._from) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Give the place of a value on the vertical axis."""
        return HEIGHT - BOTTOM - (log10(value) - self._low) / (self._high - self._low) * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> list[str]:
        """Draw a line for each power of ten."""
        drawn = []
        for power in range(self._from, self._to + 1):
            x = self.x(10**power)
            drawn.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
            drawn.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{10**power:,}</text>')
        for power in range(self._low, self._high + 1):
            y = self.y(10**power)
            drawn.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>')
            drawn.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
        return drawn


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = min(map(log10, values)), max(map(log10, values))
    first, last = int(low // 1), int(-(-high // 1))
    return first, max(last, first + 1)
