"""The syntax: CommonMark as its authors wrote it, and nothing else where nothing else is meant."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.parser_inline import ParserInline
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ordskifte.parse.markdown import parser
from tests.parse.bodies import SOUP

SPEC = Path(__file__).parents[2] / "node_modules" / "commonmark-spec" / "spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)


class PlainRenderer(RendererHTML):
    """Writes raw HTML as it was found, which the site never does."""

    def raw_block(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return tokens[n].content

    def comment(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return tokens[n].content

    def raw_inline(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return tokens[n].content

    def address(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return escapeHtml(tokens[n].content)


def written(spec_html: str) -> str:
    """The HTML of the specification with void elements and empty quotes as markdown-it writes HTML 5."""
    return re.sub(r"<(br|hr|img[^>]*) />", r"<\1>", spec_html).replace("<blockquote>\n</", "<blockquote></")


@pytest.mark.gate
def test_every_example_of_commonmark_is_read_as_its_specification_says() -> None:
    """All of 0.31.2. The additions change none of them; that raw HTML is shown as text is the renderer's doing."""
    examples = EXAMPLE.findall(SPEC.read_text(encoding="utf-8").replace("→", "\t"))
    markdown = parser(PlainRenderer)
    differing = {
        number: (markdown.render(text), expected)
        for number, (text, expected) in enumerate(examples, start=1)
        if written(markdown.render(text)) != written(expected)
    }
    assert len(examples) == 652
    assert differing == {}


@given(SOUP)
@settings(deadline=None)
def test_what_is_read_at_a_look_is_what_markdown_it_reads(text: str) -> None:
    quick, thorough = parser(), parser()
    thorough.block.ruler = Ruler()
    thorough.block.ruler.__rules__ = quick.block.ruler.__rules__
    thorough.inline = ParserInline()
    thorough.inline.ruler.__rules__ = quick.inline.ruler.__rules__
    assert quick.parse(text) == thorough.parse(text)


EMPHASIS = st.lists(st.sampled_from(("a", "ø1", "é", "_", "*", "**", "__", "*b*", "**c d**", " ", ", ", ".", "”", "½")))


@given(EMPHASIS.map("".join))
@settings(deadline=None)
def test_plain_emphasis_is_what_markdown_it_finds(text: str) -> None:
    quick, thorough = parser(), parser()
    thorough.inline = ParserInline()
    thorough.inline.ruler.__rules__ = quick.inline.ruler.__rules__
    assert quick.parse(text) == thorough.parse(text)


ADDRESS = st.lists(
    st.sampled_from(
        (
            *(
                "https:",
                "http:",
                "mailto:",
                "article:",
                "file:",
                "x:",
                "HTTP:",
                "//",
                "/",
                "#",
                "?",
                ".",
                "..",
                "-",
                "_",
            ),
            *("example.org", "xn--", "xn--bcher-kva", "bücher", "a", "z9", "80", ":", "@", "%20", "%", "~", " ", "--"),
        )
    )
)


@given(ADDRESS.map("".join))
def test_an_address_is_written_as_markdown_it_writes_it(address: str) -> None:
    ours, theirs = parser(), MarkdownIt()
    assert ours.normalizeLink(address) == theirs.normalizeLink(address)
    shown = re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", theirs.normalizeLinkText(address))
    assert ours.normalizeLinkText(address) == shown


def test_a_rule_of_a_site_is_asked_about_every_block() -> None:
    def shout(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        token = state.push("shout", "", 0)
        token.content = state.getLines(start, end, 0, keepLastLF=False)
        state.line = end
        return True

    markdown = parser()
    markdown.block.ruler.before("table", "shout", shout)
    for text in ("> a", "# a", "a", "::: a"):
        assert [(token.type, token.content) for token in markdown.parse(text)] == [("shout", text)]


def test_a_rule_of_a_site_is_asked_about_every_character_that_may_mean_something() -> None:
    def price(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != "$":
            return False
        if not silent:
            state.push("price", "", 0)
        state.pos += 1
        return True

    markdown = parser()
    markdown.inline.ruler.push("price", price)
    assert [token.type for token in markdown.parseInline("a $ *b*")[0].children or ()] == [
        *("text", "price", "text"),
        *("em_open", "text", "em_close"),
    ]
