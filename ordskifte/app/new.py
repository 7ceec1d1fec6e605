"""`new`: an article, an author, a page, a section or a series is begun. What is missing is asked for, on a terminal."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import click

from ordskifte.app import console
from ordskifte.app.build import read_moment, source_option
from ordskifte.app.completion import author_ids, languages, section_ids, series_ids
from ordskifte.app.console import invoked
from ordskifte.app.languages import known_locale
from ordskifte.app.schema import tell_editors
from ordskifte.app.sources import Sources, answered, named_moment, stop
from ordskifte.load import CONFIG, Files
from ordskifte.model.config import Section, Series
from ordskifte.model.diagnostics import in_order
from ordskifte.model.document import ArticleFront, AuthorFront, Kind, SeriesPart
from ordskifte.model.locales import normalised
from ordskifte.model.site import ListingKind
from ordskifte.model.slugs import is_slug, slug
from ordskifte.model.text import Message, Wording
from ordskifte.parse.names import FOLDERS
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed, parsed
from ordskifte.pipeline.workers import HERE
from ordskifte.render.formats import names_of_languages
from ordskifte.resolve.addresses import from_base, listing_url, work_url
from ordskifte.resolve.references import called
from ordskifte.tools.beginnings import (
    Unfitting,
    article_text,
    author_text,
    introduction_text,
    one_line,
    page_text,
    with_term,
)
from ordskifte.write import WriteFailed, write_source

AUTHORS = "Author, or several with commas between them"
MOST_SHOWN = 30
"""Choices that are listed one by one."""
BOM = "\ufeff"


@click.group()
def command() -> None:
    """Begin an article, an author, a page, a section or a series.

    What you do not say is asked for. Nothing that is there is overwritten.
    """


def _read_lang(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    return None if value is None else known_locale(value)


def _read_title(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not one_line(value):
        raise click.BadParameter("It has no letters.")
    return None if value is None else one_line(value)


def _title_argument(metavar: str) -> Callable[[Any], Any]:
    return click.argument("title", metavar=f"[{metavar}]", required=False, callback=_read_title)


lang_option = click.option(
    "--lang",
    callback=_read_lang,
    metavar="LANGUAGE",
    shell_complete=languages,
    help="The language that it is written in, such as en.",
)
key_option = click.option(
    "--key", metavar="KEY", help="What its file is called, in a-z, 0-9 and hyphens.  [default: made of the words]"
)
id_option = click.option(
    "--id", "key", metavar="ID", help="What articles call it, in a-z, 0-9 and hyphens.  [default: made of the name]"
)


# --------------------------------------------------------------------------------------
# The commands
# --------------------------------------------------------------------------------------


@command.command("article", short_help="Begin an article.")
@source_option
@_title_argument("TITLE")
@lang_option
@click.option(
    "--author",
    "authors",
    multiple=True,
    metavar="ID",
    shell_complete=author_ids,
    help="Who wrote it, by the name of the author's file. Can be given several times.",
)
@click.option("--section", metavar="ID", shell_complete=section_ids, help="One of the sections of site.toml.")
@click.option(
    "--series",
    metavar="ID",
    shell_complete=series_ids,
    help="One of the series of site.toml, of which it becomes the next part.",
)
@click.option(
    "--date", metavar="DAY", help="When it is published, such as 2026-05-01 or 2026-05-01T08:00.  [default: today]"
)
@key_option
@click.option(
    "--at",
    callback=read_moment,
    metavar="TIME",
    help="What is taken for today.  [default: SOURCE_DATE_EPOCH, else now]",
)
@click.pass_context
def article(
    ctx: click.Context,
    source: Path,
    title: str | None,
    lang: str | None,
    authors: tuple[str, ...],
    section: str | None,
    series: str | None,
    date: str | None,
    key: str | None,
    at: str,
) -> None:
    """Begin an article: a file of its own under content/articles/, for you to write in.

    A translation of an article that is there is begun by `translate start`.
    """
    site = _read(source)
    if section is not None:
        section = site.section(section, invoked(ctx))
    part = site.next_part(series, invoked(ctx)) if series is not None else None
    asked = Questions()
    title = asked.words("TITLE", "Title", title)
    lang = site.language(asked, "Language", lang)
    section = asked.one("--section", "Section", section, site.sections, meant=site.section_meant)
    authors = authors or _names(asked.one("--author", AUTHORS, None, site.authors, may_be_new=True))
    asked.end()
    now = named_moment(at, site.config, "--at")
    is_to_come = date is not None and named_moment(date, site.config, "--date") > now
    today = now.astimezone(site.config.zone).date().isoformat()
    key = _key(key, title)
    site.refuse_article(key, lang, invoked(ctx))
    site.refuse_taken(Kind.ARTICLE, key, key)
    ids = [site.author(name, lang, invoked(ctx), asked) for name in authors]
    path = f"content/articles/{key}.{lang}.md"
    site.write(path, article_text(title, date or today, ids, section, part=part))
    console.tell(
        f"Write in it. To see it as you write: {invoked(ctx)} serve --open{' --future' if is_to_come else ''}\n"
    )


@command.command("author", short_help="Begin an author.")
@source_option
@_title_argument("NAME")
@lang_option
@key_option
def author(source: Path, title: str | None, lang: str | None, key: str | None) -> None:
    """Begin an author: a file under content/authors/ with the name, and room for a few sentences in one language.

    An author may have one in each language; those of the same key are the same person.
    """
    site = _read(source)
    asked = Questions()
    title = asked.words("NAME", "Name", title)
    lang = site.language(asked, "Language of the words about the author", lang)
    asked.end()
    key = _key(key, title)
    path = site.free_path(Kind.AUTHOR, key, lang)
    site.refuse_taken(Kind.AUTHOR, key, key)
    site.write(path, author_text(title))
    console.tell(f"Articles name the author so: authors: [{key}]\n")


@command.command("page", short_help="Begin a page.")
@source_option
@_title_argument("TITLE")
@lang_option
@key_option
def page(source: Path, title: str | None, lang: str | None, key: str | None) -> None:
    """Begin a page, such as one about the magazine: a file under content/pages/.

    For a page in another language, give --key of the one that is there.
    """
    site = _read(source)
    asked = Questions()
    title = asked.words("TITLE", "Title", title)
    lang = site.language(asked, "Language", lang)
    asked.end()
    key = _key(key, title)
    path = site.free_path(Kind.PAGE, key, lang)
    is_version = (Kind.PAGE, key) in site.works
    own = (slug(title) if is_version else "") or key
    site.refuse_taken(Kind.PAGE, key, own)
    site.write(path, page_text(title, "" if own == key else own))
    if not is_version:
        console.tell(f'To have it at the foot of every page, add "page:{key}" to the links of [[menu]] in {CONFIG}.\n')


@command.command("section", short_help="Begin a section.")
@source_option
@_title_argument("NAME")
@lang_option
@id_option
def section(source: Path, title: str | None, lang: str | None, key: str | None) -> None:
    """Begin a section: a table in site.toml, behind those of the other sections.

    All else in the file stays as it was typed.
    """
    site = _read(source)
    asked = Questions()
    title = asked.words("NAME", "Name", title)
    lang = site.language(asked, "Language of the name", lang)
    asked.end()
    id = _key(key, title, "--id")
    _refuse_known(id, "section", site.config.sections.values())
    site.add_term("sections", id, lang, title)
    console.tell(f"Articles name the section so: section: {id}\n")
    site.tell_of_other_names(lang)


@command.command("series", short_help="Begin a series.")
@source_option
@_title_argument("NAME")
@lang_option
@id_option
def series(source: Path, title: str | None, lang: str | None, key: str | None) -> None:
    """Begin a series: a table in site.toml, and a file under content/series/ for the words above its parts.

    All else in site.toml stays as it was typed. The file can stay as it is: then the parts stand alone.
    """
    site = _read(source)
    asked = Questions()
    title = asked.words("NAME", "Name", title)
    lang = site.language(asked, "Language of the name", lang)
    asked.end()
    id = _key(key, title, "--id")
    _refuse_known(id, "series", site.config.series.values())
    path = site.free_path(Kind.SERIES, id, lang)
    site.add_term("series", id, lang, title)
    site.write(path, introduction_text())
    console.tell(f"Articles say which part of it they are: series: {{id: {id}, part: 1}}\n")
    site.tell_of_other_names(lang)


def _refuse_known(id: str, kind: str, known: Iterable[Section | Series]) -> None:
    """Stop where there is one of that id, or of that name in addresses."""
    slugs = {slug: one.id for one in known for slug in (one.id, *one.slugs.values())}
    if id in slugs:
        raise click.ClickException(
            f"There is a {kind} {slugs[id]!r} already. Another one wants another name, or an --id."
        )


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _key(given: str | None, words: str, option: str = "--key") -> str:
    """The key that is given, or one that is made of the words."""
    if given is None:
        made = slug(words)
        if not made:
            raise click.UsageError(f"No name for a file can be made of {words!r}. Give it one with {option}.")
        return made
    if not is_slug(given):
        near = slug(given)
        told = f" Did you mean {near!r}?" if near else ""
        raise click.BadParameter(f"{given!r} is not made of a-z, 0-9 and single hyphens.{told}", param_hint=option)
    return given


# --------------------------------------------------------------------------------------
# Questions
# --------------------------------------------------------------------------------------


class Questions:
    """What is asked of whoever sits at a terminal; elsewhere it is told at once what is missing."""

    def __init__(self) -> None:
        self.can_ask = sys.stdin is not None and sys.stdin.isatty()
        self._missing: list[str] = []

    def words(self, name: str, question: str, given: str | None) -> str:
        """What is given, or the answer, in one line."""
        if given is not None:
            return given
        if not self.can_ask:
            self._missing.append(name)
            return ""
        answer: str = click.prompt(question, value_proc=_words, err=True)
        return answer

    def one(
        self,
        name: str,
        question: str,
        given: str | None,
        known: Mapping[str, str],
        *,
        meant: Callable[[str], str] = str,
        default: str | None = None,
        may_be_new: bool = False,
    ) -> str:
        """What is given, or the only one there is, or the one that is chosen; `known` are their ids and names.

        `meant` makes an id of what someone has typed, if it stands for one.
        """
        if given is not None:
            return given
        only = next(iter(known)) if len(known) == 1 else None
        if only and not (may_be_new and self.can_ask):
            return only
        if not self.can_ask:
            listed = f" (one of {', '.join(known)})" if 0 < len(known) <= MOST_SHOWN else ""
            self._missing.append(f"{name}{listed}")
            return ""
        console.tell(_listed(question, known), to_errors=True)
        answer: str = click.prompt(
            question,
            default=only or default,
            value_proc=str.strip if may_be_new else partial(_one_of, known, meant),
            err=True,
        )
        return answer

    def end(self) -> None:
        """Stop where something is missing that could not be asked for."""
        if self._missing:
            raise click.UsageError(f"Missing: {', '.join(self._missing)}. On a terminal you would be asked.")


def _words(answer: str) -> str:
    if not one_line(answer):
        raise click.BadParameter("It has no letters.")
    return one_line(answer)


def _names(answer: str) -> tuple[str, ...]:
    """Those between commas."""
    return tuple(filter(None, map(str.strip, answer.split(","))))


def _one_of(known: Mapping[str, str], meant: Callable[[str], str], answer: str) -> str:
    id = meant(answer.strip())
    if id not in known:
        raise click.BadParameter(f"There is no {answer.strip()!r}.{_near(id, known) or _there_is(known)}")
    return id


def _there_is(known: Iterable[str]) -> str:
    """All the choices, where they are not too many to read."""
    ids = list(known)
    return f" There is: {', '.join(ids)}." if 0 < len(ids) <= MOST_SHOWN else ""


def _listed(question: str, known: Mapping[str, str]) -> str:
    """The choices, a line for each."""
    if len(known) > MOST_SHOWN:
        return f"{question}: one of {len(known)}.\n"
    widest = max(map(len, known), default=0)
    return "".join(f"  {id:<{widest}}  {name}\n" for id, name in known.items())


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, 1, 0.6)
    return f" Did you mean {near[0]!r}?" if near else ""


# --------------------------------------------------------------------------------------
# The site
# --------------------------------------------------------------------------------------


class Site(Sources):
    """The site as it is, and as it becomes."""

    def __init__(self, root: Path, files: Files, texts: Parsed) -> None:
        super().__init__(files, texts, {})
        self._root = root

    # ---- what there is to choose from -------------------------------------------------

    @property
    def editions(self) -> Mapping[str, str]:
        return {locale: edition.name for locale, edition in self.config.editions.items()}

    @property
    def sections(self) -> Mapping[str, str]:
        return {id: _shown(section.name) for id, section in self.config.sections.items()}

    @property
    def authors(self) -> Mapping[str, str]:
        """Their names by their keys."""
        works = (work for work in self.works.values() if work.kind is Kind.AUTHOR)
        fronts = {work.key: work.first.front for work in works}
        return {key: front.name for key, front in sorted(fronts.items()) if isinstance(front, AuthorFront)}

    def language(self, asked: Questions, question: str, given: str | None) -> str:
        """What is given, or the edition that is chosen, by its tag or its name."""
        default = self.config.default_locale
        return asked.one("--lang", question, given, self.editions, meant=self._language_meant, default=default)

    def _language_meant(self, typed: str) -> str:
        """The locale that someone means by a tag, or by the name of a language in itself or in English."""
        editions = {name.casefold(): locale for locale, name in self.editions.items()}
        named = editions.get(typed.casefold())
        if named:
            return named
        try:
            return normalised(typed)
        except ValueError:
            tag = names_of_languages().get(typed.lower())
            return normalised(tag) if tag else typed

    def section_meant(self, typed: str) -> str:
        """The id of the section that is called so in some edition; what was typed where none is."""
        known = self.config.sections
        return typed if typed in known else called(typed, known) or typed

    # ---- what is refused --------------------------------------------------------------

    def section(self, typed: str, program: str) -> str:
        """The id of a section that is named by it, or by its name. Stops where there is none."""
        id, known = self.section_meant(typed), self.config.sections
        if id not in known:
            begun = f" To begin one: {program} new section {console.typed(id)}"
            raise click.BadParameter(
                f"There is no section {id!r}.{_near(id, known) or _there_is(known)}{begun}", param_hint="--section"
            )
        return id

    def next_part(self, id: str, program: str) -> SeriesPart:
        """The part behind those that a series has. Stops where there is no such series."""
        known = self.config.series
        if id not in known:
            begun = f" To begin one: {program} new series {console.typed(id)}"
            raise click.BadParameter(
                f"There is no series {id!r}.{_near(id, known) or _there_is(known)}{begun}", param_hint="--series"
            )
        fronts = (work.first.front for work in self.works.values() if work.kind is Kind.ARTICLE)
        parts = [front.series for front in fronts if isinstance(front, ArticleFront) and front.series]
        return SeriesPart(id, 1 + max((part.part for part in parts if part.id == id), default=0))

    def refuse_article(self, key: str, locale: str, program: str) -> None:
        """Stop where there is an article of this key, in whatever language."""
        work = self.works.get((Kind.ARTICLE, key))
        if work is None:
            return
        if locale in work.versions:
            raise click.ClickException(f"{work.versions[locale].face.source} is there already.{OTHER_KEY}")
        raise click.ClickException(
            f"There is an article {key!r} already, {work.first.face.source}.\n"
            f"To translate it: {program} translate start {key} --to {locale}\n{OTHER_KEY.strip()}"
        )

    def refuse_taken(self, kind: Kind, key: str, slug: str) -> None:
        """Stop where a new work would stand, in some edition, where something else stands or once stood."""
        claims = self._claims(kind, key)
        for locale in self.editions:
            owner = claims.get(work_url(self.config, locale, kind.value, slug))
            if owner:
                raise click.ClickException(f"The address of {slug!r} is that of {owner} already.{OTHER_KEY}")

    def _claims(self, kind: Kind, key: str) -> Mapping[str, str]:
        """The addresses that are taken, each with what stands there, but for those of one work."""
        lists = {
            listing_url(self.config, locale, kind, ""): name
            for locale in self.editions
            for kind, name in LISTS.items()
            if kind is not ListingKind.SEARCH or self.config.has_search
        }
        versions = [
            version for id, work in self.works.items() if id != (kind, key) for version in work.versions.values()
        ]
        works = {
            work_url(self.config, locale, version.face.kind.value, version.front.slug or version.face.key): version
            for version in versions
            for locale in self.editions
        }
        old = {
            from_base(self.config, address): version for version in versions for address in version.front.redirect_from
        }
        return {**lists, **{address: version.face.source for address, version in {**works, **old}.items()}}

    def free_path(self, kind: Kind, key: str, locale: str) -> str:
        """Where the file of an author or a page is to lie. Stops where there is one."""
        work = self.works.get((kind, key))
        if work and locale in work.versions:
            raise click.ClickException(f"{work.versions[locale].face.source} is there already.{OTHER_KEY}")
        folder = next(name for name, one in FOLDERS.items() if one is kind)
        return f"content/{folder}/{key}.{locale}.md"

    # ---- what is written --------------------------------------------------------------

    def author(self, name: str, locale: str, program: str, asked: Questions) -> str:
        """The key of an author who is named by it, or by name; one that there is not is begun if someone says so."""
        known = self.authors
        while slug(name) not in known:
            told = f"There is no author {name!r}.{_near(name, known)}"
            if not asked.can_ask:
                begun = f"To begin one: {program} new author {console.typed(_as_name(name))} --lang {locale}"
                raise click.BadParameter(f"{told} {begun}", param_hint="--author")
            if click.confirm(f"{told} Begin one?", default=not _near(name, known), err=True):
                return self._begun_author(name, locale)
            name = asked.words("--author", "Author", None)
        return slug(name)

    def _begun_author(self, name: str, locale: str) -> str:
        """The key of an author of whom there is nothing yet but what someone has typed."""
        full_name = click.prompt("Name", default=_as_name(name), value_proc=_words, err=True)
        key = name if is_slug(name) else _key(None, full_name)
        path = self.free_path(Kind.AUTHOR, key, locale)
        self.refuse_taken(Kind.AUTHOR, key, key)
        self.write(path, author_text(full_name))
        return key

    def add_term(self, kind: str, id: str, locale: str, name: str) -> None:
        """Put one of the sections or series into site.toml."""
        _, problems = decoded(CONFIG, self._content(CONFIG))
        if problems:
            stop(self._files, problems)
        content = self._content(CONFIG).decode()
        mark = BOM if content.startswith(BOM) else ""
        try:
            text = with_term(content.removeprefix(BOM), kind, id, {locale: name})
        except Unfitting as problem:
            raise click.ClickException(str(problem)) from None
        self._write(CONFIG, f"{mark}{text}")

    def tell_of_other_names(self, locale: str) -> None:
        """That what has a name in this language may have others."""
        others = [other for other in self.editions if other != locale]
        if others:
            console.tell(f"It is called so in {_and(others)} too, until you write its name there beside the other.\n")

    def write(self, path: str, text: str) -> None:
        """A new file. Stops where there is one."""
        if os.path.lexists(self._root / path):
            raise click.ClickException(f"{path} is there already.{OTHER_KEY}")
        self._write(path, text)

    def _write(self, path: str, text: str) -> None:
        try:
            write_source(self._root, path, text.encode())
            tell_editors(self._root)
        except WriteFailed as problem:
            raise click.ClickException(str(problem)) from None
        console.tell(f"{path}: written\n")


LISTS = {
    ListingKind.FRONT: "the front page",
    ListingKind.AUTHORS: "the list of authors",
    ListingKind.ARCHIVE: "the archive",
    ListingKind.CORRECTIONS: "the list of corrections",
    ListingKind.SEARCH: "the search page",
}
"""What there is one of in every edition."""
OTHER_KEY = " Another one wants another name: give it a --key."


def _shown(words: Wording) -> str:
    return words.msgid if isinstance(words, Message) else words.values[0][1]


def _as_name(typed: str) -> str:
    """What a person may be called who is named by a key: "Mina Berg"."""
    return one_line(typed) if not is_slug(typed) else typed.replace("-", " ").title()


def _read(source: Path) -> Site:
    return answered(source, partial(_site, source))


def _site(root: Path, files: Files, memo: Memo) -> Site:
    texts = parsed(files, memo, "", HERE)
    if isinstance(texts, tuple):
        stop(files, in_order(texts))
    return Site(root, files, texts)
