"""A day on which the power fails, and much else: acts are refused, and files of cases have a second name."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random  # noqa: TID251  # a day is the same each time it is played
from typing import TYPE_CHECKING, Any, Final

from engine.store import Unsettled, WriteFailed
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from tests.store.power import Day
from tests.store.power_steps import Step
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.disk_model import Disk

REFUSED: Final = ("no line", "no line, no room", "half an end", "half an end, no room, no lock", "no journal")
WAYS: Final = (*REFUSED, *REFUSED, "linked", "brought to the disk", "", "")


@dataclass
class HardDay(Day):
    """A day on which hardly anything goes well."""

    is_hard: bool = True
    was_refused: bool = False

    def __post_init__(self) -> None:
        """Take the chance of this day."""
        super().__post_init__()
        self._ways = Random(f"ways {self.seed}")  # noqa: S311  # the same each time

    def _play(self, step: Step, disk: Disk, number: int) -> None:
        way, case = self._ways.choice(WAYS), step.meanwhile.case
        if way == "brought to the disk":
            super()._play(Step(lambda: bring_to_disk(TinyStore(self.cases), 0), lambda: None), disk, number)
        if way in REFUSED and case:
            step = step._replace(
                act=partial(self._refused, step, way),
                acknowledge=partial(self._unless_refused, step.acknowledge),
            )
        if way == "linked" and case in self.known.logs:
            step = step._replace(act=partial(self._linked, step.act, case))
        super()._play(step, disk, number)

    def _linked(self, act: Callable[[], object], case: str) -> None:
        """Do something while the file of a case has a second name, so that it cannot grow in its place."""
        second = self.root / "second"
        second.hardlink_to(TinyStore(self.cases).found(case).place.path)
        try:
            act()
        finally:
            second.unlink()

    def _refused(self, step: Step, way: str) -> None:
        """Do something that may be refused by the system; who cannot know it, lets others go on, and looks."""
        wrong: list[str] = []

        def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
            what = _named(args[0]) if args else ""
            if name == "write" and what == "ledger.jsonl" and "no line" in way:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if name == "open" and what.endswith(".json.new") and "no room" in way:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if name == "pwrite" and what.endswith(".lock") and "no lock" in way:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if name in ("pwrite", "ftruncate") and wrong and "no room" in way and "half an end" in way:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            if name == "pwrite" and args[2] and "half an end" in way and not wrong:
                wrong.append(name)
                real(args[0], args[1][: len(args[1]) // 2], args[2])
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            if name == "fdatasync" and what == "journal" and way == "no journal" and not wrong:
                wrong.append(name)
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(*args, **kwargs)

        self.was_refused = is_settled = False
        with meddling(meddle):
            try:
                step.act()
            except WriteFailed as fault:
                self.was_refused = True
                is_settled = not isinstance(fault, Unsettled)
        if self.was_refused and not is_settled:
            store, case, log = TinyStore(self.cases), step.meanwhile.case, step.meanwhile.log
            bring_to_disk(store, 0)
            self.was_refused = not (
                case in {*store.cases(), *store.cases(closed=True)} and store.load(case).seq == len(log)
            )

    def _unless_refused(self, acknowledge: Callable[[], None]) -> None:
        if not self.was_refused:
            acknowledge()


def _named(what: object) -> str:
    return Path(f"/proc/self/fd/{what}").readlink().name if isinstance(what, int) else Path(str(what)).name
