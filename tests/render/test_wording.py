"""What translators are asked for, and what is told where they have not been."""

from ordskifte.app.console import place
from ordskifte.model.catalog import Catalog, Extracted, Translated
from ordskifte.model.document import LABELS
from ordskifte.model.text import Message
from ordskifte.render.compiled import compiled
from ordskifte.render.wording import asked, catalog_path, unworded
from tests.resolve.texts import NB, NN, TWO, config

_SOURCES = {
    "front.html": '{{ _("Read more") }}{{ ngettext("%(n)s article", "%(n)s articles", n) }}',
    "page.html": '{# NOTE: To friends. #}\n{{ pgettext("verb", "Share") }}{{ _("Read more") }}',
}
TEMPLATES = [compiled(name, source) for name, source in _SOURCES.items()]
SNOW = '[tags.snow]\nname = "Snow"\n'


def words(**translations: str) -> Catalog:
    """A catalog with these words, `Read_more="Les mer"`."""
    messages = {Message(name.replace("_", " ")): Translated((form,)) for name, form in translations.items()}
    return Catalog("", messages)


def missing(*catalogs: tuple[str, Catalog], editions: str = TWO) -> list[str]:
    """What is told of catalogs, where the site asks for three messages."""
    messages = [Extracted(Message(msgid), "", "", "a.html") for msgid in ("Read more", "Latest", "Share")]
    found = unworded(
        config(editions=editions), messages, dict(catalogs), {"nb": "locales/nb_NO/LC_MESSAGES/messages.po"}
    )
    return [f"{place(problem)}: {problem.code}: {problem.message}" for problem in found]


# ---- What is asked for ---------------------------------------------------------------


def test_templates_the_configuration_and_bodies_ask_for_words() -> None:
    messages = {use.message for use in asked(config(SNOW), TEMPLATES)}
    assert {message.msgid for message in messages} == {
        "Read more",
        "%(n)s article",
        "Share",
        "Snow",
        "Member",
        *LABELS,
    }
    assert Message("Share", "verb") in messages
    assert Message("Snow", "tag.snow.name") in messages


def test_a_table_by_locale_asks_for_nothing() -> None:
    assert not any(use.message.msgid == "Havet" for use in asked(config(), []))


def test_each_use_tells_where_it_is_and_what_the_translators_should_know() -> None:
    uses = {(use.message.msgid, use.reference, use.plural, use.comment) for use in asked(config(SNOW), TEMPLATES)}
    assert ("Share", "templates/page.html", "", "To friends.") in uses
    assert ("%(n)s article", "templates/front.html", "%(n)s articles", "") in uses
    assert ("Snow", "site.toml", "", "") in uses
    assert ("Notes", "content/", "", LABELS["Notes"]) in uses


def test_of_bodies_only_the_labels_that_are_named() -> None:
    assert {use.message.msgid for use in asked(config(), {}, ("Notes",))} == {"Notes", "Member"}


def test_a_catalog_lies_in_the_folder_of_its_locale() -> None:
    assert catalog_path("nb") == "locales/nb/LC_MESSAGES/messages.po"
    assert catalog_path("pt-BR") == "locales/pt_BR/LC_MESSAGES/messages.po"


# ---- What lacks words ----------------------------------------------------------------


def test_an_edition_that_has_all_words_is_not_told_of() -> None:
    assert missing(("nb", words(Read_more="Les mer", Latest="Siste", Share="Del"))) == []


def test_one_that_lacks_some_is_told_of_once_with_what_its_pages_show() -> None:
    path = "locales/nb_NO/LC_MESSAGES/messages.po"
    assert missing(("nb", words(Share="Del"))) == [
        f"{path}: messages-missing: 2 of 3 messages have no Norwegian words; their pages show English."
    ]
    assert missing(("nb", words(Share="Del", Latest="Siste"))) == [
        f"{path}: messages-missing: 1 of 3 messages has no Norwegian words; its pages show English."
    ]


def test_one_without_a_catalog_is_told_where_it_is_to_lie() -> None:
    complete = {"nb": words(Read_more="Les mer", Latest="Siste", Share="Del")}.items()
    assert missing(*complete, editions=NB + NN.replace('["nb"]', "[]")) == [
        (
            "locales/nn/LC_MESSAGES/messages.po: messages-missing: "
            "3 of 3 messages have no Norwegian Nynorsk words; their pages show English."
        )
    ]


def test_the_words_of_a_fallback_are_told_to_be_shown() -> None:
    complete = words(Read_more="Les mer", Latest="Siste", Share="Del")
    told = "locales/nn/LC_MESSAGES/messages.po: messages-missing: 2 of 3 messages have no Norwegian Nynorsk words;"
    some = ("nn", words(Read_more="Les meir"))
    assert missing(("nb", complete), some, editions=NB + NN) == [f"{told} their pages show Norwegian Bokmål."]
    lacking = words(Read_more="Les mer", Latest="Siste")
    assert missing(("nb", lacking), some, editions=NB + NN)[1:] == [
        f"{told} their pages show English or Norwegian Bokmål."
    ]


def test_english_is_the_source_in_every_country() -> None:
    told = missing(editions=TWO + '[locales.en-AU]\nname = "Australian"\n')
    assert [line.partition(":")[0] for line in told] == ["locales/nb_NO/LC_MESSAGES/messages.po"]
