"""How does a submission grow dearer: with the cases in the store, the events of a case, the steps of a procedure?"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Final

from bench.job import ORDINARY
from bench.ours import FIRST, NOW, OFFICE, Cuecard, open_step, read
from bench.peers.durable import OneTiny, TinyEach
from bench.peers.in_memory import Spiff
from engine.case.commands import Asked, MarkDone, OpenCase
from engine.case.decide import decide
from engine.case.events import CaseOpened, NoteAdded, Recorded
from engine.case.refusals import Refusal
from engine.case.state import Case, replay
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.store import Store

SUBMISSIONS: Final = len(ORDINARY.submissions) + 1
ROUNDS: Final = 7
MOST_IN_SPIFF: Final = 100
"""Its parser goes from step to step by recursion, and gives up at 300."""
MOST_IN_ONE_FILE: Final = 10_000
"""Stock TinyDB takes ten seconds a write beyond."""


def in_cases(folder: Path, most: int) -> dict[int, dict[str, float]]:
    """Measure with ever more other cases in the store, in turn with a store of few; beside TinyDB, all in one file."""
    stores, engine = {"cuecard": TinyStore(folder / "many"), "cuecard, few cases": TinyStore(folder / "few")}, Cuecard()
    (folder / "stock").mkdir()
    stock = OneTiny(folder / "stock")
    found: dict[int, dict[str, float]] = {}
    there, number = 0, 0
    size = 1
    while size <= most:
        for other in range(there, size):
            stores["cuecard"].create(f"OTH-{other:07}", _opened(f"OTH-{other:07}"))
        getattr(os, "sync", int)()  # what was written before is no work of what is measured
        times: dict[str, list[float]] = {name: [] for name in stores}
        for _ in range(4 * ROUNDS):
            number += 1
            for name, store in stores.items():
                times[name].append(_time(lambda: engine.keep(ORDINARY, f"BEN-{number:05}", store)))  # noqa: B023  # called at once
        found[size] = {name: median(took) * 1e3 / SUBMISSIONS for name, took in times.items()}
        if size <= MOST_IN_ONE_FILE:
            stock.fill(size)
            found[size]["TinyDB as it comes, one file"] = _time(lambda: stock.run(ORDINARY, "x")) * 1e3 / SUBMISSIONS
        there, size = size, size * 10
    return found


def in_events(folder: Path) -> dict[int, dict[str, float]]:
    """Measure one more entry on a case that has ever more."""
    store: Store = TinyStore(folder / "long")
    (folder / "bare").mkdir()
    bare = TinyEach(folder / "bare")
    found: dict[int, dict[str, float]] = {}
    for size in (10, 30, 100, 300, 1_000):
        case = f"LONG-{size:05}"
        store.create(case, _opened(case))
        store.append(case, [_note(seq) for seq in range(2, size + 1)], expected=1)
        times = []
        for number in range(4 * ROUNDS):
            entry = _note(size + number + 1)
            times.append(_time(lambda: store.append(case, [entry], expected=entry.seq - 1)))  # noqa: B023  # as above
        note = {"step": "note", "told": {"text": "they called again, and were told when to come"}}
        with bare.opened(case) as base:
            base.insert_multiple(dict(note) for _ in range(size))
            plain = [_time(lambda: base.insert(dict(note))) for _ in range(4 * ROUNDS)]  # noqa: B023  # as above
        found[size] = {"cuecard": median(times) * 1e3, bare.name: median(plain) * 1e3}
    return found


def in_steps() -> dict[int, dict[str, float]]:
    """Measure submissions in the middle of ever longer procedures, in memory."""
    found: dict[int, dict[str, float]] = {}
    for size in (10, 30, 100, 300, 1_000):
        procedure = read(_steps(size), "steps.yaml")
        case = _submitted(replay(_decided(procedure, Case(), OpenCase(FIRST, {}), 0)), procedure, size // 2)
        times = []
        for _ in range(ROUNDS):
            begin = time.process_time()
            _submitted(case, procedure, 3)
            times.append((time.process_time() - begin) / 3)
        found[size] = {"cuecard": median(times) * 1e6}
        if size <= MOST_IN_SPIFF:
            with suppress(ImportError):
                found[size][Spiff.name] = _in_spiff(size) * 1e6
    return found


def _in_spiff(size: int) -> float:
    engine = Spiff([f"s{number}" for number in range(size)])
    workflow = engine.begin()
    for number in range(size // 2):
        engine.submit(workflow, {f"f_s{number}": 5})
    begin = time.process_time()
    for number in range(3):
        engine.submit(workflow, {f"f_s{number}": 5})
        engine.opens(workflow)
    return (time.process_time() - begin) / 3


def _submitted(case: Case, procedure: object, count: int) -> Case:
    for _ in range(count):
        now = NOW + timedelta(minutes=case.seq)
        step = open_step(procedure, case, now)  # type: ignore[arg-type]  # a procedure
        if step is None:
            return case
        case = replay(_decided(procedure, case, MarkDone(step, {f"f_{step}": "5"}), case.seq), case)
    return case


def _decided(procedure: object, case: Case, command: object, minute: int) -> tuple[Recorded, ...]:
    asked = Asked(OFFICE, "pat", NOW + timedelta(minutes=minute), f"r{case.seq}")
    decided = decide(procedure, case, command, asked)  # type: ignore[arg-type]  # a procedure and a command
    assert not isinstance(decided, Refusal), decided
    return decided


def _steps(size: int) -> str:
    steps = "".join(f"  - id: s{number}\n    ask: [f_s{number}]\n" for number in range(size))
    facts = "".join(f"  f_s{number}:\n    title: Number {number}\n    type: number\n" for number in range(size))
    return f"procedure: steps\nversion: 1\ntitle: Many steps\nsteps:\n{steps}facts:\n{facts}"


def _opened(case: str) -> tuple[Recorded, ...]:
    return (Recorded(1, NOW, NOW, "pat", "r1", CaseOpened(case, "job", 1, "0" * 64)),)


def _note(seq: int) -> Recorded:
    return Recorded(seq, NOW, NOW, "pat", f"r{seq}", NoteAdded("they called again, and were told when to come"))


def _time(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
