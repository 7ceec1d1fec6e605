"""Pages whose words say themselves which language they are in, for whoever compares that with what the page says.

A text is printed between private-use characters that name its locale, a bare string between others. HTML that marks
its own languages, and what a fragment makes, stand between comments. Without all of these a page has the bytes that
it has without this mode.
"""

import re

from markupsafe import Markup, escape

from ordskifte.model.text import Html, Saying, Text
from ordskifte.render.language import Languages, marks

# In the last plane that is for private use (Unicode §23.5), and at its end: icon fonts use the beginnings.
_FIRST = 0x10F000
_LAST = _FIRST + 0xFFF
TEXT, FALLBACK, NAME, END, FRAME = (chr(_LAST - number) for number in range(5))
"""What begins a text, a message in another language than was asked for, and a string without a language; what ends
each; what stands first in each comment."""
_OURS = f"{chr(_FIRST)}-{chr(_LAST)}"
_COMMENT = f"<!--{FRAME}[{_OURS}]*-->"
_ALL = re.compile(f"{_COMMENT}|[{_OURS}]+")
_REMARK = re.compile(f"<!--(?!{FRAME})(?:{_COMMENT}|(?!-->).)*-->", re.DOTALL)
_IN_TAG = re.compile(f"(</?[A-Za-z0-9-]*){NAME}([^{END}]*){END}")

MARK = re.compile(f"([{TEXT}{FALLBACK}{NAME}])([{chr(_FIRST)}-{chr(_FIRST + 127)}]*)|{END}")
"""What begins a string, with its locale, or ends it."""
HTML, FRAGMENT, OUT = "h", "f", "e"
"""What a comment begins (HTML in a locale, or a fragment), or that it ends it: the first letter of what it says."""


def _coded(words: str) -> str:
    return "".join(chr(_FIRST + ord(character)) for character in words)


_FRAMED = re.compile(f"<!--{FRAME}{_coded(HTML)}.*<!--{FRAME}{_coded(OUT)}-->", re.DOTALL)


class Told(Html, frozen=True):
    """HTML in which all words say their language already."""


class Truth(Languages):
    """Languages that print the locale of all words."""

    def printed(self, value: object) -> object:
        words = super().printed(value)
        if isinstance(value, Told):
            return words
        if isinstance(value, Html):
            return Markup(_framed(value))  # noqa: S704 - it is HTML
        if isinstance(value, Text):
            return Markup(_said(value))  # noqa: S704 - the words are escaped
        return Markup(_named(value)) if type(value) is str else words  # noqa: S704 - the string is escaped

    def escaped(self, value: object) -> str:
        return escape(self.printed(value))

    def marked(self, value: Text | Html) -> Html:
        attributes = marks(value.locale, self.current)
        words = _said(value) if isinstance(value, Text) else value.value if isinstance(value, Told) else _framed(value)
        return Told(f"<span{attributes}>{words}</span>" if attributes else words, self.current)

    def inset(self, html: str, locale: str) -> Html:
        return Told(f"<!--{FRAME}{_coded(FRAGMENT)}-->{html}<!--{FRAME}{_coded(OUT)}-->", locale)


def without_marks(html: str) -> str:
    """The page as it is for readers."""
    return _ALL.sub("", html)


def without_html(text: str) -> str:
    """A text in which a parser sees no comments, as in `<title>`, without the HTML in it that marks its languages."""
    return _FRAMED.sub("", text) if "<!--" in text else text


def mended(html: str) -> str:
    """The page as it can be parsed: without marks in names of elements, and without the author's own comments, which
    ours would end.
    """
    return _IN_TAG.sub(r"\1\2", _REMARK.sub("", html))


def decoded(coded: str) -> str:
    """The locale, or other words, that marks are the code of."""
    return "".join(chr(ord(character) - _FIRST) for character in coded)


def frame(comment: str) -> str:
    """What a comment of ours says: `hnb`, `f` or `e`; nothing if it is another's."""
    return decoded(comment[1:]) if comment.startswith(FRAME) else ""


def _said(text: Text) -> str:
    begin = FALLBACK if isinstance(text, Saying) and text.is_fallback else TEXT
    return f"{begin}{_coded(text.locale)}{escape(text.value)}{END}" if text.value else ""


def _named(string: str) -> str:
    """The white space around it may stand between attributes."""
    core = string.strip()
    if not core:
        return str(escape(string))
    before, _, after = string.partition(core)
    return f"{before}{NAME}{escape(core)}{END}{after}"


def _framed(html: Html) -> str:
    begin = f"<!--{FRAME}{_coded(HTML + html.locale)}-->"
    return f"{begin}{html.value}<!--{FRAME}{_coded(OUT)}-->" if html.value else ""
