"""Faults of many pages become few problems, each at the place where it is mended."""

from ordskifte.check.faults import Fault, told
from ordskifte.model.diagnostics import Diagnostic, Span

PAGE = '<html>\n<a href="/gone/">x</a>\n</html>'
TEMPLATES = {
    "templates/base.html": '{% set href="/gone/" %}{# a\nnote: Read #}\n<p title="{{ Read }}">\n  Read\n  more</p>',
    "templates/menu.html": '<a href="/old/">Old</a>',
}


def problems(*faults: Fault, sources: dict[str, str] | None = None) -> list[Diagnostic]:
    return list(told(faults, "output/", lambda _: PAGE, TEMPLATES, sources or {}))


def link(path: str, address: str) -> Fault:
    return Fault("output-link", f"`{address}` leads to nothing.", path, f'href="{address}"', is_literal=True)


def test_a_fault_stands_where_its_sign_is_in_the_output() -> None:
    [problem] = problems(link("a.html", "/gone/"), sources={"a.html": "content/pages/a.nb.md"})
    assert problem.span == Span("output/a.html", 2, 4)
    assert problem.hint == "It shows content/pages/a.nb.md."


def test_a_fault_without_a_sign_is_the_whole_files() -> None:
    [problem] = problems(Fault("html-h1", "The page has no first heading.", "a.html", hint="Give it one."))
    assert problem.span == Span("output/a.html")
    assert problem.hint == "Give it one."


def test_what_many_pages_have_is_told_once() -> None:
    [problem] = problems(*(link(f"{name}.html", "/gone/") for name in "cba"))
    assert problem.span == Span("output/a.html", 2, 4)
    assert problem.hint == "On this page and 2 more."


def test_what_a_template_has_written_is_mended_there() -> None:
    [problem] = problems(link("a.html", "/old/"), link("b.html", "/old/"))
    assert problem.span == Span("templates/menu.html", 1, 4)
    assert problem.hint == "On a.html and 1 more."


def test_words_are_found_where_they_are_words_and_whatever_their_white_space() -> None:
    [problem] = problems(Fault("text-hardcoded", "“Read more” is written.", "a.html", "Read more", is_literal=True))
    assert problem.span == Span("templates/base.html", 4, 3)
