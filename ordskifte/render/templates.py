"""A site's templates: which of them reach which, rendering, and whose mistake an error is.

With `dialect`, `compiled` and `language` this is Jinja's one door.
"""

import marshal
import re
import traceback
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any

from jinja2 import BaseLoader, Environment, Template, TemplateError, TemplateNotFound
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

from ordskifte.model.answers import Query
from ordskifte.model.diagnostics import Diagnostic, Span, error
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.text import Html, LanguageLost
from ordskifte.render.compiled import FOLDER, Compiled, sentence
from ordskifte.render.dialect import Dialect, SiteView, speaking
from ordskifte.render.language import Languages, Unmarked, Unprintable
from ordskifte.render.messages import MissingValue
from ordskifte.render.view import Answers, FragmentCycle, View

FRAGMENTS = "fragments/"


class RenderFailed(Exception):
    """An output could not be made; `diagnostic` says where and why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Template(Template):
    """One that is made into a module anew by each import, unless to import it asks nothing.

    Jinja keeps the module of the first, with its words in that page's language; the other pages would not have asked.
    """

    is_inert = False

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module(ctx) if self.is_inert else self.make_module()


class _Loader(BaseLoader):
    """Templates from code that is compiled already; each is unmarshalled when it is first used."""

    def __init__(self, code: Mapping[str, bytes], inert: frozenset[str]) -> None:
        self._code = code
        self._inert = inert

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> _Template:
        if name not in self._code:
            raise TemplateNotFound(name)
        code = marshal.loads(self._code[name])  # noqa: S302 - the code is our own, from `compiled`
        template = _Template.from_code(environment, code, {} if globals is None else globals)
        assert isinstance(template, _Template)
        template.is_inert = name in self._inert
        return template


class Templates:
    """A site's templates, by their names under `templates/`."""

    def __init__(self, compiled: Mapping[str, Compiled], languages: Languages | None = None) -> None:
        self._compiled = compiled
        self._closures = {name: self._closure(name) for name in compiled}
        self._languages = languages or Languages()
        self._site = SiteView()
        loader = _Loader({name: template.code for name, template in compiled.items()}, self._inert())
        self._environment = Dialect(self._site, self._languages, loader)
        self.broken = {name: template.problem for name, template in compiled.items() if template.problem}
        """Those that cannot be used at all, and why."""
        self._find_cycles()

    def __contains__(self, name: str) -> bool:
        return name in self._compiled

    @property
    def names(self) -> Collection[str]:
        return self._compiled.keys()

    def view(self, answers: Answers, locale: str) -> View:
        """A fresh View, for one output."""
        return View(answers, locale, self._languages)

    def render(self, name: str, view: View, ambient: str = "", **values: object) -> str:
        """The template's text with these values; `ambient` is the language of the place it will stand in, if any.

        Raises RenderFailed for what the template's author got wrong.
        """
        for reachable in sorted(self._closures.get(name, ())):
            if reachable in self.broken:
                raise RenderFailed(self.broken[reachable])
        view.ask("template", name)
        try:
            with self._languages.inside(ambient or "und"), speaking(self._site, view):
                return self._environment.get_template(name).render(values)
        except RenderFailed:
            raise
        except Exception as problem:
            diagnostic = self._diagnostic(name, problem)
            if diagnostic is None:
                raise
            raise RenderFailed(diagnostic) from problem

    def fragment(self, answers: Answers, query: Query) -> tuple[Html, tuple[Query, ...]]:
        """The answer to a `fragment` query, and what was asked for it."""
        locale, ambient, name, *arguments = query.arguments
        view = self.view(answers, str(locale))
        html = self.render(f"{FRAGMENTS}{name}.html", view, str(ambient), arguments=tuple(arguments))
        return self._languages.inset(html, str(ambient)), tuple(view.asked)

    def digests(self) -> dict[str, bytes]:
        """For each template the digest of its source and of all that it can reach."""
        return {
            name: fingerprint([(other, self._compiled[other].digest) for other in sorted(closure)])
            for name, closure in self._closures.items()
        }

    # ---- what templates say of themselves ---------------------------------------------

    def _references(self, name: str) -> Collection[str]:
        """The templates that one names, there or not; all of them if it names one by an expression."""
        return self._compiled.keys() if self._compiled[name].is_open else self._compiled[name].references

    def _closure(self, name: str) -> frozenset[str]:
        """The templates that one can reach, and itself."""
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            other = waiting.pop()
            if other not in reached and other in self._compiled:
                reached.add(other)
                waiting += self._references(other)
        return frozenset(reached)

    def _inert(self) -> frozenset[str]:
        """Those whose import asks nothing, because they and what they import are nothing but macros."""
        macros = {name for name, template in self._compiled.items() if template.is_macros}
        return frozenset(name for name in macros if self._closures[name] <= macros)

    def _find_cycles(self) -> None:
        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                cycle = " → ".join((*path[path.index(name) :], name))
                hint = "A template cannot include or extend itself, not even by way of others."
                span = Span(FOLDER + name)
                self.broken.setdefault(
                    name, error("template-cycle", f"Templates include each other: {cycle}.", span, hint)
                )
            elif name in self._compiled and name not in done:
                for other in sorted(self._references(name)):
                    visit(other, (*path, name))
                done.add(name)

        done: set[str] = set()
        for name in sorted(self._compiled):
            visit(name, ())

    def _diagnostic(self, name: str, problem: Exception) -> Diagnostic | None:
        """The author's mistake behind an exception; None if the mistake is ours."""
        frames = traceback.extract_tb(problem.__traceback__)
        inside = [frame for frame in frames if frame.filename.startswith(FOLDER)]
        if not inside and not isinstance(problem, TemplateError):
            return None
        span = Span(inside[-1].filename, inside[-1].lineno or 0) if inside else Span(FOLDER + name)
        code, hint = _explained(problem)
        return error(code, f"{_sentence(problem)}.", span, hint)


def _sentence(problem: Exception) -> str:
    if isinstance(problem, TemplateNotFound):
        return f"There is no template `{problem.message}`"
    said = (problem.message if isinstance(problem, TemplateError) else str(problem)) or type(problem).__name__
    if type(problem) in (KeyError, IndexError):
        said = f"there is no {said}"
    said = re.sub(r"'[\w.]+\.(\w+) object' has no", r"a \1 has no", said)
    return sentence(said)


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
