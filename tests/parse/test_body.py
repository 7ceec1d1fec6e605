"""What a body becomes: HTML with holes, ids, places."""

from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from ordskifte.model.document import Heading, Reference
from ordskifte.parse.body import parse_body
from tests.parse.bodies import SOUP, cases, html, parsed, placed, problems, source


def titled(fixture: str) -> list[object]:
    return [pytest.param(before, after, id=title) for title, before, after in cases(fixture)]


@pytest.mark.parametrize(("text", "expected"), titled("body.md"))
def test_a_body_becomes_html(text: str, expected: str) -> None:
    body = parsed(text)
    assert html(body).rstrip("\n") == expected
    assert body.diagnostics == ()


@pytest.mark.parametrize(("text", "expected"), titled("typography.md"))
def test_marks_are_set(text: str, expected: str) -> None:
    assert html(parsed(text)).rstrip("\n") == expected


@pytest.mark.parametrize(("text", "expected"), titled("problems.md"))
def test_a_mistake_has_its_place(text: str, expected: str) -> None:
    assert problems(parsed(text).diagnostics) == expected.splitlines()


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nb", "<p>«Den ‘stille’ alliansen», sa’n</p>\n"),
        ("nn", "<p>«Den ‘stille’ alliansen», sa’n</p>\n"),
        ("en", "<p>“Den ‘stille’ alliansen”, sa’n</p>\n"),
        ("fr", "<p>«\u00a0Den “stille” alliansen\u00a0», sa’n</p>\n"),
        ("sv", "<p>”Den ’stille’ alliansen”, sa’n</p>\n"),
        ("mi", "<p>“Den ‘stille’ alliansen”, sa’n</p>\n"),
    ],
)
def test_quotation_marks_are_those_of_the_language(locale: str, expected: str) -> None:
    assert html(parsed("\"Den 'stille' alliansen\", sa'n", locale)) == expected


@pytest.mark.parametrize(("locale", "arrow"), [("nb", "↩"), ("ar", "↪"), ("ar-Latn", "↩"), ("he", "↪")])
def test_the_way_back_from_a_note_points_to_where_lines_begin(locale: str, arrow: str) -> None:
    assert f'<span aria-hidden="true">{arrow}\ufe0e</span>' in html(parsed("a[^1]\n\n[^1]: b", locale))


def test_an_empty_body_has_no_parts() -> None:
    for text in ("", "\n\n", "<!-- nothing yet -->"):
        assert parsed(text).body.parts == ()


def test_headings_anchors_and_references_are_told() -> None:
    body = parsed(
        '## "Ice" *ahead*\n\n{#map}\n![a](a.svg "[b](tag:sea)")\n\n#### [c](../c.nb.md#d) {#e}\n\n[f](page:om)'
    )
    assert body.headings == (Heading(2, "ice-ahead", "“Ice” ahead"), Heading(4, "e", "c"))
    assert set(body.anchors) == {"ice-ahead", "map", "e"}
    assert body.links == (
        Reference("tag", "sea"),
        Reference("path", "content/articles/c.nb.md", "d"),
        Reference("page", "om"),
    )
    assert body.images == ("content/articles/sea/a.svg",)


def test_footnotes_are_no_anchors() -> None:
    assert parsed("a[^1]\n\n[^1]: b").anchors == ()


def test_places_are_lines_and_columns_of_the_file() -> None:
    text = """\
a [b](article:b) [b](article:b)
c
> d
> - *[e
>   f](article:e)* ![g](g.svg)

| h | [i](article:i) |
|---|---|
| [j](article:j) | ![k](k.svg)[^1] |

Term [l](article:l)
: Definition [m](article:m)

![n](n.svg "A caption with a [link](article:o).")

## [p](article:p)

[q][]

[^1]:  Note [r](article:r)

[q]: article:q
"""
    body = parse_body(source(text, first_line=8), may_seal=False)
    assert body.diagnostics == ()
    assert placed(body.places) == [
        "link.0 8:3",
        "link.1 8:18",
        "link.2 11:6",
        "image.0 12:20",
        "link.3 14:7",
        "link.4 16:3",
        "image.1 16:20",
        "link.5 18:6",
        "link.6 19:14",
        "image.2 21:1",
        "link.7 21:30",
        "link.8 23:4",
        "link.9 25:1",
        "link.10 27:13",
    ]


def test_a_null_character_makes_no_hole() -> None:
    body = parsed("a \x0000\x00 <http://a/%000%00> [b](article:c) &#0;")
    assert html(body) == (
        "<p>a \ufffd00\ufffd"
        ' <a href="http://a/%000%00" class="url">http://a/\ufffd0\ufffd</a> <a{ article:c in en}>b</a> \ufffd</p>\n'
    )


def test_a_site_adds_to_the_syntax() -> None:
    def shouting(markdown: MarkdownIt) -> None:
        def shout(state: StateCore) -> None:
            for block in state.tokens:
                for child in block.children or ():
                    child.content = child.content.upper()

        markdown.core.ruler.after("inline", "shout", shout)

    body = parse_body(source("a *b*"), may_seal=False, extension=shouting)
    assert html(body) == "<p>A <em>B</em></p>\n"
    assert html(parsed("a *b*")) == "<p>a <em>b</em></p>\n"


# --------------------------------------------------------------------------------------
# Laws
# --------------------------------------------------------------------------------------

# fmt: off
TAGS = {
    "p", "em", "strong", "s", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr",
    "br", "a", "span", "sup", "div", "figure", "figcaption", "section", "table", "thead", "tbody", "tr", "th", "td",
    "dl", "dt", "dd",
}
# fmt: on
ATTRIBUTES = {"id", "lang", "dir", "class", "href", "title", "start", "role", "aria-labelledby", "aria-hidden"}


class Reading(HTMLParser):
    """HTML as a strict reader finds it: what is opened is closed, and all of it is what we mean to write."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        self.ids += [value or "" for name, value in attrs if name == "id"]
        address = dict(attrs).get("href") or ""
        assert ":" not in address or address.startswith(("http:", "https:", "mailto:", "tel:", "/", "#"))
        assert tag != "a" or "a" not in self.open
        if tag not in ("hr", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(SOUP)
@settings(max_examples=300, deadline=None)
def test_any_text_becomes_well_formed_html(text: str) -> None:
    body = parsed(text)
    reading = Reading()
    reading.feed("".join(part for part in body.body.parts if isinstance(part, str)))
    reading.close()
    assert reading.open == []
    assert len(set(reading.ids)) == len(reading.ids)
    assert set(body.anchors) <= set(reading.ids)
    assert set(body.places) == {
        *(f"link.{n}" for n in range(len(body.links))),
        *(f"image.{n}" for n in range(len(body.images))),
        *(f"payments.{n}" for n in range(len(body.payments))),
        *(f"embed.{n}" for n in range(len(body.embeds))),
    }


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 20_000,
        "[" * 10_000 + "]" * 10_000,
        "[^" * 20_000,
        "[a](b" * 10_000,
        "[x](#y)" * 3_000 + "\n\n" + "## y\n" * 3_000,
        "**a" * 10_000,
        "<" * 20_000,
        "<!-- " * 10_000,
        "> " * 10_000 + "a",
        "::: note\n" * 5_000,
        "'\"a " * 10_000 + "b' " * 10_000,
        "## a" + " " * 100_000 + "{b",
        "x " * 5_000_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_hostile_text_takes_bounded_time(text: str) -> None:
    start = process_time()
    parsed(text)
    assert process_time() - start < 5
