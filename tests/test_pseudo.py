"""An edition in the pseudo locale: every word of it that is not pseudo is a name, or the word of an author.

The sample is rendered in truth mode, where each string says what it is. On the pages of the pseudo edition, letters are
one of these, and nothing else:

- words of the interface, which are pseudo: between brackets, and none of them plain;
- what CLDR writes: a date in a `<time>`, and the word between two names;
- a name: a string that is in no language, or the name of the publication, which site.toml has by locale;
- words of the sources: front matter and bodies, in the language that they say.
"""

import calendar
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.check import languages
from ordskifte.load import load
from ordskifte.model.site import Target
from ordskifte.model.text import Text, Texts
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, prepared
from ordskifte.pipeline.rendering import Rendered, Rendering
from ordskifte.pipeline.results import Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.workers import HERE
from ordskifte.render import truth
from ordskifte.render.feeds import FEEDS
from ordskifte.render.newsletter import Plain, Words, letter
from ordskifte.render.newsletter import words as lettered
from ordskifte.render.search import SEARCH
from ordskifte.render.templates import Templates
from ordskifte.render.truth import Truth
from tests.program import REPOSITORY, ordskifte
from tests.stories import MASTER

AT = "2026-11-22"
PSEUDO = "en-XA"
EDITION = f'\n[locales.{PSEUDO}]\nname = "⟦Þšéûðö⟧"\npath = "xa"\nfallback = ["en"]\n'
SILENT = ("script", "style", "code", "kbd", "samp")

_LETTER = re.compile(r"[^\W\d_]")
_BRACKETED = re.compile("⟦([^⟦⟧]*)⟧")


def copied(folder: Path) -> Path:
    """The sample with a pseudo edition, as `messages pseudo` makes it."""
    for name in ("content", "data", "locales", "templates"):
        for file in (REPOSITORY / name).rglob("*"):
            if file.is_file():
                place = folder / file.relative_to(REPOSITORY)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read_bytes())
    config = (REPOSITORY / "site.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(config + EDITION, encoding="utf-8")
    done = ordskifte(folder, "messages", "pseudo")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    files = load(copied(tmp_path_factory.mktemp("pseudo")), exclude=[])
    with store_in_memory() as store:
        made = prepared(files, Memo(files, store), Options(at=AT, master=MASTER), Seams(), HERE, Seconds())
        assert isinstance(made, Prepared)
        assert made.diagnostics == ()
        yield made


@pytest.fixture(scope="module")
def targets(site: Prepared) -> tuple[Target, ...]:
    return tuple(target for target in site.targets.by_path.values() if target.path.startswith("xa/"))


@pytest.fixture(scope="module")
def truly(site: Prepared) -> Rendering:
    """Truth mode."""
    return Rendering(site.rendering.plan, Templates(site.texts.templates, Truth()))


def output(rendering: Rendering, target: Target) -> str:
    made = rendering.rendered(target)
    assert isinstance(made, Rendered)
    return made.output.content.decode()


@pytest.fixture(scope="module")
def pages(truly: Rendering, targets: tuple[Target, ...]) -> dict[str, str]:
    """Each page of the edition as truth mode prints it."""
    return {target.path: output(truly, target) for target in targets if target.path.endswith(".html")}


@pytest.fixture(scope="module")
def authored(site: Prepared) -> frozenset[str]:
    """All words that sources or tables by locale say."""
    shown = site.rendering.plan.ground.site
    config = shown.config
    return frozenset(_words((*shown.pages.values(), *shown.profiles.values(), *shown.linked.values(), config.title)))


def _words(value: object) -> Iterator[str]:
    match value:
        case Text():
            yield value.value
        case Texts():
            yield from (words for _, words in value.values)
        case Struct():
            for name in value.__struct_fields__:
                yield from _words(getattr(value, name))
        case tuple() | list():
            for part in value:
                yield from _words(part)
        case _:
            pass


def plain(words: str) -> str:
    """What is not pseudo in words of the interface: what is not in brackets, or has no mark on any letter in them."""
    rest, before = words, ""
    while rest != before:
        before, rest = rest, _BRACKETED.sub(lambda found: found[0] if found[1].isascii() else "", rest)
    return rest.strip() if _LETTER.search(rest) else ""


class Reading:
    """A page as truth mode prints it, and what on it is none of the things that may stand there."""

    def __init__(self, page: str, authored: frozenset[str]) -> None:
        self.seen = {"pseudo": 0, "date": 0, "name": 0, "author's": 0}
        """How often each of them was seen."""
        self.others: list[str] = []
        self._authored = authored
        self._frames: list[str] = []
        self._framed: list[str] = []
        """The words of the interface in the outermost of them, which stand in several elements."""
        self._places: dict[int, str] = {}
        root = LexborHTMLParser(truth.mended(page)).root
        assert root is not None
        for node in root.traverse(include_text=True, skip_empty=True):
            self._see(node)

    def _see(self, node: LexborNode) -> None:
        if node.tag == "-comment":
            says = truth.frame(node.comment_content or "")
            if says == truth.OUT:
                self._frames.pop()
                if not self._is_framed:
                    self._place("", PSEUDO, "".join(self._framed), node)
                    self._framed.clear()
            elif says:
                self._frames.append(says)
        elif node.tag == "-text":
            if node.parent is not None and node.parent.tag not in SILENT:
                self._read(node.text_content or "", node.parent)
        else:
            around = self._places.get(node.parent.mem_id, "") if node.parent is not None else ""
            self._places[node.mem_id] = truth.without_marks(node.attributes.get("lang") or "") or around
            for value in node.attributes.values():
                if value and truth.END in value:
                    self._read(value, node)

    @property
    def _is_framed(self) -> bool:
        """Whether what stands here is HTML that marks its own languages."""
        return bool(self._frames) and self._frames[-1].startswith(truth.HTML)

    def _read(self, words: str, element: LexborNode) -> None:
        if self._is_framed:
            locale = self._places[element.mem_id]
            if locale == PSEUDO:
                self._framed.append(words)
            else:
                self._place("", locale, words, element)
            return
        opened: list[tuple[str, str, int]] = []
        for mark in truth.MARK.finditer(truth.without_html(words)):
            if mark[1]:
                opened.append((mark[1], truth.decoded(mark[2]), mark.end()))
            else:
                kind, locale, begin = opened.pop()
                if not opened:
                    self._place(kind, locale, truth.without_marks(words[begin : mark.start()]), element)

    def _place(self, kind: str, locale: str, words: str, element: LexborNode) -> None:
        """Note what words are that say of themselves what kind they are, or that are a part of a text in a locale."""
        if not _LETTER.search(words):
            return
        if kind == truth.NAME:
            what = "name"
        elif locale == PSEUDO and element.tag == "time":
            what = "date"
        elif locale == PSEUDO:
            what = "" if plain(words) else "pseudo"
        elif kind == truth.FALLBACK:
            what = ""
        else:
            what = "author's" if not kind or words in self._authored else ""
        if what:
            self.seen[what] += 1
        else:
            self.others.append(f"{words!r} ({locale}) in <{element.tag}>")


@pytest.fixture(scope="module")
def readings(pages: Mapping[str, str], authored: frozenset[str]) -> dict[str, Reading]:
    return {path: Reading(page, authored) for path, page in pages.items()}


def test_all_words_of_the_interface_are_pseudo_on_every_page(readings: Mapping[str, Reading]) -> None:
    assert {path: found.others for path, found in readings.items() if found.others} == {}
    assert len(readings) > 60
    assert all(found.seen["pseudo"] >= 10 for found in readings.values())
    for what in ("date", "name", "author's"):
        assert sum(found.seen[what] for found in readings.values()) > 100, what


def test_no_words_stand_in_the_templates_themselves(pages: Mapping[str, str]) -> None:
    assert [fault for path, page in pages.items() for fault in literals(path, page)] == []


def literals(path: str, page: str) -> list[tuple[str, str]]:
    """Words that a template says itself."""
    return [(fault.path, fault.message) for fault in languages.faults(path, page, finds_literals=True)]


def test_every_kind_of_page_is_among_them(pages: Mapping[str, str], targets: tuple[Target, ...]) -> None:
    kinds = {str(target.subject[0]) for target in targets if target.path in pages}
    assert kinds == {
        *("article", "page", "front", "section", "tag", "author"),
        *("authors", "archive", "year", "corrections", "not-found", "search", "series"),
    }


def test_its_feeds_are_called_by_pseudo_words_or_by_names(
    site: Prepared, targets: tuple[Target, ...], authored: frozenset[str]
) -> None:
    names = {profile.name for profile in site.rendering.plan.ground.site.profiles.values()}
    feeds = [site.rendering.rendered(target) for target in targets if target.renderer == FEEDS.name]
    assert len(feeds) > 20
    for feed in feeds:
        assert isinstance(feed, Rendered)
        for words in re.findall(rb"<(?:sub)?title[^>]*>([^<]*)<", feed.output.content):
            assert words.decode() in authored | names or not plain(words.decode()), words.decode()


def test_what_the_search_finds_is_shown_in_pseudo_words(
    site: Prepared, truly: Rendering, authored: frozenset[str]
) -> None:
    shelves = [
        target
        for target in site.targets.by_path.values()
        if target.renderer == SEARCH.name and target.locale == PSEUDO and target.subject[0] == "works"
    ]
    rows = [row for shelf in shelves for row in json.loads(output(truly, shelf))["works"] if row]
    shown = printed("".join(rows))
    found = Reading(shown, authored)
    assert found.others == []
    assert literals("found.html", shown) == []
    assert found.seen["pseudo"] >= len(rows) > 30


@pytest.fixture(scope="module")
def mail(site: Prepared, truly: Rendering) -> Words:
    """A letter in which there is something of each kind."""
    news = letter(site.rendering.plan.ground.site, PSEUDO, datetime(2025, 1, 1, tzinfo=UTC))
    assert news.works
    assert news.corrections
    assert news.withdrawals
    return lettered(news, truly.templates, Templates(site.texts.templates, Plain()), site.rendering.answers)


def test_a_letter_to_readers_is_pseudo(mail: Words, authored: frozenset[str]) -> None:
    found = Reading(mail.html, authored)
    # Its subject ends in the name of the publication; the plain text below has it too.
    assert found.others == [f"{mail.subject.value!r} ({PSEUDO}) in <{tag}>" for tag in ("title", "div")]
    assert literals("newsletter.html", mail.html) == []
    assert found.seen["pseudo"] > 30


def test_a_letter_in_plain_text_is_pseudo(site: Prepared, mail: Words, authored: frozenset[str]) -> None:
    names = {profile.name for profile in site.rendering.plan.ground.site.profiles.values()}
    rest = re.sub(r"https?://\S+", "", " ".join(mail.text.split()))
    assert rest.count("⟦") > 30
    for known in sorted((" ".join(each.split()) for each in authored | names), key=len, reverse=True):
        rest = rest.replace(known, "") if known else rest
    while _BRACKETED.search(rest):
        rest = _BRACKETED.sub("", rest)
    assert {*re.findall(r"[^\W\d_]+", rest)} <= {"and", *calendar.month_name}


# --------------------------------------------------------------------------------------
# What is not would be found
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("⟦Ŕéáð ṁöŕé⟧", ""),
        ("⟦ïñ English⟧", ""),
        ("⟦Ƥŕéṽïöûš ïñ ⟦Šöçïéţý⟧⟧", ""),
        ("12", ""),
        ("Read more", "Read more"),
        ("⟦Read more⟧", "⟦Read more⟧"),
        ("⟦Ŕéáð⟧ more", "more"),
        ("⟦⟦Read⟧ ṁöŕé", "⟦⟦Read⟧ ṁöŕé"),
    ],
)
def test_what_is_plain_is_told_from_what_is_pseudo(words: str, expected: str) -> None:
    assert plain(words) == expected


def printed(words: str) -> str:
    return f'<html lang="{PSEUDO}"><body>{words}</body></html>'


def coded(words: str) -> str:
    return "".join(chr(0x10F000 + ord(letter)) for letter in words)


def mark(kind: str, locale: str, words: str) -> str:
    return f"{kind}{coded(locale)}{words}{truth.END}"


def framed(html: str) -> str:
    begin, end = (f"<!--{truth.FRAME}{coded(says)}-->" for says in (truth.HTML + PSEUDO, truth.OUT))
    return f"{begin}{html}{end}"


@pytest.mark.parametrize(
    "words",
    [
        mark(truth.TEXT, PSEUDO, "Read more"),
        mark(truth.FALLBACK, "en", "Read more"),
        mark(truth.TEXT, "en", "Society"),
        f'<p title="{mark(truth.TEXT, PSEUDO, "Read more")}">1</p>',
        framed("⟦Ĝîṽéé⟧ <b>now</b>"),
    ],
    ids=["one without brackets", "one that nobody has worded", "a section", "an attribute", "markup"],
)
def test_a_plain_word_is_found(words: str) -> None:
    assert Reading(printed(words), frozenset({"A title"})).others


def test_names_dates_and_words_of_the_sources_are_none() -> None:
    words = mark(truth.NAME, "", "Kari") + f"<time>{mark(truth.TEXT, PSEUDO, '2 August')}</time>"
    found = Reading(printed(words + mark(truth.TEXT, "nb", "En tittel")), frozenset({"En tittel"}))
    assert found.others == []
    assert found.seen == {"pseudo": 0, "date": 1, "name": 1, "author's": 1}
