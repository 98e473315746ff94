"""Whether a folder lies where files are safe: not on the network, where locks may not hold, nor where a program syncs.

A heuristic: it looks at what the system says of the disk, and at what folders are called. What it does not know of, it
takes for a disk of this machine.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Final

from engine.frozen import NamedTuple
from engine.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_REMOTE: Final = pattern(
    r"nfs[34]?|cifs|smb[23]?|smbfs|ncpfs|afs|ceph|glusterfs|lustre|davfs|webdav|afpfs|ftp|prl_fs|vboxsf|vmhgfs"
    r"|fuse[.](sshfs|rclone|davfs2?|s3fs|gcsfuse|goofys|curlftpfs|google-drive-ocamlfuse|onedriver|gvfsd-fuse|glusterfs)"
    r"|macfuse|osxfuse"
)
_SYNCED: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (pattern(r"onedrive([ -].*)?"), "OneDrive"),
    (pattern(r"dropbox([ (].*)?"), "Dropbox"),
    (pattern(r"google ?drive.*|my drive|googledrive.*"), "Google Drive"),
    (pattern(r"icloud ?drive|mobile documents|com~apple~clouddocs"), "iCloud"),
    (pattern(r"cloudstorage"), "a cloud"),
    (pattern(r"box sync"), "Box"),
    (pattern(r"nextcloud.*|owncloud.*"), "Nextcloud or ownCloud"),
    (pattern(r"pcloud ?drive|megasync|syncthing|resilio ?sync|tresorit|seafile"), "a sync program"),
)
_MARKS: Final = {
    ".dropbox": "Dropbox",
    ".stfolder": "Syncthing",
    ".sync": "Resilio Sync",
    ".owncloudsync.log": "ownCloud",
}
_MOUNTS: Final = "/proc/self/mounts"
_WINDOWS_DISK: Final = "a disk of Windows"


class Doubt(NamedTuple):
    """Why files are not safe in a folder."""

    message: str
    help: str


_LOCAL: Final = "cases can be lost there; choose a folder on a disk of this machine"
_APART: Final = "what it syncs can undo what was recorded; choose another folder, and keep copies with: cuecard backup"


def doubt(folder: Path) -> Doubt | None:
    """Say why files are not safe in a folder, whether it is there or not; None if nothing is known against it."""
    place = _resolved(folder)
    kind = _remote(place)
    if kind:
        return Doubt(f"{folder} is on the network ({kind})", _LOCAL)
    syncer = _syncer(place)
    return Doubt(f"{folder} is in a folder that {syncer} syncs", _APART) if syncer else None


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):  # links in a circle; or the folder one stands in is gone
        return folder


def _syncer(place: Path) -> str:
    for above in (place, *place.parents):
        name = above.name.casefold()
        for form, syncer in _SYNCED:
            if form.fullmatch(name):
                return syncer
        for mark, syncer in _MARKS.items():
            if os.path.lexists(above / mark):
                return syncer
    return ""


if sys.platform == "win32":  # pragma: no cover  # each system runs its own branch
    import ctypes

    _DRIVE_REMOTE: Final = 4

    def _remote(place: Path) -> str:
        """Name what kind of network a folder is on."""
        if place.drive.startswith("\\\\"):
            return "a share"
        return "a network drive" if ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE else ""

elif sys.platform == "darwin":  # pragma: no cover  # as above

    def _remote(place: Path) -> str:
        """Name what kind of network a folder is on; only `mount` knows."""
        import subprocess

        try:
            told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=5).stdout
        except (OSError, subprocess.SubprocessError):
            return ""
        found = re.findall(r"^.* on (/.*) \(([^,)]+)", told, re.MULTILINE)
        return remote_kind(place, ((where, kind) for where, kind in found))

else:

    def _remote(place: Path) -> str:
        """Name what kind of network a folder is on."""
        try:
            with open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123  # a name of the system's
                return remote_kind(place, mounted(file.read()))
        except OSError:
            return ""


def mounted(told: str) -> Iterator[tuple[str, str]]:
    """Give where something is mounted, and its kind, as Linux lists it."""
    for line in told.splitlines():
        _, where, kind, options, *_ = [*line.split(" "), "", "", "", ""]
        where = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), where)
        yield where, _WINDOWS_DISK if "aname=drvfs" in options else kind


def remote_kind(place: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """Name the kind of the file system that a folder is on, if it is one of the network."""
    above = {str(folder) for folder in (place, *place.parents)}
    found = {len(where): kind for where, kind in mounts if where in above}  # of two at one place, the last is on top
    kind = found[max(found)] if found else ""
    return kind if _REMOTE.fullmatch(kind) or kind == _WINDOWS_DISK else ""
