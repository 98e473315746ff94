"""The command `cuecard`: finds the command that was called, and turns whatever comes of it into an exit code.

Exit codes: 0 fine · 1 findings, or refused · 2 wrong usage · 3 a fault of ours · 130 interrupted.

INVARIANT: this is the one place where an exception ends; nobody is ever shown a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Final

from cli.call import Call
from cli.line import read_line
from cli.output import drop_stdout, prepare_streams, warn
from cli.start import INTERRUPTED, KEPT
from cli.wrong import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Sequence

PRIVATE: Final = 0o077
"""Whatever a command writes anywhere is for the one who called it, and nobody else."""
_OFTEN_ENOUGH: Final = 100_000
"""So many values are made before any is looked at for being garbage: more than an act makes, some 20 MB at most."""


def main() -> int:
    """Run the command as the shell called it, and give its exit code."""
    gc.set_threshold(_OFTEN_ENOUGH)
    code = run(sys.argv[1:])
    gc.freeze()  # what is left goes with the process; looking through it takes a tenth of an act
    return code


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments, and give its exit code."""
    prepare_streams()
    os.umask(PRIVATE)
    call = Call()
    try:
        return _carry_out(arguments, call)
    except KeyboardInterrupt:
        warn(KEPT)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read along has gone, and wants to hear no more
        drop_stdout()
        return 0
    except Exception as fault:  # noqa: BLE001  # the one boundary: nobody is shown a traceback
        return _told(fault, call)


def _told(fault: Exception, call: Call) -> int:
    from cli.boundary import OURS, tell_fault

    try:
        return tell_fault(fault, call)
    except Exception:  # noqa: BLE001  # nor a traceback where nothing can be said any more
        return OURS


def _carry_out(arguments: Sequence[str], call: Call) -> int:
    line = read_line(arguments)
    if not line:
        from cli.group import invoke  # Typer: for help, for a wrong line, and wherever there is a doubt

        return invoke(arguments, call)
    line.fill(call)
    try:
        return call.carry_out(line.function(), line.told)
    except WrongUsage as wrong:
        from cli.group import invoke

        return invoke(arguments, Wrong(wrong))


class Wrong(Call):
    """A call of which it is known already what is wrong with it: Typer only says how the command is used."""

    def __init__(self, wrong: WrongUsage) -> None:
        super().__init__()
        self._wrong = wrong

    def carry_out(self, function: object, told: object) -> int:  # noqa: ARG002  # it was called, with this
        """Carry out nothing."""
        raise self._wrong


if __name__ == "__main__":
    sys.exit(main())
