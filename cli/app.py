"""The command `cuecard`: finds the command that was called, and turns whatever comes of it into an exit code.

Exit codes: 0 fine · 1 findings, or refused · 2 wrong usage · 3 a fault of ours · 130 interrupted.

INVARIANT: this is the one place where an exception ends; nobody is ever shown a traceback.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import typer

from cli.call import Call
from cli.group import Commands
from cli.output import drop_stdout, prepare_streams, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED: Final = 130
PRIVATE: Final = 0o077
"""Whatever a command writes anywhere is for the one who called it, and nobody else."""


def main() -> None:
    """Run the command as the shell called it."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command with these arguments, and give its exit code."""
    prepare_streams()
    os.umask(PRIVATE)
    call = Call()
    try:
        return _invoke(arguments, call)
    except typer.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, typer.Abort):
        warn("interrupted; what was acknowledged before is kept")
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


def _invoke(arguments: Sequence[str], call: Call) -> int:
    group = Commands()
    with group.make_context("cuecard", list(arguments), obj=call) as ctx:
        return int(group.invoke(ctx) or 0)


if __name__ == "__main__":
    main()
