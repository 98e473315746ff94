"""Who else may write or read where the cases are, and which links are followed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from engine.desk import Desk
from engine.store.audit import Found
from engine.store.faults import StoreFault
from engine.store.rights import LinkRefused, rights, see_links
from engine.store.tinydb import TinyStore
from tests.cli.said import make_office
from tests.store.entries import CASE, opened

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, owners and modes of POSIX systems")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Make an office with a case, for its owner alone."""
    made = make_office(tmp_path / "office")
    TinyStore(made / "cases").create(CASE, opened())
    for path in (made, made / "office.yaml", made / "procedures"):
        path.chmod(0o700)
    return made


def elsewhere(office: Path, name: str) -> Path:
    """Move a folder of the office to another place, and leave a link to it."""
    target = office.parent / f"disk-{name}"
    (office / name).rename(target)
    target.chmod(0o700)
    (office / name).symlink_to(target)
    return target


def messages(office: Path) -> list[str]:
    """Give what is said of the rights in an office; nothing of it is wrong."""
    found = list(rights(office))
    assert not any(one.is_wrong for one in found)
    return [one.message for one in found]


@pytest.mark.parametrize("name", ["cases", "procedures"])
def test_a_link_of_our_own_is_followed(office: Path, name: str) -> None:
    """An office may keep its cases or procedures on another disk, by a link; verify tells where that is."""
    target = elsewhere(office, name)
    desk = Desk.at(office, "pat")
    assert ("parcel",) == tuple(one.id for one in desk.procedures())
    assert f"{office / name} is a link to {target}" in [one.message for one in desk.keeping.verify().found]


@pytest.mark.parametrize("name", ["cases", "procedures"])
@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
def test_a_link_to_where_others_may_write(office: Path, name: str, mode: int) -> None:
    """A link into a folder in which somebody else may write is refused, with what to do."""
    target = elsewhere(office, name)
    target.chmod(mode)
    with pytest.raises(LinkRefused) as refused:
        Desk.at(office, "pat")
    assert str(refused.value) == (
        f"{office / name} is a link, and is not followed: others may write in {target}; nothing was read or written; "
        f"if the office keeps its files there on purpose, take that from them: chmod go-w {target}"
    )


def test_a_link_of_somebody_else(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that another account made, or that leads to what another account owns, is refused."""
    elsewhere(office, "cases")
    stranger = office.lstat().st_uid + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    if sys.platform != "win32" and office.lstat().st_uid == 0:  # what the system's account has made all may follow
        os.chown(office / "cases", 4711, -1, follow_symlinks=False)
    with pytest.raises(LinkRefused, match="of another account"):
        see_links(office)


@pytest.mark.parametrize("target", ["nowhere", "cases", "office.yaml"])
def test_a_link_that_leads_to_no_folder(office: Path, target: str) -> None:
    """A link that leads nowhere, round in a circle, or to a file is refused; nothing is made where it leads."""
    (office / "procedures").rename(office / "aside")
    (office / "procedures").symlink_to(office / {"cases": "procedures"}.get(target, target))
    with pytest.raises(StoreFault, match=r"leads nowhere|is no folder"):
        Desk.at(office, "pat")
    assert not (office / "nowhere").exists()


def test_an_office_for_its_owner_alone(office: Path) -> None:
    """Where only the owner may read and write, nothing is said."""
    assert [] == messages(office)


@pytest.mark.parametrize(
    ("name", "mode", "letters"),
    [
        *((name, 0o770, "go-w") for name in (".", "office.yaml", "procedures")),
        *((name, 0o750, "go-rwx") for name in ("cases", "cases/open", "cases/locks", "cases/ledger.jsonl")),
    ],
)
def test_what_others_may_do_is_told(office: Path, name: str, mode: int, letters: str) -> None:
    """Verify names a place where others may write, or may read what is of the cases, and what to do."""
    path = office / name
    path.chmod(mode)
    what = "write" if letters == "go-w" else "read or write"
    told = f"others may {what} {path}; take that from them: chmod {letters} {path}"
    assert Found("", told, is_wrong=False) in Desk.at(office, "pat").keeping.verify().found
    assert [told] == messages(office)


def test_another_account(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Verify names what is of another account."""
    if sys.platform != "win32" and office.lstat().st_uid == 0:
        os.chown(office / "cases" / "open", 4711, -1)
    else:
        stranger = office.lstat().st_uid + 1
        monkeypatch.setattr(os, "geteuid", lambda: stranger)
    assert f"{office / 'cases' / 'open'} is of another account of this machine" in messages(office)


def test_a_link_to_a_synced_folder(office: Path) -> None:
    """Verify tells if the cases lie, by a link, where a program syncs."""
    (office.parent / "Dropbox").mkdir()
    (office / "cases").rename(office.parent / "Dropbox" / "cases")
    (office / "cases").symlink_to(office.parent / "Dropbox" / "cases")
    assert any("Dropbox syncs" in message for message in messages(office))
