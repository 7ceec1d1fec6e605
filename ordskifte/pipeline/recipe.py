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
    "pyyaml",
    "tree-sitter-toml",
    "tzdata",
)
"""Those whose version shows in the output, or in what is stored."""


def recipe() -> bytes:
    """The digest of the program's source, of the site's own Python, and of the versions of Python and libraries."""
    digest = blake2b(digest_size=16)
    package = Path(ordskifte.__path__[0])
    for source in (*sorted(package.rglob("*.py")), *sorted(_own(Path(sys.argv[0]).absolute(), package))):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    digest.update(sys.version.encode())
    return digest.digest()


def _own(script: Path, package: Path) -> Iterable[Path]:
    """The script that runs the program, such as a site's build.py, and what it has imported from beside it or below."""
    if script.suffix != ".py":
        return ()
    files = (getattr(module, "__file__", None) for module in tuple(sys.modules.values()))
    imported = {Path(file) for file in files if file and Path(file).is_file()}
    return {file for file in imported if file.is_relative_to(script.parent) and not _is_others(file, package)} | {
        script
    }


def _is_others(file: Path, package: Path) -> bool:
    """Whether a file belongs to this program or to an installed library, perhaps in an environment inside the site."""
    return file.is_relative_to(package) or "site-packages" in file.parts
