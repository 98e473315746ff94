"""How long does the ten-step job take, beside the peers, in one run? A table, JSON and a plot; nothing passes or fails.

Everything is done once a round and the medians of the rounds are compared: absolute times drift on a busy machine,
their ratios hardly do. Each engine is first seen to give the same results on the same paths.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, Final

from bench.growth import in_cases, in_events, in_steps
from bench.job import ORDINARY, check
from bench.ours import Cuecard
from bench.peers import durable, in_memory
from bench.plot import page, plot
from bench.processes import eight_processes
from bench.rounds import Took, interleaved
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SUBMISSIONS: Final = len(ORDINARY.submissions) + 1


def main() -> None:
    """Measure, print the tables, and write `compare.json` and `compare.svg` into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--most", type=int, default=100_000, help="how many cases at most")
    parser.add_argument("--into", type=File, default=File("build/bench"))
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = File(name)
        found: dict[str, Any] = {
            "in memory, µs a submission": _in_memory(told.rounds),
            "durable, ms a submission": _durable(folder, told.rounds),
            "8 processes on one store": eight_processes(folder / "eight"),
            "ms a submission, by cases in the store": in_cases(folder, told.most),
            "ms a submission, by events of the case": in_events(folder),
            "µs a submission, by steps of the procedure": in_steps(),
        }
    for title, rows in found.items():
        print(f"\n{title}")
        for row, value in rows.items():
            print(f"  {row:34} {_shown(value)}")
    told.into.mkdir(parents=True, exist_ok=True)
    (told.into / "compare.json").write_text(json.dumps(found, indent=2, ensure_ascii=False), encoding="utf-8")
    (told.into / "compare.svg").write_text(_plots(found), encoding="utf-8")
    print(f"\nwritten: {told.into}/compare.json, compare.svg")


def _in_memory(rounds: int) -> dict[str, dict[str, float]]:
    engines = [Cuecard(), *_made(in_memory.ENGINES)]
    for engine in engines:
        check(engine)
    works = {engine.name: (lambda engine=engine: engine.play(ORDINARY)) for engine in engines}
    return _ratios(interleaved(works, rounds, time.process_time), in_memory.ByHand.name, 1e6)


def _durable(folder: File, rounds: int) -> dict[str, dict[str, float]]:
    stores = _made(durable.STORES, folder)
    ours, store = Cuecard(), TinyStore(folder / "cases")
    names = iter(f"BEN-{number:05}" for number in range(100_000))
    works: dict[str, Callable[[], object]] = {
        one.name: (lambda one=one: one.run(ORDINARY, next(names))) for one in stores
    }
    works["cuecard on TinyDB"] = lambda: ours.keep(ORDINARY, next(names), store)
    found = interleaved(works, max(5, rounds // 3))
    for one in stores:
        if hasattr(one, "stop"):
            one.stop()
    return _ratios(found, durable.Floor.name, 1e3)


def _made(kinds: Iterable[Callable[..., Any]], *arguments: object) -> list[Any]:
    """Make the engines that are installed; say which are not."""
    made = []
    for kind in kinds:
        try:
            made.append(kind(*arguments))
        except ImportError as missing:
            print(f"{kind.__name__}: not installed ({missing.name}); make bench installs it", file=sys.stderr)
    return made


def _ratios(found: Mapping[str, Took], floor: str, unit: float) -> dict[str, dict[str, float]]:
    least = found[floor].median
    rows = sorted(found.items(), key=lambda pair: pair[1].median)
    return {
        name: {"median": took.median * unit / SUBMISSIONS, "times the floor": took.median / least}
        for name, took in rows
    }


def _shown(value: Any) -> str:  # noqa: ANN401  # a number, or some by name
    if isinstance(value, dict):
        return "   ".join(f"{name} {_number(one)}" for name, one in value.items())
    return _number(value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # three digits either way


def _plots(found: Mapping[str, Any]) -> str:
    told = (
        ("ms a submission, by cases in the store", "cases in the store"),
        ("ms a submission, by events of the case", "events of the case"),
        ("µs a submission, by steps of the procedure", "steps of the procedure"),
    )
    plots = []
    for title, across in told:
        lines: dict[str, list[tuple[float, float]]] = {}
        for size, row in found[title].items():
            for name, value in row.items():
                lines.setdefault(name, []).append((float(size), value))
        plots.append(plot(title, across, title.partition(",")[0], lines))
    return page(plots)


if __name__ == "__main__":
    main()
