"""A generator's site on disk: laid out, cleaned, edited, and looked at. Knows nothing of time."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from os import sync
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns, rmtree

import msgspec
from msgspec import Struct

from benchmarks.corpus import NEWEST, Article, article
from benchmarks.generators import HERE, INSTALLED, Generator
from benchmarks.results import ARTICLE, BODY, TEMPLATE, TITLE

EDITIONS = ("", "en/")
"""The folder of each edition in the output: nb, en."""

Stamps = Mapping[str, tuple[int, int]]


class Edit(Struct, frozen=True):
    """A mark that was written into a source, and the pages that must show it once they are made anew."""

    mark: str
    pages: tuple[str, ...]


class Workplace:
    """One site of so many articles for one generator, in a folder of its own."""

    def __init__(self, generator: Generator, articles: int, root: Path) -> None:
        self.generator = generator
        self.folder = root / f"{generator.name}-{articles}"
        self.output = self.folder / generator.output
        self.articles = articles
        self._edits = 0
        self._edited = article(articles // 2)
        self._new = msgspec.structs.replace(article(articles), slug="the-newest", date=NEWEST + timedelta(days=1))
        self._lay_out()
        sources = (self._edited_path, self.folder / generator.template, self.folder / generator.message)
        self._originals = {path: path.read_text() for path in sources}

    def _lay_out(self) -> None:
        rmtree(self.folder, ignore_errors=True)
        copytree(HERE / "sites" / self.generator.name, self.folder)
        for path, text in self.generator.shared_files():
            _write(self.folder / path, text)
        for number in range(self.articles):
            found = article(number)
            _write(self._path_of(number, found), self.generator.spelled(found))
        if self.generator.modules:
            (self.folder / "node_modules").symlink_to(INSTALLED / self.generator.modules / "node_modules")

    def _path_of(self, number: int, found: Article) -> Path:
        return self.folder / "content/articles" / f"{number % 100:02d}" / f"{found.slug}{self.generator.suffix}"

    @property
    def _edited_path(self) -> Path:
        return self._path_of(self.articles // 2, self._edited)

    @property
    def _new_path(self) -> Path:
        return self.folder / "content/articles/00" / f"{self._new.slug}{self.generator.suffix}"

    def clean(self) -> None:
        """Take back every edit, and whatever the generator has made."""
        self._new_path.unlink(missing_ok=True)
        for path, text in self._originals.items():
            path.write_text(text)
        for made in (self.generator.output, *self.generator.caches, *self.generator.litter):
            rmtree(self.folder / made, ignore_errors=True)
            (self.folder / made).unlink(missing_ok=True)
        sync()  # What an earlier run has left to be written is not this one's business.

    def clone(self) -> None:
        """Be a fresh clone with CI's cache: every source another file, the caches as they were, no output."""
        generator = self.generator
        earlier = self.folder.rename(self.folder.with_suffix(".earlier"))
        made = ignore_patterns(generator.output, *generator.caches, *generator.litter)
        copytree(earlier, self.folder, symlinks=True, ignore=made, copy_function=copyfile)
        for cache in generator.caches:
            (earlier / cache).rename(self.folder / cache)
        rmtree(earlier)
        sync()

    def save(self, kind: str) -> Edit:
        """Make an edit of a kind, and tell where it must show."""
        self._edits += 1
        mark = f"zq{self._edits:04d}"
        both = self.article_pages(self._edited.slug)
        if kind == BODY:
            path = self._edited_path
            path.write_text(f"{path.read_text()}\nEdited {mark} today.\n")
            return Edit(mark, both)
        if kind == TITLE:
            self._replace(self._edited_path, rf"{self._edited.title}( zq\d+)?", mark)
            return Edit(mark, both)
        if kind == ARTICLE:
            _write(self._new_path, self.generator.spelled(self._new).replace(self._new.title, f"The News {mark}", 1))
            return Edit(mark, (*self.article_pages(self._new.slug), *both, *EDITIONS))
        if kind == TEMPLATE:
            self._replace(self.folder / self.generator.template, r'class="skip( zq\d+)?', mark)
            return Edit(mark, both)
        self._replace(self.folder / self.generator.message, r"Les mer( zq\d+)?", mark)
        return Edit(mark, EDITIONS[:1])

    @staticmethod
    def _replace(path: Path, pattern: str, mark: str) -> None:
        """Write the mark behind the first match, in the place of an earlier one."""
        found = re.search(pattern, path.read_text())
        assert found, f"{path} has no {pattern}"
        words = found[0].removesuffix(found[1] or "")
        path.write_text(path.read_text().replace(found[0], f"{words} {mark}", 1))

    @staticmethod
    def article_pages(slug: str) -> tuple[str, ...]:
        """The addresses of an article, from the output."""
        return tuple(f"{edition}a/{slug}/" for edition in EDITIONS)

    def first_pages(self) -> tuple[str, ...]:
        """Pages that are there once the site is."""
        return (*EDITIONS, *self.article_pages(self._edited.slug))

    def shows(self, edit: Edit) -> bool:
        """Whether the output has the edit everywhere where it must be."""
        return all(edit.mark in self.page(page) for page in edit.pages)

    def page(self, address: str) -> str:
        """What stands at an address of the output; nothing where there is nothing."""
        try:
            return (self.output / address / "index.html").read_text()
        except OSError:
            return ""

    def stamps(self) -> Stamps:
        """When each file of the output was written, and as which file; the lock on it is none of them."""
        lock = str(self.folder / self.generator.lock)
        return {path: stamp for path, stamp in _stamped(self.output) if path != lock}


def written(before: Stamps, after: Stamps) -> int:
    """How many files are not those that were there before."""
    return sum(before.get(path) != stamp for path, stamp in after.items())


def _stamped(folder: Path) -> Iterable[tuple[str, tuple[int, int]]]:
    for path in folder.rglob("*"):
        if path.is_file():
            found = path.stat()
            yield str(path), (found.st_mtime_ns, found.st_ino)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
