"""A keyring in a file, as a system's would be: for tests only."""

from __future__ import annotations

import json
from pathlib import Path

from keyring.backend import KeyringBackend


class FileKeyring(KeyringBackend):
    """Keeps passwords in a JSON file."""

    priority = 1
    path = Path("ring.json")

    def _all(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.path.read_text()) if self.path.exists() else {}
        return found

    def get_password(self, service: str, username: str) -> str | None:
        """Give a password."""
        return self._all().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        self.path.write_text(json.dumps(self._all() | {f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        """Forget a password."""
        self.path.write_text(
            json.dumps({key: one for key, one in self._all().items() if key != f"{service} {username}"})
        )
