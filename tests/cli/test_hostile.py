"""Whatever people, files and folders hold, it is text: nothing of it is obeyed, filled in again, or followed."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from engine.case.events import AnswerAmended, CaseHeld, NoteAdded, Recorded, StepSkipped
from engine.store.tinydb import TinyStore
from tests.cli.marked import Scene, call, everything
from tests.cli.said import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.case.events import Event
    from tests.cli.said import Calls, Said

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes of POSIX systems")
CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]")

OBEYED: Final = {
    "escape": "a\x1b[2J\x1b[31mb",
    "clipboard": "a\x1b]52;c;aGFja2Vk\x07b",
    "link": "a\x1b]8;;http://example.com\x1b\\b",
    "title": "a\x1b]0;owned\x07b",
    "C1": "a\x9b31m\x9d52;c;aGk\x9cb",
    "bidi": "a\u202eb\u2066c\u2069",
    "null": "a\x00b",
    "line ends": "a\rb\x0bc\x85d\u2028e",
    "backspace": "a\x08\x7fb",
    "marks": "\ufeffa\u200e\u200fb",
}
MERE_TEXT: Final = {
    "markup": "[/] [bold red]x[/] [link=http://example.com]y[/link] :smile:",
    "formula": "=cmd|' /C calc'!A0",
    "html": "<script>alert(1)</script>&amp;\"'",
    "braces": "{person} {born_on} {{story}} {0} {story.__class__}",
    "percent": "%s %(x)s %n $HOME `id` $(id); rm -rf /",
    "yaml": "!!python/object:os.system {a: &b [*b]} # - x: |",
    "json": '{"type": "CaseClosed"}\\u0000\\',
    "path": "../../../../etc/passwd",
    "sql": "'; DROP TABLE cases; --",
    "letters": "Zoë Ångström-Ó Briain 日本語 العربية ‌\u200d👩\u200d⚕️",
}

NO_NUMBERS: Final = (
    *("../../x", "..", ".", "CON", "NUL", "C:", "C:\\x", "/etc/passwd", "K7M-2PQ/../x"),
    *("", "-", "~", "A" * 300, "K7M\x002PQ", "\u202eABC", "*", "%2e%2e"),
)
NO_NAMES: Final = (
    ("open", "../private"),
    ("open", "procedures/private"),
    ("publish", "../../x"),
    ("print", "{open}", "../receipt"),
    ("redact", "{open}", "--file", "../../office.yaml", "--reason", "x", "--as", "bo"),
    ("done", "{open}", "../x"),
    ("move", "{open}", "--as", ".."),
)


def _shown(case: str) -> list[Said]:
    looks = (
        ("cases",),
        ("agenda", case),
        ("show", case),
        ("log", case),
        ("why", case, "greet"),
        ("why", case, "gifts"),
    )
    return [call(*look, *more) for look in looks for more in ((), ("--json",))]


def _is_harmless(said: Said) -> bool:
    return CONTROL.search(everything(said)) is None


@pytest.mark.parametrize("kind", OBEYED)
def test_what_a_terminal_would_obey_is_taken_out_when_it_is_told(scene: Scene, kind: str) -> None:
    """Answers, elements, notes and reasons are kept without what nobody sees and a screen would obey."""
    case, text = scene.cases["open"], OBEYED[kind]
    acts = (
        ("amend", case, f"story={text}", "--reason", text),
        ("note", case, text),
        ("add", case, "matters", f"matter={text.splitlines()[0]}x"),
        ("hold", case, "--reason", text),
    )
    for act in acts:
        said = call(*act)
        assert (said.code, _is_harmless(said)) == (0, True), said
    file = scene.folder / "office" / "cases" / "open" / f"{case}.json"
    events = json.loads(file.read_text(encoding="utf-8"))
    told = [one for one in _strings(events) if CONTROL.search(one)]
    assert told == []
    assert all(_is_harmless(said) for said in _shown(case))


def _strings(document: object) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from _strings(value)
    elif isinstance(document, list):
        for value in document:
            yield from _strings(value)


@pytest.mark.parametrize("kind", OBEYED)
def test_what_a_file_holds_all_the_same_is_shown_and_not_obeyed(scene: Scene, kind: str) -> None:
    """Where a case file holds such signs, told by an older version or a program, no look at it lets them through."""
    case, text = scene.cases["bare"], OBEYED[kind]
    store = TinyStore(scene.folder / "office" / "cases")
    now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    said: list[Event] = [
        AnswerAmended("person", text, "", text),
        NoteAdded(text),
        StepSkipped("gifts", text),
        CaseHeld(text),
    ]
    seq = store.load(case).entries[-1].seq
    entries = [Recorded(seq + at, now, now, "pat", f"r{at}", event) for at, event in enumerate(said, 1)]
    store.append(case, entries, expected=seq)
    assert all((look.code, _is_harmless(look)) == (0, True) for look in _shown(case))
    assert _is_harmless(start("run", case, stdin="w\nb\nq\n"))
    assert _is_harmless(call("resume", case))
    assert _is_harmless(call("print", case, "receipt"))


@pytest.mark.parametrize("kind", MERE_TEXT)
def test_what_is_like_code_is_kept_and_shown_as_it_was_told(scene: Scene, kind: str) -> None:
    """Markup, formulas, braces and the like come back letter by letter, and nothing reads them again."""
    case, text = scene.cases["bare"], MERE_TEXT[kind]
    assert call("amend", case, f"person={text}", "--reason", text).code == 0
    assert call("note", case, text).code == 0
    shown = call("agenda", case, "--json").json
    (person,) = [fact for fact in shown["facts"] if fact["fact"] == "person"]
    assert (person["value"], person["shown"]) == (text, text)
    titles = {step["id"]: step["title"] for step in shown["steps"]}
    assert titles["greet"] == f"Greet {text}"
    assert shown["steps"][0]["say"] == f"Hello {text}, what is it?"
    assert all((look.code, _is_harmless(look) or kind == "letters") == (0, True) for look in _shown(case))
    if text.isprintable():
        assert f"noted: {text}" in call("show", case).out


def test_documents_escape_what_was_told(scene: Scene) -> None:
    """In HTML what was told is text; a filled-in name is not filled in again; nothing else of a template is code."""
    documents = scene.folder / "office" / "procedures" / "documents"
    (documents / "receipt.html").write_text("<p>{person}</p><p>{notes}</p>{made_by}", encoding="utf-8")
    case = scene.cases["bare"]
    call("amend", case, "person=<script>alert(1)</script> {born_on} \"'&", "--reason", "x")
    call("note", case, "<img src=x onerror=alert(1)> {person}")
    made = call("print", case, "receipt", "--json").json
    (page,) = [Path(file) for file in made["files"] if file.endswith(".html")]
    text = page.read_text(encoding="utf-8")
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt; {born_on} &quot;&#x27;&amp;</p>" in text
    assert ("<script" in text, "<img" in text, "alert(1)&gt; {person}" in text) == (False, False, True)


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_a_case_number_is_no_path(scene: Scene, number: str) -> None:
    """What is no number of a case is refused, and nothing is looked for, or made, under it."""
    before = sorted(scene.folder.rglob("*"))
    for act in (("agenda",), ("show",), ("note", "x")):
        name, *rest = act
        said = call(name, "--json", "--", number, *rest)
        assert (said.code, said.json["fault"]["code"]) == (1, "not-a-case")
        assert _is_harmless(said)
    assert [path for path in sorted(scene.folder.rglob("*")) if path not in before and "cache" not in path.parts] == []


@pytest.mark.parametrize("line", NO_NAMES, ids=" ".join)
def test_no_name_is_a_path(scene: Scene, line: tuple[str, ...]) -> None:
    """Names of procedures, documents, files, steps and people that lead elsewhere are names of nothing."""
    said = call(*(word.replace("{open}", scene.cases["open"]) for word in line))
    assert (said.code, "Traceback" in said.err) == (1, False)
    assert (scene.folder / "office" / "office.yaml").is_file()


def test_halves_of_characters_and_long_texts_are_refused(scene: Scene) -> None:
    """What cannot be kept, or is far too long, is refused at once; nothing is recorded."""
    case = scene.cases["bare"]
    before = (scene.folder / "office" / "cases" / "open" / f"{case}.json").read_bytes()
    long = "x" * 1_000_000
    for act in (
        ("answer", case, "story=Jos\udce9"),
        ("note", case, "Jos\udce9"),
        ("answer", case, f"story={long}"),
        ("answer", case, f"matters={json.dumps([{'matter': long}])}"),
        ("answer", case, "matters=" + "[" * 100_000),
        ("amend", case, f"person={long}", "--reason", "x"),
        ("note", case, long),
        ("cancel", case, "--reason", long),
        ("done", case, long),
        ("why", case, long),
    ):
        said = call(*act)
        assert (said.code, len(said.err) < 2_000, "Traceback" in said.err) == (1, True, False), said
    assert (scene.folder / "office" / "cases" / "open" / f"{case}.json").read_bytes() == before


# -- what stands in the office's folder ----------------------------------------------------------------------------


def _link(path: Path, target: Path) -> None:
    shutil.move(path, target)
    path.symlink_to(target)


def _make_pipe(path: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(path)


def _pipe(path: Path, target: Path) -> None:
    shutil.move(path, target)
    _make_pipe(path)


@posix
@pytest.mark.parametrize("plant", [_link, _pipe], ids=["link", "pipe"])
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("office.yaml", ("cases",)),
        ("procedures/private.yaml", ("publish", "private", "--as", "bo")),
        ("procedures/documents/receipt.txt", ("print", "{bare}", "receipt")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_of_the_office_is_a_file(
    scene: Scene, plant: Callable[[Path, Path], None], file: str, line: tuple[str, ...]
) -> None:
    """A link or a pipe in the place of a file of the office is refused with its place, and nothing waits for it."""
    plant(scene.folder / "office" / file, scene.folder / "moved")
    said = call(*(word.replace("{bare}", scene.cases["bare"]) for word in line))
    assert (said.code, file.rpartition("/")[2] in said.err, "Traceback" in said.err) == (1, True, False)


@posix
def test_only_ordinary_files_are_attached(scene: Scene, tmp_path: Path) -> None:
    """A pipe, a device or a folder is no file to keep with a case; nothing waits for its end."""
    _make_pipe(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        said = call("arrive", scene.cases["bare"], "letter", "--file", str(path))
        assert (said.code, "nothing was recorded" in said.err) == (2, True)


@posix
def test_a_printed_page_replaces_no_file_through_a_link(scene: Scene, tmp_path: Path) -> None:
    """`print --to` writes a page for its owner alone, in the place of a link and not through it."""
    case, victim = scene.cases["bare"], tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    (tmp_path / "out").mkdir()
    page = tmp_path / "out" / f"{case}-receipt.txt"
    page.symlink_to(victim)
    assert call("print", case, "receipt", "--to", str(tmp_path / "out")).code == 0
    assert (victim.read_text(encoding="utf-8"), page.is_symlink()) == ("mine", False)
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


@contextmanager
def _umask(umask: int) -> Iterator[None]:
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


@posix
@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_all_that_is_written_is_for_its_owner(
    tmp_path: Path, cuecard: Calls, monkeypatch: pytest.MonkeyPatch, umask: int
) -> None:
    """An office that is made, worked in and backed up under an odd umask is its owner's, and can be worked in."""
    monkeypatch.setenv("CUECARD_OFFICE", str(tmp_path / "office"))
    monkeypatch.setenv("CUECARD_AS", "pat")
    monkeypatch.setenv("CUECARD_CACHE", str(tmp_path / "cache"))
    lines = (
        ("init", str(tmp_path / "office"), "--practice"),
        ("open", "record_release", "patient=Theo Example", "phone=555-0103"),
        ("backup", str(tmp_path / "monday.zip")),
        ("cases",),
    )
    for line in lines:
        with _umask(umask):
            said = cuecard(*line)
        assert said.code == 0, said
    own = [path for path in tmp_path.rglob("*") if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    assert own == []


_AS_ANOTHER: Final = [shutil.which("setpriv") or "", "--reuid=65534", "--regid=65534", "--clear-groups"]


_CAN_BE_ANOTHER: Final = sys.platform == "linux" and os.geteuid() == 0 and bool(_AS_ANOTHER[0])


@pytest.mark.skipif(not _CAN_BE_ANOTHER, reason="only root can be another")
@pytest.mark.parametrize("mode", [0o700, 0o755, 0o777], ids=["closed", "readable", "writable"])
def test_an_office_of_somebody_else(scene: Scene, mode: int) -> None:
    """Who may not read the files of an office is told so with the place; nothing is changed, nothing is shown."""
    office = scene.folder / "office"
    for folder in [scene.folder, *scene.folder.parents]:
        if folder.stat().st_uid == scene.folder.stat().st_uid and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    for path in [office, *office.rglob("*")]:
        path.chmod(mode if path.is_dir() else mode & 0o600 if "cases" in path.parts else 0o644)
    before = {path: path.stat().st_mtime_ns for path in office.rglob("*.json*")}
    python = Path(sys.executable).resolve()
    for line in (("show", scene.cases["open"]), ("note", scene.cases["open"], "x"), ("verify",)):
        program = f"import sys; sys.path[:0] = {sys.path!r}; from cli.start import main; main()"
        ran = subprocess.run(
            [*_AS_ANOTHER, str(python), "-c", program, *line], capture_output=True, text=True, check=False, cwd="/"
        )
        if "ermission denied" in ran.stderr and "cannot open" in ran.stderr:
            pytest.skip("another user cannot start this Python")
        assert ("Traceback" in ran.stderr, "zanzibar" in (ran.stdout + ran.stderr).lower()) == (False, False)
        assert (ran.returncode, "permission" in ran.stderr.lower()) == (1, True), ran
    assert {path: path.stat().st_mtime_ns for path in office.rglob("*.json*")} == before
