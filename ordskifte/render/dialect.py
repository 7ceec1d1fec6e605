"""Jinja as templates speak it here: its tag, its functions and its filters, the same for compiling and for rendering.

A template has no clock, no environment and no randomness; it has the values it is given, the View, and the functions
below, which speak for the View of the template that is being rendered.
"""

from collections.abc import Callable
from datetime import date, datetime

from jinja2 import BaseLoader, Environment, StrictUndefined
from jinja2.utils import Namespace

from ordskifte.model.text import Html, Saying, Text
from ordskifte.render import formats
from ordskifte.render.language import LangTag, Languages, marked
from ordskifte.render.messages import linked
from ordskifte.render.view import View

_CHANCE_AND_NO_ORDER = ("random", "sort", "dictsort", "pprint", "filesizeformat")
"""Filters of Jinja's that are by chance, or by an order that no language has."""


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


class Dialect(Environment):
    """Templates that are being rendered have their Views in `views`, the innermost last."""

    def __init__(self, views: list[View], languages: Languages, loader: BaseLoader | None = None) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            extensions=[LangTag],
            finalize=languages.printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,
            cache_size=-1,
        )
        self.extend(languages=languages)
        self.globals.clear()
        self.globals.update(_functions(views), site=SiteView(views), range=range, namespace=Namespace)
        self.filters.update(_filters(views, languages))
        for name in _CHANCE_AND_NO_ORDER:
            del self.filters[name]


def _functions(views: list[View]) -> dict[str, Callable[..., object]]:
    def gettext(msgid: str, /, **values: object) -> Saying | Html:
        return views[-1].said(msgid, values)

    def ngettext(msgid: str, plural: str, n: int, /, **values: object) -> Saying | Html:
        return views[-1].said(msgid, values, plural, n)

    def pgettext(context: str, msgid: str, /, **values: object) -> Saying | Html:
        return views[-1].said(msgid, values, context=context)

    def npgettext(context: str, msgid: str, plural: str, n: int, /, **values: object) -> Saying | Html:
        return views[-1].said(msgid, values, plural, n, context)

    def separators(count: int) -> tuple[str, ...]:
        return formats.separators(count, views[-1].formats().formats)

    return {
        "_": gettext,
        "ngettext": ngettext,
        "pgettext": pgettext,
        "npgettext": npgettext,
        "separators": separators,
    }


def _filters(views: list[View], languages: Languages) -> dict[str, Callable[..., object]]:
    def day(value: date | datetime) -> Text:
        how = views[-1].formats()
        return Text(formats.date(value, how.formats, how.zone), how.locale)

    def isodate(value: date | datetime) -> str:
        return formats.isodate(value, views[-1].formats().zone)

    def number(value: int | float) -> Text:
        how = views[-1].formats()
        return Text(formats.number(value, how.formats), how.locale)

    def in_span(value: Text | Html) -> Html:
        return marked(value, languages.current)

    return {"date": day, "isodate": isodate, "number": number, "marked": in_span, "linked": linked}
