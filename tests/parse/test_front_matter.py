"""The head of a text: where it ends, which keys it may have in which form, and what is told of every other one."""

import re
from datetime import UTC, date, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from ordskifte.model.config import Untranslated
from ordskifte.model.diagnostics import At, Span
from ordskifte.model.document import (
    ArticleFront,
    AuthorFront,
    Correction,
    CorrectionKind,
    Front,
    Image,
    Kind,
    OriginallyPublished,
    PageFront,
    Preview,
    ScheduledAccess,
    SeriesPart,
    Translation,
    TranslationStatus,
    WebLink,
    Withdrawn,
)
from ordskifte.model.text import Texts
from ordskifte.parse.document import parse_source
from ordskifte.parse.front_matter import FRONTS, parse, split
from ordskifte.parse.names import named
from ordskifte.parse.tables import Malformed
from ordskifte.parse.text import decoded
from ordskifte.parse.yaml import LARGEST
from tests.parse.bodies import cases
from tests.parse.shown import shown

ARTICLE = "content/articles/is.nb.md"
CASES = cases("front_matter.md")


def told(text: str) -> str:
    """What is told of an article, or of the file that a first line `-- path --` names."""
    first = re.match(r"-- (\S+) --\n", text)
    path, text = (first[1], text[first.end() :]) if first else (ARTICLE, text)
    name, _ = named(path, ("nb", "en"))
    assert name is not None
    source = parse_source(path, name, text, "Europe/Oslo")
    return shown(source.diagnostics, path, text, source.places)


def front(head: str, kind: Kind = Kind.ARTICLE) -> Front:
    """The front matter of a Norwegian text; it must be without problems."""
    found, _, problems = parse(ARTICLE, f"{head}\n", kind, "nb", "Europe/Oslo")
    assert problems == ()
    return found


def nb(words: str) -> Texts:
    return Texts((("nb", words),))


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_a_mistake_is_told_where_it_is(text: str, expected: str) -> None:
    assert told(f"{text}\n") == expected


@pytest.mark.parametrize("text", ["", "----\ntitle: Is\n----\n", "Is\n---\ntitle: Is\n---\n"])
def test_what_does_not_begin_with_a_fence_has_no_front_matter(text: str) -> None:
    assert told(text).startswith(f"{ARTICLE}:1:1: error: The file has no front matter. [front-matter-missing]\n")


@pytest.mark.parametrize("before", ["\n", " ", "\n \n"])
def test_what_stands_before_the_first_fence_is_told_of(before: str) -> None:
    wrong = told(f"{before}---\ntitle: Is\n---\n")
    assert wrong.startswith(f"{ARTICLE}:1:1: error: The front matter does not begin on the first line. ")
    assert wrong.endswith("Delete what stands before the `---`.")


@pytest.mark.parametrize("kind", Kind)
def test_every_key_is_refused_in_a_wrong_form(kind: Kind) -> None:
    wrong = {Kind.ARTICLE: "", Kind.AUTHOR: " of an author", Kind.PAGE: " of a page", Kind.SERIES: " of a series"}[kind]
    refused = {title.split("`")[1] for title, _, _ in CASES if title.endswith(f"`{wrong} in a wrong form")}
    assert refused == set(FRONTS[kind].__struct_fields__)


def test_spaces_behind_the_fences_are_no_mistake() -> None:
    assert told("---  \ntitle: Is\n--- \nText.\n") == ""


def test_joiners_where_a_script_or_an_emoji_needs_them_are_no_mistake() -> None:
    assert told('---\ntitle: {nb: "👩\u200d💻", fa: "می\u200cخواهم"}\n---\n') == ""


def test_ten_mistakes_are_ten_messages_in_the_order_of_their_places() -> None:
    lines = ["standfirst: []", "date: x", "authors: a", "tags: b", "draft: c", "image: d", "series: e", "f: 1", "g: 2"]
    places = re.findall(r"^\S+:(\d+):(\d+): error", told("\n".join(["---", *lines, "---", ""])), re.MULTILINE)
    assert places == [
        ("2", "1"),
        ("2", "13"),
        ("3", "7"),
        ("4", "10"),
        ("5", "7"),
        ("6", "8"),
        ("7", "8"),
        ("8", "9"),
        ("9", "1"),
        ("10", "1"),
    ]


# --------------------------------------------------------------------------------------
# What is read
# --------------------------------------------------------------------------------------

ARTICLE_KEYS: list[tuple[str, object]] = [
    ("title: Isen", nb("Isen")),
    ("title: {nb: Isen, en: The ice}", Texts((("nb", "Isen"), ("en", "The ice")))),
    ("key: is", "is"),
    ("slug: is-og-vann", "is-og-vann"),
    ("language: nb", "nb"),
    ("standfirst: >\n  Isen\n  smelter.", nb("Isen smelter.\n")),
    ("date: 2026-01-13", datetime(2026, 1, 12, 23, tzinfo=UTC)),
    ("date: 2026-07-13T08:00", datetime(2026, 7, 13, 6, tzinfo=UTC)),
    ("date: 2026-07-13 08:00:30", datetime(2026, 7, 13, 6, 0, 30, tzinfo=UTC)),
    ("date: 2026-07-13T08:00:00-05:00", datetime(2026, 7, 13, 13, tzinfo=UTC)),
    ("date: '2026-07-13T08:00Z'", datetime(2026, 7, 13, 8, tzinfo=UTC)),
    ("updated: 2026-01-13", datetime(2026, 1, 12, 23, tzinfo=UTC)),
    ("authors: [kari, ola]", ("kari", "ola")),
    ("authors:\n- kari\n- ola", ("kari", "ola")),
    ("contributors: {translator: [kari], photographer: []}", {"translator": ("kari",), "photographer": ()}),
    ("section: debate", "debate"),
    ("tags: [sea, 'ice']", ("sea", "ice")),
    (
        "image: {file: a.jpg, alt: Is, caption: {en: Ice}, credit: '', focus: [0, .25]}",
        Image("a.jpg", nb("Is"), Texts((("en", "Ice"),)), nb(""), (0.0, 0.25)),
    ),
    ("access: members", "members"),
    ("access_schedule: [{after: 24h, access: free}]", (ScheduledAccess("24h", "free"),)),
    ("preview: {paragraphs: 3}", Preview(3)),
    ("draft: true", True),
    ("unlisted: FALSE", False),
    ("untranslated: omit", Untranslated.OMIT),
    ("editions: [nb]", ("nb",)),
    (
        "translation: {of: en, source: v1:0f, status: machine, translator: kari, updated: 2026-01-13}",
        Translation("en", "v1:0f", TranslationStatus.MACHINE, "kari", date(2026, 1, 13)),
    ),
    ("translation: {of: en}", Translation("en", "", TranslationStatus.REVIEWED)),
    (
        "originally_published: {name: Avisa, url: 'https://avisa.example/is', date: 2026-01-13, language: en-GB}",
        OriginallyPublished("Avisa", "https://avisa.example/is", date(2026, 1, 13), "en-GB"),
    ),
    (
        "corrections:\n  - date: 2026-01-13\n    kind: clarification\n    text: Nytt",
        (Correction(date(2026, 1, 13), CorrectionKind.CLARIFICATION, nb("Nytt")),),
    ),
    ("withdrawn: {date: 2026-01-13, reason: Feil}", Withdrawn(date(2026, 1, 13), nb("Feil"))),
    ("related: [vann]", ("vann",)),
    ("series: {id: atlas, part: 2}", SeriesPart("atlas", 2)),
    ("campaigns: false", False),
    ("sensitive: True", True),
    ("redirect_from: [/2019/is/, /]", ("/2019/is/", "/")),
    ("extra: {}", {}),
]
AUTHOR_KEYS: list[tuple[str, object]] = [
    ("name: Kari Aaro", "Kari Aaro"),
    ("key: kari", "kari"),
    ("slug: kari-aaro", "kari-aaro"),
    ("sort_as: Aaro, Kari", "Aaro, Kari"),
    ("role: Redaktør", nb("Redaktør")),
    ("photo: {file: kari.jpg, alt: Kari}", Image("kari.jpg", nb("Kari"))),
    ("links: [{name: Hjem, url: 'https://kari.example'}]", (WebLink(nb("Hjem"), "https://kari.example"),)),
    ("redirect_from: [/kari/]", ("/kari/",)),
    ("extra: {a: b}", {"a": "b"}),
]
PAGE_KEYS: list[tuple[str, object]] = [
    ("title: Om", nb("Om")),
    ("key: om", "om"),
    ("slug: om-oss", "om-oss"),
    ("standfirst: Hvem vi er", nb("Hvem vi er")),
    ("menu: footer", "footer"),
    ("template: wide", "wide"),
    ("campaigns: false", False),
    ("unlisted: true", True),
    ("draft: true", True),
    ("redirect_from: []", ()),
    ("extra: {a: b}", {"a": "b"}),
]
SERIES_KEYS: list[tuple[str, object]] = [("key: coast", "coast"), ("draft: true", True), ("redirect_from: []", ())]
KEYS = [
    *((Kind.ARTICLE, line, value) for line, value in ARTICLE_KEYS),
    *((Kind.AUTHOR, line, value) for line, value in AUTHOR_KEYS),
    *((Kind.PAGE, line, value) for line, value in PAGE_KEYS),
    *((Kind.SERIES, line, value) for line, value in SERIES_KEYS),
]
REQUIRED = {Kind.ARTICLE: "title: x", Kind.AUTHOR: "name: x", Kind.PAGE: "title: x", Kind.SERIES: "draft: false"}


@pytest.mark.parametrize(("kind", "line", "value"), KEYS)
def test_every_key_is_accepted_in_its_right_form(kind: Kind, line: str, value: object) -> None:
    key = line.partition(":")[0]
    required = REQUIRED[kind]
    head = line if required.startswith(f"{key}:") else f"{required}\n{line}"
    assert getattr(front(head, kind), key) == value


@pytest.mark.parametrize("kind", Kind)
def test_no_key_is_without_a_right_form(kind: Kind) -> None:
    assert {line.partition(":")[0] for each, line, _ in KEYS if each is kind} == set(FRONTS[kind].__struct_fields__)


@pytest.mark.parametrize("null", ["", "~", "null", "Null", "NULL"])
def test_a_key_without_a_value_is_as_if_it_were_not_there(null: str) -> None:
    head = (
        f"title: x\nstandfirst: {null}\ntags: {null}\nimage: {{file: a.jpg, alt: {null}}}\nslug: {null}\ndraft: {null}"
    )
    assert front(head) == ArticleFront(nb("x"), image=Image("a.jpg"))


def test_a_null_in_quotes_is_a_word() -> None:
    assert front("title: 'null'") == ArticleFront(nb("null"))


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "1.10", "010", "0x1F", "1e3", "12:30", "2026-01-13", "true"]
)
def test_what_other_readers_of_yaml_would_change_stays_as_it_is_written(word: str) -> None:
    found = front(f"title: {word}\nslug: {word}\nauthors: [{word}]\nsection: {word}\nextra: {{a: [{word}]}}")
    assert isinstance(found, ArticleFront)
    assert (found.title, found.slug, found.authors, found.section) == (nb(word), word, (word,), word)
    assert found.extra == {"a": (True if word == "true" else word,)}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("-1", -1),
        ("1.5", 1.5),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("'1'", "1"),
        ("'true'", "true"),
        ("|\n    a\n    b", "a\nb\n"),
        ("[1, a, [b]]", (1, "a", ("b",))),
        ("{b: {c: 1}}", {"b": {"c": 1}}),
        ("+1", "+1"),
        ("1.0e3", "1.0e3"),
        ("nan", "nan"),
        ("inf", "inf"),
        (".inf", ".inf"),
        ("1_000", "1_000"),
        ("9999999999999999", "9999999999999999"),
    ],
)
def test_free_data_is_read_as_yaml_1_2_has_it_where_it_would_be_written_the_same(written: str, value: object) -> None:
    found = front(f"title: x\nextra:\n  a: {written}")
    assert isinstance(found, ArticleFront)
    assert found.extra == {"a": value}


def test_a_byte_order_mark_inside_does_not_move_the_places() -> None:
    (_, _, (problem,)) = parse(ARTICLE, "\ufefftitle: x\ntag: y", Kind.ARTICLE, "nb", "UTC")
    assert problem.span == Span(ARTICLE, 3, 1)


def test_every_key_and_value_has_a_place() -> None:
    _, places, _ = parse(
        ARTICLE, "title: {nb: Isen}\ntags: [sea,\n  ice]\nimage:\n  file: a.jpg", Kind.ARTICLE, "nb", "UTC"
    )
    assert {name: (span.line, span.column) for name, span in places.items()} == {
        "": (2, 1),
        "title": (2, 8),
        "title.nb": (2, 13),
        "tags": (3, 7),
        "tags.0": (3, 8),
        "tags.1": (4, 3),
        "image": (6, 3),
        "image.file": (6, 9),
    }


# --------------------------------------------------------------------------------------
# Where it ends
# --------------------------------------------------------------------------------------


def test_the_body_begins_on_the_line_behind_the_second_fence() -> None:
    assert split(ARTICLE, "---\ntitle: x\n---\n\nText\n---\nmore\n") == ("title: x\n", "\nText\n---\nmore\n", 4)
    assert split(ARTICLE, "---\n---") == ("", "", 3)


def test_an_indented_fence_does_not_end_it() -> None:
    assert split(ARTICLE, "---\ntitle: |\n  ---\n---\nText") == ("title: |\n  ---\n", "Text", 5)


@given(st.text("-a \n", max_size=20), st.text("-a \n", max_size=20))
def test_head_and_body_are_all_that_there_is(head: str, body: str) -> None:
    text = f"---\n{head}\n---\n{body}"
    found, rest, line = split(ARTICLE, text)
    lines = text.split("\n")
    assert "".join(f"{each}\n" for each in lines[1 : line - 2]) == found
    assert "\n".join(lines[line - 1 :]) == rest


# --------------------------------------------------------------------------------------
# Whatever is written
# --------------------------------------------------------------------------------------

KEY = st.sampled_from(
    sorted({*ArticleFront.__struct_fields__, *AuthorFront.__struct_fields__, "of", "file", "nb", "x"})
)
WORD = st.sampled_from(
    ["a", "no", "~", "1", "-1", "0.5", "2026-01-13", "true", "'q'", '"q"', "&a", "*a", "!t", "|", ">"]
)
SOUP = st.lists(
    KEY.map(lambda key: f"{key}: ")
    | WORD
    | st.sampled_from(["\n", "\n  ", "- ", "[", "]", "{", "}", ", ", ": ", "#", "\t"]),
    max_size=40,
).map("".join)


@given(SOUP | st.binary(max_size=60).map(lambda content: decoded(ARTICLE, content)[0]), st.sampled_from(Kind))
def test_any_front_matter_is_of_its_kind_or_malformed_and_is_told_inside_its_lines(head: str, kind: Kind) -> None:
    last = head.count("\n") + 3
    for span in spans_told_of(head, kind):
        assert isinstance(span, Span)
        assert 1 <= span.line <= last
        assert span.column >= 1


def spans_told_of(head: str, kind: Kind) -> list[Span | At]:
    """Every place that a head gives a name to or is told of at; what it says must be of its kind."""
    try:
        found, places, problems = parse(ARTICLE, head, kind, "nb", "Europe/Oslo")
    except Malformed as malformed:
        return [malformed.diagnostic.span]
    assert isinstance(found, FRONTS[kind])
    return [*places.values(), *(problem.span for problem in problems)]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


class Slow(Struct):
    """A head that a careless reader would take very long over, and the code that it is refused with."""

    head: str
    code: str


@pytest.mark.parametrize(
    "slow",
    [
        Slow(f"title: {'[' * 10_000}", "yaml-depth"),
        Slow(f"title: {'{a: ' * 10_000}", "yaml-depth"),
        Slow("\n".join(f"{' ' * depth}a:" for depth in range(300)), "yaml-depth"),
        Slow(f"title: {'- ' * 10_000}", "yaml-syntax"),
        Slow(BOMB, "yaml-alias"),
        Slow(f"extra: {{{BOMB.splitlines()[0]}, b: *a}}", "yaml-alias"),
        Slow(f"title: {'a' * 1_000_000}", "front-matter-size"),
        Slow(f'title: "{"a " * 500_000}"', "front-matter-size"),
        Slow("a:\n" * 300_000, "front-matter-size"),
    ],
)
def test_a_bomb_is_refused_at_once(slow: Slow) -> None:
    began = process_time()
    with pytest.raises(Malformed) as refused:
        parse(ARTICLE, slow.head, Kind.ARTICLE, "nb", "UTC")
    assert refused.value.diagnostic.code == slow.code
    assert process_time() - began < 1


@pytest.mark.parametrize(
    "head",
    [
        f"title: {'a' * (LARGEST - 7)}",
        f"title: x\nextra: [{'a, ' * (LARGEST // 3 - 9)}]",
        "title: x\n" + "".join(f"k{number}:\n" for number in range(9_000)),
        "title: x\n" + "titles:\n" * 8_000,
    ],
)
def test_the_largest_front_matter_is_read_in_bounded_time(head: str) -> None:
    began = process_time()
    parse(ARTICLE, head, Kind.ARTICLE, "nb", "UTC")
    assert process_time() - began < 10


def test_a_page_and_an_author_are_read_without_what_they_leave_out() -> None:
    assert front("title: Om", Kind.PAGE) == PageFront(nb("Om"))
    assert front("name: Kari", Kind.AUTHOR) == AuthorFront("Kari")
