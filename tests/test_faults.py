"""Bad input in whole sites: what an editor hears of it, all of it in one run; and no bytes that bring a build down."""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as Xml

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.app.console import as_text
from ordskifte.model.site import Target
from ordskifte.pipeline.results import Made
from ordskifte.pipeline.seams import Seams
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>\n'


def article(name: str, front: str = "", body: str = "Tekst.\n", title: str = "Isen") -> str:
    """An article as a file of a story; `name` is its path under `content/articles/`, without `.md`."""
    return (
        f"-- content/articles/{name}.md --\n---\ntitle: {title}\ndate: 2026-01-01\nsection: debate\n{front}---\n{body}"
    )


def page(name: str, front: str = "", body: str = "Tekst.\n") -> str:
    return f"-- content/pages/{name}.md --\n---\ntitle: Om\n{front}---\n{body}"


def author(name: str, front: str = "") -> str:
    return f"-- content/authors/{name}.md --\n---\nname: Kari\n{front}---\nBor på en øy.\n"


def site(root: Path, *texts: str) -> Story:
    """A sound site in two editions, and what these texts change of it."""
    return story(root, TWO_EDITIONS, PLAIN_TEMPLATES, *texts)


def shown(made: Made) -> str:
    """All that a terminal would show, without colours."""
    return click.unstyle(as_text(made.diagnostics, made.lines)).rstrip("\n")


def told(root: Path, *texts: str) -> str:
    return shown(site(root, *texts).made())


# --------------------------------------------------------------------------------------
# Together
# --------------------------------------------------------------------------------------


def test_ten_mistakes_in_one_run_are_ten_messages_in_the_order_of_their_places(tmp_path: Path) -> None:
    problems = site(
        tmp_path,
        article("a.nb", "authors: [kari]\n", "# Isen\n\n[Vann](article:vann)\n\n![](b.jpg)\n"),
        "-- content/articles/b.nb.md --\n---\ntitle: Isen: en reise\n---\n",
        "-- content/authors/ola.nb.md --\nOla\n",
        "-- content/notes/a.nb.md --\nx\n",
        page("om.nb", "template: bred\n"),
        '-- locales/en/LC_MESSAGES/messages.po --\nmsgid "a\n',
        "-- templates/fragments/broken.html --\n{% if %}\n",
    ).problems()
    assert [problem.partition(": ")[0] for problem in problems] == [
        "content/articles/a.nb.md:5:11",
        "content/articles/a.nb.md:7:1",
        "content/articles/a.nb.md:9:1",
        "content/articles/a.nb.md:11:1",
        "content/articles/a.nb.md:11:1",
        "content/articles/b.nb.md:2:12",
        "content/authors/ola.nb.md:1:1",
        "content/notes/a.nb.md",
        "content/pages/om.nb.md:3:11",
        "locales/en/LC_MESSAGES/messages.po:1:7",
        "templates/fragments/broken.html:1:1",
    ]


def test_without_a_usable_configuration_only_it_is_told_of(tmp_path: Path) -> None:
    assert told(tmp_path, "-- site.toml --\n[site\n", article("a.nb", "tag: x\n")) == (
        "site.toml:1:6: error: This is not TOML: expected ']' at the end of a table declaration. [toml-syntax]\n"
        "    1 | [site\n"
        "             ^"
    )


def test_a_broken_configuration_that_has_editions_hides_no_other_mistake(tmp_path: Path) -> None:
    config = "-- site.toml --\nsite = 1\n[locales.nb]\nname = 1\n"
    problems = site(tmp_path, config, page("om.nb", "tag: x\n")).made().diagnostics
    assert [problem.code for problem in problems if problem.is_error] == ["key-unknown", "value-wrong", "value-wrong"]


@pytest.mark.parametrize("text", ["", "[locales]\n", "[site]\n", "\0", "a = [" * 2_000])
def test_a_site_toml_that_says_nothing_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "site.toml").write_text(text)
    assert Story(tmp_path).made().has_errors


def test_a_folder_without_a_site_is_told_what_to_do(tmp_path: Path) -> None:
    assert shown(Story(tmp_path).made()) == (
        "site.toml: error: There is no site.toml here. [config-missing]\n"
        "        Stand in the folder of a site, or name one with --source."
    )


# --------------------------------------------------------------------------------------
# Bytes
# --------------------------------------------------------------------------------------

SOUND = article("isen.nb", "standfirst: Det blå, og «det andre»\n", "Først.\n\n- a\n- b\n\n```\nkode\n```\n", "På isen")


@pytest.mark.parametrize("encoded", ["bom", "crlf", "cr", "mixed"])
def test_byte_order_marks_and_line_ends_change_no_output(tmp_path: Path, encoded: str) -> None:
    made = site(tmp_path, SOUND)
    expected = made.outputs()
    for path in [tmp_path / "site.toml", *tmp_path.glob("content/**/*.md"), *tmp_path.glob("templates/**/*.html")]:
        content = path.read_bytes()
        lines = content.split(b"\n")
        path.write_bytes(
            {
                "bom": b"\xef\xbb\xbf" + content,
                "crlf": content.replace(b"\n", b"\r\n"),
                "cr": content.replace(b"\n", b"\r"),
                "mixed": b"".join(line + (b"\n", b"\r\n", b"\r")[n % 3] for n, line in enumerate(lines[:-1])),
            }[encoded]
        )
    assert made.outputs() == expected


def test_a_name_in_decomposed_letters_has_the_same_address(tmp_path: Path) -> None:
    composed = site(tmp_path / "a", article("på-isen.nb"))
    decomposed = site(tmp_path / "b")
    for told_of in (composed, decomposed):
        (told_of.root / "static").mkdir()
    (composed.root / "static/blå.txt").write_text("x")
    (decomposed.root / f"static/{unicodedata.normalize('NFD', 'blå')}.txt").write_text("x")
    assert "blå.txt" in decomposed.outputs()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"---\ntitle: P\xe5 isen\n---\n", "2:9: error: What stands here is not UTF-8: the byte 0xE5. [encoding]"),
        (b"---\ntitle: Is\n---\nTekst\xff", "4:6: error: What stands here is not UTF-8: the byte 0xFF. [encoding]"),
        ("---\ntitle: Is\n---\n".encode("utf-16"), "1:1: error: The file is in UTF-16, not in UTF-8. [encoding]"),
        (b"---\ntitle: Is\n---\na\0b", "4:2: error: There is a null character here. [control-character]"),
        (b"---\ntitle: Is\n---\na\x1bb", "4:2: error: There is a control character U+001B here. [control-character]"),
        (b"", "1:1: error: The file has no front matter. [front-matter-missing]"),
    ],
)
def test_bytes_that_are_no_text_are_told_in_their_place(tmp_path: Path, content: bytes, problem: str) -> None:
    made = site(tmp_path)
    path = tmp_path / "content/pages/om.nb.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert shown(made.made()).splitlines()[0] == f"content/pages/om.nb.md:{problem}"


# --------------------------------------------------------------------------------------
# Paths
# --------------------------------------------------------------------------------------


def urls(problems: Iterable[str]) -> list[str]:
    return [problem for problem in problems if re.search("url-twice|output-twice", problem)]


def test_all_sources_of_one_address_are_named(tmp_path: Path) -> None:
    front = "slug: isen\n"
    made = site(tmp_path, *(article(f"{name}.nb", f"{front}editions: [nb]\n") for name in ("a", "b", "c")))
    (problem,) = urls(made.problems())
    assert problem == (
        "content/articles/a.nb.md:5:7: url-twice: The address /artikler/isen/ is claimed by 3: "
        "content/articles/a.nb.md (nb), content/articles/b.nb.md (nb), content/articles/c.nb.md (nb)."
    )


def test_a_page_that_stands_where_a_list_does_is_told_with_it(tmp_path: Path) -> None:
    (problem,) = urls(
        site(
            tmp_path, article("x.nb"), page("archive.nb", "slug: archive\n"), page("archive.en", "slug: om\n")
        ).problems()
    )
    assert problem == (
        "content/pages/archive.nb.md:3:7: url-twice: The address /archive/ is claimed by 2: "
        "content/pages/archive.nb.md (nb), the archive (nb)."
    )


def test_a_page_that_stands_where_the_second_page_of_a_list_does_is_told_with_it(tmp_path: Path) -> None:
    config = TWO_EDITIONS.replace("[locales.nb]", "page_size = 1\n[locales.nb]")
    config = config.replace("[urls]", '[urls]\npage = "section/debatt/{slug}/"')
    many = (article(f"a{number}.nb", "editions: [nb]\n") for number in range(2))
    (problem,) = urls(story(tmp_path, config, PLAIN_TEMPLATES, *many, page("page-2.nb")).problems())
    assert problem == (
        "content/pages/page-2.nb.md:2:1: url-twice: The address /section/debatt/page-2/ is claimed by 2: "
        "content/pages/page-2.nb.md (nb), the section debate (nb)."
    )


def test_a_static_file_that_stands_where_a_page_does_is_told_with_it(tmp_path: Path) -> None:
    static = "-- static/om/index.html --\nx\n-- static/404.HTML --\nx\n-- static/en --\nx\n"
    assert urls(site(tmp_path, page("om.nb"), static).problems()) == [
        "static/404.HTML: output-twice: 2 outputs would be 404.html: the not-found (nb), static/404.HTML.",
        "static/en: output-twice: The file en would stand where a folder is needed: for the page om (en).",
        "static/om/index.html: output-twice: 2 outputs would be om/index.html: the page om (nb), static/om/index.html.",
    ]


@pytest.mark.parametrize("slug", ["../../etc/x", "/abs", "..\\x", '"%2e%2e"', "a/b", '"."', '".."'])
def test_a_slug_never_leaves_its_place(tmp_path: Path, slug: str) -> None:
    made = site(tmp_path, page("om.nb", f"slug: {slug}\n")).made()
    assert [problem.code for problem in made.diagnostics] == ["slug-wrong"]


@pytest.mark.parametrize(
    "path", ["../../../../etc/passwd", "/etc/passwd", "..\\..\\x.jpg", "../../../site.toml/../../x"]
)
def test_a_picture_never_comes_from_outside(tmp_path: Path, path: str) -> None:
    made = site(tmp_path, article("a.nb", f"image: {{file: '{path}', alt: x}}\n", f"![x](<{path}>)\n")).made()
    assert {problem.code for problem in made.diagnostics} == {"path-outside"}
    assert len(made.diagnostics) == 2


# --------------------------------------------------------------------------------------
# Front matter
# --------------------------------------------------------------------------------------


def test_names_of_what_there_is_not_are_told_with_the_nearest(tmp_path: Path) -> None:
    front = "authors: [kary]\ntags: [see]\nrelated: [isn]\nseries: {id: atlas, part: 1}\neditions: [fr]\naccess: gold\n"
    text = f"-- content/articles/is.nb.md --\n---\ntitle: Isen\ndate: 2026-01-01\nsection: debatt\n{front}---\n"
    problems = site(tmp_path, text, author("kari.nb")).made().diagnostics
    assert [problem.code.removesuffix("-unknown") for problem in problems] == [
        *("section", "author", "tag", "article", "series", "edition", "access"),
    ]
    assert [problem.hint for problem in problems][:4] == [
        *(
            "`debatt` is what `debate` is called: write `debate`.",
            "Did you mean `kari`?",
            "Did you mean `sea`?",
            "Did you mean `is`?",
        ),
    ]


def test_a_time_without_a_zone_is_the_sites_time(tmp_path: Path) -> None:
    made = site(tmp_path, article("a.nb").replace("2026-01-01", "2026-07-01T00:30"))
    assert "artikler/a/index.html" not in made.outputs("2026-06-30T22:29:59Z")
    assert "artikler/a/index.html" in made.outputs("2026-06-30T22:30:00Z")


def test_the_same_language_twice_is_told_with_both_files(tmp_path: Path) -> None:
    (problem,) = site(tmp_path, article("a.nb"), article("b.nb", "key: a\n")).problems()
    assert "`a` has the language nb twice" in problem
    assert "content/articles/a.nb.md" in problem
    assert "content/articles/b.nb.md" in problem


def test_translations_of_each_other_are_told(tmp_path: Path) -> None:
    made = site(tmp_path, article("a.nb", "translation: {of: en}\n"), article("a.en", "translation: {of: nb}\n"))
    assert {problem.split(": ")[1] for problem in made.problems()} == {"translation-cycle"}


def test_a_translation_with_other_access_than_its_original_is_told(tmp_path: Path) -> None:
    made = site(
        tmp_path, article("a.nb", "access: members\n"), article("a.en", "translation: {of: nb}\naccess: free\n")
    )
    assert [problem.rpartition(": ")[0] for problem in made.problems()] == [
        "content/articles/a.en.md:6:9: access-differs"
    ]


def test_no_is_norwegian(tmp_path: Path) -> None:
    made = site(tmp_path, article("a.no", "language: no\neditions: [no]\n"))
    assert "artikler/a/index.html" in made.outputs()
    assert {problem.split(": ")[1] for problem in made.problems()} == {"language-alias"}


def test_what_a_broken_file_seems_to_lack_is_not_missed_again(tmp_path: Path) -> None:
    broken = [
        "-- content/articles/is.nb.md --\n---\ntitle: [\n---\n## Vann\n",
        "-- content/authors/kari.nb.md --\n---\nnavn: Kari\n---\n",
        "-- content/pages/om.nb.md --\nOm\n",
    ]
    others = [
        article("a.nb", "authors: [kari]\nrelated: [is]\n", "[a](article:is#vann) [b](is.nb.md#vann) [c](page:om#x)\n"),
        article("is.en", "translation: {of: nb}\naccess: members\n"),
    ]
    menu = '[[menu]]\nname = "footer"\nlinks = ["page:om"]\n'
    problems = story(tmp_path, TWO_EDITIONS + menu, PLAIN_TEMPLATES, *broken, *others).problems()
    assert [problem.split(": ")[1] for problem in problems] == [
        "yaml-syntax",
        "key-missing",
        "key-unknown",
        "front-matter-missing",
    ]


# --------------------------------------------------------------------------------------
# Markdown
# --------------------------------------------------------------------------------------


def test_a_broken_picture_is_told_in_its_place_and_in_its_file(tmp_path: Path) -> None:
    texts = (
        article("a.nb", "image: {file: gone.jpg, alt: Is}\n", "![Vann](vann.svg)\n\n![Hav](hav.svg)\n"),
        f"-- content/articles/vann.svg --\n{PICTURE}-- content/articles/hav.svg --\n<svg/>\n",
    )
    assert told(tmp_path, *texts) == (
        "content/articles/a.nb.md:5:15: error: There is no picture `content/articles/gone.jpg`. [image-missing]\n"
        "    5 | image: {file: gone.jpg, alt: Is}\n"
        "                      ^\n"
        "        Put the picture beside the text.\n"
        "\n"
        "content/articles/hav.svg: error: This is no picture that a browser shows. [image-unreadable]\n"
        "        Use JPEG, PNG, WebP, AVIF, GIF or SVG; an SVG needs a width and height or a viewBox."
    )


def test_a_title_in_the_body_is_told_in_its_place(tmp_path: Path) -> None:
    assert told(tmp_path, article("a.nb", "", "Tekst.\n\n# Isen\n")) == (
        "content/articles/a.nb.md:8:1: error: The title of the page is its only `#` heading. [markdown-h1]\n"
        "    8 | # Isen\n"
        "        ^\n"
        "        Delete it: the title is shown above the text."
    )


def test_a_title_that_would_end_what_it_stands_in_is_escaped(tmp_path: Path) -> None:
    title = "'</script>]]>\" & <b>'"
    outputs = site(tmp_path, article("a.nb", "", "Tekst.\n", title)).outputs()
    assert "&lt;/script&gt;]]&gt;&#34; &amp; &lt;b&gt;" in outputs["artikler/a/index.html"]
    marked = [text for path, text in outputs.items() if path.endswith((".html", ".xml"))]
    assert not any("</script>" in text or "<b>" in text for text in marked)
    atom = Xml.fromstring(outputs["feed.xml"])
    titles = [entry.findtext("{*}title") for entry in atom.iterfind("{*}entry")]
    assert (titles, json.loads(outputs["feed.json"])["items"][0]["title"]) == ([title[1:-1]], title[1:-1])


# --------------------------------------------------------------------------------------
# Templates
# --------------------------------------------------------------------------------------


def templates(tmp_path: Path, text: str, articles: int = 1) -> str:
    """What is told of these templates in a site of one edition."""
    texts = (article(f"a{number}.nb", "").replace("debate", "debatt") for number in range(articles))
    return shown(story(tmp_path, ONE_EDITION, PLAIN_TEMPLATES, *texts, text).made())


def test_a_syntax_error_is_told_at_its_line_once(tmp_path: Path) -> None:
    assert templates(tmp_path, "-- templates/article.html --\n<p>\n{% if page %}\n{{ page.entry.title }}\n", 3) == (
        "templates/article.html:3:1: error: Unexpected end of template. Jinja was looking for the following tags: "
        "'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'. [template-syntax]\n"
        "    3 | {{ page.entry.title }}\n"
        "        ^"
    )


def test_an_unknown_name_is_told_with_template_line_and_the_page_that_is_not_made(tmp_path: Path) -> None:
    assert templates(tmp_path, "-- templates/article.html --\n<p>\n{{ tittel }}\n") == (
        "templates/article.html:2: error: 'tittel' is undefined. [template-error]\n"
        "    2 | {{ tittel }}\n"
        "        Not made: articles/a0/index.html."
    )


def test_one_mistake_on_many_pages_is_told_once(tmp_path: Path) -> None:
    assert templates(tmp_path, "-- templates/article.html --\n{{ page.tittel }}\n", 30) == (
        "templates/article.html:1: error: A Page has no attribute 'tittel'. [template-error]\n"
        "    1 | {{ page.tittel }}\n"
        "        Not made: articles/a0/index.html and 29 more."
    )


def test_an_unknown_name_in_what_is_included_is_told_there(tmp_path: Path) -> None:
    text = "-- templates/article.html --\n{% include 'a.html' %}\n-- templates/a.html --\n\n{{ tittel }}\n"
    assert templates(tmp_path, text).startswith("templates/a.html:2: error: 'tittel' is undefined. [template-error]\n")


def test_templates_that_include_each_other_are_told_with_their_names(tmp_path: Path) -> None:
    text = (
        "-- templates/article.html --\n{% include 'a.html' %}\n"
        "-- templates/a.html --\n{% include 'b.html' %}\n-- templates/b.html --\n{% include 'a.html' %}\n"
    )
    assert templates(tmp_path, text) == (
        "templates/a.html: error: Templates include each other: a.html → b.html → a.html. [template-cycle]\n"
        "        A template cannot include or extend itself, not even by way of others."
    )


FRAGMENT = """
-- templates/fragments/a.html --
{{ site.fragment('a') }}
-- templates/article.html --
{{ site.fragment('a') }}
"""


@pytest.mark.parametrize(
    "text",
    [
        "-- templates/article.html --\n{% set name = 'article' %}{% include name ~ '.html' %}\n",
        "-- templates/article.html --\n{% extends 'article.html' %}\n",
        "-- templates/article.html --\n{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}\n",
        FRAGMENT,
    ],
)
def test_a_template_that_never_ends_is_an_error_of_the_template(tmp_path: Path, text: str) -> None:
    assert "[template-cycle]" in templates(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% include 'gone.html' %}", "templates/article.html:1: error: There is no template `gone.html`."),
        (
            "{{ site.fragment('gone') }}",
            "templates/fragments/gone.html: error: There is no template `fragments/gone.html`.",
        ),
    ],
)
def test_a_template_that_is_not_there_is_told(tmp_path: Path, text: str, expected: str) -> None:
    assert templates(tmp_path, f"-- templates/article.html --\n{text}\n").startswith(expected)


def test_a_page_names_the_template_that_it_lacks(tmp_path: Path) -> None:
    assert told(tmp_path, page("om.nb", "template: ../bred\n")) == (
        "content/pages/om.nb.md:3:11: error: There is no template `../bred.html`. [template-missing]\n"
        "    3 | template: ../bred\n"
        "                  ^\n"
        "        Write templates/../bred.html, or leave `template` out."
    )


@pytest.mark.parametrize(
    "expression",
    [
        "1 / 0",
        "'%d'|format('a')",
        "1|round('x')",
        "page|tojson",
        "[1, 'a']|min",
        "1|date",
        "'x'|number",
        "site.latest('x')",
        "site.ask('nothing')",
        "site.profile([])",
        "_(page)",
        "{}['x']",
        "page.entry.title ~ 'x'",
        "'a' * page",
    ],
)
def test_a_mistake_in_an_expression_is_one_of_the_template(tmp_path: Path, expression: str) -> None:
    told_of = templates(tmp_path, f"-- templates/article.html --\n{{{{ {expression} }}}}\n")
    assert told_of.startswith("templates/article.html:1: error: ")
    assert told_of.endswith("Not made: articles/a0/index.html.")


@pytest.mark.parametrize(
    "text",
    [
        f"{'{% if 1 %}' * 2_000}{'{% endif %}' * 2_000}",
        f"{'{% for x in page %}' * 60}{'{% endfor %}' * 60}",
        f"{{{{ {'(' * 2_000}1{')' * 2_000} }}}}",
        f"{{{{ page{'.entry' * 3_000} }}}}",
        f"{{{{ {'9' * 5_000} }}}}",
        "{{" * 10_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_template_that_is_too_deep_is_told(tmp_path: Path, text: str) -> None:
    told_of = templates(tmp_path, f"-- templates/article.html --\n{text}\n")
    assert re.match(r"templates/article\.html(:1:1)?: error: .*\[template-syntax\]", told_of)


def test_a_template_of_xml_escapes(tmp_path: Path) -> None:
    def targets(ground: Ground) -> Iterable[Target]:
        yield Target("feed.xml", "feed", "nb", ())

    def render(target: Target, view: View, all_templates: Templates) -> bytes:
        return all_templates.render("feed.xml", view, "nb").encode()

    feed = (
        "-- templates/feed.xml --\n<feed>{% for entry in site.latest(9) %}<t>{{ entry.title }}</t>{% endfor %}</feed>\n"
    )
    text = article("a.nb", "", "Tekst.\n", "'<Is> & \"vann\" ]]>'")
    made = site(tmp_path, text, feed).made(seams=Seams(renderers=(Renderer("feed", targets, render),)))
    (xml,) = [output.content for output in made.outputs if output.path == "feed.xml"]
    assert xml == b"<feed><t>&lt;Is&gt; &amp; &#34;vann&#34; ]]&gt;</t></feed>"


# --------------------------------------------------------------------------------------
# Any bytes anywhere
# --------------------------------------------------------------------------------------

CATALOG = r"""
msgid ""
msgstr "Language: nb\nPlural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Notes"
msgstr "Noter"
"""
SOURCES = {
    "site.toml": TWO_EDITIONS.partition("-- site.toml --\n")[2],
    "content/articles/isen.nb.md": article("isen.nb", "image: {file: a.svg, alt: Is}\n", "## Vann\n\n[a](page:om)\n"),
    "content/authors/kari.nb.md": author("kari.nb"),
    "content/pages/om.nb.md": page("om.nb"),
    "content/articles/a.svg": PICTURE,
    "locales/nb/LC_MESSAGES/messages.po": CATALOG,
    "templates/article.html": "{% lang page.language as l %}<p{{ l }}>{{ page.entry.title }}</p>{% endlang %}\n",
}
FILES = [text if text.startswith("-- ") else f"-- {path} --\n{text}" for path, text in SOURCES.items()]
WHOLE = tuple(re.sub(r"^-- \S+ --\n", "", text).encode() for text in SOURCES.values())
PIECES = st.sampled_from(
    [
        *(
            b"\n",
            b"---",
            b"{{",
            b"}}",
            b"{%",
            b"%}",
            b"[",
            b"]",
            b"[[",
            b'"',
            b"'",
            b"=",
            b": ",
            b"\\",
            b"\0",
            b"\xff",
            b"1",
        ),
        *(b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"msgid ", b"msgstr ", b"#, fuzzy\n", b"title: x\n", b" lang ", b"<svg "),
        b" include 'article.html' ",
    ]
)
SOUP = st.lists(PIECES | st.binary(max_size=3), max_size=30).map(b"".join)


@st.composite
def damaged(chance: st.DrawFn) -> bytes:
    """A sound file, some of which is cut out and some put in."""
    content = chance(st.sampled_from(WHOLE))
    first, last = sorted((chance(st.integers(0, len(content))), chance(st.integers(0, len(content)))))
    return content[:first] + chance(SOUP) + content[last:]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Story:
    made = site(tmp_path_factory.mktemp("sound"), *FILES)
    assert not made.made().has_errors
    return made


def with_bytes(sound: Story, path: str, content: bytes) -> Made:
    """What the site makes with other bytes in one file."""
    file = sound.root / path
    kept = file.read_bytes()
    file.write_bytes(content)
    try:
        return sound.made()
    finally:
        file.write_bytes(kept)


@pytest.mark.parametrize("path", SOURCES)
@settings(max_examples=60, deadline=None)
@given(content=SOUP | damaged())
def test_any_bytes_make_a_site_or_problems(sound: Story, path: str, content: bytes) -> None:
    made = with_bytes(sound, path, content)
    assert made.has_errors or any(output.path == "index.html" for output in made.outputs)
    for problem in made.diagnostics:
        assert problem.message
        assert problem.message[-1] in ".…?!"
        assert re.fullmatch(r"[a-z]+[a-z0-9-]*", problem.code)
    assert shown(made).count(" [") >= len(made.diagnostics)


MISTAKEN = (
    article("b.nb", "tags: [see]\nauthors: [kari]\n", "# Is\n\n[a](article:isen) [b](article:vann)\n"),
    article("c.nb", "dato: x\n"),
    page("kontakt.nb", "template: bred\n", "[a](page:om) [b](isen.md)\n"),
)


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return site(tmp_path_factory.mktemp("mistaken"), *FILES, *MISTAKEN)


def of_others(made: Made, path: str) -> list[str]:
    """What is told of every file but one."""
    return [
        f"{problem.span} {problem.code} {problem.message}"
        for problem in made.diagnostics
        if problem.span.source != path
    ]


@pytest.mark.parametrize("path", [path for path in SOURCES if path.startswith(("content/", "locales/"))])
def test_a_broken_source_changes_nothing_of_what_is_told_of_others(mistaken: Story, path: str) -> None:
    before = of_others(mistaken.made(), path)
    assert len(before) == 6

    @settings(max_examples=40, deadline=None)
    @given(SOUP | damaged())
    def changes_nothing(content: bytes) -> None:
        assert of_others(with_bytes(mistaken, path, content), path) == before

    changes_nothing()
