"""Where logs are kept: what every store promises.

INVARIANT: a store returns what was appended, in order and without gaps, or says that it cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.frozen import dataclass
from engine.store.faults import (
    CaseExists,
    CaseNotFound,
    ConflictingWrite,
    CorruptLog,
    CorruptRegister,
    CorruptText,
    FileNotKept,
    NotACase,
    ReadFailed,
    StoreFault,
    StoreLocked,
    TextNotFound,
    Unsettled,
    Unstorable,
    VersionTaken,
    WriteFailed,
    WrongSeal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from engine.case.events import Recorded
    from engine.store.ledger import Deed

__all__ = [
    "CaseExists",
    "CaseNotFound",
    "ConflictingWrite",
    "CorruptLog",
    "CorruptRegister",
    "CorruptText",
    "FileNotKept",
    "Log",
    "NotACase",
    "Publication",
    "ReadFailed",
    "Store",
    "StoreFault",
    "StoreLocked",
    "TextNotFound",
    "Unsettled",
    "Unstorable",
    "VersionTaken",
    "WriteFailed",
    "Writing",
    "WrongSeal",
]


@dataclass(frozen=True, slots=True)
class Log:
    """All that was recorded of a case.

    Args:
        entries: Numbered 1, 2, 3 ... in this order.
        digests: The SHA-256 of the record of each entry, in hexadecimal.
    """

    entries: tuple[Recorded, ...]
    digests: tuple[str, ...]

    @property
    def head(self) -> str:
        """The SHA-256 of the last record; 64 zeros before the first."""
        return self.digests[-1] if self.digests else "0" * 64

    @property
    def seq(self) -> int:
        """The number of the last entry."""
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Publication:
    """One version of a procedure that cases may be opened on: which text, since when (aware), and who said so."""

    procedure: str
    version: int
    digest: str
    at: datetime
    by: str


class Writing(Protocol):
    """One case, held so that nobody else writes it meanwhile."""

    @property
    def log(self) -> Log:
        """What is recorded now, with all that was appended here."""
        ...

    def append(self, entries: Sequence[Recorded]) -> None:
        """Record these entries, all or none; when this returns, they are durable.

        Raises:
            ConflictingWrite: The entries do not continue the log.
            Unstorable: An entry would not come back as it is.
            WriteFailed: The world refused; the log stands as it was.
        """
        ...


class Store(Protocol):
    """A place for the logs of cases, the texts they run on and the files that belong to them.

    Every method may raise `ReadFailed`, every one that writes `WriteFailed` and `StoreLocked`. Reading does not wait.
    """

    def create(self, case: str, entries: Sequence[Recorded]) -> None:
        """Begin the log of a case; its first entry is a `CaseOpened` of this number.

        Raises:
            CaseExists: The number is taken, by an open case or a closed one.
            NotACase: The number cannot be one.
        """
        ...

    def load(self, case: str) -> Log:
        """Give the log of a case, open or closed.

        Raises:
            CaseNotFound: There is none.
            CorruptLog: It is not what was written.
        """
        ...

    def append(self, case: str, entries: Sequence[Recorded], *, expected: int) -> None:
        """Record entries that were decided on the log as it was at entry number `expected`.

        Raises:
            ConflictingWrite: The log went on meanwhile.
        """
        ...

    def writing(self, case: str) -> AbstractContextManager[Writing]:
        """Hold a case from reading to writing.

        Another case may be held inside, in one direction only (from a case to its sub-cases), or two people can wait
        for each other until one is told `StoreLocked`. The same case may not be held twice.
        """
        ...

    def cases(self, *, closed: bool = False) -> Iterator[str]:
        """Give the numbers of the open cases, or of those that are closed or cancelled, sorted."""
        ...

    def known_by(self, cases: Iterable[str]) -> dict[str, tuple[object, ...]]:
        """Give what the logs of open cases are known again by without being read.

        What cannot be told is left out, and so is what may not be kept elsewhere: that of encrypted cases.
        """
        ...

    def keep_text(self, digest: str, text: str) -> None:
        """Keep the text of a procedure, once, under its SHA-256 (of the UTF-8 bytes, in hexadecimal)."""
        ...

    def text(self, digest: str) -> str:
        """Give a procedure's text.

        Raises:
            TextNotFound: It was never kept.
            CorruptText: It is not the text that was kept.
        """
        ...

    def publish(self, publication: Publication) -> None:
        """Put a version of a procedure in force, whose text is kept; the same again changes nothing.

        Raises:
            VersionTaken: The version has another text, or a later one was published.
            TextNotFound: Its text was never kept.
        """
        ...

    def publications(self) -> tuple[Publication, ...]:
        """Give all versions that were published, in this order.

        Raises:
            CorruptRegister: The list is not what was written.
        """
        ...

    def keep_file(self, case: str, name: str, content: bytes) -> str:
        """Keep a file with a case, and give the name it got.

        Args:
            case: The case, open or closed.
            name: What to call it; nothing about a person. Made safe, and unique: the same name with the same content is
                the file that is there, with another content it gets a number.
            content: What is in it.
        """
        ...

    def discard_file(self, case: str, name: str) -> None:
        """Remove a file of a case; the ledger says so before it is gone, and none that is not there is a fault."""
        ...

    def whereabouts(self, case: str, name: str) -> str:
        """Say where a person finds a file of a case: its path, where there is one.

        Raises:
            CaseNotFound: There is no such case.
        """
        ...

    def file(self, case: str, name: str) -> bytes:
        """Give a file of a case.

        Raises:
            FileNotKept: The case has none of this name.
        """
        ...

    def lines(self) -> Iterator[bytes]:
        """Give the ledger as it is now, line by line, without their ends.

        Each commit and each kept file has its line there, written after it: what a crash leaves without one is one
        commit of a case, and the next line of that case vouches for it.
        """
        ...

    def settle(self, case: str) -> None:
        """Wait until nobody is at a case, so that its last commit has its line in the ledger; not for ever.

        Raises:
            StoreLocked: Somebody was at it all the time.
        """
        ...

    def note(self, deed: Deed) -> None:
        """Write into the ledger what is no commit of a case: that somebody has looked, that all was copied."""
        ...
