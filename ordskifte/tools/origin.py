"""Where the installed program came from, as a site's `requirements.txt` says it, so that other machines get the same.

Knows what installers leave behind (PEP 610); reads no file.
"""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import msgspec
from msgspec import Struct

from ordskifte import __version__

FOLDER = "program"
"""Where a site keeps the program, if it came as a file."""


class _Archive(Struct):
    hashes: Mapping[str, str] = {}


class _Version(Struct):
    vcs: str
    commit_id: str


class _DirectUrl(Struct):
    """`direct_url.json`: https://packaging.python.org/specifications/direct-url/."""

    url: str
    subdirectory: str = ""
    archive_info: _Archive | None = None
    vcs_info: _Version | None = None


class Origin(Struct, frozen=True):
    """What `requirements.txt` says of the program."""

    line: str
    file: str = ""
    """The wheel on this machine that it names, which is to lie in the site; empty where there is none."""
    is_open: bool = False
    """Whether someone has yet to put a wheel there."""


NO_ORIGIN = Origin(f"./{FOLDER}/ordskifte-{__version__}-py3-none-any.whl", is_open=True)
"""Of a program that came from a folder of this machine, where others cannot get it: it takes a wheel to give it away.

A bare name would be looked for in a public index, where anyone might have put a program of that name.
"""


def origin(direct_url: str | None) -> Origin:
    """Where the program came from, by its `direct_url.json`; without one it came from a package index."""
    if direct_url is None:
        return Origin(f"ordskifte=={__version__}")
    try:
        told = msgspec.json.decode(direct_url, type=_DirectUrl)
    except msgspec.DecodeError:
        return NO_ORIGIN
    place = f"#subdirectory={told.subdirectory}" if told.subdirectory else ""
    if told.vcs_info:
        return Origin(f"ordskifte @ {told.vcs_info.vcs}+{told.url}@{told.vcs_info.commit_id}{place}")
    parts = urlsplit(told.url)
    if told.archive_info is None:
        return NO_ORIGIN
    if parts.scheme == "file":
        path = url2pathname(parts.path)
        name = unquote(parts.path.rpartition("/")[2])
        return Origin(f"./{FOLDER}/{name}", path) if name.endswith(".whl") else NO_ORIGIN
    digest = told.archive_info.hashes.get("sha256", "")
    return Origin(f"ordskifte @ {told.url}{f'#sha256={digest}' if digest else place}")


def requirements(found: Origin, pinned: str) -> str:
    """The `requirements.txt` of a site; `pinned` is that of the program itself."""
    missing = (
        f"# Put it there before you push: stand in the folder of the program's source, and run\n"
        f"#   pip wheel --no-deps --wheel-dir THIS_FOLDER/{FOLDER} .\n"
        if found.is_open
        else ""
    )
    return (
        f"# Where the program that makes this site comes from.\n{missing}{found.line}\n\n"
        f"# What it needs, in the versions that it was tested with.\n{pinned}"
    )
