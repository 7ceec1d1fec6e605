"""The law of the import: any HTML becomes Markdown that reads back as the words that a browser shows."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from ordskifte.tools.wordpress.characters import fit
from ordskifte.tools.wordpress.comparison import letters, read_letters
from ordskifte.tools.wordpress.content import content
from ordskifte.tools.wordpress.markdown import written
from tests.tools.wordpress.texts import SOUP, conversion, read

HIDDEN = ["script", "style", "template", "noscript", "head", "title", "svg", "math", "select", "textarea", "iframe"]


def folded(words: str) -> str:
    """Letters and digits, whether they are raised or not."""
    return unicodedata.normalize("NFKC", "".join(filter(str.isalnum, words)))


def shown(body: str) -> str:
    """The letters that a browser shows of the words of a body, by another reading of it."""
    tree = LexborHTMLParser(f"<!DOCTYPE html><body><div>{content(body, 1).html}")
    tree.strip_tags(HIDDEN)
    return folded(tree.body.text() if tree.body is not None else "")


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_what_is_written_reads_back_as_it_was_meant(body: str) -> None:
    text = conversion(body).text
    markdown, _ = written(text)
    assert read_letters(read(markdown)) == letters(text), markdown


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_no_word_of_a_browser_is_lost(body: str) -> None:
    before = re.sub(r"<img[^>]*>|<iframe[^>]*>|\[gallery[^\]]*\]|\[/?ref\]|</?x-code[^>]*>", "", fit(body))
    assert sorted(folded(letters(conversion(before).text))) == sorted(shown(before))


@settings(max_examples=100, deadline=None)
@given(SOUP)
def test_the_house_finds_no_error_in_what_is_written(body: str) -> None:
    before = body.replace("href='#a'", "href='https://example.org/'").replace("href='/b c'", "href='/b%20c/'")
    problems = read(written(conversion(before).text)[0]).diagnostics
    assert [problem for problem in problems if problem.is_error] == []


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_at_all_is_read_without_a_crash(body: str) -> None:
    text = conversion(body).text
    assert read_letters(read(written(text)[0])) == letters(text)


@given(SOUP)
@settings(max_examples=50, deadline=None)
def test_the_same_body_is_written_the_same(body: str) -> None:
    assert written(conversion(body).text) == written(conversion(body).text)
