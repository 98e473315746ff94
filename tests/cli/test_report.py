"""The report about a fault of ours."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from cli.report import write_report

if TYPE_CHECKING:
    from pathlib import Path


def _fail(secret: str) -> None:
    try:
        int(secret)
    except ValueError as cause:
        raise RuntimeError(f"about {secret}") from cause


def _report(folder: Path) -> Path:
    with pytest.raises(RuntimeError) as fault:
        _fail("marker")
    report = write_report(fault.value, folder)
    assert report is not None
    return report


def test_it_tells_types_and_places_only(tmp_path: Path) -> None:
    """A report names types, files, lines and functions; no text of an exception and no value."""
    text = _report(tmp_path / "reports").read_text(encoding="utf-8")
    assert "marker" not in text
    assert "builtins.RuntimeError\n" in text
    assert "came from\nbuiltins.ValueError\n" in text
    assert ": _fail\n" in text
    assert "\ntyper 0.28" in text


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other people out by the folder")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """A report can be read by nobody else."""
    assert stat.S_IMODE(_report(tmp_path).stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where the office cannot be written, the report goes where temporary files are."""
    report = _report(tmp_path / "missing" / "reports")
    assert tmp_path not in report.parents
    report.unlink()


def test_an_endless_recursion_is_cut(tmp_path: Path) -> None:
    """Of a very deep stack only the innermost frames are told."""

    def endless() -> None:
        endless()

    with pytest.raises(RecursionError) as fault:
        endless()
    report = write_report(fault.value, tmp_path)
    assert report
    assert len(report.read_text(encoding="utf-8").splitlines()) < 250
