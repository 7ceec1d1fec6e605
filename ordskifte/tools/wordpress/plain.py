"""Words of an export as plain text: titles, names and descriptions may hold HTML and what no one can see."""

import re

from selectolax.lexbor import LexborHTMLParser

from ordskifte.model.invisibles import INVISIBLE
from ordskifte.tools.wordpress.characters import fit

_CODE = re.compile(r"\[/?[A-Za-z][\w-]*(?:\s+[\w-]+\s*=[^\[\]]*)\]")


def one_line(html: str) -> str:
    """The words in one line, without tags, entities and invisible characters."""
    if not html.strip():
        return ""
    words = _shown(html) if "<" in html or "&" in html else html
    return " ".join(INVISIBLE.sub("", fit(words)).split())


def _shown(html: str) -> str:
    """Block by block, so that words of two paragraphs do not run together."""
    apart = re.sub(r"(?i)<(/p|br|/div|/li|/h[1-6]|/tr|/td)\b", r" <\1", html)
    tree = LexborHTMLParser(f"<!DOCTYPE html><body><div>{apart}")
    tree.strip_tags(["script", "style", "template", "noscript", "iframe"])
    return tree.body.text() if tree.body is not None else ""


def standfirst(html: str) -> str:
    """The words of an excerpt: shortcodes with values are none of them."""
    return one_line(_CODE.sub("", html))
