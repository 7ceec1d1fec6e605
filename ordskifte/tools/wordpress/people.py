"""Accounts and guest authors become authors. What is private of them, such as addresses of e-mail, goes nowhere."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct

from ordskifte.model.slugs import slug
from ordskifte.tools.wordpress.index import WORKS, Index
from ordskifte.tools.wordpress.plain import one_line
from ordskifte.tools.wordpress.terms import free
from ordskifte.tools.wordpress.values import Entry, Writer

GUEST = "guest-author"
"""The kind of entry in which Co-Authors Plus keeps people without an account."""


class Person(Struct, frozen=True):
    """An author that is to be."""

    key: str
    name: str
    sort_as: str
    blurb: str
    """HTML."""
    website: str
    photo: int
    logins: tuple[str, ...]


def people(index: Index) -> dict[str, Person]:
    """The authors of all texts, by what the export calls them."""
    guests = dict(_guests(index))
    used = dict.fromkeys(login for entry in index.entries for login in writers_of(entry))
    taken: set[str] = set()
    found: dict[str, Person] = {}
    for login in used:
        writer = guests.get(login) or _account(login, index.channel.writers) or Writer(login, login)
        name = one_line(writer.name) or login
        # An address of e-mail is private, also where it serves as a name.
        name = name.partition("@")[0] or name
        key = free(slug(name) or slug(login.partition("@")[0]) or "author", taken)
        found[login] = Person(key, name, _sort_as(name, writer), writer.blurb, writer.website, writer.photo, (login,))
    return found


def writers_of(entry: Entry) -> tuple[str, ...]:
    """What the export calls the authors of a text, in its order; nothing for what is no text."""
    if entry.kind not in WORKS or WORKS[entry.kind] != "article" or entry.status in ("trash", "auto-draft"):
        return ()
    labels = entry.labelled("author")
    if labels:
        return tuple(dict.fromkeys(unquote(label.slug).removeprefix("cap-") or label.name for label in labels))
    return (entry.creator,) if entry.creator else ()


def _guests(index: Index) -> Iterator[tuple[str, Writer]]:
    for entry in index.entries:
        if entry.kind == GUEST:
            login = entry.said("cap-user_login") or unquote(entry.slug).removeprefix("cap-")
            photo = entry.said("_thumbnail_id")
            yield (
                login,
                Writer(
                    login,
                    entry.said("cap-display_name") or entry.title or login,
                    entry.said("cap-first_name"),
                    entry.said("cap-last_name"),
                    entry.said("cap-description"),
                    entry.said("cap-website").strip(),
                    int(photo) if photo.isascii() and photo.isdigit() else 0,
                ),
            )


def _account(login: str, writers: Mapping[str, Writer]) -> Writer | None:
    """The account of this name; terms know it by its slug."""
    by_slug = {slug(name): writer for name, writer in reversed(tuple(writers.items()))}
    return writers.get(login) or by_slug.get(slug(login))


def _sort_as(name: str, writer: Writer) -> str:
    """What to sort by, where the family name is more than the last word."""
    first, last = one_line(writer.first_name), one_line(writer.last_name)
    return f"{last}, {first}" if " " in last and first and name == f"{first} {last}" else ""
