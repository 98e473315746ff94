"""Every call to the system, in every act, as the place of an accident: the process is killed there, or the call fails.

    python -m tests.store.points --kill 1 --fail 1      at every call, in every way
    python -m tests.store.points --kill 3 --fail 6      at every third call, in every sixth way

The tests run a share of it. An act is done and acknowledged, or refused and as before; and it can be done again.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engine.office import OfficeFault
from engine.store import ReadFailed, StoreFault, Unsettled, WriteFailed
from tests.store import acts, desk_acts
from tests.store.acts import Act, judged
from tests.store.world import ERRORS, FAST, SHORT, WRITES, calls_of, failing, meddling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACTS: Final = [*acts.ACTS, *desk_acts.ACTS]
WAYS: Final = [*ERRORS, SHORT]


class Stage(NamedTuple):
    """Where one act is played, again and again."""

    act: Act
    folder: Path
    """The folder of cases."""
    calls: list[str]
    """The calls to the system that the act makes."""
    before: object
    """What is so before it."""

    def set_up(self) -> None:
        """Put everything back as it was before the act."""
        root = self.folder.parent.parent
        shutil.rmtree(root)
        shutil.copytree(root.with_name("pristine"), root)


@contextmanager
def stage(act: Act) -> Iterator[Stage]:
    """Set up what is there before an act, and see which calls it makes."""
    with TemporaryDirectory(dir=FAST) as name:
        top = Path(name).resolve()
        folder = top / "root" / "office" / "cases"
        folder.parent.mkdir(parents=True)
        act.before(folder)
        before = act.seen(folder)
        shutil.copytree(top / "root", top / "pristine")
        here = Stage(act, folder, [], before)
        act.act(folder)  # so that what is imported at the first time is
        here.set_up()
        yield here._replace(calls=calls_of(lambda: act.act(folder)))


def killed_at(stage: Stage, at: int) -> str:
    """Say what is wrong after the act was killed just before one of its calls."""
    stage.set_up()

    def meddle(number: int, _name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if number == at and sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    def act_until_killed() -> None:
        with meddling(meddle):
            stage.act.act(stage.folder)

    _, status = os.waitpid(forked(act_until_killed), 0)
    if not was_killed(status):
        return "was not killed"
    return judged(stage.act, stage.folder, stage.before, WriteFailed("the process", "it was killed"))


def failed_at(stage: Stage, at: int, way: int) -> str:
    """Say what is wrong after one call of the act failed."""
    stage.set_up()
    fault = attempt(stage, at, way)
    if isinstance(fault, (WriteFailed, ReadFailed)) and not _is_plain(fault, stage.folder.parent.parent, way):
        return f"the message does not name file and cause: {fault}"
    return _done_all_the_same(stage, fault) or judged(stage.act, stage.folder, stage.before, fault)


def _done_all_the_same(stage: Stage, fault: Exception | None) -> str:
    """Say whether an act that was refused was done; only where the fault says that it may be."""
    if fault is None or isinstance(fault, Unsettled):
        return ""
    with suppress(StoreFault):  # for `judged` to tell
        return "" if stage.act.seen(stage.folder) == stage.before else f"refused, and done all the same: {fault}"
    return ""


def attempt(stage: Stage, at: int, way: int) -> Exception | None:
    """Do the act, one call of which fails."""
    with meddling(failing(at, way)):
        try:
            stage.act.act(stage.folder)
        except (StoreFault, OfficeFault) as fault:
            return fault
    return None


def _is_plain(fault: WriteFailed | ReadFailed, root: Path, way: int) -> bool:
    return fault.file.startswith(str(root)) and errno.errorcode.get(way, "ENOSPC") in fault.cause


def forked(act: Callable[[], object]) -> int:
    """Do something in a process of its own, and give its number."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows knows neither fork nor SIGKILL")
    else:  # noqa: RET506  # so that mypy knows which lines are for which system
        child = os.fork()
        if child == 0:
            code = 1
            try:
                act()
                code = 0
            finally:
                os._exit(code)
        return child


def was_killed(status: int) -> bool:
    """Tell how a process ended."""
    return sys.platform != "win32" and status == signal.SIGKILL


def kills(every: int) -> tuple[int, list[str]]:
    """Kill each act at every so manieth call; give how many that were, and what went wrong."""
    tried, wrong = 0, list[str]()
    for number, act in enumerate(ACTS):
        with stage(act) as here:
            for at in range(1 + number % every, len(here.calls) + 1, every):
                tried += 1
                said = killed_at(here, at)
                wrong += [f"killed at {at}, {here.calls[at - 1]}: {said}"] if said else []
    return tried, wrong


def failures(every: int) -> tuple[int, list[str]]:
    """Let every call of each act fail in every so manieth way; give how many that were, and what went wrong."""
    tried, wrong = 0, list[str]()
    for act in ACTS:
        with stage(act) as here:
            for at, way in _ways(here.calls)[::every]:
                tried += 1
                said = failed_at(here, at, way)
                told = errno.errorcode.get(way, "a short write")
                wrong += [f"{told} at {at}, {here.calls[at - 1]}: {act.name}: {said}"] if said else []
    return tried, wrong


def _ways(calls: list[str]) -> list[tuple[int, int]]:
    """Give every way in which every call can fail; only a write can be short."""
    return [(at, way) for at, name in enumerate(calls, 1) for way in WAYS if way != SHORT or name in WRITES]


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.store.points")
    parser.add_argument("--kill", type=int, default=0, metavar="N", help="at every Nth call")
    parser.add_argument("--fail", type=int, default=0, metavar="N", help="in every Nth way")
    asked = parser.parse_args()
    wrong: list[str] = []
    if asked.kill:
        tried, said = kills(asked.kill)
        print(f"killed at {tried} calls to the system")  # noqa: T201  # a report
        wrong += said
    if asked.fail:
        tried, said = failures(asked.fail)
        print(f"{tried} calls to the system failed")  # noqa: T201  # as above
        wrong += said
    print("\n".join(wrong) or "nothing is lost")  # noqa: T201  # as above
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
