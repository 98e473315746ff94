"""Which versions of procedures are in force: what every store promises, and how the list stands on the disk."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from engine.store import CorruptRegister, Publication, TextNotFound, VersionTaken
from engine.store.publishing import from_bytes, in_force, to_bytes
from engine.store.tinydb import TinyStore

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store import Store

TEXTS = {version: f"version: {version}\n" for version in (1, 2, 3)}
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def publication(version: int, procedure: str = "recall") -> Publication:
    """Give a version of a procedure, whose text is the same for all procedures."""
    digest = hashlib.sha256(TEXTS[version].encode()).hexdigest()
    return Publication(procedure, version, digest, AT, "olive")


@pytest.fixture
def shelf(store: Store) -> Store:
    """Keep the three texts."""
    for version, text in TEXTS.items():
        store.keep_text(publication(version).digest, text)
    return store


def test_nothing_is_in_force_at_first(store: Store) -> None:
    """A new store has published nothing."""
    assert () == store.publications()


def test_the_last_one_is_in_force(shelf: Store) -> None:
    """Versions go up, each procedure by itself; all that ever were in force stay known."""
    told = (publication(1), publication(2, "refund"), publication(3))
    for one in told:
        shelf.publish(one)
    assert told == shelf.publications()
    assert publication(3) == in_force(shelf.publications(), "recall")
    assert in_force(shelf.publications(), "other") is None


def test_publishing_again_changes_nothing(shelf: Store) -> None:
    """The same version with the same text may be published again, whoever does it."""
    shelf.publish(publication(2))
    shelf.publish(replace(publication(2), by="pat", at=AT.replace(year=2027)))
    assert (publication(2),) == shelf.publications()


def test_a_version_has_one_text(shelf: Store) -> None:
    """The same version with another text is refused, and so is a lower one; the message says which number is free."""
    shelf.publish(publication(2))
    for wrong in (replace(publication(3), version=2), publication(1)):
        with pytest.raises(VersionTaken, match="raise `version` in the file to 3"):
            shelf.publish(wrong)
    assert (publication(2),) == shelf.publications()


def test_only_a_kept_text_is_published(store: Store) -> None:
    """What is in force can always be read."""
    with pytest.raises(TextNotFound):
        store.publish(publication(1))


def test_another_desk_sees_it(tmp_path: Path) -> None:
    """What was published is on the disk."""
    one, other = TinyStore(tmp_path / "cases"), TinyStore(tmp_path / "cases")
    one.keep_text(publication(1).digest, TEXTS[1])
    one.publish(publication(1))
    assert (publication(1),) == other.publications()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"published": 7}',
        b'{"published": [{}]}',
        b"[" * 100_000,
        to_bytes([publication(2), publication(1)]),
        to_bytes([publication(1)]).replace(b"+00:00", b""),
        to_bytes([publication(1)]).replace(b'"version": 1', b'"version": true'),
        to_bytes([publication(1)]).replace(b'"olive"', b"7"),
        to_bytes([publication(1)]).replace(publication(1).digest.encode(), b"../../etc"),
    ],
)
def test_a_damaged_list_is_named(content: bytes, tmp_path: Path) -> None:
    """A list that is not what was written is refused with its name, and left as it is."""
    path = tmp_path / "cases" / "texts" / "published.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    store = TinyStore(tmp_path / "cases")
    store.keep_text(publication(1).digest, TEXTS[1])
    for act in (store.publications, lambda: store.publish(publication(1))):
        with pytest.raises(CorruptRegister, match=r"published\.json"):
            act()
    assert content == path.read_bytes()


def test_there_and_back() -> None:
    """What is written is read as it was."""
    register = (publication(1), publication(2, "refund"), publication(3))
    assert register == from_bytes(to_bytes(register), "here")
    assert () == from_bytes(to_bytes(()), "here")
