"""Which message is another's English reworded."""

from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry
from ordskifte.tools.matching import reworded


def entry(msgid: str, context: str = "", *, plural: str = "", form: str = "ord") -> PoEntry:
    return PoEntry(Message(msgid, context), plural, (form, form) if plural else (form,))


def matched(old: list[PoEntry], new: list[PoEntry]) -> dict[str, str]:
    """The old English by the new."""
    return {message.msgid: found.message.msgid for message, found in reworded(old, new).items()}


def test_the_most_alike_belong_together() -> None:
    old = [entry("Read the article"), entry("Read the articles")]
    assert matched(old, [entry("Read all the articles"), entry("Read this article")]) == {
        "Read all the articles": "Read the articles",
        "Read this article": "Read the article",
    }


def test_each_has_one_match_at_most() -> None:
    assert matched([entry("Latest")], [entry("Latest!"), entry("Latest?")]) == {"Latest!": "Latest"}
    assert matched([entry("Latest!"), entry("Latest?")], [entry("Latest")]) == {"Latest": "Latest!"}


@pytest.mark.parametrize(("then", "now"), [("Latest", "Oldest of all"), ("Share", "Print"), ("Yes", "No")])
def test_what_is_not_alike_is_another_message(then: str, now: str) -> None:
    assert matched([entry(then)], [entry(now)]) == {}


def test_a_name_of_site_toml_is_the_same_one_in_whatever_words() -> None:
    context = "section.society.name"
    assert matched([entry("Society", context)], [entry("People", context)]) == {"People": "Society"}


def test_a_context_that_several_messages_have_is_no_name() -> None:
    known = entry("Read", "verb")
    assert matched([entry("Share", "verb"), known], [entry("Print", "verb"), known]) == {}
    assert matched([entry("Share", "verb")], [entry("Print", "verb"), entry("Copy", "verb")]) == {}


def test_contexts_are_never_crossed() -> None:
    assert matched([entry("Latest", "list")], [entry("Latest"), entry("Latest", "menu")]) == {}


def test_a_message_that_is_still_there_has_no_heir() -> None:
    assert matched([entry("Latest")], [entry("Latest"), entry("Latest!")]) == {}


def test_what_has_no_translation_is_matched_with_nothing() -> None:
    old = [entry("Latest news", form=""), entry("Latest new")]
    assert matched(old, [entry("Latest news!")]) == {"Latest news!": "Latest new"}


def test_a_plural_is_not_forced_into_a_message_without_one() -> None:
    assert matched([entry("%(n)s article", plural="%(n)s articles")], [entry("%(n)s articles")]) == {}
    assert matched([entry("%(n)s articles")], [entry("%(n)s article", plural="%(n)s articles")]) == {
        "%(n)s article": "%(n)s articles"
    }


def test_a_long_text_is_known_by_its_words() -> None:
    old = "How we live together, what it costs, and who pays for it in the end"
    assert matched([entry(old)], [entry(f"{old}, and why.")]) == {f"{old}, and why.": old}
    assert matched([entry(old)], [entry("Who is paid for what, in this town by the sea, and never at once")]) == {}


def test_thousands_that_change_at_once_find_each_other_in_seconds() -> None:
    random = Random(1)
    words = ("article", "reader", "page", "section", "author", "editor", "member", "latest", "read", "of", "in", "and")
    texts = [" ".join((*random.choices(words, k=random.randint(2, 14)), str(number))) for number in range(2000)]
    old = [entry(text) for text in texts]
    new = [entry(text + random.choice(["!", " more", " of it"])) for text in texts]
    start = process_time()
    for found in [reworded(old[language:], new) for language in range(3)]:
        right = sum(message.msgid.startswith(one.message.msgid) for message, one in found.items())
        assert right > 1990
    assert process_time() - start < 10  # One or two; each pair compared with each takes minutes.


ENTRIES = st.lists(
    st.builds(entry, st.sampled_from(["Latest", "Latest!", "Latest?", "Late", "B"]), st.sampled_from(["", "x"])),
    unique_by=lambda one: one.message,
)


@given(ENTRIES, ENTRIES)
def test_the_order_of_the_messages_does_not_matter(old: list[PoEntry], new: list[PoEntry]) -> None:
    found = reworded(old, new)
    assert reworded(old[::-1], new[::-1]) == found
    assert len({one.message for one in found.values()}) == len(found)
    assert all(message.context == one.message.context for message, one in found.items())
