"""What is written is searched for what is sealed, before any of it is published.

An output is searched where it is made, in the worker's memory. What stands already is searched when a text has become
sealed or is another one. Words that are public elsewhere are no secret; they are gathered only once something was
found, for that takes a look at all texts.
"""

import secrets
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct

from ordskifte.check.leaks import Runs, Search, leaked
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.model.document import Body, Picture
from ordskifte.model.secrets import Secret
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared
from ordskifte.pipeline.workers import HERE, Workers
from ordskifte.render.keys import runs_key
from ordskifte.tree import content

SHARE = 100
"""Outputs that a worker is given at a time."""


class _Known(Struct, frozen=True):
    mark: bytes
    runs: bytes


class Guard:
    """Looks for the sealed texts of one site."""

    def __init__(self, site: Prepared, memo: Memo, master: Secret | None) -> None:
        self._site = site
        self._memo = memo
        self._runs = Runs(runs_key(master or Secret(secrets.token_bytes(32))))
        self._sealed: Mapping[str, Collection[int]] = (
            self._kept(master) if master else {source: self._of(source) for source in site.sealed}
        )
        self.search = Search(self._runs, self._sealed)

    def leaks(self, found: Iterable[tuple[str, bytes]]) -> Iterator[Diagnostic]:
        """What of the outputs in which something was found is a leak, by their paths and bytes."""
        for path, said in found:
            if self.search.sources(said, path):
                yield from leaked(path, self._careful.sources(said, path))

    @cached_property
    def _careful(self) -> Search:
        """As `search`, but for what is public anywhere."""
        return Search(self._runs, self._sealed, [self._public()])

    def standing(
        self, before: Mapping[str, bytes], root: bytes, paths: Sequence[str], workers: Workers
    ) -> Iterator[str]:
        """Of the outputs that stand, those in which something is found that was not sealed before, or not so."""
        added = {source for source in self._sealed if before.get(source) != self._site.sealed[source]}
        if not added or not paths:
            return
        searching = workers if workers.is_forking else HERE  # Runs are sent to no one.
        name = secrets.token_hex(8)
        _searches[name] = Search(self._runs, {source: self._sealed[source] for source in added})
        try:
            looks = [Look(name, root, share) for share in searching.shares(paths, SHARE)]
            for found in searching.map(suspects, looks, len(paths)):
                yield from found
        finally:
            del _searches[name]

    def _of(self, source: str) -> frozenset[int]:
        """The runs of a sealed text that are not in its own public part."""
        text = self._site.vault.text(source) if self._site.vault else Secret(b"")
        return self._runs.of(text.bare.decode()) - self._among(self._public_of(source))

    def _kept(self, master: Secret) -> Mapping[str, Collection[int]]:
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
        return {source: array("q", known.runs) for source, known in now.items()}

    def _public(self) -> frozenset[int]:
        """The runs of all that is public: texts, the heads of articles, and words of the interface."""
        ground, texts = self._site.rendering.plan.ground, self._site.texts
        found = {run for source in ground.bodies for run in self._among(self._public_of(source))}
        for words in (*_strings(msgspec.to_builtins(texts.config)), *self._interface()):
            found.update(self._among(words))
        return frozenset(found)

    def _interface(self) -> Iterator[str]:
        """Messages and their translations. What else stands in a template nobody has called words for all."""
        for catalog in self._site.texts.catalogs.values():
            for translated in catalog.messages.values():
                yield from translated.forms
        for template in self._site.texts.templates.values():
            for asked in template.messages:
                yield from (asked.message.msgid, asked.plural)

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


# --------------------------------------------------------------------------------------
# By workers
# --------------------------------------------------------------------------------------


class Look(Struct, frozen=True):
    """Some outputs that stand below a root, to be searched."""

    search: str
    root: bytes
    paths: Sequence[str]


_searches: dict[str, Search] = {}
"""By names that the processes know that are forked off this one."""


def suspects(look: Look) -> tuple[str, ...]:
    """The outputs in which something is found."""
    search = _searches[look.search]
    return tuple(path for path in look.paths if search.sources(content(look.root, path) or b"", path))
