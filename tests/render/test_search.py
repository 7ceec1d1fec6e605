"""The index of the search: whose words it has, how they are folded, what of it is other after an edit."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.app.build import built_site
from ordskifte.model.document import Body, Label, Link, Picture, Reference
from ordskifte.pipeline.results import Options
from ordskifte.render.search import FOLDER, PREFIX, SCRIPT, SHELF, SLICES, plain, shard, shard_count, words
from tests.stories import AT, MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

WANTED = "[build]\nsearch = true\n"
TEMPLATES = """
-- templates/search.html --
{% extends "list.html" %}
{% block main %}<form data-index="{{ site.search() }}"></form>
<script src="{{ site.asset("search.js") }}"></script>{% endblock %}
-- templates/fragments/found.html --
{% if arguments[0] == "author" %}{% set profile = site.profile(arguments[1]) %}
<a href="{{ profile.url }}">{{ profile.name }}</a>{% else %}{% set entry = site.entry(*arguments) %}
{% lang entry.language as l %}<a{{ l }} href="{{ entry.url }}">{{ entry.title }}</a>{% endlang %}{% endif %}
"""
ARTICLE = "-- content/articles/{0}.{1}.md --\n---\ntitle: {2}\ndate: 2026-01-0{3}\nsection: {4}\n{5}---\n{6}\n"
OYA = ARTICLE.format("oya", "nb", "Øya", 2, "debate", "tags: [sea]\n", "En *by* på fjellet, og Aasen.")
ICE = ARTICLE.format("ice", "en", "Ice", 3, "debate", "standfirst: A cold morning.\n", "The island’s harbour.")
LOCKED = ARTICLE.format("locked", "nb", "Låst", 4, "members", "", "Åpent.\n\n<!-- paywall -->\n\nHemmeligheten.")


def site(root: Path, *texts: str) -> Story:
    return story(root, TWO_EDITIONS + WANTED, PLAIN_TEMPLATES, TEMPLATES, *texts)


def indexed(outputs: dict[str, str]) -> dict[str, list[int]]:
    """All words of the index."""
    files = [json.loads(text) for path, text in outputs.items() if path.startswith(FOLDER) and path.count("/") == 1]
    assert len({file["of"] for file in files}) == 1
    return {word: numbers for file in files for word, numbers in file["words"].items()}


def shelf(outputs: dict[str, str], locale: str) -> list[str]:
    return list(json.loads(outputs[f"{FOLDER}/{locale}/0.json"])["works"])


def told(outputs: dict[str, str], path: str) -> dict[str, object]:
    """What the script is told by a search page."""
    attribute = outputs[path].split('data-index="')[1].split('"')[0]
    found: dict[str, object] = json.loads(attribute.replace("&#34;", '"'))
    return found


# --------------------------------------------------------------------------------------
# Words
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Øya", ["oya"]),
        ("Ålesund Aalesund", ["alesund", "alesund"]),
        ("bære BAERE", ["baere", "baere"]),
        ("Sápmi, Čoahkkin!", ["sapmi", "coahkkin"]),
        ("Ǿre", ["ore"]),
        ("hav\u00adretten", ["havretten"]),
        ("co-operate don’t", ["co", "operate", "don", "t"]),
        ("«12 500» €", ["12", "500"]),
        ("", []),
    ],
)
def test_words_are_folded(written: str, folded: list[str]) -> None:
    assert words(written) == folded


@given(st.text(max_size=50))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once


@given(st.text("abcdefo", min_size=PREFIX, max_size=9), st.text("xyz", max_size=3))
def test_what_begins_alike_stands_in_one_file(word: str, more: str) -> None:
    assert shard(word, 64) == shard(word + more, 64)


@given(st.integers(0, 5000))
def test_there_are_enough_files_and_not_too_many(texts: int) -> None:
    count = shard_count(texts)
    assert 1 <= count <= SLICES
    assert count & (count - 1) == 0


def test_a_body_is_read_as_it_is_heard() -> None:
    link = Link(Reference("article", "x", ""), "nb")
    html = ("<p><em>ø</em>ya &amp; <a", link, ">havet</a></p><p>slutt<sup>1</sup></p>")
    body = Body("nb", (*html, Picture("a.png", "Et < kart"), Label("Notes")))
    assert plain(body).split() == ["øya", "&", "havet", "slutt", "1", "Et", "<", "kart"]


# --------------------------------------------------------------------------------------
# The index
# --------------------------------------------------------------------------------------


def test_each_text_is_found_by_its_words_and_names(tmp_path: Path) -> None:
    found = indexed(site(tmp_path, OYA, ICE).outputs())
    assert {"oya", "by", "fjellet", "asen", "havet", "sea", "debatt", "debate", "cold", "harbour", "island"} <= set(
        found
    )
    assert not {"notes", "em", "p"} & set(found)
    # Distance and weight: the title says more than the standfirst, and that more than the text.
    assert (found["oya"], found["ice"], found["cold"], found["harbour"]) == ([15], [25], [22], [21])
    assert found["debate"] == [12, 12]


def test_both_editions_share_the_words_and_show_the_works_themselves(tmp_path: Path) -> None:
    outputs = site(tmp_path, OYA, ICE).outputs()
    assert shelf(outputs, "nb") == ['<a href="/artikler/oya/">Øya</a>', '<a lang="en" href="/artikler/ice/">Ice</a>']
    assert shelf(outputs, "en") == [
        '<a lang="nb" href="/en/articles/oya/">Øya</a>',
        '<a href="/en/articles/ice/">Ice</a>',
    ]


def test_an_edition_shows_its_own_version_only(tmp_path: Path) -> None:
    is_ = "-- content/articles/ice.nb.md --\n---\ntitle: Isen\ntranslation: {of: en}\n---\nHavnen.\n"
    outputs = site(tmp_path, ICE, is_).outputs()
    assert [bool(work) for work in shelf(outputs, "nb")] == [False, True]
    assert [bool(work) for work in shelf(outputs, "en")] == [True, False]
    assert (told(outputs, "search/index.html")["shown"], told(outputs, "en/search/index.html")["shown"]) == ("2", "1")


def test_the_page_tells_the_script_where_all_lies(tmp_path: Path) -> None:
    outputs = site(tmp_path, OYA, ICE).outputs()
    page = told(outputs, "search/index.html")
    of = json.loads(outputs[f"{FOLDER}/0.json"])["of"]
    assert page == {
        "folder": f"/{FOLDER}/",
        "edition": "nb",
        "of": of,
        "shards": 1,
        "shelf": SHELF,
        "shelves": json.loads(outputs[f"{FOLDER}/nb/0.json"])["of"],
        "texts": 2,
        "shown": "3",
    }
    assert any(path.startswith(f"assets/{SCRIPT.removesuffix('.js')}.") for path in outputs)


def test_nothing_that_is_sealed_unlisted_or_withdrawn_is_in_it(tmp_path: Path) -> None:
    unlisted = ARTICLE.format("hidden", "nb", "Skjult", 5, "debate", "unlisted: true\n", "Gjemselsord.")
    gone = ARTICLE.format("gone", "nb", "Borte", 6, "debate", "withdrawn: {date: 2026-02-01, reason: Feil.}\n", "Galt.")
    draft = ARTICLE.format("draft", "nb", "Kladd", 7, "debate", "draft: true\n", "Uferdig.")
    outputs = site(tmp_path, OYA, LOCKED, unlisted, gone, draft).outputs()
    found = set(indexed(outputs))
    assert {"last", "apent"} <= found
    assert not {"hemmeligheten", "skjult", "gjemselsord", "borte", "galt", "kladd", "uferdig"} & found
    assert len(shelf(outputs, "nb")) == 2


def test_what_was_sealed_is_found_when_all_may_read_it(tmp_path: Path) -> None:
    free = LOCKED.replace("section: members\n", "section: debate\n")
    assert "hemmeligheten" in indexed(site(tmp_path, free).outputs())


def test_a_site_that_does_not_ask_for_it_has_none(tmp_path: Path) -> None:
    outputs = story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, OYA).outputs()
    assert not [path for path in outputs if "search" in path]


def test_no_search_engine_shows_the_page(tmp_path: Path) -> None:
    outputs = site(tmp_path, OYA).outputs()
    assert "/search/" not in outputs["sitemap.xml"]


def test_an_author_is_found_by_name_where_the_first_of_the_articles_stands(tmp_path: Path) -> None:
    author = "-- content/authors/kari.{0}.md --\n---\nname: Kari Åsen\nrole: {1}\n---\n{2}\n"
    people = author.format("nb", "Fyrvokter", "Bor på fyret."), author.format("en", "Keeper", "Lives there.")
    ice = ICE.replace("date: 2026-01-03", "date: 2026-01-03\nauthors: [kari]")
    outputs = site(tmp_path, OYA, ice, LOCKED, *people).outputs()
    named = '<a href="/authors/kari/">Kari Åsen</a>'
    assert [named in work for work in shelf(outputs, "nb")] == [False, False, False, True, False]
    found = indexed(outputs)
    assert found["kari"] == [22, 15, 15]  # In the article too, and as the title of the author's page in each language.
    assert {"fyrvokter", "fyret", "keeper", "lives"} <= set(found)


# --------------------------------------------------------------------------------------
# After an edit
# --------------------------------------------------------------------------------------


def stamps(output: Path) -> Iterator[tuple[str, int]]:
    for path in (output / FOLDER).rglob("*.json"):
        yield path.relative_to(output).as_posix(), path.stat().st_mtime_ns


def test_a_corrected_word_is_found_and_no_other_file_is_touched(tmp_path: Path) -> None:
    many = [ARTICLE.format(f"a{n}", "nb", f"Nr {n}", 1, "debate", "", f"Ord{n * 7919} tekst.") for n in range(20)]
    told = site(tmp_path / "site", OYA, *many)
    output, cache = tmp_path / "output", tmp_path / "cache" / "store.sqlite"
    options = Options(at=AT, master=MASTER)
    built_site(tmp_path / "site", output, cache, options, {}, force=False, jobs=1)
    before = dict(stamps(output))
    told.told(OYA.replace("fjellet", "kysten"))
    built_site(tmp_path / "site", output, cache, options, {}, force=False, jobs=1)
    changed = {path for path, stamp in stamps(output) if stamp != before[path]}
    count = shard_count(21)
    assert count > 2
    assert changed == {f"{FOLDER}/{shard(word, count)}.json" for word in ("fjellet", "kysten")}


def test_a_new_article_leaves_the_shelves_that_are_full(tmp_path: Path) -> None:
    many = [ARTICLE.format(f"a{n:02}", "nb", f"Nr {n}", 1, "debate", "", "Tekst.") for n in range(2 * SHELF)]
    told = site(tmp_path, *many)
    before = told.outputs()
    told.told(ARTICLE.format("new", "nb", "Ny", 9, "debate", "", "Tekst."))
    after = told.outputs()
    for number in (0, 1):
        path = f"{FOLDER}/nb/{number}.json"
        assert after[path] == before[path]
    assert f"{FOLDER}/nb/2.json" in after.keys() - before.keys()
