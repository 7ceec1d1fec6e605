"""Bodies of entries as Markdown, in a world in which each link leads where it says."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from ordskifte.model.document import ArticleFront, Kind, Source
from ordskifte.model.text import Texts
from ordskifte.parse.body import ParsedBody, parse_body
from ordskifte.tools.wordpress.blocks import Converted, converted
from ordskifte.tools.wordpress.content import content
from ordskifte.tools.wordpress.markdown import written
from ordskifte.tools.wordpress.values import Place
from ordskifte.tools.wordpress.walk import Linked, Pictured

PLACE = Place("old.xml", 1)


class Plain:
    """Where links lead where they say, and pictures are called as they are there."""

    def link(self, address: str) -> Linked:
        return Linked("", "link-unsafe") if address.lower().startswith("javascript:") else Linked(address)

    def picture(self, source: str, id: int) -> Pictured:
        if source.startswith("https://elsewhere.example/"):
            return Pictured("", kind="picture-remote")
        return Pictured(f"{id}.jpg" if id else "picture.jpg", "Seen before" if id == 7 else "", "A <em>caption</em>")

    def gallery(self, said: Mapping[str, str]) -> Sequence[int]:
        return [int(id) for id in said.get("ids", "").split(",") if id.isascii() and id.isdigit()][:9]

    def media(self, source: str, id: int) -> Linked:
        return Linked(source)


def conversion(
    body: str, *, wanted: frozenset[str] = frozenset(), footnotes: Mapping[str, str] | None = None
) -> Converted:
    return converted(content(body, 1), PLACE, Plain(), locale="en", wanted=wanted, footnotes=footnotes)


def markdown(body: str) -> str:
    return written(conversion(body).text)[0]


def read(text: str) -> ParsedBody:
    """What the house's parser makes of a text."""
    front = ArticleFront(Texts((("en", "A"),)))
    source = Source("content/articles/a.en.md", Kind.ARTICLE, "a", "en", front, text, 1, {})
    return parse_body(source, may_seal=False)


def told(body: str) -> list[str]:
    """What is told of a body: its line in the export, its line in the text, what it is."""
    found = conversion(body)
    _, lines = written(found.text)
    return [f"{note.place.line} {lines.get(n, 0)} {note.kind}: {note.words}" for n, note in enumerate(found.notes)]


_TAGS = (
    *("p", "div", "h1", "h2", "h3", "b", "strong", "em", "i", "s", "code", "a", "a href='#a'", "a href='/b c'"),
    *("ul", "ol", "ol start=3", "li", "blockquote", "pre", "table", "tr", "td", "th", "td colspan=3", "dl", "dt", "dd"),
    *("span lang=fr", "p lang=ar", "q", "sup", "sub", "figure", "figcaption", "cite", "aside", "img alt='x*y'", "img"),
    *("br", "hr", "p id=a", "center", "font", "u", "details", "summary", "x-code name=ref", "section", "caption"),
    *("iframe src='https://maps.example/{a}' title='x*y'", "iframe src='https://maps.example/a#b'"),
)
_WORDS = (
    *("word", "ø", "two words", " ", "\n", "\n\n", "\u00a0", "1. ", "- ", "# ", "> ", "+", "=", "---", "***", "___"),
    *("*", "**", "_", "__", "`", "``", "~", "~~", "[", "]", "[a](b)", "![c](d)", "[^1]", "[^1]: ", "{", "}", "{#a}"),
    *(
        "{lang=nb}",
        "::: note",
        ":::",
        ": ",
        "|",
        "|-|",
        "&amp;",
        "&lt;b&gt;",
        "&copy",
        "\\",
        "!",
        '"',
        "'",
        "...",
        "--",
    ),
    *("<!-- note -->", "<!--more-->", "<!--nextpage-->", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->", "<", ">"),
    *(
        "[caption]",
        "[/caption]",
        "[gallery ids=1,2]",
        "[ref]",
        "[/ref]",
        "[x y=1]",
        "https://example.org/a_b",
        "$",
        "^",
    ),
    *(
        "\t",
        "    ",
        "<!-- wp:more /-->",
        "&#42;",
        "=\n",
        "=====",
        "http://",
        "<https://a.b>",
        "a@b.c",
        "&#xFDD0;0",
        "&#1;",
        "&#x2028;",
    ),
)
SOUP = st.lists(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag.split()[0]}>" for tag in _TAGS])
    | st.sampled_from(_WORDS)
    | st.text(max_size=3),
    max_size=40,
).map("".join)
"""HTML of hands that nobody has led, and signs that mean something to Markdown."""
