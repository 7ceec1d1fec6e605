"""Old addresses: where they lead, what is said of those that lead nowhere, and that none leads in a circle."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.site import Fate, Site
from tests.resolve.texts import AT, EN, NB, article, author, page, texts, translation

ICE = article("is.nb", "Is")
MOVED = article("is.nb", "Is", "slug: isen\n")


def leads(site: Site) -> dict[str, str]:
    return {url: redirect.to for url, redirect in site.redirects.items()}


def ledger(*lines: str) -> str:
    return "-- urls.lock --\n" + "".join(f"{line}\n" for line in lines)


# ---- What a text says of itself --------------------------------------------------------


def test_an_old_address_leads_to_the_page_where_the_version_that_names_it_is_at_home() -> None:
    site = texts(
        article("is.nb", "Is", "redirect_from: [/2019/is/]\n")
        + translation("is.en", "nb", "Ice", "slug: ice\nredirect_from: [/2019/ice/]\n")
    ).site()
    assert leads(site) == {"/2019/is/": "/a/is/", "/2019/ice/": "/en/a/ice/"}
    redirect = site.redirects["/2019/ice/"]
    assert (redirect.kind, redirect.key, redirect.locale) == ("article", "is", "en")
    assert (redirect.title.value, redirect.title.locale) == ("Ice", "en")


def test_a_text_in_a_language_without_an_edition_is_at_home_on_the_default_one() -> None:
    site = texts(article("is.fr", "La glace", "redirect_from: [/glace/]\n")).site()
    assert leads(site) == {"/glace/": "/a/is/"}
    assert site.redirects["/glace/"].title.locale == "fr"


def test_an_original_that_no_edition_shows_leads_to_its_translation() -> None:
    site = texts(
        article("is.fr", "La glace", "redirect_from: [/glace/]\n")
        + translation("is.nb", "fr", "Is")
        + translation("is.en", "fr", "Ice"),
    ).site()
    assert leads(site) == {"/glace/": "/a/is/"}


def test_authors_and_pages_have_old_addresses_too() -> None:
    site = texts(
        author("kari.nb", front="redirect_from: [/kari/]\n")
        + author("kari.en", front="redirect_from: [/en/kari/]\n")
        + page("om.nb", front="redirect_from: [/om-oss/]\n")
    ).site()
    assert leads(site) == {"/kari/": "/by/kari/", "/en/kari/": "/en/by/kari/", "/om-oss/": "/om/"}


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("/2019/is/", "/2019/is/"),
        ("/2019/is", "/2019/is/"),
        ("/2019/is/index.html", "/2019/is/"),
        ("/2019/is.html", "/2019/is.html"),
        ("/2019/is.php", "/2019/is.php"),
        ("/2019/%C3%A5pning/", "/2019/åpning/"),
        ("/2019/åpning/", "/2019/åpning/"),
    ],
)
def test_an_address_is_known_by_the_page_that_stood_there(written: str, url: str) -> None:
    assert leads(texts(article("is.nb", front=f"redirect_from: [{written}]\n")).site()) == {url: "/a/is/"}


def test_old_addresses_stand_under_the_base_path() -> None:
    site = texts(
        '-- site.toml --\n[site]\ntitle = "T"\nurl = "https://example.org"\nbase_path = "/blad/"\n'
        f'{NB}[sections.debate]\nname = "D"\n'
        + article("is.nb", front="redirect_from: [/2019/is/]\n")
        + ledger("article is nb /is/ moved")
    ).site()
    assert leads(site) == {"/blad/2019/is/": "/blad/articles/is/", "/blad/is/": "/blad/articles/is/"}


@pytest.mark.parametrize("front", ["draft: true\n", "date: 2031-01-01\n"])
def test_what_readers_do_not_see_yet_has_no_old_address(front: str) -> None:
    date = "2026-01-13" if "draft" in front else "2031-01-01"
    waiting = texts(
        article("is.nb", "Is", "redirect_from: [/x/]\n" + front.removeprefix("date: 2031-01-01\n"), "", date)
    )
    assert leads(waiting.site()) == {}
    assert leads(waiting.site("2031-01-01", drafts=True)) == {"/x/": "/a/is/"}


def test_a_translation_that_is_not_finished_has_no_old_address() -> None:
    site = texts(
        ICE
        + "-- content/articles/is.en.md --\n---\ntitle: Ice\n"
        + "translation: {of: nb, status: draft}\nredirect_from: [/ice/]\n---\n"
    ).site()
    assert leads(site) == {}


# ---- Who claims what -------------------------------------------------------------------


def test_an_old_address_where_something_stands_is_an_error_that_names_all() -> None:
    assert texts(ICE + article("hav.nb", front="redirect_from: [/a/is/]\n")).problems() == [
        (
            "content/articles/hav.nb.md:5:17: error: url-twice: The address /a/is/ is claimed by 2: "
            "content/articles/is.nb.md (nb), a redirect of content/articles/hav.nb.md. "
            "Keep it in one place, or give the page there another `slug`."
        )
    ]


@pytest.mark.parametrize("address", ["/section/debate/", "/", "/A/IS/", "/a/is/index.html", "/by/", "/404.html"])
def test_lists_and_other_spellings_count(address: str) -> None:
    writer = author("kari.nb")  # Without one there is no /by/.
    problems = texts(ICE + writer + article("hav.nb", front=f"redirect_from: [{address}]\n")).problems()
    assert [problem.split(": ")[2] for problem in problems] == ["url-twice"]


def test_two_texts_cannot_both_have_stood_at_an_address() -> None:
    both = "redirect_from: [/gammel/]\n"
    assert texts(article("hav.nb", front=both) + article("is.nb", front=both)).problems() == [
        (
            "content/articles/is.nb.md:5:17: error: url-twice: The address /gammel/ is claimed by 2: "
            "a redirect of content/articles/hav.nb.md, a redirect of content/articles/is.nb.md. "
            "Keep it in one place, or give the page there another `slug`."
        )
    ]


def test_an_address_that_a_text_names_twice_is_no_harm() -> None:
    assert texts(article("is.nb", front="redirect_from: [/gammel/, /gammel]\n")).problems() == []


def test_an_address_that_leads_to_itself_is_an_error() -> None:
    assert texts(article("is.nb", front="redirect_from: [/x/, /a/is/]\n")).problems() == [
        (
            "content/articles/is.nb.md:5:22: error: redirect-loop: The address /a/is/ would lead to itself: "
            "it is where this page stands. Delete it from `redirect_from`."
        )
    ]


def test_two_texts_that_would_lead_to_each_other_are_told_of_at_both() -> None:
    problems = texts(
        article("hav.nb", front="redirect_from: [/a/is/]\n") + article("is.nb", front="redirect_from: [/a/hav/]\n")
    ).problems()
    assert [problem.split(": ")[2] for problem in problems] == ["url-twice", "url-twice"]


# ---- The ledger: what has moved --------------------------------------------------------


def test_without_a_ledger_nothing_is_compared() -> None:
    assert texts(MOVED).problems() == []
    assert texts(MOVED).site().strays == ()


def test_what_stands_where_it_was_published_is_as_it_should_be() -> None:
    known = texts(ICE + author("kari.nb") + ledger("article is nb /a/is/", "author kari nb /by/kari/"))
    assert known.problems() == []
    assert leads(known.site()) == {}


def test_an_address_that_is_not_recorded_is_no_finding() -> None:
    assert texts(ICE + page("om.nb") + ledger("page om nb /om/")).problems() == []


def test_a_work_that_has_moved_is_an_error_at_its_line_until_somebody_says_that_it_is_meant() -> None:
    assert texts(MOVED + ledger("# a note", "article is nb /a/is/")).problems() == [
        (
            "urls.lock:2:1: error: url-moved: The address /a/is/ has been published and would lead nowhere: "
            "the article `is` now stands at /a/isen/. To have it lead there, run `redirects accept /a/is/`; "
            "or give the article `is` the `slug` that it had."
        )
    ]
    accepted = texts(MOVED + ledger("article is nb /a/is/ moved"))
    assert accepted.problems() == []
    assert leads(accepted.site()) == {"/a/is/": "/a/isen/"}


def test_an_address_that_the_text_itself_names_is_accepted() -> None:
    known = texts(article("is.nb", "Is", "slug: isen\nredirect_from: [/a/is/]\n") + ledger("article is nb /a/is/"))
    assert known.problems() == []
    assert leads(known.site()) == {"/a/is/": "/a/isen/"}


def test_an_address_that_has_moved_twice_leads_to_the_end_in_one_step() -> None:
    known = texts(
        article("is.nb", "Is", "slug: havis\n") + ledger("article is nb /a/is/ moved", "article is nb /a/isen/ moved")
    )
    assert known.problems() == []
    assert leads(known.site()) == {"/a/is/": "/a/havis/", "/a/isen/": "/a/havis/"}


def test_a_work_that_is_back_where_it_was_leads_nowhere_else() -> None:
    known = texts(ICE + ledger("article is nb /a/is/ moved", "article is nb /a/isen/ moved"))
    assert leads(known.site()) == {"/a/isen/": "/a/is/"}


def test_an_edition_that_no_longer_has_the_page_leads_to_its_home_when_that_is_accepted() -> None:
    text = article("is.nb", "Is", "editions: [nb]\n") + translation("is.en", "nb", "Ice", "slug: ice\n")
    assert [stray.to for stray in texts(text + ledger("article is en /en/a/ice/")).site().strays] == ["/a/is/"]
    assert leads(texts(text + ledger("article is en /en/a/ice/ moved")).site()) == {"/en/a/ice/": "/a/is/"}


def test_an_edition_that_is_gone_leads_to_the_other() -> None:
    one = texts(ICE + ledger("article is en /en/a/is/ moved", "author kari en /en/by/kari/ moved"), editions=NB)
    assert leads(one.site()) == {"/en/a/is/": "/a/is/"}


# ---- The ledger: what was shown untranslated --------------------------------------------


def test_the_address_of_a_shell_leads_to_the_translation_when_it_comes() -> None:
    known = texts(
        ICE + translation("is.en", "nb", "Ice", "slug: ice\n") + ledger("article is en /en/a/is/ untranslated")
    )
    assert known.problems() == []
    assert leads(known.site()) == {"/en/a/is/": "/en/a/ice/"}


@pytest.mark.parametrize("policy", ["link", "omit"])
def test_the_address_of_a_shell_leads_home_when_shells_are_given_up(policy: str) -> None:
    known = texts(article("is.nb", "Is", f"untranslated: {policy}\n") + ledger("article is en /en/a/is/ untranslated"))
    assert known.problems() == []
    assert leads(known.site()) == {"/en/a/is/": "/a/is/"}


def test_a_translation_that_comes_by_itself_at_its_time_breaks_no_build() -> None:
    known = texts(
        ICE
        + "-- content/articles/is.en.md --\n---\ntitle: Ice\nslug: ice\ndate: 2026-07-01\n"
        + "translation: {of: nb}\n---\n"
        + ledger("article is en /en/a/is/ untranslated")
    )
    assert leads(known.site("2026-06-01")) == {}
    assert known.problems("2026-08-01") == []
    assert leads(known.site("2026-08-01")) == {"/en/a/is/": "/en/a/ice/"}


# ---- The ledger: what has vanished ------------------------------------------------------


def test_a_work_that_is_removed_is_an_error_until_it_is_gone_on_purpose() -> None:
    assert texts(page("om.nb") + ledger("article is nb /a/is/")).problems() == [
        (
            "urls.lock:1:1: error: url-vanished: The address /a/is/ has been published and would lead nowhere: "
            "the article `is` is not there any more. If that is meant, run `redirects accept /a/is/`; "
            "or name the address in the `redirect_from` of what has taken its place."
        )
    ]
    gone = texts(page("om.nb") + ledger("article is nb /a/is/ gone", "article is en /en/a/is/ gone"))
    assert gone.problems() == []
    assert dict(gone.site().gone) == {"/a/is/": "nb", "/en/a/is/": "en"}


def test_what_is_gone_in_an_edition_that_is_gone_is_said_by_the_default_one() -> None:
    assert dict(texts(ICE + ledger("article x en /en/a/x/ gone"), editions=NB).site().gone) == {"/en/a/x/": "nb"}


def test_a_published_text_that_is_a_draft_again_has_vanished() -> None:
    problems = texts(article("is.nb", "Is", "draft: true\n") + ledger("article is nb /a/is/")).problems()
    assert len(problems) == 1
    assert "url-vanished" in problems[0]
    assert "the article `is` is no longer published." in problems[0]


def test_one_who_looks_at_drafts_sees_it_where_it_was() -> None:
    known = texts(article("is.nb", "Is", "draft: true\n") + ledger("article is nb /a/is/"))
    assert known.problems(drafts=True) == []


def test_a_move_that_was_accepted_does_not_outlive_the_work() -> None:
    known = texts(page("om.nb") + ledger("article is nb /a/is/ moved", "article hav nb /a/hav/ untranslated"))
    assert [(stray.published.url, stray.fate) for stray in known.site().strays] == [
        ("/a/is/", Fate.VANISHED),
        ("/a/hav/", Fate.VANISHED),
    ]


def test_an_address_that_another_text_says_it_had_has_not_vanished() -> None:
    known = texts(article("hav.nb", "Hav", "redirect_from: [/a/is/]\n") + ledger("article is nb /a/is/"))
    assert known.problems() == []
    assert leads(known.site()) == {"/a/is/": "/a/hav/"}


def test_a_file_that_was_renamed_is_the_same_work_at_the_same_address() -> None:
    assert texts(article("isen.nb", "Is", "slug: is\n") + ledger("article is nb /a/is/")).problems() == []


@pytest.mark.parametrize("front", ["unlisted: true\n", 'withdrawn: {date: 2026-05-01, reason: "Feil."}\n'])
def test_what_is_unlisted_or_withdrawn_stays_where_it_is(front: str) -> None:
    assert texts(article("is.nb", "Is", front) + ledger("article is nb /a/is/")).problems() == []


def test_of_a_text_that_cannot_be_read_nothing_is_said() -> None:
    problems = texts(article("is.nb", "Is", "slog: isen\n") + ledger("article is nb /a/isen/"))
    assert problems.site().strays == ()


# ---- The ledger and the clock -----------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "moved", "untranslated"])
def test_a_work_that_is_not_yet_due_has_not_vanished(mark: str) -> None:
    known = texts(article("is.nb", "Is", "slug: isen\n", date="2026-05-01") + ledger(f"article is nb /a/isen/ {mark}"))
    assert known.problems("2026-04-01") == []
    assert known.problems(AT) == []
    assert known.site("2026-04-01").redirects == {}


def test_a_translation_that_is_not_yet_due_has_not_moved() -> None:
    known = texts(
        ICE
        + "-- content/articles/is.en.md --\n---\ntitle: Ice\nslug: ice\ndate: 2026-05-01\n"
        + "translation: {of: nb}\n---\n"
        + ledger("article is nb /a/is/", "article is en /en/a/ice/")
    )
    assert known.problems("2026-04-01") == []
    assert known.problems(AT) == []


# ---- The ledger: addresses with something new -------------------------------------------


@pytest.mark.parametrize("mark", ["", " moved", " untranslated"])
def test_an_address_that_shows_another_work_now_is_an_error_that_names_both(mark: str) -> None:
    known = texts(MOVED + article("hav.nb", "Hav", "slug: is\n") + ledger(f"article is nb /a/is/{mark}"))
    assert known.problems() == [
        (
            "urls.lock:1:1: error: url-taken: The address /a/is/ was that of the article `is`, which now stands at "
            "/a/isen/, and is now that of content/articles/hav.nb.md (nb). Give one of them another `slug`; or, "
            "if its readers shall find the new one there, run `redirects accept /a/is/`."
        )
    ]
    assert leads(known.site()) == {}


def test_what_comes_to_stand_where_something_was_removed_simply_stands_there() -> None:
    known = texts(ICE + ledger("page is-alt nb /a/is/ gone", "article is nb /a/is/ gone"))
    assert known.problems() == []
    assert known.site().gone == {}


def test_two_works_cannot_both_have_moved_from_an_address() -> None:
    known = texts(
        MOVED + article("hav.nb", "Hav") + ledger("article is nb /a/is/ moved", "article hav nb /a/is/ moved")
    )
    assert [problem.split(": ")[2] for problem in known.problems()] == ["url-twice"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_work_that_has_stood_at_an_address_in_two_editions_leads_home_from_there(order: int) -> None:
    text = article("is.nb", "Is") + translation("is.en", "nb", "Ice", "slug: ice\n")
    lines = ("article is en /a/gammel/ moved", "article is nb /a/gammel/ moved")
    known = texts(text + ledger(*lines[::order]))
    assert known.problems() == []
    assert leads(known.site()) == {"/a/gammel/": "/a/is/"}


# ---- Never in a circle ------------------------------------------------------------------

URLS = ["/a/is/", "/a/hav/", "/a/isen/", "/en/a/is/", "/x/", "/x", "/X/"]
FRONT = st.builds(
    lambda slug, old, draft: slug + (f"redirect_from: [{', '.join(old)}]\n" if old else "") + draft,
    st.sampled_from(["", "slug: isen\n", "slug: hav\n"]),
    st.lists(st.sampled_from(URLS), max_size=2),
    st.sampled_from(["", "", "draft: true\n"]),
)
LINES = st.lists(
    st.builds(
        lambda key, locale, url, mark: f"article {key} {locale} {url} {mark}".rstrip(),
        st.sampled_from(["is", "hav", "tapt"]),
        st.sampled_from(["nb", "en"]),
        st.sampled_from(URLS),
        st.sampled_from(["", "moved", "gone", "untranslated"]),
    ),
    max_size=4,
)


@given(FRONT, FRONT, LINES, st.sampled_from([NB, NB + EN]))
@settings(max_examples=150, deadline=None)
def test_a_redirect_leads_in_one_step_from_where_nothing_stands_to_where_something_does(
    ice: str, sea: str, lines: list[str], editions: str
) -> None:
    site, problems = texts(
        article("is.nb", "Is", ice) + article("hav.nb", "Hav", sea) + ledger(*lines), editions=editions
    ).resolved()
    live = {page.url for page in site.pages.values()} | set(site.urls.values())
    for url, redirect in site.redirects.items():
        assert redirect.to in live
        assert url not in live or any(problem.is_error for problem in problems)
        assert redirect.to not in site.redirects or any(problem.is_error for problem in problems)
    assert not site.gone.keys() & live
