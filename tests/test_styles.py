"""No style sheet knows which way its language is written: everything is said of where lines begin and end.

`direction` alone may be said, of what is written from left to right in every language; and one custom property, which
gradients need, in both directions.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH = ROOT / "ordskifte/tools/report/report.css"
"""Of pages that are in English on every site."""
SHEETS = sorted({*ROOT.glob("templates/**/*.css"), *ROOT.glob("ordskifte/**/*.css")} - {ENGLISH})
ONWARD = "--onward"

_TOKEN = re.compile(
    r"""/\*.*?\*/ | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\([^)]*\) | [{};] | [^{};"'/u]+ | .""",
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\)""")
_SIDE = re.compile(r"(?<![\w-])(left|right|to (?:top|bottom)|[xy]-(?:start|end))(?![\w-])")
_PHYSICAL = re.compile(
    r"(.+-)?(left|right|top|bottom)(-.+)?|(min-|max-)?(width|height)|overflow-[xy]|overscroll-behavior-[xy]|.+-[xy]"
)
_LISTED = ("margin", "padding", "inset", "border-width", "border-style", "border-color", "scroll-margin")
_TURNED = re.compile(r"translate(X|3d)?\(|rotate|skew|scaleX", re.IGNORECASE)


def declarations(css: str) -> Iterator[tuple[str, str, str]]:
    """Each declaration of a style sheet: the selector or rule that it stands in, its property and its value."""
    around: list[str] = []
    written = ""
    for token in _TOKEN.findall(css):
        if token.startswith("/*"):
            continue
        if token == "{":
            around.append(" ".join(written.split()))
        elif token in "};":
            name, colon, value = written.partition(":")
            if colon and around:
                yield around[-1], name.strip(), " ".join(value.split())
            if token == "}":
                around.pop()
        else:
            written += token
            continue
        written = ""
    assert around == []


def is_physical(name: str, value: str) -> bool:
    """Whether a declaration means another place in a page that is written the other way."""
    value = _QUOTED.sub("", value)
    if name.startswith("--"):
        return bool(_SIDE.search(value))
    if _PHYSICAL.fullmatch(name) or _SIDE.search(value) or (name == "transform" and _TURNED.search(value)):
        return True
    parts = re.findall(r"(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", value)
    if name in _LISTED:
        return len(parts) == 4 and parts[1] != parts[3]
    return name == "border-radius" and len(set(parts)) > 1


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.relative_to(ROOT).as_posix())
def test_a_style_sheet_knows_no_left_and_no_right(sheet: Path) -> None:
    found = list(declarations(sheet.read_text(encoding="utf-8")))
    assert len(found) > 20
    assert [each for each in found if is_physical(*each[1:]) and each[1] != ONWARD] == []


def test_where_gradients_run_to_is_told_for_both_directions() -> None:
    told = [
        (selector, value)
        for sheet in SHEETS
        for selector, name, value in declarations(sheet.read_text(encoding="utf-8"))
        if name == ONWARD
    ]
    assert told == [(":root", "right"), ('[dir="rtl"]', "left")]


def test_a_direction_is_said_of_nothing_but_code_and_addresses() -> None:
    told = {
        (selector, value)
        for sheet in SHEETS
        for selector, name, value in declarations(sheet.read_text(encoding="utf-8"))
        if name == "direction"
    }
    assert told == {
        (":is(.address, .cite-address, code, kbd, pre, samp)", "ltr"),
        ("#unlock-code", "ltr"),  # Where a member types a code.
    }


def test_a_language_is_named_by_itself() -> None:
    """Browsers that know no lists in `:lang()` pass over the whole rule; Chromium 156 is one."""
    for sheet in SHEETS:
        assert not re.search(r":lang\([^)]*,", sheet.read_text(encoding="utf-8")), sheet


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1em",
        "padding-right: 0",
        "border-left: 1px solid",
        "border-right-color: red",
        "border-top-left-radius: 1px",
        "left: 0",
        "top: 0",
        "width: 3em",
        "max-height: 3em",
        "float: left",
        "clear: right",
        "text-align: left",
        "text-align: right",
        "background: linear-gradient(to right, red, blue)",
        "background-position: left 3px top",
        "margin: 0 1em 0 2em",
        "padding: 0 max(1em, 2vw) 0 calc(1em + (2px))",
        "inset: 0 auto auto 0",
        "transform: translateX(3px)",
        "overflow-x: auto",
        "--edge: left",
    ],
)
@pytest.mark.parametrize("around", ["p {{ {} }}", "@media (min-width: 3em) {{ a:hover {{ color: red; {}; }} }}"])
def test_what_knows_one_is_found(declaration: str, around: str) -> None:
    assert [name for _, name, value in declarations(around.format(declaration)) if is_physical(name, value)] == [
        declaration.partition(":")[0]
    ]


@pytest.mark.parametrize(
    "css",
    [
        "p { margin: 0 1em 0 1em; margin-inline-start: 1em; inset: auto 0 0; text-align: start }",
        "/* left: 0 */ p { content: 'left: 0; } right'; background: url(left.svg) }",
        "@media (min-width: 3em) { .left:hover { inline-size: 3em; border-radius: 2px } }",
        "p { grid-area: 1 / 2 / 3 / 3; font: 600 1em / 1.5 var(--sans); transition: color 0.1s }",
    ],
)
def test_what_knows_none_is_not(css: str) -> None:
    assert [name for _, name, value in declarations(css) if is_physical(name, value)] == []


def test_every_declaration_is_read() -> None:
    css = "a { b: c; d: e } @media x { f:g { h: url(i;j:k) } } l { m: 'n}' ; }"
    assert list(declarations(css)) == [
        ("a", "b", "c"),
        ("a", "d", "e"),
        ("f:g", "h", "url(i;j:k)"),
        ("l", "m", "'n}'"),
    ]


def test_no_template_has_a_style_or_a_side_of_its_own() -> None:
    for file in (*ROOT.glob("templates/**/*.html"), *ROOT.glob("ordskifte/**/*.html")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"<[^>]*\s(style=|align=|dir=(?!\"{{))", text), file
