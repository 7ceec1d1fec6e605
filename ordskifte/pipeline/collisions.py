"""Outputs that would be one file on some disk, whoever makes them."""

from collections.abc import Iterable, Iterator, Sequence

from ordskifte.model.diagnostics import Diagnostic, Span, error
from ordskifte.model.site import Target
from ordskifte.render.assets import COPIES
from ordskifte.render.pages import LISTINGS, PAGES
from ordskifte.render.redirects import REDIRECTS


def collisions(targets: Iterable[Target]) -> Iterator[Diagnostic]:
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
            yield error("output-twice", message, _claimed_at(claimants), "Rename one of them.")
        if path in folders:
            named = _claimant(folders[path][0])
            message = f"The file {path} would stand where a folder is needed: for {named}."
            yield error("output-twice", message, _claimed_at(claimants), "Rename one of them.")


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _claimant(target: Target) -> str:
    """What an output is made of: `static/x.txt`, `section debate 2 (nb)`."""
    subject = " ".join(str(part) for part in target.subject if part != "")
    return subject if target.renderer == COPIES.name else f"{subject} ({target.locale})"


def _claimed_at(claimants: Sequence[Target]) -> Span:
    """The file that is published as it is, where one claims the output: its name is easily changed."""
    copies = (str(target.subject[0]) for target in claimants if target.renderer == COPIES.name)
    return Span(next(copies, claimants[0].path))
