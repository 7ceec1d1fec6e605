import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ordskifte.model.translations import Part, text_fingerprint
from ordskifte.parse.document import parse_source
from ordskifte.parse.names import Name, named
from ordskifte.parse.segments import _MARKDOWN, segments, words

PATH = "content/articles/ferry.nb.md"
NAME, _ = named(PATH, ["nb"])
HEAD = "---\ntitle: Ferja\n---\n"


def told(text: str) -> list[str]:
    """The segments of a file, each with its line."""
    assert isinstance(NAME, Name)
    return [f"{segment.line} {segment}" for segment in segments(parse_source(PATH, NAME, text, "Europe/Oslo"))]


def said(body: str) -> list[str]:
    """Those of a body, without lines."""
    return [line.partition(" ")[2] for line in told(HEAD + body)[1:]]


def fingerprint(text: str) -> str:
    assert isinstance(NAME, Name)
    return text_fingerprint(segments(parse_source(PATH, NAME, text, "Europe/Oslo")))


def of_body(body: str) -> str:
    return fingerprint(HEAD + body)


# --------------------------------------------------------------------------------------
# Front matter
# --------------------------------------------------------------------------------------


def test_the_words_of_the_front_matter_come_first() -> None:
    text = """---
image:
  credit: "Foto:  Kari"
  alt: Ei ferje
  file: x.svg
standfirst: >-
  To linjer
  ingress
date: 2026-01-02
title: Ferja
---
Ja.
"""
    assert told(text) == [
        "10 title: Ferja",
        "6 standfirst: To linjer ingress",
        "4 alt: Ei ferje",
        "3 credit: Foto: Kari",
        "12 paragraph: Ja.",
    ]


def test_of_a_table_by_language_only_the_file_s_own_words_are_its() -> None:
    text = "---\ntitle: {nb: Ferja, en: The ferry}\nimage: {file: x.svg, alt: {en: A ferry}}\n---\n"
    assert told(text) == ["2 title: Ferja"]


@pytest.mark.parametrize(
    "more",
    [
        "date: 2026-01-02",
        "tags: [sea]",
        "slug: ferja",
        "corrections: [{date: 2026-01-02, kind: correction, text: Det var to.}]",
        "withdrawn: {date: 2026-01-02, reason: Feil.}",
    ],
)
def test_what_is_not_translated_or_does_not_wait_for_a_translator_is_no_part_of_it(more: str) -> None:
    assert fingerprint(f"---\ntitle: Ferja\n{more}\n---\nJa.\n") == of_body("Ja.\n")


def test_the_order_of_the_keys_is_the_editor_s() -> None:
    assert fingerprint("---\nstandfirst: B\ntitle: A\n---\n") == fingerprint("---\ntitle: A\nstandfirst: B\n---\n")


# --------------------------------------------------------------------------------------
# The body
# --------------------------------------------------------------------------------------


def test_each_part_of_a_body_is_a_segment() -> None:
    body = """
## Is {#is}

Et avsnitt
på to linjer.

- en
- to

  og mer
  1. tre

> Et sitat
fra noen.

| A | B |
|---|--:|
| c | `d` |

```python
kode  her
```

Under
-----
"""
    assert said(body) == [
        "heading 2: Is {#is}",
        "paragraph: Et avsnitt på to linjer.",
        "entry: en",
        "entry: to",
        "entry: og mer",
        "entry: tre",
        "quote: Et sitat fra noen.",
        "cell: A",
        "cell: B",
        "cell: c",
        "cell: `d`",
        "code: kode her",
        "heading 2: Under",
    ]


def test_the_site_s_own_blocks_are_known_by_their_lines() -> None:
    body = """\
::: pullquote
Stort
:::
::: quote {lang=en}
Their words.

More of them.
:::
::: note {lang=se}
Davvi
:::
{lang=fr}
Mots
{#here}
Her.
"""
    assert told(HEAD + body)[1:] == [
        "5 paragraph: Stort",
        "8 quote: Their words.",
        "10 quote: More of them.",
        "13 quote: Davvi",
        "16 quote: Mots",
        "18 paragraph: Her.",
    ]


def test_each_footnote_is_a_segment_and_none_vanishes() -> None:
    body = "Ja.[^1]\n\n[^1]: Nei.\n[^2]: Et to\nlinjers.\n\n[ref]: https://example.org/\n"
    assert said(body) == [
        "paragraph: Ja.[^1]",
        "note: [^1]: Nei.",
        "note: [^2]: Et to linjers.",
        "note: [ref]: https://example.org/",
    ]


def test_comments_are_nobody_s_words_and_lines_are_counted_all_the_same() -> None:
    body = "<!-- en\nto -->\n\nTekst <!-- her\nog -->\nmer.\n\n<!-- paywall -->\n\nHemmelig.\n"
    assert told(HEAD + body)[1:] == ["7 paragraph: Tekst mer.", "13 paragraph: Hemmelig."]


def test_raw_html_is_read_as_the_text_that_it_is_shown_as() -> None:
    assert said("<div>\nHei\n</div>\n") == ["paragraph: <div> Hei </div>"]


def test_nothing_is_no_segment() -> None:
    assert said("\n\n---\n\n:::\n\n- \n") == []


# --------------------------------------------------------------------------------------
# What does not change a fingerprint, and what does
# --------------------------------------------------------------------------------------

ARTICLE = """\
## Ei ferje

Den *siste* ferja går klokka seks, og _ingen_ venter.\\
Slik er det.

- Is
- Hav

| A | B |
|---|---|
| c | d |
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("klokka seks, og", "klokka\nseks,   og"),
        ("- ", "* "),
        ("*siste*", "_siste_"),
        ("_ingen_", "*ingen*"),
        ("venter.\\\n", "venter.  \n"),
        ("## Ei ferje", "Ei ferje\n---"),
        ("| A | B |\n|---|---|\n| c | d |", "|A   | B\n|:--|---:|\n| c   |d|"),
        ("- Hav", "\n- Hav"),
        ("Slik er", "Slik\u00a0er"),
        ("\n\n", "\n\n\n<!-- sjekk dette -->\n\n"),
    ],
)
def test_what_is_typed_otherwise_and_says_the_same_is_the_same(old: str, new: str) -> None:
    assert old in ARTICLE
    assert of_body(ARTICLE.replace(old, new)) == of_body(ARTICLE)


def test_letters_that_are_composed_otherwise_are_the_same() -> None:
    assert of_body("Ba\u030at.") == of_body("Båt.")
    assert words(" a\n\tb\u00a0 ") == "a b"


@pytest.mark.parametrize(
    ("old", "new"),
    [("seks", "sju"), ("seks,", "seks"), ("*siste*", "siste"), ("## Ei", "### Ei"), ("- Is\n", ""), ("| d", "| e")],
)
def test_another_word_is_another_text(old: str, new: str) -> None:
    assert of_body(ARTICLE.replace(old, new)) != of_body(ARTICLE)


FOR_EVER = """\
# En \\* to

> Sitat med [lenke](article:is "Is"), ![bilde](kart.svg), `kode_her` og <https://example.org>.
> - punkt
>   1. ti

::: quote {lang=en}
As *is*
:::

~~~
kode
~~~

    mer kode

<b>fet</b> &amp; snake_case[^1]
<!-- nei -->

[^1]: En note.
"""

LETTERS = st.text("abcøåAB", min_size=1, max_size=8)
PARAGRAPHS = st.lists(st.lists(LETTERS, min_size=1, max_size=30), min_size=1, max_size=5)


@given(PARAGRAPHS, st.integers(10, 80), st.integers(10, 80))
def test_where_lines_are_broken_changes_nothing(paragraphs: list[list[str]], narrow: int, wide: int) -> None:
    def typed(width: int) -> str:
        return "\n\n".join(textwrap.fill(" ".join(paragraph), width) for paragraph in paragraphs)

    assert of_body(typed(narrow)) == of_body(typed(wide))


@given(st.lists(LETTERS, min_size=1, max_size=8), st.sampled_from("-*+"), st.integers(1, 3))
def test_which_bullet_is_used_changes_nothing(entries: list[str], bullet: str, spaces: int) -> None:
    typed = "\n".join(f"{bullet}{' ' * spaces}{entry}" for entry in entries)
    assert of_body(typed) == of_body("\n".join(f"- {entry}" for entry in entries))


@given(PARAGRAPHS, st.data())
def test_any_other_word_changes_it(paragraphs: list[list[str]], data: st.DataObject) -> None:
    body = "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
    word = data.draw(st.sampled_from(list(re.finditer(r"\w+", body))))
    assert of_body(f"{body[: word.start()]}{word[0]}x{body[word.end() :]}") != of_body(body)


@given(st.text("ab1 \n-*_>#|:{}[]()`~\\<!", max_size=80))
def test_no_text_is_too_odd(body: str) -> None:
    assert all(line == words(line) for line in said(body))


@given(st.text("ab1 \n-*_>#=|:.)[]`~<!", max_size=80))
def test_the_blocks_are_those_that_commonmark_sees(body: str) -> None:
    bare = MarkdownIt("commonmark").enable("table").disable("reference")
    bare.core.ruler.enableOnly(["normalize", "block"])
    assert _MARKDOWN.parse(body) == bare.parse(body)


@given(st.text("ab \n-*_>#=[]()\\!", max_size=80))
def test_no_word_vanishes(body: str) -> None:
    found = "".join(line.partition(": ")[2] for line in said(body))
    assert [sign for sign in found if sign in "ab"] == [sign for sign in body if sign in "ab"]


def test_a_fingerprint_that_was_ever_made_is_made_for_ever() -> None:
    """Were this another one, because Markdown is read otherwise, translations of every site would be stale."""
    assert of_body(ARTICLE + "\n" + FOR_EVER) == "v1:d9631c7349ae00e2"


def test_every_part_is_known_by_its_name() -> None:
    assert len({part.value for part in Part}) == len(Part)
    assert all(": " not in part for part in Part)
