"""A person at a terminal: starts the real command in a pseudo-terminal, types, and looks at the screen."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Final

import pexpect
import pyte

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATIENCE: Final = 30.0
"""Seconds until a screen that does not come is a failure; a shared machine is slow at times."""

ENTER: Final = "\r"


class Sitting:
    """One run of `cuecard run` in a terminal of 80 columns and 24 lines."""

    def __init__(self, office: Path, case: str, actor: str = "ann", environ: Mapping[str, str] | None = None) -> None:
        settings = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "CUECARD_NOW": "2026-11-23T10:00"}
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "cli.app", "run", case, "--office", str(office), "--as", actor],
            cwd=str(ROOT),
            env={**os.environ, **settings, **(environ or {})},
            dimensions=(24, 80),
            timeout=PATIENCE,
        )

    def type(self, *keys: str) -> Sitting:
        """Press keys, one after the other."""
        for key in keys:
            self.child.send(key)
        return self

    def line(self, text: str) -> Sitting:
        """Type a text and send it off."""
        return self.type(text, ENTER)

    def sees(self, *words: str) -> str:
        """Wait until all these words are on the screen, and give the screen."""
        until = time.monotonic() + PATIENCE
        while not all(word in self.shown() for word in words):
            assert time.monotonic() < until, f"{words} not on the screen:\n{self.shown()}"
            self._read()
        return self.shown()

    def shown(self) -> str:
        """Give what is on the screen."""
        return "".join(f"{line.rstrip()}\n" for line in self.screen.display)

    def left(self) -> tuple[int | None, str]:
        """Wait for the end of the run: its exit code, and the screen it left behind."""
        until = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < until, f"still running:\n{self.shown()}"
        self.child.close()
        return self.child.exitstatus, self.shown()

    def kill(self) -> None:
        """End the run as a power cut would: no handler, no farewell."""
        self.child.kill(9)
        self.child.wait()
        self.child.close()

    def _read(self) -> bool:
        """Take in what was written; False at the end."""
        try:
            found = self.child.read_nonblocking(65536, timeout=0.05)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.raw += found
        self.stream.feed(found)
        return True
