"""What kills leave of a case, and what is set aside of it: it goes with what is taken out, and is encrypted."""

from __future__ import annotations

import errno
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import NoteAdded, NoteRedacted
from engine.store import WriteFailed
from engine.store.encrypting import decrypt, encrypt
from engine.store.tinydb import TinyStore
from engine.store.vault import MAGIC, PASSPHRASE, key_of
from tests.store.entries import CASE, MARK, OTHER, after, opened
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = "correct horse battery"


@pytest.fixture
def left(folder: Path) -> list[Path]:
    """Leave what holds a patient's name beside a case: half its file, half a kept file, and both set aside."""
    store = TinyStore(folder)
    store.create(CASE, opened(CASE, NoteAdded(MARK)))
    store.create(OTHER, opened(OTHER))
    store.keep_file(CASE, "scan.pdf", MARK.encode())
    names = [f"open/.{CASE}.json.new", f"open/{CASE}/.scan.pdf.new"]
    names += [f"aside/{CASE}/{name}" for name in (f"{CASE}.json", f"{CASE}-2.json", "scan.pdf", f".{CASE}.json.new")]
    paths = [folder / name for name in names]
    (folder / "aside" / CASE).mkdir(parents=True)
    (folder / "aside" / OTHER).mkdir()
    for path in (*paths, folder / "aside" / OTHER / f"{OTHER}.json"):
        path.write_bytes(f"half of {MARK}".encode())
    return paths


@pytest.mark.usefixtures("left", "quick_keys")
def test_what_others_put_there_is_in_nobodys_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or a link where a folder of a case would be is not followed, nor touched, and is in nobody's way."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    shutil.rmtree(folder / "aside" / CASE)
    (folder / "aside" / ".DS_Store").write_bytes(b"theirs")
    (folder / "aside" / CASE).symlink_to(folder / "aside" / OTHER)
    before = (folder / "aside" / OTHER / f"{OTHER}.json").read_bytes()
    TAKING_OUT["a note"](TinyStore(folder))
    assert before == (folder / "aside" / OTHER / f"{OTHER}.json").read_bytes()
    encrypt(TinyStore(folder), WORDS)
    assert (b"theirs", True) == ((folder / "aside" / ".DS_Store").read_bytes(), (folder / "aside" / CASE).is_symlink())


TAKING_OUT = {
    "a note": lambda store: store.append(CASE, after(2, NoteRedacted(2)), expected=2),
    "a file": lambda store: store.discard_file(CASE, "scan.pdf"),
}


@pytest.mark.parametrize("name", TAKING_OUT)
def test_it_goes_with_what_is_taken_out(name: str, folder: Path, left: list[Path]) -> None:
    """Nobody can take a value out of half a file or a damaged one; what is set aside of other cases stays."""
    TAKING_OUT[name](TinyStore(folder))
    assert [] == [path for path in left if path.exists()]
    assert (folder / "aside" / OTHER / f"{OTHER}.json").exists()


@pytest.mark.usefixtures("left")
@pytest.mark.parametrize("name", TAKING_OUT)
def test_what_stays_is_told(name: str, folder: Path) -> None:
    """If it cannot be removed, nothing is taken out."""

    def meddle(_count: int, called: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if called == "unlink" and "aside" in str(args[0]):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*args, **kwargs)

    with meddling(meddle), pytest.raises(WriteFailed):
        TAKING_OUT[name](TinyStore(folder))
    assert (2, MARK.encode()) == (TinyStore(folder).load(CASE).seq, TinyStore(folder).file(CASE, "scan.pdf"))


@pytest.mark.usefixtures("left", "quick_keys")
def test_it_is_encrypted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Halves are removed, and what is set aside is sealed, again with each new key, until nothing is encrypted."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    before = {path.name: path.read_bytes() for path in (folder / "aside").glob("*/[2s]*")}
    for _ in range(2):
        encrypt(TinyStore(folder), WORDS)
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert [] == [path.name for path in files if MARK.encode() in path.read_bytes()]
        assert [] == [path.name for path in files if path.name.startswith(".")]
    decrypt(TinyStore(folder))
    assert before == {path.name: path.read_bytes() for path in (folder / "aside").glob("*/*")}


@pytest.mark.usefixtures("left", "quick_keys")
def test_what_was_sealed_where_it_was_found_is_sealed_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged file of an encrypted case, set aside as it was, is sealed with each new key, and can be read again."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    encrypt(TinyStore(folder), WORDS)
    sealed = {f"{CASE}.json": f"case {CASE}", "scan.pdf": f"file scan.pdf of case {CASE}"}
    for file, name in sealed.items():
        (folder / "aside" / CASE / file).write_bytes(TinyStore(folder).vault.seal(name, file.encode()))
    encrypt(TinyStore(folder), WORDS)
    assert {TinyStore(folder).vault.current} == {key_of(path.read_bytes()) for path in (folder / "aside").glob("*/*")}
    decrypt(TinyStore(folder))
    assert {*sealed} == {file for file in sealed if (folder / "aside" / CASE / file).read_bytes() == file.encode()}


@pytest.mark.usefixtures("left", "quick_keys")
def test_what_opens_no_more_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was set aside because its seal is broken keeps nobody from encrypting, and stays as it is."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    broken = folder / "aside" / OTHER / f"{OTHER}.json"
    broken.write_bytes(MAGIC + b"5f" * 40)
    encrypt(TinyStore(folder), WORDS)
    assert MAGIC + b"5f" * 40 == broken.read_bytes()


@pytest.mark.usefixtures("left", "quick_keys")
def test_what_was_begun_with_the_former_key_is_sealed_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written with the former key after its turn has passed gets another one, before that key is forgotten."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    encrypt(TinyStore(folder), WORDS)
    path, late = folder / "open" / f"{CASE}.json", f"open/{OTHER}.json"
    former = path.read_bytes()
    written: list[int] = []

    def meddle(_count: int, called: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if called == "replace" and str(args[1]).endswith(late) and not written:
            assert former != path.read_bytes()
            written.append(path.write_bytes(former))
        return real(*args, **kwargs)

    with meddling(meddle):
        encrypt(TinyStore(folder), WORDS)
    assert [len(former)] == written
    assert key_of(former) != key_of(path.read_bytes()) == TinyStore(folder).vault.current
    assert 2 == TinyStore(folder).load(CASE).seq
