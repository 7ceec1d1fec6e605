"""Answers: each question is answered once, and it is known what each answer was made from."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ordskifte.model.answers import Query
from ordskifte.model.text import Html
from ordskifte.render.queries import PARTS_OF_LARGE, QUERIES, Ground
from ordskifte.render.view import Answers
from tests.render.test_queries import ground
from tests.resolve.texts import article, author, page

GROUND = ground(article("line.en", "The Line") + page("om.nb", "Om oss") + author("kari.nb"))

TITLE = Query("title", ("nb",))
ICON = Query("icon", ("bell",))
MESSAGE = Query("message", ("nb", "Read more"))
BODY = Query("body", ("content/pages/om.nb.md",))
BELL = Query("fragment", ("nb", "nb", "bell"))
MASTHEAD = Query("fragment", ("nb", "nb", "masthead"))
ASKED = {"bell": (ICON,), "masthead": (TITLE, BELL)}


def made(answers: Answers, query: Query) -> tuple[Html, tuple[Query, ...]]:
    """A fragment that is its questions and their answers."""
    asked = ASKED[str(query.arguments[2])]
    return Html(" ".join(f"{other.name}:{answers.digest(other).hex()}" for other in asked), "nb"), asked


def digest_of_body(_: str) -> bytes:
    return b"body"


def answers(**queries: Callable[..., object]) -> Answers:
    return Answers(GROUND, {**QUERIES, **queries}, {"fragment": made}, {"body": digest_of_body})


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        (Query("year", ()), {"site"}),
        (ICON, {"icons"}),
        (MESSAGE, {"catalogs", "site"}),
        (Query("link", ("nb", "article", "line")), {"site", "anchors"}),
        (Query("link", ("nb", "article", "gone")), {"site"}),
        (Query("template", ("page.html",)), {"templates"}),
        # A question that can no longer be put was read for, too.
        (Query("message", ("fr", "Read more")), {"catalogs", "site"}),
        (Query("gone", ()), set()),
    ],
)
def test_it_is_known_which_parts_of_the_ground_an_answer_was_made_from(query: Query, parts: set[str]) -> None:
    assert answers().parts(query) == parts


def test_it_is_known_of_the_questions_that_a_site_adds() -> None:
    def count(ground: Ground) -> int:
        return len(ground.pictures) + len(ground.icons)

    assert answers(count=count).parts(Query("count", ())) == {"pictures", "icons"}


def test_a_fragment_was_made_from_all_that_it_asked_and_that_those_asked() -> None:
    assert answers().parts(MASTHEAD) == {"site", "icons"}


@pytest.mark.parametrize("query", [BODY, Query("content", ("site.css",))])
def test_the_digest_of_a_large_answer_was_made_from_the_same_as_the_answer(query: Query) -> None:
    known = replace(GROUND, copies={"site.css": "static/site.css"})
    asked = Answers(known, QUERIES, {"fragment": made}, {})
    asked.answer(query)
    assert asked.parts(query) == {part.split()[0] for part in PARTS_OF_LARGE[query.name](str(query.arguments[0]))}
    unasked = Answers(known, QUERIES, {"fragment": made}, {query.name: digest_of_body})
    assert unasked.digest(query) == b"body"
    assert unasked.parts(query) == PARTS_OF_LARGE[query.name](str(query.arguments[0]))
