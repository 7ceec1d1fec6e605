"""Feeds: which texts they have, in which words and languages, under which ids, and whether readers can read them."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from ordskifte.load import load
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from ordskifte.render.xml import child, element, written
from tests.program import REPOSITORY
from tests.stories import MASTER, ONE_EDITION, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

LINE = """
-- content/articles/line.en.md --
---
title: The Line & the <Sea>
standfirst: Where the maps end.
date: 2026-02-01
section: debate
tags: [sea]
authors: [kari]
---
By [Kari](author:kari), with a [note](#more).[^1]

## More {#more}

![A map](map.svg) and [elsewhere](https://elsewhere.example/x).

[^1]: It says *so*.
-- content/articles/map.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>
-- content/authors/kari.nb.md --
---
name: Kari Nordmann
---
Hei.
"""
LINJEN = """
-- content/articles/line.nb.md --
---
title: Linjen
translation: {of: en, translator: kari}
---
Av [Kari](author:kari).
"""
HAV = """
-- content/articles/hav.nb.md --
---
title: Havet
date: 2026-03-01
section: debate
---
Salt.
"""


def site(folder: Path, *texts: str) -> Story:
    return story(folder, TWO_EDITIONS, PLAIN_TEMPLATES, *texts)


def atom(outputs: dict[str, str], path: str) -> Any:
    """A feed as a feed reader has it; it finds nothing wrong with it."""
    found = feedparser.parse(outputs[path].encode(), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def titles(outputs: dict[str, str], path: str) -> list[str]:
    return [entry.title for entry in atom(outputs, path).entries]


# ---- Which texts ---------------------------------------------------------------------


def test_a_text_stands_in_the_feeds_of_the_edition_in_its_language_alone(tmp_path: Path) -> None:
    outputs = site(tmp_path, LINE, HAV).outputs()
    assert titles(outputs, "feed.xml") == ["Havet"]
    assert titles(outputs, "en/feed.xml") == ["The Line & the <Sea>"]


def test_a_text_in_a_language_without_an_edition_stands_in_those_of_its_home(tmp_path: Path) -> None:
    text = HAV.replace("hav.nb.md", "mer.fr.md").replace("Havet", "La mer")
    outputs = site(tmp_path, text).outputs()
    [entry] = atom(outputs, "feed.xml").entries
    assert (entry.title, entry.title_detail.language, entry.content[0].language) == ("La mer", "fr", "fr")
    assert titles(outputs, "en/feed.xml") == []


def test_a_site_may_have_feeds_of_some_lists_only_or_of_none(tmp_path: Path) -> None:
    made = site(tmp_path, LINE)
    config = (tmp_path / "site.toml").read_text(encoding="utf-8")
    fed = made.told("-- site.toml --\n" + config + '[feeds]\nlists = ["front", "tag"]\n').outputs()
    assert sorted(path for path in fed if path.endswith("feed.xml")) == [
        *("en/feed.xml", "en/topic/sea/feed.xml", "feed.xml", "topic/havet/feed.xml")
    ]
    bare = made.told("-- site.toml --\n" + config + "[feeds]\nlists = []\n").outputs()
    assert not any("feed" in path for path in bare)


def test_each_list_of_works_has_a_feed_in_both_formats(tmp_path: Path) -> None:
    outputs = site(tmp_path, LINE, HAV).outputs()
    assert sorted(path for path in outputs if "feed" in path) == [
        *("authors/kari/feed.json", "authors/kari/feed.xml"),
        *("en/authors/kari/feed.json", "en/authors/kari/feed.xml", "en/feed.json", "en/feed.xml"),
        *("en/section/debate/feed.json", "en/section/debate/feed.xml"),
        *("en/topic/sea/feed.json", "en/topic/sea/feed.xml"),
        *("feed.json", "feed.xml", "section/debatt/feed.json", "section/debatt/feed.xml"),
        *("topic/havet/feed.json", "topic/havet/feed.xml"),
    ]
    assert titles(outputs, "en/topic/sea/feed.xml") == titles(outputs, "en/authors/kari/feed.xml")
    assert titles(outputs, "topic/havet/feed.xml") == []


@pytest.mark.parametrize(
    "front",
    [
        "date: 2026-03-01\ndraft: true",
        "date: 2026-03-01\nunlisted: true",
        "date: 2026-03-01\nwithdrawn: {date: 2026-04-01, reason: Feil.}",
        "date: 2026-07-01",
    ],
)
def test_what_readers_are_not_to_find_is_in_no_feed(tmp_path: Path, front: str) -> None:
    outputs = site(tmp_path, HAV.replace("date: 2026-03-01", front)).outputs()
    assert not [path for path, text in outputs.items() if path.endswith(("feed.xml", "feed.json")) and "Havet" in text]


def test_a_feed_has_the_newest_and_those_of_tags_and_authors_have_half_as_many(tmp_path: Path) -> None:
    texts = (
        LINE.replace("line.en.md", f"line{day}.en.md").replace("2026-02-01", f"2026-02-0{day}").replace("The Line", day)
        for day in "12345"
    )
    outputs = site(tmp_path, *texts).told(f"{TWO_EDITIONS}[feeds]\nsize = 3\n").outputs()
    assert [title[0] for title in titles(outputs, "en/feed.xml")] == ["5", "4", "3"]
    assert [title[0] for title in titles(outputs, "en/section/debate/feed.xml")] == ["5", "4", "3"]
    assert [title[0] for title in titles(outputs, "en/topic/sea/feed.xml")] == ["5", "4"]
    assert [title[0] for title in titles(outputs, "en/authors/kari/feed.xml")] == ["5", "4"]


def test_a_preview_has_no_feeds(tmp_path: Path) -> None:
    made = walk(load(site(tmp_path, HAV).root, exclude=[]), Options(at="2026-06-01", is_preview=True), Seams())
    assert not [output.path for output in made.outputs if "feed" in output.path]


# ---- What they say -------------------------------------------------------------------


def test_a_feed_says_what_it_is_and_where(tmp_path: Path) -> None:
    found = atom(site(tmp_path, LINE).outputs(), "en/section/debate/feed.xml").feed
    assert (found.title, found.language) == ("Debate – The Trial", "en")
    assert (found.author_detail.name, found.author_detail.href) == ("The Trial", "https://example.org/en/")
    assert [(link.rel, link.type, link.get("hreflang"), link.href) for link in found.links] == [
        ("self", "application/atom+xml", None, "https://example.org/en/section/debate/feed.xml"),
        ("alternate", "text/html", "en", "https://example.org/en/section/debate/"),
        ("alternate", "application/atom+xml", "nb", "https://example.org/section/debatt/feed.xml"),
    ]


def test_an_entry_says_all_that_is_known_of_the_text(tmp_path: Path) -> None:
    text = LINE.replace("authors: [kari]", "authors: [kari]\nupdated: 2026-03-05\nimage: {file: map.svg, alt: A map}")
    [entry] = atom(site(tmp_path, text).outputs(), "en/feed.xml").entries
    assert (entry.title, entry.title_detail.language) == ("The Line & the <Sea>", "en")
    assert (entry.summary, entry.summary_detail.type) == ("Where the maps end.", "text/plain")
    assert (entry.published, entry.updated) == ("2026-02-01T00:00:00+01:00", "2026-03-05T00:00:00+01:00")
    assert [(author.name, author.href) for author in entry.authors] == [
        ("Kari Nordmann", "https://example.org/en/authors/kari/")
    ]
    assert [(tag.term, tag.label) for tag in entry.tags] == [("debate", "Debate"), ("sea", "The sea")]
    assert entry.link == "https://example.org/en/articles/line/"
    [picture] = entry.enclosures
    assert picture.type == "image/svg+xml"
    assert picture.href.startswith("https://example.org/media/map.")


@pytest.mark.parametrize("name", ["map.jfif", "map.jpe", "map.PNG", "map"])
def test_a_picture_is_of_the_type_of_its_content_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    text = LINE.replace("authors: [kari]", f"authors: [kari]\nimage: {{file: {name}, alt: A map}}")
    made = site(tmp_path, text)
    Image.new("RGB", (3, 2)).save(tmp_path / "content/articles" / name, "JPEG")
    outputs = made.outputs()
    [entry] = atom(outputs, "en/feed.xml").entries
    [picture] = entry.enclosures
    assert picture.type == "image/jpeg"
    [item] = json.loads(outputs["en/feed.json"])["items"]
    assert item["image"] == picture.href


def test_of_a_translation_the_translator_is_named(tmp_path: Path) -> None:
    [entry] = atom(site(tmp_path, LINE, LINJEN).outputs(), "feed.xml").entries
    assert [person.name for person in entry.contributors] == ["Kari Nordmann"]


def test_the_words_of_the_interface_are_marked_in_an_entry_in_another_language(tmp_path: Path) -> None:
    text = HAV.replace("hav.nb.md", "mer.fr.md")
    root = Xml.fromstring(site(tmp_path, text).outputs()["feed.xml"])
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    [entry] = root.iterfind("{http://www.w3.org/2005/Atom}entry")
    marked = {element.tag.partition("}")[2]: element.get(language) for element in entry.iter() if element.get(language)}
    assert (root.get(language), marked) == ("nb", {"entry": "fr", "category": "nb"})


def test_every_address_in_a_text_is_absolute(tmp_path: Path) -> None:
    outputs = site(tmp_path, LINE).outputs(base_url="https://name.example/magazine")
    [entry] = atom(outputs, "en/feed.xml").entries
    page = "https://name.example/magazine/en/articles/line/"
    html = LexborHTMLParser(entry.content[0].value)
    assert [link.attributes["href"] for link in html.css("a")] == [
        "https://name.example/magazine/en/authors/kari/",
        f"{page}#more",
        f"{page}#fn-1",
        "https://elsewhere.example/x",
        f"{page}#fnref-1",
    ]
    assert [(image.attributes["src"] or "").partition("map")[0] for image in html.css("img")] == [
        "https://name.example/magazine/media/"
    ]


def test_members_texts_are_there_as_far_as_everyone_may_read_them(tmp_path: Path) -> None:
    text = HAV.replace("debate", "members").replace("Salt.", "Salt.\n\n<!-- paywall -->\n\nHemmelig.")
    outputs = site(tmp_path, text).outputs()
    assert "Salt." in outputs["feed.xml"]
    assert not [path for path, text in outputs.items() if "Hemmelig" in text]


def test_with_summaries_a_feed_has_no_text(tmp_path: Path) -> None:
    outputs = site(tmp_path, LINE, HAV).told(f'{TWO_EDITIONS}[feeds]\ncontent = "summary"\n').outputs()
    [entry] = atom(outputs, "en/feed.xml").entries
    assert ("content" in entry, entry.summary) == (False, "Where the maps end.")
    [item] = json.loads(outputs["en/feed.json"])["items"]
    assert ("content_html" in item, item["content_text"]) == (False, "Where the maps end.")
    # JSON Feed wants a content, and this text has no summary.
    [item] = json.loads(outputs["feed.json"])["items"]
    assert item["content_text"] == "Havet"


def test_the_site_may_say_what_of_a_text_its_feeds_have(tmp_path: Path) -> None:
    template = (
        "-- templates/fragments/feed.html --\n"
        "{% set page = site.page(*arguments) %}<p>{{ page.entry.title }}</p>{{ site.body(page.source) }}\n"
        '<a href="{{ page.home }}">…</a>\n'
    )
    [entry] = atom(site(tmp_path, HAV, template).outputs(), "feed.xml").entries
    assert entry.content[0].value == ('<p>Havet</p><p>Salt.</p>\n\n<a href="https://example.org/artikler/hav/">…</a>')


def test_a_feed_without_entries_is_one_too(tmp_path: Path) -> None:
    outputs = site(tmp_path).outputs()
    assert atom(outputs, "feed.xml").feed.updated == "1970-01-01T00:00:00+00:00"
    assert json.loads(outputs["feed.json"])["items"] == []


def test_old_times_have_offsets_that_a_feed_can_write(tmp_path: Path) -> None:
    config = ONE_EDITION.replace("Europe/Oslo", "Africa/Monrovia")  # Until 1972 44 minutes and 30 seconds behind.
    text = HAV.replace("debate", "debatt").replace("2026-03-01", "1951-03-01T12:00")
    [entry] = atom(story(tmp_path, config, PLAIN_TEMPLATES, text).outputs(), "feed.xml").entries
    assert entry.published == "1951-03-01T11:59:30-00:45"


# ---- Ids, and the way of a text through its edits ------------------------------------


def ids(outputs: dict[str, str]) -> dict[str, list[str]]:
    """The ids in each feed, its own first."""
    feeds = {path: atom(outputs, path) for path in outputs if path.endswith("feed.xml")}
    return {path: [found.feed.id, *(entry.id for entry in found.entries)] for path, found in feeds.items()}


def test_ids_are_of_the_host_and_what_works_are_called_in_the_sources(tmp_path: Path) -> None:
    found = ids(site(tmp_path, LINE, LINJEN).outputs())
    assert found["feed.xml"] == ["tag:example.org,2026:feed/front/nb", "tag:example.org,2026:article/line/nb"]
    assert found["en/topic/sea/feed.xml"] == [
        "tag:example.org,2026:feed/tag/sea/en",
        "tag:example.org,2026:article/line/en",
    ]


@pytest.mark.parametrize(
    "edit",
    [
        LINE.replace("title:", "slug: a-line\ntitle:"),
        LINE.replace("The Line", "The Border"),
        LINE.replace("2026-02-01", "2026-02-02"),
        TWO_EDITIONS.replace("articles/{slug}/", "essays/{slug}/"),
        TWO_EDITIONS.replace('path = "en"', 'path = "english"'),
        TWO_EDITIONS.replace('title = {nb = "Prøven", en = "The Trial"}', 'title = "Trial"'),
    ],
    ids=["a slug", "a title", "a date", "a pattern", "an edition's path", "the publication's name"],
)
def test_ids_stay_when_something_else_changes(tmp_path: Path, edit: str) -> None:
    told = site(tmp_path, LINE, LINJEN)
    before = ids(told.outputs())
    after = ids(told.told(edit).outputs())
    assert sorted(before.values()) == sorted(after.values())


def test_ids_stay_at_another_address(tmp_path: Path) -> None:
    told = site(tmp_path, LINE, LINJEN)
    assert ids(told.outputs()) == ids(told.outputs(base_url="https://preview.example/x/"))
    before = ids(told.outputs())
    moved = TWO_EDITIONS.replace("https://example.org", "https://new.example")
    assert ids(told.told(moved).outputs()) != before
    assert ids(told.told(f'{moved}[feeds]\nauthority = "example.org,2026"\n').outputs()) == before


def test_a_translation_brings_the_text_into_the_feeds_of_the_other_edition(tmp_path: Path) -> None:
    told = site(tmp_path, LINE)
    before = told.outputs()
    assert titles(before, "feed.xml") == []
    after = told.told(LINJEN).outputs()
    assert titles(after, "feed.xml") == ["Linjen"]
    assert ids(before)["en/feed.xml"] == ids(after)["en/feed.xml"]
    again = told.told("-- content/articles/line.nb.md --\n").outputs()
    assert again["feed.xml"] == before["feed.xml"]


def test_a_correction_moves_the_moment_of_the_last_change_and_nothing_else(tmp_path: Path) -> None:
    note = "corrections: [{date: 2026-05-01, kind: correction, text: {nb: Ikke salt.}}]\n"
    told = site(tmp_path, HAV)
    before = atom(told.outputs(), "feed.xml")
    after = atom(told.told(HAV.replace("section:", f"{note}section:")).outputs(), "feed.xml")
    assert (before.feed.updated, after.feed.updated) == ("2026-03-01T00:00:00+01:00", "2026-05-01T00:00:00+02:00")
    [old], [new] = before.entries, after.entries
    assert (new.id, new.published, new.updated) == (old.id, old.published, after.feed.updated)


# ---- Whatever readers read -----------------------------------------------------------


def json_feed(content: str) -> dict[str, Any]:
    """A JSON Feed, looked through by the words of its specification (https://jsonfeed.org/version/1.1/)."""
    found: dict[str, Any] = json.loads(content)
    known = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    assert found.keys() <= known
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["title"]
    for address in (found["home_page_url"], found["feed_url"], *(author["url"] for author in found["authors"])):
        assert urlsplit(address).scheme == "https"
    ids = [item["id"] for item in found["items"]]
    assert len(set(ids)) == len(ids)
    for item in found["items"]:
        _look_through(item)
    return found


def _look_through(item: dict[str, Any]) -> None:
    texts = {"id", "url", "title", "content_html", "content_text", "summary", "image", "language"}
    moments = {"date_published", "date_modified"}
    assert item.keys() <= {*texts, *moments, "authors", "tags"}
    assert all(isinstance(item[name], str) and item[name] for name in item.keys() & texts)
    assert {"id", *moments} <= item.keys()
    assert "content_html" in item or "content_text" in item
    assert item["date_published"] <= item["date_modified"]
    assert all(isinstance(tag, str) for tag in item.get("tags", []))
    assert all(author.keys() == {"name", "url"} for author in item.get("authors", []))


@pytest.fixture(scope="module")
def sample() -> dict[str, str]:
    made = walk(load(REPOSITORY, exclude=[REPOSITORY / "output"]), Options(at="2026-11-22", master=MASTER), Seams())
    return {output.path: output.content.decode(errors="replace") for output in made.outputs}


def test_every_feed_of_the_sample_is_read_by_a_feed_reader(sample: dict[str, str]) -> None:
    feeds = [path for path in sample if path.endswith("feed.xml")]
    assert len(feeds) > 50
    languages = {entry.content[0].language for path in feeds for entry in atom(sample, path).entries}
    assert languages >= {"nb", "en"}


def test_both_formats_say_the_same(sample: dict[str, str]) -> None:
    for path in (path for path in sample if path.endswith("feed.xml")):
        entries, items = atom(sample, path).entries, json_feed(sample[path.removesuffix("xml") + "json"])["items"]
        assert [(entry.id, entry.link, entry.title, entry.updated, entry.content[0].value) for entry in entries] == [
            (item["id"], item["url"], item["title"], item["date_modified"], item["content_html"].strip())
            for item in items
        ]


def test_no_address_in_a_text_of_the_sample_is_relative(sample: dict[str, str]) -> None:
    for path in (path for path in sample if path.endswith("feed.json")):
        for item in json_feed(sample[path])["items"]:
            html = LexborHTMLParser(item["content_html"])
            for name, selector in (("href", "[href]"), ("src", "[src]")):
                for node in html.css(selector):
                    assert urlsplit(node.attributes[name] or "").scheme in ("https", "mailto"), path


def test_there_is_no_doctype_and_no_entity_of_our_own(sample: dict[str, str]) -> None:
    assert not [path for path, text in sample.items() if path.endswith("feed.xml") and "<!" in text]


@given(st.text(), st.text())
def test_whatever_the_words_they_can_be_read_again(words: str, value: str) -> None:
    root = element("a", {"b": value})
    child(root, "c", words, {"d": value})
    assert Xml.fromstring(written(root)).tag == "a"
