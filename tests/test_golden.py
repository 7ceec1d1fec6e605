"""The page that the project began with: an English essay, its author's Norwegian blurb, and a Norwegian interface.

Part by part, and then every text on it and on every other page of the sample: is the language that the page says the
language that the words are in?
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.load import load
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from tests.stories import MASTER

ROOT = Path(__file__).parent.parent
ESSAY = "artikler/the-quiet-alliance/index.html"


@pytest.fixture(scope="module")
def pages() -> dict[str, LexborHTMLParser]:
    """Every HTML page of the sample publication, by its path."""
    made = walk(load(ROOT, exclude=[ROOT / "output"]), Options(at="2026-11-22", master=MASTER), Seams())
    assert made.diagnostics == ()
    return {output.path: LexborHTMLParser(output.content) for output in made.outputs if output.path.endswith(".html")}


@pytest.fixture
def essay(pages: dict[str, LexborHTMLParser]) -> LexborHTMLParser:
    return pages[ESSAY]


def language(node: LexborNode) -> str:
    """The language that the nearest element with a `lang` gives."""
    at: LexborNode | None = node
    while at is not None:
        if at.attributes.get("lang"):
            return at.attributes["lang"] or ""
        at = at.parent
    return ""


def part(page: LexborHTMLParser, selector: str) -> tuple[str, str]:
    """The words of an element and their language."""
    node = page.css_first(selector)
    assert node is not None
    return " ".join(node.text().split()), language(node)


@pytest.mark.parametrize(
    ("selector", "words", "locale"),
    [
        ("html > head > title", "The Quiet Alliance", "en"),
        (".byline time", "2. august 2025", "nb"),
        ("h1", "The Quiet Alliance", "en"),
        (".kicker", "Utenriks", "nb"),
        (".byline .language", "på engelsk", "nb"),
        (".notice a", "Les den i utgaven på engelsk", "nb"),
        ("aside.ask h2", "Du har nettopp lest en gratis artikkel", "nb"),
        (".author-name", "Ingrid Solheim", "nb"),
        (".author-role", "Ansvarlig redaktør", "nb"),
        ("#related", "Les mer", "nb"),
        ("#latest", "Siste nytt", "nb"),
        (".languages li:nth-child(1)", "Norsk", "nb"),
        (".languages li:nth-child(2) span", "English", "en"),
    ],
)
def test_each_part_of_the_page_says_its_words_in_its_language(
    essay: LexborHTMLParser, selector: str, words: str, locale: str
) -> None:
    assert part(essay, selector) == (words, locale)


@pytest.mark.parametrize(
    ("selector", "locale"),
    [
        (".standfirst", "en"),
        (".prose p", "en"),
        (".prose figure.pullquote blockquote", "en"),
        ("article > figure figcaption", "en"),
        ("article > figure img", "en"),
        ("meta[name=description]", "en"),
        ("aside.ask p", "nb"),
        (".author-blurb p", "nb"),
        (".author-photo img", "nb"),
        (".share", "nb"),
        ("footer", "nb"),
    ],
)
def test_each_longer_part_is_there_in_its_language(essay: LexborHTMLParser, selector: str, locale: str) -> None:
    node = essay.css_first(selector)
    assert node is not None
    assert language(node) == locale


def test_the_ask_has_a_bell_and_leads_to_subscribing_and_donating(essay: LexborHTMLParser) -> None:
    ask = essay.css_first("aside.ask")
    assert ask is not None
    assert ask.css_first("svg[aria-hidden=true]") is not None
    links = {link.text(): link.attributes["href"] for link in ask.css("p a")}
    assert links == {"abonnere": "/stott-oss/", "gi en gave": "/stott-oss/#donate"}


def test_the_parts_stand_in_reading_order(essay: LexborHTMLParser) -> None:
    order = [".kicker", "h1", ".standfirst", ".byline", ".share", "article > figure", ".notices", ".prose", "aside.ask"]
    order += [".author", ".tags", "#related", "#latest", "footer"]
    html = essay.html or ""
    parts = [node.html or "" for selector in order if (node := essay.css_first(selector))]
    assert len(parts) == len(order)
    places = [html.index(found[:80]) for found in parts]
    assert places == sorted(places)


# --------------------------------------------------------------------------------------
# Every text
# --------------------------------------------------------------------------------------

COMMON = {
    "nb": frozenset(
        re.findall(r"\w+", "og i det på som er en til av å ikke med har de den et seg vi jeg fra om så men skal")
    ),
    "en": frozenset(
        re.findall(r"\w+", "the of and to a in that is was it on with as are be by this from not but an or they")
    ),
}
"""The commonest words of each language (no list that the program itself knows of)."""


def guessed(words: str) -> str:
    """Which of these languages a longer text is in, by its commonest words, or nothing if they do not tell."""
    found = re.findall(r"[a-zæøå]+", words.lower())
    votes = {locale: sum(word in common for word in found) for locale, common in COMMON.items()}
    winner, loser = sorted(votes, key=lambda locale: -votes[locale])
    return winner if votes[winner] >= 4 and votes[winner] >= 3 * votes[loser] else ""


def texts(page: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Every text of a page with its language: text nodes, and the attributes that are read aloud."""
    assert page.root is not None
    for node in page.root.traverse(include_text=True):
        if node.tag == "-text" and node.parent and node.parent.tag not in ("script", "style"):
            yield node.text(), language(node.parent)
        for name in ("alt", "title", "aria-label", "content"):
            if node.attributes.get(name):
                yield node.attributes[name] or "", language(node)


def test_what_every_page_says_of_its_words_is_true(pages: dict[str, LexborHTMLParser]) -> None:
    wrong, checked = [], 0
    for path, page in pages.items():
        for words, locale in texts(page):
            guess = guessed(words) if locale in COMMON else ""
            if guess:
                checked += 1
                if guess != locale:
                    wrong.append((path, locale, words[:80]))
    assert wrong == []
    assert checked > 1000


def test_the_words_of_the_interface_are_marked_as_what_they_are(pages: dict[str, LexborHTMLParser]) -> None:
    """No English message stands under the Norwegian interface, and each Norwegian one is said to be Norwegian."""
    po = (ROOT / "locales/nb/LC_MESSAGES/messages.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', po, re.MULTILINE)
    english = {msgid for msgid, msgstr in pairs if msgid != msgstr and "%" not in msgid}
    norwegian = {msgstr for msgid, msgstr in pairs if msgid != msgstr and "%" not in msgid}
    assert len(english) > 40
    for path, page in pages.items():
        for words, locale in texts(page):
            if words.strip() in norwegian:
                assert locale == "nb", (path, words)
            assert not (words.strip() in english and locale == "nb"), (path, words)


def test_no_page_repeats_a_language_that_is_current_already(pages: dict[str, LexborHTMLParser]) -> None:
    """`lang` stands exactly where the language changes."""
    for page in pages.values():
        for node in page.css("[lang]"):
            if node.parent is not None and node.tag != "html":
                assert language(node.parent) != node.attributes["lang"], node.html
