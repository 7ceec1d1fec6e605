"""The corpus spelled for each generator: the text of an article's file, and the files that all articles share."""

import json
from collections.abc import Iterator, Mapping

from msgspec import to_builtins

from benchmarks.corpus import AUTHORS, PAGE_SIZE, SECTIONS, TAGS, WORDS, Article

LOCALES = ("nb", "en")
ORDSKIFTE_CONFIG = f"""\
[site]
title = {{ nb = "Tankesmien", en = "Tankesmien" }}
tagline = {{ nb = "{WORDS["tagline"][0]}", en = "{WORDS["tagline"][1]}" }}
url = "https://tankesmien.example"
time_zone = "UTC"
default_locale = "nb"
page_size = {PAGE_SIZE}

[locales.nb]
name = "Norsk"
path = ""
formats = "nb_NO"
og = "nb_NO"

[locales.en]
name = "English"
path = "en"
formats = "en_GB"
og = "en_GB"

[urls]
article = "a/{{slug}}/"
author = "author/{{slug}}/"
authors = "authors/"
page = "{{slug}}/"
section = "section/{{slug}}/"
tag = "tag/{{slug}}/"
archive = "archive/"
year = "year/{{year}}/"
listing = "page/{{number}}/"

[feeds]
lists = ["front"]

# The peers write none.
[citations]
formats = []
"""


def yaml(article: Article) -> str:
    """An article as Astro and the floor read it."""
    return _between_rules(article, "tags")


def eleventy(article: Article) -> str:
    """An article for Eleventy, which makes collections of its own of what is called `tags`."""
    return _between_rules(article, "topics")


def hugo(article: Article) -> str:
    """An article for Hugo, which reads its taxonomies from lists."""
    return _between_rules(article, "tags", f"authors: [{article.author}]", f"seksjoner: [{article.section}]")


def _between_rules(article: Article, tags: str, *more: str) -> str:
    lines = (
        "---",
        f"title: {_quoted(article.title)}",
        f"date: {_moment(article)}",
        f"author: {article.author}",
        f"section: {article.section}",
        f"{tags}:",
        *(f"  - {tag}" for tag in article.tags),
        f"access: {article.access}",
        f"summary: {_quoted(article.summary)}",
        *more,
        "---",
    )
    return "\n".join(lines) + f"\n\n{article.body}"


def pelican(article: Article) -> str:
    """An article for Pelican, whose front matter is plain lines."""
    lines = (
        f"Title: {article.title}",
        f"Date: {_moment(article)}",
        f"Slug: {article.slug}",
        f"Author: {article.author}",
        f"Category: {article.section}",
        f"Tags: {', '.join(article.tags)}",
        f"Access: {article.access}",
        f"Summary: {article.summary}",
    )
    return "\n".join(lines) + f"\n\n{article.body}"


def ordskifte(article: Article) -> str:
    """An article for Ordskifte. Its access is free data, since the peers publish the whole text whatever it says."""
    lines = (
        "---",
        f"title: {_quoted(article.title)}",
        f"standfirst: {_quoted(article.summary)}",
        f"date: {_moment(article)}",
        f"authors: [{article.author}]",
        f"section: {article.section}",
        f"tags: [{', '.join(article.tags)}]",
        f"extra: {{ access: {article.access} }}",
        "---",
    )
    return "\n".join(lines) + f"\n\n{article.body}"


def shared_json() -> dict[str, str]:
    """Authors, sections, tags, the site and its words: the files of all generators but ours."""
    site = {"base_url": "https://tankesmien.example", "per_page": PAGE_SIZE, "locales": LOCALES, "default": "nb"}
    tables: Mapping[str, object] = {
        "data/authors.json": {author.slug: to_builtins(author) for author in AUTHORS},
        "data/sections.json": {section.slug: to_builtins(section) for section in SECTIONS},
        "data/tags.json": TAGS,
        "data/site.json": site,
        "data/i18n/nb.json": {key: norwegian for key, (norwegian, _) in WORDS.items()},
        "data/i18n/en.json": {key: english for key, (_, english) in WORDS.items()},
    }
    return {path: json.dumps(table, ensure_ascii=False, indent=1) for path, table in tables.items()}


def shared_ordskifte() -> dict[str, str]:
    """The same in our own files: `site.toml`, a file for each author, and the Norwegian catalog."""
    authors = {f"content/authors/{author.slug}.nb.md": author for author in AUTHORS}
    blurbs = {
        path: f"---\nname: {_quoted(author.name)}\n"
        f"role: {{ nb: {author.role_nb}, en: {author.role_en} }}\n---\n\n{author.bio_nb}\n"
        for path, author in authors.items()
    }
    return {
        **blurbs,
        "site.toml": "\n".join((ORDSKIFTE_CONFIG, *_terms())),
        "locales/nb/LC_MESSAGES/messages.po": "\n\n".join(_catalog()) + "\n",
    }


def _terms() -> Iterator[str]:
    for section in SECTIONS:
        yield f'[sections.{section.slug}]\nname = {{ nb = "{section.nb}", en = "{section.en}" }}'
    for tag in TAGS:
        yield f'[tags.{tag}]\nname = {{ nb = "{tag}", en = "{tag}" }}'


def _catalog() -> Iterator[str]:
    yield (
        'msgid ""\nmsgstr ""\n"Language: nb\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
    )
    for norwegian, english in (*WORDS.values(), ("Noter", "Notes"), ("Tilbake til teksten", "Back to text")):
        yield f"msgid {_quoted(english)}\nmsgstr {_quoted(norwegian)}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _moment(article: Article) -> str:
    return article.date.strftime("%Y-%m-%dT%H:%M:%S+00:00")
