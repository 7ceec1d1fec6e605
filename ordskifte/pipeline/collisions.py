"""Outputs that would be one file on some disk, whoever makes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ordskifte.model.diagnostics import At, Diagnostic, Span, error
from ordskifte.model.site import Redirect, Target
from ordskifte.render.assets import COPIES
from ordskifte.render.cards import CARDS
from ordskifte.render.citation_files import CITATIONS
from ordskifte.render.compressed import COMPRESSED, SUFFIX
from ordskifte.render.feeds import FEEDS
from ordskifte.render.headers import HEADERS
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.redirects import REDIRECTS, RULES
from ordskifte.render.sitemap import ROBOTS, SITEMAPS

CALLED: Mapping[str, str] = {
    HEADERS.name: "the headers of all files",
    ROBOTS.name: "what robots are told",
    RULES.name: "the rules of redirects",
    SITEMAPS.name: "the sitemap",
}


def collisions(targets: Iterable[Target], redirects: Mapping[str, Redirect]) -> Iterator[Diagnostic]:
    """Outputs that would be one file, all of them named.

    Resolve tells of pages, lists and redirects at one address, and citations lie beside those pages; and what is
    compressed is told of as what it is made of.
    """
    claims: dict[str, list[Target]] = {}
    for target in targets:
        claims.setdefault(target.path.lower(), []).append(target)
    folders = {folder: claim for path, claim in reversed(claims.items()) for folder in _folders(path)}
    for path, claimants in claims.items():
        if len(claimants) > 1 and not _is_told_elsewhere(claimants):
            named = ", ".join(_claimant(claim) for claim in claimants)
            message = f"{len(claimants)} outputs would be {path}: {named}."
            yield error("output-twice", message, _claimed_at(claimants, redirects), "Rename one of them.")
        if path in folders:
            inner = folders[path][0]
            message = f"The file {path} would stand where a folder is needed: for {_claimant(inner)}."
            yield error("output-twice", message, _claimed_at((*claimants, inner), redirects), "Rename one of them.")


def _is_told_elsewhere(claimants: Sequence[Target]) -> bool:
    renderers = {claimant.renderer for claimant in claimants}
    return renderers <= {PAGES.name, LISTINGS.name, REDIRECTS.name, COMPRESSED} or renderers == {CITATIONS.name}


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _claimant(target: Target) -> str:
    """What an output is: `static/x.txt`, `the section debate, page 2 (nb)`, `the sitemap`."""
    if target.renderer == COMPRESSED:
        return f"{target.path.removesuffix(SUFFIX)}, compressed"
    match target.renderer, target.subject:
        case COPIES.name, (source,):
            return str(source)
        case PAGES.name, (kind, key):
            return f"the {kind} {key} ({target.locale})"
        case LISTINGS.name, (kind, id, number):
            page = f", page {number}" if number != 1 else ""
            return f"the {kind} {id}".rstrip() + f"{page} ({target.locale})"
        case CITATIONS.name, (_, key):
            return f"a citation of the article {key} ({target.locale})"
        case CARDS.name, (_, key):
            return f"the card of {key or 'the edition'} ({target.locale})"
        case FEEDS.name, (_, kind, id):
            return f"the feed of the {kind} {id}".rstrip() + f" ({target.locale})"
        case REDIRECTS.name, (url,):
            return f"the redirect from {url}"
    return CALLED.get(target.renderer, f"a file of the renderer `{target.renderer}`")


def _claimed_at(claimants: Sequence[Target], redirects: Mapping[str, Redirect]) -> Span | At:
    """Where one of them is easily changed: the file that is published as it is, else where an old address is named."""
    copies = (Span(str(target.subject[0])) for target in claimants if target.renderer == COPIES.name)
    old = (redirects[str(target.subject[0])].at for target in claimants if target.renderer == REDIRECTS.name)
    return next(copies, None) or next(old, None) or Span(claimants[0].path)
