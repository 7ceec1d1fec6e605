"""`translate`: articles are given to translators and taken back from them, and what of that is left to do is told."""

import difflib
import os
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

import click
from msgspec import Struct

from ordskifte.app import console
from ordskifte.app.build import read_moment, source_option
from ordskifte.app.completion import article_keys, author_ids, languages
from ordskifte.app.layout import alike_text, differences_text, status_json, status_text
from ordskifte.app.sources import Sources, answered, named_moment, stop
from ordskifte.load import Files
from ordskifte.model.diagnostics import Diagnostic, Places, in_order, placed
from ordskifte.model.document import ArticleFront, Kind, Source, Translation, TranslationStatus
from ordskifte.model.locales import normalised
from ordskifte.model.translations import Segment, Segments, State, ledger_path, text_fingerprint
from ordskifte.parse.ledger import ledger_text
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed, parsed
from ordskifte.pipeline.translations import translations, unwritten
from ordskifte.pipeline.workers import HERE
from ordskifte.resolve.changes import alike, untranslated, word_count
from ordskifte.resolve.translations import Version, Work, WorkId
from ordskifte.tools.differences import differences
from ordskifte.tools.statuses import NONE, statuses
from ordskifte.tools.translate import Uneditable, begun, begun_path, edited, recorded
from ordskifte.write import WriteFailed, write_source


@click.group()
def command() -> None:
    """Give articles to translators, and see what is left to do.

    A translation remembers the words that it was made from. When the original changes, `status` tells, `diff` shows
    what, and `accept` says that the translation is right again.
    """


FEW = 3
"""Articles that are named where none has the name that was typed."""

key_argument = click.argument("key", metavar="KEY", shell_complete=article_keys)
to_option = click.option(
    "--to",
    metavar="LANGUAGE",
    shell_complete=languages,
    help="The language of the translation, where there are several.",
)


# --------------------------------------------------------------------------------------
# start
# --------------------------------------------------------------------------------------


@command.command("start", short_help="Write the file of a translation that is to be made.")
@source_option
@key_argument
@click.option(
    "--to",
    required=True,
    metavar="LANGUAGE",
    shell_complete=languages,
    help="The language to translate into, such as en.",
)
@click.option(
    "--from",
    "of",
    metavar="LANGUAGE",
    shell_complete=languages,
    help="The version to translate.  [default: the original]",
)
@click.option(
    "--translator",
    metavar="AUTHOR",
    default="",
    shell_complete=author_ids,
    help="Who translates it, by the name of the author's file.",
)
@click.pass_context
def start(ctx: click.Context, source: Path, key: str, to: str, of: str | None, translator: str) -> None:
    """Write the file of a translation into LANGUAGE of the article KEY, which is the name of its file.

    It begins as a draft, with the words of the original for you to write over. Nothing that is there is overwritten.
    """
    site = _read(source)
    work = site.article(key)
    locale, original = _language(to), site.version(work, of or work.original)
    if translator and (Kind.AUTHOR, translator) not in site.works:
        authors = [name for kind, name in site.works if kind is Kind.AUTHOR]
        raise click.BadParameter(
            f"There is no author {translator!r}.{_near(translator, authors)}", param_hint="--translator"
        )
    path = begun_path(original.face.source, locale)
    there = work.versions[locale].face.source if locale in work.versions else path
    if os.path.lexists(source / there):
        raise click.ClickException(f"{there} is there already.")
    program, now = console.invoked(ctx), site.segments(original)
    fields = {"of": original.locale, "source": text_fingerprint(now), "status": "draft", "translator": translator}
    site.record(work, {path: fields["source"]}, [now])
    site.write(path, begun(site.source(original), path, locale, fields))
    console.tell(
        f"{console.counted(word_count(now), 'word')} to translate; `{program} serve --drafts` shows it as you write.\n"
        f"Then: {program} translate accept {key} --to {locale}\n"
    )


# --------------------------------------------------------------------------------------
# status
# --------------------------------------------------------------------------------------


@command.command("status", short_help="Tell which translations are missing, unfinished or behind their originals.")
@source_option
@click.argument("keys", nargs=-1, metavar="[KEY]...", shell_complete=article_keys)
@click.option("--json", "is_json", is_flag=True, help="Every work in every language, for programs.")
@click.option("--fail-stale", is_flag=True, help="Exit with 1 where a translation is stale.")
@click.option("--fail-missing", is_flag=True, help="Exit with 1 where an edition has no finished translation.")
def status(source: Path, keys: tuple[str, ...], is_json: bool, fail_stale: bool, fail_missing: bool) -> None:
    """Tell which translations are missing, unfinished or behind their originals, and how many words that is.

    Of all works, or of the articles that are named.
    """
    site = _read(source)
    works = [site.article(key) for key in keys] or site.works.values()
    found = tuple(statuses(works, site.config, site.texts))
    console.tell(status_json(found) if is_json else status_text(found, site.config.editions))
    states = {one.state for one in found}
    if (fail_stale and State.STALE in states) or (fail_missing and states & NONE):
        raise SystemExit(1)


# --------------------------------------------------------------------------------------
# diff
# --------------------------------------------------------------------------------------


@command.command("diff", short_help="Show what has changed in an original since it was translated.")
@source_option
@key_argument
@to_option
def diff(source: Path, key: str, to: str | None) -> None:
    """Show what has changed in the original of the article KEY since it was translated.

    Each change is shown with the words that were, those that are, and those that the translation has for them.
    """
    site = _read(source)
    work = site.article(key)
    chosen = site.translations(work, to)
    told = "\n".join(_changes(site, work, version, original) for version, original in chosen)
    console.tell(told)


def _changes(site: "Site", work: Work, version: Version, original: Version) -> str:
    source = _translation(version).source
    heading = f"{version.face.source}, from {original.face.source}: "
    now = site.segments(original)
    if source == text_fingerprint(now):
        return f"{heading}nothing has changed.\n"
    then = site.ledger(work.key).get(source)
    if then is None:
        return f"{heading}it is not known which words it was made from.\n"
    found = differences(then, now, site.segments(version))
    return f"{heading}{version.state}\n\n{differences_text(found, version.locale)}"


# --------------------------------------------------------------------------------------
# accept
# --------------------------------------------------------------------------------------


@command.command("accept", short_help="Say that a translation is right for the original as it is now.")
@source_option
@click.argument("keys", nargs=-1, metavar="KEY...", shell_complete=article_keys)
@to_option
@click.option(
    "--trivial",
    "is_trivial",
    is_flag=True,
    help="What has changed does not concern the translation: its status and day stay.",
)
@click.option(
    "--untracked",
    "is_untracked",
    is_flag=True,
    help="All that do not yet say what they were made from, as with --trivial.",
)
@click.option(
    "--at", callback=read_moment, metavar="TIME", help="The day that is noted.  [default: SOURCE_DATE_EPOCH, else now]"
)
def accept(source: Path, keys: tuple[str, ...], to: str | None, is_trivial: bool, is_untracked: bool, at: str) -> None:
    """Say that the translation of the article KEY is right for the original as it is now.

    A draft becomes a reviewed translation, which readers see, and the day is noted. Only a text without paragraphs in
    the original's words can be accepted; of what is short, such as a title, you are told.

    With --trivial you say that the last changes of the original do not concern the translation, such as a mended comma.
    With --untracked you say so of all translations that do not yet say what they were made from.
    """
    if not keys and not is_untracked:
        raise click.UsageError("Name the article, or several.")
    site = _read(source)
    works = [site.article(key) for key in keys] or site.articles
    today = named_moment(at, site.config, "--at").astimezone(site.config.zone).date().isoformat()
    accepted: dict[WorkId, list[Accepted]] = {}
    for work in works:
        chosen = site.translations(work, to) if keys else site.translated(work)
        if is_untracked:
            chosen = [pair for pair in chosen if not _translation(pair[0]).source]
        elif not is_trivial:
            chosen = _one(work, chosen)
        day = "" if is_trivial or is_untracked else today
        accepted[work.kind, work.key] = [_accepted(site, *pair, day) for pair in chosen]
    site.refuse_faulty(site.works[id] for id, found in accepted.items() if found)
    for id, found in accepted.items():
        if found:
            sources = {one.path: one.fields["source"] for one in found}
            site.record(site.works[id], sources, [one.now for one in found])
        for one in found:
            site.edit(one.path, one.fields)
            console.tell(alike_text(one.alike))


class Accepted(Struct, frozen=True):
    """A translation that is right, and what its front matter is to say of that."""

    path: str
    fields: Mapping[str, str]
    now: Segments
    """The version that it is right for."""
    alike: tuple[Segment, ...] = ()
    """What it has in the words of that, and what may be meant."""


def _one(work: Work, chosen: "Pairs") -> "Pairs":
    """The one that is meant: of several it must be said."""
    behind = [pair for pair in chosen if pair[0].state is not State.CURRENT]
    if len(behind) > 1:
        languages = " and ".join(version.locale for version, _ in behind)
        raise click.UsageError(f"{work.key!r} has translations into {languages}. Name one with --to.")
    return behind or chosen


def _accepted(site: "Site", version: Version, original: Version, day: str) -> Accepted:
    """What is to be written; without a day, nothing but what it was made from. Stops where it cannot be accepted."""
    translation, now, own = _translation(version), site.segments(original), site.segments(version)
    fields = {"source": text_fingerprint(now)}
    if day:
        left = untranslated(own, now)
        body_line = site.source(version).body_line
        site.refuse(unwritten(version.face, body_line, segment.line, original.locale) for segment in left)
        if translation.status is not TranslationStatus.REVIEWED:
            fields["status"] = TranslationStatus.REVIEWED.value
        if "status" in fields or fields["source"] != translation.source:
            fields["updated"] = day
    return Accepted(version.face.source, fields, now, alike(own, now) if day else ())


# --------------------------------------------------------------------------------------
# link
# --------------------------------------------------------------------------------------


@command.command("link", short_help="Say that one version of an article is the translation of another.")
@source_option
@key_argument
@click.option("--of", required=True, metavar="LANGUAGE", shell_complete=languages, help="The language of the original.")
@to_option
@click.pass_context
def link(ctx: click.Context, source: Path, key: str, of: str, to: str | None) -> None:
    """Say of an article that has several originals which one of them is the original; the others are translations."""
    site = _read(source)
    work = site.article(key)
    original = site.version(work, of)
    others = [version for version in work.versions.values() if version is not original and not _is_linked(version)]
    if to:
        others = [version for version in others if version is site.version(work, to)]
    if not others or _is_linked(original):
        raise click.ClickException(f"There is nothing to link: {', '.join(map(_described, work.versions.values()))}.")
    for version in others:
        site.edit(version.face.source, {"of": original.locale})
    console.tell(f"If the translation says what the original says now: {console.invoked(ctx)} translate accept {key}\n")


def _is_linked(version: Version) -> bool:
    return isinstance(version.front, ArticleFront) and version.front.translation is not None


def _described(version: Version) -> str:
    of = f"translated from {_translation(version).of}" if _is_linked(version) else "an original"
    return f"{version.locale} is {of}"


def _titles(work: Work) -> Iterable[str]:
    fronts = (version.front for version in work.versions.values())
    return (words for front in fronts if isinstance(front, ArticleFront) for _, words in front.title.values)


def _translation(version: Version) -> Translation:
    assert isinstance(version.front, ArticleFront)
    assert version.front.translation is not None
    return version.front.translation


# --------------------------------------------------------------------------------------
# The site
# --------------------------------------------------------------------------------------

Pairs = list[tuple[Version, Version]]
"""Translations, each with the version that it was made from."""


class Site(Sources):
    """The sources of a site, to be chosen from and to be changed."""

    def __init__(self, root: Path, files: Files, texts: Parsed, states: Mapping[str, State]) -> None:
        super().__init__(files, texts, states)
        self._root = root
        self._problems = texts.diagnostics

    # ---- works ------------------------------------------------------------------------

    @property
    def articles(self) -> list[Work]:
        return [work for work in self.works.values() if work.kind is Kind.ARTICLE]

    def article(self, key: str) -> Work:
        """An article whose files can be read as they are meant. Stops where there is none."""
        work = self.works.get((Kind.ARTICLE, key))
        if work is None:
            raise click.BadParameter(f"There is no article {key!r}. {self._meant(key)}", param_hint="KEY")
        self.refuse_faulty([work])
        return work

    def _meant(self, typed: str) -> str:
        """Which article may be meant by what is none's name, such as a title or a file."""
        named = {name.casefold(): work.key for work in self.articles for name in (*_titles(work), work.key)}
        file = typed.rpartition("/")[2].casefold()
        begun = [key for name, key in named.items() if name.startswith(file)]
        near = difflib.get_close_matches(file, named, 1, 0.6) or difflib.get_close_matches(
            file.partition(".")[0], named, 1, 0.6
        )
        found = list(dict.fromkeys([*begun, *(named[name] for name in near)]))[:FEW]
        if not found:
            return "An article is called as its file is, without the language."
        return f"Did you mean {' or '.join(map(repr, found))}?"

    def version(self, work: Work, locale: str) -> Version:
        known = work.versions.get(_language(locale))
        if known is None:
            there = ", ".join(work.versions)
            raise click.UsageError(f"{work.key!r} has no version in {locale!r}. There is: {there}.")
        return known

    def translations(self, work: Work, to: str | None) -> Pairs:
        """The translations of a work, or the one into a language. Stops where there is none."""
        wanted = [self.version(work, to)] if to else None
        found = [pair for pair in self.translated(work) if wanted is None or pair[0] in wanted]
        if not found:
            which = f" into {to}" if to else ""
            raise click.UsageError(f"{work.key!r} has no translation{which}.")
        return found

    def translated(self, work: Work) -> Pairs:
        versions = work.versions
        return [
            (version, versions[_translation(version).of])
            for version in versions.values()
            if _is_linked(version) and version.state is not State.ORPHAN
        ]

    # ---- texts ------------------------------------------------------------------------

    def source(self, version: Version) -> Source:
        return self.source_at(version.face.source)

    def segments(self, version: Version) -> Segments:
        return self.segments_at(version.face.source)

    # ---- changes ----------------------------------------------------------------------

    def record(self, work: Work, sources: Mapping[str, str], originals: Iterable[Segments]) -> None:
        """Put versions of a work into its ledger; `sources` are the fingerprints that translations have from now on.

        Stops where the ledger cannot be read, so that none of it is lost.
        """
        ledger, problems = self._ledger(work.key)
        if problems:
            stop(self._files, problems)
        now = {version.face.source: _translation(version).source for version, _ in self.translated(work)} | {**sources}
        new = recorded(ledger, originals, now.values())
        if new != ledger:
            self.write(ledger_path(work.key), ledger_text(new))

    def edit(self, path: str, fields: Mapping[str, str]) -> None:
        try:
            text = edited(path, self._content(path).decode(), fields)
        except Uneditable as problem:
            raise click.ClickException(str(problem)) from None
        self.write(path, text)

    def write(self, path: str, text: str) -> None:
        try:
            changed = write_source(self._root, self._on_disk(path), text.encode())
        except WriteFailed as problem:
            raise click.ClickException(str(problem)) from None
        console.tell(f"{path}: {'written' if changed else 'unchanged'}\n")

    def _on_disk(self, path: str) -> str:
        """The path as the disk spells it, or the folder of a new file: letters may be composed otherwise there."""
        names = {known: os.fsdecode(name) for known, name in self._files.names.items()}
        folder, _, file = path.rpartition("/")
        folders = {known.rpartition("/")[0]: name.rpartition("/")[0] for known, name in names.items()}
        return names.get(path, f"{folders.get(folder, folder)}/{file}")

    def refuse_faulty(self, works: Iterable[Work]) -> None:
        """Stop where a file of one of the works cannot be read as it is meant."""
        paths = {version.face.source for work in works for version in work.versions.values()}
        self.refuse(problem for problem in self._problems if problem.is_error and problem.span.source in paths)

    def refuse(self, problems: Iterable[Diagnostic]) -> None:
        """Stop where there are problems."""
        found = in_order(tuple(placed(problem, self._places()) for problem in problems))
        if found:
            stop(self._files, found)

    def _places(self) -> Mapping[str, Places]:
        return {path: source.places for path, source in self._sources.items()}


def _read(source: Path) -> Site:
    return answered(source, partial(_site, source))


def _site(root: Path, files: Files, memo: Memo) -> Site:
    texts = parsed(files, memo, "", HERE)
    if isinstance(texts, tuple):
        stop(files, in_order(texts))
    return Site(root, files, texts, translations(files, texts, memo, HERE).states)


def _language(tag: str) -> str:
    try:
        return normalised(tag)
    except ValueError as problem:
        raise click.UsageError(f"{problem}.") from None


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.6)
    return f" Did you mean {near[0]!r}?" if near else ""
