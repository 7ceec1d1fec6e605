"""Jinja as templates speak it here: its tag, its functions and its filters, the same for compiling and for rendering.

A template has no clock, no environment and no randomness; it has the values it is given, the View, and the functions
below, which speak for the View of the template that is being rendered.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from datetime import date, datetime
from keyword import iskeyword
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import FILTERS
from jinja2.utils import Namespace
from markupsafe import Markup

from ordskifte.model.answers import Citation
from ordskifte.model.site import Listing, Page
from ordskifte.model.text import Text
from ordskifte.render import formats
from ordskifte.render.citations import citation
from ordskifte.render.language import LangTag, Languages
from ordskifte.render.messages import linked
from ordskifte.render.metadata import structured_data
from ordskifte.render.view import View

_PLAIN = ".txt"
"""How the names of templates end that make no HTML."""
_CHANCE_AND_NO_ORDER = ("random", "sort", "dictsort", "pprint", "filesizeformat")
"""Filters of Jinja's that are by chance, or by an order that no language has."""
_OUT_OF_REACH = frozenset(("astimezone", "fromtimestamp", "gi_frame", "now", "today", "utcnow"))
"""Attributes that lead from the values of a template to a clock, to this computer's zone, or to Python's own."""


def is_out_of_reach(name: str) -> bool:
    """Whether a template is refused an attribute, of whatever value."""
    return name.startswith("_") or name in _OUT_OF_REACH


def refusal(name: str) -> str:
    return f"A template cannot use `.{name}`, which is no part of the site and may differ from build to build"


class SiteView:
    """`site`: the View of the template that is being rendered.

    It has this one name in all templates, so that a file of macros need not be imported with what is around it. What
    has been looked up once stays an attribute while that View speaks, which saves a tenth of the time of a render.
    """

    _view: View

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(f"`site` has no `{name}`")
        value = getattr(self._view, name)
        self.__dict__[name] = value
        return value


@contextmanager
def speaking(site: SiteView, view: View) -> Iterator[None]:
    """A render in which `site` is this View."""
    before, site.__dict__ = site.__dict__, {"_view": view}
    try:
        yield
    finally:
        site.__dict__ = before


class _Generator(CodeGenerator):
    """Python for templates in which nothing is wanted of some of Jinja's generalities.

    Nothing that a template can call needs the context of its caller, so a call is a plain one, not one by way of
    `Context.call`; a macro escapes as all templates do. What is printed is made words and escaped by one function, not
    by two. Together that is a third of the time of a render. And an attribute is asked of its object, and only if it
    has none of the name of the environment, which tries keys too.
    """

    def visit_Call(  # noqa: N802 - so named by Jinja
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        is_plain = not (forward_caller or node.dyn_args or node.dyn_kwargs or frame.eval_ctx.volatile)
        names = [keyword.key for keyword in node.kwargs]
        if not is_plain or not isinstance(node.node, nodes.Name | nodes.Getattr) or any(map(iskeyword, names)):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - so named by Jinja
        if node.ctx != "load":
            super().visit_Getattr(node, frame)
            return
        whole, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({whole} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr({whole}, {node.attr!r}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")


class Dialect(Environment):
    """Jinja's environment; `site` is told by `speaking` for whom it speaks."""

    code_generator_class = _Generator

    def __init__(self, site: SiteView, languages: Languages, loader: BaseLoader | None = None) -> None:
        super().__init__(
            loader=loader,
            autoescape=_is_markup,
            undefined=StrictUndefined,
            extensions=[LangTag],
            finalize=languages.printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            cache_size=-1,
        )
        self.extend(languages=languages, escaped=languages.escaped)
        self.globals.clear()
        self.globals.update(_functions(site), site=site, range=range, namespace=Namespace)
        self.filters.update(_filters(site, languages), attr=_attribute)
        for name in _CHANCE_AND_NO_ORDER:
            del self.filters[name]

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What `page[name]`, `|map(attribute=name)` and the like find; `compiled` sees to `page.name`."""
        if isinstance(argument, str) and is_out_of_reach(argument):
            is_key = isinstance(obj, Mapping) and argument in obj
            return obj[argument] if is_key else self.undefined(refusal(argument))
        return super().getitem(obj, argument)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of all templates. Jinja's own would be a ChainMap, which is slow to copy for each render."""
        assert not d
        return self.globals


def _is_markup(template: str | None) -> bool:
    """Whether what a template prints is escaped: only that of a newsletter's text is none of HTML."""
    return template is None or not template.endswith(_PLAIN)


@pass_environment
def _attribute(environment: Environment, value: object, name: str) -> object:
    return environment.undefined(refusal(name)) if is_out_of_reach(name) else FILTERS["attr"](environment, value, name)


def _functions(site: SiteView) -> dict[str, Callable[..., object]]:
    def gettext(msgid: str, /, **values: object) -> object:
        return site.said(msgid, values)

    def ngettext(msgid: str, plural: str, n: int, /, **values: object) -> object:
        return site.said(msgid, values, plural, n)

    def pgettext(context: str, msgid: str, /, **values: object) -> object:
        return site.said(msgid, values, context=context)

    def npgettext(context: str, msgid: str, plural: str, n: int, /, **values: object) -> object:
        return site.said(msgid, values, plural, n, context)

    def separators(count: int) -> tuple[str, ...]:
        return formats.separators(count, site.formats().formats)

    return {
        "_": gettext,
        "ngettext": ngettext,
        "pgettext": pgettext,
        "npgettext": npgettext,
        "separators": separators,
    }


def _filters(site: SiteView, languages: Languages) -> dict[str, Callable[..., object]]:
    def day(value: date | datetime) -> Text:
        how = site.formats()
        return Text(formats.date(value, how.formats, how.zone), how.locale)

    def isodate(value: date | datetime) -> str:
        return formats.isodate(value, site.formats().zone)

    def isotime(value: datetime) -> str:
        return formats.isotime(value, site.formats().zone)

    def described(page: Page | Listing) -> Markup:
        return structured_data(site._view, page)

    def number(value: int | float) -> Text:
        how = site.formats()
        return Text(formats.number(value, how.formats), how.locale)

    def cited(page: Page) -> Citation | None:
        return citation(site._view, page)

    return {
        "citation": cited,
        "date": day,
        "isodate": isodate,
        "isotime": isotime,
        "linked": linked,
        "marked": languages.marked,
        "number": number,
        "structured_data": described,
    }
