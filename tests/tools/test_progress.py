"""How far a language of the interface is."""

import pytest

from ordskifte.model.catalog import Extracted
from ordskifte.model.text import Message
from ordskifte.parse.catalogs import parse_catalog
from ordskifte.pipeline.sources import plurals
from ordskifte.render.formats import plural_header
from ordskifte.tools.messages import upkept
from ordskifte.tools.progress import Progress, progress, word_count

HEADER = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def use(msgid: str, plural: str = "") -> Extracted:
    return Extracted(Message(msgid), plural, "", "a.html")


def of(body: str, *uses: Extracted, locale: str = "nb") -> Progress:
    found = parse_catalog("messages.po", HEADER + body, locale, plurals(locale))
    entries = upkept(found.entries, uses, locale, plural_header(locale))
    same = {entry.message for entry in found.entries if entry.forms == (entry.message.msgid,)}
    return progress(locale, "messages.po", entries, found.catalog.messages, same, is_edition=True)


def counts(found: Progress) -> dict[str, int]:
    """Those that are not 0."""
    names = ("translated", "fuzzy", "empty", "wrong", "same", "words")
    return {name: getattr(found, name) for name in names if getattr(found, name)}


def test_what_is_left_is_counted_in_messages_and_in_words_of_english() -> None:
    body = (
        'msgid "Latest"\nmsgstr "Siste"\n\n'
        '#, fuzzy\nmsgid "Read more"\nmsgstr "Les"\n\n'
        'msgid "All the articles"\nmsgstr ""\n\n'
        'msgid "By %(name)s"\nmsgstr "Av %(navn)s"\n'
    )
    found = of(body, *map(use, ("Latest", "Read more", "All the articles", "By %(name)s", "New here")))
    assert counts(found) == {"translated": 1, "fuzzy": 1, "empty": 2, "wrong": 1, "words": 8}
    assert (found.messages, found.percent) == (5, 20)


def test_a_catalog_that_is_not_in_step_is_counted_as_it_will_be() -> None:
    body = 'msgid "Read mroe"\nmsgstr "Les mer"\n\nmsgid "Gone"\nmsgstr "Borte"\n\n#~ msgid "Old"\n#~ msgstr "Gammel"\n'
    assert counts(of(body, use("Read more"))) == {"fuzzy": 1, "words": 2}


def test_a_plural_that_is_half_filled_is_empty_and_one_with_too_many_forms_is_wrong() -> None:
    articles = use("%(n)s article", "%(n)s articles")
    text = 'msgid "%(n)s article"\nmsgid_plural "%(n)s articles"\nmsgstr[0] "%(n)s a"\nmsgstr[1] '
    assert counts(of(f'{text}"%(n)s b"\n', articles)) == {"translated": 1}
    assert counts(of(f'{text}""\n', articles)) == {"empty": 1, "words": 2}
    assert counts(of(f'{text}"b"\nmsgstr[2] "c"\n', articles)) == {"wrong": 1, "words": 2}


def test_percents_are_rounded_down_so_that_a_hundred_is_all() -> None:
    body = "\n".join(f'msgid "Word {n}"\nmsgstr "Ord {n}"\n' for n in range(199))
    assert of(body, *(use(f"Word {n}") for n in range(200))).percent == 99
    assert of("").percent == 100


COPIED = 'msgid "NATO"\nmsgstr "NATO"\n\n'
OTHERS = "".join(f'msgid "Word {n}"\nmsgstr "Ord {n}"\n\n' for n in range(4))


def test_a_few_translations_may_be_the_english() -> None:
    found = of(COPIED + OTHERS, use("NATO"), *(use(f"Word {n}") for n in range(4)))
    assert (found.is_copied, counts(found)) == (False, {"translated": 5, "same": 1})


def test_where_more_than_a_fifth_is_the_english_none_of_that_is_a_translation() -> None:
    found = of(COPIED + OTHERS, use("NATO"), *(use(f"Word {n}") for n in range(3)))
    assert (found.is_copied, counts(found)) == (True, {"translated": 3, "same": 1, "words": 1})


def test_english_is_complete_by_itself() -> None:
    found = of('msgid "Color"\nmsgstr "Colour"\n', use("Color"), use("Latest"), locale="en-GB")
    assert (counts(found), found.percent) == ({"translated": 2}, 100)


@pytest.mark.parametrize(
    ("msgid", "plural", "count"),
    [("Read more", "", 2), ("%(n)s article", "%(n)s articles", 2), ("To <donate>donate</donate>, 100%%!", "", 3)],
)
def test_words_are_those_of_the_english(msgid: str, plural: str, count: int) -> None:
    (entry,) = (one for one in upkept((), [use(msgid, plural)], "nb", plural_header("nb")) if not one.is_header)
    assert word_count(entry) == count
