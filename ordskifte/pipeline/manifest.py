"""The manifest: what a build left in its output folder, and until when that holds. Pure; `write.py` puts it there.

It lies beside the output and never in it, so that it is not published: of `output/` as `manifest.json`.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

OUTPUT = "output"
"""What the output folder of a site is called, where nobody names another."""
NAME = "manifest.json"

Moment = Annotated[datetime, Meta(tz=True)]


class File(Struct, frozen=True, gc=False):
    """One output as it stands on disk."""

    path: str
    sha256: str
    size: int
    language: str
    """Of the text; empty where it is in none, as a picture is."""


class Manifest(Struct, frozen=True):
    """The output is what a build would leave at any moment from `clock` until `next_change`."""

    clock: Moment
    """The moment of the build that last changed anything."""
    next_change: Moment | None
    base_url: str
    preview: bool
    files: tuple[File, ...]


class _Dated(Struct, frozen=True):
    """What is enough of a manifest to know its moment."""

    clock: Moment


def place(output: Path) -> Path:
    """Where the manifest of an output folder lies: two of them in one folder have two names."""
    return output.with_name(NAME if output.name == OUTPUT else f"{output.name}.{NAME}")


def encoded(manifest: Manifest) -> bytes:
    """The manifest as JSON, with a line for each file, so that two can be compared line by line."""
    head = msgspec.json.encode({name: getattr(manifest, name) for name in Manifest.__struct_fields__[:-1]})
    lines = b",\n".join(map(msgspec.json.encode, manifest.files))
    return head[:-1] + b',"files":[\n' + lines + b"\n]}\n"


def decoded(content: bytes) -> Manifest:
    """Raises msgspec.DecodeError for what is no manifest."""
    return msgspec.json.decode(content, type=Manifest)


def clock(content: bytes) -> datetime:
    """The moment of a manifest. Raises msgspec.DecodeError for what is none."""
    return msgspec.json.decode(content, type=_Dated).clock
