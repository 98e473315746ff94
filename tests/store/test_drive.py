"""Which start of the machine it is, with which disk: what Linux tells, in folders made to look like its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine.store.drive import boot
from tests.store.world import meddling

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what Linux tells")


if sys.platform == "win32":

    def _number(_folder: Path) -> tuple[int, int]:
        """Give the number of the disk that a folder is on, its two parts: here it has none."""
        return 0, 0

else:

    def _number(folder: Path) -> tuple[int, int]:
        """Give the number of the disk that a folder is on, its two parts."""
        return os.major(folder.stat().st_dev), os.minor(folder.stat().st_dev)


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """Make what the system tells of a machine with one disk, on which the folder of the test is said to be."""
    number = ":".join(map(str, _number(tmp_path)))
    for name, content in {
        "proc/sys/kernel/random/boot_id": "5f1c\n",
        f"sys/dev/block/{number}/diskseq": "7\n",
        "proc/self/mountinfo": f"22 27 {number} / {tmp_path} rw - tmpfs tmpfs rw\n",
    }.items():
        (tmp_path / "system" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "system" / name).write_text(content, encoding="ascii")
    return tmp_path / "system"


def _disk(system: Path) -> Path:
    """Give what the system tells of the disk."""
    return next((system / "sys/dev/block").iterdir())


on_a_disk = pytest.mark.skipif(not _number(Path(__file__))[0], reason="here, tests lie on no disk")


def test_here_it_is_the_same_as_long_as_the_machine_runs(tmp_path: Path) -> None:
    """Two looks say the same, also of a folder that is not there yet."""
    assert boot(tmp_path) == boot(tmp_path / "not" / "there")


@on_a_disk
def test_another_start_has_another_name(tmp_path: Path, system: Path) -> None:
    """The name is that of the start and of the disk."""
    assert "5f1c 7" == boot(tmp_path, str(system))
    (system / "proc/sys/kernel/random/boot_id").write_text("6f1c\n", encoding="ascii")
    assert "6f1c 7" == boot(tmp_path, str(system))


@on_a_disk
def test_a_disk_that_was_pulled_out_has_another_name(tmp_path: Path, system: Path) -> None:
    """A disk that comes back has another number: what was not synced need not be on it."""
    (_disk(system) / "diskseq").write_text("8\n", encoding="ascii")
    assert "5f1c 8" == boot(tmp_path, str(system))


@on_a_disk
def test_of_a_part_the_whole_disk_counts(tmp_path: Path, system: Path) -> None:
    """A partition has no number of its own: that of its disk counts."""
    (_disk(system) / "diskseq").unlink()
    whole = system / "sys/devices/disk"
    (whole / "part").mkdir(parents=True)
    (whole / "part/partition").write_text("1\n", encoding="ascii")
    (whole / "diskseq").write_text("9\n", encoding="ascii")
    _disk(system).rename(system / "gone")
    (system / "sys/dev/block" / (system / "proc/self/mountinfo").read_text().split()[2]).symlink_to(whole / "part")
    assert "5f1c 9" == boot(tmp_path, str(system))


@on_a_disk
@pytest.mark.parametrize("missing", ["boot", "disk"])
def test_what_the_system_does_not_tell_has_no_name(tmp_path: Path, system: Path, missing: str) -> None:
    """Where there is no number of the start, or of the disk, as in older systems, there is no name."""
    (system / "proc/sys/kernel/random/boot_id" if missing == "boot" else _disk(system) / "diskseq").unlink()
    assert "" == boot(tmp_path, str(system))


@pytest.mark.parametrize(
    ("mounted", "expected"),
    [
        ("22 27 {} / /somewhere rw,noatime shared:1 - tmpfs tmpfs rw", "5f1c tmpfs"),
        ("22 27 {} / /somewhere rw - overlay overlay rw", "5f1c overlay"),
        ("22 27 {} / /somewhere rw - zfs pool/office rw", ""),
        ("22 27 {} / /somewhere rw - btrfs /dev/nobody rw", ""),
        ("22 27 0:9999 / /somewhere rw - tmpfs tmpfs rw", ""),
        ("rubbish", ""),
    ],
)
def test_on_no_disk_of_its_own(system: Path, mounted: str, expected: str) -> None:
    """A file system without a number of a disk: what it is mounted from says it, or nothing."""
    memory = Path("/proc/self")
    number = f"0:{_number(memory)[1]}"
    (system / "proc/self/mountinfo").write_text(f"1 2 0:1 / / rw - sysfs sysfs rw\n{mounted.format(number)}\n")
    assert expected == boot(memory, str(system))


def test_a_folder_of_a_drive_that_is_not_there_has_no_name(tmp_path: Path, system: Path) -> None:
    """Where nothing above a folder is there either, as on a drive that was pulled out, there is no name."""
    (system / "proc/self/mountinfo").write_text("1 2 0:1 / / rw - tmpfs tmpfs rw\n")

    def meddle(_count: int, name: str, real: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401  # as the system
        if name == "stat":
            raise FileNotFoundError
        return real(*args, **kwargs)

    with meddling(meddle):
        assert "" == boot(tmp_path, str(system))
