"""Jinja's one door: the environment with its tag, functions and filters, rendering, and whose mistake an error is.

A template has no clock, no environment and no randomness; it has the values it is given, the View, and the functions
below, which speak for the View of the template that is being rendered.
"""

import re
import traceback
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.environment import TemplateModule
from jinja2.ext import babel_extract
from jinja2.runtime import Context
from jinja2.utils import Namespace

from ordskifte.model.answers import Query
from ordskifte.model.catalog import Extracted
from ordskifte.model.diagnostics import Diagnostic, Span, error
from ordskifte.model.fingerprints import digest
from ordskifte.model.text import Html, LanguageLost, Message, Saying, Text
from ordskifte.render import formats
from ordskifte.render.language import LangTag, Languages, Unmarked, Unprintable, marked
from ordskifte.render.messages import MissingValue, linked
from ordskifte.render.view import Answers, FragmentCycle, View

FOLDER = "templates/"
FRAGMENTS = "fragments/"
_SHAPES: Mapping[str, tuple[str, ...]] = {
    "_": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
}
"""What the first arguments of each message function are."""
_TOO_MUCH = (RecursionError, SyntaxError, ValueError)
"""What Jinja and Python raise for hundreds of levels and thousands of digits."""
_EXTRACTION = {"extensions": "ordskifte.render.language.LangTag", "trim_blocks": "true", "lstrip_blocks": "true"}


class RenderFailed(Exception):
    """An output could not be made; `diagnostic` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class SiteView:
    """`site`: the View of the template that is being rendered.

    It has this one name in all templates, so that a file of macros need not be imported with what is around it.
    """

    def __init__(self, views: list[View]) -> None:
        self._views = views

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(f"`site` has no `{name}`")
        return getattr(self._views[-1], name)


class _Template(Template):
    """One that is made into a module anew by each import, unless it holds nothing but macros.

    Jinja keeps the module of the first, with its words in that page's language; the other pages would not have asked.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        is_kept = self.name in self.environment.macro_files  # type: ignore[attr-defined]
        return super()._get_default_module(ctx) if is_kept else self.make_module()


class Templates:
    """A site's templates, by their names under `templates/`."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources
        self._languages = Languages()
        self._views: list[View] = []
        self._environment = self._made()
        self.broken: dict[str, Diagnostic] = {}
        """Those that cannot be used at all, and why."""
        self._macro_files = set[str]()
        self._references = {name: self._referenced(name) for name in sources}
        self._find_cycles()
        self._environment.extend(macro_files=frozenset(filter(self._is_inert, self._macro_files)))

    def __contains__(self, name: str) -> bool:
        return name in self._sources

    def view(self, answers: Answers, locale: str) -> View:
        """A fresh View, for one output."""
        return View(answers, locale, self._languages)

    def render(self, name: str, view: View, ambient: str = "", **values: object) -> str:
        """The template's text with these values; `ambient` is the language of the place it will stand in, if any.

        Raises RenderFailed for what the template's author got wrong.
        """
        for reachable in sorted(self._closure(name)):
            if reachable in self.broken:
                raise RenderFailed(self.broken[reachable])
        view.ask("template", name)
        self._views.append(view)
        try:
            with self._languages.inside(ambient or "und"):
                return self._environment.get_template(name).render(values)
        except RenderFailed:
            raise
        except Exception as problem:
            diagnostic = self._diagnostic(name, problem)
            if diagnostic is None:
                raise
            raise RenderFailed(diagnostic) from problem
        finally:
            self._views.pop()

    def fragment(self, answers: Answers, query: Query) -> tuple[Html, tuple[Query, ...]]:
        """The answer to a `fragment` query, and what was asked for it."""
        locale, ambient, name, *arguments = query.arguments
        view = self.view(answers, str(locale))
        html = self.render(f"{FRAGMENTS}{name}.html", view, str(ambient), arguments=tuple(arguments))
        return Html(html, str(ambient)), tuple(view.asked)

    def digests(self) -> dict[str, bytes]:
        """For each template the digest of its source and of all that it can reach."""
        return {
            name: digest(
                "\0".join(f"{other}\0{self._sources[other]}" for other in sorted(self._closure(name))).encode()
            )
            for name in self._sources
        }

    # ---- the environment --------------------------------------------------------------

    def _made(self) -> Environment:
        environment = Environment(
            loader=FunctionLoader(self._loaded),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=[LangTag],
            finalize=self._languages.printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            cache_size=-1,
        )
        environment.template_class = _Template
        environment.extend(languages=self._languages)
        environment.globals.clear()
        environment.globals.update(self._functions(), site=SiteView(self._views), range=range, namespace=Namespace)
        environment.filters.update(self._filters())
        for name in (
            "random",
            "sort",
            "dictsort",
            "pprint",
            "filesizeformat",
        ):  # chance, and orders that no language has
            del environment.filters[name]
        return environment

    def _loaded(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = self._sources.get(name)
        return (source, FOLDER + name, lambda: True) if source is not None else None

    def _functions(self) -> dict[str, Callable[..., object]]:
        def gettext(msgid: str, /, **values: object) -> Saying | Html:
            return self._views[-1].said(msgid, values)

        def ngettext(msgid: str, plural: str, n: int, /, **values: object) -> Saying | Html:
            return self._views[-1].said(msgid, values, plural, n)

        def pgettext(context: str, msgid: str, /, **values: object) -> Saying | Html:
            return self._views[-1].said(msgid, values, context=context)

        def npgettext(context: str, msgid: str, plural: str, n: int, /, **values: object) -> Saying | Html:
            return self._views[-1].said(msgid, values, plural, n, context)

        def separators(count: int) -> tuple[str, ...]:
            return formats.separators(count, self._views[-1].formats().formats)

        return {
            "_": gettext,
            "ngettext": ngettext,
            "pgettext": pgettext,
            "npgettext": npgettext,
            "separators": separators,
        }

    def _filters(self) -> dict[str, Callable[..., object]]:
        def day(value: date | datetime) -> Text:
            how = self._views[-1].formats()
            return Text(formats.date(value, how.formats, how.zone), how.locale)

        def isodate(value: date | datetime) -> str:
            return formats.isodate(value, self._views[-1].formats().zone)

        def number(value: int | float) -> Text:
            how = self._views[-1].formats()
            return Text(formats.number(value, how.formats), how.locale)

        def in_span(value: Text | Html) -> Html:
            return marked(value, self._languages.current)

        return {"date": day, "isodate": isodate, "number": number, "marked": in_span, "linked": linked}

    # ---- what templates say of themselves ---------------------------------------------

    def _referenced(self, name: str) -> frozenset[str]:
        """The templates that one names; all of them if it names one by an expression."""
        try:
            tree = self._environment.parse(self._sources[name], filename=FOLDER + name)
            self._environment.compile(tree, name, FOLDER + name)
        except TemplateSyntaxError as problem:
            self.broken[name] = _syntax(problem)
            return frozenset()
        except _TOO_MUCH:
            message, hint = "This cannot be compiled: it is nested too deeply.", "Divide it into several templates."
            self.broken[name] = error("template-syntax", message, Span(FOLDER + name), hint)
            return frozenset()
        if all(map(_says_nothing, tree.body)):
            self._macro_files.add(name)
        named = set(meta.find_referenced_templates(tree))
        return frozenset(self._sources) if None in named else frozenset(other for other in named if other)

    def _closure(self, name: str) -> set[str]:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            other = waiting.pop()
            if other not in reached and other in self._sources:
                reached.add(other)
                waiting += self._references.get(other, ())
        return reached

    def _is_inert(self, name: str) -> bool:
        """Whether to import a template asks nothing, because it and what it imports are nothing but macros."""
        return self._closure(name) <= self._macro_files

    def _find_cycles(self) -> None:
        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                cycle = " → ".join((*path[path.index(name) :], name))
                hint = "A template cannot include or extend itself, not even by way of others."
                span = Span(FOLDER + name)
                self.broken.setdefault(
                    name, error("template-cycle", f"Templates include each other: {cycle}.", span, hint)
                )
            elif name in self._sources and name not in done:
                for other in sorted(self._references[name]):
                    visit(other, (*path, name))
                done.add(name)

        done: set[str] = set()
        for name in sorted(self._sources):
            visit(name, ())

    def _diagnostic(self, name: str, problem: Exception) -> Diagnostic | None:
        """The author's mistake behind an exception; None if the mistake is ours."""
        if isinstance(problem, TemplateSyntaxError):
            return _syntax(problem)
        frames = traceback.extract_tb(problem.__traceback__)
        inside = [frame for frame in frames if frame.filename.startswith(FOLDER)]
        if not inside and not isinstance(problem, TemplateError):
            return None
        span = Span(inside[-1].filename, inside[-1].lineno or 0) if inside else Span(FOLDER + name)
        code, hint = _explained(problem)
        return error(code, f"{_sentence(problem)}.", span, hint)


def _says_nothing(node: nodes.Node) -> bool:
    """Whether a part of a template that is imported has no words of its own."""
    if isinstance(node, nodes.Output):
        return all(isinstance(part, nodes.TemplateData) for part in node.nodes)
    return isinstance(node, nodes.Macro | nodes.Import | nodes.FromImport)


def extracted(name: str, source: str) -> tuple[Extracted, ...]:
    """The messages that a template asks for, with the notes to translators (`{# NOTE: … #}`) just above them.

    A template that cannot be parsed asks for nothing; `Templates.broken` says what is wrong with it.
    """
    try:
        found = list(babel_extract(BytesIO(source.encode()), list(_SHAPES), ["NOTE:"], _EXTRACTION))
    except (TemplateSyntaxError, *_TOO_MUCH):
        return ()
    messages: list[Extracted] = []
    for _, function, words, comments in found:
        literal = (words,) if isinstance(words, str) else words or ()
        parts = {name: part for name, part in zip(_SHAPES.get(function, ()), literal, strict=False) if part is not None}
        if "msgid" in parts:
            message = Message(parts["msgid"], parts.get("context", ""))
            notes = " ".join(comment.removeprefix("NOTE:").strip() for comment in comments)
            messages.append(Extracted(message, parts.get("plural", ""), notes, FOLDER + name))
    return tuple(messages)


def _syntax(problem: TemplateSyntaxError) -> Diagnostic:
    source = problem.filename or FOLDER + (problem.name or "")
    return error("template-syntax", f"{_sentence(problem)}.", Span(source, problem.lineno, 1))


def _sentence(problem: Exception) -> str:
    if isinstance(problem, TemplateNotFound):
        return f"There is no template `{problem.message}`"
    said = (problem.message if isinstance(problem, TemplateError) else str(problem)) or type(problem).__name__
    if isinstance(problem, LookupError):
        said = f"there is no {said}"
    said = re.sub(r"'[\w.]+\.(\w+) object' has no", r"a \1 has no", said)
    return said[:1].upper() + said[1:].rstrip(".")


def _explained(problem: Exception) -> tuple[str, str]:
    """The code of a problem, and what to do about it."""
    match problem:
        case Unmarked():
            return "lang-unmarked", "Put it inside {% lang … %}, or write |marked where it is printed."
        case LanguageLost():
            return "lang-lost", "Use a placeholder in a message, or print the text by itself."
        case MissingValue():
            return "message-value", 'Give the value by name: _("… %(name)s", name=…).'
        case FragmentCycle() | RecursionError():
            return "template-cycle", "A template cannot include itself."
        case Unprintable():
            return "template-value", "Test it with {% if %} first, or print one of its parts."
        case _:
            return "template-error", ""
