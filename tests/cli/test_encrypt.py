"""Keeping the cases of an office encrypted, with the command."""

from __future__ import annotations

import errno
import re
import sys
from typing import TYPE_CHECKING

import pytest

from engine.store import vault
from tests.cli.said import SECRET, Calls, start
from tests.store.world import failing, meddling

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "correct horse battery"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch passphrases less, and ask no keyring of this machine."""
    monkeypatch.setitem(vault.STRETCH, "n", 2)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv(vault.PASSPHRASE, WORDS)
    monkeypatch.setenv("CUECARD_NEW_PASSPHRASE", WORDS)


def holding(office: Path) -> list[str]:
    """Name the files of the office in which the person can be read."""
    files = [path for path in office.rglob("*") if path.is_file()]
    return [path.name for path in files if SECRET.encode() in path.read_bytes()]


def test_on_locked_and_off(office: Path, case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is on, nothing on the disk tells of the person, and nothing works without the passphrase."""
    assert {f"{case}.json", "journal"} == set(holding(office))
    said = cuecard("encrypt")
    assert (0, "the cases are encrypted from now on; 1 file written anew") == (said.code, said.out.splitlines()[0])
    assert said.out.splitlines()[1].startswith("  recovery key: ")
    assert [] == holding(office)
    assert 0 == cuecard("done", case, "greet", "refused=no").code
    assert 0 == cuecard("verify").code
    assert SECRET in cuecard("show", case).out
    monkeypatch.delenv(vault.PASSPHRASE)
    for act in (("agenda", case), ("cases",), ("note", case, "x"), ("verify",)):
        locked = cuecard(*act)
        assert (1, "") == (locked.code, locked.out)
        assert "the cases of this office are encrypted, and their key is locked" in locked.err
    monkeypatch.setenv(vault.PASSPHRASE, WORDS)
    assert "the cases are encrypted; 0 files written anew\n" == cuecard("encrypt").out
    assert "the cases are not encrypted any more; 1 file written anew\n" == cuecard("encrypt", "--off").out
    assert [f"{case}.json"] == holding(office)


def test_rekey(office: Path, case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of keys only the new passphrase, and the new recovery key, open the cases."""
    assert 2 == cuecard("rekey").code
    old = cuecard("encrypt", "--json").json["recovery_key"]
    monkeypatch.setenv("CUECARD_NEW_PASSPHRASE", "another passphrase")
    new = cuecard("rekey", "--json").json
    assert 1 == new["written"]
    codes = {}
    for words in (WORDS, old, "another passphrase", new["recovery_key"]):
        monkeypatch.setenv(vault.PASSPHRASE, words)
        codes[words] = cuecard("agenda", case).code
    assert [1, 1, 0, 0] == list(codes.values())
    assert [] == holding(office)


def test_a_full_disk(office: Path, case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of keys that breaks off shows the new recovery key; it and the new passphrase open all."""
    cuecard("encrypt")
    keys, shown = office / "cases" / "keys.json", 0
    for at in range(5, 140, 6):
        before, passphrase = keys.read_bytes(), f"the passphrase number {at}"
        monkeypatch.setenv("CUECARD_NEW_PASSPHRASE", passphrase)
        with meddling(failing(at, errno.ENOSPC)):
            said = cuecard("rekey")
        if keys.read_bytes() == before:
            continue
        if said.code:
            recovery = re.search(r"recovery key: (\S+)\n", said.err)
            assert recovery, said
            shown += 1
            monkeypatch.setenv(vault.PASSPHRASE, recovery[1])
            assert 0 == cuecard("agenda", case).code
        monkeypatch.setenv(vault.PASSPHRASE, passphrase)
        assert (0, 0) == (cuecard("agenda", case).code, cuecard("encrypt").code)
    assert shown > 0
    assert 1 == len(vault.keys_from(keys.read_bytes()).locked)


def test_a_short_passphrase(case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase that is easily found out is not taken, and nothing was changed."""
    monkeypatch.setenv("CUECARD_NEW_PASSPHRASE", "short")
    said = cuecard("encrypt")
    assert (2, True) == (said.code, "at least 12 characters" in said.err)
    monkeypatch.delenv(vault.PASSPHRASE)
    assert 0 == cuecard("agenda", case).code


def test_backed_up_and_restored(
    office: Path, case: str, cuecard: Calls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup of encrypted cases is encrypted as well, and is restored and read with the same passphrase."""
    cuecard("encrypt")
    assert office.is_dir()
    assert 0 == cuecard("backup", str(tmp_path / "monday.zip")).code
    assert SECRET.encode() not in (tmp_path / "monday.zip").read_bytes()
    assert 0 == cuecard("restore", str(tmp_path / "monday.zip"), str(tmp_path / "again")).code
    assert [] == holding(tmp_path / "again")
    monkeypatch.setenv("CUECARD_OFFICE", str(tmp_path / "again"))
    assert SECRET in cuecard("show", case).out
    monkeypatch.delenv(vault.PASSPHRASE)
    assert 1 == cuecard("show", case).code


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect needs a pseudo-terminal")
def test_somebody_is_asked(office: Path, case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal the passphrase is asked for, and not shown; without one, it is said what to do."""
    import pexpect

    monkeypatch.setitem(vault.STRETCH, "n", 2**15)  # as the real command does
    cuecard("encrypt")
    assert office.is_dir()
    monkeypatch.delenv(vault.PASSPHRASE)
    locked = start("agenda", case)
    assert (1, True) == (locked.code, "CUECARD_PASSPHRASE" in locked.err)
    child = pexpect.spawn(sys.executable, ["-m", "cli.app", "agenda", case], encoding="utf-8", timeout=30)
    child.expect("Passphrase of this office's cases: ")
    child.sendline(WORDS)
    child.expect(pexpect.EOF)
    child.close()
    assert (0, False) == (child.exitstatus, WORDS in str(child.before))
    assert "Greet" in str(child.before)
