"""Where links lead, and which files pictures are. What is not known to be safe gets no address."""

import difflib
import posixpath
import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ordskifte.model.diagnostics import Span
from ordskifte.model.document import OWED, Link, Picture, Reference
from ordskifte.model.references import HERE, SCHEMES, parse_reference
from ordskifte.parse.body.draft import Draft
from ordskifte.parse.body.words import plain

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)", re.IGNORECASE)
_WEB = ("http", "https", "mailto", "tel")
_UNSAFE = ("javascript", "vbscript", "data", "file")
_MANY = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


def references(state: StateCore) -> None:
    """Core rule after `headings`, when all anchors of the body are known."""
    draft = Draft.of(state.env)
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "link_open":
                _settle_link(draft, block, token)
            elif token.type == "image":
                _settle_picture(draft, block, token)


def beside(source: str, file: str) -> str | None:
    """The path from the root of a file that is named in a source; None where it leaves the root."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), file))
    return None if path.startswith(("../", "/")) or path == ".." or _CONTROL.search(file) else path


# --------------------------------------------------------------------------------------
# Links
# --------------------------------------------------------------------------------------


def _settle_link(draft: Draft, block: Token, link: Token) -> None:
    """Gives the link its `href` or its hole, or neither."""
    href = str(link.attrs.pop("href"))
    place = draft.place(block, link.meta["at"])
    scheme = _scheme(href)
    if scheme in _WEB or href.startswith("//"):
        link.attrs = {"href": href, **link.attrs}
        if link.markup == "autolink":
            link.attrJoin("class", "url")
    elif href.startswith("/"):
        link.meta["hole"] = Link(Reference("site", href), link.meta.get("locale", block.meta["locale"]))
        if draft.before:
            draft.mention("address", draft.addresses, href, place)
    elif href in ("", "#"):
        draft.error("link-empty", "The link leads nowhere.", place, "Write where between the round brackets.")
    elif href.startswith("#"):
        if _is_anchor(draft, unquote(href[1:]), place):
            link.attrs = {"href": href, **link.attrs}
    elif reference := _reference(draft, scheme, unquote(href), place):
        link.meta["hole"] = Link(reference, link.meta.get("locale", block.meta["locale"]))
        draft.mention("link", draft.links, reference, place)


def _scheme(address: str) -> str:
    scheme = _SCHEME.match(address)
    return scheme[0].lower() if scheme else ""


def _is_anchor(draft: Draft, anchor: str, place: Span) -> bool:
    """Whether a link can end there. What the public part has not, the sealed one may have, which is read elsewhere."""
    if anchor in draft.ids:
        return True
    if draft.is_sealed and not draft.before:
        draft.mention("link", draft.links, Reference(HERE, "", anchor), place)
    else:
        hint = _suggestion(draft, anchor, () if draft.before else draft.anchors, "#")
        draft.error("link-anchor", f"There is no heading `#{draft.told(anchor)}` in this text.", place, hint)
    return False


def _reference(draft: Draft, scheme: str, address: str, place: Span) -> Reference | None:
    """What on the site the link points to."""
    if scheme in SCHEMES:
        return parse_reference(scheme + address[len(scheme) :])
    file, _, fragment = address.partition("#")
    if scheme in _UNSAFE:
        draft.warn(
            "link-unsafe",
            f"A link to `{draft.told(scheme)}:` is not published.",
            place,
            "Its words are; delete the link.",
        )
    elif scheme:
        known = (*SCHEMES, *_WEB)
        hint = _suggestion(draft, scheme, known, "", ":") or f"Known: {', '.join(f'{name}:' for name in known)}."
        draft.error("link-scheme", f"Nothing is known of links that begin with `{draft.told(scheme)}:`.", place, hint)
    elif not file.endswith(".md"):
        hint = "Write `article:key`, `page:key`, the path of a `.md` file, `/path` or `https://…`."
        message = f"`{draft.told(address)}` would lead to different places from different pages."
        draft.error("link-relative", message, place, hint)
    elif path := beside(draft.source.path, file):
        return Reference("path", path, fragment)
    else:
        _tell_of_outside(draft, file, place)
    return None


def _suggestion(draft: Draft, name: str, known: Sequence[str], before: str = "", behind: str = "") -> str:
    """What may have been meant; not for the hundredth mistake, since to find it takes time."""
    near = difflib.get_close_matches(name, known, 1) if len(draft.diagnostics) < _MANY else ()
    return f"Did you mean `{before}{near[0]}{behind}`?" if near else ""


# --------------------------------------------------------------------------------------
# Pictures
# --------------------------------------------------------------------------------------


def _settle_picture(draft: Draft, block: Token, image: Token) -> None:
    """Gives the picture its hole; one that cannot be shown is its alt text."""
    place = draft.place(block, image.meta["at"])
    image.content = plain(image.children)
    if not image.content.strip():
        hint = "Write it between the square brackets: what someone who cannot see the picture should know."
        draft.error("image-alt", "The picture has no alternative text.", place, hint)
    elif image.content.strip() == OWED:
        image.content = ""
        hint = "Write it in the place of `?`: what someone who cannot see the picture should know."
        draft.warn("image-alt-owed", "Nobody has described the picture yet.", place, hint)
    address = str(image.attrs["src"])
    path = beside(draft.source.path, unquote(address))
    if _scheme(address) or address.startswith("//"):
        hint = "Save it beside the text: readers' browsers ask no one else for anything."
        draft.error("image-remote", "The picture lies on another site.", place, hint)
    elif path is None:
        _tell_of_outside(draft, unquote(address), place)
    else:
        image.meta["hole"] = Picture(path, image.content, str(image.attrs.get("title", "")))
        draft.mention("image", draft.images, path, place)


def _tell_of_outside(draft: Draft, file: str, place: Span) -> None:
    hint = "Put it beside the text, and write its name."
    draft.error("path-outside", f"`{draft.told(file)}` lies outside the site.", place, hint)
