"""Cases that are kept encrypted: nothing can be read without the key, and nothing is lost on the way there and back."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from engine.case.events import CaseClosed, CaseReopened, NoteAdded
from engine.store import CaseNotFound, CorruptLog, ReadFailed
from engine.store.audit import audit
from engine.store.encrypting import decrypt, encrypt, finish, lend_to_keyring
from engine.store.faults import EncryptionMissing, KeysDamaged, Sealed, WrongSeal
from engine.store.recovery import bring_to_disk
from engine.store.tinydb import TinyStore
from engine.store.vault import MAGIC, PASSPHRASE, Vault, keys_from, keys_to, new_key
from tests.store.entries import CASE, MARK, OTHER, after, notes, opened
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORDS = "correct horse battery"
FILE = b"scan of " + MARK.encode()


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch, quick_keys: None) -> None:  # noqa: ARG001  # keys are stretched less
    """Say the passphrase; no keyring of this machine is asked."""
    monkeypatch.setenv(PASSPHRASE, WORDS)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def full(folder: Path) -> TinyStore:
    """Give a store with an open case, a closed one, and a file with each."""
    store = TinyStore(folder)
    for case in (CASE, OTHER):
        store.create(case, opened(case, NoteAdded(MARK)))
        store.keep_file(case, "scan.pdf", FILE)
    store.append(OTHER, after(2, CaseClosed(None)), expected=2)
    return store


def readable(folder: Path) -> list[str]:
    """Name the files in which the patient's name can be read."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if MARK.encode() in path.read_bytes())


def wrong(store: TinyStore) -> list[str]:
    """Say what does not hold together; the procedure's text was never kept here."""
    return [one.message for one in audit(store).found if "procedure text" not in one.message]


def test_on_and_off(full: TinyStore, folder: Path) -> None:
    """All that is there is encrypted, and what is written afterwards; and all of it comes back."""
    before = {case: full.load(case) for case in (CASE, OTHER)}
    assert 5 == len(readable(folder))  # two cases, two files, and the journal
    names = [name for name in readable(folder) if name != "journal"]
    assert 4 == encrypt(full, WORDS)[0]
    full.append(CASE, after(2, NoteAdded(MARK)), expected=2)
    full.create("2025-0003", opened("2025-0003", NoteAdded(MARK)))
    full.keep_file(CASE, "letter.txt", FILE)
    assert [] == readable(folder)
    again = TinyStore(folder)
    assert before[OTHER] == again.load(OTHER)
    assert before[CASE].entries == again.load(CASE).entries[:2]
    assert FILE == again.file(CASE, "scan.pdf") == again.file(CASE, "letter.txt")
    assert "scan.pdf" == again.keep_file(CASE, "scan.pdf", FILE)
    assert [] == wrong(again)
    assert 6 == decrypt(again)
    assert sorted([*names, "2025-0003.json", "letter.txt"]) == readable(folder)
    assert not (folder / "keys.json").exists()
    assert [] == wrong(TinyStore(folder))


def test_locked(full: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the passphrase nothing is read and nothing written; what to do is said, and nothing of the case."""
    encrypt(full, WORDS)
    for words in ("", "correct horse"):
        monkeypatch.setenv(PASSPHRASE, words)
        store = TinyStore(folder)
        acts: list[Callable[[], object]] = [
            lambda store=store: store.load(CASE),  # type: ignore[misc]  # bound to this one
            lambda store=store: store.file(CASE, "scan.pdf"),  # type: ignore[misc]
            lambda store=store: store.create("2025-0003", opened("2025-0003")),  # type: ignore[misc]
            lambda store=store: store.keep_file(CASE, "x.txt", b"x"),  # type: ignore[misc]
        ]
        for act in acts:
            with pytest.raises(Sealed) as fault:
                act()
            assert MARK not in str(fault.value)
            assert "CUECARD_PASSPHRASE" in str(fault.value)
    with pytest.raises(CaseNotFound):
        TinyStore(folder).load("2025-0003")


def test_the_recovery_key_opens_it(full: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the paper does not need the passphrase, however it is copied."""
    _, recovery = encrypt(full, WORDS)
    assert 40 == len(recovery.replace("-", ""))
    for copied in (
        recovery,
        recovery.lower(),
        recovery.replace("-", " "),
        recovery.replace("0", "O").replace("1", "l"),
    ):
        monkeypatch.setenv(PASSPHRASE, copied)
        assert 2 == TinyStore(folder).load(CASE).seq


def test_a_new_key(full: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of keys neither the old passphrase nor the old recovery key opens anything."""
    _, recovery = encrypt(full, WORDS)
    old = keys_from((folder / "keys.json").read_bytes()).current
    assert 4 == encrypt(TinyStore(folder), "another passphrase")[0]
    assert old not in keys_from((folder / "keys.json").read_bytes()).locked
    for words in (WORDS, recovery):
        monkeypatch.setenv(PASSPHRASE, words)
        with pytest.raises(Sealed):
            TinyStore(folder).load(CASE)
    monkeypatch.setenv(PASSPHRASE, "another passphrase")
    assert [] == wrong(TinyStore(folder))


def test_an_interrupted_change(full: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a change of keys broke off, the new passphrase opens everything, and the next call finishes it."""
    encrypt(full, WORDS)
    store = TinyStore(folder)
    store.vault.see_unlocked()
    store.change_keys(lambda keys: store.vault.make_key(keys, "another passphrase").keys)
    monkeypatch.setenv(PASSPHRASE, "another passphrase")
    assert 2 == len(keys_from((folder / "keys.json").read_bytes()).locked)
    assert [] == wrong(TinyStore(folder))
    TinyStore(folder).append(CASE, notes(2), expected=2)
    assert 3 == finish(TinyStore(folder))
    assert 1 == len(keys_from((folder / "keys.json").read_bytes()).locked)
    assert [] == wrong(TinyStore(folder))


def swapped(folder: Path) -> None:
    """Put one case in the place of the other."""
    path = folder / "open" / f"{CASE}.json"
    path.write_bytes(next((folder / "closed").rglob(f"{OTHER}.json")).read_bytes())


def spoilt(folder: Path) -> None:
    """Change one bit."""
    path = folder / "open" / f"{CASE}.json"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def cut(folder: Path) -> None:
    """Cut the end off."""
    path = folder / "open" / f"{CASE}.json"
    path.write_bytes(path.read_bytes()[: len(MAGIC) + 20])


def of_a_key_that_is_gone(folder: Path) -> None:
    """Name another key."""
    path = folder / "open" / f"{CASE}.json"
    content = path.read_bytes()
    path.write_bytes(MAGIC + b"0" * 16 + content[len(MAGIC) + 16 :])


@pytest.mark.parametrize("attack", [swapped, spoilt, cut, of_a_key_that_is_gone])
def test_a_changed_file_is_not_opened(attack: Callable[[Path], None], full: TinyStore, folder: Path) -> None:
    """A file that was changed, or is in the place of another, is damaged; the others are read on."""
    encrypt(full, WORDS)
    attack(folder)
    store = TinyStore(folder)
    with pytest.raises(CorruptLog, match=CASE):
        store.load(CASE)
    assert 3 == store.load(OTHER).seq
    assert [CASE] == list(store.cases())


@pytest.mark.parametrize("change", [lambda store: encrypt(store, "another passphrase"), decrypt], ids=["rekey", "off"])
def test_a_file_that_cannot_be_opened(change: Callable[[TinyStore], object], full: TinyStore, folder: Path) -> None:
    """No key is changed where a file cannot be opened: what the fault says of that is so."""
    encrypt(full, WORDS)
    spoilt(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "locks" not in path.parts}
    with pytest.raises(CorruptLog):
        change(TinyStore(folder))
    assert before == {path: path.read_bytes() for path in before}


def test_kept_files_are_bound_to_their_names(full: TinyStore, folder: Path) -> None:
    """A scan of one case cannot be put into another."""
    encrypt(full, WORDS)
    theirs = next((folder / "closed").rglob("scan.pdf"))
    (folder / "open" / CASE / "scan.pdf").write_bytes(theirs.read_bytes())
    with pytest.raises(WrongSeal):
        TinyStore(folder).file(CASE, "scan.pdf")


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b'{"format": 1, "office": "", "current": "x", "locked": {}}'])
def test_damaged_keys(content: bytes, full: TinyStore, folder: Path) -> None:
    """A damaged file of keys is named, and nothing is overwritten."""
    encrypt(full, WORDS)
    (folder / "keys.json").write_bytes(content)
    with pytest.raises(KeysDamaged, match=r"keys\.json"):
        TinyStore(folder).load(CASE)
    assert content == (folder / "keys.json").read_bytes()


def test_keys_hold_no_key() -> None:
    """What lies on the disk holds neither the key nor what unlocks it."""
    keys, key, recovery = new_key(None, WORDS)
    written = keys_to(keys)
    assert keys == keys_from(written)
    assert {"key", "nonce", "salt"} == set(json.loads(written)["locked"][keys.current]["recovery"])
    assert all(
        word not in written
        for word in (b64encode(key), WORDS.encode(), recovery.encode(), recovery.replace("-", "").encode())
    )


def test_the_same_is_never_sealed_alike() -> None:
    """Each file has a nonce of its own, also when it is written again."""
    written = keys_to(new_key(None, WORDS).keys)
    vault = Vault(lambda: written)
    sealed = {vault.seal("case 1", b"words") for _ in range(50)}
    assert 50 == len(sealed)
    assert {b"words"} == {vault.open("case 1", one) for one in sealed}


def test_others_go_on_working(full: TinyStore, folder: Path) -> None:
    """Two who write all the while, and one who changes the keys: nothing is lost, all is sealed with the last key."""
    encrypt(full, WORDS)
    done: list[int] = []

    def write(case: str) -> None:
        store = TinyStore(folder)
        store.create(case, opened(case))
        for seq in range(1, 30):
            store.append(case, notes(seq), expected=seq)
        done.append(30)

    writers = [threading.Thread(target=write, args=(f"2025-010{number}",)) for number in range(2)]
    for one in writers:
        one.start()
    for _ in range(3):
        encrypt(TinyStore(folder), WORDS)
    for one in writers:
        one.join()
    assert [30, 30] == done
    finish(TinyStore(folder))
    assert [] == wrong(TinyStore(folder))
    assert [30, 30] == [TinyStore(folder).load(f"2025-010{number}").seq for number in range(2)]


def test_the_keyring(full: TinyStore, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the key in the keyring nobody has to say the passphrase."""
    import keyring

    from tests.store.keyring_file import FileKeyring

    encrypt(full, WORDS)
    monkeypatch.setattr(FileKeyring, "path", tmp_path / "ring.json")
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())  # type: ignore[no-untyped-call]  # the base class has no types
    try:
        lend_to_keyring(TinyStore(folder), WORDS)
        monkeypatch.delenv(PASSPHRASE)
        assert 2 == TinyStore(folder).load(CASE).seq
    finally:
        keyring.set_keyring(before)
    with pytest.raises(Sealed):
        TinyStore(folder).load(CASE)


def test_no_keyring(full: TinyStore, folder: Path) -> None:
    """Where there is no keyring, that is said."""
    import keyring
    from keyring.backends.fail import Keyring

    encrypt(full, WORDS)
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())  # type: ignore[no-untyped-call]  # it has no types
    try:
        with pytest.raises(EncryptionMissing, match="no keyring"):
            lend_to_keyring(TinyStore(folder), WORDS)
    finally:
        keyring.set_keyring(before)


def test_an_audit_without_the_passphrase_finds_nothing_damaged(
    full: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That nobody has said the passphrase is no damage, and is not told as such."""
    encrypt(full, WORDS)
    monkeypatch.delenv(PASSPHRASE)
    with pytest.raises(Sealed):
        audit(TinyStore(folder))


def test_nothing_is_lent_where_nothing_is_locked(
    full: TinyStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office whose cases are not encrypted, never or not any more, puts nothing into a keyring."""
    import keyring

    from tests.store.keyring_file import FileKeyring

    monkeypatch.setattr(FileKeyring, "path", tmp_path / "ring.json")
    before = keyring.get_keyring()
    keyring.set_keyring(FileKeyring())  # type: ignore[no-untyped-call]  # the base class has no types
    try:
        lend_to_keyring(full, WORDS)
        encrypt(full, WORDS)
        decrypt(full)
        lend_to_keyring(full, WORDS)
    finally:
        keyring.set_keyring(before)
    assert not (tmp_path / "ring.json").exists()


def test_what_is_not_on_cannot_be_turned_off(full: TinyStore, folder: Path) -> None:
    """Turning off what was never on writes nothing, and leaves no keys."""
    bring_to_disk(full, 0)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "locks" not in path.parts}
    assert 0 == decrypt(full)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "locks" not in path.parts}
    assert before == after


def test_a_case_that_is_reopened_while_all_is_written_anew(full: TinyStore, folder: Path) -> None:
    """A case that comes back to the open ones after those were listed is not forgotten, nor are its files."""
    reopened: list[None] = []

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        there = real(*args, **kwargs)
        if name == "listdir" and args[0] == folder / "open" and (folder / "keys.json").exists() and not reopened:
            reopened.append(None)
            TinyStore(folder).append(OTHER, after(3, CaseReopened("again")), expected=3)
        return there

    with meddling(meddle):
        assert 3 == encrypt(full, WORDS)[0]  # the case itself was written by whoever reopened it
    assert [None] == reopened
    assert ([], FILE) == (readable(folder), TinyStore(folder).file(OTHER, "scan.pdf"))


@pytest.mark.parametrize("content", [FILE, b""], ids=["the same", "nothing"])
def test_what_cannot_be_opened_is_not_taken_for_another(content: bytes, full: TinyStore, folder: Path) -> None:
    """A file whose name is taken by one that cannot be opened is kept under another name, whatever is in it."""
    encrypt(full, WORDS)
    path = folder / "open" / CASE / "scan.pdf"
    sealed = path.read_bytes()
    damaged = sealed[:-1] + bytes([sealed[-1] ^ 1])
    path.write_bytes(damaged)
    assert "scan-2.pdf" == full.keep_file(CASE, "scan.pdf", content)
    assert (damaged, content) == (path.read_bytes(), full.file(CASE, "scan-2.pdf"))


def test_without_the_package(full: TinyStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package that encrypts is not installed that is said, by whoever reads and by whoever turns it on."""
    encrypt(full, WORDS)
    keys = (folder / "keys.json").read_bytes()
    for name in ("cryptography", "cryptography.exceptions", "cryptography.hazmat.primitives.ciphers.aead"):
        monkeypatch.setitem(sys.modules, name, None)
    for act in (lambda: TinyStore(folder).load(CASE), lambda: encrypt(TinyStore(folder.parent / "other"), WORDS)):
        with pytest.raises(EncryptionMissing, match="the package cryptography is not installed"):
            act()
    assert keys == (folder / "keys.json").read_bytes()
    assert not (folder.parent / "other" / "keys.json").exists()


def test_keys_that_cannot_be_looked_at(full: TinyStore, folder: Path) -> None:
    """Where the system keeps the keys from whoever reads a case, that is told; the case is not said to be damaged."""
    encrypt(full, WORDS)

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name in ("lstat", "open") and args[0] == folder / "keys.json":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(*args, **kwargs)

    store = TinyStore(folder)
    with meddling(meddle), pytest.raises(ReadFailed, match=r"keys\.json could not be read: permission is denied"):
        store.load(CASE)
