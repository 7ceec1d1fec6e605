"""Every page of docs/diagnostics is true: what its example is told, and that the mended one is told it no more."""

import pytest

from ordskifte.model.codes import CODES, OF_CHECK, stops_build
from tests.examples import NONE, PAGES, Example, example, mended, told

UNSHOWN = {
    "access-no-key",
    "config-missing",
    "encoding",
    "file-too-large",
    "file-unreadable",
    "file-vanished",
    "front-matter-size",
    "image-suffix",
    "image-too-large",
    "import-doctype",
    "import-encoding",
    "import-foreign",
    "import-syntax",
    "import-truncated",
    "manifest-foreign",
    "manifest-unwritten",
    "markdown-depth",
    "member-locked-out",
    "member-outside",
    "moment-refused",
    "name-collision",
    "name-undecodable",
    "not-a-file",
    "symlink-broken",
    "symlink-loop",
    "symlink-outside",
    "text-leaked",
    "xml-wrong",
}
"""What no text on a page can show. Their tests stand with the rooms that tell of them."""


def page(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def shown(code: str) -> Example:
    found = example(page(code))
    assert found is not None
    return found


def test_only_what_cannot_be_shown_has_no_example() -> None:
    assert {code for code in CODES if f"\n{NONE}" in page(code)} == UNSHOWN


@pytest.mark.parametrize("code", sorted(CODES.keys() - UNSHOWN))
def test_the_example_of_a_page_is_told_as_it_says_and_the_mended_one_is_not(code: str) -> None:
    wrong = shown(code)
    says, problems = told(code, wrong.wrong)
    assert says == wrong.says
    assert {problem.code for problem in problems if stops_build(problem)} <= {code}
    first = next(problem for problem in problems if problem.code == code)
    _, left = told(code, mended(wrong, first))
    assert [problem for problem in left if stops_build(problem) or problem.code == code] == []
    if code in OF_CHECK:
        assert [problem for problem in left if problem.is_error] == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_page_is_short_and_made_of_what_can_be_laid_out_on_a_terminal(code: str) -> None:
    words = page(code)
    assert "\n**To put it right.** " in words
    assert len(words.split("```")[0].splitlines()) <= 20
    assert all(not line.startswith(("##", "|", ">", "1.", "* ")) for line in words.partition("```")[0].splitlines())
