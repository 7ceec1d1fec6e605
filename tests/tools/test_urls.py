"""The upkeep of the URL ledger: what is added to it, and what its editors accept."""

from ordskifte.model.site import Fate, Stray
from ordskifte.model.urls import Mark, Published
from ordskifte.tools.urls import accepted, formatted, live, recorded
from tests.resolve.texts import NB, TWO, article, author, page, texts, translation

HEADER = "# The addresses that have been published here. `urls record` writes this file; keep it in git.\n"


def lines(text: str, at: str = "2026-06-01", editions: str = TWO) -> list[str]:
    """The ledger of a text after its addresses have been recorded."""
    known = texts(text, editions=editions)
    return formatted(recorded(known.urls, live(known.site(at)))).removeprefix(HEADER).splitlines()


def test_works_authors_and_pages_are_recorded_in_each_edition_and_no_list() -> None:
    text = article("is.nb") + translation("is.en", "nb", front="slug: ice\n") + author("kari.nb") + page("om.nb")
    assert lines(text) == [
        "article is en /en/a/ice/",
        "article is nb /a/is/",
        "author kari en /en/by/kari/ untranslated",
        "author kari nb /by/kari/",
        "page om en /en/om/ untranslated",
        "page om nb /om/",
    ]


def test_a_text_in_a_variety_of_the_edition_s_language_is_not_untranslated() -> None:
    assert lines(article("is.en-GB")) == ["article is en /en/a/is/", "article is nb /a/is/ untranslated"]


def test_drafts_and_what_comes_later_are_not_recorded() -> None:
    text = article("is.nb", front="draft: true\n") + article("hav.nb", date="2031-01-01")
    assert lines(text, editions=NB) == []
    assert lines(text, "2031-01-01", NB) == ["article hav nb /a/hav/"]


def test_what_is_unlisted_or_withdrawn_is_recorded() -> None:
    text = article("is.nb", front="unlisted: true\n")
    text += article("hav.nb", front="withdrawn: {date: 2026-05-01, reason: Feil}\n")
    assert lines(text, editions=NB) == ["article hav nb /a/hav/", "article is nb /a/is/"]


def test_what_was_recorded_stays_whatever_has_become_of_it() -> None:
    text = article("is.nb", front="slug: isen\n")
    known = "-- urls.lock --\narticle is nb /a/is/ moved\narticle tapt nb /a/tapt/ gone\narticle is nb /a/is2/\n"
    assert lines(text + known, editions=NB) == [
        "article is nb /a/is/ moved",
        "article is nb /a/is2/",
        "article is nb /a/isen/",
        "article tapt nb /a/tapt/ gone",
    ]


def test_what_is_back_is_no_longer_marked() -> None:
    known = "-- urls.lock --\narticle is nb /a/is/ moved\npage is nb /a/is/ gone\narticle is en /en/a/is/\n"
    assert lines(article("is.nb") + known) == ["article is en /en/a/is/ untranslated", "article is nb /a/is/"]


def test_a_translation_that_has_come_is_recorded_as_such() -> None:
    text = article("is.nb") + translation("is.en", "nb") + "-- urls.lock --\narticle is en /en/a/is/ untranslated\n"
    assert lines(text) == ["article is en /en/a/is/", "article is nb /a/is/"]


def test_to_record_again_changes_nothing() -> None:
    text = article("is.nb") + author("kari.en")
    once = "\n".join(lines(text))
    assert lines(f"{text}-- urls.lock --\n{HEADER}{once}\n") == once.splitlines()


def test_what_is_accepted_is_marked_or_left_out() -> None:
    moved, gone, taken, other = (Published("article", key, "nb", f"/a/{key}/") for key in ("is", "hav", "ny", "x"))
    strays = (Stray(moved, Fate.MOVED, "/a/isen/"), Stray(gone, Fate.VANISHED), Stray(taken, Fate.TAKEN, "/a/nyere/"))
    assert accepted((moved, gone, taken, other), strays) == (
        Published("article", "is", "nb", "/a/is/", Mark.MOVED),
        Published("article", "hav", "nb", "/a/hav/", Mark.GONE),
        other,
    )
