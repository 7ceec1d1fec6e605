"""The site of the documentation: its content is made of the Markdown files in docs/; the rest is a site like others.

On a repository's host the files are read as they are; here they get front matter, ids for their headings, and links to
pages instead of files.
"""

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from os.path import normpath
from pathlib import Path

SITE = Path(__file__).resolve().parent
DOCS = SITE.parent
REPOSITORY = DOCS.parent
sys.path.insert(0, str(REPOSITORY))

from ordskifte.app.cli import main  # noqa: E402 - it lies in the folder that was just named
from ordskifte.model.slugs import slug  # noqa: E402 - so does this

OF_THE_PROJECT = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
"""Beside docs/, what else is a page."""
LOCALE = re.compile(r"\.(nb)\.md$")
TITLE = re.compile(r"\A# (.+)\n+")
STANDFIRST = re.compile(r"\A([^\n`*_\[#|]{1,200}\.)\n\n")
HEADING = re.compile(r"^(#{2,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?://)([^()\s#]*)(#[^()\s]*)?\)")
FENCED = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
PICTURES = (".png", ".svg")


def keys() -> Mapping[Path, str]:
    """Every file that is a page, with the key of its page."""
    files = [path for path in sorted(DOCS.rglob("*.md")) if not path.is_relative_to(SITE)]
    return {path: _key(path) for path in (*files, *(REPOSITORY / name for name in OF_THE_PROJECT))}


def _key(path: Path) -> str:
    """`decisions/0004-dependencies.md` as `decision-0004-dependencies`, and the list of them as `decisions`."""
    stem = LOCALE.sub(".md", path.name).removesuffix(".md").lower()
    if path.parent == DOCS:
        return stem
    if path.parent == REPOSITORY:
        return "reporting" if stem == "security" else stem
    return path.parent.name if stem == "readme" else f"{path.parent.name.removesuffix('s')}-{stem}"


def page(path: Path, pages: Mapping[Path, str]) -> str:
    """A file as the source of a page."""
    words = path.read_text(encoding="utf-8")
    title = TITLE.match(words)
    assert title, f"{path}: it does not begin with its title"
    words = "".join(_outside_code(part, path, pages) for part in _parts(words[title.end() :]))
    standfirst = STANDFIRST.match(words)
    head = f"title: {_quoted(title[1])}\n"
    if standfirst:
        words = words[standfirst.end() :]
        head += f"standfirst: {_quoted(standfirst[1])}\n"
    return f"---\n{head}---\n{words}"


def _parts(words: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and of each whether it is code."""
    at = 0
    for block in FENCED.finditer(words):
        yield words[at : block.start()], False
        yield block[0], True
        at = block.end()
    yield words[at:], False


def _outside_code(part: tuple[str, bool], path: Path, pages: Mapping[Path, str]) -> str:
    words, is_code = part
    if is_code:
        return words
    headed = HEADING.sub(lambda heading: f"{heading[0]} {{#{_anchor(heading[2])}}}", words)
    return LINK.sub(lambda link: _link(link, path, pages), headed)


def _link(link: re.Match[str], path: Path, pages: Mapping[Path, str]) -> str:
    """A link to a page instead of to a file; of a file that is no page only the words."""
    words, file, anchor = link[1], link[2], link[3] or ""
    if not file:
        return link[0]
    target = Path(normpath(path.parent / file))
    return f"[{words}](page:{pages[target]}{anchor})" if target in pages else words


def _anchor(heading: str) -> str:
    """The id that repositories' hosts give to a heading, which is what our links name."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _quoted(words: str) -> str:
    plain = words.replace("`", "").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def write_content(folder: Path) -> None:
    """The sources of all pages, and the pictures that they show."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pages = keys()
    for path, key in pages.items():
        locale = "nb" if LOCALE.search(path.name) else "en"
        (folder / f"{slug(key)}.{locale}.md").write_text(page(path, pages), encoding="utf-8")
    for picture in DOCS.iterdir():
        if picture.suffix in PICTURES:
            shutil.copy(picture, folder)


if __name__ == "__main__":
    write_content(SITE / "content/pages")
    main()
