"""Faults of outputs become problems, each at the place where it is mended."""

from ordskifte.check.faults import Fault, told
from ordskifte.model.diagnostics import Diagnostic, Span

PAGE = '<html>\n<a href="/gone/">x</a>\n</html>'
TEMPLATES = {
    "templates/base.html": '{% set href="/gone/" %}{# a\nnote: Read #}\n<p title="{{ Read }}">\n  Read\n  more</p>',
    "templates/menu.html": '<a href="/old/">Old</a>',
}


TEXT = "---\ntitle: A\n---\n[x](https://elsewhere.example/lost/), [x](/lost/more/), [x](/lost/#top)\nand https://example.org/lost/."
LOST = ("https://example.org/lost/", "/lost/")


def problems(*faults: Fault, sources: dict[str, str] | None = None) -> list[Diagnostic]:
    return list(told(faults, "output/", lambda _: PAGE, TEMPLATES, sources or {}, lambda _: TEXT))


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


def test_what_pages_have_each_by_itself_is_told_for_each() -> None:
    sources = {"a.html": "content/pages/a.nb.md", "b.html": "content/pages/b.nb.md"}
    found = problems(*(link(f"{name}.html", "/gone/") for name in "caba"), sources=sources)
    assert [(problem.span, problem.hint) for problem in found] == [
        (Span("output/a.html", 2, 4), "It shows content/pages/a.nb.md."),
        (Span("output/b.html", 2, 4), "It shows content/pages/b.nb.md."),
        (Span("output/c.html", 2, 4), ""),
    ]


def test_a_link_of_a_text_is_told_once_wherever_the_text_has_it() -> None:
    page = Fault("output-link", "`/lost/` leads to nothing.", "a.html", "/lost/", spellings=LOST)
    other = Fault("output-link", "`https://example.org/lost/`: no.", "0.xml", spellings=LOST, page="a.html")
    found = problems(other, page, sources={"a.html": "content/pages/a.nb.md"})
    assert [(problem.span, problem.message, problem.hint) for problem in found] == [
        (Span("content/pages/a.nb.md", line, column), "`/lost/` leads to nothing.", "On a.html and 1 more.")
        for line, column in ((4, 61), (5, 5))
    ]
    assert {problem.outputs for problem in found} == {("output/a.html", "output/0.xml")}


def test_a_link_that_the_text_of_a_page_does_not_have_stands_in_the_output() -> None:
    [problem] = problems(
        Fault("output-link", "No.", "a.html", 'href="/gone/"', spellings=("/gone/",)), sources={"a.html": "a.md"}
    )
    assert problem.span == Span("output/a.html", 2, 4)


def test_what_a_template_has_written_is_mended_there() -> None:
    [problem] = problems(link("b.html", "/old/"), link("a.html", "/old/"))
    assert problem.span == Span("templates/menu.html", 1, 4)
    assert problem.hint == "On a.html and 1 more."
    assert problem.outputs == ("output/a.html", "output/b.html")


def test_what_several_templates_have_written_is_mended_in_each() -> None:
    templates = TEMPLATES | {"templates/end.html": TEMPLATES["templates/menu.html"]}
    found = told([link("a.html", "/old/")], "output/", lambda _: PAGE, templates, {}, str)
    assert {problem.span.source for problem in found} == {"templates/end.html", "templates/menu.html"}


def test_words_that_stand_in_longer_ones_first_are_found_behind_them() -> None:
    [problem] = told([Fault("text-hardcoded", "“by”", "a.html", "by")], "", lambda _: "nearby\nby", {}, {}, str)
    assert problem.span == Span("a.html", 2, 1)


def test_what_a_fault_is_known_as_its_problem_is_known_as() -> None:
    [problem] = problems(Fault("html-h1", "The page has 2 first headings.", "a.html", known_as="Too many."))
    assert problem.known_as == "Too many."


def test_words_are_found_where_they_are_words_and_whatever_their_white_space() -> None:
    [problem] = problems(Fault("text-hardcoded", "“Read more” is written.", "a.html", "Read more", is_literal=True))
    assert problem.span == Span("templates/base.html", 4, 3)
