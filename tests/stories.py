"""A whole site in one text: files begin at lines `-- path --`, and a build gives outputs and problems as text."""

import re
from pathlib import Path
from shutil import copytree, ignore_patterns

from msgspec import Struct

from ordskifte.app.console import place
from ordskifte.load import load
from ordskifte.model.secrets import Secret
from ordskifte.pipeline.results import Made, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk

SAMPLE = Path(__file__).parents[1]
AT = "2026-06-01T12:00"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
"""Of every site of the tests, as the environment has it."""
MASTER = Secret(bytes(range(32)))
"""The same."""

ONE_EDITION = """
-- site.toml --
[site]
title = {nb = "Prøven"}
url = "https://example.org"
time_zone = "Europe/Oslo"
default_locale = "nb"
[locales.nb]
name = "Norsk"
path = ""
[sections.debatt]
name = {nb = "Debatt"}
"""

TWO_EDITIONS = """
-- site.toml --
[site]
title = {nb = "Prøven", en = "The Trial"}
url = "https://example.org"
time_zone = "Europe/Oslo"
default_locale = "nb"
[locales.nb]
name = "Norsk"
path = ""
[locales.en]
name = "English"
path = "en"
[urls]
article = {nb = "artikler/{slug}/", en = "articles/{slug}/"}
[sections.debate]
name = {nb = "Debatt", en = "Debate"}
slug = {nb = "debatt"}
[sections.members]
name = {nb = "Medlem", en = "Members"}
access = "members"
[tags.sea]
name = {nb = "Havet", en = "The sea"}
slug = {nb = "havet"}
"""

PLAIN_TEMPLATES = """
-- templates/base.html --
{% lang site.locale as l %}<html{{ l }}>{% block main %}{% endblock %}</html>{% endlang %}
-- templates/article.html --
{% extends "base.html" %}
{% block main %}
{% lang page.language as l %}
<article{{ l }}><h1>{{ page.entry.title }}</h1>{{ site.body(page.source) or "" }}</article>
{% endlang %}
{% endblock %}
-- templates/page.html --
{% extends "article.html" %}
-- templates/list.html --
{% extends "base.html" %}
{% block main %}
{% for entry in page.entries %}
{% lang entry.language as l %}<a{{ l }} href="{{ entry.url }}">{{ entry.title }}</a>{% endlang %}
{% endfor %}
{% endblock %}
-- templates/front.html --
{% extends "list.html" %}
-- templates/section.html --
{% extends "list.html" %}
-- templates/tag.html --
{% extends "list.html" %}
-- templates/series.html --
{% extends "list.html" %}
-- templates/author.html --
{% extends "list.html" %}
-- templates/authors.html --
{% extends "list.html" %}
-- templates/archive.html --
{% extends "list.html" %}
-- templates/year.html --
{% extends "list.html" %}
-- templates/corrections.html --
{% extends "list.html" %}
-- templates/not-found.html --
{% extends "list.html" %}
"""

SOUND_TEMPLATES = """
-- templates/base.html --
<!doctype html>
{% lang site.locale as l %}
<html{{ l }}><head>{% block head %}{% endblock %}</head>
<body>{% block main %}{% endblock %}<p>{{ site.title|marked }}</p></body></html>
{% endlang %}
-- templates/article.html --
{% extends "base.html" %}
{% block head %}
{% lang page.language as l %}<title{{ l }}>{{ page.entry.title }}</title>{% endlang %}
<link rel="canonical" href="{{ site.permalink(page.home) }}">
{% if page.robots %}<meta name="robots" content="{{ page.robots }}">{% endif %}
{% for version in page.alternates %}
<link rel="alternate" hreflang="{{ version.hreflang }}" href="{{ site.permalink(version.url) }}">
{% endfor %}
{% endblock %}
{% block main %}
{% lang page.language as l %}
<article{{ l }}><h1>{{ page.entry.title }}</h1>{{ site.body(page.source) }}</article>
{% endlang %}
{% endblock %}
-- templates/page.html --
{% extends "article.html" %}
-- templates/list.html --
{% extends "base.html" %}
{% block head %}
<title>{{ site.title }}</title>
<link rel="canonical" href="{{ site.permalink(page.url) }}">
{% if page.robots %}<meta name="robots" content="{{ page.robots }}">{% endif %}
{% for version in page.alternates %}
<link rel="alternate" hreflang="{{ version.hreflang }}" href="{{ site.permalink(version.url) }}">
{% endfor %}
{% endblock %}
{% block main %}
<h1>{{ site.title|marked }}</h1>
{% for entry in page.entries %}
{% lang entry.language as l %}<a{{ l }} href="{{ entry.url }}">{{ entry.title }}</a>{% endlang %}
{% endfor %}
{% endblock %}
""" + "".join(
    f'-- templates/{name}.html --\n{{% extends "list.html" %}}\n'
    for name in (
        "front",
        "section",
        "tag",
        "series",
        "author",
        "authors",
        "archive",
        "year",
        "corrections",
        "not-found",
    )
)
"""In which `check` finds nothing wrong."""


class Story(Struct):
    """One site on its way through edits; each `told` text changes files, and `built` is what it now is."""

    root: Path

    def told(self, text: str) -> "Story":
        """The files of a text written over those that are there; an empty one is removed."""
        blocks = re.split(r"^-- (\S+) --\n", text, flags=re.MULTILINE)
        for path, content in zip(blocks[1::2], blocks[2::2], strict=True):
            file = self.root / path
            if content:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8", newline="")
            else:
                file.unlink()
        return self

    def made(self, at: str = AT, *, drafts: bool = False, base_url: str = "", seams: Seams | None = None) -> Made:
        options = Options(at=at, base_url=base_url, shows_drafts=drafts, master=MASTER)
        return walk(load(self.root, exclude=[]), options, seams or Seams())

    def outputs(self, at: str = AT, *, drafts: bool = False, base_url: str = "") -> dict[str, str]:
        """Every output as text by its path; the story must be without errors."""
        made = self.made(at, drafts=drafts, base_url=base_url)
        assert [problem for problem in made.diagnostics if problem.is_error] == []
        return {output.path: output.content.decode(errors="replace") for output in made.outputs}

    def problems(self, at: str = AT) -> list[str]:
        """What is wrong, as `place: code: message`."""
        return [f"{place(problem)}: {problem.code}: {problem.message}" for problem in self.made(at).diagnostics]


def looking(root: Path, *texts: str) -> Story:
    """A story in the sample's templates and with its catalogs."""
    for folder in ("templates", "locales"):
        copytree(SAMPLE / folder, root / folder, ignore=ignore_patterns("ledger"))
    return story(root, *texts)


def story(root: Path, *texts: str) -> Story:
    """A site from these texts, the later over the earlier."""
    made = Story(root)
    for text in texts:
        made.told(text)
    return made
