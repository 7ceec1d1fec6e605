"""The recipe: everything beside the sources that decides what an output's bytes are, as one digest."""

import sys
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import ordskifte

LIBRARIES = (
    "anyascii",
    "babel",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "msgspec",
    "pillow",
    "tzdata",
)
"""Those whose version shows in the output, or in what is stored."""


def recipe() -> bytes:
    """The digest of the program's source, of the script that runs it, and of the versions of Python and libraries."""
    digest = blake2b(digest_size=16)
    script = Path(sys.argv[0])
    sources = sorted(Path(ordskifte.__path__[0]).rglob("*.py"))
    if script.suffix == ".py" and script.is_file():
        sources.append(script)
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    digest.update(sys.version.encode())
    return digest.digest()
