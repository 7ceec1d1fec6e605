"""Series: which articles are parts of them, in which order, and what is told of their numbers."""

from ordskifte.model.site import Introduction
from ordskifte.model.urls import Published
from ordskifte.tools.urls import live
from tests.resolve.texts import NB, TWO, article, page, texts, translation


def part(number: int, more: str = "") -> str:
    return f"series: {{id: atlas, part: {number}}}\n{more}"


def introduction(locale: str, front: str = "", body: str = "Salt.") -> str:
    return f"-- content/series/atlas.{locale}.md --\n---\n{front}---\n{body}\n"


SHORE = article("shore.nb", front=part(1), date="2026-02-01")
SEA = article("sea.en", front=part(2), date="2026-01-01")
ICE = article("ice.nb", front=part(3, "untranslated: omit\n"), date="2026-01-15")


def test_the_parts_stand_in_their_order_in_each_edition() -> None:
    site = texts(ICE + SHORE + SEA).site()
    assert site.lists["nb", "series", "atlas"] == ("shore", "sea", "ice")
    assert site.lists["en", "series", "atlas"] == ("shore", "sea")
    assert site.urls["nb", "series", "atlas"] == "/series/atlas/"
    assert site.urls["en", "series", "atlas"] == "/en/series/atlas/"


def test_a_part_without_a_page_in_an_edition_is_linked_there() -> None:
    site = texts(article("shore.nb", front=part(1, "untranslated: link\n")) + SEA).site()
    assert site.lists["en", "series", "atlas"] == ("shore", "sea")
    entry = site.entry("en", "article", "shore")
    assert entry is not None
    assert entry.url == "/a/shore/"


def test_what_stands_in_no_list_is_in_no_series() -> None:
    site = texts(SHORE + article("sea.nb", front=part(2, "unlisted: true\n"))).site()
    assert site.lists["nb", "series", "atlas"] == ("shore",)


def test_a_series_that_nothing_is_published_of_has_no_page() -> None:
    site = texts(introduction("nb") + article("shore.nb", front=part(1, "draft: true\n"))).site()
    assert ("nb", "series", "atlas") not in site.urls
    assert site.introductions == {}


def test_a_translation_is_the_same_part() -> None:
    found = texts(SHORE + translation("shore.en", "nb"))
    assert found.problems() == []
    assert found.page("en", "shore").entry.series == found.page("nb", "shore").entry.series


# ---- Introductions -------------------------------------------------------------------


def test_each_edition_has_the_introduction_in_its_language() -> None:
    site = texts(SHORE + introduction("nb") + introduction("en")).site()
    assert site.introductions["en", "atlas"] == Introduction("content/series/atlas.en.md", "en")


def test_one_that_there_is_none_in_has_that_of_the_default_edition() -> None:
    site = texts(SHORE + introduction("nb")).site()
    assert site.introductions["en", "atlas"] == Introduction("content/series/atlas.nb.md", "nb")


def test_a_draft_of_one_is_not_shown() -> None:
    assert texts(SHORE + introduction("nb", "draft: true\n")).site().introductions == {}


def test_one_of_a_series_that_there_is_not_is_an_error() -> None:
    assert texts(SHORE + introduction("nb").replace("atlas", "atlass")).problems() == [
        "content/series/atlass.nb.md: error: series-unknown: There is no series `atlass`. Did you mean `atlas`?"
    ]


# ---- Links ---------------------------------------------------------------------------


def test_a_text_can_link_to_a_series_and_into_its_introduction() -> None:
    linking = page("om.nb", body="[a](series:atlas) [b](series:atlas#salt) [c](../series/atlas.nb.md)")
    assert texts(SHORE + introduction("nb", body="## Salt") + linking).problems() == []


def test_a_link_to_none_and_to_one_without_parts_is_told_of() -> None:
    [unknown, empty] = texts(page("om.nb", body="[a](series:atlss) [b](series:atlas)")).problems()
    assert unknown.endswith("error: series-unknown: There is no series `atlss`. Did you mean `atlas`?")
    assert "warning: link-unpublished: The series `atlas` has no articles yet, so its link is left out." in empty


# ---- Numbers -------------------------------------------------------------------------


def test_a_part_that_is_there_twice_is_an_error() -> None:
    [told] = texts(SHORE + article("sea.nb", front=part(1))).problems()
    assert told.startswith("content/articles/shore.nb.md:5:27: error: series-part-twice: Part 1 of the series `atlas`")
    assert "it is `sea`." in told


def test_parts_that_nobody_has_begun_are_told_of() -> None:
    [fog, ice] = texts(SHORE + article("ice.nb", front=part(3)) + article("fog.nb", front=part(6))).problems()
    assert fog.startswith("content/articles/fog.nb.md:5:27: warning: series-part-missing: ")
    assert "has a part 6, but no parts 4 to 5." in fog
    assert "has a part 3, but no part 2." in ice


def test_drafts_and_what_is_to_come_are_begun() -> None:
    begun = article("sea.nb", front=part(2, "draft: true\n")) + article("fog.nb", front=part(3), date="2027-01-01")
    assert texts(SHORE + begun + article("ice.nb", front=part(4))).problems() == []


def test_nothing_is_missed_where_a_text_cannot_be_read() -> None:
    found = texts(SHORE + article("sea.nb", front="sea: x\n") + article("ice.nb", front=part(3)), editions=NB)
    assert found.problems() == []


# ---- The URL ledger ------------------------------------------------------------------


def test_the_ledger_knows_the_addresses_of_series() -> None:
    assert Published("series", "atlas", "en", "/en/series/atlas/") in live(texts(SHORE).site())


def test_the_address_of_a_series_that_is_still_to_come_is_no_stray() -> None:
    ledger = "-- urls.lock --\nseries atlas nb /series/atlas/\n"
    assert texts(article("shore.nb", front=part(1), date="2027-01-01") + ledger).problems() == []
    [told] = texts(article("shore.nb", front=part(1, "draft: true\n")) + ledger).problems()
    assert "url-vanished" in told


def test_where_a_series_has_moved_its_old_address_leads_there() -> None:
    ledger = "-- urls.lock --\nseries atlas nb /gamle/atlas/ moved\n"
    site = texts(SHORE + introduction("nb", "redirect_from: [/salt/]\n") + ledger, editions=TWO).site()
    assert {url: redirect.to for url, redirect in site.redirects.items()} == {
        "/gamle/atlas/": "/series/atlas/",
        "/salt/": "/series/atlas/",
    }
