"""The decision table: each row of it, and its laws over every combination of editions, versions and policies."""

from itertools import product

import pytest
from msgspec.structs import replace

from ordskifte.model.config import Untranslated
from ordskifte.model.site import Notice
from ordskifte.model.translations import REAL, State
from ordskifte.resolve.editions import Chains, Place, Versions, of_list, places

ONE: Chains = {"nb": ("nb",)}
TWO: Chains = {"nb": ("nb",), "en": ("en",)}
THREE: Chains = {"nb": ("nb",), "en": ("en",), "nn": ("nn", "nb")}


def versions(
    original: str,
    untranslated: Untranslated = Untranslated.SHELL,
    *,
    wanted: tuple[str, ...] = (),
    unlisted: bool = False,
    withdrawn: bool = False,
    **others: State,
) -> Versions:
    """An original, and other versions by their language; `en_GB` is written for `en-GB`."""
    states = {original: State.ORIGINAL, **{language.replace("_", "-"): state for language, state in others.items()}}
    hidden = {"unlisted": frozenset(states if unlisted else ()), "withdrawn": frozenset(states if withdrawn else ())}
    return Versions(original, states, wanted, untranslated, **hidden)


def rows(of: Versions, chains: Chains = TWO, default: str = "nb") -> list[str]:
    """Each row as text: edition/text, its home, what search engines and feeds are told, and the notice."""
    return [_row(place) for place in places(of, chains, default).values()]


def _row(place: Place) -> str:
    told = place.robots or ("indexed" if place.is_indexed else "-")
    has_page = "" if place.has_page else " no page"
    return f"{place.locale}/{place.language} home {place.home} {told} {place.notice}".rstrip() + has_page


def alternates(of: Versions, chains: Chains = TWO, default: str = "nb") -> dict[str, dict[str, str]]:
    """What `hreflang` says on each page that says anything."""
    found = places(of, chains, default)
    return {locale: dict(place.alternates) for locale, place in found.items() if place.alternates}


# ---- Row by row ----------------------------------------------------------------------


def test_an_original_in_its_own_edition_stands_by_itself_and_is_a_shell_in_the_other() -> None:
    assert rows(versions("nb")) == ["nb/nb home nb indexed", "en/nb home nb - shell"]
    assert alternates(versions("nb")) == {}


@pytest.mark.parametrize(
    ("state", "notice"),
    [
        (State.CURRENT, "translated"),
        (State.AGED, "translated"),
        (State.UNTRACKED, "translated"),
        (State.STALE, "stale"),
        (State.ORPHAN, ""),
        (State.ORIGINAL, ""),
    ],
)
def test_a_real_translation_and_its_original_name_each_other(state: State, notice: str) -> None:
    work = versions("en", nb=state)
    assert rows(work) == [f"nb/nb home nb indexed {notice}".rstrip(), "en/en home en indexed"]
    both = {"nb": "nb", "no": "nb", "en": "en", "x-default": "nb"}
    assert alternates(work) == {"nb": both, "en": both}


def test_the_default_edition_answers_for_all_other_languages_if_its_text_is_in_its_language() -> None:
    work = versions("en", nn=State.CURRENT)
    assert alternates(work, THREE)["en"]["x-default"] == "en"
    assert alternates(work, THREE, default="nn")["en"]["x-default"] == "nn"


@pytest.mark.parametrize(("state", "notice"), [(State.MACHINE, " machine"), (State.DRAFT, "")])
def test_what_no_person_has_finished_is_kept_from_search_engines_and_out_of_every_set(
    state: State, notice: str
) -> None:
    work = versions("en", nb=state)
    assert rows(work) == [f"nb/nb home nb noindex,follow{notice}", "en/en home en indexed"]
    assert alternates(work) == {}


def test_what_is_unlisted_is_hidden_in_every_edition() -> None:
    assert rows(versions("en", unlisted=True)) == ["nb/en home nb noindex,nofollow", "en/en home en noindex,nofollow"]
    assert alternates(versions("en", unlisted=True, nb=State.CURRENT)) == {}


def test_a_version_that_is_unlisted_is_named_by_no_other() -> None:
    work = replace(versions("en", nb=State.CURRENT), unlisted=frozenset({"nb"}))
    assert rows(work) == ["nb/nb home nb noindex,nofollow", "en/en home en indexed"]
    assert alternates(work) == {}
    work = replace(work, unlisted=frozenset({"en"}))
    assert rows(work) == ["nb/nb home nb indexed translated", "en/en home en noindex,nofollow"]
    assert alternates(work) == {}


def test_what_is_withdrawn_says_so_and_is_not_indexed() -> None:
    work = versions("en", withdrawn=True)
    assert rows(work) == ["nb/en home nb noindex,follow withdrawn", "en/en home en noindex,follow withdrawn"]
    assert rows(versions("nb", withdrawn=True, unlisted=True), ONE) == ["nb/nb home nb noindex,nofollow withdrawn"]


def test_a_translation_that_is_withdrawn_leaves_the_original_alone() -> None:
    work = replace(versions("en", nb=State.CURRENT), withdrawn=frozenset({"nb"}))
    assert rows(work) == ["nb/nb home nb noindex,follow withdrawn", "en/en home en indexed"]
    assert alternates(work) == {}
    assert rows(work, {"nn": ("nn", "nb"), "en": ("en",)}, "en") == ["nn/en home en - shell", "en/en home en indexed"]


def test_a_text_without_an_edition_is_at_home_on_the_default_one() -> None:
    assert rows(versions("fr")) == ["nb/fr home nb indexed", "en/fr home nb - shell"]
    assert rows(versions("fr"), default="en") == ["nb/fr home en - shell", "en/fr home en indexed"]


def test_if_that_has_a_translation_it_is_at_home_on_the_next_one_without() -> None:
    work = versions("fr", nb=State.CURRENT)
    assert rows(work) == ["nb/nb home nb indexed translated", "en/fr home en indexed"]
    assert alternates(work)["en"] == {"nb": "nb", "no": "nb", "fr": "en", "x-default": "nb"}


def test_if_every_edition_has_one_it_has_no_row() -> None:
    work = versions("fr", nb=State.CURRENT, en=State.CURRENT)
    assert rows(work) == ["nb/nb home nb indexed translated", "en/en home en indexed translated"]


def test_british_english_is_at_home_in_an_edition_in_english() -> None:
    assert rows(versions("en-GB")) == ["nb/en-GB home en - shell", "en/en-GB home en indexed"]
    work = versions("nb", en_GB=State.CURRENT)
    assert rows(work) == ["nb/nb home nb indexed", "en/en-GB home en indexed translated"]


def test_an_edition_that_falls_back_on_another_shows_its_real_versions_only() -> None:
    assert rows(versions("en", nb=State.CURRENT), THREE)[2] == "nn/nb home nb - shell"
    assert rows(versions("en", nb=State.MACHINE), THREE)[2] == "nn/en home en - shell"


def test_a_site_of_one_edition_publishes_texts_in_any_language_and_names_no_others() -> None:
    for policy in Untranslated:
        assert rows(versions("en", policy), ONE) == ["nb/en home nb indexed"]
        assert alternates(versions("en", policy), ONE) == {}


def test_an_edition_may_link_to_what_it_has_no_translation_of_or_leave_it_out() -> None:
    assert rows(versions("en", Untranslated.LINK)) == ["nb/en home en - shell no page", "en/en home en indexed"]
    assert rows(versions("en", Untranslated.OMIT)) == ["en/en home en indexed"]


def test_a_work_that_is_for_one_edition_is_at_home_there() -> None:
    assert rows(versions("en", wanted=("nb",))) == ["nb/en home nb indexed"]


def test_a_list_names_itself_in_every_edition_that_has_it() -> None:
    assert dict(of_list(("en", "nb"), "nb")) == {"en": "en", "nb": "nb", "no": "nb", "x-default": "nb"}
    assert dict(of_list(("en", "nn"), "nb")) == {"en": "en", "nn": "nn", "x-default": "en"}
    assert of_list(("en",), "nb") == ()


# ---- The laws, over everything -------------------------------------------------------

SITES = [(ONE, "nb"), (TWO, "nb"), (TWO, "en"), (THREE, "nb"), (THREE, "en"), (THREE, "nn")]
LANGUAGES = ("nb", "en", "nn", "fr")


def combinations(original: str, chains: Chains, default: str) -> list[tuple[Versions, dict[str, Place]]]:
    """Every work with an original in this language: the other languages in all states, all policies, all flags."""
    others = [language for language in LANGUAGES if language != original]
    found = []
    for states in product(State, repeat=len(others)):
        there = {of: state for of, state in zip(others, states, strict=True) if state is not State.MISSING}
        all_versions = {original: State.ORIGINAL, **there}
        none, one = frozenset[str](), frozenset([*all_versions][1:2])
        every, first = frozenset(all_versions), frozenset({original})
        hidden = [(none, none), (every, none), (one, none), (first, none), (none, every), (none, one), (one, first)]
        for policy, (unlisted, withdrawn) in product(Untranslated, hidden):
            work = Versions(original, all_versions, (), policy, unlisted, withdrawn)
            found.append((work, places(work, chains, default)))
    return found


@pytest.mark.parametrize("original", LANGUAGES)
@pytest.mark.parametrize(("chains", "default"), SITES)
def test_whatever_there_is_of_a_work_the_laws_hold(original: str, chains: Chains, default: str) -> None:
    for work, found in combinations(original, chains, default):
        assert found, "A work always has a row."
        assert list(found) == [locale for locale in chains if locale in found]
        for locale, place in found.items():
            _assert_lawful(work, found, locale, place)


def _assert_lawful(work: Versions, found: dict[str, Place], locale: str, place: Place) -> None:
    home = found[place.home]
    is_home = place.home == locale
    assert home.home == home.locale, "Canonical is idempotent."
    assert home.has_page
    assert home.language == place.language, "The home page has the same text."
    assert is_home or not (place.robots or place.is_indexed or place.alternates), "Only a home page says any of this."
    assert not (place.robots and place.is_indexed)
    assert (place.notice is Notice.SHELL) == (not is_home), "A shell is what is at home elsewhere."
    is_hidden = place.language in work.unlisted or place.language in work.withdrawn
    assert place.has_page or place.notice is Notice.SHELL or is_hidden
    assert place.is_indexed == (is_home and work.states[place.language] in REAL and not is_hidden)
    if place.alternates:
        members = {edition for _, edition in place.alternates}
        names = [hreflang for hreflang, _ in place.alternates]
        assert locale in members, "A set includes the page that it stands on."
        assert len(set(names)) == len(names)
        assert {"x-default", place.language} <= set(names)
        assert "nb" not in names or "no" in names
        for member in members:
            assert found[member].alternates == place.alternates, "All members say the same."
            assert found[member].is_indexed, "Every member is self-canonical, indexable and in the sitemap."
        for hreflang, edition in place.alternates:
            assert hreflang in ("no", "x-default") or found[edition].language == hreflang
    else:
        real = {of.language for of in found.values() if of.is_indexed}
        assert not place.is_indexed or real == {place.language}, "Real versions know of each other."


def test_the_laws_are_put_to_shells_sets_and_all_policies() -> None:
    seen = [place for work, found in combinations("en", THREE, "nb") for place in found.values()]
    assert {place.notice for place in seen} == set(Notice)
    assert {place.has_page for place in seen} == {True, False}
    assert {len(place.alternates) for place in seen} == {0, 3, 4, 5}
