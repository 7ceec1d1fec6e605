"""A site in one text, resolved without templates: files begin at lines `-- path --`, and no disk is touched."""

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from ordskifte.model.clock import parsed_moment
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import At, Diagnostic, Places, in_order, placed
from ordskifte.model.document import Face, Source
from ordskifte.model.site import Clock, Page, Site
from ordskifte.model.translations import State
from ordskifte.model.urls import LEDGER, Urls
from ordskifte.parse.config import parse_config
from ordskifte.parse.document import parse_document, parse_source
from ordskifte.parse.names import named
from ordskifte.parse.urls import parse_urls
from ordskifte.parse.urls import places as places_in_ledger
from ordskifte.resolve.access import may_seal
from ordskifte.resolve.site import resolve

AT = "2026-06-01T12:00"

SITE = """
[site]
title = {nb = "Prøven", en = "The Trial"}
url = "https://example.org"
time_zone = "Europe/Oslo"
default_locale = "nb"
page_size = 2
[urls]
article = "a/{slug}/"
author = "by/{slug}/"
authors = "by/"
listing = "p{number}/"
[sections.debate]
name = {nb = "Debatt", en = "Debate"}
[sections.members]
name = {nb = "Medlem", en = "Members"}
access = "members"
[tags.sea]
name = {nb = "Havet", en = "The sea"}
[tags.ice]
name = {nb = "Isen", en = "The ice"}
[series.atlas]
name = {nb = "Atlas", en = "Atlas"}
"""
NB = '[locales.nb]\nname = "Norsk"\npath = ""\n'
EN = '[locales.en]\nname = "English"\n'
NN = '[locales.nn]\nname = "Nynorsk"\nfallback = ["nb"]\n'
TWO = NB + EN
SPRING = """
[[campaign]]
id = "spring"
slot = "article-end"
title = "T"
body = "B"
start = 2026-07-01T08:00:00
end = 2026-07-15T08:00:00
"""


class Texts(Struct):
    """What a text holds, parsed."""

    config: Config
    sources: tuple[Source, ...]
    faces: tuple[Face, ...]
    places: dict[str, Places]
    urls: Urls

    def resolved(
        self, at: str = AT, *, drafts: bool = False, future: bool = False, states: Mapping[str, State] = {}
    ) -> tuple[Site, tuple[Diagnostic, ...]]:
        return resolve(self.config, self.faces, clock(at, drafts=drafts, future=future), states, self.urls)

    def site(
        self, at: str = AT, *, drafts: bool = False, future: bool = False, states: Mapping[str, State] = {}
    ) -> Site:
        return self.resolved(at, drafts=drafts, future=future, states=states)[0]

    def page(self, locale: str, key: str, at: str = AT, kind: str = "article") -> Page:
        return self.site(at).pages[locale, kind, key]

    def problems(self, at: str = AT, *, drafts: bool = False) -> list[str]:
        """What resolve finds wrong, as `place: severity: code: message hint`."""
        found = (placed(problem, self.places) for problem in self.resolved(at, drafts=drafts)[1])
        return [told(problem) for problem in in_order(tuple(found))]


def told(problem: Diagnostic) -> str:
    span = problem.span
    assert not isinstance(span, At)
    place = f"{span.source}:{span.line}:{span.column}" if span.line else span.source
    return f"{place}: {problem.severity}: {problem.code}: {problem.message} {problem.hint}".rstrip()


def clock(at: str, *, drafts: bool = False, future: bool = False) -> Clock:
    return Clock(parsed_moment(at, "Europe/Oslo"), drafts, future)


def config(more: str = "", editions: str = TWO) -> Config:
    """The test site's configuration, with more of it; it must be without problems."""
    return _config(SITE + editions + more)[0]


@cache
def _config(text: str) -> tuple[Config, Places]:
    found, places, problems = parse_config(text)
    assert problems == ()
    assert found is not None
    return found, places


def texts(text: str, more: str = "", editions: str = TWO) -> Texts:
    """The sources of a text under the test site's `site.toml`, or under its own."""
    paths, contents = (re.split(r"^-- (\S+) --\n", text, flags=re.MULTILINE)[start::2] for start in (1, 2))
    files = dict(zip(paths, contents, strict=True))
    found, places = _config(files.pop("site.toml", SITE + editions + more))
    ledger = files.pop(LEDGER, "")
    urls, faults = parse_urls(ledger)
    assert faults == ()
    sources = tuple(_source(path, content, found) for path, content in files.items())
    sealing = may_seal(sources, found)
    documents = [
        parse_document(source, may_seal=source.path in sealing, preview=sealing.get(source.path)) for source in sources
    ]
    return Texts(
        found,
        sources,
        tuple(document.face for document in documents),
        {
            "site.toml": places,
            LEDGER: places_in_ledger(ledger),
            **{document.face.source: document.places for document in documents},
        },
        urls,
    )


def _source(path: str, text: str, config: Config) -> Source:
    name, problems = named(path, config.editions)
    assert name is not None
    assert problems == ()
    return parse_source(path, name, text, config.time_zone)


def article(path: str, title: str = "Title", front: str = "", body: str = "", date: str = "2026-01-13") -> str:
    """An original in the section `debate`, as one block of a text."""
    return f"-- content/articles/{path}.md --\n---\ntitle: {title}\ndate: {date}\nsection: debate\n{front}---\n{body}\n"


def translation(path: str, of: str, title: str = "Title", front: str = "", body: str = "") -> str:
    return f"-- content/articles/{path}.md --\n---\ntitle: {title}\ntranslation: {{of: {of}}}\n{front}---\n{body}\n"


def page(path: str, title: str = "Title", front: str = "", body: str = "") -> str:
    return f"-- content/pages/{path}.md --\n---\ntitle: {title}\n{front}---\n{body}\n"


def author(path: str, name: str = "Kari Nordmann", front: str = "", body: str = "") -> str:
    return f"-- content/authors/{path}.md --\n---\nname: {name}\n{front}---\n{body}\n"
