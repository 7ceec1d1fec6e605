"""Headings: their text, and an id for each that a link can end in."""

from collections import Counter
from collections.abc import Container

from markdown_it.rules_core import StateCore

from ordskifte.model.document import AuthorFront, Front, Heading, SeriesFront
from ordskifte.model.slugs import slug
from ordskifte.parse.body.draft import Draft
from ordskifte.parse.body.words import plain


def headings(state: StateCore) -> None:
    """Core rule after `text_join`, when words are what they will be, and ids that were written are taken."""
    draft = Draft.of(state.env)
    repeated: Counter[str] = Counter()
    for opening, words in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type != "heading_open":
            continue
        text = plain(words.children)
        id = str(opening.attrs.get("id", "")) or _free(slug(text) or "section", draft.ids, repeated)
        if "id" not in opening.attrs:
            opening.attrs["id"] = id
            draft.ids.add(id)
            draft.anchors.append(id)
        if draft.before:
            draft.places[f"heading.{len(draft.headings)}"] = draft.place(opening)
        draft.headings.append(Heading(int(opening.tag[1]), id, text))
        if opening.tag == "h1":
            is_title = text in _titles(draft.source.front)
            hint = "Delete it: the title is shown above the text." if is_title else "Begin with `##`."
            message = "The title of the page is its only `#` heading."
            draft.error("markdown-h1", message, draft.place(opening), hint)


def _titles(front: Front) -> Container[str]:
    """What the title of the page is, or may be in a language."""
    if isinstance(front, SeriesFront):
        return ()  # It is called as `site.toml` says.
    return [front.name] if isinstance(front, AuthorFront) else [words for _, words in front.title.values]


def _free(id: str, taken: Container[str], repeated: Counter[str]) -> str:
    """The id, or the first of `id-2`, `id-3`, … that nothing has."""
    numbered = id
    while numbered in taken:
        repeated[id] += 1
        numbered = f"{id}-{repeated[id] + 1}"
    return numbered
