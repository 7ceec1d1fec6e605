"""Sitemaps and robots.txt: which addresses search engines are given, with which versions, in which files."""

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from ordskifte.load import load
from ordskifte.model.site import Target
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from ordskifte.render import sitemap
from ordskifte.render.queries import QUERIES, Ground
from ordskifte.render.sitemap import SITEMAPS, sitemaps
from ordskifte.render.templates import Templates
from ordskifte.render.view import Answers
from tests.render.test_queries import ground
from tests.resolve.texts import article, author, page, translation
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

HAV = """
-- content/articles/hav.nb.md --
---
title: Havet
date: 2026-03-01
section: debate
---
Salt.
"""
SEA = """
-- content/articles/hav.en.md --
---
title: The Sea
updated: 2026-04-01
translation: {of: nb}
---
Salt.
"""
NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "xhtml": "http://www.w3.org/1999/xhtml"}


def site(folder: Path, *texts: str) -> Story:
    return story(folder, TWO_EDITIONS, PLAIN_TEMPLATES, *texts)


def listed(text: str) -> dict[str, tuple[str | None, dict[str, str]]]:
    """The addresses of a sitemap, each with when it last changed and its versions."""
    return {
        url.findtext("s:loc", "", NAMESPACES): (
            url.findtext("s:lastmod", None, NAMESPACES),
            {link.attrib["hreflang"]: link.attrib["href"] for link in url.iterfind("xhtml:link", NAMESPACES)},
        )
        for url in Xml.fromstring(text).iterfind("s:url", NAMESPACES)
    }


# ---- What stands in it ---------------------------------------------------------------


def test_lists_and_pages_stand_in_it_with_their_versions(tmp_path: Path) -> None:
    found = listed(site(tmp_path, HAV, SEA).outputs()["sitemap.xml"])
    front = {
        "nb": "https://example.org/",
        "en": "https://example.org/en/",
        "no": "https://example.org/",
        "x-default": "https://example.org/",
    }
    work = {
        "nb": "https://example.org/artikler/hav/",
        "en": "https://example.org/en/articles/hav/",
        "no": "https://example.org/artikler/hav/",
        "x-default": "https://example.org/artikler/hav/",
    }
    assert found["https://example.org/"] == found["https://example.org/en/"] == (None, front)
    assert found["https://example.org/artikler/hav/"] == ("2026-03-01T00:00:00+01:00", work)
    assert found["https://example.org/en/articles/hav/"] == ("2026-04-01T00:00:00+02:00", work)
    assert sorted(address.removeprefix("https://example.org/en/") for address in found if "/en/" in address) == [
        *("", "archive/", "archive/2026/", "articles/hav/", "section/debate/")
    ]


def test_what_has_one_version_says_nothing_of_others(tmp_path: Path) -> None:
    text = site(tmp_path, HAV).outputs()["sitemap.xml"]
    assert listed(text)["https://example.org/artikler/hav/"] == ("2026-03-01T00:00:00+01:00", {})


@pytest.mark.parametrize(
    ("front", "address"),
    [
        ("date: 2026-03-01", "/en/articles/hav/"),
        ("date: 2026-03-01\nunlisted: true", "/artikler/hav/"),
        ("date: 2026-03-01\nwithdrawn: {date: 2026-04-01, reason: Feil.}", "/artikler/hav/"),
        ("date: 2026-07-01", "/artikler/hav/"),
        ("date: 2026-03-01", "/404.html"),
    ],
    ids=["a shell", "unlisted", "withdrawn", "not published yet", "a page that was not found"],
)
def test_what_search_engines_are_not_to_find_is_not_in_it(tmp_path: Path, front: str, address: str) -> None:
    text = site(tmp_path, HAV.replace("date: 2026-03-01", front)).outputs()["sitemap.xml"]
    assert f"https://example.org{address}" not in listed(text)
    assert "https://example.org/" in listed(text)


def test_of_a_long_list_it_has_the_first_page(tmp_path: Path) -> None:
    texts = (HAV.replace("hav.nb", f"hav{number}.nb") for number in range(3))
    made = site(tmp_path, *texts).told(TWO_EDITIONS.replace("[locales.nb]", "page_size = 1\n[locales.nb]")).outputs()
    assert "section/debatt/page-2/index.html" in made
    assert [address for address in listed(made["sitemap.xml"]) if "section/debatt" in address] == [
        "https://example.org/section/debatt/"
    ]


def test_authors_stand_in_it_whether_they_have_written_or_not(tmp_path: Path) -> None:
    kari = "-- content/authors/kari.nb.md --\n---\nname: Kari\n---\nHei.\n"
    found = listed(site(tmp_path, kari).outputs()["sitemap.xml"])
    assert {"https://example.org/authors/kari/", "https://example.org/en/authors/kari/"} < found.keys()


def test_it_is_of_the_address_that_the_site_is_built_for(tmp_path: Path) -> None:
    outputs = site(tmp_path, HAV).outputs(base_url="https://name.example/magazine")
    assert "https://name.example/magazine/artikler/hav/" in listed(outputs["sitemap.xml"])
    assert all(address.startswith("https://name.example/magazine/") for address in listed(outputs["sitemap.xml"]))


# ---- In which files ------------------------------------------------------------------

SITE = ground(
    article("a.nb") + article("b.en") + translation("b.nb", "en") + article("c.fr") + page("om.nb") + author("kari.nb")
)


def files(ground: Ground, most: int, largest: int) -> dict[str, str]:
    """The sitemaps of a site, with so many addresses and bytes at most in each."""
    renderer, templates = sitemaps(most, largest), Templates({})
    answers = Answers(ground, {**QUERIES, **sitemap.QUERIES}, {}, {})

    def rendered(target: Target) -> str:
        return renderer.render(target, templates.view(answers, target.locale), templates).decode()

    return {target.path: rendered(target) for target in renderer.targets(ground)}


def test_what_fits_into_one_file_stands_in_one() -> None:
    assert files(SITE, 50_000, 50_000_000).keys() == {"sitemap.xml"}
    assert [target.subject[0] for target in SITEMAPS.targets(SITE)] == [0]


@pytest.mark.parametrize(("most", "largest"), [(1, 10**6), (2, 10**6), (5, 10**6), (10**6, 1000), (10**6, 2500)])
def test_what_does_not_stands_in_several_under_an_index(most: int, largest: int) -> None:
    whole = listed(files(SITE, 50_000, 50_000_000)["sitemap.xml"])
    divided = files(SITE, most, largest)
    index = Xml.fromstring(divided.pop("sitemap.xml"))
    named = [loc.text for loc in index.iterfind("s:sitemap/s:loc", NAMESPACES)]
    assert named == [f"https://example.org/{path}" for path in divided]
    assert list(divided) == [f"sitemap-{number}.xml" for number in range(1, len(divided) + 1)]
    assert len(divided) > 1
    assert [entry for text in divided.values() for entry in listed(text).items()] == list(whole.items())
    assert all(0 < len(listed(text)) <= most and len(text.encode()) <= largest for text in divided.values())


def test_what_would_just_fit_is_divided_since_addresses_are_counted_at_their_largest() -> None:
    size = len(files(SITE, 50_000, 50_000_000)["sitemap.xml"].encode())
    assert len(files(SITE, 50_000, size)) > 1


# ---- robots.txt ----------------------------------------------------------------------


def test_robots_are_welcome_and_told_of_the_sitemap(tmp_path: Path) -> None:
    assert site(tmp_path).outputs(base_url="https://name.example/magazine")["robots.txt"] == (
        "User-agent: *\nAllow: /\n\nSitemap: https://name.example/magazine/sitemap.xml\n"
    )


def test_a_site_may_have_its_own(tmp_path: Path) -> None:
    own = "-- static/robots.txt --\nUser-agent: *\nDisallow: /x/\n"
    assert site(tmp_path, own).outputs()["robots.txt"] == "User-agent: *\nDisallow: /x/\n"


def test_a_site_may_have_its_own_sitemap(tmp_path: Path) -> None:
    outputs = site(tmp_path, "-- static/sitemap.xml --\n<urlset/>\n").outputs()
    assert outputs["sitemap.xml"] == "<urlset/>\n"
    assert "/sitemap.xml" in outputs["robots.txt"]


def test_of_a_preview_there_is_no_sitemap_and_robots_see_that_it_is_none(tmp_path: Path) -> None:
    made = walk(load(site(tmp_path, HAV).root, exclude=[]), Options(at="2026-06-01", is_preview=True), Seams())
    outputs = {output.path: output.content for output in made.outputs}
    assert not [path for path in outputs if "sitemap" in path]
    assert outputs["robots.txt"] == b"User-agent: *\nAllow: /\n"
