"""What an exception is told as: what is so, where, and what to do; and which exit code it means.

INVARIANT: of an exception nobody foresaw, nothing but its type and the places in the code is ever written anywhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cli.output import Unwritable, drop_stdout, say_json, warn
from cli.place import OFFICE_FILE, office_folder
from cli.report import write_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.call import Call
    from engine.diagnostics import Diagnostic

FAULT: Final = 1
OURS: Final = 3
_ADVICE: Final = {
    "case-not-found": "see the cases with: cuecard cases --all",
}
"""Where the command line knows better what to do next than the store does."""


def tell_fault(fault: Exception, call: Call) -> int:
    """Say what an exception means, and give the exit code."""
    from engine.office import OfficeFault
    from engine.store.faults import StoreFault

    if isinstance(fault, FileNotFoundError) and fault.filename is None:  # of all that may be gone, only where one is
        fault = OfficeFault("the folder you are in is not there any more; go to another one (cd), and do it again")
    if isinstance(fault, OSError) and fault.filename is None:  # not of a file: the help, or what Rich draws
        drop_stdout()
        fault = Unwritable("stdout", fault.strerror or "no reason given")
    if isinstance(fault, OfficeFault):
        return _tell(call, fault, str(fault), None, fault.findings)
    if isinstance(fault, (StoreFault, Unwritable)):
        return _tell(call, fault, fault.message, _ADVICE.get(_code(fault), fault.help))
    return _tell_ours(fault, call)


def _tell(call: Call, fault: Exception, message: str, advice: str | None, findings: Sequence[Diagnostic] = ()) -> int:
    warn(f"cuecard: {message}")
    if advice:
        warn(f"  next: {advice}")
    if findings:
        from cli.findings import pictures

        warn(pictures(findings))
    if call.as_json and not isinstance(fault, Unwritable):
        _say_fault(_code(fault), message, advice)
    return FAULT


def _say_fault(code: str, message: str, advice: str | None, **more: str | None) -> None:
    document: dict[str, Any] = {"fault": {"code": code, "message": message, "next": advice} | more}
    say_json(document)


def _code(fault: Exception) -> str:
    """Make `case-not-found` of `CaseNotFound`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(fault).__name__).lower()


def _tell_ours(fault: Exception, call: Call) -> int:
    report = write_report(fault, _report_folder(call))
    where = f"a report is in {report}" if report else "no report could be written"
    message = "a fault of ours: cuecard did something it should never do"
    advice = "nothing acknowledged is lost; send the report, which holds no answers, to whoever looks after cuecard"
    warn(f"cuecard: {message}; {where}")
    warn(f"  next: {advice}")
    if call.as_json:
        _say_fault("fault-of-ours", message, advice, report=str(report) if report else None)
    return OURS


def _report_folder(call: Call) -> Path | None:
    """Give the office's folder for reports, if there is an office."""
    try:
        folder = office_folder(call.office)
        return folder / "reports" if (folder / OFFICE_FILE).is_file() else None
    except (OSError, RuntimeError):  # no such folder any more, or no home folder
        return None
