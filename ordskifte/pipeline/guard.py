"""What is written is searched for what is sealed, before any of it is published.

An output is searched where it is made, in the worker's memory. What stands already is searched when a text has become
sealed or is another one. Words that are public elsewhere are no secret; they are gathered only once something was
found, for that takes a look at all texts.
"""

import secrets
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct

from ordskifte.check.leaks import Runs, Search, leaked
from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.document import Body, Picture
from ordskifte.model.secrets import Secret
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared
from ordskifte.render.compiled import FOLDER as TEMPLATES
from ordskifte.render.keys import runs_key


class _Known(Struct, frozen=True):
    mark: bytes
    runs: bytes


class Guard:
    """Looks for the sealed texts of one site."""

    def __init__(self, site: Prepared, files: Files, memo: Memo, master: Secret | None) -> None:
        self._site = site
        self._files = files
        self._memo = memo
        self._runs = Runs(runs_key(master or Secret(secrets.token_bytes(32))))
        self._sealed = self._kept(master) if master else {source: self._of(source) for source in site.sealed}
        self.search = Search(self._runs, self._sealed)

    def leaks(self, found: Iterable[tuple[str, bytes]]) -> Iterator[Diagnostic]:
        """What of the outputs in which something was found is a leak, by their paths and bytes."""
        for path, content in found:
            if self.search.sources(content):
                yield from leaked(path, self._careful.sources(content))

    @cached_property
    def _careful(self) -> Search:
        """As `search`, but for what is public anywhere."""
        return Search(self._runs, self._sealed, [self._public()])

    def added(self, before: Mapping[str, bytes]) -> Search | None:
        """A search for the texts that are sealed and were not so before; None where there are none."""
        sealed = {
            source: runs for source, runs in self._sealed.items() if before.get(source) != self._site.sealed[source]
        }
        return Search(self._runs, sealed) if sealed else None

    def _of(self, source: str) -> frozenset[int]:
        """The runs of a sealed text that are not in its own public part."""
        text = self._site.vault.text(source) if self._site.vault else Secret(b"")
        return self._runs.of(text.bare.decode()) - self._among(self._public_of(source))

    def _kept(self, master: Secret) -> dict[str, frozenset[int]]:
        """As above, from the store where it has them: numbers that nobody makes words of."""
        said = self._memo.store.note("runs")
        before = msgspec.msgpack.decode(said, type=dict[str, _Known]) if said else {}
        now: dict[str, _Known] = {}
        for source, plain in self._site.sealed.items():
            mark, known = master.mark(plain), before.get(source)
            is_known = known is not None and known.mark == mark
            now[source] = known if known and is_known else _Known(mark, array("q", sorted(self._of(source))).tobytes())
        if now != before:
            self._memo.store.put_note("runs", msgspec.msgpack.encode(now))
        return {source: frozenset(array("q", known.runs)) for source, known in now.items()}

    def _public(self) -> frozenset[int]:
        """The runs of all that is public: texts, the heads of articles, words of the interface and of templates."""
        ground, texts = self._site.rendering.plan.ground, self._site.texts
        found = {run for source in ground.bodies for run in self._among(self._public_of(source))}
        for words in (*_strings(msgspec.to_builtins(texts.config)), *self._interface()):
            found.update(self._among(words))
        return frozenset(found)

    def _interface(self) -> Iterator[str]:
        for catalog in self._site.texts.catalogs.values():
            for translated in catalog.messages.values():
                yield from translated.forms
        for path in self._files.under(TEMPLATES):
            content = self._memo.read(path)
            if isinstance(content, bytes):
                yield decoded(path, content)[0]

    def _public_of(self, source: str) -> str:
        """All that is public of a source, as HTML."""
        ground, front = self._site.rendering.plan.ground, self._site.texts.sources[source].front
        body = ground.bodies.get(source)
        return "\n\n".join((*_strings(msgspec.to_builtins(front)), _html(body) if body else ""))

    def _among(self, html: str) -> frozenset[int]:
        return self._runs.of(html)


def _html(body: Body) -> str:
    return "".join(part if isinstance(part, str) else _spoken(part) for part in body.parts)


def _spoken(part: object) -> str:
    return f' <img alt="{part.alt}" title="{part.title}"> ' if isinstance(part, Picture) else ""


def _strings(value: Any) -> Iterator[str]:
    """All texts in a plain value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
