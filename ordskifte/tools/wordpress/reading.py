"""The bytes of an export become entries, one at a time, so that the largest file takes the room of its largest entry.

Knows XML and how WordPress fills it in; nothing of what an entry is made into. There is no DTD in an export, so one
that has one is refused, and with it all entities.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span, error
from ordskifte.tools.wordpress.characters import UNFIT, fit
from ordskifte.tools.wordpress.values import Channel, Entry, Label, Note, Place, Term, Writer

LONGEST = 4_000_000
"""Characters of one value. A long book is one or two million."""
KEPT_META = frozenset(
    (
        "_icl_lang_duplicate_of",
        "_media_credit",
        "_thumbnail_id",
        "_wp_attached_file",
        "_wp_attachment_image_alt",
        "_wp_old_date",
        "_wp_old_slug",
        "_yoast_wpseo_primary_category",
        "cap-description",
        "cap-display_name",
        "cap-first_name",
        "cap-last_name",
        "cap-linked_account",
        "cap-user_login",
        "cap-website",
        "footnotes",
        "rank_math_primary_category",
    )
)
"""The fields of entries that mean something here; WPML's are known by how they begin."""
WPML = ("_wpml_", "_icl_")
TELLS = 20
"""How many characters that cannot be kept are told of, each."""

_WORDPRESS = re.compile(r"https?://wordpress\.org/export/\d+\.\d+/(excerpt/)?")
_NAMESPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NOWHERE = "0000-00-00"

Chunks = Callable[[], Iterable[bytes]]
"""Begins to read a file anew."""


class Refused(Exception):
    """The file cannot be read on from some place."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Reading:
    """One file of an export. When `entries` has ended, the other fields say what else stood in it."""

    def __init__(self, file: str, chunks: Chunks) -> None:
        self.file = file
        self.notes: list[Note] = []
        self._chunks = chunks
        self._channel: dict[str, str] = {}
        self._writers: dict[str, Writer] = {}
        self._terms: list[Term] = []

    @property
    def channel(self) -> Channel:
        said = self._channel
        addresses = (said.get(name, "").strip() for name in ("wp:base_blog_url", "link"))
        return Channel(
            title=said.get("title", "").strip(),
            tagline=said.get("description", "").strip(),
            language=said.get("language", "").strip(),
            version=said.get("wp:wxr_version", "").strip(),
            addresses=tuple(dict.fromkeys(address for address in addresses if address)),
            writers=self._writers,
            terms=tuple(self._terms),
        )

    def entries(self) -> Iterator[Entry]:
        """Raises Refused where the file is no export, or none that can be read to its end."""
        parsing = _Parsing(self.file, self._channel, self._writers, self._terms, self.notes)
        for text in _Decoded(self.file, self.notes).texts(self._chunks()):
            parsing.feed(text)
            yield from parsing.taken()
        parsing.end()
        yield from parsing.taken()


# --------------------------------------------------------------------------------------
# Bytes become text
# --------------------------------------------------------------------------------------


class _Decoded:
    """The text of a file without what XML cannot hold; WordPress writes what the database has, whatever that is."""

    def __init__(self, file: str, notes: list[Note]) -> None:
        self.file = file
        self.notes = notes
        self.line = 1
        self.told: dict[str, int] = {}

    def texts(self, chunks: Iterable[bytes]) -> Iterator[str]:
        decoder = None
        held = b""
        for chunk in chunks:
            if decoder is None:
                held += chunk
                if len(held) < 200:
                    continue
                decoder, chunk = self._decoder(held), held
            yield self._clean(decoder.decode(chunk))
        if decoder is None:
            decoder = self._decoder(held)
            yield self._clean(decoder.decode(held))
        yield self._clean(decoder.decode(b"", final=True))

    def _decoder(self, beginning: bytes) -> codecs.IncrementalDecoder:
        name = next((name for mark, name in _MARKS if beginning.startswith(mark)), "")
        declared = _DECLARED.search(beginning[:200])
        name = name or (declared[1].decode() if declared else "utf-8")
        try:
            made = codecs.getincrementaldecoder(name)("replace")
            made.decode(b"")
        except (LookupError, ValueError, TypeError):
            message, hint = f"Nothing is known of the encoding `{name}`.", "Export again, or save the file as UTF-8."
            raise Refused(error("import-encoding", message, Span(self.file, 1), hint)) from None
        if not isinstance(made.decode(b""), str):
            message, hint = f"`{name}` is no encoding of text.", "Export again, or save the file as UTF-8."
            raise Refused(error("import-encoding", message, Span(self.file, 1), hint))
        return made

    def _clean(self, text: str) -> str:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if "\ufffd" in text:
            self._tell(text, "\ufffd", "undecodable", "bytes that are no text in the encoding of the file")
        for character in sorted(set(UNFIT.findall(text))):
            self._tell(text, character, "control", f"U+{ord(character):04X}")
        text = fit(text)
        self.line += text.count("\n")
        return text

    def _tell(self, text: str, character: str, kind: str, words: str) -> None:
        for found in re.finditer(re.escape(character), text):
            self.told[kind] = self.told.get(kind, 0) + 1
            if self.told[kind] <= TELLS:
                line = self.line + text.count("\n", 0, found.start())
                self.notes.append(Note(kind, words, Place(self.file, line)))


# --------------------------------------------------------------------------------------
# Text becomes entries
# --------------------------------------------------------------------------------------

_FIELDS = {
    "title": "title",
    "link": "link",
    "dc:creator": "creator",
    "content:encoded": "body",
    "excerpt:encoded": "excerpt",
    "wp:post_id": "id",
    "wp:post_date": "date",
    "wp:post_date_gmt": "date_gmt",
    "wp:post_modified": "modified",
    "wp:post_modified_gmt": "modified_gmt",
    "wp:post_name": "slug",
    "wp:status": "status",
    "wp:post_parent": "parent",
    "wp:menu_order": "order",
    "wp:post_type": "kind",
    "wp:post_password": "has_password",
    "wp:is_sticky": "is_sticky",
    "wp:attachment_url": "url",
}
_TERMS = {
    "wp:category": ("category", "wp:category_nicename", "wp:cat_name", "wp:category_description", "wp:category_parent"),
    "wp:tag": ("post_tag", "wp:tag_slug", "wp:tag_name", "wp:tag_description", ""),
    "wp:term": ("", "wp:term_slug", "wp:term_name", "wp:term_description", "wp:term_parent"),
}
_OF_CHANNEL = ("title", "link", "description", "language", "wp:wxr_version", "wp:base_blog_url")
_BLURBS = ("wp:author_description", "wp:author_bio", "wp:author_biographical_info")


class _Parsing:
    """One text on its way to entries."""

    def __init__(
        self,
        file: str,
        channel: dict[str, str],
        writers: dict[str, Writer],
        terms: list[Term],
        notes: list[Note],
    ) -> None:
        self.file = file
        self.channel = channel
        self.writers = writers
        self.terms = terms
        self.notes = notes
        self._ready: list[Entry] = []
        self._path: list[str] = []
        self._words: list[str] | None = None
        self._length = 0
        self._line = 0
        self._fields: dict[str, str] = {}
        self._labels: list[Label] = []
        self._meta: list[tuple[str, str]] = []
        self._comments = 0
        self._began = self._body_line = 0
        self._label = ("", "")
        self._pair = ["", ""]
        self._last = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def taken(self) -> list[Entry]:
        """The entries that have been read since this was last asked."""
        ready, self._ready = self._ready, []
        return ready

    def feed(self, text: str) -> None:
        self._parse(text, is_final=False)

    def end(self) -> None:
        self._parse("", is_final=True)
        if not self.channel.get("wp:wxr_version", "").strip():
            message, hint = "This is no export of WordPress.", "Make one in WordPress under Tools, Export: all content."
            raise Refused(error("import-foreign", message, Span(self.file, 1), hint))

    def _parse(self, text: str, *, is_final: bool) -> None:
        try:
            self._parser.Parse(text, is_final)
        except expat.ExpatError as wrong:
            raise Refused(self._told(wrong, is_final=is_final)) from None

    def _told(self, wrong: expat.ExpatError, *, is_final: bool) -> Diagnostic:
        span = Span(self.file, wrong.lineno, wrong.offset + 1)
        said = expat.ErrorString(wrong.code) or "it is no XML"
        if not self._path and not self.channel:
            hint = "Make one in WordPress under Tools, Export: all content."
            return error("import-foreign", f"This is no export of WordPress: {said}.", span, hint)
        behind = f" The last whole entry is {self._last}." if self._last else ""
        if is_final:
            message = f"The file ends too early.{behind}"
            hint = "WordPress was cut off while it exported. Export again, in parts: one year or one author at a time."
            return error("import-truncated", message, span, hint)
        hint = "Export again; or put right what stands there, in an editor that takes files of this size."
        return error("import-syntax", f"The file cannot be read on from here: {said}.{behind}", span, hint)

    def _doctype(self, name: str, *_: object) -> None:
        message = "The file declares a document type, which no export of WordPress does."
        hint = "It may be meant to harm. If it is your own, delete the declaration."
        raise Refused(error("import-doctype", message, Span(self.file, self._parser.CurrentLineNumber), hint))

    # ---- elements ---------------------------------------------------------------------

    def _start(self, raw: str, attributes: dict[str, str]) -> None:
        name = _name(raw)
        self._path.append(name)
        depth = len(self._path)
        if depth == 3:
            self._fields, self._labels, self._meta, self._comments = {}, [], [], 0
            self._began = self._parser.CurrentLineNumber
        if name == "category" and depth == 4 and self._path[2] == "item":
            self._label = (attributes.get("domain", ""), attributes.get("nicename", ""))
        if name == "wp:comment" and depth == 4:
            self._comments += 1
        if depth == 4 and name in ("wp:postmeta", "wp:termmeta"):
            self._pair = ["", ""]
        self._words, self._length = ([] if self._is_wanted(name, depth) else None), 0
        self._line = self._parser.CurrentLineNumber

    def _is_wanted(self, name: str, depth: int) -> bool:
        if depth == 3:
            return name in _OF_CHANNEL
        if depth == 5:
            of = self._path[3]
            is_value = name == "wp:meta_value" and self._pair[0] and self._path[2] in ("item", *_TERMS)
            return of in ("wp:postmeta", "wp:termmeta") and (name == "wp:meta_key" or bool(is_value))
        return depth == 4 and self._path[2] in ("item", "wp:author", *_TERMS)

    def _characters(self, text: str) -> None:
        if self._words is None:
            return
        self._length += len(text)
        if self._length <= LONGEST:
            self._words.append(text)

    def _end(self, _: str) -> None:
        name, depth = self._path[-1], len(self._path)
        words = "".join(self._words) if self._words is not None else ""
        if self._length > LONGEST:
            self.notes.append(Note("large", f"`{name}`, {self._length} characters", Place(self.file, self._line)))
            words = ""
        if depth == 5:
            self._end_of_pair(name, words)
        elif depth == 4:
            self._end_of_field(name, words)
        elif depth == 3:
            self._end_of_thing(name, words)
        self._words = None
        self._path.pop()

    def _end_of_pair(self, name: str, words: str) -> None:
        if name == "wp:meta_key":
            key = words.strip()
            is_kept = key in KEPT_META or key.startswith(WPML) or self._path[3] == "wp:termmeta"
            self._pair[0] = key if is_kept else ""
        elif name == "wp:meta_value" and self._pair[0]:
            self._meta.append((self._pair[0], words))

    def _end_of_field(self, name: str, words: str) -> None:
        if name == "category" and self._path[2] == "item":
            self._labels.append(Label(*self._label, words.strip()))
            return
        if name == "content:encoded":
            self._body_line = self._line
        self._fields[name] = words

    def _end_of_thing(self, name: str, words: str) -> None:
        if name in _OF_CHANNEL:
            self.channel.setdefault(name, words)
        elif name == "wp:author":
            self._end_of_writer()
        elif name in _TERMS:
            self._end_of_term(name)
        elif name == "item":
            self._end_of_entry()

    def _end_of_writer(self) -> None:
        said = {name: value.strip() for name, value in self._fields.items()}
        login = said.get("wp:author_login", "")
        if login:
            name = said.get("wp:author_display_name", "") or login
            first, last = said.get("wp:author_first_name", ""), said.get("wp:author_last_name", "")
            blurb = next((said[key] for key in _BLURBS if said.get(key)), "")
            self.writers.setdefault(login, Writer(login, name, first, last, blurb))

    def _end_of_term(self, kind: str) -> None:
        taxonomy, slug, name, description, parent = _TERMS[kind]
        said = {name: value.strip() for name, value in self._fields.items()}
        taxonomy = taxonomy or said.get("wp:term_taxonomy", "")
        self.terms.append(
            Term(
                taxonomy,
                _number(said.get("wp:term_id", "")),
                said.get(slug, ""),
                said.get(name, "") or said.get(slug, ""),
                said.get(description, ""),
                said.get(parent, ""),
                tuple(self._meta),
            )
        )

    def _end_of_entry(self) -> None:
        said = {field: self._fields.get(name, "") for name, field in _FIELDS.items()}
        plain = {field: value.strip() for field, value in said.items() if field not in ("body", "excerpt")}
        entry = Entry(
            place=Place(self.file, self._began),
            kind=plain["kind"] or "post",
            id=_number(plain["id"]),
            title=plain["title"],
            link=plain["link"],
            slug=plain["slug"],
            status=plain["status"],
            date=_moment(plain["date"]),
            date_gmt=_moment(plain["date_gmt"]),
            modified=_moment(plain["modified"]),
            modified_gmt=_moment(plain["modified_gmt"]),
            creator=plain["creator"],
            parent=_number(plain["parent"]),
            order=_number(plain["order"]),
            has_password=bool(plain["has_password"]),
            is_sticky=plain["is_sticky"] == "1",
            url=plain["url"],
            labels=tuple(self._labels),
            meta=tuple(self._meta),
            comments=self._comments,
            excerpt=said["excerpt"],
            body=said["body"],
            body_line=self._body_line,
        )
        self._last = f"“{entry.title[:60]}” ({entry.kind} {entry.id})"
        self._ready.append(entry)


def _name(raw: str) -> str:
    """`content:encoded`, whatever prefix the file has for it."""
    uri, _, name = raw.rpartition(" ")
    if not uri:
        return name
    if found := _WORDPRESS.fullmatch(uri):
        return f"excerpt:{name}" if found[1] else f"wp:{name}"
    return _NAMESPACES.get(uri, f"{uri} ") + name


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else 0


def _moment(text: str) -> str:
    """A date of the database; nothing for the zeros that stand for none."""
    return "" if text.startswith(_NOWHERE) or not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text) else text


def diagnostics(readings: Iterable[Reading]) -> Diagnostics:
    """What stops the files from being read to their ends."""
    problems: list[Diagnostic] = []
    for reading in readings:
        try:
            for _ in reading.entries():
                pass
        except Refused as refused:
            problems.append(refused.diagnostic)
    return tuple(problems)
