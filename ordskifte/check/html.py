"""What holds for each page by itself: one first heading, unique ids, words for its pictures, a language and a title.

Sources: WCAG 2.2 (1.1.1, 1.3.1, 2.4.2, 3.1.1) and the HTML Standard. Whether markup is valid is for a validator to say.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ordskifte.check.faults import Fault
from ordskifte.check.pages import Written


def faults(page: Written, locale: str) -> Iterator[Fault]:
    """What is wrong with a page whose interface is in a locale, or in any for none. Who is sent on reads nothing."""
    if page.refresh:
        return
    yield from _language(page, locale)
    if not page.title:
        yield Fault("html-title", "The page has no title.", page.path, "<head")
    if page.described is None:
        message = "What the page says in JSON-LD is no JSON."
        yield Fault(
            "structured-wrong", message, page.path, "application/ld+json", "Print what `|structured_data` gives."
        )
    yield from _headings(page)
    for id in page.twice:
        hint = "Links to it, and labels that name it, reach only the first."
        yield Fault("html-id", f"The id `{id}` is there more than once.", page.path, f'id="{id}"', hint)
    for name, ids in page.references:
        for id in ids.split():
            if id not in page.ids:
                message = f"The id `{id}` is named by `{name}`, and is not there."
                yield Fault("html-reference", message, page.path, f'{name}="{ids}"', is_literal=True)
    for address in page.wordless:
        hint = 'Say what it shows, or write alt="" for what is only ornament.'
        yield Fault("html-alt", "A picture has no `alt`.", page.path, f'src="{address}"', hint, is_literal=True)


def _language(page: Written, locale: str) -> Iterator[Fault]:
    if not page.lang:
        hint = "Write {% lang site.locale as l %}<html{{ l }}>."
        yield Fault("html-language", "The page does not say which language it is in.", page.path, "<html", hint)
    elif locale and page.lang != locale:
        message = f"The page says that it is in {page.lang}, and belongs to the edition in {locale}."
        yield Fault("html-language", message, page.path, f'lang="{page.lang}"')


def _headings(page: Written) -> Iterator[Fault]:
    first = page.headings.count(1)
    if first != 1:
        message = f"The page has {first} first headings." if first else "The page has no first heading."
        known_as = "The page has several first headings." if first else ""
        yield Fault("html-h1", message, page.path, "<h1" if first else "", "Give it one `<h1>`.", known_as=known_as)
    for _, fault in heading_faults(page.headings, page.path):
        yield fault


def heading_faults(levels: Iterable[int], path: str) -> Iterator[tuple[int, Fault]]:
    """The headings that leave out a level, each with the number of the one before it."""
    for number, (above, below) in enumerate(pairwise(levels)):
        if below > above + 1:
            message = f"A heading of level {below} follows one of level {above}."
            yield number, Fault("html-heading", message, path, f"<h{below}")
