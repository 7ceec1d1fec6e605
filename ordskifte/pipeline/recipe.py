"""The recipe: everything beside the sources that decides what an output's bytes are, as one digest."""

import sys
from collections.abc import Iterable
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
    """The digest of the program's source, of the site's own Python, and of the versions of Python and libraries."""
    digest = blake2b(digest_size=16)
    for source in sorted((*Path(ordskifte.__path__[0]).rglob("*.py"), *_own(Path(sys.argv[0])))):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    digest.update(sys.version.encode())
    return digest.digest()


def _own(script: Path) -> Iterable[Path]:
    """The script that runs the program, such as a site's build.py, and the modules beside it."""
    return script.parent.glob("*.py") if script.suffix == ".py" else ()
