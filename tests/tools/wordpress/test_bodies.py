from pathlib import Path

import pytest

from ordskifte.tools.wordpress.markdown import written
from tests.tools.wordpress.texts import conversion, markdown, read, told

CASES = (Path(__file__).parent / "bodies.md").read_text(encoding="utf-8").removesuffix("\n.\n").split("\n.\n\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.split("\n")[0])
def test_a_body_becomes_markdown(case: str) -> None:
    _, before, after = case.split("\n.\n")
    assert markdown(before).removesuffix("\n") == after
    assert [problem for problem in read(f"{after}\n").diagnostics if problem.is_error] == []


def test_what_is_to_be_done_is_told_with_both_its_lines() -> None:
    body = (
        "One.\n\nTwo <img src='a.jpg'>.\n\n[my_code x='1']\n\n<table><tr><td>a</td><td>b</td></tr></table><svg></svg>"
    )
    assert told(body) == [
        "3 5 alt: a.jpg",
        "5 7 shortcode: [my_code x='1']",
        "7 9 table: the first row is taken for the heads of the columns",
        "7 9 html: <svg>",
    ]


def test_the_notes_of_the_block_editor_stand_beside_the_text() -> None:
    body = '<p>Green.<sup data-fn="x-1" class="fn"><a href="#x-1" id="x-1-link">1</a></sup></p><!-- wp:footnotes /-->'
    found = conversion(body, footnotes={"x-1": "For <strong>long</strong>."})
    assert written(found.text)[0] == "Green.[^1]\n\n[^1]: For **long**.\n"


def test_a_place_that_links_end_in_keeps_its_id() -> None:
    found = conversion(
        '<h2><a name="b c"></a><a name="price"></a>Price</h2><p id="x">Text</p>', wanted=frozenset(("price",))
    )
    assert written(found.text)[0] == "## Price {#price}\n\nText\n"
    assert found.ids == {"price"}


def test_one_plain_paragraph_before_more_is_a_teaser() -> None:
    assert conversion("So it is.\n<!--more-->\nRest").teaser == "So it is."
    assert conversion("So <em>it</em> is.\n<!--more-->\nRest").teaser == ""
    assert conversion("One.\n\nTwo.\n<!--more-->\nRest").teaser == ""


def test_tags_in_tags_by_the_thousand_are_read() -> None:
    body = "<div>" * 5000 + "deep" + "<blockquote><ul><li>" * 500 + "deeper"
    assert "".join(markdown(body).split()).replace(">", "").replace("-", "") == "deepdeeper"
    assert [problem for problem in read(markdown(body)).diagnostics if problem.is_error] == []


def test_many_unclosed_signs_take_no_time_to_speak_of() -> None:
    assert markdown("[x " * 20_000 + "[caption " * 5_000 + "<a " * 5_000 + '<a "' * 20_000 + "<!--" * 5_000)
