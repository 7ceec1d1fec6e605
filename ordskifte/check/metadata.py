"""What pages say of themselves and of each other: canonical addresses, versions in other languages, robots, sitemaps.

The laws stand at the end of docs/decisions/0021, and are checked there on what the program decides; here on what an
output says. Only pages of the output are judged: what leads to another host is the author's affair.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from ordskifte.check.faults import Fault
from ordskifte.check.links import Addresses
from ordskifte.check.pages import Written
from ordskifte.model.locales import normalised

DEFAULT = "x-default"
ALIASES = {"no": "nb"}
"""What `hreflang` may call a language beside its own name: many search for Bokmål as Norwegian."""


class Said(Struct, frozen=True):
    """What one page says of itself; its own and other pages by their absolute addresses."""

    path: str
    address: str
    canonicals: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]
    shared_as: str
    described: tuple[str, ...]
    """The pages that its JSON-LD says to be about."""
    is_hidden: bool
    is_redirect: bool
    is_work: bool = False
    """Whether it is a page of a work, which search engines are to find by a sitemap."""

    @property
    def canonical(self) -> str:
        """The address that it asks to be known by; its own where it says nothing."""
        return self.canonicals[0] if self.canonicals else self.address

    @property
    def is_canonical(self) -> bool:
        return self.canonical == self.address

    @property
    def is_indexable(self) -> bool:
        """Whether search engines may know it by its own address."""
        return self.is_canonical and not self.is_hidden and not self.is_redirect


def said(page: Written, addresses: Addresses, is_work: bool) -> Said:
    """What a page says of itself; `is_work`, if it is one of a work."""
    return Said(
        path=page.path,
        address=addresses.permalink(page.path),
        canonicals=page.canonicals,
        alternates=page.alternates,
        shared_as=page.shared_as,
        described=page.described or (),
        is_hidden=page.is_hidden,
        is_redirect=bool(page.refresh),
        is_work=is_work,
    )


def faults(pages: Iterable[Said], listed: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    """What contradicts itself in what all pages say together. `listed` are the addresses in each sitemap."""
    known = {page.address: page for page in pages}
    in_sitemap = {address for addresses in listed.values() for address in addresses}
    for page in known.values():
        yield from _canonical(page, known)
        yield from _alternates(page, known)
        is_wanted = page.is_indexable and (page.is_work or page.alternates)
        if listed and is_wanted and page.address not in in_sitemap:
            hint = "Ask for noindex if it is not for search engines."
            yield Fault("sitemap-lacks", "The page is for search engines, and no sitemap has it.", page.path, "", hint)
    for path, addresses in listed.items():
        yield from _sitemap(path, addresses, known)


def preview_faults(pages: Iterable[Said]) -> Iterator[Fault]:
    """The pages of a preview that are for search engines: none is to be, whatever else they say."""
    for page in pages:
        if not (page.is_hidden or page.is_redirect):
            hint = "Print `page.robots` in its <head>."
            yield Fault("robots-wrong", "A page of a preview does not ask for noindex.", page.path, "<head", hint)


def _canonical(page: Said, known: Mapping[str, Said]) -> Iterator[Fault]:
    if page.is_redirect:
        return
    if not page.canonicals and not page.is_hidden:
        message = "The page does not say which address it is to be known by."
        hint = 'Write <link rel="canonical" href="…">, with its own absolute address or that of its home.'
        yield Fault("canonical-missing", message, page.path, "<head", hint)
    if wrong := _wrong_canonical(page, known):
        yield Fault("canonical-wrong", wrong, page.path, 'rel="canonical"')
    if page.canonicals and page.shared_as and page.shared_as != page.canonical:
        message = f"The page is shared as {page.shared_as}, and its canonical address is {page.canonical}."
        yield Fault("canonical-wrong", message, page.path, 'property="og:url"')
    for address in page.described:
        if address != page.canonical:
            message = f"The JSON-LD is about {address}, and the page's canonical address is {page.canonical}."
            yield Fault("structured-wrong", message, page.path, "mainEntityOfPage")
    if page.is_hidden and not page.is_canonical:
        message = f"The page asks not to be indexed, and to be known as {page.canonical}."
        hint = "A page is left out, or known by another: not both."
        yield Fault("robots-wrong", message, page.path, 'name="robots"', hint)


def _wrong_canonical(page: Said, known: Mapping[str, Said]) -> str:
    """What is wrong with a canonical address; nothing if all is well."""
    address, other = page.canonical, known.get(page.canonical)
    if len(set(page.canonicals)) > 1:
        return "The page has several canonical addresses."
    if not _is_absolute(address):
        return f"The canonical address `{address}` is not absolute."
    if other is None:
        is_ours = _is_same_host(address, page.address)
        return f"The canonical address {address} is that of no page of the output." if is_ours else ""
    if not other.is_canonical:
        return f"The canonical address {address} is of a page that names another one, {other.canonical}."
    if other.is_redirect or (other.is_hidden and other is not page):
        return f"The canonical address {address} is not for search engines."
    return ""


def _alternates(page: Said, known: Mapping[str, Said]) -> Iterator[Fault]:
    wrong = dict.fromkeys(_wrong_languages(page))
    members = dict.fromkeys(address for _, address in page.alternates)
    if members and page.address not in members:
        wrong["The page names its versions in other languages, and not itself."] = None
    wrong |= {reason: None for address in members if (reason := _wrong_member(page, address, known))}
    for message in wrong:
        yield Fault("hreflang-wrong", message, page.path, 'rel="alternate"')


def _wrong_languages(page: Said) -> Iterator[str]:
    by_language: dict[str, str] = {}
    for language, address in page.alternates:
        if language != DEFAULT and not _is_language(language):
            yield f"`{language}` is not a language tag."
        if by_language.setdefault(language, address) != address:
            yield f"Two versions are said to be in `{language}`: {by_language[language]} and {address}."


def _wrong_member(page: Said, address: str, known: Mapping[str, Said]) -> str:
    """What is wrong with a version that a page names; nothing if all is well."""
    other = known.get(address)
    if not _is_absolute(address):
        return f"The address `{address}` of another version is not absolute."
    if other is None:
        return f"The version {address} is no page of the output." if _is_same_host(address, page.address) else ""
    if set(other.alternates) != set(page.alternates):
        return f"The version {address} names other versions than this page does."
    if not other.is_canonical:
        return f"The version {address} is to be known as {other.canonical}."
    return "" if other.is_indexable else f"The version {address} is not for search engines."


def _sitemap(path: str, addresses: Collection[str], known: Mapping[str, Said]) -> Iterator[Fault]:
    for address in addresses:
        page = known.get(address)
        if page is None:
            yield Fault("sitemap-wrong", f"{address} is no page of the output.", path, address)
        elif page.is_hidden or page.is_redirect:
            yield Fault("sitemap-wrong", f"{address} is not for search engines.", path, address)
        elif not page.is_canonical:
            yield Fault("sitemap-wrong", f"{address} is to be known as {page.canonical}.", path, address)


def _is_language(tag: str) -> bool:
    if tag in ALIASES:
        return True
    try:
        return normalised(tag) == tag
    except ValueError:
        return False


def _is_absolute(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _is_same_host(address: str, other: str) -> bool:
    return address.split("/")[:3] == other.split("/")[:3]
