"""The head of a Markdown file: where it ends, and what it says as a noun."""

from ordskifte.model.diagnostics import Diagnostics, Places, Span, error
from ordskifte.model.document import ArticleFront, AuthorFront, Front, Kind, PageFront, SeriesFront
from ordskifte.parse.tables import Malformed, noun
from ordskifte.parse.yaml import parse_yaml

FENCE = "---"
FRONTS: dict[Kind, type[ArticleFront] | type[AuthorFront] | type[PageFront] | type[SeriesFront]] = {
    Kind.ARTICLE: ArticleFront,
    Kind.AUTHOR: AuthorFront,
    Kind.PAGE: PageFront,
    Kind.SERIES: SeriesFront,
}


def split(source: str, text: str) -> tuple[str, str, int]:
    """The front matter, the body, and the line that the body begins on.

    Raises Malformed where the file does not begin with `---` or the second one is missing.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        message, hint = (
            "The file has no front matter.",
            "Begin it with a line `---`, then `title: …`, then a line `---`.",
        )
        if text.lstrip().startswith(f"{FENCE}\n"):
            message, hint = "The front matter does not begin on the first line.", "Delete what stands before the `---`."
        raise Malformed(error("front-matter-missing", message, Span(source, 1, 1), hint))
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            return "".join(f"{line}\n" for line in lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    message, hint = "The front matter has no end.", "Add a line `---` below the last key, before the text begins."
    raise Malformed(error("front-matter-unclosed", message, Span(source, 1, 1), hint))


def parse(source: str, head: str, kind: Kind, locale: str, zone: str) -> tuple[Front, Places, Diagnostics]:
    """The front matter of one kind of document, where each value stands, and what is wrong with it.

    Raises Malformed where the head is not a YAML mapping.
    """
    table, problems = parse_yaml(source, head, first_line=2)
    front, unfit = noun(FRONTS[kind], table, locale, zone)
    return front, {**table.keys, **table.places}, problems + unfit
