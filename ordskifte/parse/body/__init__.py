"""The Markdown of one source becomes its Body: HTML with holes, and all that other rooms ask about it.

Knows what the syntax means: languages, ids, figures, footnotes, what links and pictures point at. Knows nothing of
addresses, nor of the edition that the body will stand in: those are what the holes are for.
"""

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from msgspec import Struct

from ordskifte.model.diagnostics import Diagnostics, Places
from ordskifte.model.document import Body, Heading, Reference, Source
from ordskifte.model.payments import Purpose
from ordskifte.parse.body.attributes import attributes
from ordskifte.parse.body.draft import Draft
from ordskifte.parse.body.embeds import embeds
from ordskifte.parse.body.figures import figures
from ordskifte.parse.body.headings import headings
from ordskifte.parse.body.html import Renderer
from ordskifte.parse.body.notes import notes
from ordskifte.parse.body.references import references
from ordskifte.parse.body.seal import seal
from ordskifte.parse.body.structure import structure
from ordskifte.parse.body.typography import typography
from ordskifte.parse.markdown import parser

Extension = Callable[[MarkdownIt], object]
"""A site's own addition to the syntax: a function on the parser."""


class ParsedBody(Struct, frozen=True):
    """What a body says, without what is sealed of it."""

    body: Body
    headings: tuple[Heading, ...]
    anchors: tuple[str, ...]
    links: tuple[Reference, ...]
    addresses: tuple[str, ...]
    images: tuple[str, ...]
    payments: tuple[Purpose, ...]
    embeds: tuple[str, ...]
    words: int
    """Of the whole text."""
    is_sealed: bool
    places: Places
    diagnostics: Diagnostics


def parse_body(
    source: Source,
    *,
    may_seal: bool,
    preview_paragraphs: int | None = None,
    extension: Extension | None = None,
) -> ParsedBody:
    """The body of a source. With `may_seal` it ends at the divider, else behind its preview, and holds nothing of the
    text behind it; without, all of it is there.
    """
    draft = Draft(source, may_seal, preview_paragraphs or 0)
    return _parsed(draft, _parser(extension).render(source.body, {"draft": draft}))


def parse_sealed(source: Source, *, preview_paragraphs: int | None = None) -> ParsedBody:
    """The part of a source that `parse_body` leaves out, to stand behind the public one: its ids are other ones, and
    its footnotes are numbered on. A footnote that both refer to is in both, but what is to be said of it is said of the
    public part. Its diagnostics have no word of it.
    """
    public = Draft(source, may_seal=True, preview_paragraphs=preview_paragraphs or 0)
    _parser(None).parse(source.body, {"draft": public})
    draft = Draft(source, True, preview_paragraphs or 0, before=public, ids=set(public.ids))
    return _parsed(draft, _parser(None).render(source.body, {"draft": draft}))


def _parsed(draft: Draft, html: str) -> ParsedBody:
    return ParsedBody(
        body=Body(draft.source.locale, draft.parts(html)),
        headings=tuple(draft.headings),
        anchors=tuple(draft.anchors),
        links=tuple(draft.links),
        addresses=tuple(draft.addresses),
        images=tuple(draft.images),
        payments=tuple(draft.payments),
        embeds=tuple(draft.embeds),
        words=draft.words,
        is_sealed=draft.is_sealed,
        places=draft.places,
        diagnostics=tuple(draft.diagnostics),
    )


@cache
def _parser(extension: Extension | None) -> MarkdownIt:
    """One parser for the process, with what its tokens mean as rules of its core, in this order."""
    markdown = parser(Renderer)
    if extension:
        extension(markdown)
    core = markdown.core.ruler
    core.before("inline", "seal", seal)
    for rule in (figures, notes, embeds, structure, attributes, typography):
        core.before("text_join", rule.__name__, rule)
    for rule in (headings, references):
        core.push(rule.__name__, rule)
    return markdown
