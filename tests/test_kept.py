"""What is kept of a text that was read: private, for the program that kept it alone, and never more than values."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine import kept
from engine.kept import folder, keep, recall
from engine.office import read_office
from engine.procedure.load import load_checked
from engine.shelf import Shelf
from engine.store.memory import MemoryStore
from tests.support import OFFICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.procedure.model import Procedure

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "procedures" / "record_release.yaml").read_text(encoding="utf-8")
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there, the profile is what is private")


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of its own to keep things in."""
    monkeypatch.setenv("CUECARD_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def procedure() -> Procedure:
    """Read the first procedure."""
    loaded = load_checked(TEXT, "record_release.yaml")
    assert not isinstance(loaded, tuple)
    return loaded.procedure


def test_it_comes_back(there: Path) -> None:
    """A procedure and an office come back as they were."""
    keep("procedure", DIGEST, procedure())
    keep("office", "0" * 64, OFFICE)
    assert (procedure(), OFFICE) == (recall("procedure", DIGEST), recall("office", "0" * 64))
    assert 2 == len(list(there.iterdir()))


def test_it_is_for_one_text(there: Path) -> None:
    """What was read from one text is not given for another, nor one kind for another."""
    keep("procedure", DIGEST, procedure())
    assert [None, None] == [recall("procedure", "1" * 64), recall("office", DIGEST)]
    assert there.is_dir()


def test_it_is_for_one_program(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program reads the text again."""
    keep("procedure", DIGEST, procedure())
    monkeypatch.setattr(kept, "_program", lambda: "another")
    assert recall("procedure", DIGEST) is None
    assert there.is_dir()


@POSIX
def test_it_is_private(there: Path) -> None:
    """Folder and file are for their owner alone."""
    keep("office", DIGEST, OFFICE)
    (file,) = there.iterdir()
    assert (0o700, 0o600) == (there.stat().st_mode & 0o777, file.stat().st_mode & 0o777)


def _open_file(file: Path) -> None:
    file.chmod(0o644)


def _open_folder(file: Path) -> None:
    file.parent.chmod(0o777)


def _a_link(file: Path) -> None:
    moved = file.parent.parent / "elsewhere"
    file.rename(moved)
    file.symlink_to(moved)


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _one_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)


def _gone(file: Path) -> None:
    file.unlink()


@POSIX
@pytest.mark.parametrize("spoil", [_open_file, _open_folder, _a_link, _cut, _one_bit, _gone])
def test_what_others_could_have_written_is_not_used(there: Path, spoil: Callable[[Path], None]) -> None:
    """A file that is not private, or is damaged or gone, is as good as not there."""
    keep("office", DIGEST, OFFICE)
    (file,) = there.iterdir()
    spoil(file)
    assert recall("office", DIGEST) is None


class _Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("exit 0",)


class _Indirect:
    def __reduce__(self) -> tuple[object, ...]:
        return getattr, (Path, "home")


@pytest.mark.parametrize("value", [_Evil(), _Indirect(), Path()], ids=["call", "getattr", "path"])
def test_only_values_of_ours_come_out(there: Path, value: object) -> None:
    """A file that would run anything, or make anything but plain values, gives nothing, whoever sealed it."""
    keep("office", DIGEST, OFFICE)
    (file,) = there.iterdir()
    told = pickle.dumps(value)
    file.write_bytes(hashlib.sha256(told).digest() + told)
    assert recall("office", DIGEST) is None


def test_what_cannot_be_kept_is_not(there: Path) -> None:
    """What would not come back as it is, is not kept, and nobody is told."""
    keep("office", DIGEST, Path())
    assert [] == (list(there.iterdir()) if there.exists() else [])


def test_never_many(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go, and nothing that is not ours."""
    monkeypatch.setattr(kept, "_MOST", 3)
    there.mkdir(mode=0o700)
    (there / "mine.txt").write_text("kept", encoding="utf-8")
    for number in range(6):
        keep("office", f"{number:064}", OFFICE)
    assert (3, "kept") == (len(list(there.glob("office-*"))), (there / "mine.txt").read_text(encoding="utf-8"))


def test_it_can_be_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """With CUECARD_CACHE=off nothing is kept anywhere."""
    monkeypatch.setenv("CUECARD_CACHE", "off")
    keep("office", DIGEST, OFFICE)
    assert (None, None) == (folder(), recall("office", DIGEST))


def test_the_shelf_uses_it(there: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that was read before is not read again; one kept under a wrong name is not used."""
    store = MemoryStore()
    store.keep_text(DIGEST, TEXT)
    first = Shelf(tmp_path, store).text("record_release", DIGEST)
    monkeypatch.setattr("engine.procedure.load.load_checked", None)
    assert first == Shelf(tmp_path, store).text("record_release", DIGEST)
    keep("procedure", DIGEST, OFFICE)
    with pytest.raises(TypeError):
        Shelf(tmp_path, store).text("record_release", DIGEST)
    assert there.is_dir()


def test_the_office_is_read_anew_when_it_changes(there: Path, tmp_path: Path) -> None:
    """An office.yaml that was changed is read from its new text."""
    text = "office: A\nstaff:\n  - name: pat\n    roles: [front_desk]\n"
    (tmp_path / "office.yaml").write_text(text, encoding="utf-8")
    titles = [read_office(tmp_path).title, read_office(tmp_path).title]
    (tmp_path / "office.yaml").write_text(text.replace("office: A", "office: B"), encoding="utf-8")
    assert ["A", "A", "B"] == [*titles, read_office(tmp_path).title]
    assert 2 == len(list(there.iterdir()))
