"""A contact sheet of the sample: six types of pages in both editions, at two widths, in light and dark."""

import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from itertools import groupby, product
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct
from playwright.sync_api import Browser

from tests.gates import tools
from tests.gates.hosting import FOR_MEMBERS, hosted
from tests.gates.page_types import AT, REPRESENTATIVES
from tests.gates.visits import SCHEMES, Scheme, browsing
from tests.program import REPOSITORY, ordskifte

TYPES = ("front", "article: translated", "article for members", "section", "author", "series")
EDITIONS = ("nb", "en")
WIDTHS = (1280, 390)
HEIGHT = 1000

STYLE = """
body { margin: 2rem; background: #777; color: #fff; font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.25rem }
h2 { margin: 3rem 0 1rem; font-size: 1rem }
ul { display: flex; gap: 1.5rem; margin: 0; padding: 0; overflow-x: auto; list-style: none }
a { display: block; color: inherit; font-size: .8125rem }
img { display: block; block-size: 46rem; inline-size: auto; object-fit: cover; object-position: top }
[width="1280"] { inline-size: 46rem }
[width="390"] { inline-size: 20rem }
"""
LOAD = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode();
}))"""
"""Those pictures that are lazy would come when one is near them."""


class Shot(Struct, frozen=True):
    """One picture of the sheet."""

    type: str
    locale: str
    width: int
    scheme: Scheme

    @property
    def path(self) -> str:
        return REPRESENTATIVES[self.type][self.locale]

    @property
    def file(self) -> str:
        return f"{self.type.replace(':', '').replace(' ', '-')}.{self.locale}.{self.width}.{self.scheme}.png"


SHOTS = tuple(Shot(*of) for of in product(TYPES, EDITIONS, WIDTHS, SCHEMES))


def take(browser: Browser, origin: str, folder: Path, shots: Iterable[Shot]) -> None:
    """Take these pictures, each of a whole page, and put them into a folder."""

    def device(shot: Shot) -> tuple[int, Scheme]:
        return shot.width, shot.scheme

    for (width, scheme), of_device in groupby(sorted(shots, key=device), key=device):
        with browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme) as window:
            page = window.new_page()
            for shot in of_device:
                page.goto(origin + shot.path, wait_until="load")
                page.evaluate(LOAD)
                page.screenshot(path=folder / shot.file, full_page=True)


def sheet(shots: Iterable[Shot]) -> str:
    """The page on which they stand side by side; each leads to its picture in full."""
    head = f'<head><meta charset="utf-8"><title>Contact sheet</title><style>{STYLE}</style></head>'
    rows = (
        f"<h2>{type}, {locale}</h2>\n<ul>\n{''.join(map(_figure, of))}</ul>"
        for (type, locale), of in groupby(shots, key=lambda shot: (shot.type, shot.locale))
    )
    body = ("<h1>Contact sheet</h1>", *rows)
    return "\n".join(("<!doctype html>", '<html lang="en">', head, "<body>", *body, "</body>", "</html>", ""))


def _figure(shot: Shot) -> str:
    alt = f"{shot.path}, {shot.width} pixels wide, {shot.scheme}"
    image = f'<img src="{shot.file}" width="{shot.width}" alt="{alt}">'
    return f'<li><a href="{shot.file}">{image} {shot.width}, {shot.scheme}</a></li>\n'


def main(folder: Path) -> None:
    """Build the sample, and leave its sheet in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    chromium = tools.program("chromium", "chromium-browser", "google-chrome", environment=os.environ)
    with TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        # With any key, members have a field for their code.
        done = ordskifte(REPOSITORY, "--output", str(site), "--at", AT, ORDSKIFTE_ACCESS_KEY=secrets.token_urlsafe(32))
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        with hosted(site, FOR_MEMBERS) as origin, browsing(chromium) as browser:
            take(browser, origin, folder, SHOTS)
    (folder / "index.html").write_text(sheet(SHOTS), encoding="utf-8")
    print(f"Open {folder / 'index.html'}")


if __name__ == "__main__":
    main(Path("look"))
