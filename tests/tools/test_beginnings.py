"""What editors begin with, and a section that is put into a `site.toml` that someone has typed."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.document import ArticleFront, AuthorFront, Kind, PageFront, SeriesFront, SeriesPart
from ordskifte.parse.document import parse_source
from ordskifte.parse.names import Name
from ordskifte.tools.beginnings import (
    Unfitting,
    article_text,
    author_text,
    introduction_text,
    one_line,
    page_text,
    with_term,
)

SITE = """\
# The site.
[site] # here
title = {nb = "Prøven"}

# Sections.

[sections.debatt]
name = {nb = "Debatt"}
notes = \"\"\"
[sections.none]
\"\"\"

# Tags.
[tags.sea]
name = "The sea"
"""
SPORT = '[sections.sport]\nname = { nb = "Sport" }\n'
titles = st.text(min_size=1).map(one_line).filter(bool)


def added(site: str) -> str:
    return with_term(site, "sections", "sport", {"nb": "Sport"})


def test_a_section_comes_behind_the_others_and_nothing_else_changes() -> None:
    assert added(SITE) == SITE.replace("# Tags.", f"{SPORT}\n# Tags.")


def test_lines_that_end_as_on_windows_do_so_still() -> None:
    assert added(SITE.replace("\n", "\r\n")) == added(SITE).replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("site", "becomes"),
    [
        ("", SPORT),
        ("[site]\ntitle = 'A'", f"[site]\ntitle = 'A'\n\n{SPORT}"),
        ("[site]\n\n", f"[site]\n\n{SPORT}"),
        ("[sections.a]\nname = 'A'\n[tags.b]\n", f"[sections.a]\nname = 'A'\n\n{SPORT}\n[tags.b]\n"),
        (
            "[sections]\na = {name = 'A'}\n\n# B.\n[tags.b]\n",
            f"[sections]\na = {{name = 'A'}}\n\n{SPORT}\n# B.\n[tags.b]\n",
        ),
        ("[sections.a]\nlist = [\n  ['x'],\n[]]\n", f"[sections.a]\nlist = [\n  ['x'],\n[]]\n\n{SPORT}"),
        ("[sections.a]\n[[menu]]\nname = 'f'\n", f"[sections.a]\n\n{SPORT}\n[[menu]]\nname = 'f'\n"),
        ("[sections.a]\n[sections.a.deep]\nx = 1\n", f"[sections.a]\n\n{SPORT}\n[sections.a.deep]\nx = 1\n"),
    ],
)
def test_a_section_finds_its_place(site: str, becomes: str) -> None:
    assert added(site) == becomes


def test_sections_that_no_table_can_be_put_behind_are_left_to_a_person() -> None:
    with pytest.raises(Unfitting, match=r"(?s)only you can add to.*\[sections.sport\]\n    name = { nb = \"Sport\" }"):
        added("sections = {a = {name = 'A'}}\n")


@pytest.mark.parametrize(
    ("site", "before"),
    [
        ("[sections.a]\n[tags.b]\n[series.c]\n\n# D.\n[access]\n", "# D."),
        ("[sections.a]\n[tags.b]\n\n[access]\n", "[access]"),
        ("[sections.a]\n\n# Tags.\n[access]\n", "# Tags."),
    ],
)
def test_a_series_comes_behind_the_others_or_where_they_belong(site: str, before: str) -> None:
    table = '[series.coast]\nname = { nb = "Kysten" }\n\n'
    assert with_term(site, "series", "coast", {"nb": "Kysten"}) == site.replace(before, table + before)


def test_series_that_no_table_can_be_put_behind_are_left_to_a_person() -> None:
    with pytest.raises(Unfitting, match=r"The series of site.toml are written in a way"):
        with_term("series = {a = {name = 'A'}}\n", "series", "b", {"nb": "B"})


@given(titles)
def test_any_name_of_a_section_is_read_as_it_was_typed(name: str) -> None:
    assert tomllib.loads(with_term(SITE, "sections", "new", {"nb": name}))["sections"]["new"]["name"] == {"nb": name}


@given(titles)
def test_any_title_and_name_is_read_as_it_was_typed(words: str) -> None:
    texts = {
        Kind.ARTICLE: article_text(words, "2026-05-01", ["kari"], "debatt"),
        Kind.AUTHOR: author_text(words),
        Kind.PAGE: page_text(words, "om-oss"),
    }
    for kind, text in texts.items():
        source = parse_source("content/x.nb.md", Name(kind, "x", "nb"), text, "UTC")
        assert source.diagnostics == ()
        front = source.front
        assert not isinstance(front, SeriesFront)
        said = front.name if isinstance(front, AuthorFront) else front.title.values[0][1]
        assert said == words


def test_a_new_article_says_what_was_asked_and_nothing_that_was_not() -> None:
    text = article_text("Ferja", "2026-05-01", ["kari", "ola"], "debatt")
    front = parse_source("content/articles/x.nb.md", Name(Kind.ARTICLE, "x", "nb"), text, "UTC").front
    assert isinstance(front, ArticleFront)
    assert (front.authors, front.section, front.tags, front.draft) == (("kari", "ola"), "debatt", None, None)
    assert front.series is None


def test_a_new_article_can_be_part_of_a_series() -> None:
    text = article_text("Ferja", "2026-05-01", ["kari"], "debatt", part=SeriesPart("coast", 3))
    front = parse_source("content/articles/x.nb.md", Name(Kind.ARTICLE, "x", "nb"), text, "UTC").front
    assert isinstance(front, ArticleFront)
    assert front.series == SeriesPart("coast", 3)


def test_the_notes_of_a_new_file_can_be_used_as_they_stand() -> None:
    texts = {
        Kind.ARTICLE: article_text("A", "2026-05-01", ["kari"], "debatt"),
        Kind.AUTHOR: author_text("A"),
        Kind.PAGE: page_text("A"),
        Kind.SERIES: introduction_text(),
    }
    for kind, text in texts.items():
        lines = [line.removeprefix("# ") if ": " in line else line for line in text.splitlines(keepends=True)]
        source = parse_source("content/x.nb.md", Name(kind, "x", "nb"), "".join(lines), "UTC")
        assert source.diagnostics == (), kind
        assert not isinstance(source.front, PageFront) or source.front.draft
