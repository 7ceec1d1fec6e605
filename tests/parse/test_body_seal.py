"""What is sealed of a body is nowhere in what is made of it."""

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.parse.body import ParsedBody, parse_body, parse_sealed
from tests.parse.bodies import SOUP, html, parsed, problems, source


def public(text: str, preview: int | None = None) -> ParsedBody:
    return parse_body(source(text), may_seal=True, preview_paragraphs=preview)


@pytest.mark.parametrize(
    "divider",
    ["<!-- paywall -->", "<!--paywall-->", "<!-- members-only -->", "<!--members-only-->", "  <!-- Paywall -->  "],
)
def test_the_public_text_ends_at_the_divider(divider: str) -> None:
    body = public(f"Before\n\n{divider}\n\nBehind")
    assert html(body) == "<p>Before</p>\n"
    assert body.is_sealed
    assert body.diagnostics == ()


def test_words_are_counted_in_the_whole_text() -> None:
    assert public("One two\n\n<!-- paywall -->\n\nThree *four* five").words == 5
    assert parsed("One two\n\n<!-- paywall -->\n\nThree *four* five").words == 5


def test_without_a_divider_all_is_sealed() -> None:
    body = public("One\n\nTwo")
    assert body.body.parts == ()
    assert body.is_sealed


def test_a_preview_is_so_many_paragraphs_and_what_stands_between_them() -> None:
    text = "## A\n\nOne\n\n![b](b.svg)\n\n- not counted\n\nTwo\n\n## C\n\nThree"
    body = public(text, preview=2)
    assert [heading.text for heading in body.headings] == ["A"]
    assert html(body).endswith("<p>Two</p>\n")
    assert body.is_sealed


def test_a_divider_goes_before_a_preview() -> None:
    assert html(public("One\n\n<!-- paywall -->\n\nTwo\n\nThree", preview=2)) == "<p>One</p>\n"


def test_a_preview_that_is_the_whole_text_is_an_error() -> None:
    body = public("One\n\nTwo\n\n<!-- a note -->", preview=2)
    assert body.body.parts == ()
    (problem,) = problems(body.diagnostics)
    assert problem.startswith("preview error paywall-empty: A preview of 2 paragraphs is the whole text")


def test_an_empty_text_has_nothing_to_seal() -> None:
    for preview in (None, 2):
        body = public("<!-- soon -->", preview)
        assert not body.is_sealed
        assert body.diagnostics == ()


def test_a_footnote_goes_with_the_text_that_refers_to_it() -> None:
    body = public("One[^a]\n\n<!-- paywall -->\n\nTwo[^b]\n\n[^b]: Bee\n[^a]: Ay[^c]\n[^c]: See")
    assert "Ay" in html(body)
    assert "See" in html(body)
    assert "Bee" not in html(body)
    assert body.diagnostics == ()


def test_a_link_to_a_sealed_heading_has_no_address_in_the_public_text() -> None:
    text = "[a](#b)\n\n<!-- paywall -->\n\n## B"
    assert html(public(text)) == "<p><a>a</a></p>\n"
    assert public(text).diagnostics == ()
    assert '<a href="#b">' in html(parsed(text))


def test_a_free_text_is_told_of_a_divider_and_does_not_show_it() -> None:
    body = parsed("One\n\n<!-- paywall -->\n\nTwo")
    assert html(body) == "<p>One</p>\n<p>Two</p>\n"
    assert not body.is_sealed
    assert problems(body.diagnostics) == [
        "3:1 warning paywall-free: A members' divider in a text that is free. Delete it, or set `access`."
    ]


ALONE = (
    "error paywall-nested: The members' divider stands inside a paragraph, a list or another block. "
    "Put `<!-- paywall -->` on a line of its own, outside lists, quotes, footnotes and other blocks."
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- One\n\n  <!-- paywall -->\n\nTwo", "3:3"),
        ("> One\n> <!-- paywall -->\n\nTwo", "2:3"),
        ("::: note\nOne\n\n<!-- paywall -->\n:::\n\nTwo", "4:1"),
        ("One[^1]\n\n[^1]: Two\n\n    <!-- paywall -->\n\nThree", "5:5"),
        ("One\n: Two\n\n  <!-- paywall -->\n\nThree", "4:3"),
        ("One\n\n<!-- paywall --> Two\n\nThree", "3:1"),
        ("One\n\n<!-- a\n<!-- paywall -->\n-->\n\nTwo", "4:1"),
        ("One\n\n<div>\n<!-- paywall -->\n</div>\n\nTwo", "4:1"),
        ("One\n\n<!-- never closed\n\nTwo\n\n<!-- paywall\n-->\n\nThree", "7:1"),
    ],
)
def test_a_divider_inside_something_divides_nothing(text: str, place: str) -> None:
    body = public(text, preview=1)
    assert body.body.parts == ()
    assert problems(body.diagnostics) == [f"{place} {ALONE}"]


def test_a_divider_among_words_is_an_error() -> None:
    body = public("## One\n\nTwo <!-- paywall --> three\n\nFour", preview=1)
    assert problems(body.diagnostics) == [f"3:5 {ALONE}"]


def test_a_second_divider_is_an_error() -> None:
    body = public("One\n\n<!-- paywall -->\n\nTwo\n\n<!-- members-only -->\n\nThree")
    assert html(body) == "<p>One</p>\n"
    assert problems(body.diagnostics) == [
        "7:1 error paywall-second: There is a second members' divider. The first one divides; delete the others."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "One\n\n<!-- paywall -->",
        "One\n\n<!-- paywall -->\n\n<!-- a note -->",
        "One[^1]\n\n<!-- paywall -->\n\n[^1]: Two",
    ],
)
def test_an_empty_sealed_part_is_an_error(text: str) -> None:
    assert problems(public(text).diagnostics) == [
        "3:1 error paywall-empty: There is nothing for members behind the divider. Move the divider up, or delete it."
    ]


def test_a_divider_in_code_is_text() -> None:
    body = public("```\n<!-- paywall -->\n```\n\n    <!-- paywall -->\n\n`<!-- paywall -->`\n\n<!-- paywall -->\n\nTwo")
    assert html(body).count("&lt;!-- paywall --&gt;") == 3
    assert body.diagnostics == ()


# --------------------------------------------------------------------------------------
# Nothing leaks
# --------------------------------------------------------------------------------------

CANARY = "kanarifugl"

CONSTRUCTS = (
    "{}",
    "## {}",
    "# {}",
    "{}\n===",
    "## A {{#{}}}",
    "- {}\n- b",
    "> {}",
    "> - 1. {}",
    "`{}`",
    "```{}\n{}\n```",
    "    {}",
    "| a | {} |\n|---|---|\n| {} | b |",
    "Term {}\n: Definition {}",
    "A[^{}]\n\n[^{}]: {}",
    "A[^{}]",
    "[^{}]: {}",
    "![{}](a.svg)",
    '![a]({}.svg "{}"){{credit="{}"}}',
    "![](../../../../{}.svg)",
    "![](https://{}/)",
    "[{}](/a)",
    '[a](https://{} "{}")',
    "[a](article:{}#{})",
    "[a](../{}.md)",
    "[a]({}:b)",
    "[a](#{})",
    "[a]({})",
    '[b]\n\n[b]: /{} "{}"',
    "<{}@example.org> <https://{}>",
    "<{}>\n{}\n</{}>",
    "a <i title={}>{}</i>",
    "<!-- {} -->",
    "<!-- {}",
    "<!-- paywall --> {}",
    "- <!-- paywall --> {}",
    "[a]{{lang={}}} [b]{{#{}}} [c]{{.{} {}=d}}",
    "{{lang={} #{}}}\na",
    "::: {}\na\n:::",
    "::: note\n{}",
    "::: quote {{lang={}}}\n{}\n:::",
    "::: campaign\n{}\n:::",
    "*{}* **{}** ~~{}~~",
    "\"{}\" '{}' -- {}",
    "```\n{}",
)

HARMLESS = st.sampled_from(
    (
        *("A paragraph", "## A heading", "- a list", "> a quote", "![a picture](a.svg)", "A note[^p]", "[a](#b)"),
        *("::: note\na\n:::", "| a |\n|---|\n| b |", "Term\n: definition", "```\ncode\n```", "<b>"),
        *("<!-- a comment -->", "[b](article:b) [c](javascript:d)", "1. a\n\n   b", "::: campaign\n:::"),
    )
)
PUBLIC = HARMLESS | st.just("[^p]: public")
SECRET_CONSTRUCTS = [construct.format(*[CANARY] * construct.count("{}")) for construct in CONSTRUCTS]
SECRET = st.sampled_from(SECRET_CONSTRUCTS)
SECRETS = st.lists(SECRET | HARMLESS, max_size=4).flatmap(
    lambda some: st.tuples(st.just(some), SECRET).map(lambda both: "\n\n".join([*both[0], both[1]]))
)


def encoded(body: ParsedBody) -> str:
    return msgspec.json.encode(body).decode().lower()


@pytest.mark.parametrize("secret", SECRET_CONSTRUCTS)
def test_nothing_of_a_sealed_construct_is_in_what_is_made_of_a_text(secret: str) -> None:
    assert CANARY not in encoded(public(secret))
    assert CANARY not in encoded(public(f"A[^1]\n\n[^1]: b\n\n<!-- paywall -->\n\n{secret}"))
    assert CANARY not in encoded(public(f"A\n\nB\n\n{secret}", preview=2))


@given(st.lists(PUBLIC, max_size=4), SECRETS)
@settings(max_examples=300, deadline=None)
def test_nothing_behind_the_divider_is_in_what_is_made_of_a_text(before: list[str], behind: str) -> None:
    body = public("\n\n".join([*before, "<!-- paywall -->", behind]))
    assert CANARY not in encoded(body)


@given(st.lists(PUBLIC, max_size=4), st.integers(0, 3), SECRETS)
@settings(max_examples=300, deadline=None)
def test_nothing_behind_the_preview_is_in_what_is_made_of_a_text(
    before: list[str], paragraphs: int, behind: str
) -> None:
    shown = ["A paragraph."] * paragraphs
    body = public("\n\n".join([*shown, *before, behind]), preview=paragraphs)
    assert CANARY not in encoded(body)


@given(st.lists(PUBLIC, max_size=3), SECRETS)
@settings(deadline=None)
def test_a_preview_means_nothing_where_nothing_is_sealed(before: list[str], text: str) -> None:
    whole = "\n\n".join([*before, text])
    assert not parsed(whole).is_sealed
    assert html(parsed(whole)) == html(parse_body(source(whole), may_seal=False, preview_paragraphs=1))


# ---- What is wrong behind it ----------------------------------------------------------


def sealed(text: str, preview: int | None = None) -> list[str]:
    return problems(parse_sealed(source(text), preview_paragraphs=preview).diagnostics)


def test_the_sealed_part_is_told_of_in_its_places() -> None:
    text = "One[^a] [b](c/d)\n\n<!-- paywall -->\n\nTwo [b](c/d)\n\n::: nte\n:::"
    assert sealed(text) == [
        (
            "5:5 error link-relative: `…` would lead to different places from different pages. "
            "Write `article:key`, `page:key`, the path of a `.md` file, `/path` or `https://…`."
        ),
        "7:1 error markdown-container: There is no block `::: …`. Did you mean `::: note`?",
    ]


def test_a_footnote_is_unused_where_neither_part_refers_to_it() -> None:
    text = "One[^a]\n\n<!-- paywall -->\n\nTwo[^b]\n\n[^a]: Ay\n[^b]: Bee\n[^c]: See"
    assert public(text).diagnostics == ()
    assert sealed(text) == [
        "9:1 warning footnote-unused: Nothing refers to the footnote `[^…]`. Write `[^…]` in the text, or delete it."
    ]


def test_what_the_public_part_is_told_of_is_not_told_again() -> None:
    text = "One[^a]\n\n<!-- paywall -->\n\nTwo[^a]\n\n- <!-- paywall -->\n\n[^a]: [b](c/d)\n[^a]: Again"
    (nested,) = problems(public(text).diagnostics)
    assert nested.startswith("7:3 error paywall-nested")
    assert [line.split(": ")[0] for line in sealed(text)] == [
        "9:7 error link-relative",
        "10:1 error footnote-duplicate",
    ]
    assert sealed(text.replace("- <!-- paywall -->", "")) == []


def test_a_link_of_the_public_part_to_what_may_be_a_sealed_heading_is_asked_for() -> None:
    body = public("## A\n\n[a](#a) [b](#b)\n\n<!-- paywall -->\n\n## B\n\n[a](#a) [b](#b) [c](#c)")
    assert [(link.scheme, link.fragment) for link in body.links] == [("here", "b")]


@given(SOUP, SOUP)
def test_no_word_of_it_is_in_what_is_told(above: str, behind: str) -> None:
    marked = re.sub(r"\b[a-z0-9]\b", r"zq\g<0>", behind)
    part = parse_sealed(source(f"{above}\n\n<!-- paywall -->\n\n{marked}"))
    assert "zq" not in repr(part.diagnostics).lower()
