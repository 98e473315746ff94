"""Whether all holds together, and what to keep elsewhere so that it shows: verify, head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.declaring import commands_file
from cli.output import say, say_all, say_json
from cli.wrong import WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Any

    import typer

    from cli.call import Call
    from engine.store.audit import Audit, Found

app = commands_file()


@app.command()
def verify(
    call: Call,
    since: Annotated[
        str | None, typer.Option("--since", metavar="HEAD", help="A head that was kept elsewhere: see cuecard head.")
    ] = None,
) -> int:
    """Say what was changed, cut or lost in the cases, their files or the ledger.

    With --since it also shows whether the ledger itself was cut, or written anew, since that head was taken.

    Example: cuecard verify --since 57-F00A-GCP0-WTZD-4D4A-CR0T-0QRB
    """
    try:
        found = call.desk().keeping.verify(since)
    except ValueError as wrong:
        raise WrongUsage(f"{wrong}; it looks like 57-F00A-GCP0-WTZD-4D4A-CR0T-0QRB") from wrong
    if call.as_json:
        say_json(_plain(found))
    else:
        say_all(_lines(found))
    return 0 if found.is_right else 1


@app.command()
def head(call: Call) -> int:
    """Print the head of the ledger, a short code to keep elsewhere.

    Write it on paper, or mail it to somebody, once a day or with each backup. With `cuecard verify --since` it shows
    later whether anything that was recorded until now was taken away or changed, even by who has the run of the folder.

    Example: cuecard head
    """
    tail = call.desk().keeping.head()
    if call.as_json:
        say_json({"head": tail.code, "lines": tail.number})
    else:
        say(tail.code)
    return 0


def _plain(found: Audit) -> dict[str, Any]:
    return {
        "right": found.is_right,
        "cases": found.cases,
        "entries": found.entries,
        "lines": found.tail.number,
        "head": found.tail.code,
        "findings": [
            {"severity": "wrong" if one.is_wrong else "note", "case": one.case or None, "message": one.message}
            for one in found.found
        ],
    }


def _lines(found: Audit) -> Iterator[str]:
    for one in found.found:
        yield _line(one)
    counts = [_count(found.cases, "case"), _count(found.entries, "entry"), _count(found.tail.number, "line")]
    yield f"{', '.join(counts)} of the ledger"
    wrong = sum(one.is_wrong for one in found.found)
    if wrong:
        yield f"not as it was recorded: {_count(wrong, 'finding')}; keep the folder as it is and ask for a backup"
    else:
        yield f"all holds together; the head is {found.tail.code}"


def _line(one: Found) -> str:
    return f"{'wrong' if one.is_wrong else 'note'}: {one.case + ': ' if one.case else ''}{one.message}"


def _count(number: int, what: str) -> str:
    many = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number:,} {what if number == 1 else many}"
