"""The syntax of bodies: CommonMark and the house's additions to it become markdown-it tokens.

Added are tables, strikethrough, footnotes, definition lists, attributes (`{lang=nb}`) and containers (`::: note`). Raw
HTML is found where CommonMark finds it, and is text. What a token means, where it leads and what of it is sealed is
not known here; that is the work of the rules in `body` and `seal`.

An inline token that somebody may have to be told about has `meta["at"]`, its offset in the content of its block.
"""

import re
from collections.abc import Callable, Mapping

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, backtick, html_inline, image, link
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from ordskifte.parse.dispatch import BlockRuler, InlineParser, InlineRule

ATTRIBUTES = ("lang", "id", "credit")
"""What can be written in braces. Anything else never reaches the HTML; it is kept as `meta["insecure_attrs"]`."""

MAX_NESTING = 20
"""Levels of blocks in blocks, or of brackets in brackets, as in markdown-it's own `commonmark` preset."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# An address that stays as it is, as most do, which takes a thirtieth of the time for a text to find out otherwise.
_NORMAL = re.compile(r"(?!.*xn--)[a-z]+:(?://[a-z0-9]|[a-z])[a-z0-9./_-]*(?:#[a-z0-9-]+)?")
_CODE_FENCE = re.compile(r"`{3,}(?!.*`)|~{3,}")
_NOTE_MARK = re.compile(r"\[\^([^\s\[\]]+)\]")


class Parser(MarkdownIt):
    """Lets every address through: it is `body` that publishes the ones it knows, and tells of the others."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url if _NORMAL.fullmatch(url) else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        if _NORMAL.fullmatch(link):
            return link
        return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", super().normalizeLinkText(link))


def parser(renderer: Callable[[MarkdownIt], RendererProtocol] = RendererHTML) -> Parser:
    """A new parser. Making one is dear and using it leaves no trace in it: one is enough for a process."""
    # `html` lets markdown-it find raw HTML; `raw_block` and `raw_inline` make text of it at once.
    markdown = Parser("js-default", {"html": True, "maxNesting": MAX_NESTING}, renderer_cls=renderer)
    markdown.disable(["linkify", "replacements", "smartquotes"])
    markdown.use(deflist_plugin)
    markdown.use(footnote_plugin, inline=False, move_to_end=False)
    markdown.use(attrs_plugin, spans=True, allowed=ATTRIBUTES)
    markdown.use(attrs_block_plugin, allowed=ATTRIBUTES)
    markdown.core.ruler.after("attr", "heading_attributes", heading_attributes)
    markdown.core.ruler.at("normalize", without_nulls)
    markdown.block.ruler = BlockRuler(markdown.block.ruler)
    block, inline = markdown.block.ruler, markdown.inline.ruler
    block.before("fence", "container", container, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    block.at("html_block", raw_block, {"alt": ["paragraph", "reference", "blockquote"]})
    span = dict(zip(inline.get_active_rules(), inline.getRules(), strict=True))["span"]
    inline.at("span", _placed(_never_silent(span)))
    inline.at("backticks", _placed(backtick))
    inline.at("link", _placed(link))
    inline.at("image", _placed(image))
    inline.at("autolink", _placed(address))
    inline.at("html_inline", _placed(raw_inline))
    inline.at("footnote_ref", _placed(note_mark))
    markdown.inline = InlineParser(markdown.inline)
    return markdown


def without_nulls(state: StateCore) -> None:
    """Core rule: U+0000 is U+FFFD (CommonMark §2.3). Lines end in LF, which a source has seen to."""
    if "\0" in state.src:
        state.src = state.src.replace("\0", "\ufffd")


# --------------------------------------------------------------------------------------
# Blocks
# --------------------------------------------------------------------------------------


def raw_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a block of HTML, as `comment` if it is one comment and nothing else, or as `raw_block`."""
    found = html_block(state, start, end, silent)
    if found and not silent:
        token = state.tokens[-1]
        token.type = "comment" if _is_comment(token.content.strip()) else "raw_block"
    return found


def _is_comment(html: str) -> bool:
    return html.startswith("<!--") and html.find("-->") == len(html) - len("-->")


def container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: `::: name {attributes}`, any blocks, `:::`. One may stand inside another.

    One that is never closed ends where its parent ends, which `meta["is_closed"]` tells; a fence that closes nothing is
    the token `container_stray`.
    """
    fence = _container_fence(state, start)
    if fence is None:
        return False
    if silent:
        return True
    if not fence:
        state.push("container_stray", "", 0).map = [start, start + 1]
        state.line = start + 1
        return True
    last, is_closed = _container_end(state, start, end)
    opening = state.push("container_open", "div", 1)
    opening.map = [start, last]
    opening.meta["is_closed"] = is_closed
    name, brace, rest = fence.partition("{")
    attributes = _attributes(brace + rest) if brace else {}
    opening.info = fence if attributes is None else name.strip()
    opening.content = _text(state, start)
    _give(opening, attributes or {})
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = parent, line_max
    state.push("container_close", "div", -1).info = opening.info
    state.line = last + 1 if is_closed else last
    return True


def _container_fence(state: StateBlock, line: int) -> str | None:
    """What stands behind the colons of a fence: nothing where it closes one. None for a line that is no fence."""
    text = _text(state, line)
    if not text.startswith(":::") or state.is_code_block(line):
        return None
    return text.lstrip(":").strip()


def _container_end(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """The line that a container begun at `start` ends before, and whether that line is the fence that closes it."""
    depth, code_fence = 0, ""
    for line in range(start, end):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line, False
        text = _text(state, line)
        if code_fence:
            code_fence = "" if text.startswith(code_fence) and not text.strip(code_fence[0] + " \t") else code_fence
        elif opened := _CODE_FENCE.match(text):
            code_fence = opened[0]
        elif (fence := _container_fence(state, line)) is not None:
            depth += 1 if fence else -1
            if depth == 0:
                return line, True
    return end, False


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def heading_attributes(state: StateCore) -> None:
    """Core rule: `## Title {#subscribe}`. Elsewhere attributes stand on the line above their block."""
    if "{" not in state.src:
        return
    for opening, words in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and words.content.endswith("}"):
            title, brace, rest = words.content.rpartition("{")
            attributes = _attributes(brace + rest)
            if attributes is not None and (not title or title[-1].isspace()):
                _give(opening, attributes)
                words.content = title.rstrip()


def _attributes(text: str) -> Mapping[str, str] | None:
    """What a pair of braces says; None if the braces are just text."""
    try:
        length, attributes = parse_attributes(text)
    except ParseError:
        return None
    return attributes if length == len(text) - 1 else None


def _give(token: Token, attributes: Mapping[str, str]) -> None:
    """Gives a token its attributes as the plugin for the other ones does."""
    token.attrs.update({name: value for name, value in attributes.items() if name in ATTRIBUTES})
    refused = {name: value for name, value in attributes.items() if name not in ATTRIBUTES}
    if refused:
        token.meta["insecure_attrs"] = refused


# --------------------------------------------------------------------------------------
# Inlines
# --------------------------------------------------------------------------------------


def address(state: StateInline, silent: bool) -> bool:
    """Inline rule: `<https://…>`. It shows the token `address`, which is no text, and is no link inside another."""
    found = autolink(state, silent)
    if found and not silent:
        state.tokens[-2].type = "address"
        if state.linkLevel:
            del state.tokens[-1], state.tokens[-2]
    return found


def raw_inline(state: StateInline, silent: bool) -> bool:
    """Inline rule: a tag or a comment among words, as the token `raw_inline`."""
    found = html_inline(state, silent)
    if found and not silent:
        state.tokens[-1].type = "raw_inline"
    return found


def note_mark(state: StateInline, silent: bool) -> bool:
    """Inline rule: `[^label]`, whether or not there is such a note."""
    mark = _NOTE_MARK.match(state.src, state.pos, state.posMax)
    if mark is None:
        return False
    if not silent:
        token = state.push("note_mark", "", 0)
        token.content = mark[0]
        token.meta["label"] = mark[1]
    state.pos = mark.end()
    return True


def _placed(rule: InlineRule) -> InlineRule:
    """The rule, whose token knows where it begins."""

    def placed(state: StateInline, silent: bool) -> bool:
        at, before = state.pos, len(state.tokens)
        found = rule(state, silent)
        # The first of the new tokens may be the text that stood before it.
        for token in state.tokens[before : before + 2]:
            if token.type != "text":
                token.meta.setdefault("at", at)
        return found

    return placed


def _never_silent(rule: InlineRule) -> InlineRule:
    """The rule, passed over where markdown-it looks for the end of a link's words: so they may hold a span."""

    def audible(state: StateInline, silent: bool) -> bool:
        return not silent and rule(state, silent)

    return audible
