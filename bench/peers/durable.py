"""The ten-step job made to last: a bare table, bare TinyDB, SpiffWorkflow with sqlite, DBOS with SQLite."""

from __future__ import annotations

import json
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from bench.peers.in_memory import ByHand, Spiff

if TYPE_CHECKING:
    from pathlib import Path as Folder

    from bench.job import Path

ENTRY = b"x" * 300
"""As long as a recorded answer."""


class Floor:
    """Append 300 bytes and sync them: what durability costs at least."""

    name = "append 300 bytes + fdatasync"

    def __init__(self, folder: Folder) -> None:
        self._file = (folder / "floor").open("ab")

    def run(self, path: Path, _case: str) -> None:
        """Write as often as the path has submissions, the opening among them."""
        for _ in range(len(path.submissions) + 1):
            self._file.write(ENTRY)
            self._file.flush()
            getattr(os, "fdatasync", os.fsync)(self._file.fileno())


class EventTable:
    """A bare sqlite table of events: write-ahead log, synchronous in full."""

    name = "sqlite, one row an event"

    def __init__(self, folder: Folder) -> None:
        self._base = sqlite3.connect(folder / "events.sqlite", isolation_level=None)
        self._base.execute("pragma journal_mode=wal")
        self._base.execute("pragma synchronous=full")
        self._base.execute("create table event (id integer primary key, of text, told text)")
        self._rules = ByHand()

    def run(self, path: Path, case: str) -> None:
        """Insert a row for each submission; the rules are the hand-written ones."""
        self._rules.play(path)
        for step, told in [("open", {}), *path.submissions]:
            row = (case, json.dumps({"step": step, "told": told}))
            self._base.execute("insert into event (of, told) values (?, ?)", row)


class OneTiny:
    """Stock TinyDB, one file for all cases; nothing is synced."""

    name = "TinyDB as it comes, one file"

    def __init__(self, folder: Folder) -> None:
        from tinydb import TinyDB

        self._base = TinyDB(folder / "all.json")

    def fill(self, cases: int) -> None:
        """Put so many cases into the file, each with one document."""
        more = cases - len(self._base)
        self._base.insert_multiple({"case": f"other {number}", "step": "open", "told": {}} for number in range(more))

    def run(self, path: Path, case: str) -> None:
        """Insert a document for each submission."""
        for step, told in [("open", {}), *path.submissions]:
            self._base.insert({"case": case, "step": step, "told": told})


class TinyEach:
    """TinyDB with a file for each case, replaced whole and synced: no lock, no chain, no register."""

    name = "TinyDB, a file a case, synced"

    def __init__(self, folder: Folder) -> None:
        self._folder = folder / "each"
        self._folder.mkdir()

    def run(self, path: Path, case: str) -> None:
        """Insert a document for each submission."""
        with self.opened(case) as base:
            for step, told in [("open", {}), *path.submissions]:
                base.insert({"step": step, "told": told})

    def opened(self, case: str) -> Any:  # noqa: ANN401  # a database of the library
        """Open the file of a case."""
        from tinydb import JSONStorage, TinyDB

        target = self._folder / f"{case}.json"

        class Synced(JSONStorage):
            def write(self, data: dict[str, Any]) -> None:
                fresh = target.with_suffix(".new")
                with fresh.open("w", encoding="utf-8") as file:
                    json.dump(data, file)
                    file.flush()
                    os.fsync(file.fileno())
                fresh.replace(target)
                self._handle.close()
                self._handle = target.open("r+", encoding="utf-8")

        return TinyDB(target, storage=Synced)


class SpiffInSqlite:
    """SpiffWorkflow, its state written to sqlite after each submission."""

    name = "SpiffWorkflow, state in sqlite"

    def __init__(self, folder: Folder) -> None:
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        self._base = sqlite3.connect(folder / "spiff.sqlite", isolation_level=None)
        self._base.execute("pragma journal_mode=wal")
        self._base.execute("pragma synchronous=full")
        self._base.execute("create table state (id text primary key, told text)")
        self._engine = Spiff()
        self._serializer = BpmnWorkflowSerializer()

    def run(self, path: Path, case: str) -> None:
        """Write the state after each submission."""
        workflow = self._engine.begin()
        self._keep(case, workflow)
        for _, told in path.submissions:
            self._engine.submit(workflow, told)
            self._keep(case, workflow)

    def _keep(self, case: str, workflow: Any) -> None:  # noqa: ANN401  # a workflow of the library
        told = self._serializer.serialize_json(workflow)
        self._base.execute("insert or replace into state (id, told) values (?, ?)", (case, told))


class Dbos:
    """DBOS with SQLite: one durable workflow a case, each submission one of its steps."""

    name = "DBOS on SQLite, a step each"

    def __init__(self, folder: Folder) -> None:
        from dbos import DBOS, DBOSConfig

        config: DBOSConfig = {
            "name": "bench",
            "system_database_url": f"sqlite:///{folder / 'dbos.sqlite'}",
            "log_level": "CRITICAL",
            "run_admin_server": False,
        }
        DBOS(config=config)

        @DBOS.step()
        def submit(told: dict[str, Any]) -> dict[str, Any]:
            return told

        @DBOS.workflow()
        def job(submissions: list[dict[str, Any]]) -> int:
            return sum(submit(told) is not None for told in submissions)

        DBOS.launch()
        self._job, self._stop = job, DBOS.destroy
        self._rules = ByHand()

    def run(self, path: Path, _case: str) -> None:
        """Run the steps of one workflow; the rules are the hand-written ones."""
        self._rules.play(path)
        assert self._job([told for _, told in path.submissions]) == len(path.submissions)

    def stop(self) -> None:
        """End the threads of the library."""
        self._stop()


STORES = (Floor, EventTable, OneTiny, TinyEach, SpiffInSqlite, Dbos)
