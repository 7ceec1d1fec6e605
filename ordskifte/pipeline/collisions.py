"""Outputs that would be one file on some disk, whoever makes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ordskifte.model.diagnostics import At, Diagnostic, Span, error
from ordskifte.model.site import Redirect, Target
from ordskifte.render.assets import COPIES
from ordskifte.render.feeds import FEEDS
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.redirects import REDIRECTS, RULES
from ordskifte.render.sitemap import ROBOTS, SITEMAPS


def collisions(targets: Iterable[Target], redirects: Mapping[str, Redirect]) -> Iterator[Diagnostic]:
    """Outputs that would be one file, all of them named; resolve tells of pages, lists and redirects at one address."""
    claims: dict[str, list[Target]] = {}
    for target in targets:
        claims.setdefault(target.path.lower(), []).append(target)
    folders = {folder: claim for path, claim in reversed(claims.items()) for folder in _folders(path)}
    for path, claimants in claims.items():
        if len(claimants) > 1 and not all(
            claimant.renderer in (PAGES.name, LISTINGS.name, REDIRECTS.name) for claimant in claimants
        ):
            named = ", ".join(_claimant(claim) for claim in claimants)
            message = f"{len(claimants)} outputs would be {path}: {named}."
            yield error("output-twice", message, _claimed_at(claimants, redirects), "Rename one of them.")
        if path in folders:
            inner = folders[path][0]
            message = f"The file {path} would stand where a folder is needed: for {_claimant(inner)}."
            yield error("output-twice", message, _claimed_at((*claimants, inner), redirects), "Rename one of them.")


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _claimant(target: Target) -> str:
    """What an output is: `static/x.txt`, `the section debate, page 2 (nb)`, `the sitemap`."""
    match target.renderer, target.subject:
        case COPIES.name, (source,):
            return str(source)
        case PAGES.name, (kind, key):
            return f"the {kind} {key} ({target.locale})"
        case LISTINGS.name, (kind, id, number):
            page = f", page {number}" if number != 1 else ""
            return f"the {kind} {id}".rstrip() + f"{page} ({target.locale})"
        case FEEDS.name, (_, kind, id):
            return f"the feed of the {kind} {id}".rstrip() + f" ({target.locale})"
        case REDIRECTS.name, (url,):
            return f"the redirect from {url}"
        case SITEMAPS.name, _:
            return "the sitemap"
        case ROBOTS.name, _:
            return "what robots are told"
        case RULES.name, _:
            return "the rules of redirects"
    return f"a file of the renderer `{target.renderer}`"


def _claimed_at(claimants: Sequence[Target], redirects: Mapping[str, Redirect]) -> Span | At:
    """Where one of them is easily changed: the file that is published as it is, else where an old address is named."""
    copies = (Span(str(target.subject[0])) for target in claimants if target.renderer == COPIES.name)
    old = (redirects[str(target.subject[0])].at for target in claimants if target.renderer == REDIRECTS.name)
    return next(copies, None) or next(old, None) or Span(claimants[0].path)
