"""A backup as it is read: what is in it, and what is said of what is not."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from engine.case.events import CaseClosed
from engine.store.archive import LEDGER, MANIFEST, Archive, BackupSpoilt, Member, is_inside, opened
from engine.store.chain import EMPTY, seal
from engine.store.faults import CaseNotFound, CorruptText, FileNotKept, TextNotFound
from engine.store.page import blank, grown
from tests.store.entries import CASE, OTHER, after
from tests.store.entries import opened as log_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.case.events import Recorded

TEXT = b"procedure: release\n"
DIGEST = hashlib.sha256(TEXT).hexdigest()


def page(case: str, *more: Recorded) -> bytes:
    """Give the file of a case."""
    return grown(blank(case), seal(case, [*log_of(case), *more], EMPTY)).content


FILES = {
    "office.yaml": b"office: Example\n",
    f"cases/texts/{DIGEST}.yaml": TEXT,
    f"cases/open/{OTHER}.json": page(OTHER),
    f"cases/open/{OTHER}/a.txt": b"a letter",
    f"cases/closed/2025/{CASE}.json": page(CASE, *after(1, CaseClosed(None))),
    f"cases/closed/2025/{CASE}/b.txt": b"another letter",
    LEDGER: b"one\ntwo",
}


def listed(files: dict[str, bytes]) -> bytes:
    """Write the list of files."""
    told = [
        {"file": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
    ]
    return b"".join(json.dumps(one).encode() + b"\n" for one in told)


def zipped(path: Path, files: dict[str, bytes], manifest: bytes | None = None) -> Path:
    """Write a backup, by default with the list of its files."""
    with zipfile.ZipFile(path, "w") as target:
        for name, content in {**files, MANIFEST: listed(files) if manifest is None else manifest}.items():
            target.writestr(name, content)
    return path


def test_all_that_is_in_it(tmp_path: Path) -> None:
    """Cases, open and closed, their files, texts and the ledger, as a store gives them."""
    with opened(zipped(tmp_path / "a.zip", FILES)) as archive:
        assert list(archive.members) == list(FILES)
        letter = f"cases/open/{OTHER}/a.txt"
        assert archive.members[letter] == Member(letter, hashlib.sha256(b"a letter").hexdigest(), 8)
        assert [[OTHER], [CASE]] == [list(archive.cases(closed=closed)) for closed in (False, True)]
        assert [1, 2] == [archive.load(case).seq for case in (OTHER, CASE)]
        assert (b"a letter", b"another letter") == (archive.file(OTHER, "a.txt"), archive.file(CASE, "b.txt"))
        assert TEXT.decode() == archive.text(DIGEST)
        assert [b"one", b"two"] == list(archive.lines())
        assert b"one\ntwo" == b"".join(archive.content(LEDGER))
        archive.settle(CASE)


def test_what_is_not_in_it(tmp_path: Path) -> None:
    """Each is told as a store tells it; without a ledger there are no lines."""
    without = {name: content for name, content in FILES.items() if name != LEDGER}
    with opened(zipped(tmp_path / "a.zip", without)) as archive:
        with pytest.raises(CaseNotFound) as case:
            archive.load("2025-0999")
        with pytest.raises(TextNotFound) as text:
            archive.text("5f" * 32)
        with pytest.raises(FileNotKept) as file:
            archive.file(CASE, "a.txt")
        with pytest.raises(FileNotKept) as none:
            archive.file("2025-0999", "a.txt")
        assert ("2025-0999", "5f" * 32) == (case.value.case, text.value.digest)
        assert (CASE, "2025-0999") == (file.value.args[0], none.value.args[0])
        assert [] == list(archive.lines())


def test_a_text_that_is_another(tmp_path: Path) -> None:
    """A text that does not come to its digest is not given, though the list vouches for it."""
    name = f"cases/texts/{DIGEST}.yaml"
    with opened(zipped(tmp_path / "a.zip", FILES | {name: b"procedure: other\n"})) as archive:
        with pytest.raises(CorruptText) as caught:
            archive.text(DIGEST)
        assert (DIGEST, name) == caught.value.args[:2]


def test_a_large_file_comes_in_pieces(tmp_path: Path) -> None:
    """A mebibyte at a time; a line of the ledger may lie across two of them."""
    lines = [b"%08d" % number * 10 for number in range(30_000)]
    ledger = b"\n".join(lines) + b"\n"
    with opened(zipped(tmp_path / "a.zip", FILES | {LEDGER: ledger})) as archive:
        assert [1 << 20, 1 << 20, len(ledger) - (2 << 20)] == [len(piece) for piece in archive.content(LEDGER)]
        assert lines == list(archive.lines())


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (b"[]\n", "its list of files cannot be read"),
        (b'{"file": "office.yaml", "sha256": "5f"}\n', "its list of files cannot be read"),
        (b'{"file": "office.yaml", "sha256": "5f", "size": "large"}\n', "its list of files cannot be read"),
        (b"", "its files are not those of its list"),
        (listed(dict(reversed(FILES.items()))), "its files are not those of its list"),
    ],
)
def test_a_list_that_is_none(tmp_path: Path, manifest: bytes, why: str) -> None:
    """A list that cannot be read, or is that of other files, is told, with the backup's name."""
    path = zipped(tmp_path / "a.zip", FILES, manifest)
    with pytest.raises(BackupSpoilt) as caught, opened(path):
        pass
    assert (str(path), why) == caught.value.args


@pytest.mark.parametrize(
    ("sha256", "size"), [("5f" * 32, 16), (hashlib.sha256(b"office: Example\n").hexdigest(), 17), ("", 15), ("", 99)]
)
def test_a_file_that_is_not_what_was_put_in(tmp_path: Path, sha256: str, size: int) -> None:
    """Whichever of its digest and its size is another, it is told by its name."""
    files = {"office.yaml": b"office: Example\n"}
    manifest = json.dumps({"file": "office.yaml", "sha256": sha256, "size": size}).encode()
    path = zipped(tmp_path / "a.zip", files, manifest)
    with opened(path) as archive, pytest.raises(BackupSpoilt) as caught:
        list(archive.content("office.yaml"))
    assert (str(path), "office.yaml is not what was put in") == caught.value.args


def test_what_is_no_backup(tmp_path: Path) -> None:
    """No ZIP file, none at all, and one without a list are told with their cause."""
    path = tmp_path / "a.zip"
    told = []
    for content in (None, b"garbage", b""):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(BackupSpoilt) as caught, opened(path):
            pass
        told.append(caught.value.args)
    spoilt = "it is cut off, damaged, or no ZIP file"
    assert [(str(path), why) for why in ("its folder is missing (ENOENT)", spoilt, spoilt)] == told
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("office.yaml", b"")
    with pytest.raises(BackupSpoilt) as caught, opened(path):
        pass
    assert (str(path), "its list of files is missing") == caught.value.args


@pytest.mark.parametrize("name", ["a", "a/b.json", "cases/closed/2025/a b.txt", "...", "x" * 200, "é/ü"])
def test_names_that_stay_inside(name: str) -> None:
    """A plain path below the folder is one."""
    assert is_inside(name) is True


def test_a_way_out_is_told(tmp_path: Path) -> None:
    """One file whose name leads out spoils the whole backup."""
    path = zipped(tmp_path / "a.zip", {"a": b"", "../x": b""})
    with pytest.raises(BackupSpoilt) as caught, zipfile.ZipFile(path) as file:
        Archive("somewhere", file)
    assert ("somewhere", "it holds a file whose name leads out of the folder") == caught.value.args
