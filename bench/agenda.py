"""Whether one agenda costs the same for each step instance, however many there are: time an instance, as ratios.

    python -m bench.agenda [REPEATS]

Two procedures are tried with 50 to 400 elements: one with three plain steps for each, and one in which each step of an
element reads a count, a sum and a quantifier over the whole list it is in. Half of the elements are done. An agenda is
made without its reasons, and with them.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from engine.case import commands
from engine.case.commands import Asked
from engine.case.decide import decide
from engine.case.derive import derive
from engine.case.office import Office, Person
from engine.case.portray import portray
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.condition.calendar import Calendar
from engine.procedure.load import Loaded, load

if TYPE_CHECKING:
    from engine.case.commands import Command
    from engine.procedure.model import Procedure

ELEMENTS: Final = (50, 100, 200, 400)
ZONE: Final = ZoneInfo("America/New_York")
START: Final = datetime(2026, 11, 2, 9, tzinfo=ZONE)
OFFICE: Final = Office("Practice", Calendar(ZONE), {"kim": Person("kim", "Kim Example", frozenset({"desk"}))})

PLAIN: Final = """\
procedure: goods
version: 1
title: Goods
steps:
  - id: list_goods
    ask: [goods]
  - id: get
    for_each: goods
    order: any
    steps:
      - id: order
        say: We order {article}
      - id: check
        wait_for: order
        ask: [price]
      - id: put_away
        when: price > 10
        wait_for: check
        do: Put {article} away
facts:
  goods:
    type: list
    of:
      article:
        type: text
      dear:
        type: yes_no
      price:
        type: number
"""
READING: Final = (
    PLAIN.replace("say: We order {article}", "when: count(goods where dear) >= 1\n        say: We order {article}")
    .replace("wait_for: check\n", "wait_for: [check, count(goods where dear) >= 2]\n")
    .replace("when: price > 10", "when: any(dear of goods) or sum(price of goods) > 10")
)
PROCEDURES: Final = {"three steps an element": PLAIN, "reading the whole list": READING}


def half_done(procedure: Procedure, elements: int) -> Case:
    """Make a case with so many elements, half of which are done."""
    goods = [{"article": f"article {number}", "dear": number % 2 == 0} for number in range(elements)]
    acts: list[Command] = [commands.OpenCase("C1"), commands.MarkDone("list_goods", {"goods": goods})]
    for number in range(1, elements // 2 + 1):
        acts += [commands.MarkDone(f"get[{number}]/order"), commands.MarkDone(f"get[{number}]/check", {"price": 20})]
    case = Case()
    for number, act in enumerate(acts):
        asked = Asked(OFFICE, "kim", START + timedelta(minutes=number), f"r{number}")
        decided = decide(procedure, case, act, asked)
        if isinstance(decided, Refusal):
            raise SystemExit(decided.message)
        case = replay(decided, case)
    return case


def seconds(procedure: Procedure, case: Case, repeats: int, *, reasons: bool) -> tuple[float, int]:
    """Measure the quickest of some agendas, and count its step instances."""
    now, best, steps = START + timedelta(days=30), float("inf"), 0
    for _ in range(repeats):
        start = perf_counter()
        view = portray(derive(procedure, case, now, OFFICE), reasons=reasons)
        best = min(best, perf_counter() - start)
        steps = sum(1 for _ in view.walk())
    return best, steps


def line(name: str, elements: int, steps: int, taken: float, first: float, *, reasons: bool) -> str:
    """Write one line of the table; `first` is the time an instance with the fewest elements."""
    each, said = taken / steps * 1e6, "with" if reasons else "without"
    return f"{name:<25} {said:<8} {elements:>8} {steps:>10} {taken * 1e3:>9.1f} {each:>15.1f} {each / first:>6.2f}\n"


def main() -> int:
    """Print the table."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    sys.stdout.write("One agenda, by the number of elements in a list (time an instance, and against 50 elements)\n\n")
    sys.stdout.write("procedure                 reasons  elements  instances        ms  µs an instance  ratio\n")
    for name, text in PROCEDURES.items():
        loaded = load(text, "goods.yaml")
        if not isinstance(loaded, Loaded):
            raise SystemExit(loaded[0].message)
        cases = {elements: half_done(loaded.procedure, elements) for elements in ELEMENTS}
        for reasons in (False, True):
            first = 0.0
            for elements, case in cases.items():
                taken, steps = seconds(loaded.procedure, case, repeats, reasons=reasons)
                first = first or taken / steps * 1e6
                sys.stdout.write(line(name, elements, steps, taken, first, reasons=reasons))
    return 0


if __name__ == "__main__":
    sys.exit(main())
