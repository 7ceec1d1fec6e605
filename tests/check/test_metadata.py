"""What pages say of themselves and of each other: a set of two versions and a shell, and what can be wrong with it."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from ordskifte.check import metadata
from ordskifte.check.metadata import Said

NB, EN, SHELL = "https://example.org/a/", "https://example.org/en/a/", "https://example.org/en/b/"
VERSIONS = (("nb", NB), ("no", NB), ("en", EN), ("x-default", NB))


def said(address: str, canonical: str = "", alternates: tuple[tuple[str, str], ...] = (), hidden: bool = False) -> Said:
    return Said(
        path=address.removeprefix("https://example.org/") + "index.html",
        address=address,
        canonicals=(canonical or address,),
        alternates=alternates,
        shared_as=canonical or address,
        described=(canonical or address,),
        is_hidden=hidden,
        is_redirect=False,
        is_work=True,
    )


SOUND = {
    "nb": said(NB, alternates=VERSIONS),
    "en": said(EN, alternates=VERSIONS),
    "original": said("https://example.org/b/"),
    "shell": said(SHELL, "https://example.org/b/"),
    "machine": said("https://example.org/en/c/", hidden=True),
    "404": replace(said("https://example.org/404.html", hidden=True), canonicals=()),
    "old": replace(said("https://example.org/old/", NB, hidden=True), is_redirect=True),
}
SITEMAP = (NB, EN, "https://example.org/b/")


def told(changed: Mapping[str, Said] = {}, sitemap: tuple[str, ...] = SITEMAP) -> list[tuple[str, str]]:
    """What is told of the pages above where some are others, by code and path."""
    faults = metadata.faults({**SOUND, **changed}.values(), {"sitemap.xml": sitemap} if sitemap else {})
    return [(fault.code, fault.path) for fault in faults]


def test_the_table_of_editions_breaks_no_law() -> None:
    assert told() == []


def test_a_site_without_a_sitemap_is_not_asked_for_one() -> None:
    assert told(sitemap=()) == []


@pytest.mark.parametrize(
    ("page", "fields", "code"),
    [
        ("original", {"canonicals": ()}, "canonical-missing"),
        ("shell", {"canonicals": ("/b/",)}, "canonical-wrong"),
        ("shell", {"canonicals": ("https://example.org/gone/",)}, "canonical-wrong"),
        ("shell", {"canonicals": (NB, EN)}, "canonical-wrong"),
        ("shell", {"canonicals": ("https://example.org/en/c/",)}, "canonical-wrong"),
        ("shell", {"canonicals": ("https://example.org/old/",)}, "canonical-wrong"),
        ("shell", {"shared_as": SHELL}, "canonical-wrong"),
        ("shell", {"is_hidden": True}, "robots-wrong"),
        ("shell", {"described": (SHELL,)}, "structured-wrong"),
    ],
)
def test_an_address_to_be_known_by_must_hold(page: str, fields: dict[str, object], code: str) -> None:
    broken = replace(SOUND[page], **{"shared_as": "", "described": (), **fields})
    assert told({page: broken}) == [(code, broken.path)]


def test_a_canonical_address_on_another_host_is_the_authors_affair() -> None:
    elsewhere = replace(SOUND["shell"], canonicals=("https://first.example/",), shared_as="", described=())
    assert told({"shell": elsewhere}) == []


def test_a_page_that_is_known_by_a_page_that_is_known_by_another_is_wrong() -> None:
    chained = said("https://example.org/nn/b/", SHELL)
    assert told({"chained": chained}) == [("canonical-wrong", "nn/b/index.html")]


@pytest.mark.parametrize(
    "versions",
    [
        VERSIONS[:2],  # It does not name the other, which names it.
        (*VERSIONS, ("fr", "https://example.org/fr/a/")),
        (*VERSIONS[1:], ("nb", "/a/")),
        (*VERSIONS, ("norsk", NB)),
        (*VERSIONS, ("nb", EN)),
        VERSIONS[2:3],
    ],
)
def test_versions_must_name_the_same_versions(versions: tuple[tuple[str, str], ...]) -> None:
    broken = {code for code, _ in told({"nb": replace(SOUND["nb"], alternates=versions)})}
    assert broken == {"hreflang-wrong"}


def test_a_shell_is_no_version() -> None:
    versions = (*VERSIONS, ("de", SHELL))
    pages = {name: replace(SOUND[name], alternates=versions) for name in ("nb", "en", "shell")}
    assert {code for code, _ in told(pages)} == {"hreflang-wrong"}


def test_a_version_that_is_hidden_is_none() -> None:
    assert ("hreflang-wrong", "a/index.html") in told({"en": replace(SOUND["en"], is_hidden=True)})


def test_a_version_stands_in_the_sitemap() -> None:
    lists = {name: replace(SOUND[name], is_work=False) for name in ("nb", "en")}
    assert told(lists, SITEMAP[1:]) == [("sitemap-lacks", "a/index.html")]


def test_a_list_need_not_stand_in_a_sitemap() -> None:
    assert told({"original": replace(SOUND["original"], is_work=False)}, SITEMAP[:2]) == []


@pytest.mark.parametrize("address", [SHELL, "https://example.org/en/c/", "https://example.org/old/", NB + "gone/"])
def test_a_sitemap_lists_what_may_be_known_and_nothing_else(address: str) -> None:
    assert told(sitemap=(*SITEMAP, address)) == [("sitemap-wrong", "sitemap.xml")]
