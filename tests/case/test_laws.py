"""Whether the laws of design 5.4 hold on generated procedures and commands.

In CI, 2,000 procedures with 50 commands each; by hand a tenth of it; `make laws RUNS=200000` before a release. Of each
run, the laws in `turns.CHEAP` are looked at with every command; the others derive the case anew, and are looked at with
two commands of the run, and at one point within it or at its end, chosen from its number. Hypothesis plays short
runs besides, of which all laws are looked at everywhere, and cuts down what breaks one.
"""

from __future__ import annotations

import os
import random  # noqa: TID251  # made up from a seed, the same every time
from itertools import islice
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings

from engine.procedure.load import Loaded, load_and_check
from tests.case import laws
from tests.case.campaign import broken
from tests.case.driving import Run, runs
from tests.case.procedures import Writer
from tests.case.yaml_text import to_yaml

RUNS: Final = 2_000 if os.environ.get("CI") else 200
PROCEDURES: Final = 150
SHORT: Final = settings.get_profile(settings.get_current_profile_name()).max_examples // 8


@pytest.mark.no_cover  # tracing every line would take several times as long
def test_laws_on_long_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """No law is broken in any of the long runs."""
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):  # nor are the processes traced that it starts
        monkeypatch.delenv(name, raising=False)
    assert not "\n".join(map(str, islice(broken(RUNS), 3)))


@pytest.mark.no_cover
def test_what_is_played_waits_for_nothing_of_itself() -> None:
    """No made-up procedure waits for itself, nor needs a fact too early, but for those that its last step asks."""
    found: list[tuple[int, str]] = []
    for seed in range(PROCEDURES):
        choose = random.Random(seed).randint  # noqa: S311  # nothing secret
        loaded = load_and_check(to_yaml(Writer(choose, frozenset({"later"})).procedure()), "generated.yaml")
        findings = () if isinstance(loaded, Loaded) else loaded
        found += [(seed, one.message) for one in findings if one.code in ("waits-for-itself", "asked-too-late")]
    assert [] == found


@settings(max_examples=SHORT, suppress_health_check=list(HealthCheck))
@given(runs())
def test_laws_on_short_runs(run: Run) -> None:
    """Every law holds with every command of a short run, and at its end."""
    laws.check(run)
