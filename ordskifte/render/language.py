"""The language of the place where a template stands, and the law that a text is printed only in its own.

The one exception is a `Saying` that has fallen back to another language.

`{% lang LOCALE as l %}<p{{ l }}>…{% endlang %}` makes a locale current for what stands inside; `l` holds the
attributes that say so, and nothing where nothing changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup, escape
from msgspec import Struct

from ordskifte.model.locales import direction
from ordskifte.model.text import Html, Saying, Text

Printable = str | int | Text | Html


class Unmarked(Exception):
    """A text was about to be printed where another language is current."""


class Unprintable(Exception):
    """Something other than words or a number was about to be printed."""


class Languages:
    """The current language of every template that is being rendered, the innermost last."""

    def __init__(self) -> None:
        self._stack: list[str] = []

    @property
    def current(self) -> str:
        return self._stack[-1]

    @contextmanager
    def inside(self, locale: str) -> Iterator[None]:
        """A render of its own, which begins where `locale` is current."""
        kept, self._stack = self._stack, [locale]
        try:
            yield
        finally:
            self._stack = kept

    def enter(self, locale: str) -> Markup:
        """Make a locale current; the attributes that an element needs for it."""
        attributes = marks(locale, self._stack[-1])
        self._stack.append(locale)
        return attributes

    def leave(self) -> None:
        self._stack.pop()

    def printed(self, value: object) -> object:
        """The words of a value, as Jinja is to print them; raises Unmarked or Unprintable."""
        if isinstance(value, Text | Html):
            if value.locale != self._stack[-1] and not (isinstance(value, Saying) and value.is_fallback):
                words = value.value if len(value.value) < 60 else f"{value.value[:59]}…"
                raise Unmarked(f"“{words}” is in {value.locale} but stands where {self._stack[-1]} is spoken")
            return value.value if isinstance(value, Text) else value.markup
        if value is None or isinstance(value, Struct | tuple | list | dict | float):
            what = "None" if value is None else f"a {type(value).__name__}"
            raise Unprintable(f"what is to be printed here is {what}, and no words")
        return value

    def marked(self, value: Text | Html) -> Html:
        """The words as a part of text in the current language."""
        return marked(value, self.current)

    def inset(self, html: str, locale: str) -> Html:
        """What a fragment has made, as a part of text in this locale."""
        return Html(html, locale)

    def escaped(self, value: object) -> str:
        """The words of a value as HTML; raises Unmarked or Unprintable.

        What is printed most comes first: strings, and texts in the language that is current.
        """
        if type(value) is str:
            return _escaped(value)
        if type(value) is Markup:
            return value
        if isinstance(value, Text) and value.locale == self._stack[-1]:
            return _escaped(value.value)
        if isinstance(value, Html) and value.locale == self._stack[-1]:
            return value.value
        return escape(self.printed(value))


@lru_cache(maxsize=1 << 12)
def _escaped(words: str) -> str:
    """A page prints the same words several times, and most pages print the interface's."""
    return str(escape(words))


@lru_cache(maxsize=1024)
def marks(locale: str, current: str) -> Markup:
    """` lang="…"` where the language changes, with ` dir="…"` where the direction of writing does too."""
    if locale == current:
        return Markup()
    turns = direction(locale) != direction(current)
    return (
        Markup(' lang="{}" dir="{}"').format(locale, direction(locale))
        if turns
        else Markup(' lang="{}"').format(locale)
    )


def marked(value: Text | Html, current: str) -> Html:
    """The words as a part of text in the current language: in a `<span lang>` where they are in another."""
    words = Markup.escape(value.value) if isinstance(value, Text) else value.markup
    attributes = marks(value.locale, current)
    return Html(f"<span{attributes}>{words}</span>" if attributes else words, current)


def _says(node: nodes.Node, name: str) -> bool:
    """Whether a node prints the attributes of the `{% lang %}` around it, which are called `name`."""
    if isinstance(node, nodes.Scope) and isinstance(node.body[0], nodes.Assign):
        target = node.body[0].target
        if isinstance(target, nodes.Name) and target.name == name:
            return False
    is_printed = isinstance(node, nodes.Name) and node.name == name and node.ctx == "load"
    return is_printed or any(_says(child, name) for child in node.iter_child_nodes())


class LangTag(Extension):
    """`{% lang LOCALE [as NAME] %}…{% endlang %}`; the environment has the Languages as `languages`."""

    tags = {"lang"}  # noqa: RUF012 - so declared by Jinja

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        locale = parser.parse_expression()
        name = parser.stream.expect("name").value if parser.stream.skip_if("name:as") else "lang"
        body = parser.parse_statements(("name:endlang",), drop_needle=True)
        if not any(_says(statement, name) for statement in body):
            parser.fail(f"the language changes here, and no element says so with {{{{ {name} }}}}", line)
        enter = nodes.Assign(nodes.Name(name, "store"), self._call("enter", [locale]), lineno=line)
        leave = nodes.ExprStmt(self._call("leave", []), lineno=line)
        return nodes.Scope([enter, *body, leave], lineno=line)

    @staticmethod
    def _call(method: str, arguments: list[nodes.Expr]) -> nodes.Call:
        languages = nodes.EnvironmentAttribute("languages")
        return nodes.Call(nodes.Getattr(languages, method, "load"), arguments, [], None, None)
