"""Files made to hurt, each with what is said about it, and what reads them all within limits: a process of its own.

    python -m tests.procedure.hostile FOLDER

writes them into the folder and checks them as `cuecard check` does, with 512 MB of memory, and 5 seconds of the
processor for each; the system ends the process that needs more.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.findings import Form
    from engine.diagnostics import Diagnostic

SECONDS: Final = 5
MEGABYTES: Final = 512
FORMS: Final[tuple[Form, ...]] = ("text", "json", "github", "sarif")

HEAD: Final = "procedure: p\nversion: 1\ntitle: P\n"
STEP: Final = HEAD + "steps:\n  - id: a\n    do: x\n"


def many(how_many: int, pattern: str) -> str:
    """Write a pattern again and again; `#` is the number, `+` the next one."""
    return "".join(pattern.replace("#", str(number)).replace("+", str(number + 1)) for number in range(how_many))


SMALL: Final = {
    "facts": STEP + "facts:\n" + many(2400, "  f#:\n    type: text\n"),
    "a long chain": STEP + "facts:\n" + many(2400, "  f#:\n    value: f+\n") + "  f2400:\n    value: 3\n",
    "a wide circle": STEP + "facts:\n" + many(2400, "  f#:\n    value: f+\n") + "  f2400:\n    value: f0\n",
    "steps": HEAD + "steps:\n" + many(2400, "  - id: s#\n    do: x {f}\n"),
    "conditions": HEAD + "steps:\n" + many(2000, "  - id: s#\n    when: f#x > 3\n    do: x\n"),
    "waits": HEAD + "steps:\n" + many(2400, "  - id: s#\n    do: x\n    wait_for: zz+\n"),
    "asks": HEAD + "steps:\n  - id: a\n    ask: [" + many(15_000, "f#, ") + "f]\n",
    "near misses": HEAD
    + "steps:\n"
    + many(1900, "  - id: s#\n    ask: [zzzzzzzz#]\n")
    + "facts:\n"
    + many(1900, "  zzzzzzzy#:\n    type: number\n"),
    "unknown keys": STEP + many(9000, "    k#: 3\n"),
    "placeholders": HEAD + 'steps:\n  - id: a\n    do: "' + "{x} " * 900 + '"\n',
    "brackets in a condition": STEP + "    when: " + "(" * 900 + "\n",
    "spaces in a condition": STEP + '    when: "a' + " " * 200_000 + 'b"\n',
    "outcomes": STEP + "outcomes:\n" + many(2400, "  o#:\n    title: x\n"),
}
"""Documents small enough to be read, and as bad as they can be."""

_LAUGHS: Final = "a0: &a0 [ha]\n" + many(30, "a+: &a+ [*a#, *a#, *a#, *a#, *a#, *a#, *a#, *a#]\n")
_MERGES: Final = "m0: &m0 {k: v}\n" + many(30, "m+: &m+\n  <<: [*m#, *m#, *m#, *m#]\n  k#: v\n")

HOSTILE: Final[dict[str, tuple[bytes, str | None]]] = {
    **{name: (text.encode(), None) for name, text in SMALL.items()},
    "60000 square brackets": (b"[" * 60_000, "too-deep"),
    "60000 braces": (b"{" * 60_000, "too-deep"),
    "60000 closing brackets": (b"]" * 60_000, "bad-indent"),
    "brackets in a value": (HEAD.encode() + b"steps: " + b"[" * 200_000 + b"]" * 50_000, "too-deep"),
    "deep blocks": ("".join(" " * level + "a:\n" for level in range(500)).encode(), "too-deep"),
    "deep lists": (b"- " * 60_000, "too-deep"),
    "questions": (b"? " * 60_000, "too-deep"),
    "1 MB of keys": (many(110_000, "k#: v\n").encode(), "too-large"),
    "keys up to the limit": (many(19_000, "k#: v\n").encode(), "too-many-values"),
    "one key again and again": (b"k: v\n" * 9_000, "duplicate-key"),
    "200000 entries": (b"- x\n" * 200_000, "too-large"),
    "entries up to the limit": (b"- x\n" * 60_000, "too-many-values"),
    "commas": (HEAD.encode() + b"steps: [" + b"," * 200_000 + b"]", "not-yaml"),
    "a text of a million characters": ((HEAD + "owner: " + "x" * 1_000_000).encode(), "too-large"),
    "a text of 250000 characters": ((STEP + "    say: " + "x" * 250_000).encode(), "too-long"),
    "a key of 250000 characters": ((STEP + "    " + "x" * 250_000 + ": y").encode(), "missing-colon"),
    "a number of 250000 digits": ((HEAD.replace("1", "9" * 250_000) + "steps:\n  - id: a\n").encode(), "wrong-type"),
    "a number with a power": (HEAD.replace("1", "1e999999999").encode() + b"steps:\n  - id: a\n", "wrong-type"),
    "billion laughs": (_LAUGHS.encode(), "anchor"),
    "a merge bomb": (_MERGES.encode(), "merge-key"),
    "an alias of itself": (b"a: &a [*a]\n", "alias"),
    "a type of Python": (b"a: !!python/object/apply:os.system ['echo pwned']\n", "tag"),
    "a million digits in an escape": (b'a: "\\U' + b"9" * 200_000 + b'"', "bad-escape"),
    "a wrong version of YAML": (b"%YAML 99999999999999999999.1\n---\na: b\n", "directive"),
    "quotes that do not end": (b'a: "' + b"x\n" * 100_000, "unclosed-quote"),
    "quotes within quotes": (b"a: " + b"'" * 200_001, "unclosed-quote"),
    "a lone surrogate": (b"a: \xed\xa0\x80\n", "not-utf8"),
    "a lone surrogate in an escape": (b'a: "\\ud800"\n', "hidden-character"),
    "NUL": (b"a: \x00\n", "hidden-character"),
    "nothing but NUL": (b"\x00" * 200_000, "not-utf8"),
    "an escape in an escape": (b'a: "\\e[2J\\e]0;owned\\a"\n', "hidden-character"),
    "terminal escapes": (STEP.encode() + b"    say: \x1b[2J\x1b]0;owned\x07\x1b[8m\n", "hidden-character"),
    "8-bit terminal escapes": (STEP.encode() + "    say: \x9b2J\n".encode(), "hidden-character"),
    "directions": (STEP.encode() + "    say: \u202e\u2066gnihton\u2069\n".encode(), "hidden-character"),
    "a byte order mark": (b"\xef\xbb\xbf" + STEP.encode(), None),
    "two byte order marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + STEP.encode(), "hidden-character"),
    "UTF-16": (STEP.encode("utf-16"), "not-utf8"),
    "UTF-16, no mark": (STEP.encode("utf-16-be"), "not-utf8"),
    "UTF-32": (STEP.encode("utf-32"), "not-utf8"),
    "UTF-7": (b"+AG4-: b\n", "unknown-key"),
    "half a character": (STEP.encode() + b"    say: \xf0\x9f", "not-utf8"),
    "random bytes": (bytes((7 * number * number + number) % 256 for number in range(200_000)), "not-utf8"),
    "tabs": (b"\t" * 200_000, "tab"),
    "carriage returns": (STEP.replace("\n", "\r").encode(), "hidden-character"),
    "blank lines": (b"\n" * 250_000, "empty-file"),
    "remarks": (b"#\n" * 100_000, "empty-file"),
    "documents": (b"---\na\n" * 40_000, "second-document"),
    "hashes": (STEP.encode() + b"    say: x" + b" #" * 100_000 + b"\n", None),
    "bullets": (STEP.encode() + b"    say:\n" + "      • x\n".encode() * 20_000, "bullet"),
    "names in a row": (HEAD.encode() + b"steps:\n  - id: a\n    ask: " + b"ab " * 80_000 + b"\n", "not-so-written"),
}
"""What a file may hold, and the code of one of the findings; None where it is a procedure, or found out otherwise."""


def is_printable(text: str) -> bool:
    """Whether a terminal shows all of it as it is."""
    return all(line.isprintable() for line in text.split("\n"))


def check_within_limits(file: Path) -> dict[Form, str]:
    """Check a file with as much of the processor as is allowed for one; give what is printed, by the form."""
    from cli.checking import Checking

    _end_after(SECONDS)
    checking = Checking()
    findings = checking.check([file])
    told = {form: _printed(findings, form, checking.text) for form in FORMS}
    _end_after(0)
    return told


def _end_after(seconds: float) -> None:
    """Have the system end this process once it has used so much of the processor; 0: no more."""
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_PROF, seconds)


def _take_no_more(megabytes: int) -> None:
    """Have the system give this process no more memory."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


def _printed(findings: tuple[Diagnostic, ...], form: Form, text_of: Callable[[str], str]) -> str:
    from cli.findings import show

    printed = io.StringIO()
    with redirect_stdout(printed):
        show(findings, form, text_of)
    assert is_printable(printed.getvalue()), form
    return printed.getvalue()


def main(folder: Path) -> None:
    """Check every file in every form; print the JSON of each."""
    _take_no_more(MEGABYTES)
    for name, (content, _) in HOSTILE.items():
        file = folder / name / "p.yaml"
        file.parent.mkdir()
        file.write_bytes(content)
        print(name, file=sys.stderr, flush=True)  # noqa: T201  so that it is known where the system ended this
        print(json.dumps([name, json.loads(check_within_limits(file)["json"])]))  # noqa: T201  what the test reads


if __name__ == "__main__":
    main(Path(sys.argv[1]))
