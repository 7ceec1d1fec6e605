"""What came of an import, as a text for the person who goes on from there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from msgspec import Struct

from ordskifte.tools.wordpress.kinds import KINDS
from ordskifte.tools.wordpress.media import Asset
from ordskifte.tools.wordpress.site import Plan
from ordskifte.tools.wordpress.values import Note

_LEFT: Mapping[str, str] = {
    "nav_menu_item": "entries of menus; menus are written in site.toml",
    "revision": "older versions of texts",
    "wp_block": "reusable blocks",
    "wp_template": "templates",
    "wp_template_part": "parts of templates",
    "wp_global_styles": "styles",
    "wp_navigation": "menus; menus are written in site.toml",
    "custom_css": "styles",
    "customize_changeset": "settings",
    "oembed_cache": "copies of other sites' cards",
}
_SAFE = "/:?&=%#+,;@~!$'()*-._"
_HERE = ("post", "page", "attachment", "guest-author")


class Came(Struct, frozen=True):
    """What was written."""

    written: tuple[str, ...]
    there: tuple[str, ...]
    """What was there already, and has been left."""
    assets: tuple[Asset, ...]
    notes: tuple[Note, ...]


def counts(plan: Plan, came: Came) -> list[str]:
    """What came, each thing with how many there are of it: "3 articles"."""
    written = {*came.written}
    texts = [version for version in plan.versions.values() if version.path in written]
    articles = [text for text in texts if text.kind == "article"]
    kinds = Counter(path.split("/")[1] for path in written if path.startswith("content/") and path.endswith(".md"))
    found = (
        (sum(text.is_original for text in articles), "article", "articles"),
        (sum(not text.is_original for text in articles), "translation", "translations"),
        (kinds["pages"], "page", "pages"),
        (kinds["authors"], "author", "authors"),
        (len({topic.id for topic in plan.topics.sections.values()}), "section", "sections"),
        (len({topic.id for topic in plan.topics.tags.values()}), "tag", "tags"),
        (sum(bool(asset.found) for asset in came.assets), "picture or other file", "pictures and other files"),
        (sum(map(len, plan.redirects.values())), "old address that leads on", "old addresses that lead on"),
    )
    return [f"{count} {one if count == 1 else many}" for count, one, many in found if count]


def left(plan: Plan) -> Iterator[tuple[str, int]]:
    """What the export has that did not come along."""
    for kind, count in sorted(plan.index.counts.items()):
        if kind not in _HERE:
            yield _LEFT.get(kind, f"entries of the kind `{kind}`, which a plugin or a theme has made"), count
    if plan.index.comments:
        yield "comments of readers", plan.index.comments
    thrown = sum(entry.status in ("trash", "auto-draft") for entry in plan.index.entries)
    if thrown:
        yield "texts that were thrown away, or never begun", thrown


def by_kind(notes: Iterable[Note]) -> dict[str, list[Note]]:
    """The notes of each kind, in the order of the kinds, each note once."""
    groups: dict[str, list[Note]] = {}
    for note in dict.fromkeys(notes):
        groups.setdefault(note.kind, []).append(note)
    return {kind: sorted(groups[kind], key=_order) for kind in KINDS if kind in groups}


def _order(note: Note) -> tuple[str, int, str, int, str]:
    return note.path, note.line, note.place.file, note.place.line, note.words


def report(plan: Plan, came: Came, files: Sequence[str], fetch: str) -> str:
    """The report as Markdown; `fetch` is the file that says what is to be fetched."""
    return "".join(f"{line}\n" for line in _lines(plan, came, files, fetch))


def _lines(plan: Plan, came: Came, files: Sequence[str], fetch: str) -> Iterator[str]:
    title = " ".join(plan.index.channel.title.split())
    yield f"# What came of {_code(title) if title else 'the import'}"
    yield ""
    yield f"From {', '.join(map(_code, files))}."
    yield ""
    yield from (f"- {what}" for what in counts(plan, came) or ["Nothing that was not there already"])
    yield ""
    missing = [asset for asset in came.assets if not asset.found]
    groups = by_kind(came.notes)
    yield from _fetching(missing, fetch)
    yield from _groups("What needs a person", {kind: of for kind, of in groups.items() if KINDS[kind].is_work})
    yield from _groups("What is good to know", {kind: of for kind, of in groups.items() if not KINDS[kind].is_work})
    yield from _left_out(plan)


def _fetching(missing: Sequence[Asset], fetch: str) -> Iterator[str]:
    if not missing:
        return
    yield "## Files that are to be fetched"
    yield ""
    yield f"{len(missing)} of the files that the texts need lie on the old site. Pictures have to be there for a build."
    yield "As long as the old site stands, this fetches them all, from the folder of the new one:"
    yield ""
    yield "```sh"
    yield f"curl --fail --globoff --location --create-dirs --config {fetch}"
    yield "```"
    yield ""
    yield "Or import again, with `--media` and a copy of the folder `wp-content/uploads`: what came stays as it is, and"
    yield "its pictures are put beside it."
    yield ""


def fetching(assets: Iterable[Asset]) -> str:
    """What curl is to fetch, and where it is to put it."""
    missing = sorted(asset for asset in assets if not asset.found and re.match(r"https?://", asset.source))
    return "".join(
        f"url = {_quoted(quote(asset.source, safe=_SAFE))}\noutput = {_quoted(asset.path)}\n" for asset in missing
    )


def _quoted(text: str) -> str:
    escaped = re.sub(r"[\x00-\x1f]", "", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _groups(title: str, groups: Mapping[str, list[Note]]) -> Iterator[str]:
    if not groups:
        return
    yield f"## {title}"
    yield ""
    for kind, notes in groups.items():
        yield f"### {KINDS[kind].title}: {len(notes)}"
        yield ""
        yield KINDS[kind].advice
        yield ""
        for note in notes:
            yield f"- {_note(note)}"
        yield ""


def _note(note: Note) -> str:
    here = f"{note.path}:{note.line}" if note.path and note.line else note.path
    there = f"{note.place.file}:{note.place.line}" if note.place.line else note.place.file
    parts = [_code(here) if here else "", _code(note.words) if note.words else ""]
    said = ": ".join(filter(None, parts))
    return f"{said} (in the export: {_code(there)})" if there else said


def _code(text: str) -> str:
    """The text as code, whatever stands in it."""
    clean = " ".join(text.split())
    longest = max((len(found) for found in re.findall("`+", clean)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {clean} {fence}" if longest else f"`{clean}`"


def _left_out(plan: Plan) -> Iterator[str]:
    rows = list(left(plan))
    yield "## What did not come along"
    yield ""
    for what, count in rows:
        yield f"- {what}: {count}"
    if rows:
        yield ""
    yield "Addresses such as `/?p=12` cannot lead on: a site of plain files does not see what stands behind `?`."
    yield "Links to them inside the texts lead to the right text all the same."
