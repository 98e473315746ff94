"""A marker stands in all that is private: no refusal, no fault, no list, no log and no file of ours ever shows it."""

from __future__ import annotations

import errno
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Final

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

import engine.store
from cli.boundary import tell_fault
from cli.call import Call
from cli.output import Unwritable
from engine.case.events import CaseOpened
from engine.case_numbers import case_number
from engine.office import OfficeFault
from engine.store.faults import StoreFault
from engine.store.tinydb import TinyStore
from tests.cli.marked import MARK, Scene, call, everything, is_clean, words
from tests.cli.said import Said, start
from tests.store.world import failing, meddling

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT: Final = Path(__file__).resolve().parents[2]


# -- faults --------------------------------------------------------------------------------------------------------


def _file(scene: Scene, name: str = "open") -> Path:
    return scene.folder / "office" / "cases" / "open" / f"{scene.cases[name]}.json"


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _texts(scene: Scene) -> list[Path]:
    return list((scene.folder / "office" / "cases" / "texts").glob("*.yaml"))


def _no_texts(scene: Scene) -> None:
    for path in _texts(scene):
        path.unlink()


def _bad_texts(scene: Scene) -> None:
    for path in _texts(scene):
        path.write_text("Zanzibar", encoding="utf-8")


def _folder_for_file(scene: Scene) -> None:
    _file(scene).unlink()
    _file(scene).mkdir()


def _bad_backup(scene: Scene) -> None:
    (scene.folder / "office" / "cases" / "open" / "spoilt").write_text("Zanzibar", encoding="utf-8")


def _copied(scene: Scene) -> None:
    assert call("backup", str(scene.folder / "office" / "monday.zip")).code == 0


def _other_text(scene: Scene) -> None:
    path = scene.folder / "office" / "procedures" / "private.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Somebody asks", "Someone asks"), encoding="utf-8")


def _encrypted(_scene: Scene) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # it has no types
    assert call("encrypt").code == 0


def _sealed(scene: Scene) -> None:
    _encrypted(scene)
    os.environ["CUECARD_PASSPHRASE"] = "Zanzibar"  # noqa: S105  # not the one it was encrypted with


def _no_keys(scene: Scene) -> None:
    _encrypted(scene)
    _cut(scene.folder / "office" / "cases" / "keys.json")


def _broken_seal(scene: Scene) -> None:
    _encrypted(scene)
    kept = _file(scene).with_suffix("") / "received.pdf"
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def _nothing(_scene: Scene) -> None:
    """Leave all as it is."""


BROKEN: Final[dict[str, tuple[Callable[[Scene], None], tuple[str, ...]]]] = {
    "case-not-found": (_nothing, ("note", "Zanzibar", "Zanzibar")),
    "not-a-case": (_nothing, ("note", "Zanzibar!", "Zanzibar")),
    "corrupt-log": (lambda scene: _cut(_file(scene)), ("answer", "{open}", "said=Zanzibar")),
    "text-not-found": (_no_texts, ("answer", "{open}", "said=Zanzibar")),
    "corrupt-text": (_bad_texts, ("answer", "{open}", "said=Zanzibar")),
    "corrupt-register": (
        lambda scene: _cut(scene.folder / "office" / "cases" / "texts" / "published.json"),
        ("open", "private", "person=Zanzibar", "born_on=1980-05-14"),
    ),
    "read-failed": (_folder_for_file, ("answer", "{open}", "said=Zanzibar")),
    "version-taken": (_other_text, ("publish", "private", "--as", "bo")),
    "file-not-kept": (_nothing, ("redact", "{open}", "--file", "Zanzibar.pdf", "--reason", "Zanzibar", "--as", "bo")),
    "backup-spoilt": (_bad_backup, ("restore", "{office}/cases/open/spoilt", "{office}/elsewhere")),
    "not-put-back": (_copied, ("restore", "{office}/monday.zip", "--case", "{open}")),
    "taken": (_nothing, ("backup", "{office}/office.yaml")),
    "sealed": (_sealed, ("answer", "{open}", "said=Zanzibar")),
    "wrong-seal": (_broken_seal, ("rekey",)),
    "keys-damaged": (_no_keys, ("answer", "{open}", "said=Zanzibar")),
    "encryption-missing": (_encrypted, ("encrypt", "--keyring")),
    "unstorable": (_nothing, ("note", "{open}", "Zanzibar \udcff")),
    "office-fault": (_nothing, ("open", "Zanzibar", "person=Zanzibar")),
}
"""By the code of a fault: how an office is broken, and a command that comes upon it."""

ELSEWHERE: Final = {
    "write-failed": "test_a_full_disk, test_every_call_to_the_system_fails",
    "unsettled": "test_every_call_to_the_system_fails",
    "being-copied": "test_nothing_is_taken_out_while_all_is_copied",
    "link-refused": "tests/store/test_rights.py: it is about a folder of the office",
    "store-locked": "test_a_case_that_somebody_holds",
    "unwritable": "test_a_screen_that_takes_nothing",
    "case-exists": "told by no command: test_a_number_that_is_taken_is_told_to_nobody",
    "conflicting-write": "told by no command: test_of_two_commands_at_one_moment_one_is_refused",
}
"""Faults that are provoked in another test, and where; and those that only who calls a store himself can come upon."""


def _kinds(kind: type[Exception]) -> set[type[Exception]]:
    return {one for sub in kind.__subclasses__() for one in {sub, *_kinds(sub)}}


def _code(kind: type[Exception]) -> str:
    return "".join(f"-{one.lower()}" if one.isupper() else one for one in kind.__name__).strip("-")


def test_every_fault_is_provoked() -> None:
    """A new kind of fault has to be provoked here, too."""
    for module in pkgutil.iter_modules(engine.store.__path__, "engine.store."):  # a kind is known once it is loaded
        importlib.import_module(module.name)
    kinds = {kind for kind in _kinds(StoreFault) if kind.__module__.startswith("engine.")}
    assert {_code(kind) for kind in {*kinds, OfficeFault, Unwritable}} == set(BROKEN) | set(ELSEWHERE)


@pytest.mark.parametrize("code", BROKEN)
def test_a_fault_shows_nothing(scene: Scene, code: str) -> None:
    """What is broken is told with its place and its cause, and nothing of what is in it."""
    spoil, line = BROKEN[code]
    spoil(scene)
    filled = [word.replace("{office}", str(scene.folder / "office")) for word in words(scene, *line)]
    said = call(*filled, "--json")
    assert (said.code, said.json["fault"]["code"]) == (1, code)
    assert is_clean(everything(said) + everything(call(*filled)))
    assert [one for one in scene.found() if "texts/" not in one] == []


@pytest.mark.parametrize("kind", sorted(_kinds(StoreFault), key=str))
def test_a_fault_is_told_without_what_it_is_about(
    first: Scene, kind: type[Exception], capsys: pytest.CaptureFixture[str]
) -> None:
    """Of an exception that a fault came from, not a word is told."""
    wanted = [one for one in signature(kind.__init__).parameters.values() if one.kind is one.POSITIONAL_OR_KEYWORD]
    named = {"wrong": True} if "wrong" in signature(kind.__init__).parameters else {}
    fault = kind(*["K7M-2PQ", 1, 2][: len(wanted) - 1], **named)
    fault.__cause__ = ValueError("Zanzibar")
    assert tell_fault(fault, Call(first.folder / "office", as_json=True)) == 1
    printed = capsys.readouterr()
    assert is_clean(printed.out + printed.err)


def test_a_damaged_office_file_and_ledger(scene: Scene) -> None:
    """What is wrong with a file of the office is shown with its line, and nothing of any case."""
    ledger = scene.folder / "office" / "cases" / "ledger.jsonl"
    ledger.write_bytes(b"".join(sorted(ledger.read_bytes().splitlines(keepends=True))))
    said = call("verify")
    assert (said.code, is_clean(everything(said))) == (1, True)
    office = scene.folder / "office" / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8").replace("staff:", "stuff:"), encoding="utf-8")
    said = call(*words(scene, "note", "{open}", "Zanzibar"))
    assert (said.code, is_clean(everything(said))) == (1, True)
    assert scene.found() == []


WRITING: Final = (
    ("answer", "{open}", "calls#2/said=Zanzibar"),
    ("arrive", "{open}", "letter", "letter_words=Zanzibar", "--file", "{given}/Zanzibar.zanzibar"),
    ("done", "{open}", "wait_for_letter"),
    ("print", "{open}", "receipt"),
)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["full", "broken"])
@pytest.mark.parametrize("line", WRITING, ids=" ".join)
def test_every_call_to_the_system_fails(scene: Scene, line: tuple[str, ...], number: int) -> None:
    """At whatever call to the system a command fails, it says so without a word that is private, and leaves none."""
    filled = words(scene, *line)
    call("agenda", scene.cases["open"])  # so that nothing has to be imported while calls fail
    told = 0
    for at in range(1, 90, 2 if number == errno.ENOSPC else 7):
        with meddling(failing(at, number)):
            said = call(*filled)
        assert is_clean(said.err), at
        assert "Traceback" not in said.err
        told += said.code == 1
    assert told > 0
    assert scene.found() == []


def _limited(scene: Scene, *words: str) -> Said:
    """Start the real command where no file may grow beyond a few bytes, as on a full disk."""
    program = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)); from cli.start import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False, cwd=scene.folder
    )
    return Said(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of POSIX systems")
def test_a_full_disk(scene: Scene) -> None:
    """The real command on a full disk keeps nothing, says so, and leaves no half-written file behind."""
    before = _file(scene).read_bytes()
    said = _limited(scene, *words(scene, "note", "{open}", "Zanzibar again", "--json"))
    assert (said.code, said.json["fault"]["code"]) == (1, "write-failed")
    assert (is_clean(everything(said)), _file(scene).read_bytes() == before) == (True, True)
    assert [path.name for path in _file(scene).parent.iterdir() if path.name.endswith(".new")] == []
    assert scene.found() == []


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX systems")
def test_a_case_that_somebody_holds(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a case in vain is told who holds it; the lock says nothing of what is told in it."""
    import zlib

    from engine.store.system import lock as take

    monkeypatch.setitem(TinyStore.__init__.__kwdefaults__ or {}, "timeout", 0.1)
    number = scene.cases["open"]
    case = f"case {number}"
    call("note", number, "Zanzibar")
    lock = scene.folder / "office" / "cases" / "locks" / f"{zlib.crc32(case.encode()) % 64:02x}.lock"
    with lock.open("rb+") as held:
        assert take(held.fileno())
        said = call("note", number, "Zanzibar", "--json")
    assert (said.code, said.json["fault"]["code"]) == (1, "store-locked")
    assert (is_clean(everything(said)), scene.found()) == (True, [])


def test_a_number_that_is_taken_is_told_to_nobody(scene: Scene) -> None:
    """Where the number that a new case would get is taken, the real command opens it under another."""
    store = TinyStore(scene.folder / "office" / "cases")
    others = store.load(scene.cases["bare"]).entries
    taken, opening = case_number("again/0"), others[0].event
    assert isinstance(opening, CaseOpened)
    store.create(taken, [replace(others[0], event=replace(opening, case=taken)), *others[1:]])
    line = ("open", "private", "person=Zanzibar", "born_on=1980-05-14", "--request", "again", "--json")
    said = start(*line)
    assert (said.code, said.err, said.json["case"]) == (0, "", case_number("again/1"))
    assert start(*line).json["case"] == case_number("again/1")
    assert store.load(taken).entries[1:] == others[1:]
    assert scene.found() == []


def test_of_two_commands_at_one_moment_one_is_refused(scene: Scene) -> None:
    """Of real commands that were decided on the same entry, one is done; the others are refused, not at fault."""
    case = scene.cases["other"]
    seen = call("agenda", case, "--json").json["seq"]
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "cli.start", "note", case, "Zanzibar", "--expect", str(seen), "--json"]
    running = [subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) for _ in range(4)]
    said = [Said(one.returncode, *told) for one in running for told in [one.communicate()]]
    refused = [one for one in said if one.code]
    assert sorted(one.code for one in said) == [0, 1, 1, 1]
    assert {one.json["refused"]["code"] for one in refused} == {"stale"}
    assert [one.err for one in said] == ["", "", "", ""]
    assert (call("agenda", case, "--json").json["seq"], scene.found()) == (seen + 1, [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_screen_that_takes_nothing(scene: Scene) -> None:
    """Where what is shown cannot be written, that is told, without what was to be shown."""
    command = [sys.executable, "-m", "cli.app", *words(scene, "show", "{open}")]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    assert (ran.returncode, is_clean(ran.stderr), "cannot be written" in ran.stderr) == (1, True, True)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX systems")
def test_a_reader_who_goes(scene: Scene) -> None:
    """Where the one who reads along has gone, nothing is said at all."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "cli.app", *words(scene, "show", "{open}", "--json")]
    ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    os.close(writing)
    assert (ran.returncode, ran.stderr, scene.found()) == (0, "", [])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_an_interrupted_run(scene: Scene) -> None:
    """Ctrl-C in the middle of an answer ends the run politely; what was typed is nowhere."""
    command = [sys.executable, "-m", "cli.app", "run", scene.cases["bare"]]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) as run:
        assert run.stdin
        assert run.stdout
        while "Do they refuse" not in run.stdout.readline():
            pass
        run.stdin.write("Zanzibar, half an ans")
        run.stdin.flush()
        time.sleep(0.1)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate()
    assert (run.returncode, is_clean(err), "Traceback" in err, scene.found()) == (130, True, False, [])


PLANTED: Final = (
    "engine.case.portray.fill",
    "engine.desk.follow",
    "engine.desk.replay",
    "engine.desk.decide",
    "engine.desk_views.portray",
    "engine.desk.Desk.now",
    "cli.replies.standing",
    "cli.output.write",
)


@pytest.mark.parametrize("place", PLANTED)
def test_a_fault_of_ours_shows_nothing(scene: Scene, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Wherever cuecard itself goes wrong, with whatever words, neither the screen nor the report holds one of them."""

    def broken(*_given: object, **_named: object) -> None:
        message = f"{MARK} is told {json.dumps(MARK)}"
        raise ValueError(message) from KeyError(MARK)

    codes = set()
    for line in (("note", "{open}", "Zanzibar"), ("show", "{open}"), ("open", "private", "person=Zanzibar")):
        with monkeypatch.context() as patch:
            patch.setattr(place, broken)
            said = call(*words(scene, *line))
        codes.add(said.code)
        assert is_clean(everything(said) if said.code else said.err)
        assert "Traceback" not in said.err
    assert 3 in codes
    assert scene.found() == []
    assert len(list((scene.folder / "office" / "reports").iterdir())) >= 1


def test_shell_completion_offers_nothing(first: Scene) -> None:
    """There is no shell completion, and what a shell asks for is answered with nothing of a case."""
    asked = {"COMP_WORDS": "cuecard show ", "COMP_CWORD": "2", "_TYPER_COMPLETE_ARGS": "cuecard show "}
    for shell in ("complete_bash", "bash_complete", "complete_zsh", "zsh_source", "source_bash"):
        said = start(env={"_CUECARD_COMPLETE": shell, **asked})
        assert (is_clean(everything(said)), first.cases["open"] in everything(said)) == (True, False)
