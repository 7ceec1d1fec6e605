"""Where the addresses of an output lead: each of them that is the site's own to a file, and to an anchor in it."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from msgspec import Struct
from msgspec.structs import replace

from ordskifte.check.faults import Fault
from ordskifte.check.pages import Written

INDEX = "index.html"
_STYLE_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^'")\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""")
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# https://html.spec.whatwg.org/multipage/browsing-the-web.html#scroll-to-the-fragment-identifier
_TOP = ("", "top")


class Anchor(Struct, frozen=True):
    """A place in another page that a link leads to."""

    path: str
    """Of the page that the link stands on."""
    sign: str
    to: str
    """The page that it leads to."""
    fragment: str


class Addresses:
    """The files of an output by their addresses."""

    def __init__(self, url: str, base_path: str, files: Collection[str]) -> None:
        self._origin = url.lower()
        self._base_path = base_path
        self._files = files
        self._root = f"{url}{base_path}"
        self._known: dict[str, str | None] = {}

    def permalink(self, path: str) -> str:
        """The absolute address of a file."""
        return self._root + (path.removesuffix(INDEX) if path.rpartition("/")[2] == INDEX else path)

    def file(self, address: str) -> str | None:
        """The path that an absolute address has in the output, there or not; None where it is not the site's own."""
        if address[: len(self._origin)].lower() != self._origin:
            return None
        if address not in self._known:
            self._known[address] = self._found(address)
        return self._known[address]

    def _found(self, address: str) -> str | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        path = unquote(parts.path) or "/"
        if f"{parts.scheme}://{parts.netloc}".lower() != self._origin or not path.startswith(self._base_path):
            return None
        inner = path.removeprefix(self._base_path)
        return inner + INDEX if not inner or inner.endswith("/") else inner

    def spellings(self, address: str) -> tuple[str, ...]:
        """How a text may write an absolute address of the site."""
        inner = address.removeprefix(self._root.removesuffix("/"))
        return tuple(dict.fromkeys((address, inner, unquote(address), unquote(inner))))

    def is_there(self, path: str) -> bool:
        return path in self._files

    def is_folder(self, path: str) -> bool:
        return f"{path}/{INDEX}" in self._files


def faults(page: Written, addresses: Addresses, anchors: list[Anchor]) -> Iterator[Fault]:
    """The links of a page that lead nowhere; what is to be looked for in other pages is put with the `anchors`."""
    here = addresses.permalink(page.path)
    base = urljoin(here, page.base) if page.base else here
    for name, address in page.links:
        sign = f'{name}="{address}"' if name != "srcset" else address
        if address.startswith("#"):
            if not _is_in(page.ids, address[1:]):
                yield _missing_anchor(page.path, sign, page.path, address[1:])
            continue
        yield from _leading(page, address, sign, base, addresses, anchors)
    if page.refresh:
        yield from _leading(page, page.refresh, page.refresh, base, addresses, anchors)


def style_faults(path: str, style: str, addresses: Addresses) -> Iterator[Fault]:
    """The files that a style sheet names and that are not there."""
    for found in _STYLE_URL.findall(_STYLE_COMMENT.sub("", style)):
        address = next(filter(None, found), "")
        if address and not address.startswith(("#", "data:")):
            yield from _wrong(path, address, address, addresses.permalink(path), addresses)


def address_faults(addresses: Iterable[str], known: Addresses) -> Iterator[tuple[int, Fault]]:
    """Those of some addresses that lead to nothing, each with its number, in sentences that do not quote them."""
    for number, address in enumerate(addresses):
        for fault in _wrong("", address, "", known.permalink(""), known):
            yield number, replace(fault, message=fault.message.replace(f"`{address}`", "`…`"))


def anchor_faults(anchors: Iterable[Anchor], ids: Collection[str]) -> Iterator[Fault]:
    """Those of the links to one page that name no id of it."""
    for anchor in anchors:
        if not _is_in(ids, anchor.fragment):
            yield _missing_anchor(anchor.path, anchor.sign, anchor.to, anchor.fragment)


def _leading(
    page: Written, address: str, sign: str, base: str, addresses: Addresses, anchors: list[Anchor]
) -> Iterator[Fault]:
    wrong = list(_wrong(page.path, address, sign, base, addresses))
    yield from wrong
    fragment = address.partition("#")[2]
    if fragment and not wrong:
        to = addresses.file(_absolute(address, base))
        if to is not None and to.endswith(".html"):
            anchors.append(Anchor(page.path, sign, to, fragment))


def _wrong(path: str, address: str, sign: str, base: str, addresses: Addresses) -> Iterator[Fault]:
    """What is wrong with an address, if it is the site's own."""
    absolute = _absolute(address, base)
    file = addresses.file(absolute)
    if file is None:
        if address.startswith("/") and not address.startswith("//"):
            message = f"`{address}` leads out of the site, which begins at {addresses.permalink('')}."
            yield Fault("output-link", message, path, sign, "Begin it with the base path.", is_literal=True)
    elif not addresses.is_there(file):
        hint = "It needs a slash at its end." if addresses.is_folder(file) else ""
        message = f"`{address}` leads to nothing in the output."
        spellings = addresses.spellings(absolute)
        yield Fault("output-link", message, path, sign, hint, is_literal=True, spellings=spellings)


def _absolute(address: str, base: str) -> str:
    """The address without its fragment and its query, from the one of the page."""
    plain = address.partition("#")[0].partition("?")[0]
    if plain.startswith(("http:", "https:")):
        return plain
    try:
        return _joined(_host(base), plain) if plain.startswith("/") else urljoin(base, plain)
    except ValueError:
        return plain


def _host(address: str) -> str:
    return "/".join(address.split("/", 3)[:3])


@lru_cache(1 << 14)
def _joined(host: str, address: str) -> str:
    """Most addresses begin with a slash, and stand on many pages."""
    return urljoin(host, address)


def _missing_anchor(path: str, sign: str, to: str, fragment: str) -> Fault:
    where = "this page" if path == to else to
    return Fault("output-anchor", f"There is no `{fragment}` in {where}.", path, sign, is_literal=True)


def _is_in(ids: Collection[str], fragment: str) -> bool:
    return fragment.lower() in _TOP or fragment in ids or unquote(fragment) in ids
