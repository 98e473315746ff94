"""Opening a case, and the way into the guided run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.said import Calls, start

if TYPE_CHECKING:
    from pathlib import Path


def test_what_the_opening_asks(office: Path, cuecard: Calls) -> None:
    """A case is not opened without what the procedure asks at the opening."""
    said = cuecard("open", "parcel", "--json")
    assert (said.code, said.json["refused"]["code"]) == (1, "facts-needed")
    assert cuecard("cases", "--json").json == []
    assert office.is_dir()


def test_the_guided_run_is_called(case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """`run CASE` and `open --run` lead into the guided run, and give its exit code."""
    led: list[str] = []

    def run_case(_desk: object, number: str) -> int:
        led.append(number)
        return 7

    monkeypatch.setattr("cli.run.run_case", run_case)
    assert cuecard("run", case.lower()).code == 7
    assert cuecard("open", "parcel", "person=B", "--run").code == 7
    assert led[0] == case
    assert len(led) == 2


def test_run_without_a_case_and_without_a_person(case: str) -> None:
    """Without a case and a terminal, mine are listed, and naming one is asked for."""
    said = start("run")
    assert (said.code, case in said.out) == (2, True)
    assert "name a case: cuecard run CASE" in said.err


@pytest.mark.parametrize(("typed", "code"), [(["?", "case"], 7), ([""], 0), ([], 0)])
def test_run_without_a_case_asks(
    case: str, cuecard: Calls, monkeypatch: pytest.MonkeyPatch, typed: list[str], code: int
) -> None:
    """Without a case, a person is asked which, until it is one of theirs; Enter or the end of input leaves."""
    entered = iter([case if text == "case" else text for text in typed])

    def ask(_prompt: str) -> str:
        try:
            return next(entered)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", ask)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("cli.run.run_case", lambda _desk, number: 7 if number == case else 8)
    said = cuecard("run")
    assert said.code == code
    assert ("nothing was chosen" in said.out) == (code == 0)


def test_run_with_nothing_to_do(office: Path, cuecard: Calls) -> None:
    """Without any case of mine, that is said."""
    assert office.is_dir()
    said = cuecard("run")
    assert (said.code, "none found" in said.out) == (0, True)
