"""Text for members is found in an output however it is written there, and nothing else is taken for it."""

import base64
import gzip
import html
import io
import json
import quopri
import random
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html.entities import html5
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.check.leaks import LENGTH, PIECE, Runs, Search, leaked
from ordskifte.check.views import UNPACKED_OF_ALL, views
from ordskifte.model.diagnostics import Span
from ordskifte.model.secrets import Secret
from ordskifte.model.slugs import slug

RUNS = Runs(Secret(b"a key for tests"))
SOURCE = "content/articles/ice.nb.md"
SEALED = "Isen på øya går først i mai, og båtene ligger ennå på land når været snur"
PUBLIC = "Isen på fjorden går alltid i april, og båtene ligger aldri på land når våren kommer"


def search(sealed: str, *public: str) -> Search:
    return Search(RUNS, {SOURCE: RUNS.of(sealed)}, map(RUNS.of, public))


SEARCH = search(f"<p>{SEALED}.</p>", PUBLIC)


def found(content: bytes) -> bool:
    return SEARCH.sources(content) == {SOURCE}


# ---- Encodings ------------------------------------------------------------------------


def each(text: str, spell: Callable[[str], str]) -> str:
    """The text with each letter outside ASCII spelled otherwise."""
    return "".join(letter if letter.isascii() else spell(letter) for letter in text)


def between_letters(text: str, sign: str) -> str:
    return " ".join(sign.join(word) for word in text.split())


def png(text: str) -> bytes:
    """A picture in whose description the text stands, compressed: `zTXt`."""
    chunk = b"zTXtDescription\0\0" + zlib.compress(text.encode("latin-1"))
    return b"\x89PNG\r\n\x1a\n" + len(chunk).to_bytes(4) + chunk + bytes(4)


def chunk(kind: bytes, said: bytes) -> bytes:
    """A part of a PNG."""
    return b"\x89PNG\r\n\x1a\n" + len(said).to_bytes(4) + kind + said + zlib.crc32(kind + said).to_bytes(4)


def small(text: bytes) -> bytes:
    """Compressed as what is small is by libpng, whose first byte is another one."""
    packing = zlib.compressobj(wbits=9)
    return packing.compress(text) + packing.flush()


def archive(name: str, said: bytes, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as files:
        files.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        files.writestr(name, said)
    return content.getvalue()


class _Pipe(io.RawIOBase):
    """What can only be written on: sizes of files then stand behind them."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, said: Any) -> int:
        self.written += bytes(said)
        return len(said)


def streamed(text: str) -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("a.html", f"<p>{text}</p>")
    return pipe.written


def docx(text: str) -> bytes:
    words = "".join(f"<w:r><w:t xml:space='preserve'>{word} </w:t></w:r>" for word in text.split())
    return archive("word/document.xml", f"<w:document><w:body><w:p>{words}</w:p></w:body></w:document>".encode())


def pdf(page: bytes) -> bytes:
    packed = zlib.compress(page)
    head = b"%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n4 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\r\n" % len(packed)
    return head + packed + b"\nendstream\nendobj\n"


def shown(text: str) -> bytes:
    """Words as programs set them in a PDF: with room between some letters, and lines of three words."""
    words = text.encode("cp1252").replace(b"\\", b"\\\\").split()
    set_closely = [b"(%b)-20(%b)" % (word[:1], word[1:]) for word in words]
    lines = [b"-333".join(set_closely[first : first + 3]) for first in range(0, len(words), 3)]
    return b"BT /F1 12 Tf " + b" T* ".join(b"[%b] TJ" % line for line in lines) + b" ET"


NAMES = {letter: name.rstrip(";") for name, letter in html5.items() if name.endswith(";")}

ENCODINGS: Mapping[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "a page": lambda text: f"<!doctype html><html><body><main><p>{text}</p></main></body></html>".encode(),
    "capitals": lambda text: text.upper().encode(),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "full width": lambda text: "".join(chr(ord(a) + 0xFEE0) if "a" <= a <= "z" else a for a in text).encode(),
    "no accents": lambda text: text.replace("å", "a").replace("ø", "o").encode(),
    "a slug": lambda text: f'<a href="/{slug(text)}/">'.encode(),
    "underscores": lambda text: text.replace(" ", "_").encode(),
    "other spaces": lambda text: text.replace(" ", "\u00a0\n").encode(),
    "soft hyphens": lambda text: between_letters(text, "\u00ad").encode(),
    "no width": lambda text: between_letters(text, "\u200b").encode(),
    "soft hyphens as entities": lambda text: between_letters(text, "&shy;").encode(),
    "tags between words": lambda text: "".join(f"<p>{word}</p>" for word in text.split()).encode(),
    "tags in words": lambda text: between_letters(text, "<wbr>").encode(),
    "links in words": lambda text: between_letters(text, '<b class="a"></b>').encode(),
    "an attribute": lambda text: f'<img src="a.png" alt="{text}">'.encode(),
    "an attribute in other quotes": lambda text: f"<meta name='description' content='{text}'>".encode(),
    "an attribute in entities": lambda text: f'<img alt="{"".join(f"&#{ord(a)};" for a in text)}">'.encode(),
    "an attribute behind a sign": lambda text: f'<img alt="5 > 4 {text}">'.encode(),
    "attributes": lambda text: f"<p {text}>".encode(),
    "a comment": lambda text: f"<p>a<!-- {text} --></p>".encode(),
    "CDATA": lambda text: f"<x><![CDATA[<p>{text}</p>]]></x>".encode(),
    "a script": lambda text: f"<script>const a = '{text}';</script>".encode(),
    "a style sheet": lambda text: ("a::after { content: '" + each(text, lambda a: f"\\{ord(a):06x} ") + "' }").encode(),
    "named entities": lambda text: each(text, lambda a: f"&{NAMES[a]};").encode(),
    "decimal entities": lambda text: "".join(f"&#{ord(a)};" for a in text).encode(),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(a):X};" for a in text).encode(),
    "escaped HTML": lambda text: html.escape(f"<p>{each(text, lambda a: f'&{NAMES[a]};')}</p>").encode(),
    "entities three times": lambda text: html.escape(
        html.escape(each(between_letters(text, "<i></i>"), lambda a: f"&#{ord(a)};"))
    ).encode(),
    "JSON": lambda text: json.dumps({"a": f"<p>{text}</p>"}).encode(),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text.split(", "))).encode(),
    "JSON in a page": lambda text: (
        "<script type='application/ld+json'>" + json.dumps(f"<p>{text}</p>").replace("<", "\\u003c") + "</script>"
    ).encode(),
    "escapes of JavaScript": lambda text: each(text, lambda a: f"\\x{ord(a):02x}").encode(),
    "other escapes of JavaScript": lambda text: "".join(f"\\u{{{ord(a):x}}}" for a in text).encode(),
    "per cent": lambda text: f'<a href="mailto:?body={quote(text)}">'.encode(),
    "a form": lambda text: f"?a={quote_plus(text)}".encode(),
    "per cent twice": lambda text: quote(quote(text)).encode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 for addresses": lambda text: f"/a/{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}".encode(),
    "base64 in lines": lambda text: base64.encodebytes(text.encode()),
    "base64 in an address": lambda text: b'<img src="data:text/html;base64,%b">' % base64.b64encode(text.encode()),
    "base64 behind other letters": lambda text: b"abc" + base64.b64encode(text.encode()),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zlib": lambda text: zlib.compress(text.encode()),
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text.encode())),
    "gzip of JSON of entities": lambda text: gzip.compress(json.dumps(html.escape(f"<p>{text}</p>")).encode()),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark, in tags": lambda text: f"<p>{'</p><p>'.join(text.split())}</p>".encode("utf-16-le"),
    "UTF-16, big end first": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "UTF-32, big end first": lambda text: b"\0\0\xfe\xff" + text.encode("utf-32-be"),
    "Windows-1252": lambda text: text.encode("cp1252"),
    "a page in Latin-1": lambda text: f"<p>{text}</p>".encode("latin-1"),
    "a picture": png,
    "a picture's plain description behind its name": lambda text: chunk(
        b"tEXt", b"Description\0" + text.encode("latin-1")
    ),
    "a picture's plain description": lambda text: b"\xff\xd8\xff\xe1\0\0" + text.encode() + b"\0\xff\xd9",
    "a picture's description in UTF-8": lambda text: chunk(
        b"iTXt", b"Description\0\1\0nb\0\0" + zlib.compress(text.encode())
    ),
    "a picture's description, packed small": lambda text: chunk(
        b"zTXt", b"Description\0\0" + small(text.encode("latin-1"))
    ),
    "a photograph's comment in UTF-16": lambda text: (
        b"\xff\xd8\xff\xe1\1\0Exif\0\0II*\0UNICODE\0" + f"Foto: {text}".encode("utf-16-le") + b"\xff\xda\1\2\3\xff\xd9"
    ),
    "a photograph's XMP": lambda text: (
        b"\xff\xd8\xff\xe1\2\0http://ns.adobe.com/xap/1.0/\0<rdf:li xml:lang='x-default'>"
        + each(text, lambda a: f"&#{ord(a)};").encode()
        + b"</rdf:li>\xff\xd9"
    ),
    "a drawing, word by word": lambda text: (
        "<svg>" + "".join(f"<tspan>{word}</tspan>" for word in text.split()) + "</svg>"
    ).encode(),
    "a drawing, letter by letter": lambda text: (
        "<svg>" + " ".join("".join(f"<tspan>{a}</tspan>" for a in word) for word in text.split()) + "</svg>"
    ).encode(),
    "spans": lambda text: "".join(f"<span class='a'>{word}</span>" for word in text.split()).encode(),
    "entities without their end": lambda text: "".join(f"&#{ord(a)}" for a in text).encode(),
    "another page in an attribute": lambda text: (
        "<iframe srcdoc='" + html.escape("".join(f"<p>{word}</p>" for word in text.split())) + "'></iframe>"
    ).encode(),
    "per cent of Latin-1": lambda text: quote(text, encoding="latin-1").encode(),
    "UTF-8 read as Windows-1252": lambda text: text.encode().decode("cp1252").encode(),
    "hexadecimal behind a mark": lambda text: f"x = 0x{text.encode().hex()}".encode(),
    "a source map": lambda text: (
        b"//# sourceMappingURL=data:application/json;base64,"
        + base64.b64encode(json.dumps({"sourcesContent": [f"const a = '{text}';\n"]}).encode())
    ),
    "an archive": lambda text: archive("a.txt", text.encode()),
    "an archive that packs nothing": lambda text: archive(
        "a.html", "".join(f"<p>{word}</p>" for word in text.split()).encode(), zipfile.ZIP_STORED
    ),
    "an archive written in one go": streamed,
    "an archive in an archive": lambda text: archive("a.zip", archive("a.txt", text.encode())),
    "gzip in an archive": lambda text: archive("a.gz", gzip.compress(text.encode()), zipfile.ZIP_STORED),
    "an archive behind something else": lambda text: b"MZ\x90\0" * 50 + archive("a.txt", text.encode()),
    "an archive in base64": lambda text: base64.b64encode(archive("a.txt", text.encode())),
    "a manuscript": docx,
    "a name in an archive": lambda text: archive(f"{slug(text)}.txt", b""),
    "a page of a PDF": lambda text: pdf(shown(text)),
    "a page of a PDF that is not packed": shown,
    "the title of a PDF": lambda text: (
        b"%PDF-1.7\n%\xe2\xe3\n<< /Title <" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b"> >>"
    ),
    "a drawing": lambda text: f"<svg><title>{text}</title></svg>".encode(),
    "a database": lambda text: b"SQLite format 3\0\x10\x00\x01" + bytes(60) + text.encode() + b"\x81\x01" + bytes(9),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_a_leak_is_found(encode: Callable[[str], bytes]) -> None:
    assert found(encode(SEALED))


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_what_is_public_is_no_leak(encode: Callable[[str], bytes]) -> None:
    assert not found(encode(PUBLIC))


@settings(max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from([*ENCODINGS]))
def test_any_six_words_of_a_text_are_found_in_any_encoding(random: random.Random, name: str) -> None:
    words = ["".join(random.choices("abdefgåøæ", k=random.randint(5, 9))) for _ in range(20)]
    start = random.randrange(len(words) - LENGTH + 1)
    leak = " ".join(words[start : start + LENGTH])
    assert search(" ".join(words)).sources(ENCODINGS[name](leak)) == {SOURCE}


def test_the_sum_behind_a_text_in_a_png_is_no_part_of_its_last_word() -> None:
    leak = "øeafødgø fbaføæ øåaaa dageabf ggdåfb eebaæfb"
    content = ENCODINGS["a picture's plain description behind its name"](leak)
    assert content.endswith(b"fbF\xf5\xfc\xfd")
    assert search(leak).sources(content) == {SOURCE}


# ---- What is no leak ------------------------------------------------------------------

_TEXTS = st.lists(st.sampled_from(["isen", "går", "i", "mai"]), max_size=40)


def runs(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1)}


@given(_TEXTS, _TEXTS, _TEXTS)
def test_a_text_leaks_if_six_words_of_it_stand_there_that_are_not_public(
    sealed: list[str], public: list[str], page: list[str]
) -> None:
    leaks = search(" ".join(sealed), " ".join(public)).sources(" ".join(page).encode())
    assert bool(leaks) == bool(runs(page) & (runs(sealed) - runs(public)))


@given(st.binary(max_size=3000))
def test_any_bytes_can_be_searched(content: bytes) -> None:
    assert SEARCH.sources(content) == frozenset()


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    assert SEARCH.sources(text.encode(errors="replace")) == frozenset()


def test_five_words_are_no_leak_and_six_are() -> None:
    words = SEALED.split()
    assert not found(" ".join(words[:5]).encode())
    assert found(" ".join(words[:6]).encode())


def test_words_in_another_order_are_no_leak() -> None:
    words = SEALED.split()
    assert not found(" ".join(reversed(words)).encode())


def test_tags_that_are_alike_are_no_leak_and_what_is_heard_of_them_is() -> None:
    picture = '<img src="/assets/ice.jpg" alt="{}" width="800" height="600" loading="lazy" decoding="async">'
    searched = search(picture.format(SEALED) + "<p>Isen.</p>")
    assert searched.sources(picture.format("Et bilde av isen").encode()) == frozenset()
    assert searched.sources(f'{{"alt": "{SEALED}"}}'.encode()) == {SOURCE}


def test_a_row_of_years_is_no_leak() -> None:
    years = " ".join(map(str, range(2015, 2027)))
    searched = search(f"<table><tr><td>{years}</td></tr></table><p>{SEALED}</p>")
    assert searched.sources(f"<nav>{years}</nav>".encode()) == frozenset()
    assert searched.sources(SEALED.encode()) == {SOURCE}


def test_a_text_that_is_short_leaks_nothing() -> None:
    assert search("For medlemmer").sources(b"For medlemmer") == frozenset()
    assert search("").sources(b"") == frozenset()


# ---- Who is named ---------------------------------------------------------------------


def test_each_text_that_leaks_is_named() -> None:
    sealed = {"a.md": RUNS.of(SEALED), "b.md": RUNS.of(f"Før {SEALED}"), "c.md": RUNS.of(PUBLIC)}
    assert Search(RUNS, sealed).sources(SEALED.encode()) == {"a.md", "b.md"}


def test_a_leak_is_told_without_its_words() -> None:
    [problem] = leaked("en/feed.xml", [SOURCE])
    assert problem.is_error
    assert (problem.code, problem.span) == ("text-leaked", Span(SOURCE))
    assert problem.message == f"Text for members of {SOURCE} stands in en/feed.xml."


def test_runs_are_of_the_key() -> None:
    assert not RUNS.of(SEALED) & Runs(Secret(b"another key")).of(SEALED)
    assert Runs(Secret(b"a key for tests")).of(SEALED) == RUNS.of(SEALED)
    assert len(RUNS.of(SEALED)) == len(SEALED.split()) - LENGTH + 1


def test_an_archive_in_an_archive_comes_to_an_end() -> None:
    content = SEALED.encode()
    for _ in range(30):
        content = gzip.compress(content)
    assert len([*views(content)]) < 1000


def test_what_unpacks_to_very_much_is_not_unpacked_in_full() -> None:
    assert not found(zlib.compress(b" " * 100_000_000 + SEALED.encode()))


def test_an_archive_of_very_much_is_not_unpacked_in_full() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as files:
        for number in range(30):
            files.writestr(f"{number}.txt", b"\n" * 1_000_000)
        files.writestr("last.txt", SEALED)
    read = [*views(content.getvalue())]
    assert sum(map(len, read)) < 2 * UNPACKED_OF_ALL


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_archive_can_be_searched(noise: bytes, place: int, byte: int) -> None:
    content = bytearray(archive("a.txt", SEALED.encode()) + noise)
    content[place % len(content)] = byte
    assert SEARCH.sources(bytes(content)) <= {SOURCE}


@pytest.mark.parametrize("text", ["jávrri gáttis leat guhkes čuolmmat ja stuorra bivdit", "seks ord og – så flere ord"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_letters_of_europe_are_found_in_utf_16_without_a_mark(text: str, codec: str) -> None:
    assert search(text).sources(b"\xff\xff\xff" + text.encode(codec) + b"\xff\xff\x02") == {SOURCE}


def test_what_is_in_the_name_of_a_file_is_found() -> None:
    assert SEARCH.sources(b"Nothing.", f"media/{slug(SEALED)}.1f2e3d.jpg") == {SOURCE}


def test_a_page_with_many_tags_and_entities_is_read_a_few_times() -> None:
    page = '<a class="a long name of many words" href="?a=1&amp;b=2">Isen &amp; havet</a>\n' * 100
    assert sum(map(len, views(page.encode()))) < 3 * len(page)


def test_what_stands_across_two_pieces_of_a_large_text_is_found() -> None:
    for filling in (PIECE - 40, PIECE - 20, PIECE):
        assert found(b"\n" * filling + SEALED.encode())
