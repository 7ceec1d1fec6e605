"""An HTML page as browsers and search engines read it: language, headings, ids, links, and what it says of itself.

Of two doors to selectolax this is one; the other is `languages`.
"""

import re
from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

# Attributes that name elements of the same page by their ids.
# https://html.spec.whatwg.org/multipage/indices.html#attributes-3, https://www.w3.org/TR/wai-aria-1.2/#state_prop_def
_REFERENCES = (
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "for",
    "form",
    "headers",
    "list",
    "popovertarget",
)
_ADDRESSES = ("href", "src", "poster", "cite", "data")
"""Not those that forms are sent to, where another program may answer."""
_SHARED_PICTURES = ("og:image", "twitter:image")
_HEADING = re.compile("h[1-6]")
_REFRESH = re.compile(r"\s*\d+\s*[;,]\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)


class Written(Struct, frozen=True):
    """What stands on one page."""

    path: str
    """From the output folder."""
    lang: str
    title: str
    headings: tuple[int, ...]
    """The level of each, in their order."""
    ids: tuple[str, ...]
    """Each as often as it stands there."""
    references: tuple[tuple[str, str], ...]
    """Each attribute that names ids, with all that it names."""
    wordless: tuple[str, ...]
    """The addresses of pictures without `alt`."""
    links: tuple[tuple[str, str], ...]
    """Each address that a reader may come to, with its attribute."""
    canonicals: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]
    """Language and address."""
    shared_as: str
    """The address that it is shared by: `og:url`."""
    described: tuple[str, ...] | None
    """The addresses of the pages that its JSON-LD says to be about; None where that is no JSON."""
    robots: tuple[str, ...]
    """What it says to them, in small letters."""
    refresh: str
    """Where a browser is sent on from it."""
    base: str

    @property
    def is_hidden(self) -> bool:
        """Whether search engines are asked to leave it out."""
        return bool({"noindex", "none"}.intersection(self.robots))

    @property
    def twice(self) -> Iterator[str]:
        """The ids that are there more than once."""
        return (id for id, count in Counter(self.ids).items() if count > 1)


def written(path: str, content: bytes) -> Written:
    """The page with these bytes."""
    reading = _Reading()
    root = LexborHTMLParser(content).root
    for node in root.traverse() if root is not None else ():
        attributes = node.attributes
        if attributes or _HEADING.fullmatch(node.tag or "") or node.tag == "title":
            reading.take(node.tag or "", attributes)
        if node.tag == "title" and node.parent is not None and node.parent.tag == "head":
            reading.title = node.text().strip()
        if node.tag == "script" and attributes.get("type") == "application/ld+json":
            reading.take_structured(node.text())
    return reading.written(path)


class _Reading:
    """One page on its way to a value."""

    def __init__(self) -> None:
        self.title = self.lang = self.shared_as = self.refresh = self.base = ""
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.references: dict[tuple[str, str], None] = {}
        self.wordless: list[str] = []
        self.links: dict[tuple[str, str], None] = {}
        self.canonicals: list[str] = []
        self.alternates: list[tuple[str, str]] = []
        self.robots: list[str] = []
        self.described: list[str] | None = []

    def take(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Note what an element says."""
        if _HEADING.fullmatch(tag):
            self.headings.append(int(tag[1]))
        for name, value in attributes.items():
            self.take_attribute(tag, name, (value or "").strip())
        if tag == "img" and "alt" not in attributes:
            self.wordless.append(attributes.get("src") or "")
        elif tag == "html":
            self.lang = (attributes.get("lang") or "").strip()
        elif tag == "base":
            self.base = attributes.get("href") or ""
        elif tag == "link":
            self.take_link((attributes.get("rel") or "").lower().split(), attributes)
        elif tag == "meta":
            self.take_meta(attributes)

    def take_attribute(self, tag: str, name: str, value: str) -> None:
        if name == "id":
            self.ids.append(value)
        elif name in _REFERENCES:
            self.references[name, value] = None
        elif name in _ADDRESSES and tag not in ("base", "link") and (name != "data" or tag == "object"):
            self.links[name, value] = None
        elif name in ("srcset", "imagesrcset"):
            self.links |= {(name, address): None for address in _candidates(value)}

    def take_link(self, rel: list[str], attributes: dict[str, str | None]) -> None:
        href = (attributes.get("href") or "").strip()
        if "canonical" in rel:
            self.canonicals.append(href)
        elif "alternate" in rel and attributes.get("hreflang") and "type" not in attributes:
            self.alternates.append((attributes["hreflang"] or "", href))
        else:
            self.links["href", href] = None

    def take_meta(self, attributes: dict[str, str | None]) -> None:
        content = attributes.get("content") or ""
        if (attributes.get("name") or "").lower() == "robots":
            self.robots += re.split(r"[\s,]+", content.strip().lower())
        shared = (attributes.get("property") or attributes.get("name") or "").lower()
        if shared == "og:url":
            self.shared_as = content
        elif shared in _SHARED_PICTURES:
            self.links["content", content] = None
        if (attributes.get("http-equiv") or "").lower() == "refresh" and (sent := _REFRESH.match(content)):
            self.refresh = sent[1].strip()

    def take_structured(self, text: str) -> None:
        try:
            found = _described(msgspec.json.decode(text))
        except msgspec.DecodeError:
            self.described = None
        else:
            self.described = None if self.described is None else [*self.described, *found]

    def written(self, path: str) -> Written:
        return Written(
            path=path,
            lang=self.lang,
            title=self.title,
            headings=tuple(self.headings),
            ids=tuple(self.ids),
            references=tuple(self.references),
            wordless=tuple(self.wordless),
            links=tuple(self.links),
            canonicals=tuple(self.canonicals),
            alternates=tuple(self.alternates),
            shared_as=self.shared_as,
            described=None if self.described is None else tuple(self.described),
            robots=tuple(self.robots),
            refresh=self.refresh,
            base=self.base,
        )


def _described(value: object) -> Iterator[str]:
    """The pages that JSON-LD is about: https://schema.org/mainEntityOfPage, an address or a thing that has one."""
    if isinstance(value, list):
        for part in value:
            yield from _described(part)
    elif isinstance(value, dict):
        page = value.get("mainEntityOfPage")
        address = page.get("@id") if isinstance(page, dict) else page
        if isinstance(address, str):
            yield address
        yield from _described(value.get("@graph"))


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses of a `srcset`. https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute"""
    for candidate in re.findall(r"[^\s,]\S*[^\s,](?:\s+[^,]+)?", srcset):
        yield candidate.split()[0]
