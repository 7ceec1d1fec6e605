"""A language server as an editor talks to it: messages over its standard streams (Language Server Protocol 3.17)."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

Message = dict[str, Any]


class LanguageServer:
    """An editor's side of one. `settings` are what it may ask for, by section."""

    def __init__(self, process: "subprocess.Popen[bytes]", root: Path, settings: Mapping[str, object]) -> None:
        self._process = process
        self._root = root
        self._settings = settings
        self._numbers = count(1)
        capabilities = {"textDocument": {"publishDiagnostics": {}}, "workspace": {"configuration": True}}
        self.request("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities)
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})

    def opened(self, path: str, language: str, text: str) -> list[Message]:
        """What is wrong with a document that is opened, as the server first tells."""
        uri = (self._root / path).as_uri()
        document = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while True:
            message = self._received()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found: list[Message] = message["params"]["diagnostics"]
                return found

    def proposed(self, path: str, line: int, column: int) -> list[str]:
        """What can be typed at a place of an open document."""
        document, position = {"uri": (self._root / path).as_uri()}, {"line": line, "character": column}
        found = self.request("textDocument/completion", textDocument=document, position=position)
        return [proposal["label"] for proposal in (found["items"] if isinstance(found, dict) else found or [])]

    def request(self, method: str, **parameters: object) -> Any:
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._received()
            if message.get("id") == number and "method" not in message:
                return message["result"]

    def _received(self) -> Message:
        """The next message; what the server asks for itself is answered first."""
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while header := stream.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: Message = msgspec.json.decode(stream.read(length))
        if "method" in message and "id" in message:
            wanted = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
            answer = [self._settings.get(section["section"]) for section in wanted] or None
            self._send({"id": message["id"], "result": answer})
        return message

    def _send(self, message: Message) -> None:
        body = msgspec.json.encode({"jsonrpc": "2.0", **message})
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()


@contextmanager
def language_server(
    command: Sequence[str | Path], root: Path, settings: Mapping[str, object]
) -> Iterator[LanguageServer]:
    pipe, silent = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=silent, cwd=root) as process:
        try:
            yield LanguageServer(process, root, settings)
        finally:
            process.kill()
