"""The list of page types is whole: what the sample has, the pages that stand for their types have too."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pytest

from tests.gates.page_types import REPRESENTATIVES, types
from tests.gates.pages import address, elements, html

pytestmark = pytest.mark.gate

Types = Mapping[str, Mapping[str, Collection[str]]]


@pytest.fixture(scope="module")
def shown(sample: Path) -> dict[str, set[str]]:
    """The elements of each page, by its address."""
    return {address(path): elements(page) for path, page in html(sample).items()}


def unrepresented(there_are: Types, known: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The types of an edition for which no page stands, or one that is not of that type."""
    return [
        f"{name} ({locale})"
        for name in (*there_are, *(known.keys() - there_are.keys()))
        for locale in dict.fromkeys((*there_are.get(name, {}), *known.get(name, {})))
        if known.get(name, {}).get(locale) not in there_are.get(name, {}).get(locale, ())
    ]


def unseen(shown: Mapping[str, set[str]], looked_at: Iterable[str]) -> dict[str, set[str]]:
    """What is on some page and on none of those that are looked at."""
    seen = set[str]().union(*(shown[path] for path in looked_at))
    return {path: elements - seen for path, elements in shown.items() if not elements <= seen}


def test_a_page_stands_for_each_type_of_page_in_each_edition() -> None:
    assert unrepresented(types(), REPRESENTATIVES) == []


def test_every_page_of_the_sample_is_of_a_type(shown: Mapping[str, set[str]]) -> None:
    assert {path for by_edition in types().values() for paths in by_edition.values() for path in paths} == {*shown}


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_the_pages_that_stand_for_their_types_show_all_that_is_shown(
    shown: Mapping[str, set[str]], locale: str
) -> None:
    of_edition = {path: page for path, page in shown.items() if path.startswith("/en/") == (locale == "en")}
    chosen = [by_edition[locale] for by_edition in REPRESENTATIVES.values() if locale in by_edition]
    assert unseen(of_edition, [path for path in chosen if path in of_edition]) == {}


@pytest.mark.parametrize(
    ("there_are", "told"),
    [
        ({"front": {"nb": ("/",)}, "letter": {"nb": ("/brev/",)}}, "letter (nb)"),
        ({"front": {"nb": ("/",), "en": ("/en/",)}}, "front (en)"),
        ({"front": {"nb": ("/forside/",)}}, "front (nb)"),
        ({}, "front (nb)"),
    ],
)
def test_a_type_without_a_page_and_a_page_of_another_type_are_told(there_are: Types, told: str) -> None:
    assert unrepresented(there_are, {"front": {"nb": "/"}}) == [told]


def test_what_only_other_pages_show_is_told() -> None:
    assert unseen({"/": {"p."}, "/a/": {"p.", "p.verse"}}, ["/"]) == {"/a/": {"p.verse"}}
