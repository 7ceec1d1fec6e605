"""Addresses: patterns by edition, the base path, files, and who claims what."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.site import ListingKind
from ordskifte.resolve.addresses import from_base, listing_url, numbered, output_path, permalink, work_url
from ordskifte.resolve.lists import page_count
from ordskifte.resolve.site import resolve
from tests.resolve.texts import AT, EN, NB, article, author, clock, config, page, texts

PATTERNS = """-- site.toml --
[site]
title = "T"
url = "https://example.org"
base_path = "/blad/"
[locales.nb]
name = "Norsk"
path = ""
[locales.en]
name = "English"
path = "int/en"
[urls]
article = {nb = "artikler/{slug}/", en = "articles/{slug}/"}
author = {nb = "forfattere/{slug}/", en = "authors/{slug}/"}
authors = {nb = "forfattere/", en = "authors/"}
tag = {nb = "emne/{slug}/", en = "topic/{slug}/"}
archive = {nb = "arkiv/", en = "archive/"}
year = {nb = "arkiv/{year}/", en = "archive/{year}/"}
listing = {nb = "side-{number}/", en = "page-{number}/"}
[sections.debate]
name = "Debate"
slug = {nb = "debatt"}
[tags.sea]
name = "The sea"
slug = {nb = "havet", en = "the-sea"}
"""


# ---- Where things stand --------------------------------------------------------------


def test_a_work_stands_by_the_pattern_of_its_kind_in_each_edition_under_the_base_path() -> None:
    patterned = texts(PATTERNS).config
    assert work_url(patterned, "nb", "article", "linjen") == "/blad/artikler/linjen/"
    assert work_url(patterned, "en", "article", "the-line") == "/blad/int/en/articles/the-line/"
    assert work_url(patterned, "nb", "page", "om") == "/blad/om/"


@pytest.mark.parametrize(
    ("kind", "id", "nb", "en"),
    [
        (ListingKind.FRONT, "", "", ""),
        (ListingKind.SECTION, "debate", "section/debatt/", "section/debate/"),
        (ListingKind.TAG, "sea", "emne/havet/", "topic/the-sea/"),
        (ListingKind.AUTHOR, "kari", "forfattere/kari-n/", "authors/kari-n/"),
        (ListingKind.AUTHORS, "", "forfattere/", "authors/"),
        (ListingKind.ARCHIVE, "", "arkiv/", "archive/"),
        (ListingKind.YEAR, "2026", "arkiv/2026/", "archive/2026/"),
        (ListingKind.NOT_FOUND, "", "404.html", "404.html"),
    ],
)
def test_a_list_stands_by_its_pattern_and_the_slug_of_its_term(kind: ListingKind, id: str, nb: str, en: str) -> None:
    patterned = texts(PATTERNS).config
    assert listing_url(patterned, "nb", kind, id, slug="kari-n") == f"/blad/{nb}"
    assert listing_url(patterned, "en", kind, id, slug="kari-n") == f"/blad/int/en/{en}"


def test_the_pages_of_a_list_are_numbered_in_the_words_of_the_edition() -> None:
    patterned = texts(PATTERNS).config
    assert numbered(patterned, "nb", "/blad/emne/havet/", 1) == "/blad/emne/havet/"
    assert numbered(patterned, "nb", "/blad/emne/havet/", 2) == "/blad/emne/havet/side-2/"
    assert numbered(patterned, "en", "/blad/int/en/topic/the-sea/", 10) == "/blad/int/en/topic/the-sea/page-10/"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/blad/", "index.html"),
        ("/blad/int/en/", "int/en/index.html"),
        ("/blad/artikler/x/", "artikler/x/index.html"),
        ("/blad/404.html", "404.html"),
    ],
)
def test_an_address_is_served_from_a_file_below_the_base_path(url: str, path: str) -> None:
    assert output_path(texts(PATTERNS).config, url) == path


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/om/", "/blad/om/"),
        ("/om/#gi", "/blad/om/#gi"),
        ("/", "/blad/"),
        ("//example.com/", "//example.com/"),
        ("https://example.com/om/", "https://example.com/om/"),
        ("mailto:post@example.org", "mailto:post@example.org"),
    ],
)
def test_an_address_from_the_root_of_the_site_is_put_under_the_base_path(written: str, address: str) -> None:
    assert from_base(texts(PATTERNS).config, written) == address


def test_a_permalink_is_absolute_and_escaped_once() -> None:
    assert permalink(config(), "/a/x/") == "https://example.org/a/x/"
    assert permalink(config(), "/på høyden/#ø?") == "https://example.org/p%C3%A5%20h%C3%B8yden/#%C3%B8?"
    assert permalink(config(), permalink(replace(config(), url=""), "/på/")) == "https://example.org/p%C3%A5/"


# ---- Claims --------------------------------------------------------------------------


def test_two_articles_with_one_slug_are_an_error_that_names_both() -> None:
    found = texts(article("x.nb", front="slug: felles\n") + article("y.nb", front="slug: felles\n"), editions=NB)
    assert found.problems() == [
        (
            "content/articles/x.nb.md:5:7: error: url-twice: The address /a/felles/ is claimed by 2: "
            "content/articles/x.nb.md (nb), content/articles/y.nb.md (nb). Give one of them another `slug`."
        )
    ]


def test_a_collision_in_each_edition_is_told_for_each() -> None:
    found = texts(article("x.nb", front="slug: y\n") + article("y.nb"))
    assert [line.split("address ")[1].split(" is")[0] for line in found.problems()] == ["/a/y/", "/en/a/y/"]


def test_a_page_cannot_stand_where_a_list_does() -> None:
    found = texts(article("x.nb") + page("archive.nb"), editions=NB)
    assert found.problems() == [
        (
            "content/pages/archive.nb.md:2:1: error: url-twice: The address /archive/ is claimed by 2: "
            "content/pages/archive.nb.md (nb), the archive (nb). Give one of them another `slug`."
        )
    ]


def test_a_page_cannot_stand_where_another_edition_does() -> None:
    assert texts(page("x.nb", front="slug: en\n")).problems() == [
        (
            "content/pages/x.nb.md:3:7: error: url-twice: The address /en/ is claimed by 2: "
            "content/pages/x.nb.md (nb), the front (en). Give one of them another `slug`."
        )
    ]


def test_two_tags_with_one_slug_are_told_in_the_configuration() -> None:
    more = '[tags.snow]\nname = {nb = "Snø", en = "Snow"}\nslug = {nb = "ice", en = "snow"}\n'
    found = texts(article("x.nb", front="tags: [ice, snow]\n"), more)
    assert found.problems() == [
        (
            "site.toml:20:2: error: url-twice: The address /topic/ice/ is claimed by 2: the tag ice (nb), "
            "the tag snow (nb). Give one of them another `slug`."
        )
    ]


def test_the_later_pages_of_a_list_are_claimed_too() -> None:
    more = '[urls]\nsection = "a/{slug}/"\narticle = "a/debate/{slug}/"\nlisting = "p{number}/"\n'
    site = f'-- site.toml --\n[site]\ntitle = "T"\nurl = "https://example.org"\npage_size = 1\n{NB}{more}'
    site += '[sections.debate]\nname = "Debate"\n'
    found = texts(site + article("p2.nb") + article("x.nb"))
    assert [line.partition(" is claimed")[0] for line in found.problems()] == [
        "content/articles/p2.nb.md:2:1: error: url-twice: The address /a/debate/p2/"
    ]


def test_addresses_that_differ_only_in_case_are_one_on_many_disks() -> None:
    editions = NB + EN.replace('"English"\n', '"English"\npath = "Om"\n')
    assert [line.split(": ")[2] for line in texts(page("om.nb"), editions=editions).problems()] == ["url-twice"]


# ---- Laws ----------------------------------------------------------------------------

SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,3}", fullmatch=True)
BASES = st.sampled_from(("/", "/site/", "/a/b/"))


@settings(deadline=None)
@given(BASES, st.dictionaries(SLUGS, SLUGS, min_size=1, max_size=5), SLUGS)
def test_without_a_collision_every_address_is_its_own_and_its_file_lies_inside(
    base: str, slugs: dict[str, str], of_author: str
) -> None:
    works = "".join(article(f"{key}.nb", front=f"slug: {slug}\nauthors: [k]\n") for key, slug in slugs.items())
    works += author("k.nb", front=f"slug: {of_author}\n")
    works += "".join(page(f"{key}.en", front=f"slug: {slug}\n") for key, slug in slugs.items())
    found = texts(works)
    based = replace(found.config, base_path=base)
    site, problems = resolve(based, found.faces, clock(AT), {})
    urls = [page.url for page in site.pages.values()]
    urls += [
        numbered(based, locale, first, number)
        for (locale, kind, id), first in site.urls.items()
        for number in range(1, page_count(based, kind, len(site.lists.get((locale, kind, id), ()))) + 1)
    ]
    assert len(set(urls)) == len(urls) or any(problem.code == "url-twice" for problem in problems)
    for url in urls:
        path = PurePosixPath(output_path(based, url))
        assert url.startswith(base)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert path.name in ("index.html", "404.html")
