"""Keys that say nothing where they stand, and documents without a template."""

from __future__ import annotations

import pytest

from tests.procedure.whole import Finding, findings, places, written

NOTES = {"chart_notes.txt": "{case}"}


def test_give_up_without_wait() -> None:
    """A step that waits for nothing has nothing to give up."""
    steps = "- id: ask\n  do: Ask\n- id: scan\n  do: Scan\n  give_up: 3 days after ask\n"
    told = "add `wait_for`, or leave `give_up` out"
    assert [Finding("give-up-without-wait", "give_up", told)] == findings(written(steps))


@pytest.mark.parametrize("key", ["once: true", "undo: Take it back"])
def test_not_on_a_group(key: str) -> None:
    """Only what somebody does can be done once, or be undone."""
    steps = f"- id: rest\n  {key}\n  steps:\n    - id: send\n      {key}\n      do: Send\n"
    text = written(f"- id: ask\n  do: Ask\n{steps}")
    told = "write it at the steps it is meant for"
    assert [Finding("not-on-a-group", key.partition(":")[0], told)] == findings(text)


def test_missing_template() -> None:
    """Each document without a template is found, if it is known which there are."""
    text = written("- id: notes\n  print: [chart_notes, letter]\n- id: ask\n  print: label\n")
    told = "put `letter.html` or `letter.txt` into the folder `documents`"
    assert Finding("missing-template", "letter", told) in findings(
        text, lambda name: NOTES if name == "chart_notes" else {}
    )
    missing = [("missing-template", one) for one in ("chart_notes", "letter", "label")]
    assert missing == [(one.code, one.underlined) for one in findings(text, lambda _: {})]
    assert [] == places(text)
