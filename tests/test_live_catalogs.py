"""A saved PO file: its new words are there at once, and nothing is made again that does not say them."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from ordskifte.app.build import built_site
from ordskifte.model.site import Target
from ordskifte.pipeline.living import Living
from ordskifte.pipeline.results import Built, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from tests.app.server import eventually, serving
from tests.editions import NYNORSK, SAMI, catalog, entry
from tests.stories import AT, Story, looking

SITE = (
    """
-- site.toml --
[site]
title = "The Trial"
url = "https://example.org"
default_locale = "nb"
[locales.nb]
name = "Bokmål"
[locales.en]
name = "English"
[sections.society]
name = "Society"
[sections.economy]
name = "Economy"
"""
    + NYNORSK
)
TEXTS = "".join(
    f"-- content/articles/{key}.nb.md --\n---\ntitle: {key}\ndate: 2026-05-0{day}\nsection: {section}\n---\n"
    for day, (key, section) in enumerate((("fjord", "society"), ("ferry", "society"), ("bank", "economy")), 1)
)
ARTICLES = tuple(f"articles/{key}/index.html" for key in ("fjord", "ferry", "bank"))


def words(
    locale: str,
    read_more: str = "Les mer",
    society: str = "Samfunn",
    pages: str = "Sider",
    nothing: str = "Her er det ingenting",
) -> str:
    return catalog(
        locale,
        entry("Read more", read_more),
        entry("Society", society, context="section.society.name"),
        entry("Pages", pages),
        entry("There is nothing here", nothing),
    )


SAVED = [
    pytest.param(words("nb", read_more="Les videre"), ["nb", "nn"], id="one that two editions say"),
    pytest.param(words("nn", read_more="Les meir"), ["nn"], id="one of the third edition"),
    pytest.param(words("nb", society="Samfunnet"), [], id="another message"),
    pytest.param("-- locales/nb/LC_MESSAGES/messages.po --\n", ["nb", "nn"], id="a catalog that is taken away"),
    pytest.param(catalog("en", entry("Read more", "Go on reading")), ["en"], id="the words of the source"),
]
"""What is saved, and the editions in which an output that says "Read more" is another then."""


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return looking(tmp_path / "site", SITE, TEXTS, words("nb"), words("nn", read_more="", nothing="Ingenting her"))


class Counting:
    """An output of each edition that says one message, and notes when it is made."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.seams = Seams((Renderer("counting", self.targets, self.render),))

    def targets(self, ground: Ground) -> Iterable[Target]:
        for locale in ground.site.config.editions:
            yield Target(f"{locale}.txt", "counting", locale, ())

    def render(self, target: Target, view: View, _: Templates) -> bytes:
        self.made.append(target.locale)
        return view.said("Read more").value.encode()

    def since(self) -> list[str]:
        """The editions whose output has been made since the last time that somebody asked."""
        made, self.made = sorted(self.made), []
        return made


@pytest.fixture
def counting() -> Counting:
    return Counting()


# --------------------------------------------------------------------------------------
# What a build makes again
# --------------------------------------------------------------------------------------


def built(site: Story, *renderers: Renderer) -> Built:
    folder, seams = site.root.parent, {"renderers": renderers}
    return built_site(site.root, folder / "output", folder / "cache/x.sqlite", Options(at=AT), seams, force=False)


def made_again(site: Story, *texts: str) -> set[str]:
    """The outputs that the next build puts in the place of others, once these texts are saved."""
    assert not built(site).made.has_errors
    for text in texts:
        site.told(text)
    done = built(site)
    assert not done.made.has_errors
    assert len(done.written) + len(done.unchanged) > 50
    return set(done.written)


def saying(site: Story, word: str) -> set[str]:
    """The built pages that say a word."""
    output = site.root.parent / "output"
    pages = {path.relative_to(output).as_posix(): path.read_text(encoding="utf-8") for path in output.rglob("*.html")}
    return {path for path, text in pages.items() if word in text}


def test_a_message_of_one_template_makes_its_pages_again_and_no_other(site: Story) -> None:
    changed = made_again(site, words("nb", nothing="Ingenting å se"))
    assert changed - {"manifest.json"} == {"404.html"} == saying(site, "Ingenting å se")


def test_what_the_third_edition_borrows_is_new_there_too(site: Story) -> None:
    changed = made_again(site, words("nb", read_more="Les videre"))
    assert {path for path in changed if path.endswith(".html")} == saying(site, "Les videre")
    assert changed == {*ARTICLES, *(f"nn/{path}" for path in ARTICLES)}


def test_a_message_of_the_third_edition_is_its_own(site: Story) -> None:
    changed = made_again(site, words("nn", read_more="Les meir", nothing="Ingenting her"))
    assert changed == {f"nn/{path}" for path in ARTICLES} == saying(site, "Les meir")


def test_the_name_of_a_section_is_new_wherever_it_is_said(site: Story) -> None:
    changed = made_again(site, words("nn", read_more="", nothing="Ingenting her", society="Samfunnet"))
    assert {path for path in changed if path.endswith(".html")} == saying(site, "Samfunnet")
    assert changed
    assert all(path.startswith("nn/") for path in changed)


def test_words_that_no_page_says_make_nothing_again(site: Story) -> None:
    """One list is too short for pages of it."""
    assert made_again(site, words("nb", pages="Blader")) == set()


@pytest.mark.parametrize(
    "text",
    [
        words("nb") + "\n# A remark.\n",
        words("nb").replace('msgid "Pages"', '#: templates/list.html\nmsgid "Pages"'),
        words("nb").replace('\nmsgid "Read more"\nmsgstr "Les mer"\n', "") + '\nmsgid "Read more"\nmsgstr "Les mer"\n',
        words("nb").replace('msgstr "Les mer"', 'msgstr ""\n"Les "\n"mer"'),
    ],
    ids=["a remark", "a reference", "another order", "other lines"],
)
def test_what_a_translators_program_does_to_the_file_makes_nothing_again(site: Story, text: str) -> None:
    assert made_again(site, text) == set()


@pytest.mark.parametrize(("text", "editions"), SAVED)
def test_a_build_renders_nothing_but_what_says_the_words(
    site: Story, counting: Counting, text: str, editions: list[str]
) -> None:
    built(site, *counting.seams.renderers)
    assert counting.since() == ["en", "nb", "nn"]
    site.told(text)
    built(site, *counting.seams.renderers)
    assert counting.since() == editions


# --------------------------------------------------------------------------------------
# What `serve` shows, and renders
# --------------------------------------------------------------------------------------


@pytest.fixture
def living(site: Story, counting: Counting) -> Living:
    made = Living(site.root, Options(at=AT), counting.seams)
    made.refresh()
    made.finish(lambda: False)
    assert counting.since() == ["en", "nb", "nn"]
    return made


@pytest.mark.parametrize(("text", "editions"), SAVED)
def test_behind_the_page_that_is_looked_at_only_what_says_the_words_is_made(
    site: Story, living: Living, counting: Counting, text: str, editions: list[str]
) -> None:
    site.told(text)
    assert living.refresh()
    living.finish(lambda: False)
    assert counting.since() == editions


def test_an_edition_that_is_added_is_there_at_once(site: Story, living: Living, counting: Counting) -> None:
    assert living.output("se/index.html") is None
    site.told(SITE + SAMI)
    assert living.refresh()
    assert b'<html lang="se">' in (living.output("se/index.html") or b"")
    assert living.output("se.txt") == b"Les mer"
    site.told(catalog("se", entry("Read more", "Loga eanet")))
    assert living.refresh()
    assert living.output("se.txt") == b"Loga eanet"
    assert living.output("nn.txt") == b"Les mer"


def test_a_file_that_is_not_finished_leaves_the_words_as_they_were(
    site: Story, living: Living, counting: Counting
) -> None:
    whole = words("nb", read_more="Les videre")
    site.told(whole[: whole.index("Les videre") + 5] + "\n")
    assert living.refresh()
    assert [problem.code for problem in living.shown.made.diagnostics if problem.is_error] == ["catalog-string"]
    assert living.output("nb.txt") == b"Les mer"
    site.told(whole)
    assert living.refresh()
    assert living.output("nb.txt") == b"Les videre"
    assert living.output("nn.txt") == b"Les videre"


def test_a_running_server_shows_what_was_saved(site: Story) -> None:
    with serving(site, "--at", AT) as server:
        assert server.shows("Les mer", "/articles/fjord/")
        assert server.shows("Les mer", "/nn/articles/fjord/")
        before = server.get("/en/articles/fjord/")[1]
        site.told(words("nb", read_more="Les videre"))
        assert server.shows("Les videre", "/articles/fjord/")
        assert server.shows('lang="nb">Les videre', "/nn/articles/fjord/")
        site.told(words("nn", read_more="Les meir"))
        assert server.shows("Les meir", "/nn/articles/fjord/")
        assert eventually(lambda: "Les videre" in server.get("/articles/fjord/")[1])
        after = server.get("/en/articles/fjord/")[1]
    assert after.partition("<ordskifte-strip")[0] == before.partition("<ordskifte-strip")[0]
