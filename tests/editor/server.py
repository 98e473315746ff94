"""The YAML language server that editors start, spoken to as an editor does: JSON-RPC over its stdin and stdout."""

from __future__ import annotations

import json
import subprocess
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Self, cast

if TYPE_CHECKING:
    from types import TracebackType

INSTALLED: Final = Path(__file__).resolve().parent / "node_modules" / "yaml-language-server"

_ABILITIES: Final = {
    "textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {"completionItem": {}}},
    "workspace": {"configuration": True},
}


class Editor:
    """An editor with one folder open in it."""

    def __init__(self, folder: Path, settings: dict[str, Any]) -> None:
        self._folder = folder
        self._settings = {"yaml": {"validate": True, "hover": True, "completion": True} | settings}
        self._settings["yaml"]["schemaStore"] = {"enable": False}
        self._numbers = count(1)
        self._notes: list[dict[str, Any]] = []
        command = ["node", str(INSTALLED / "bin" / "yaml-language-server"), "--stdio"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Self:
        """Begin the conversation."""
        uri = self._folder.as_uri()
        folders = [{"uri": uri, "name": self._folder.name}]
        self._ask("initialize", processId=None, rootUri=uri, workspaceFolders=folders, capabilities=_ABILITIES)
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=self._settings)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, in an orderly way if all went well."""
        if fault is None:
            self._ask("shutdown")
            self._tell("exit")
        else:
            self._server.kill()
        self._server.communicate(timeout=10)

    def open(self, file: str, text: str) -> list[dict[str, Any]]:
        """Open a file as it is being written, and give what is underlined in it."""
        uri = (self._folder / file).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": next(self._numbers), "text": text}
        self._tell("textDocument/didOpen", textDocument=document)
        while True:
            told = self._next("textDocument/publishDiagnostics")
            if told["uri"] == uri:
                found: list[dict[str, Any]] = told["diagnostics"]
                return found

    def offered(self, file: str, line: int, column: int) -> list[str]:
        """Give what is offered for completion at a place; lines and columns count from 0, as in the protocol."""
        found = self._at("textDocument/completion", file, line, column)
        return [entry["label"] for entry in found["items"]]

    def hovered(self, file: str, line: int, column: int) -> str:
        """Give what is shown when the mouse rests at a place."""
        found = self._at("textDocument/hover", file, line, column)
        return str(found["contents"]["value"])

    def _at(self, method: str, file: str, line: int, column: int) -> Any:  # noqa: ANN401  JSON
        place = {"line": line, "character": column}
        return self._ask(method, textDocument={"uri": (self._folder / file).as_uri()}, position=place)

    def _ask(self, method: str, **what: Any) -> Any:  # noqa: ANN401  JSON
        number = next(self._numbers)
        self._send(id=number, method=method, params=what)
        while True:
            message = self._read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message.get("result")
            self._take(message)

    def _tell(self, method: str, **what: Any) -> None:  # noqa: ANN401  JSON
        self._send(method=method, params=what)

    def _next(self, method: str) -> dict[str, Any]:
        while True:
            for note in self._notes:
                if note["method"] == method:
                    self._notes.remove(note)
                    return cast("dict[str, Any]", note["params"])
            self._take(self._read())

    def _take(self, message: dict[str, Any]) -> None:
        """Keep what the server tells; answer what it asks, which is only ever for the settings."""
        if "id" not in message:
            self._notes.append(message)
            return
        asked = message.get("params") or {}
        wanted = [self._settings.get(one.get("section")) for one in asked.get("items", ())]
        self._send(id=message["id"], result=wanted if "items" in asked else None)

    def _send(self, **message: Any) -> None:  # noqa: ANN401  JSON
        content = json.dumps({"jsonrpc": "2.0"} | message).encode()
        stdin = cast("IO[bytes]", self._server.stdin)
        stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        stdin.flush()

    def _read(self) -> dict[str, Any]:
        stdout = cast("IO[bytes]", self._server.stdout)
        heads = dict(line.split(b": ", 1) for line in iter(stdout.readline, b"\r\n") if line)
        message: dict[str, Any] = json.loads(stdout.read(int(heads[b"Content-Length"])))
        return message
