"""The least that these pages can cost in Python: read, parse, render, stage and rename, in some processes.

`python -m benchmarks.floor JOBS`, in the folder of a site. There is no product around it: no errors told, nothing kept
for the next time. What is the same on many pages is rendered once.
"""

import gc
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin
from msgspec import Struct

from benchmarks.corpus import PAGE_SIZE

OUTPUT, STAGE = Path("public"), Path("public.stage")
ROOTS = {"nb": "", "en": "/en"}
FORMATS = {"nb": "nb", "en": "en_GB"}


class Face(Struct, frozen=True):
    """An article without its body."""

    title: str
    author: str
    section: str
    tags: list[str]
    access: str
    summary: str
    date: datetime
    iso: str
    rfc822: str
    date_h: Mapping[str, str]
    minutes: int
    url: Mapping[str, str]


class List(Struct, frozen=True):
    """A list of articles: where its first page stands, and how it is called in both editions."""

    base: str
    heading: Mapping[str, str]
    blurb: str
    faces: list[Face]


class Shared(Struct, frozen=True):
    """What all articles share, as the corpus wrote it."""

    words: Mapping[str, Mapping[str, str]]
    authors: Mapping[str, Mapping[str, str]]
    sections: Mapping[str, Mapping[str, str]]
    site: Mapping[str, Any]


def shared() -> Shared:
    """The JSON files of the site."""

    def read(name: str) -> Any:
        return json.loads(Path("data", f"{name}.json").read_text())

    return Shared({locale: read(f"i18n/{locale}") for locale in ROOTS}, read("authors"), read("sections"), read("site"))


@cache
def long_dates(day: int) -> Mapping[str, str]:
    """A day in the words of each edition."""
    date = datetime.fromordinal(day)
    return {locale: format_date(date, "long", locale=formats) for locale, formats in FORMATS.items()}


def parsed(path: Path, markdown: MarkdownIt) -> tuple[Face, Markup]:
    """An article, and its body as HTML."""
    _, front_matter, body = path.read_text().split("---\n", 2)
    said = yaml.load(front_matter, yaml.CSafeLoader)
    date = said["date"]
    face = Face(
        title=said["title"],
        author=said["author"],
        section=said["section"],
        tags=said["tags"],
        access=said["access"],
        summary=said["summary"],
        date=date,
        iso=date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        rfc822=format_datetime(date),
        date_h=long_dates(date.toordinal()),
        minutes=round(len(body.split()) / 200),
        url={locale: f"{root}/a/{path.stem}/" for locale, root in ROOTS.items()},
    )
    return face, Markup(markdown.render(body))  # noqa: S704 - the corpus is ours


class Pages:
    """The pages of one site, from its templates; what many pages show is rendered once."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self._shared = shared()
        self._faces = faces
        self._templates = Environment(loader=FileSystemLoader("templates"), autoescape=True, auto_reload=False)
        newest = faces[:5]
        self._common: dict[str, dict[str, Any]] = {}
        for locale, root in ROOTS.items():
            common = {
                "loc": locale,
                "root": root,
                "t": self._shared.words[locale],
                "site": self._shared.site,
                "sections": list(self._shared.sections.values()),
                "newest": newest,
            }
            chrome = {name: self._markup(f"{name}.html", common) for name in ("masthead", "latest", "footer")}
            self._common[locale] = common | chrome
        self._author_boxes = {
            (locale, slug): self._markup("author.html", {**self._common[locale], "author": author})
            for locale in ROOTS
            for slug, author in self._shared.authors.items()
        }

    def _markup(self, template: str, names: Mapping[str, Any]) -> Markup:
        return Markup(self._templates.get_template(template).render(names))  # noqa: S704 - it is escaped already

    def article(self, face: Face, html: Markup, locale: str) -> str:
        author = self._shared.authors[face.author]
        return self._templates.get_template("article.html").render(
            self._common[locale],
            a=face,
            html=html,
            url=face.url[locale],
            alt=face.url,
            author=author,
            section=self._shared.sections[face.section],
            author_box=self._author_boxes[locale, face.author],
            jsonld=self._json_ld(face, author["name"], face.url[locale]),
        )

    def _json_ld(self, face: Face, author: str, url: str) -> Markup:
        told = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": face.title,
            "datePublished": face.iso,
            "author": {"@type": "Person", "name": author},
            "publisher": {"@type": "Organization", "name": "Tankesmien"},
            "description": face.summary,
            "mainEntityOfPage": self._shared.site["base_url"] + url,
            "inLanguage": "en",
            "isAccessibleForFree": face.access == "free",
            "keywords": face.tags,
        }
        return Markup(json.dumps(told, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - nothing ends a script

    def lists(self) -> list[List]:
        """Every list of the site."""
        members: dict[tuple[str, str], list[Face]] = {("", ""): list(self._faces)}
        for face in self._faces:
            terms = (("section", face.section), ("author", face.author), *(("tag", tag) for tag in face.tags))
            for term in terms:
                members.setdefault(term, []).append(face)
        return [self._list(kind, key, faces) for (kind, key), faces in members.items()]

    def _list(self, kind: str, key: str, faces: list[Face]) -> List:
        if not kind:
            return List("/", {locale: words["all_articles"] for locale, words in self._shared.words.items()}, "", faces)
        base = f"/{kind}/{key}/"
        if kind == "section":
            return List(base, self._shared.sections[key], "", faces)
        author = self._shared.authors.get(key, {})
        name = author.get("name", key)
        return List(base, dict.fromkeys(ROOTS, name), author.get("bio_nb", ""), faces)

    def listings(self, shown: List) -> Iterator[tuple[str, str]]:
        """The address and the text of each page of a list."""
        count = -(-len(shown.faces) // PAGE_SIZE)
        for number in range(1, count + 1):
            urls = {locale: _numbered(root + shown.base, number) for locale, root in ROOTS.items()}
            for locale, root in ROOTS.items():
                page = self._templates.get_template("list.html").render(
                    self._common[locale],
                    url=urls[locale],
                    alt=urls,
                    items=shown.faces[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
                    people=self._shared.authors,
                    places=self._shared.sections,
                    num=number,
                    total=count,
                    heading=shown.heading[locale],
                    bio=shown.blurb,
                    prev=_numbered(root + shown.base, number - 1) if number > 1 else "",
                    next=_numbered(root + shown.base, number + 1) if number < count else "",
                )
                yield urls[locale], page

    def machine_readable(self) -> Iterator[tuple[str, str]]:
        """The feed of each edition, and the sitemap."""
        for locale, root in ROOTS.items():
            feed = self._templates.get_template("feed.xml")
            yield f"{root}/feed.xml", feed.render(self._common[locale], items=self._faces[:20])
        yield "/sitemap.xml", self._templates.get_template("sitemap.xml").render(self._common["nb"], items=self._faces)


def _numbered(base: str, number: int) -> str:
    return f"{base}page/{number}/" if number > 1 else base


def publish(pages: Iterator[tuple[str, str]], worker: int) -> None:
    """Stage each page, and rename all of them when they are whole."""
    staged: list[tuple[Path, Path]] = []
    for count, (url, text) in enumerate(pages):
        path = OUTPUT / (f"{url}index.html" if url.endswith("/") else url).lstrip("/")
        stage = STAGE / f"{worker}-{count}"
        stage.write_text(text)
        staged.append((stage, path))
    for folder in {path.parent for _, path in staged}:
        folder.mkdir(parents=True, exist_ok=True)
    for stage, path in staged:
        stage.rename(path)


def worker(paths: Sequence[Path], number: int, jobs: int, pipe: Connection) -> None:
    """Parse one's share, hear of everyone's, and write one's share of the pages."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)
    own = [parsed(path, markdown) for path in paths]
    pipe.send([face for face, _ in own])
    faces = pipe.recv()
    pages = Pages(faces)

    def share() -> Iterator[tuple[str, str]]:
        for face, html in own:
            for locale in ROOTS:
                yield face.url[locale], pages.article(face, html, locale)
        for shown in pages.lists()[number::jobs]:
            yield from pages.listings(shown)
        if number == 0:
            yield from pages.machine_readable()

    publish(share(), number)


def main(jobs: int) -> None:
    """The whole site, by so many processes."""
    gc.disable()
    STAGE.mkdir(exist_ok=True)
    OUTPUT.mkdir(exist_ok=True)
    paths = sorted(Path("content/articles").rglob("*.md"))
    fork = get_context("fork")
    pipes: list[Connection] = []
    workers = []
    for number in range(jobs):
        here, there = fork.Pipe()
        process = fork.Process(target=worker, args=(paths[number::jobs], number, jobs, there))
        process.start()
        pipes.append(here)
        workers.append(process)
    faces = [face for pipe in pipes for face in pipe.recv()]
    faces.sort(key=lambda face: face.date, reverse=True)
    for pipe in pipes:
        pipe.send(faces)
    for process in workers:
        process.join()
    STAGE.rmdir()
    sys.exit(any(process.exitcode for process in workers))


if __name__ == "__main__":
    main(int(sys.argv[1]))
