"""Makes up small procedures of which every case can be played: a few steps, two facts, one arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

HEAD = """\
procedure: small
version: 1
title: Small
roles:
  front: Front desk
arrivals:
  letter:
    title: A letter
  fax:
    title: A fax, which a step may give up waiting for
"""

FACTS = """\
facts:
  wet:
    question: Is it wet?
    type: yes_no
{when}  cold:
    question: Is it cold?
    type: yes_no
  nasty:
    value: wet and not cold
"""


class Author:
    """Writes one procedure from top to bottom.

    Args:
        draw: Hypothesis draws with it.
        wild: Whether it may end early, and a step may give up that turns out not to be needed: of these what is
            proven holds, but not all that holds is proven, because the order of events is not looked at.
    """

    def __init__(self, draw: DrawFn, *, wild: bool) -> None:
        self.draw = draw
        self.wild = wild
        self.steps: list[str] = []
        self.asks = ["wet", "cold"]

    def chance(self, percent: int) -> bool:
        """Whether to do something."""
        return self.draw(st.integers(0, 99)) < percent

    def term(self) -> str:
        """Write something that is true or false."""
        facts = ["wet", "cold", "nasty", "letter", "wet is known"]
        steps = [f"{verb}({name})" for name in self.steps for verb in ("done", "skipped", "gave_up")]
        term = self.draw(st.sampled_from(facts + steps))
        return f"not {term}" if self.chance(30) else term

    def condition(self) -> str:
        """Write a condition."""
        if self.chance(60):
            return self.term()
        word = self.draw(st.sampled_from(("and", "or")))
        return f"{self.term()} {word} {self.term()}"

    def leaf(self, name: str, pad: str, *, is_called: bool = False) -> list[str]:
        """Write a step that somebody does; `is_called` if the group around it has a `when`."""
        lines = [f"{pad}- id: {name}"]
        if self.asks and self.chance(60):
            lines.append(f"{pad}  ask: [{self.asks.pop(0)}]")
        else:
            lines.append(f"{pad}  do: Do it")
        lines += self.around(pad)
        if self.chance(30):
            lines.append(f"{pad}  skippable: false")
        if self.steps and self.chance(25) and (self.wild or not is_called):
            waited = self.draw(st.sampled_from(self.steps))
            dropped = ("wait_for",) if self.wild else ("wait_for", "when")
            lines = [line for line in lines if not line.strip().startswith(dropped)]
            lines += [f"{pad}  wait_for: fax", f"{pad}  give_up: 3 days after {waited}"]
        self.steps.append(name)
        return lines

    def around(self, pad: str) -> list[str]:
        """Write when a step applies and what it waits for."""
        lines = [f"{pad}  when: {self.condition()}"] if self.chance(40) else []
        if self.chance(30):
            what = self.draw(st.sampled_from(["letter", *self.steps])) if self.chance(70) else self.condition()
            lines.append(f"{pad}  wait_for: {what}")
        return lines

    def group(self, name: str) -> list[str]:
        """Write a group of two steps."""
        order = self.draw(st.sampled_from(("sequence", "any")))
        around = self.around("  ")
        is_called = any("when:" in line for line in around)
        lines = [f"  - id: {name}", f"    order: {order}", *around, "    steps:"]
        for one in (f"{name}_one", f"{name}_two"):
            lines += self.leaf(one, "      ", is_called=is_called)
        self.steps.append(name)
        return lines

    def outcomes(self) -> list[str]:
        """Write how it can end: at once, or when all is done."""
        lines = ["outcomes:", "  early:", "    title: Early", f"    as_soon_as: {self.condition()}"]
        kept = self.draw(st.lists(st.sampled_from(self.steps), max_size=2, unique=True))
        lines += [f"    still_do: [{', '.join(kept)}]"] if kept else []
        return [*lines, "  late:", "    title: Late"]


@st.composite
def texts(draw: DrawFn, *, wild: bool) -> str:
    """Write a procedure."""
    author = Author(draw, wild=wild)
    lines = [f"order: {draw(st.sampled_from(('sequence', 'any')))}", "steps:"]
    lines += ["  - id: asking", "    do: Do it", *author.leaf("first", "  "), *author.group("both")]
    if author.chance(50):
        lines += author.leaf("last", "  ")
    if author.asks:
        lines[3] = f"    ask: [{', '.join(author.asks)}]"
    lines += author.outcomes() if wild else []
    when = f"    when: {author.term()}\n" if author.chance(30) else ""
    return HEAD + "\n".join(lines) + "\n" + FACTS.format(when=when)
