"""Which versions of procedures were published: a list that only grows, and its public JSON form.

INVARIANT: a version has one text for ever, and versions only go up.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.store import Publication
from engine.store.faults import CorruptRegister, VersionTaken
from engine.store.names import is_digest

if TYPE_CHECKING:
    from collections.abc import Sequence


def grown(register: Sequence[Publication], publication: Publication) -> tuple[Publication, ...]:
    """Add a version to the list; one that is there already changes nothing.

    Raises:
        VersionTaken: The version has another text, or a later one was published.
    """
    latest = in_force(register, publication.procedure)
    if latest is None or publication.version > latest.version:
        return (*register, publication)
    if (latest.version, latest.digest) != (publication.version, publication.digest):
        raise VersionTaken(publication.procedure, publication.version, latest.version)
    return tuple(register)


def in_force(register: Sequence[Publication], procedure: str) -> Publication | None:
    """Give the version that new cases are opened on: the one published last."""
    return next((one for one in reversed(register) if one.procedure == procedure), None)


def to_bytes(register: Sequence[Publication]) -> bytes:
    """Write the list as JSON, one version to a line."""
    rows = [
        {
            "procedure": one.procedure,
            "version": one.version,
            "digest": one.digest,
            "at": one.at.isoformat(),
            "by": one.by,
        }
        for one in register
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"published": [\n{lines}\n]}}\n'.encode()


def from_bytes(content: bytes, where: str) -> tuple[Publication, ...]:
    """Read the list.

    Raises:
        CorruptRegister: It is not what was written.
    """
    try:
        found: tuple[Publication, ...] = ()
        for row in json.loads(content)["published"]:
            found = grown(found, _publication(row))
    except (ValueError, KeyError, TypeError, RecursionError, VersionTaken) as cause:
        raise CorruptRegister(where) from cause
    return found


def _publication(row: dict[str, Any]) -> Publication:
    one = Publication(row["procedure"], row["version"], row["digest"], datetime.fromisoformat(row["at"]), row["by"])
    texts = (one.procedure, one.digest, one.by)
    if not all(isinstance(text, str) for text in texts) or type(one.version) is not int or not is_digest(one.digest):
        message = "not a publication"
        raise TypeError(message)
    if one.at.tzinfo is None:
        message = "a moment without a zone"
        raise ValueError(message)
    return one
