"""Outputs of the second wave: each is made of the bytes of another output, and of nothing else.

A server that knows them (nginx: `gzip_static`) sends them without compressing a page anew for each reader. Which there
are follows from what is to be made, before any of it is; so how many bytes a file has decides nothing.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from struct import pack

from msgspec.structs import replace

from ordskifte.model.config import Compression
from ordskifte.model.site import Target
from ordskifte.render.citation_files import CITATIONS
from ordskifte.render.members import GRANTS, SEALED
from ordskifte.render.redirects import REDIRECTS

COMPRESSED = "compressed"
"""The name of the renderer, among the others."""
SUFFIX = ".gz"
TEXTS = (
    ".atom",
    ".css",
    ".csv",
    ".htm",
    ".html",
    ".ics",
    ".js",
    ".json",
    ".mjs",
    ".rss",
    ".svg",
    ".txt",
    ".webmanifest",
    ".xml",
)
PASSED_OVER = (SEALED.name, GRANTS.name, REDIRECTS.name, CITATIONS.name)
"""Ciphers, of which nothing is gained, and what is smaller than what it is sent in."""

# RFC 1952: no name, no time, most effort, no system. Python's own header differs from version to version.
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def with_compressed(
    targets: Iterable[Target], wanted: Iterable[Compression], copies: Mapping[str, str]
) -> Iterator[Target]:
    """The targets, and right behind each text what is made of it; a file that the site publishes itself stands."""
    is_wanted = Compression.GZIP in wanted
    for target in targets:
        yield target
        path = target.path + SUFFIX
        if is_wanted and target.path.endswith(TEXTS) and target.renderer not in PASSED_OVER and path not in copies:
            yield Target(path, COMPRESSED, target.locale, (target.renderer, *target.subject), target.language)


def original(target: Target) -> Target:
    """What a compressed output is made of."""
    renderer, *subject = target.subject
    path = target.path.removesuffix(SUFFIX)
    return replace(target, path=path, renderer=str(renderer), subject=tuple(subject))


def compressed(content: bytes) -> bytes:
    """The bytes as a gzip file, the same wherever the same zlib is."""
    deflate = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=-zlib.MAX_WBITS)
    body = deflate.compress(content) + deflate.flush()
    return _HEAD + body + pack("<LL", zlib.crc32(content), len(content) & 0xFFFFFFFF)
