"""What is wrong with a page by itself."""

import pytest

from ordskifte.check import html
from ordskifte.check.pages import written

SOUND = '<!doctype html><html lang="nb"><head><title>Om</title></head><body><h1 id="a">Om</h1></body></html>'


def codes(page: str, locale: str = "nb") -> list[str]:
    return [fault.code for fault in html.faults(written("index.html", page.encode()), locale)]


def test_a_sound_page_has_no_faults() -> None:
    assert codes(SOUND) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (' lang="nb"', "", "html-language"),
        ('lang="nb"', 'lang=""', "html-language"),
        ('lang="nb"', 'lang="en"', "html-language"),
        ("<title>Om</title>", "", "html-title"),
        ("<title>Om</title>", "<title> </title>", "html-title"),
        ('<h1 id="a">Om</h1>', "<p>Om</p>", "html-h1"),
        ("</h1>", "</h1><h1>To</h1>", "html-h1"),
        ("</h1>", "</h1><h3>To</h3>", "html-heading"),
        ("</h1>", '</h1><p id="a">To</p>', "html-id"),
        ("</h1>", '</h1><img src="a.png">', "html-alt"),
        ("</h1>", '</h1><p aria-describedby="b">To</p>', "html-reference"),
    ],
)
def test_each_fault_is_found_and_no_other(before: str, after: str, code: str) -> None:
    assert codes(SOUND.replace(before, after)) == [code]


def test_how_many_first_headings_too_many_there_are_makes_no_other_fault() -> None:
    two, three = (SOUND.replace("</h1>", "</h1>" + "<h1>To</h1>" * more) for more in (1, 2))
    [known], [more] = (list(html.faults(written("index.html", page.encode()), "nb")) for page in (two, three))
    assert known.message != more.message
    assert known.known_as == more.known_as != ""


def test_of_a_page_that_is_no_editions_own_any_language_will_do() -> None:
    assert codes(SOUND.replace('lang="nb"', 'lang="fr"'), "") == []


def test_a_page_that_sends_on_needs_no_heading() -> None:
    assert codes('<meta http-equiv="refresh" content="0; url=/ny/">') == []
