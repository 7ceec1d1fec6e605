"""What others host: a link to it with its title, a poster and a caption."""

import pytest

from ordskifte.model.document import Embed
from tests.parse.bodies import html, parsed, problems

FILM = "https://film.example/embed/1?t=2&x=3"


def test_an_embed_is_a_link_with_its_title() -> None:
    body = parsed(f'::: embed {FILM}\nThe "last" crossing\n:::')
    assert Embed(FILM) in body.body.parts
    assert html(body) == (
        '<figure class="embed">\n'
        '<a{embed https://film.example/embed/1?t=2&x=3}><span class="embed-title">The “last” crossing</span> '
        '<span class="embed-host">film.example</span></a>\n'
        "</figure>\n"
    )
    assert (body.embeds, body.diagnostics) == (("film.example",), ())


def test_a_picture_is_its_poster_and_what_else_there_is_its_caption() -> None:
    body = parsed(
        f'::: embed {FILM} {{lang=nb}}\nTitle\n\nOne *word*.\n\n![A quay](quay.svg "Below")\n\n- Two\n:::\n\nText'
    )
    assert body.diagnostics == ()
    assert html(body).startswith('<figure class="embed" lang="nb">\n<a{embed')
    assert html(body).index("quay.svg") < html(body).index("Title") < html(body).index("<figcaption>")
    assert body.images == ("content/articles/sea/quay.svg",)
    assert html(body).count("<figure") == html(body).count("</figure>") == 1
    assert html(body).endswith("</figcaption></figure>\n<p>Text</p>\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("::: embed\nTitle\n:::", "It names none."),
        ("::: embed http://film.example/1\nTitle\n:::", "`http://film.example/1` is not the address"),
        ("::: embed https://me@film.example/1\nTitle\n:::", "`https://me@film.example/1` is not the address"),
        ("::: embed https://film.example:81/1\nTitle\n:::", "`https://film.example:81/1` is not the address"),
        ("::: embed https://[film/1\nTitle\n:::", "`https://[film/1` is not the address"),
        ("::: embed javascript:alert(1)\nTitle\n:::", "`javascript:alert(1)` is not the address"),
        (f"::: embed {FILM}\n:::", "It has no title"),
        (f"::: embed {FILM}\n![A quay](quay.svg)\n:::", "It has no title"),
        (f"::: embed {FILM}\n[Title](https://a.example)\n:::", "Its title is a link itself"),
    ],
)
def test_what_cannot_be_shown_is_an_error(text: str, reason: str) -> None:
    [told] = problems(parsed(text).diagnostics)
    assert told.startswith("1:1 error embed-wrong: `::: embed` cannot show what it names. " + reason)


def test_an_embed_in_a_quote_ends_with_it() -> None:
    body = parsed(f"> ::: embed {FILM}\n> Title\n> :::\n\nText")
    assert html(body).endswith("</figure>\n</blockquote>\n<p>Text</p>\n")


def test_one_that_is_never_closed_is_told_of() -> None:
    assert [problem.code for problem in parsed(f"::: embed {FILM}\nTitle").diagnostics] == ["markdown-container"]
