"""Which start of the machine it is, for a folder on its disk: since then, what was written is there, synced or not.

That holds as long as the disk stays in the machine, too: so its number is part of the name. The system counts disks as
they are plugged in. Where it tells of no such number, there is no name, and nothing is taken to be there that was not
synced.

Sources: boot_id in Documentation/admin-guide/sysctl/kernel.rst, diskseq in Documentation/ABI/testing/sysfs-block, and
proc_pid_mountinfo(5), all of Linux; elsewhere nothing is told.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_MEMORY: Final = ("tmpfs", "overlay")
"""File systems that have no disk, or that of whoever runs the container."""


def boot(folder: Path, system: str = "") -> str:
    """Name this start of the machine with the disk of a folder; nothing if the system does not tell.

    Args:
        folder: A folder, whether it is there or not.
        system: Where the system tells of itself, if not where it does always.
    """
    try:
        disk = _disk(_device(folder), system)
        return f"{_told(f'{system}/proc/sys/kernel/random/boot_id')} {disk}" if disk else ""
    except (OSError, ValueError):
        return ""


def _device(folder: Path) -> int:
    for place in (folder, *folder.parents):
        try:
            return os.stat(place).st_dev  # noqa: PTH116  # quicker, at each start
        except FileNotFoundError:
            continue
    return 0


if sys.platform == "linux":

    def _disk(device: int, system: str) -> str:
        """Give the number of a disk, or what stands for one; nothing if nothing does."""
        number = f"{os.major(device)}:{os.minor(device)}"
        if os.major(device):
            place = f"{system}/sys/dev/block/{number}"
            return _told(f"{place}/../diskseq" if os.path.lexists(f"{place}/partition") else f"{place}/diskseq")
        kind, source = _mounted(number, system)
        if source.startswith("/dev/"):
            return _disk(os.stat(source).st_rdev, system)  # noqa: PTH116  # as above
        return kind if kind in _MEMORY else ""

else:  # pragma: no cover  # each system runs its own branch

    def _disk(_device: int, _system: str) -> str:
        """Give nothing: no number of a disk is known here."""
        return ""


def _mounted(number: str, system: str) -> tuple[str, str]:
    """Give the kind of a file system that is on no disk of its own, and what it is mounted from."""
    for line in _told(f"{system}/proc/self/mountinfo").splitlines():
        before, _, after = line.partition(" - ")
        if before.split(" ")[2:3] == [number]:
            kind, source, *_ = [*after.split(" "), "", ""]
            return kind, source
    return "", ""


def _told(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123  # as above
        return file.read().strip()
