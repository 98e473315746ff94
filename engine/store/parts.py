"""What a store on disk is made of, for what works on its parts: the journal, and what comes after a power cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from engine.store.journal import Journal
    from engine.store.ledger import Deed
    from engine.store.ledger_file import LedgerFile
    from engine.store.locks import Locks
    from engine.store.places import Places
    from engine.store.seen import Seen
    from engine.store.vault import Vault


class Parts(Protocol):
    """A store on disk."""

    @property
    def root(self) -> Path:
        """The folder that holds it all."""
        ...

    @property
    def places(self) -> Places:
        """Where cases are."""
        ...

    @property
    def locks(self) -> Locks:
        """Who is at what."""
        ...

    @property
    def ledger(self) -> LedgerFile:
        """What ties the cases together."""
        ...

    @property
    def journal(self) -> Journal:
        """The commits of late."""
        ...

    @property
    def vault(self) -> Vault:
        """What seals and opens files."""
        ...

    def found(self, case: str) -> Seen:
        """Give a case with the place of its file."""
        ...

    def note(self, deed: Deed) -> None:
        """Write into the ledger, durably."""
        ...
