"""A model of a store, in a few lines, against every store: whatever is done in whatever order, they tell the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from engine.case.events import CaseCancelled, CaseClosed, CaseReopened, Event, NoteAdded, Recorded
from engine.store import StoreFault
from engine.store.memory import MemoryStore
from engine.store.tinydb import TinyStore
from tests.store.entries import FULL, after, opened
from tests.store.world import FAST

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store import Store

CASES: Final = st.sampled_from(["2025-0001", "2025-0002", "AAAA", "----"])
EVENTS: Final[st.SearchStrategy[Event]] = st.sampled_from(
    [CaseClosed("released"), CaseCancelled("x"), CaseReopened("x"), *FULL]
) | st.text(st.characters(exclude_categories=["Cs"])).map(NoteAdded)
NAMES: Final = st.sampled_from(["a.txt", "A.TXT", "b", "../a.txt", "con"])
EXAMPLES: Final = settings().max_examples
STEPS: Final = 50
ENDS: Final = {CaseClosed: True, CaseCancelled: True, CaseReopened: False}


class Model:
    """What is so: the logs and the files, in dictionaries."""

    def __init__(self) -> None:
        self.logs: dict[str, list[Recorded]] = {}
        self.files: dict[str, dict[str, bytes]] = {}

    def is_over(self, case: str) -> bool:
        """Tell whether the last word on a case is that it ended."""
        words = [ENDS[type(entry.event)] for entry in self.logs[case] if type(entry.event) in ENDS]
        return bool(words) and words[-1]


class Stores(RuleBasedStateMachine):
    """Does the same with all stores."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir=FAST)
        self.model = Model()
        self.memory = MemoryStore(timeout=0)
        self.tiny = TinyStore(Path(self.folder.name), timeout=0)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.folder.cleanup()

    def both(self, act: Callable[[Store], object]) -> object:
        """Give what an act gives with every store, or the name of the fault."""
        told = [outcome(act, store) for store in (self.memory, self.tiny)]
        assert told[0] == told[1]
        return told[0]

    @rule(case=CASES, events=st.lists(EVENTS, max_size=3))
    def create(self, case: str, events: list[Event]) -> None:
        """A number is taken once."""
        is_new = case not in self.model.logs
        entries = opened(case, *events)
        assert self.both(lambda store: store.create(case, entries)) == (None if is_new else "CaseExists")
        self.model.logs.setdefault(case, entries)

    @rule(case=CASES, events=st.lists(EVENTS, max_size=3), late=st.sampled_from([0, 0, 0, 1, -1]))
    def append(self, case: str, events: list[Event], late: int) -> None:
        """What was decided on the log as it is, is added to it; all else is refused."""
        log = self.model.logs.get(case, [])
        expected = len(log) - late
        told = self.both(lambda store: store.append(case, after(expected, *events), expected=expected))
        if not log:
            assert told == "CaseNotFound"
        elif late:
            assert told == "ConflictingWrite"
        else:
            assert told is None
            log.extend(after(expected, *events))

    @rule(case=CASES, parts=st.lists(st.lists(EVENTS, max_size=2), max_size=3))
    def write(self, case: str, parts: list[list[Event]]) -> None:
        """Several appends in one writing add up."""

        def act(store: Store) -> object:
            with store.writing(case) as writing:
                for events in parts:
                    writing.append(after(writing.log.seq, *events))
                return writing.log.entries

        log = self.model.logs.get(case)
        if log is not None:
            for events in parts:
                log.extend(after(len(log), *events))
        assert self.both(act) == ("CaseNotFound" if log is None else tuple(log))

    @rule(case=CASES, name=NAMES, content=st.sampled_from([b"", b"1", b"2"]))
    def keep_file(self, case: str, name: str, content: bytes) -> None:
        """A file is kept under a name of its own, and nothing is overwritten."""
        told = self.both(lambda store: store.keep_file(case, name, content))
        if case in self.model.logs:
            files = self.model.files.setdefault(case, {})
            assert files.setdefault(str(told), content) == content
        else:
            assert told == "CaseNotFound"

    @rule()
    def sit_down_elsewhere(self) -> None:
        """A store that has seen nothing before finds all that there is."""
        self.tiny = TinyStore(Path(self.folder.name), timeout=0)

    @rule(case=CASES)
    def lose_the_move(self, case: str) -> None:
        """A process is killed before the move of a closed case: the file lies among the open ones, with its mark."""
        root = Path(self.folder.name)
        for path in root.glob(f"closed/*/{case}.json"):
            path.rename(root / "open" / path.name)
            (root / "moving" / case).touch()

    @invariant()
    def logs_are_the_same(self) -> None:
        """Every log is what was appended to it."""
        for case, log in self.model.logs.items():
            assert self.both(lambda store, case=case: store.load(case)) == self.memory.load(case)  # type: ignore[misc]  # bound now
            assert tuple(log) == self.memory.load(case).entries

    @invariant()
    def lists_are_the_same(self) -> None:
        """Every case is in one list: that which its log says."""
        for closed in (False, True):
            expected = sorted(case for case in self.model.logs if self.model.is_over(case) == closed)
            assert self.both(lambda store, closed=closed: list(store.cases(closed=closed))) == expected  # type: ignore[misc]  # as above

    @invariant()
    def files_are_the_same(self) -> None:
        """Every file is what was kept under its name."""
        for case, files in self.model.files.items():
            for name, content in files.items():
                assert self.both(lambda store, case=case, name=name: store.file(case, name)) == content  # type: ignore[misc]  # as above


def outcome(act: Callable[[Store], object], store: Store) -> object:
    """Give what an act gives, or the name of the fault."""
    try:
        return act(store)
    except StoreFault as fault:
        return type(fault).__name__


TestStores = pytest.mark.usefixtures("no_chance")(Stores.TestCase)
TestStores.settings = settings(max_examples=EXAMPLES // 2, stateful_step_count=STEPS)
