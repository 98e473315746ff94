"""Whether the laws of design 5.4 hold on generated procedures and commands, and whether a broken one shows."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from engine.case import decide as deciding
from engine.case import derive, growing, state
from engine.case.events import AnswerAmended
from engine.case.standing import Standing
from tests.case import laws
from tests.case.driving import Run, runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.case.commands import Asked, Command
    from engine.case.events import Recorded
    from engine.case.refusals import Refusal
    from engine.case.state import Case
    from engine.case.tree import Node
    from engine.procedure.model import Procedure

TRIED = settings.get_profile(settings.get_current_profile_name()).max_examples // 4


@settings(max_examples=TRIED, suppress_health_check=list(HealthCheck))
@given(runs())
def test_laws(run: Run) -> None:
    """Every law holds on every run."""
    for law in laws.LAWS:
        law(run)


def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A repeated request is carried out again."""
    own = deciding.decide

    def forgetful(procedure: Procedure, case: Case, command: Command, asked: Asked) -> tuple[Recorded, ...] | Refusal:
        return own(procedure, replace(case, requests={}), command, asked)

    monkeypatch.setattr(laws, "decide", forgetful)


def _lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A correction takes the answer away."""
    own = state.replay

    def losing(log: tuple[Recorded, ...], case: Case | None = None) -> Case:
        kept = [entry for entry in log if not isinstance(entry.event, AnswerAmended)]
        return own(kept, case)

    monkeypatch.setattr(laws, "replay", losing)


def _flicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done waits again as soon as a case has ten entries."""
    own = derive.Derivation.standing

    def standing(self: derive.Derivation, node: Node) -> Standing:
        found = own(self, node)
        return Standing("waiting", None) if found.status == "done" and self.case.seq > 9 else found

    monkeypatch.setattr(derive.Derivation, "standing", standing)


def _never_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case is never at its end."""
    monkeypatch.setattr(deciding, "is_over", lambda _derivation: False)


def _forgets_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaying in one go loses what evolving step by step keeps."""
    monkeypatch.setattr(laws, "evolve", lambda case, _entry: case)


def _grows_on_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation goes on after a correction as if nothing had been decided before."""
    monkeypatch.setattr(growing, "_only_grows", lambda _before, _entries: True)


@pytest.mark.parametrize(
    ("plant", "law"),
    [
        (_grows_on_corrections, laws.growing_is_deriving_afresh),
        (_no_memory, laws.repeated_request_changes_nothing),
        (_lost, laws.amend_replaces_in_place),
        (_flicker, laws.answers_never_unsettle),
        (_never_over, laws.the_end_is_in_the_same_commit),
        (_forgets_notes, laws.every_decided_event_evolves),
    ],
)
def test_laws_bite(
    plant: Callable[[pytest.MonkeyPatch], None], law: Callable[[Run], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted bug breaks its law within a few runs."""
    plant(monkeypatch)
    broken: list[str] = []

    @settings(
        max_examples=80,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(runs())
    def search(run: Run) -> None:
        if broken:
            return
        try:
            law(run)
        except AssertionError:
            broken.append(repr(run))

    with suppress(AssertionError):
        search()
    assert len(broken) == 1
