"""Whether a site that was made is the one that was asked for: the same pages, with the same words on them.

The pages are known from the corpus alone. Of words only the letters count, so that quotation marks, digits of
footnotes and the like may be printed as each generator does.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from benchmarks.corpus import AUTHORS, PAGE_SIZE, Article, article
from benchmarks.workplace import EDITIONS, Workplace

LOOKED_AT = 20
"""How many articles are read; all are looked for."""
LATEST = 5
SHARED_FOLDERS = ("a", "section", "tag", "author")
"""Where every generator makes the same pages."""
BLURBS = {author.slug: author.bio_nb for author in AUTHORS}
INLINE = re.compile(r"</?(a|abbr|b|cite|code|em|i|mark|q|s|small|span|strong|sub|sup)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
SILENT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
LINK = re.compile(r"\[([^]^]*)]\([^)]*\)")
SOFT_HYPHEN = "\u00ad"
LETTERS = re.compile(r"[^\W\d_]+")


def differences(place: Workplace) -> list[str]:
    """What is missing in the output of a cold build, or should not be there; nothing where all is right."""
    articles = [article(number) for number in range(place.articles)]
    expected = {f"{edition}{address}" for edition in EDITIONS for address in shared_addresses(articles)}
    found = addresses(place.output) - _without_articles(articles)
    return [
        *(f"{address} is missing" for address in sorted(expected - found)),
        *(f"{address} is one too many" for address in sorted(found - expected)),
        *_missing_words(place, articles),
    ]


def _without_articles(articles: list[Article]) -> set[str]:
    """The pages of authors who have written nothing; whether there are any is each generator's own choice."""
    silent = BLURBS.keys() - {each.author for each in articles}
    return {f"{edition}author/{slug}/" for edition in EDITIONS for slug in silent}


def shared_addresses(articles: list[Article]) -> Iterator[str]:
    """Where the articles and the lists stand in each edition."""
    yield from (f"a/{each.slug}/" for each in articles)
    members = Counter(
        term
        for each in articles
        for term in (f"section/{each.section}/", f"author/{each.author}/", *(f"tag/{tag}/" for tag in each.tags))
    )
    for term, count in members.items():
        yield term
        yield from (f"{term}page/{number}/" for number in range(2, -(-count // PAGE_SIZE) + 1))


def addresses(output: Path) -> set[str]:
    """Every page of an output below the shared folders of both editions."""
    return {
        f"{path.parent.relative_to(output).as_posix()}/"
        for edition in EDITIONS
        for folder in SHARED_FOLDERS
        for path in (output / edition / folder).rglob("index.html")
    }


def _missing_words(place: Workplace, articles: list[Article]) -> Iterator[str]:
    for each in articles[:: max(1, len(articles) // LOOKED_AT)]:
        for address in place.article_pages(each.slug):
            page = shown(place.page(address))
            for words in promised(each, articles[:LATEST]):
                if words not in page:
                    yield f"{address} does not say “{words.strip()}”"


def promised(each: Article, latest: list[Article]) -> Iterator[str]:
    """The words that the page of an article must show: title, summary, each block of the body, blurb and latest."""
    yield letters(each.title)
    yield letters(each.summary)
    yield from map(letters, written(each.body).split("\n\n"))
    yield letters(BLURBS[each.author])
    yield from (letters(newer.title) for newer in latest)


def written(markdown: str) -> str:
    """Markdown without the targets of its links."""
    return LINK.sub(r"\1", markdown)


def shown(html: str) -> str:
    """The letters that a reader of a page sees."""
    return letters(unescape(TAG.sub(" ", INLINE.sub("", SILENT.sub("", html.partition("<body")[2].partition(">")[2])))))


def letters(text: str) -> str:
    """The words of a text, of nothing but letters, with a space around each."""
    words = LETTERS.findall(text.replace(SOFT_HYPHEN, ""))
    return f" {' '.join(words)} "
