"""The pages of a built site, and the fewest of them that between them show all there is."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path, PurePosixPath

from selectolax.lexbor import LexborHTMLParser

EDITIONS = ("en",)
"""The editions that have a folder of their own."""


def html(site: Path) -> dict[str, str]:
    """Every page by its path from the root of the site."""
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))
    }


def address(path: str) -> str:
    """What a reader's browser asks for: `/en/about/`."""
    return f"/{path.removesuffix('index.html')}"


def representatives(pages: Mapping[str, str]) -> tuple[str, ...]:
    """Pages of every kind in every edition, which show all elements and classes that pages of this kind have.

    None of those at old addresses, which a browser leaves at once.
    """
    stay = sorted((path for path, page in pages.items() if 'http-equiv="refresh"' not in page), key=kind)
    return tuple(path for _, paths in groupby(stay, key=kind) for path in _cover(paths, pages))


def kind(path: str) -> tuple[str, ...]:
    """Edition, folder and depth: `artikler/*/` is one kind, and each page at the top is one of its own."""
    parts = PurePosixPath(address(path)).parts[1:]
    edition, rest = (parts[:1], parts[1:]) if parts[:1] == EDITIONS else ((), parts)
    return ("/".join(edition), rest[0] if rest else "", str(len(rest)))


def _cover(paths: Iterable[str], pages: Mapping[str, str]) -> list[str]:
    """Enough of the pages to show all that is shown on any, those that show most first."""
    shown = {path: elements(pages[path]) for path in paths}
    chosen: list[str] = []
    seen: set[str] = set()
    while shown:
        path = max(shown, key=lambda path: (len(shown[path] - seen), path))
        if chosen and shown[path] <= seen:
            break
        chosen.append(path)
        seen |= shown.pop(path)
    return chosen


def elements(page: str) -> set[str]:
    """Every element on a page with each of its classes."""
    nodes = LexborHTMLParser(page).css("body *")
    return {f"{node.tag}.{name}" for node in nodes for name in (node.attributes.get("class") or "").split() or [""]}
