"""All documents as one site: editions, shells and homes, lists, what is published, and when that changes."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.diagnostics import in_order
from ordskifte.model.site import Clock, Site
from ordskifte.resolve.site import resolve
from tests.resolve.texts import AT, EN, NB, NN, SPRING, TWO, article, author, clock, page, texts, translation

THREE = NB + EN + NN


def shown(site: Site, key: str = "x", kind: str = "article") -> dict[str, str]:
    """The language of a work's text in each edition that has a page of it."""
    return {locale: page.language for (locale, of, name), page in site.pages.items() if (of, name) == (kind, key)}


def home(site: Site, language: str, key: str = "x") -> set[str]:
    """The editions whose page is said to be the home of a work's text in a language."""
    homes = {page.home for page in site.pages.values() if (page.entry.key, page.language) == (key, language)}
    return {page.locale for page in site.pages.values() if page.url in homes}


def listed(site: Site, locale: str, kind: str, id: str = "") -> tuple[str, ...]:
    return site.lists.get((locale, kind, id), ())


# ---- Which version stands where ------------------------------------------------------


def test_each_edition_shows_its_own_language() -> None:
    site = texts(article("x.en", "The Line") + translation("x.nb", "en", "Linjen")).site()
    assert shown(site) == {"nb": "nb", "en": "en"}
    assert [page.entry.title.value for page in site.pages.values()] == ["Linjen", "The Line"]
    assert not any(page.is_shell for page in site.pages.values())


@pytest.mark.parametrize(("language", "other"), [("en", "nb"), ("nb", "en")])
def test_a_text_without_a_translation_has_a_shell_in_the_other_edition(language: str, other: str) -> None:
    site = texts(article(f"x.{language}")).site()
    assert shown(site) == {"nb": language, "en": language}
    assert home(site, language) == {language}
    assert site.pages[other, "article", "x"].is_shell
    assert site.pages[other, "article", "x"].entry.is_foreign
    assert not site.pages[language, "article", "x"].is_shell


def test_a_text_in_a_language_without_an_edition_has_its_home_on_the_default_one() -> None:
    site = texts(article("x.fr")).site()
    assert shown(site) == {"nb": "fr", "en": "fr"}
    assert home(site, "fr") == {"nb"}


def test_if_that_edition_has_a_translation_the_home_is_the_next_one_that_shows_it() -> None:
    site = texts(article("x.fr") + translation("x.nb", "fr")).site()
    assert shown(site) == {"nb": "nb", "en": "fr"}
    assert home(site, "fr") == {"en"}
    assert home(site, "nb") == {"nb"}


def test_if_every_edition_has_one_the_original_has_no_page_and_that_is_told() -> None:
    found = texts(article("x.fr") + translation("x.nb", "fr") + translation("x.en", "fr"))
    assert shown(found.site()) == {"nb": "nb", "en": "en"}
    assert found.problems() == [
        (
            "content/articles/x.fr.md:2:8: warning: original-unshown: The original has no page: every edition shows "
            "a translation of the fr text. It gets one with an edition in fr, or without one of the translations."
        )
    ]


def test_the_home_is_the_default_edition_wherever_that_stands_in_the_file() -> None:
    site = texts(article("x.fr"), editions=EN + NN + NB).site()
    assert home(site, "fr") == {"nb"}


@pytest.mark.parametrize(
    ("versions", "expected", "homes"),
    [
        (article("x.nb"), {"nb": "nb", "en": "nb", "nn": "nb"}, {"nb": {"nb"}}),
        (
            article("x.en") + translation("x.nb", "en"),
            {"nb": "nb", "en": "en", "nn": "nb"},
            {"nb": {"nb"}, "en": {"en"}},
        ),
        (
            article("x.nb") + translation("x.nn", "nb"),
            {"nb": "nb", "en": "nb", "nn": "nn"},
            {"nb": {"nb"}, "nn": {"nn"}},
        ),
        (article("x.nn"), {"nb": "nn", "en": "nn", "nn": "nn"}, {"nn": {"nn"}}),
        (article("x.en"), {"nb": "en", "en": "en", "nn": "en"}, {"en": {"en"}}),
    ],
)
def test_an_edition_that_falls_back_on_another_shows_its_texts(
    versions: str, expected: dict[str, str], homes: dict[str, set[str]]
) -> None:
    found = texts(versions, editions=THREE)
    assert shown(found.site()) == expected
    assert {language: home(found.site(), language) for language in homes} == homes
    assert found.problems() == []


def test_a_work_may_be_for_some_editions_only() -> None:
    site = texts(article("x.nb", front="editions: [en]\n")).site()
    assert shown(site) == {"en": "nb"}
    assert home(site, "nb") == {"en"}
    assert listed(site, "nb", "front") == ()


def test_pages_have_their_own_addresses_in_each_language() -> None:
    site = texts(page("om.nb", "Om", "slug: om-oss\n") + page("om.en", "About", "slug: about\n")).site()
    assert {page.locale: page.url for page in site.pages.values()} == {"nb": "/om-oss/", "en": "/en/about/"}
    assert not any(page.is_translation for page in site.pages.values())


def test_a_shell_has_the_slug_of_the_text_that_it_shows() -> None:
    site = texts(article("x.en", front="slug: the-line\n")).site()
    assert {page.locale: page.url for page in site.pages.values()} == {"nb": "/a/the-line/", "en": "/en/a/the-line/"}
    assert site.pages["nb", "article", "x"].home == "/en/a/the-line/"


# ---- The switcher --------------------------------------------------------------------


def switches(site: Site, locale: str, key: str = "x") -> list[tuple[str, str, str, bool]]:
    return [
        (switch.locale, switch.url, switch.language, switch.is_current)
        for switch in site.pages[locale, "article", key].switches
    ]


def test_the_switcher_tells_the_language_of_what_it_leads_to() -> None:
    site = texts(article("x.en", front="slug: line\n")).site()
    assert switches(site, "nb") == [("nb", "/a/line/", "en", True), ("en", "/en/a/line/", "en", False)]
    assert switches(site, "en") == [("nb", "/a/line/", "en", False), ("en", "/en/a/line/", "en", True)]


def test_where_an_edition_does_not_show_the_work_it_leads_to_its_front_page() -> None:
    site = texts(article("x.en", front="editions: [en]\n")).site()
    assert switches(site, "en") == [("nb", "/", "nb", False), ("en", "/en/a/x/", "en", True)]


# ---- Editions without a translation --------------------------------------------------


LINKING = '[kinds.article]\nuntranslated = "link"\n'


def test_an_edition_that_links_lists_the_work_and_leads_to_its_home() -> None:
    site = texts(article("x.en", "The Line", "slug: line\ntags: [sea]\n"), LINKING).site()
    assert shown(site) == {"en": "en"}
    assert listed(site, "nb", "front") == listed(site, "nb", "tag", "sea") == ("x",)
    entry = site.entry("nb", "article", "x")
    assert entry is not None
    assert (entry.locale, entry.language, entry.url, entry.is_foreign) == ("nb", "en", "/en/a/line/", True)
    assert switches(site, "en") == [("nb", "/", "nb", False), ("en", "/en/a/line/", "en", True)]


def test_an_edition_that_omits_lists_nothing() -> None:
    site = texts(article("x.en", front="untranslated: omit\n")).site()
    assert shown(site) == {"en": "en"}
    assert listed(site, "nb", "front") == ()
    assert site.entry("nb", "article", "x") is None


@pytest.mark.parametrize(
    ("front", "more", "editions"),
    [
        ("", "", ["nb", "en"]),
        ("", LINKING, ["en"]),
        ("", LINKING + '[sections.essays]\nname = "Essays"\nuntranslated = "shell"\n', ["nb", "en"]),
        ("untranslated: omit\n", LINKING, ["en"]),
        ("untranslated: shell\n", LINKING, ["nb", "en"]),
    ],
)
def test_what_an_article_says_goes_before_its_section_and_that_before_its_kind(
    front: str, more: str, editions: list[str]
) -> None:
    text = article("x.en", front=front)
    if "essays" in more:
        text = text.replace("section: debate", "section: essays")
    assert list(shown(texts(text, more).site())) == editions


def test_a_translation_makes_the_link_a_page() -> None:
    site = texts(article("x.en") + translation("x.nb", "en"), LINKING).site()
    assert shown(site) == {"nb": "nb", "en": "en"}
    assert site.linked == {}


def test_what_is_unlisted_or_withdrawn_is_linked_from_nowhere() -> None:
    hidden = "withdrawn: {date: 2026-02-01, reason: Wrong}\n"
    site = texts(article("x.en", front="unlisted: true\n") + article("y.en", front=hidden), LINKING).site()
    assert site.linked == {}
    assert listed(site, "en", "front") == ()


def test_a_translation_that_is_unlisted_stands_in_no_list_of_its_edition() -> None:
    text = (
        article("x.en")
        + translation("x.nb", "en", front="unlisted: true\n")
        + page("om.nb")
        + page("om.en", "", "unlisted: true\n")
    )
    site = texts(text).site()
    assert (site.pages["nb", "article", "x"].robots, site.pages["en", "article", "x"].robots) == (
        "noindex,nofollow",
        "",
    )
    assert (listed(site, "nb", "front"), listed(site, "en", "front")) == ((), ("x",))
    assert site.pages["en", "page", "om"].is_indexed is False
    assert site.pages["nb", "page", "om"].alternates == ()


def test_a_translation_leads_to_its_original_where_that_has_a_page() -> None:
    machine = "status: machine"
    text = translation("x.nb", "en").replace("of: en", f"of: en, {machine}")
    assert texts(article("x.en") + text).page("nb", "x").original_url == "/en/a/x/"
    assert texts(article("x.en", front="editions: [nb]\n") + text).page("nb", "x").original_url == ""
    assert texts(article("x.en", front="unlisted: true\n") + text).page("nb", "x").original_url == ""


def test_that_the_original_was_updated_does_not_make_its_translation_so() -> None:
    text = article("x.en", front="updated: 2026-03-01\n") + translation("x.nb", "en")
    site = texts(text).site()
    assert site.pages["en", "article", "x"].entry.updated is not None
    assert site.pages["nb", "article", "x"].entry.updated is None


def test_a_note_that_is_dated_in_the_future_is_told() -> None:
    front = "corrections:\n  - {date: 2030-01-01, kind: update, text: Sent}\n"
    [problem] = texts(article("x.nb", front=front)).problems("2026-06-01T12:00")
    assert "warning: date-future: 2030-01-01 has not come yet" in problem


def test_a_translation_that_says_it_is_older_than_its_original_is_an_error() -> None:
    text = article("x.en", date="2026-02-01") + translation("x.nb", "en", front="date: 2026-01-31\n")
    [problem] = texts(text).problems()
    assert problem == (
        "content/articles/x.nb.md:4:7: error: translation-early: The nb translation has an earlier date than the en"
        " original. Leave `date` out here: it comes with its original, and says in `translation.updated` when it was"
        " made."
    )


# ---- One edition ---------------------------------------------------------------------

GUESTS = (
    article("gjest.en", "A Guest", "authors: [jean]\n")
    + article("invitee.fr", "Une invitée", "authors: [jean]\n")
    + article("egen.nb", "Vår egen")
    + author("jean.nb", "Jean", "role: Forsker\n")
    + page("om.nb", "Om oss")
)


def test_a_site_of_one_edition_publishes_other_languages_and_nothing_nags() -> None:
    found = texts(GUESTS, editions=NB)
    site = found.site()
    assert found.problems() == []
    assert shown(site, "gjest") == {"nb": "en"}
    assert shown(site, "invitee") == {"nb": "fr"}
    assert not any(page.is_shell for page in site.pages.values())
    assert listed(site, "nb", "front") == ("invitee", "gjest", "egen")
    assert [page.entry.title.locale for page in site.pages.values()] == ["nb", "en", "fr", "nb"]


def test_its_switcher_has_one_choice_which_is_the_current_one() -> None:
    site = texts(GUESTS, editions=NB).site()
    assert all([switch.is_current for switch in page.switches] == [True] for page in site.pages.values())


# ---- What stands on a page -----------------------------------------------------------


def test_an_entry_tells_what_others_show_of_the_article() -> None:
    front = "standfirst: Ingress\nauthors: [kari, ola, kari]\ntags: [sea, ice, sea]\nupdated: 2026-02-01\n"
    text = article("x.nb", "Linjen", front, body="ord " * 211) + author("kari.nb") + author("ola.nb", "Ola")
    entry = texts(text).page("nb", "x").entry
    assert entry.standfirst is not None
    assert (entry.title.value, entry.standfirst.value) == ("Linjen", "Ingress")
    assert [person.id for person in entry.authors] == ["kari", "ola"]
    assert (entry.section, entry.tags, entry.access, entry.minutes) == ("debate", ("sea", "ice"), "free", 2)
    assert entry.date == datetime(2026, 1, 12, 23, tzinfo=UTC)


def test_an_author_has_the_blurb_of_the_edition_or_that_of_the_default_one() -> None:
    text = author("a.nb", "A", "role: Forsker\n") + author("b.nb", "B") + author("b.en", "B", "role: Writer\n")
    site = texts(text + author("c.fr", "C")).site()
    assert {id: profile.language for (locale, id), profile in site.profiles.items() if locale == "en"} == {
        "a": "nb",
        "b": "en",
        "c": "fr",
    }
    role = site.profiles["en", "a"].role
    assert role is not None
    assert (role.value, role.locale) == ("Forsker", "nb")


def test_the_translator_stands_with_the_translation_alone() -> None:
    text = article("x.en", front="contributors: {photographer: [ola]}\n") + author("kari.nb") + author("ola.nb")
    text += translation("x.nb", "en").replace("of: en", "of: en, translator: kari")
    found = texts(text)
    roles = {
        locale: [(one.role, [person.id for person in one.people]) for one in found.page(locale, "x").contributions]
        for locale in ("nb", "en")
    }
    assert roles == {"nb": [("photographer", ["ola"]), ("translator", ["kari"])], "en": [("photographer", ["ola"])]}


def test_corrections_stand_in_the_order_of_their_dates() -> None:
    front = "corrections:\n- {date: 2026-03-01, kind: update, text: B}\n- {date: 2026-02-01, kind: update, text: A}\n"
    assert [note.text.value for note in texts(article("x.nb", front=front)).page("nb", "x").notes] == ["A", "B"]


# ---- Lists ---------------------------------------------------------------------------


def test_the_newest_stands_first_and_the_same_day_is_in_one_order() -> None:
    text = article("b.nb", date="2026-01-02") + article("a.nb", date="2026-01-02") + article("c.nb", date="2026-01-03")
    assert listed(texts(text).site(), "nb", "front") == ("c", "b", "a")


def test_an_article_stands_in_the_lists_of_all_that_it_names() -> None:
    text = article("x.nb", front="tags: [sea, ice]\nauthors: [kari]\n") + author("kari.nb")
    site = texts(text).site()
    kinds = {(kind, id) for (locale, kind, id), keys in site.lists.items() if locale == "nb" and keys}
    assert kinds == {
        ("front", ""),
        ("archive", ""),
        ("year", "2026"),
        ("section", "debate"),
        ("tag", "sea"),
        ("tag", "ice"),
        ("author", "kari"),
    }


def test_the_year_is_that_of_the_sites_zone() -> None:
    site = texts(article("x.nb", date="2025-12-31T23:30Z")).site()
    assert listed(site, "nb", "year", "2026") == ("x",)
    assert ("nb", "year", "2025") not in site.urls


def test_a_term_without_works_has_no_page_and_an_author_has() -> None:
    site = texts(article("x.nb", front="tags: [sea]\n") + author("kari.nb")).site()
    assert ("nb", "tag", "sea") in site.urls
    assert ("nb", "tag", "ice") not in site.urls
    assert ("nb", "section", "members") not in site.urls
    assert site.urls["nb", "author", "kari"] == "/by/kari/"


def test_an_edition_has_a_terms_page_only_if_it_lists_something_there() -> None:
    site = texts(article("x.nb", front="tags: [sea]\neditions: [nb]\n")).site()
    assert ("nb", "tag", "sea") in site.urls
    assert ("en", "tag", "sea") not in site.urls


@pytest.mark.parametrize("edition", ["nb", "en"])
def test_an_empty_site_has_its_front_page_and_what_is_not_found(edition: str) -> None:
    site = texts("").site()
    assert {kind for locale, kind, _ in site.urls if locale == edition} == {"front", "not-found"}


@pytest.mark.parametrize("edition", ["nb", "en"])
def test_an_archive_comes_with_the_first_article_and_an_index_of_authors_with_the_first_author(edition: str) -> None:
    site = texts(article("x.nb") + author("kari.nb")).site()
    assert {kind for locale, kind, _ in site.urls if locale == edition} >= {"archive", "authors"}


def test_what_is_unlisted_has_a_page_and_stands_in_no_list() -> None:
    text = article("x.nb", front="unlisted: true\ntags: [sea]\nauthors: [kari]\n") + author("kari.nb")
    site = texts(text).site()
    assert shown(site) == {"nb": "nb", "en": "nb"}
    assert not any(site.lists.values())
    assert ("nb", "tag", "sea") not in site.urls


# ---- What is published ---------------------------------------------------------------

WAITING = article("utkast.nb", front="draft: true\ntags: [sea]\n") + article(
    "snart.nb", front="tags: [ice]\n", date="2026-07-01T08:00"
)


@pytest.mark.parametrize(
    ("drafts", "future", "expected"),
    [
        (False, False, set()),
        (True, False, {"utkast"}),
        (False, True, {"snart"}),
        (True, True, {"utkast", "snart"}),
    ],
)
def test_drafts_and_what_comes_later_are_there_only_for_who_asks(
    drafts: bool, future: bool, expected: set[str]
) -> None:
    site = texts(WAITING).site(drafts=drafts, future=future)
    assert {key for _, _, key in site.pages} == expected
    assert set(listed(site, "nb", "front")) == expected


@pytest.mark.parametrize(("at", "keys"), [("2026-07-01T07:59:59", ()), ("2026-07-01T08:00", ("snart",))])
def test_an_article_is_published_at_its_very_moment_on_the_clocks_of_the_site(at: str, keys: tuple[str, ...]) -> None:
    assert listed(texts(WAITING).site(at), "nb", "front") == keys


def test_only_pictures_of_what_is_published_are_published() -> None:
    def pictured(key: str, more: str = "", date: str = "2026-01-13") -> str:
        front = f"image: {{file: {key}.svg, alt: A}}\n{more}"
        return article(f"{key}/index.nb", front=front, body=f"![A]({key}-in.svg)", date=date)

    text = pictured("ute") + pictured("utkast", "draft: true\n") + pictured("snart", date="2031-01-01")
    text += author("k.nb", front="photo: {file: k.svg, alt: K}\n")
    assert texts(text).site().pictures == (
        "content/articles/ute/ute-in.svg",
        "content/articles/ute/ute.svg",
        "content/authors/k.svg",
    )


def test_a_picture_of_a_version_that_no_edition_shows_is_not_published() -> None:
    text = article("x.nb") + translation("x.fr", "nb", front="image: {file: fr.svg, alt: A}\n", body="![A](in.svg)")
    assert texts(text).site().pictures == ()


def test_a_sealed_picture_is_not_published() -> None:
    body = "![A](ute.svg)\n\n<!-- paywall -->\n\n![B](inne.svg)\n"
    assert texts(article("x.nb", front="access: members\n", body=body)).site().pictures == ("content/articles/ute.svg",)


# ---- When time changes it ------------------------------------------------------------

NEW_YEAR = "2027-01-01T00:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("", "2026-06-01", NEW_YEAR),
        ("", "2026-12-31T23:30Z", "2028-01-01T00:00:00+01:00"),
        (article("x.nb"), "2026-06-01", NEW_YEAR),
        (article("x.nb", date="2026-07-01T08:00"), "2026-06-01", "2026-07-01T08:00:00+02:00"),
        (article("x.nb", date="2026-07-01T08:00"), "2026-07-01T08:00", NEW_YEAR),
        # A draft does not appear by itself, nor does its translation.
        (article("x.nb", date="2026-07-01", front="draft: true\n"), "2026-06-01", NEW_YEAR),
        (
            article("x.nb", front="draft: true\n") + translation("x.en", "nb", front="date: 2026-07-01\n"),
            "2026-06-01",
            NEW_YEAR,
        ),
        (
            article("x.nb", front="access_schedule: [{after: 24h, access: free}, {after: 6m, access: members}]\n"),
            "2026-06-01",
            "2026-07-13T00:00:00+02:00",
        ),
        (
            article("x.nb") + translation("x.en", "nb", front="date: 2026-08-01\n"),
            "2026-06-01",
            "2026-08-01T00:00:00+02:00",
        ),
    ],
)
def test_the_next_change_is_a_publication_a_change_of_access_or_the_new_year(text: str, at: str, expected: str) -> None:
    assert texts(text).site(at).next_change == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-06-01", "2026-07-01T08:00:00+02:00"),
        ("2026-07-01T08:00", "2026-07-15T08:00:00+02:00"),
        ("2026-07-15T08:00", NEW_YEAR),
    ],
)
def test_or_a_campaign_that_opens_or_ends(at: str, expected: str) -> None:
    assert texts("", SPRING).site(at).next_change == datetime.fromisoformat(expected)


def test_after_the_last_year_nothing_changes() -> None:
    assert texts("").site("9998-12-31T23:30Z").next_change is None


# ---- Laws ----------------------------------------------------------------------------

LAW = settings(max_examples=60, deadline=None)
KEYS = st.sampled_from("abcd")
LANGUAGES = st.sampled_from(("nb", "en", "nn", "fr"))
FRONTS = st.lists(
    st.sampled_from(
        (
            "draft: true",
            "unlisted: true",
            "tags: [sea, ice, sea]",
            "authors: [k, k]",
            "access: members",
            "editions: [en]",
            "slug: felles",
            "related: [a, b, zzz]",
        )
    ),
    unique=True,
    max_size=4,
).map(lambda lines: "".join(f"{line}\n" for line in lines))
DATES = st.sampled_from(("2025-12-31T23:30Z", "2026-01-13", "2026-01-13T08:00", "2031-01-01"))


@st.composite
def sources(draw: st.DrawFn) -> str:
    """Articles with and without translations, pages and an author, as one text."""
    text = author("k.nb") + page("om.nb") + page("om.en", front=draw(st.sampled_from(("", "draft: true\n"))))
    for key in draw(st.sets(KEYS, max_size=4)):
        original = draw(LANGUAGES)
        text += article(f"{key}.{original}", key.upper(), draw(FRONTS), date=draw(DATES))
        for locale in draw(st.sets(LANGUAGES)) - {original}:
            text += translation(f"{key}.{locale}", original, key.upper(), draw(st.sampled_from(("", "draft: true\n"))))
    return text


EDITIONS = st.sampled_from((NB, TWO, THREE, EN + NB, NN + NB))
CLOCKS = st.sampled_from(("2025-12-31", AT, "2031-01-01"))


@LAW
@given(sources(), EDITIONS, CLOCKS, st.booleans(), st.randoms())
def test_the_order_in_which_documents_come_does_not_matter(
    text: str, editions: str, at: str, drafts: bool, random: Random
) -> None:
    found = texts(text, editions=editions)
    shuffled = list(found.faces)
    random.shuffle(shuffled)
    moment = clock(at, drafts=drafts)
    (site, problems), (again, others) = (resolve(found.config, faces, moment, {}) for faces in (found.faces, shuffled))
    assert site == again
    assert list(site.pages) == list(again.pages)
    assert list(site.lists) == list(again.lists)
    assert in_order(problems) == in_order(others)


@LAW
@given(sources(), EDITIONS, CLOCKS, st.booleans())
def test_lists_are_sorted_newest_first_and_name_each_article_once(
    text: str, editions: str, at: str, drafts: bool
) -> None:
    site = texts(text, editions=editions).site(at, drafts=drafts)
    for (locale, _, _), keys in site.lists.items():
        dates = [site.pages[locale, "article", key].entry.date for key in keys]
        assert len(set(keys)) == len(keys)
        assert all(date is not None and date <= site.now for date in dates)
        assert dates == sorted(dates, key=lambda date: date or site.now, reverse=True)


@LAW
@given(sources(), EDITIONS, CLOCKS, st.booleans())
def test_each_text_has_one_home_which_is_its_own_and_each_switch_leads_to_what_it_says(
    text: str, editions: str, at: str, drafts: bool
) -> None:
    site = texts(text, editions=editions).site(at, drafts=drafts)
    homes: dict[tuple[str, str, str], set[str]] = {}
    for shown in site.pages.values():
        if not shown.is_unlisted:
            homes.setdefault((shown.entry.kind, shown.entry.key, shown.language), set()).add(shown.home)
        assert [switch.locale for switch in shown.switches] == list(site.config.editions)
        assert [switch.locale for switch in shown.switches if switch.is_current] == [shown.locale]
        for switch in shown.switches:
            target = site.pages.get((switch.locale, shown.entry.kind, shown.entry.key))
            assert switch.language == (target.language if target else switch.locale)
            assert switch.url == (target.url if target else site.urls[switch.locale, "front", ""])
    assert all(len(each) == 1 for each in homes.values())
    own = {page.url for page in site.pages.values() if not page.is_shell}
    assert all(each <= own for each in homes.values())


@LAW
@given(sources(), EDITIONS, CLOCKS)
def test_nothing_changes_before_the_next_change(text: str, editions: str, at: str) -> None:
    found = texts(text, editions=editions)
    site = found.site(at)
    assert site.next_change is not None
    just_before = Clock(site.next_change - timedelta(microseconds=1))
    later, _ = resolve(found.config, found.faces, just_before, {})
    assert (later.pages, later.lists, later.pictures) == (site.pages, site.lists, site.pictures)
