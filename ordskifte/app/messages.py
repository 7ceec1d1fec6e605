"""`messages`: the words of the interface on their way to translators and back, and how far the languages are."""

import difflib
import os
from collections.abc import Container, Iterable, Mapping, Set
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from ordskifte.app import console
from ordskifte.app.build import source_option
from ordskifte.app.completion import languages
from ordskifte.app.layout import progress_json, progress_text
from ordskifte.app.sources import interface_files, stop
from ordskifte.check.findings import graded
from ordskifte.load import CONFIG, Files
from ordskifte.model.catalog import PSEUDO_LOCALE, SOURCE_LOCALE, Extracted
from ordskifte.model.codes import STRICT
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, Severity, Span, in_order, placed
from ordskifte.model.locales import normalised, primary
from ordskifte.model.translations import LEDGERS
from ordskifte.parse.po import Po, PoEntry, read
from ordskifte.parse.text import decoded
from ordskifte.pipeline.catalogs import catalog_findings
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.results import Made
from ordskifte.pipeline.sources import Parsed, parsed, quoted
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.workers import HERE
from ordskifte.render.compiled import FOLDER as TEMPLATES
from ordskifte.render.formats import language_name, plural_header
from ordskifte.render.templates import Templates
from ordskifte.render.wording import asked, catalog_path
from ordskifte.tools.comparison import catalog_differences, is_same, template_differences
from ordskifte.tools.editions import edition_table, tables_without
from ordskifte.tools.messages import Entries, name, template, upkept
from ordskifte.tools.po import po_text
from ordskifte.tools.progress import Progress, progress, word_count
from ordskifte.tools.pseudo import pseudo
from ordskifte.write import WriteFailed, write_source

POT = "locales/messages.pot"
CATALOGS = "locales/"
LEFT_OUT = frozenset(("catalog-duplicate", "catalog-entry"))
"""What makes the reader of a catalog leave an entry out."""
MOST = 10
"""Words of `site.toml` that are told of one by one."""
FOREIGN = frozenset(("catalog-language", "catalog-plural"))
"""What a header says that its language does not: which of the two is wrong, only a person can tell."""


# --------------------------------------------------------------------------------------
# The words
# --------------------------------------------------------------------------------------


class Words(Struct, frozen=True):
    """The words of a site's interface, in English and in the languages that they have been put into."""

    files: Files
    texts: Parsed
    uses: tuple[Extracted, ...]
    problems: Diagnostics
    """With the templates, `site.toml` and the catalogs."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of editions, then those of other catalogs, but for the one that is none."""
        known = dict.fromkeys((*self.texts.config.editions, *self.texts.catalog_paths))
        return tuple(locale for locale in known if locale != PSEUDO_LOCALE)

    @property
    def catalogs(self) -> Mapping[str, str]:
        """Where the catalog of each language lies or is to lie; English needs none."""
        editions = [locale for locale in self.texts.config.editions if primary(locale) != SOURCE_LOCALE]
        return {
            **self.texts.catalog_paths,
            **{locale: catalog_path(locale) for locale in editions if locale not in self.texts.catalog_paths},
        }

    def entries(self, locale: str) -> Entries:
        """Those of a catalog; of one that is to be written there are none yet."""
        return self.texts.readings[locale].entries if locale in self.texts.readings else ()

    @property
    def of_english(self) -> Diagnostics:
        """What is wrong with the templates and `site.toml`."""
        return tuple(problem for problem in self.problems if not problem.span.source.startswith(CATALOGS))

    @property
    def of_upkeep(self) -> Diagnostics:
        """What is wrong, but for the headers, which the upkeep mends; an entry that is left out would be lost by it."""
        left = (problem for problem in self.problems if problem.code != "catalog-header")
        return _raised(left, LEFT_OUT | FOREIGN)


def _read(source: Path) -> Words:
    """The words of a site; its articles are not read. Stops where there is no usable `site.toml`."""
    files = interface_files(source)
    texts = parsed(files, Memo(files, store_in_memory()), "", HERE)
    if isinstance(texts, tuple):
        stop(files, in_order(texts))
    found = (*texts.diagnostics, *Templates(texts.templates).broken.values())
    places = {CONFIG: texts.config_places}
    problems = in_order(tuple(placed(problem, places) for problem in found if _is_of_words(problem)))
    return Words(files, texts, asked(texts.config, texts.templates.values()), problems)


def _is_of_words(problem: Diagnostic) -> bool:
    source = problem.span.source
    return source == CONFIG or (source.startswith((TEMPLATES, CATALOGS)) and not source.startswith(LEDGERS))


def _refuse(words: Words, problems: Iterable[Diagnostic]) -> None:
    """Tell of the problems, and stop where one of them is an error: what is left out of a text that cannot be read
    would look like a message that is gone.
    """
    found = in_order(tuple(problems))
    if any(problem.is_error for problem in found):
        stop(words.files, found)
    console.tell(console.as_text(found, quoted(words.files, found)))


def _write(source: Path, catalogs: Mapping[str, Entries], kept: Container[str] = ()) -> None:
    try:
        for path, entries in catalogs.items():
            changed = path not in kept and write_source(source, path, po_text(entries).encode())
            console.tell(f"{path}: {'written' if changed else 'unchanged'}\n")
    except WriteFailed as problem:
        raise click.ClickException(str(problem)) from None


# --------------------------------------------------------------------------------------
# The command
# --------------------------------------------------------------------------------------


@click.group()
def command() -> None:
    """Give the words of the interface to translators, and see how far they are.

    They stand in the templates and in site.toml, in English. What translators fill in is under locales/.
    """


check_option = click.option(
    "--check", "is_check", is_flag=True, help="Write nothing; tell what is not in step, and exit with 1 if anything is."
)


# --------------------------------------------------------------------------------------
# extract, update
# --------------------------------------------------------------------------------------


@command.command("extract", short_help="Write the template of the catalogs, locales/messages.pot.")
@source_option
@check_option
def extract_command(source: Path, is_check: bool) -> None:
    """Write every message of the templates and of site.toml to locales/messages.pot."""
    words = _read(source)
    _refuse(words, words.of_english)
    if is_check:
        _end_check((_template_step(words),), "extract")
    else:
        _write(source, {POT: template(words.uses)})


@command.command("update", short_help="Bring the catalog of every language into step with the English.")
@source_option
@check_option
@click.option(
    "--trivial",
    multiple=True,
    metavar="CONTEXT",
    help="Keep the translation of a message whose English was only mended. It is called by its context, or by its new "
    "English where it has none. Can be given several times.",
)
def update_command(source: Path, is_check: bool, trivial: tuple[str, ...]) -> None:
    """Bring locales/messages.pot and the catalog of every language into step with the English.

    New messages come in empty. A translation whose English has changed is kept and marked fuzzy; one that is no longer
    used is kept at the end of its file. None is lost.
    """
    words = _read(source)
    _refuse(words, words.of_upkeep)
    _require_names(words, trivial)
    updated = {path: _upkept(words, locale, trivial) for locale, path in words.catalogs.items()}
    if is_check:
        steps = (_catalog_step(words, locale, updated[path]) for locale, path in words.catalogs.items())
        _end_check((_template_step(words), *steps), "update")
    else:
        # An editor has its own way to break lines; what says the same stays as it left it.
        kept = {path for locale, path in words.catalogs.items() if is_same(words.entries(locale), updated[path])}
        _write(source, {POT: template(words.uses), **updated}, kept)


def _require_names(words: Words, trivial: Iterable[str]) -> None:
    known = sorted({name(use.message) for use in words.uses})
    for one in trivial:
        if one not in known:
            near = difflib.get_close_matches(one, known, 1, 0.6)
            told = f" Did you mean {near[0]!r}?" if near else ""
            raise click.BadParameter(f"There is no message {one!r}.{told}", param_hint="--trivial")


def _upkept(words: Words, locale: str, trivial: tuple[str, ...] = ()) -> Entries:
    if locale == PSEUDO_LOCALE:
        return pseudo(words.uses, plural_header(locale))
    return upkept(words.entries(locale), words.uses, locale, plural_header(locale), trivial)


class Step(Struct, frozen=True):
    """A file, and what in it is not in step with the English."""

    path: str
    differences: tuple[str, ...]


def _template_step(words: Words) -> Step:
    if POT not in words.files.stamps:
        return Step(POT, ("there is no such file",))
    found = _template(words.files)
    _refuse(words, found.diagnostics)
    return Step(POT, tuple(template_differences(found.entries, template(words.uses))))


def _template(files: Files) -> Po:
    content = files.read(POT)
    text, problems = ("", (content,)) if isinstance(content, Diagnostic) else decoded(POT, content)
    found = read(POT, text)
    return replace(found, diagnostics=(*problems, *found.diagnostics))


def _catalog_step(words: Words, locale: str, updated: Iterable[PoEntry]) -> Step:
    if locale not in words.texts.readings:
        return Step(words.catalogs[locale], ("there is no such file",))
    is_pseudo = locale == PSEUDO_LOCALE
    differences = catalog_differences(words.entries(locale), updated, is_pseudo=is_pseudo)
    return Step(words.catalogs[locale], tuple(differences))


def _end_check(steps: Iterable[Step], mended_by: str) -> None:
    """Tell what is not in step, and end with 1 where anything is not."""
    found = list(steps)
    for step in found:
        console.tell("".join(f"{step.path}: {told}\n" for told in step.differences or ("in step",)))
    if any(step.differences for step in found):
        console.tell(f"Not in step. Run `messages {mended_by}`, and commit what it writes.\n")
        raise SystemExit(1)


# --------------------------------------------------------------------------------------
# new, pseudo
# --------------------------------------------------------------------------------------


@command.command("new", short_help="Write an empty catalog for another language.")
@source_option
@click.argument("language", metavar="LOCALE", shell_complete=languages)
def new_command(source: Path, language: str) -> None:
    """Write an empty catalog for the language LOCALE, such as nn, se or pt-BR, and say what makes it an edition.

    Nothing that is there is overwritten.
    """
    locale = _locale(language)
    words = _read(source)
    _refuse(words, words.of_english)
    path = words.texts.catalog_paths.get(locale, catalog_path(locale))
    if os.path.lexists(source / path):
        raise click.ClickException(f"{path} is there already. `messages update` brings it into step.")
    entries = upkept((), words.uses, locale, plural_header(locale))
    _write(source, {path: entries})
    if primary(locale) == SOURCE_LOCALE:
        console.tell("English is complete by itself: only words that are to be others than in the templates go here.\n")
    else:
        left = console.counted(sum(map(word_count, entries)), "word")
        console.tell(f"{console.counted(len(entries) - 1, 'message')}, {left} to translate.\n")
    if language_name(locale, "en") == locale:
        console.tell(f"`{locale}` is a language that is not known here: plural forms, dates and numbers are English.\n")
    _tell_edition(words, locale, "Add this to site.toml, and the site has an edition in it:")
    _tell_tables(words, locale)


@command.command("pseudo", short_help="Write a catalog in which every message is visibly none of a language.")
@source_option
def pseudo_command(source: Path) -> None:
    """Write a catalog of English in other letters, between brackets, and longer by a third.

    What a page of the edition en-XA shows in plain letters was never given to translators, and where its layout breaks,
    a longer language breaks it too.
    """
    words = _read(source)
    _refuse(words, words.of_english)
    path = words.texts.catalog_paths.get(PSEUDO_LOCALE, catalog_path(PSEUDO_LOCALE))
    _write(source, {path: pseudo(words.uses, plural_header(PSEUDO_LOCALE))})
    _tell_edition(words, PSEUDO_LOCALE, "Add this to site.toml, run `serve`, and look at that edition:")
    console.tell("It is no language: take the edition out of site.toml again before you publish.\n")


def _locale(language: str) -> str:
    try:
        locale = normalised(language)
    except ValueError as problem:
        raise click.BadParameter(f"{problem}.", param_hint="LOCALE") from None
    if locale == PSEUDO_LOCALE:
        raise click.BadParameter(f"{locale} is no language. `messages pseudo` writes it.", param_hint="LOCALE")
    if locale.lower() != language.lower().replace("_", "-"):
        console.tell(f"`{language}` is read as `{locale}`.\n")
    return locale


def _tell_edition(words: Words, locale: str, what_for: str) -> None:
    """What makes a language an edition, unless it is one."""
    editions = words.texts.config.editions
    if locale not in editions:
        console.tell(f"{what_for}\n\n{edition_table(locale, editions)}\n")


def _tell_tables(words: Words, locale: str) -> None:
    """Which words no catalog has."""
    places = words.texts.config_places
    lacking = tables_without(locale, words.texts.config.editions, places)
    if lacking:
        told = [f"{CONFIG}:{places[name].line}: {name}\n" for name in lacking[:MOST]]
        more = f"and {len(lacking) - MOST} more\n" if len(lacking) > MOST else ""
        what_for = f"These words are in no catalog. Add `{locale}` to their tables too:"
        console.tell(f"{what_for}\n\n{''.join(told)}{more}\n")


# --------------------------------------------------------------------------------------
# status
# --------------------------------------------------------------------------------------


@command.command("status", short_help="Tell how much of the interface each language has words for.")
@source_option
@click.option("--json", "is_json", is_flag=True, help="All counts of every language, for programs.")
@click.option(
    "--fail-under",
    type=console.Whole(0, 100),
    metavar="PERCENT",
    default=0,
    help="Exit with 1 where an edition has less of the interface than this.",
)
def status_command(source: Path, is_json: bool, fail_under: int) -> None:
    """Tell how much of the interface each language has words for, and how many words of English are left.

    Of every edition, and of every catalog that is there.
    """
    words = _read(source)
    _refuse(words, (problem for problem in _raised(words.problems, FOREIGN) if problem.is_error))
    same = {problem.span for problem in _findings(words) if problem.code == "message-same"}
    found = tuple(_progress(words, locale, same) for locale in words.languages)
    console.tell(progress_json(found) if is_json else progress_text(found))
    under = [one.locale for one in found if one.is_edition and one.percent < fail_under]
    if under:
        console.tell(f"Under {fail_under} %: {', '.join(under)}.\n", to_errors=is_json)
        raise SystemExit(1)


def _progress(words: Words, locale: str, same: Set[Span | At]) -> Progress:
    """How far a language is; `same` are the places of translations that are the English."""
    texts = words.texts
    usable = texts.catalogs[locale].messages if locale in texts.catalogs else {}
    copied = {entry.message for entry in words.entries(locale) if not same.isdisjoint(entry.places.values())}
    path, is_edition = texts.catalog_paths.get(locale, ""), locale in texts.config.editions
    return progress(locale, path, _upkept(words, locale), usable, copied, is_edition=is_edition)


# --------------------------------------------------------------------------------------
# check
# --------------------------------------------------------------------------------------


@command.command("check", short_help="Tell what is wrong with catalogs, glossaries and the English itself.")
@source_option
@click.option(
    "--format",
    "shape",
    type=click.Choice([*console.FORMATS]),
    default="text",
    help="How problems are told: to people, to programs, or beside the lines of a pull request on GitHub.",
)
def check_command(source: Path, shape: str) -> None:
    """Tell what is wrong with the catalogs, the glossaries, and the words of the templates and of site.toml.

    An entry that readers are not shown because of a mistake is an error here, though no build stops at it.
    """
    words = _read(source)
    found = _raised((*words.problems, *_findings(words)), STRICT)
    problems = in_order(graded(found, words.texts.config.severities))
    told = Made((), problems, quoted(words.files, problems))
    console.tell(console.FORMATS[shape](told))
    languages = [locale for locale in words.languages if locale in words.texts.catalog_paths]
    named = f" ({', '.join(languages)})" if languages else ""
    messages = console.counted(len({use.message for use in words.uses}), "message")
    catalogs = console.counted(len(languages), "catalog")
    console.tell(f"Checked {messages} in {catalogs}{named}: {console.noted(told)}\n", to_errors=shape != "text")
    if told.has_errors:
        raise SystemExit(1)


def _findings(words: Words) -> Diagnostics:
    """What a build does not tell of: how well the words of catalogs go with the English."""
    return catalog_findings(words.files, words.texts, Memo(words.files, store_in_memory()))


def _raised(problems: Iterable[Diagnostic], codes: frozenset[str]) -> Diagnostics:
    """The problems, those with these codes as errors."""
    return tuple(
        replace(problem, severity=Severity.ERROR) if problem.code in codes else problem for problem in problems
    )
