"""How Hypothesis searches: `dev`, `ci` where CI is set, or what HYPOTHESIS_PROFILE names (`night`); our flag."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    import pytest

settings.register_profile("dev", max_examples=100, deadline=None)
settings.register_profile(
    "ci",
    max_examples=200,
    deadline=None,
    derandomize=True,  # a change fails because of what it changed
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # a shared machine is slow at times
)
settings.register_profile("night", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "mutation", max_examples=20, deadline=None, derandomize=True, database=None, phases=[Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag that writes the kept pictures anew."""
    parser.addoption("--rewrite-pictures", action="store_true", help="write the kept pictures of output anew")


def pytest_configure(config: pytest.Config) -> None:
    """Hand the flag on to where pictures are compared; keep nothing in the home of whoever runs the tests.

    How wide a screen is, each test says itself: whoever runs them, or pytest-xdist, may have said it for another.
    """
    os.environ.pop("COLUMNS", None)
    os.environ.pop("LINES", None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so it is in the background of a shell, and for all children
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ["CUECARD_CACHE"] = tempfile.mkdtemp(prefix="cuecard-kept-")
    if config.getoption("--rewrite-pictures"):
        os.environ["CUECARD_REWRITE"] = "1"


def pytest_unconfigure() -> None:
    """Remove what the tests kept."""
    shutil.rmtree(os.environ.pop("CUECARD_CACHE", ""), ignore_errors=True)
