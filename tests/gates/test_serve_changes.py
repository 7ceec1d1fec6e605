"""What `serve` does in a real browser with each way in which files change."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.server import Server, serving
from tests.gates.visits import DESKTOP, window
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

pytestmark = pytest.mark.gate

LONG = 15_000
"""Milliseconds within which a change is on the page on the slowest machine."""
SITE = """
-- templates/base.html --
<!doctype html>
{% lang site.locale as l %}<html{{ l }}>
<head><title>{{ site.title }}</title><link rel="stylesheet" href="{{ site.asset("site.css") }}"></head>
<body><p id="words">{{ _("Read more")|marked }}</p>{% block main %}{% endblock %}</body></html>{% endlang %}
-- templates/not-found.html --
<!doctype html><html lang="en"><body><p id="gone">Nothing is here.</p></body></html>
-- templates/assets/site.css --
h1 { color: rgb(1, 1, 1) }
-- locales/nb/LC_MESSAGES/messages.po --
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Read more"
msgstr "Les mer"
"""
FOG = "-- content/articles/fog.nb.md --\n---\ntitle: Tåke\ndate: 2026-05-01\nsection: debate\n---\n"
LENGTH = "\n\n".join(f"Avsnitt {number}." for number in range(200))
PATH = "/artikler/fog/"
OPEN = "() => globalThis.wasOpenBefore === true"


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(
        tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, SITE, f"{FOG}De første ord.\n\n{LENGTH}\n\n## Til slutt\n\nUt."
    )


@pytest.fixture
def server(site: Story) -> Iterator[Server]:
    with serving(site) as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The article's page, marked, so that a reload can be told."""
    origin = f"http://127.0.0.1:{server.port}"
    with window(browser, DESKTOP, origin) as page:
        page.goto(origin + PATH, wait_until="load")
        page.evaluate("() => { globalThis.wasOpenBefore = true }")
        yield page


def article(page: Page) -> Locator:
    return page.locator("article")


def saved(site: Story, words: str) -> None:
    site.told(f"{FOG}{words}\n\n{LENGTH}\n\n## Til slutt\n\nUt.")


# --------------------------------------------------------------------------------------
# Ways of saving
# --------------------------------------------------------------------------------------


def test_the_last_of_a_storm_of_savings_is_shown(site: Story, page: Page) -> None:
    for number in range(200):
        saved(site, f"Runde {number}.")
    expect(article(page)).to_contain_text("Runde 199.", timeout=LONG)


def test_a_file_that_is_replaced_by_another_is_shown(site: Story, page: Page) -> None:
    file = site.root / "content/articles/fog.nb.md"
    for words in ("Andre ord.", "Tredje ord."):
        new = file.with_name(".fog.nb.md.new")
        new.write_text(FOG.partition("--\n")[2] + words, encoding="utf-8")
        new.replace(file)
        expect(article(page)).to_contain_text(words, timeout=LONG)


def test_a_file_that_is_removed_and_written_anew_is_shown(site: Story, page: Page) -> None:
    (site.root / "content/articles/fog.nb.md").unlink()
    saved(site, "Siste ord.")
    expect(article(page)).to_contain_text("Siste ord.", timeout=LONG)


def test_a_checkout_of_another_branch_and_back_is_shown(site: Story, page: Page) -> None:
    def git(*arguments: str) -> None:
        names = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *names, *arguments], cwd=site.root, check=True, capture_output=True)

    git("init")
    git("add", "-A")
    git("commit", "-m", "First")
    git("checkout", "-b", "other")
    for number in range(100):
        site.told(FOG.replace("fog", f"fog-{number}") + "Ord.\n")
    site.told("-- templates/assets/site.css --\nh1 { color: rgb(2, 2, 2) }\n")
    saved(site, "Fra en annen gren.")
    git("add", "-A")
    git("commit", "-m", "Second")
    for branch, words in (("main", "De første ord."), ("other", "Fra en annen gren."), ("main", "De første ord.")):
        git("checkout", branch)
        expect(article(page)).to_contain_text(words, timeout=LONG)
        expected = "rgb(1, 1, 1)" if branch == "main" else "rgb(2, 2, 2)"
        expect(page.locator("h1")).to_have_css("color", expected, timeout=LONG)


def test_a_removed_article_is_gone_and_comes_back(site: Story, page: Page) -> None:
    file = site.root / "content/articles/fog.nb.md"
    text = file.read_text(encoding="utf-8")
    file.unlink()
    expect(page.locator("#gone")).to_be_visible(timeout=LONG)
    file.write_text(text, encoding="utf-8")
    expect(article(page)).to_contain_text("De første ord.", timeout=LONG)


def test_what_is_saved_in_a_folder_that_has_been_renamed_is_shown(site: Story, page: Page) -> None:
    articles = site.root / "content/articles"
    (articles / "spring").mkdir()
    (articles / "fog.nb.md").rename(articles / "spring/fog.nb.md")
    (articles / "spring").rename(articles / "summer")
    site.told(FOG.replace("articles", "articles/summer") + "Om sommeren.")
    expect(article(page)).to_contain_text("Om sommeren.", timeout=LONG)
    shutil.rmtree(articles / "summer")
    expect(page.locator("#gone")).to_be_visible(timeout=LONG)


def test_a_changed_template_is_shown(site: Story, page: Page) -> None:
    base = site.root / "templates/base.html"
    base.write_text(base.read_text(encoding="utf-8").replace("<body>", "<body><hr>"), encoding="utf-8")
    expect(page.locator("hr")).to_have_count(1, timeout=LONG)


def test_a_changed_catalog_is_shown(site: Story, page: Page) -> None:
    catalog = site.root / "locales/nb/LC_MESSAGES/messages.po"
    catalog.write_text(catalog.read_text(encoding="utf-8").replace("Les mer", "Les videre"), encoding="utf-8")
    expect(page.locator("#words")).to_have_text("Les videre", timeout=LONG)


# --------------------------------------------------------------------------------------
# Errors
# --------------------------------------------------------------------------------------


def test_an_error_leaves_the_page_as_it_is_open_and_goes_when_it_is_mended(site: Story, page: Page) -> None:
    site.told(FOG.replace("title:", "titel:") + "Nye ord.\n")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Did you mean `title`?", timeout=LONG)
    expect(alert).to_contain_text("2 errors, 0 warnings.")
    assert page.evaluate(OPEN)
    saved(site, "Siste ord.")
    expect(article(page)).to_contain_text("Siste ord.", timeout=LONG)
    expect(alert).to_have_count(0)


def test_an_error_in_one_template_is_told_on_the_pages_of_others(site: Story, page: Page) -> None:
    site.told('-- templates/section.html --\n{% extends "base.html" %}{% block main %}{{ page.no }}{% endblock %}\n')
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("templates/section.html:1", timeout=LONG)
    site.told('-- templates/section.html --\n{% extends "list.html" %}\n')
    expect(alert).to_have_count(0, timeout=LONG)


def test_the_foot_of_the_page_can_be_scrolled_out_from_under_the_problems(site: Story, page: Page) -> None:
    site.told(FOG.replace("title:", "titel:"))
    alert = page.get_by_role("alert")
    alert.wait_for(timeout=LONG)
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    strip, problems = page.get_by_role("complementary").bounding_box(), alert.bounding_box()
    assert strip
    assert problems
    assert strip["y"] + strip["height"] <= problems["y"] + 1


# --------------------------------------------------------------------------------------
# The place on the page
# --------------------------------------------------------------------------------------


def test_a_changed_style_sheet_is_exchanged_without_a_reload(site: Story, page: Page) -> None:
    page.evaluate("() => scrollTo(0, 700)")
    for number in (2, 3, 4):
        site.told(f"-- templates/assets/site.css --\nh1 {{ color: rgb({number}, 2, 2) }}\n")
        expect(page.locator("h1")).to_have_css("color", f"rgb({number}, 2, 2)", timeout=LONG)
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    assert page.evaluate(OPEN)
    assert page.evaluate("() => scrollY") == 700


def test_a_page_opened_between_two_style_sheets_and_one_from_before_both_show_the_newest(
    site: Story, page: Page
) -> None:
    site.told("-- templates/assets/site.css --\nh1 { color: rgb(2, 2, 2) }\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(2, 2, 2)", timeout=LONG)
    other = page.context.new_page()
    other.goto(page.url)
    site.told("-- templates/assets/site.css --\nh1 { color: rgb(3, 3, 3) }\n")
    for tab in (page, other):
        expect(tab.locator("h1")).to_have_css("color", "rgb(3, 3, 3)", timeout=LONG)
    assert page.evaluate(OPEN)


@pytest.mark.parametrize("anchor", ["", "#til-slutt"])
def test_a_page_that_reloads_stays_where_it_was_scrolled_to(site: Story, page: Page, anchor: str) -> None:
    page.goto(page.url + anchor)
    page.evaluate("() => { globalThis.wasOpenBefore = true; scrollTo(0, 900) }")
    saved(site, "Siste ord.")
    expect(article(page)).to_contain_text("Siste ord.", timeout=LONG)
    assert not page.evaluate(OPEN)
    page.wait_for_load_state("load")
    page.wait_for_function("() => scrollY === 900", timeout=LONG)
