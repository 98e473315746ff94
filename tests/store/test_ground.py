"""Where files are safe, as far as can be told: not on the network, and not where a program syncs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.store.ground import doubt, mounted, remote_kind

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
server:/export /srv/shared nfs4 rw,hard 0 0
//server/share /mnt/our\\040share cifs rw 0 0
me@host:/home /home/me/far fuse.sshfs rw 0 0
/dev/sdb1 /home/me/far/disk ext4 rw 0 0
/dev/sdc1 /media/stick fuseblk rw 0 0
C:\\134 /mnt/c 9p rw,aname=drvfs;path=C: 0 0
none / overlay rw 0 0
overlay /box 9p rw 0 0
half a line
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of other systems")
@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/shared/office", "nfs4"),
        ("/srv/shared", "nfs4"),
        ("/srv/sharedoffice", ""),
        ("/mnt/our share/office", "cifs"),
        ("/home/me/far/office", "fuse.sshfs"),
        ("/home/me/far/disk/office", ""),
        ("/media/stick/office", ""),
        ("/mnt/c/office", "a disk of Windows"),
        ("/home/me/office", ""),
        ("/box/office", ""),
    ],
)
def test_what_is_mounted_where(place: str, kind: str) -> None:
    """The innermost mount counts, whatever is in its name; kinds of the network are named."""
    assert kind == remote_kind(Path(place), mounted(MOUNTS))


def test_nothing_is_mounted() -> None:
    """Where nothing is known, nothing is said."""
    assert remote_kind(Path("/office"), []) == ""


@pytest.mark.parametrize(
    ("name", "syncer"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Example Dental", "OneDrive"),
        ("Dropbox (Example)", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("My Drive", "Google Drive"),
        ("GoogleDrive-pat@example.com", "Google Drive"),
        ("Mobile Documents", "iCloud"),
        ("CloudStorage", "a cloud"),
        ("Nextcloud2", "Nextcloud or ownCloud"),
        ("Syncthing", "a sync program"),
    ],
)
def test_folders_that_are_synced(tmp_path: Path, name: str, syncer: str) -> None:
    """A folder in one that is called like a sync program's is doubtful, whether it is there or not."""
    found = doubt(tmp_path / name / "office" / "cases")
    assert found is not None
    assert f"{tmp_path / name / 'office' / 'cases'} is in a folder that {syncer} syncs" == found.message
    assert "cuecard backup" in found.help


@pytest.mark.parametrize("name", ["office", "onedrives", "my driveway", "dropboxes", "practice box"])
def test_other_folders(tmp_path: Path, name: str) -> None:
    """Folders that are only called alike are not doubtful."""
    assert doubt(tmp_path / name) is None


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox"])
def test_marks_of_sync_programs(tmp_path: Path, mark: str) -> None:
    """A sync program leaves a mark in the folder it syncs, whatever that is called."""
    (tmp_path / mark).mkdir()
    assert doubt(tmp_path / "office") is not None


def test_a_link_into_a_synced_folder(tmp_path: Path) -> None:
    """It is where a folder really is that counts."""
    (tmp_path / "Dropbox").mkdir()
    try:
        (tmp_path / "office").symlink_to(tmp_path / "Dropbox")
    except OSError:
        pytest.skip("this system makes no links for everybody")
    assert doubt(tmp_path / "office") is not None


@pytest.mark.skipif(sys.platform != "linux", reason="what Linux lists")
def test_a_folder_on_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder on the network is doubtful; where the system lists nothing, nothing is said."""
    monkeypatch.setattr("engine.store.ground._MOUNTS", str(tmp_path / "mounts"))
    assert doubt(tmp_path) is None
    (tmp_path / "mounts").write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/export {tmp_path} nfs4 rw 0 0\n")
    found = doubt(tmp_path / "office")
    assert found is not None
    assert f"{tmp_path / 'office'} is on the network (nfs4)" == found.message
    assert "a disk of this machine" in found.help


def test_links_in_a_circle(tmp_path: Path) -> None:
    """Where it cannot be told where a folder really is, its own name counts."""
    (tmp_path / "Dropbox").mkdir()
    try:
        (tmp_path / "Dropbox" / "office").symlink_to(tmp_path / "Dropbox" / "office")
    except OSError:
        pytest.skip("this system makes no links for everybody")
    found = doubt(tmp_path / "Dropbox" / "office")
    assert found is not None
    assert "Dropbox syncs" in found.message


@pytest.mark.skipif(sys.platform == "win32", reason="no folder that somebody is in can be removed there")
def test_in_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stands in a folder that was removed is told nothing of it here, and no fault is made of it."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert doubt(Path("office")) is None
