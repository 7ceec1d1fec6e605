"""Bodies as text: a source to parse, its HTML with holes that can be read, and its problems one a line."""

from pathlib import Path

from hypothesis import strategies as st

from ordskifte.model.diagnostics import Diagnostics, Places, Span, in_order
from ordskifte.model.document import ArticleFront, Embed, Hole, Kind, Label, Link, Payments, Picture, Slot, Source
from ordskifte.model.text import Texts
from ordskifte.parse.body import ParsedBody, parse_body

# What could go wrong is in how these meet.
SOUP = st.lists(
    st.sampled_from(
        (
            *("a", "ø ", " ", "\n", "\n\n", "  ", "    ", "\t", "\\", "&amp;", "\0", "0"),
            *(
                "*",
                "**",
                "_",
                "~~",
                "`",
                "```\n",
                "# ",
                "## ",
                "> ",
                "- ",
                "1. ",
                "***\n",
                "---",
                "--",
                "...",
                '"',
                "'",
            ),
            *("[", "]", "(", ")", "![", "](", "[^1]", "[^1]: ", "[a]: /b\n", "](article:b)", "](../b.md)", "](#a)"),
            *(
                "{",
                "}",
                "{lang=nb}",
                "{#a}",
                '{credit="c"}',
                "{.b onclick=c}",
                "::: note\n",
                "::: campaign\n",
                "::: donate\n",
                "::: embed https://a.example/b\n",
                ":::\n",
            ),
            *("|", "|-|-|\n", "\n: ", "<", "<b>", "</b>", "<!--", "-->", "<!-- paywall -->", "<a@b.c>", "javascript:"),
        )
    )
    | st.text(max_size=2),
    max_size=50,
).map("".join)

PATH = "content/articles/sea/index.en.md"


def source(body: str, locale: str = "en", first_line: int = 1) -> Source:
    front = ArticleFront(Texts(((locale, "The sea"),)))
    return Source(PATH, Kind.ARTICLE, "sea", locale, front, body, first_line, places={})


def parsed(body: str, locale: str = "en") -> ParsedBody:
    return parse_body(source(body, locale), may_seal=False)


def html(body: ParsedBody) -> str:
    return "".join(part if isinstance(part, str) else f"{{{hole(part)}}}" for part in body.body.parts)


def hole(part: Hole) -> str:
    match part:
        case Link(reference, locale):
            fragment = f"#{reference.fragment}" if reference.fragment else ""
            return f" {reference.scheme}:{reference.target}{fragment} in {locale}"
        case Picture(file, alt, title):
            return " ".join(filter(None, ("picture", file, f"“{alt}”", title)))
        case Label(msgid, number):
            return msgid % {"number": number}
        case Slot(name):
            return f"campaign {name}"
        case Payments(purpose):
            return f"ways to {purpose}"
        case Embed(url):
            return f"embed {url}"


def problems(diagnostics: Diagnostics) -> list[str]:
    told = [(diagnostic, diagnostic.span) for diagnostic in in_order(diagnostics)]
    return [
        f"{f'{span.line}:{span.column}' if isinstance(span, Span) else span.name} {problem.severity} {problem.code}: "
        f"{problem.message} {problem.hint}".rstrip()
        for problem, span in told
    ]


def placed(places: Places) -> list[str]:
    return [f"{name} {span.line}:{span.column}" for name, span in places.items()]


def cases(fixture: str) -> list[tuple[str, str, str]]:
    """The title, input and output of each case in a file of `title / . / input / . / output / .`."""
    text = (Path(__file__).parent / "fixtures" / fixture).read_text(encoding="utf-8")
    triples = (case.split("\n.\n") for case in text.removesuffix("\n.\n").split("\n.\n\n"))
    return [(title, before, after) for title, before, after in triples]
