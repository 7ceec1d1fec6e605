"""Blocks become Markdown that reads back as the same words.

Knows how the house writes Markdown, and what else our parser would take a character for. What has been written is read
again by that parser: where a word would be lost or won, it is written plainer, first without emphasis, then without
links, with every sign escaped.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ordskifte.model.document import OWED
from ordskifte.parse.markdown import parser
from ordskifte.tools.wordpress.prose import (
    Block,
    Blocks,
    Break,
    Code,
    Definitions,
    Embed,
    Figure,
    Heading,
    Listing,
    Mark,
    Marks,
    NoteMark,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
    Text,
    Words,
)

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_NOTED = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
"""A place that somebody is told of; no text has these characters."""
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_DELIMITERS = {"strong": "**", "em": "*", "del": "~~"}
_EMPHASIS = frozenset(_DELIMITERS)
Escaping = Callable[[str], str]
_SPACE = re.compile(r"[ \t\n\r\f]+")
_EDGES = " \u00a0"


def written(text: Text) -> tuple[str, dict[int, int]]:
    """The Markdown of a body, and the line of it, from 1, that each of its notes is about."""
    parts = [*_blocks(text.blocks), *(_footnote(note.label, note.blocks) for note in text.footnotes)]
    marked = "\n\n".join(part for part in parts if part)
    lines: dict[int, int] = {}
    for number, line in enumerate(marked.split("\n"), 1):
        for found in _NOTED.finditer(line):
            lines.setdefault(int(found[1]), number)
    plain = _NOTED.sub("", marked)
    return (f"{plain}\n" if plain else ""), lines


# --------------------------------------------------------------------------------------
# Blocks
# --------------------------------------------------------------------------------------


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    before: Block | None = None
    is_second = False
    for block in blocks:
        # Two lists, one behind the other, are one to Markdown unless they are written with other signs.
        is_second = (
            not is_second
            if isinstance(block, Listing)
            and isinstance(before, Listing)
            and (block.start is None) == (before.start is None)
            else False
        )
        text = _block(block, is_second=is_second)
        if text:
            noted = "".join(f"{_OPEN}{number}{_CLOSE}" for number in block.notes)
            yield noted + text
            before = block
        elif block.notes:
            yield "".join(f"{_OPEN}{number}{_CLOSE}" for number in block.notes)


def _block(block: Block, *, is_second: bool) -> str:
    match block:
        case Paragraph(runs, id, lang):
            return _with_attributes(inline(runs), id, lang)
        case Heading(level, runs, id, lang):
            return _heading(level, inline(_in_one_line(runs), is_line=False), id, lang)
        case Figure() | Embed():
            return _figured(block)
        case Code(text, language):
            return _code(text, language)
        case Rule():
            return "___"
        case Table():
            return _with_attributes(_table(block), "", block.lang)
        case Listing():
            return _with_attributes(_listing(block, is_second=is_second), "", block.lang)
        case Definitions(entries):
            return "\n\n".join(_definition(term, meanings) for term, meanings in entries)
        case Quote():
            return _quote(block)


def _heading(level: int, words: str, id: str, lang: str) -> str:
    if not words:
        return ""
    # Signs at the end would close the heading.
    closed = re.sub(r"(?<!\\)#$", r"\#", words)
    return _with_attributes(f"{'#' * level} {closed}" + (f" {{#{id}}}" if id else ""), "", lang)


def _with_attributes(text: str, id: str, lang: str) -> str:
    said = " ".join(filter(None, (f"#{id}" if id else "", f"lang={lang}" if lang else "")))
    return f"{{{said}}}\n{text}" if said and text else text


def _indented(text: str, first: str, others: str) -> str:
    return "\n".join(
        (first if n == 0 else others) + line if line or n == 0 else line for n, line in enumerate(text.split("\n"))
    )


def _figured(block: Figure | Embed) -> str:
    match block:
        case Figure(picture, caption, credit):
            return _figure(picture, caption, credit)
        case Embed(address, title, _, caption):
            words = filter(None, (inline((Words(title),)), inline(_in_one_line(caption))))
            return "\n".join((f"::: embed {address}", "\n\n".join(words), ":::"))


def _figure(picture: Picture, caption: Runs, credit: str) -> str:
    words = inline(_in_one_line(caption), is_line=False)
    title = f' "{_in_title(words)}"' if words else ""
    by = f'{{credit="{_in_title(_SPACE.sub(" ", credit).strip())}"}}' if credit.strip() else ""
    return f"![{_alt(picture)}]({_address(picture.file)}{title}){by}"


def _in_title(words: str) -> str:
    """Words between quotation marks, where escapes and entities are read before the Markdown is."""
    escaped = re.sub(r'(["\\])', r"\\\1", words)
    return re.sub(r"&(?=#?\w+;)", r"\\&", escaped)


def _alt(picture: Picture) -> str:
    return inline((Words(picture.alt),), is_line=False) or OWED


def _code(text: str, language: str) -> str:
    longest = max((len(found) for found in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    body = text.strip("\n")
    return f"{fence}{language}\n{body}\n{fence}" if body.strip() else ""


def _listing(block: Listing, *, is_second: bool) -> str:
    is_tight = all(map(_is_short, block.entries))
    rows: list[str] = []
    for number, entry in enumerate(block.entries):
        if block.start is None:
            sign = "* " if is_second else "- "
        else:
            sign = f"{block.start + number}{')' if is_second else '.'} "
        inside = ("\n" if is_tight else "\n\n").join(_blocks(entry))
        rows.append(_indented(inside, sign, " " * len(sign)).rstrip() if inside else sign.rstrip())
    return ("\n" if is_tight else "\n\n").join(rows)


def _is_short(entry: Blocks) -> bool:
    """Whether an entry is a paragraph, perhaps with a list that can stand right below it: numbered from 1, if so."""
    below = entry[1:]
    return isinstance(entry[0], Paragraph | Listing) and all(
        isinstance(child, Listing) and child.start in (None, 1) and not child.lang for child in below
    )


def _definition(term: Runs, meanings: tuple[Blocks, ...]) -> str:
    words = inline(_in_one_line(term))
    bodies = ["\n\n".join(_blocks(meaning)) for meaning in meanings]
    is_tight = all(len(meaning) == 1 and isinstance(meaning[0], Paragraph) for meaning in meanings)
    return ("\n" if is_tight else "\n\n").join([words, *(_indented(body, ": ", "  ") for body in bodies if body)])


def _quote(block: Quote) -> str:
    inside = "\n\n".join(_blocks(block.blocks))
    if not inside:
        return ""
    if block.kind == "quote" and not block.lang:
        return "\n".join(f"> {line}".rstrip() for line in inside.split("\n"))
    lang = f" {{lang={block.lang}}}" if block.lang else ""
    return f"::: {block.kind}{lang}\n{inside}\n:::"


def _footnote(label: str, blocks: Blocks) -> str:
    inside = "\n\n".join(_blocks(blocks))
    return _indented(inside, f"[^{label}]: ", "    ")


def _table(block: Table) -> str:
    marks = {"left": ":---", "right": "---:", "center": ":---:"}
    heads, *rows = [[_cell(cell) for cell in row] for row in block.rows]
    line = [marks.get(alignment, "---") for alignment in block.alignments]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, line, *rows))


def _cell(runs: Runs) -> str:
    return inline(_in_one_line(runs), is_line=False).replace("|", "\\|")


def _in_one_line(runs: Runs) -> Runs:
    return tuple(Words(" ") if isinstance(run, Break) else run for run in runs)


# --------------------------------------------------------------------------------------
# Words
# --------------------------------------------------------------------------------------


def inline(runs: Runs, *, is_line: bool = True) -> str:
    """Runs as Markdown that our parser reads back as the same words; `is_line` where they begin a line."""
    tidy = _tidied(runs)
    if not tidy:
        return ""
    wanted, text = _read_words(tidy), ""
    for plainer, escaped in _WAYS:
        kept = _tidied(tuple(plainer(run) for run in tidy))
        text = _joined(kept, escaped, is_line=is_line)
        if _reads(text, is_line=is_line) == wanted:
            break
    return text


def _as_it_is(run: Run) -> Run:
    return run


def _without_emphasis(run: Run) -> Run:
    return _with_marks(run, lambda mark: mark.kind not in _EMPHASIS)


def _without_marks(run: Run) -> Run:
    return _with_marks(run, lambda mark: False)


def _with_marks(run: Run, is_kept: Callable[[Mark], bool]) -> Run:
    if isinstance(run, Words):
        return Words(run.text, tuple(filter(is_kept, run.marks)))
    if isinstance(run, Picture):
        return Picture(run.file, run.alt, tuple(filter(is_kept, run.marks)))
    return run


def _read_words(runs: Runs) -> str:
    """What a reader sees of runs."""
    return _SPACE.sub(" ", "".join(map(_seen, runs))).strip()


def _seen(run: Run) -> str:
    match run:
        case Words(text):
            return text
        case Picture(_, alt):
            return _SPACE.sub(" ", alt).strip() or OWED
        case NoteMark(label):
            return f"[^{label}]"
        case _:
            return " "


@cache
def _parser() -> MarkdownIt:
    return parser()


def _reads(text: str, *, is_line: bool) -> str | None:
    """What our parser reads of a paragraph; None where it takes it for something else."""
    tokens = _parser().parse(text) if is_line else _parser().parseInline(text)
    if is_line and [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return None
    words = next(token for token in tokens if token.type == "inline")
    return _SPACE.sub(" ", "".join(_shown(words.children or ()))).strip()


def _shown(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield "".join(_shown(token.children or ()))
        elif token.type == "raw_inline":
            yield "\0"
        else:
            yield token.content


# ---- runs are tidied --------------------------------------------------------------------


def _tidied(runs: Runs) -> Runs:
    """Runs whose spaces are single and outside of marks, none at the ends of lines, and alike neighbours are one."""
    spaced: list[Run] = []
    for n, run in enumerate(runs):
        if isinstance(run, Words):
            beside = (_common(runs[n - 1 : n], run), _common(runs[n + 1 : n + 2], run))
            spaced += _spaced(run, *beside)
        else:
            spaced.append(run)
    merged = _merged(_without_double_spaces(spaced))
    return tuple(_merged(_flanked(merged)))


def _common(neighbour: Runs, run: Words) -> Marks:
    """The marks that a run begins with as its neighbour does; of code there is none in common."""
    marks: list[Mark] = []
    for mark, other in zip(run.marks, _marks(neighbour), strict=False):
        if mark != other or mark.kind == "code":
            break
        marks.append(mark)
    return tuple(marks)


def _marks(runs: Runs) -> Marks:
    return runs[0].marks if runs and isinstance(runs[0], Words) else ()


def _spaced(run: Words, first: Marks, last: Marks) -> Iterator[Words]:
    """The words of a run; spaces at its ends have no marks but those that it shares with what stands there."""
    text = _SPACE.sub(" ", run.text)
    bare = text.strip(_EDGES)
    if not bare:
        yield Words(text, first if len(first) < len(last) else last)
        return
    before = text[: len(text) - len(text.lstrip(_EDGES))]
    behind = text[len(text.rstrip(_EDGES)) :]
    yield from (Words(part, marks) for part, marks in ((before, first), (bare, run.marks), (behind, last)) if part)


def _without_double_spaces(runs: list[Run]) -> list[Run]:
    kept: list[Run] = []
    is_open = True
    for run in runs:
        if isinstance(run, Words):
            text = run.text.lstrip(_EDGES) if is_open else run.text
            if text:
                kept.append(Words(text, run.marks))
                is_open = text.endswith(" ")
        elif isinstance(run, Break):
            _strip_end(kept)
            if kept and not isinstance(kept[-1], Break):
                kept.append(run)
            is_open = True
        else:
            kept.append(run)
            is_open = False
    _strip_end(kept)
    while kept and isinstance(kept[-1], Break):
        kept.pop()
        _strip_end(kept)
    return kept


def _strip_end(runs: list[Run]) -> None:
    while runs and isinstance(last := runs[-1], Words):
        text = last.text.rstrip(_EDGES)
        if text:
            runs[-1] = Words(text, last.marks)
            return
        runs.pop()


def _merged(runs: Iterable[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in runs:
        last = kept[-1] if kept else None
        if isinstance(run, Words) and isinstance(last, Words) and run.marks == last.marks:
            kept[-1] = Words(last.text + run.text, run.marks)
        else:
            kept.append(run)
    return kept


def _flanked(runs: list[Run]) -> list[Run]:
    """Emphasis that begins and ends where CommonMark (§6.2) lets it: a colon before a letter stands outside of it."""
    changed: list[Run] = []
    for n, run in enumerate(runs):
        if not isinstance(run, Words) or not _EMPHASIS & {mark.kind for mark in run.marks}:
            changed.append(run)
            continue
        before, behind = _edge(runs, n, -1), _edge(runs, n, 1)
        text, first, last = run.text, 0, len(run.text)
        bare = tuple(mark for mark in run.marks if mark.kind not in _EMPHASIS)
        while last > first and behind.isalnum() and _is_sign(text[last - 1]):
            last -= 1
        while first < last and before.isalnum() and _is_sign(text[first]):
            first += 1
        parts = ((text[:first], bare), (text[first:last], run.marks), (text[last:], bare))
        changed += [Words(part, marks) for part, marks in parts if part]
    return changed


def _edge(runs: list[Run], n: int, step: int) -> str:
    """The character beside a run; a space where there is none, or where its neighbour has the same emphasis."""
    other = runs[n + step] if 0 <= n + step < len(runs) else None
    if not isinstance(other, Words):
        return " "
    return other.text[-1 if step < 0 else 0]


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


# ---- runs are joined --------------------------------------------------------------------


def _joined(runs: Runs, escaped: Escaping, *, is_line: bool) -> str:
    lines = [list(group) for is_break, group in groupby(runs, lambda run: isinstance(run, Break)) if not is_break]
    texts = [_rendered(line, 0, escaped) for line in lines]
    return "\\\n".join(_line(text) if is_line else text for text in texts)


def _rendered(runs: list[Run], depth: int, escaped: Escaping) -> str:
    """The runs of one line, from the mark at this depth on."""
    parts: list[str] = []
    for mark, group in groupby(runs, lambda run: _mark_at(run, depth)):
        inside = list(group)
        if mark is None:
            parts += [_run(run, escaped) for run in inside]
        elif mark.kind == "code":
            parts.append(_code_span("".join(run.text for run in inside if isinstance(run, Words))))
        elif mark.kind == "link" and _is_bare(mark.value, inside):
            parts.append(f"<{mark.value}>")
        else:
            parts.append(_wrapped(mark, _rendered(inside, depth + 1, escaped)))
    return _spliced(parts)


def _is_bare(address: str, runs: list[Run]) -> bool:
    """Whether the words of a link are its address."""
    words = "".join(run.text for run in runs if isinstance(run, Words))
    return words == address and re.fullmatch(r"https?://[^\s<>\\`]+", address) is not None


def _mark_at(run: Run, depth: int) -> Mark | None:
    marks: Marks = run.marks if isinstance(run, Words | Picture) else ()
    return marks[depth] if depth < len(marks) else None


def _spliced(parts: list[str]) -> str:
    """The parts as one text; an exclamation mark before a bracket would make a picture of a link."""
    text = ""
    for part in parts:
        if text.endswith("!") and part.startswith("["):
            text = text[:-1] + "\\!"
        text += part
    return text


def _wrapped(mark: Mark, words: str) -> str:
    if mark.kind in _DELIMITERS:
        return f"{_DELIMITERS[mark.kind]}{words}{_DELIMITERS[mark.kind]}" if words.strip() else words
    if mark.kind == "link":
        return _link(mark.value, words)
    said = f"#{mark.value}" if mark.kind == "id" else f"lang={mark.value}"
    return f"[{words}]{{{said}}}"


def _link(address: str, words: str) -> str:
    return f"[{words}]({_address(address)})"


def _address(address: str) -> str:
    """An address as it can stand between round brackets."""
    encoded = re.sub(r"""[\s()<>"\\`{}|^]""", _percent, address)
    return re.sub(r"&(?=#?\w+;)", r"\&", encoded)


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}" if ord(found[0]) < 128 else ""


def _code_span(text: str) -> str:
    longest = max((len(found) for found in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _run(run: Run, escaped: Escaping) -> str:
    match run:
        case Words(text):
            return escaped(text)
        case Picture(file, _):
            return f"![{_alt(run)}]({_address(file)})"
        case NoteMark(label):
            return f"[^{label}]"
        case _:
            return ""


# ---- signs are escaped ------------------------------------------------------------------

_SIGNS = re.compile(
    r"""
      \\(?=[!-/:-@\[-`{-~]|$)          # an escape
    | [`*{]
    | (?<![^\W_])_|_(?![^\W_])         # not within a word
    | ~(?=~)|(?<=~)~
    | <(?=[A-Za-z/!?])
    | &(?=\#?\w+;)
    | [\[\]]
    """,
    re.VERBOSE,
)
_EVERY = re.compile(r"[!-/:-@\[-`{-~]")
_BRACKETED = re.compile(r"(?<!!)\[(?!\^)([^\[\]\\`*_<&{}~]*)\](?![\[({:])")
_LINE = re.compile(
    r"""
      (\#{1,6})(?=[ \t]|$)
    | (>)
    | ([-+])(?=[ \t]|$)
    | (=+|-+)(?=[ \t]*$)
    | (:)(?=[ \t:]|$)
    | (~)(?=[ \t]|$)
    | (\|)
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|$)")
_DASHED = re.compile(r"[-:| ]+")


def _lightly_escaped(text: str) -> str:
    """Without what nearly always is harmless: a word in brackets reads better without backslashes, as [sic]."""
    parts, end = [], 0
    for found in _BRACKETED.finditer(text):
        parts += [_escaped(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _wholly_escaped(text: str) -> str:
    return _EVERY.sub(r"\\\g<0>", text)


_WAYS: tuple[tuple[Callable[[Run], Run], Escaping], ...] = (
    (_as_it_is, _lightly_escaped),
    (_as_it_is, _escaped),
    (_without_emphasis, _wholly_escaped),
    (_without_marks, _wholly_escaped),
)
"""How words are written, until they read back as the same words."""


def _line(text: str) -> str:
    """A line that begins as a block does, with its first sign escaped."""
    if numbered := _NUMBERED.match(text):
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    if _LINE.match(text) or (text[:1] in "-:|" and _DASHED.fullmatch(text)):
        return f"\\{text}"
    return text
