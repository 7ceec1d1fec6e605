"""Works and their versions: which are originals, what translations inherit, and how the links go wrong."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.document import ArticleFront, Kind
from ordskifte.resolve.translations import Version, gather, is_draft
from tests.resolve.texts import article, author, page, texts, translation


def version(text: str, locale: str) -> Version:
    """The version in this language of the one work of a text."""
    found = texts(text)
    works, problems = gather(found.faces, tuple(found.config.editions), {})
    assert problems == ()
    [work] = works.values()
    return work.versions[locale]


def front(text: str, locale: str) -> ArticleFront:
    found = version(text, locale).front
    assert isinstance(found, ArticleFront)
    return found


ORIGINAL = article("x.en", "The Line", "tags: [sea]\nslug: the-line\nextra: {mood: grey}\nunlisted: true\n")


# ---- Originals -----------------------------------------------------------------------


@pytest.mark.parametrize(("original", "other"), [("nb", "en"), ("en", "nb"), ("fr", "nb")])
def test_the_original_is_in_any_language(original: str, other: str) -> None:
    found = texts(article(f"x.{original}") + translation(f"x.{other}", original))
    works, problems = gather(found.faces, tuple(found.config.editions), {})
    assert works[Kind.ARTICLE, "x"].original == original
    assert problems == ()


def test_works_of_one_key_and_different_kinds_are_different_works() -> None:
    site = texts(article("x.nb", "Artikkel") + page("x.nb", "Side") + author("x.nb")).site()
    assert site.pages["nb", "article", "x"].entry.title.value == "Artikkel"
    assert site.pages["nb", "page", "x"].entry.title.value == "Side"
    assert site.profiles["nb", "x"].name == "Kari Nordmann"


def test_the_versions_of_a_page_and_of_an_author_stand_by_themselves() -> None:
    found = texts(page("om.nb", "Om", "slug: om-oss\n") + page("om.en", "About") + author("k.en") + author("k.nb"))
    works, problems = gather(found.faces, ("nb", "en"), {})
    assert problems == ()
    assert all(version.is_original for work in works.values() for version in work.versions.values())
    assert works[Kind.PAGE, "om"].versions["en"].front.slug == ""


# ---- What a translation inherits -----------------------------------------------------


def test_a_translation_inherits_what_it_leaves_out() -> None:
    translated = front(ORIGINAL + translation("x.nb", "en", "Linjen"), "nb")
    original = front(ORIGINAL, "en")
    assert translated.date == original.date
    assert (translated.section, translated.tags, translated.unlisted) == ("debate", ("sea",), True)


def test_its_title_slug_and_free_values_are_its_own() -> None:
    translated = front(ORIGINAL + translation("x.nb", "en", "Linjen"), "nb")
    assert translated.title.values == (("nb", "Linjen"),)
    assert (translated.slug, translated.extra) == ("", None)


def test_what_it_says_itself_holds_for_it_alone() -> None:
    text = ORIGINAL + translation("x.nb", "en", "Linjen", "tags: []\nunlisted: false\n")
    assert (front(text, "nb").tags, front(text, "nb").unlisted) == ((), False)
    assert (front(text, "en").tags, front(text, "en").unlisted) == (("sea",), True)


def test_a_picture_is_inherited_and_its_words_can_be_translated() -> None:
    original = article("x.en", front='image: {file: a.svg, alt: "A ship", caption: "At sea"}\n')
    image = front(original + translation("x.nb", "en", front='image: {alt: "Et skip"}\n'), "nb").image
    assert image is not None
    assert image.file == "content/articles/a.svg"
    assert image.alt is not None
    assert image.alt.values == (("nb", "Et skip"),)
    assert image.caption is not None
    assert image.caption.values == (("en", "At sea"),)


def test_alternative_text_that_is_not_translated_keeps_its_language() -> None:
    original = article("x.en", front='image: {file: a.svg, alt: "A ship"}\n')
    image = texts(original + translation("x.nb", "en")).page("nb", "x").entry.image
    assert image is not None
    assert image.alt is not None
    assert (image.alt.value, image.alt.locale, image.alt.is_fallback) == ("A ship", "en", True)


def test_a_picture_of_its_own_takes_no_words_from_the_original() -> None:
    original = article("x.en", front='image: {file: a.svg, alt: "A ship", caption: "At sea"}\n')
    image = front(original + translation("x.nb", "en", front='image: {file: b.svg, alt: "En båt"}\n'), "nb").image
    assert image is not None
    assert (image.file, image.caption) == ("content/articles/b.svg", None)


CORRECTED = article("x.en", front="corrections:\n- {date: 2026-02-01, kind: correction, text: 'Not 1990.'}\n")


def test_a_correction_of_the_original_stands_on_the_translation_at_once() -> None:
    [note] = texts(CORRECTED + translation("x.nb", "en")).page("nb", "x").notes
    assert (note.text.value, note.text.locale) == ("Not 1990.", "en")


def test_a_correction_stands_in_the_translations_words_where_it_has_them() -> None:
    text = CORRECTED.replace("'Not 1990.'", "{en: 'Not 1990.', nb: 'Ikke 1990.'}") + translation("x.nb", "en")
    [note] = texts(text).page("nb", "x").notes
    assert (note.text.value, note.text.locale, note.text.is_fallback) == ("Ikke 1990.", "nb", False)


def test_a_translations_own_correction_takes_no_place_from_the_originals() -> None:
    own = "corrections:\n- {date: 2026-01-20, kind: correction, text: 'Feil ord.'}\n"
    text = CORRECTED + translation("x.nb", "en", front=own)
    assert [note.text.value for note in texts(text).page("nb", "x").notes] == ["Feil ord.", "Not 1990."]
    assert [note.text.value for note in texts(text).page("en", "x").notes] == ["Not 1990."]


def test_a_translation_of_a_translation_inherits_from_the_original() -> None:
    text = ORIGINAL + translation("x.nb", "en") + translation("x.nn", "nb")
    assert version(text, "nn").original == "en"
    assert front(text, "nn").tags == ("sea",)


# ---- Drafts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "drafts"),
    [
        (article("x.en", front="draft: true\n") + translation("x.nb", "en"), {"en", "nb"}),
        (article("x.en", front="draft: true\n") + translation("x.nb", "en", front="draft: false\n"), {"en", "nb"}),
        (article("x.en") + translation("x.nb", "en", front="draft: true\n"), {"nb"}),
        (article("x.en") + translation("x.nb", "en").replace("of: en", "of: en, status: draft"), {"nb"}),
        (article("x.en") + translation("x.nb", "en").replace("of: en", "of: en, status: machine"), set()),
        (page("x.en", front="draft: true\n") + page("x.nb"), {"en"}),
        (author("x.en"), set()),
    ],
)
def test_which_versions_are_drafts(text: str, drafts: set[str]) -> None:
    [work] = gather(texts(text).faces, ("nb", "en"), {})[0].values()
    assert {locale for locale, version in work.versions.items() if is_draft(version)} == drafts


def test_a_draft_of_a_page_in_one_language_does_not_hide_the_other() -> None:
    site = texts(page("om.nb", "Om", "draft: true\n") + page("om.en", "About")).site()
    assert {(locale, shown.language) for (locale, _, _), shown in site.pages.items()} == {("nb", "en"), ("en", "en")}


def test_a_translation_is_never_seen_before_its_original() -> None:
    text = article("x.en", date="2026-07-01") + translation("x.nb", "en", front="date: 2026-01-01\n")
    assert texts(text).site("2026-06-30").pages == {}
    assert len(texts(text).site("2026-07-01").pages) == 2


def test_an_original_does_not_wait_for_its_translation() -> None:
    text = article("x.en") + translation("x.nb", "en", front="date: 2026-07-01\n")
    assert texts(text).page("nb", "x", "2026-06-30").language == "en"
    assert texts(text).page("nb", "x", "2026-07-01").language == "nb"


# ---- Links that are wrong ------------------------------------------------------------


def test_two_versions_without_a_link_are_two_originals_and_one_is_told_of() -> None:
    found = texts(article("x.nb", "Linjen") + article("x.en", "The Line"))
    assert found.problems() == [
        (
            "content/articles/x.en.md:2:8: warning: translation-unlinked: `x` has two originals: this one (en) and "
            "content/articles/x.nb.md. If this is the translation, add `translation: {of: nb}` here; "
            "if the other is, `translation: {of: en}` there."
        )
    ]
    assert found.page("en", "x").entry.title.value == "The Line"
    assert not found.page("en", "x").is_translation


def test_a_draft_beside_a_published_article_does_not_take_it_down() -> None:
    found = texts(article("x.nb", "Utkast", "draft: true\n") + article("x.en", "The Line"))
    assert [page.entry.title.value for page in found.site().pages.values()] == ["The Line", "The Line"]


def test_a_translation_of_the_second_of_two_originals_inherits_from_that_one() -> None:
    found = texts(article("x.nb", front="tags: [ice]\n") + article("x.en", front="tags: [sea]\n"))
    more = texts(translation("x.nn", "en"))
    works, _ = gather((*found.faces, *more.faces), ("nb", "en", "nn"), {})
    inherited = works[Kind.ARTICLE, "x"].versions["nn"].front
    assert isinstance(inherited, ArticleFront)
    assert inherited.tags == ("sea",)


def test_a_translation_whose_original_is_missing_stands_as_an_original_with_a_warning() -> None:
    found = texts(translation("x.nb", "en", front="date: 2026-01-01\nsection: debate\n"))
    assert found.problems() == [
        (
            "content/articles/x.nb.md:3:19: warning: translation-orphan: The en version that this is a translation of "
            "is not there. It is published as an original until then."
        )
    ]
    assert not found.page("nb", "x").is_translation


def test_what_it_would_have_inherited_is_then_missing() -> None:
    assert [line.split(": ")[2] for line in texts(translation("x.nb", "en")).problems()] == [
        "key-missing",
        "key-missing",
        "translation-orphan",
    ]


def test_a_translation_of_its_own_language_is_an_error() -> None:
    found = texts(translation("x.nb", "nb", front="date: 2026-01-01\nsection: debate\n"))
    assert found.problems() == [
        (
            "content/articles/x.nb.md:3:19: error: translation-cycle: `x` cannot be a translation of its own language "
            "nb. `translation.of` names the language of the original."
        )
    ]


def test_translations_of_each_other_are_each_told_even_beside_an_original() -> None:
    found = texts(article("x.en") + translation("x.nb", "nn") + translation("x.nn", "nb"))
    message = "error: translation-cycle: The versions of `x` are translations of each other."
    hint = "Leave `translation` out of the original."
    assert found.problems() == [f"content/articles/x.{locale}.md:3:19: {message} {hint}" for locale in ("nb", "nn")]


def test_a_work_with_one_language_twice_is_an_error_and_both_files_are_named() -> None:
    found = texts(article("x.nb") + article("2025/x.nb"))
    assert found.problems() == [
        (
            "content/articles/x.nb.md:2:1: error: language-duplicate: `x` has the language nb twice: here and in "
            "content/articles/2025/x.nb.md. Give one of them another `key`."
        )
    ]


# ---- Laws ----------------------------------------------------------------------------

LOCALES = ("nb", "en", "nn", "fr")


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(LOCALES), st.sampled_from(("", *LOCALES)), min_size=1), st.randoms())
def test_whatever_the_links_each_version_has_one_original_and_the_order_does_not_matter(
    links: dict[str, str], random: Random
) -> None:
    text = "".join(translation(f"x.{locale}", of) if of else article(f"x.{locale}") for locale, of in links.items())
    faces = list(texts(text).faces)
    works, problems = gather(faces, ("nb", "en"), {})
    [work] = works.values()
    assert set(work.versions) == set(links)
    assert work.first.is_original
    assert all(version.original in work.versions for version in work.versions.values())
    assert all(not links[version.original] or problems for version in work.versions.values())
    random.shuffle(faces)
    assert gather(faces, ("nb", "en"), {}) == (works, problems)
