"""Whoever does the work, the site is the same; and whatever becomes of the workers, the old site stands and it is told."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.model.site import Target
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.results import Built, Made, Options, WorkFailed
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import open_store
from ordskifte.pipeline.walk import build, walk
from ordskifte.pipeline.workers import HERE, Workers, processes
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from ordskifte.write import WriteFailed, open_output
from tests.pipeline.test_law import TEMPLATES, published, written
from tests.program import environment, python
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

OPTIONS = Options(at="2026-06-01")
ARTICLE = "-- content/articles/a{0}.nb.md --\n---\ntitle: A{0}\ndate: 2026-01-02\nsection: debate\n{1}---\nTekst.\n"


def site(root: Path, articles: int = 12) -> Story:
    texts = [ARTICLE.format(number, "access: members\n" if number % 5 == 0 else "") for number in range(articles)]
    return story(root, TWO_EDITIONS, PLAIN_TEMPLATES, TEMPLATES, *texts)


def clean(root: Path, seams: Seams | None = None) -> Made:
    return walk(load(root, exclude=[]), OPTIONS, seams or Seams(), lambda _, __: None)


Crew = Callable[[Path], Workers]


def built_by(crew: Crew, folder: Path, seams: Seams | None = None) -> Built:
    """The site in a folder, built by workers that get a scratch folder."""
    files = load(folder / "site", exclude=[])
    with (
        open_output(folder / "output", folder / "site", False, 1) as output,
        open_store(folder / "cache.sqlite", recipe()) as store,
    ):
        return build(files, output, store, OPTIONS, seams or Seams(), crew(output.scratch), lambda _, __: None)


def here(_: Path) -> Workers:
    return HERE


def forked(scratch: Path) -> Workers:
    return processes(2, scratch, least=1, method="fork")


def spawned(scratch: Path) -> Workers:
    return processes(2, scratch, least=1, method="spawn")


def threads(scratch: Path) -> Workers:
    return Workers(lambda: ThreadPoolExecutor(2), 2, scratch, least=1)


CREWS: Mapping[str, Crew] = {"here": here, "forked": forked, "spawned": spawned, "threads": threads}


def _titles(target: Target, view: View, _: Templates) -> bytes:
    return f"{target.path} {view.ask('count', target.locale)} {view.latest(1)[0].title.value}".encode()


def _count(ground: Ground, locale: str) -> int:
    return sum(of == locale for of, _, _ in ground.site.pages)


def renderer(path: str, render: Callable[[Target, View, Templates], bytes]) -> Renderer:
    """One output that a site adds."""
    return Renderer("added", lambda _: [Target(path, "added", "nb", ())], render)


def _targets(_: Ground) -> list[Target]:
    return [Target("titles.txt", "titles", "nb", ())]


ADDED = Seams((Renderer("titles", _targets, _titles),), {"count": _count})


# --------------------------------------------------------------------------------------
# The same site
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CREWS)
def test_whoever_does_the_work_the_site_is_the_same(tmp_path: Path, name: str) -> None:
    """The first time, after an edit, and with what a site adds itself."""
    made = site(tmp_path / "site")
    for edit in ("", ARTICLE.format(3, "").replace("Tekst", "Annen tekst"), ARTICLE.format(99, "")):
        made.told(edit)
        built_by(CREWS[name], tmp_path, ADDED)
        assert written(tmp_path / "output") == published(clean(tmp_path / "site", ADDED))


@pytest.mark.parametrize("name", CREWS)
def test_whoever_does_the_work_only_what_must_be_made_is_made(tmp_path: Path, name: str) -> None:
    made = site(tmp_path / "site")
    built_by(CREWS[name], tmp_path)
    made.told(ARTICLE.format(3, "").replace("Tekst", "Annen tekst"))
    built = built_by(CREWS[name], tmp_path)
    assert built.written == ("artikler/a3/index.html", "en/articles/a3/index.html")


@pytest.mark.parametrize("name", CREWS)
def test_whoever_does_the_work_the_problems_are_the_same_in_the_same_order(tmp_path: Path, name: str) -> None:
    made = site(tmp_path / "site")
    built_by(CREWS[name], tmp_path)
    before = written(tmp_path / "output")
    made.told(*["-- templates/page.html --\n{{ nothing }}\n"])
    for number in (2, 5, 8):
        made.told(ARTICLE.format(number, "tags: [see]\n").replace("Tekst", "# Is"))
    made.told("-- content/pages/om.nb.md --\n---\ntitle: Om\n---\n")
    built = built_by(CREWS[name], tmp_path)
    assert len(built.made.diagnostics) == 7
    assert built.made.diagnostics == clean(tmp_path / "site").diagnostics
    assert written(tmp_path / "output") == before


# --------------------------------------------------------------------------------------
# What goes wrong
# --------------------------------------------------------------------------------------


def _dying(_: Target, __: View, ___: Templates) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def _mistaken(_: Target, __: View, ___: Templates) -> bytes:
    return b"%d" % (1 // 0)


def test_a_worker_that_is_killed_is_told_with_the_page_that_it_was_at(tmp_path: Path) -> None:
    site(tmp_path / "site")
    built_by(forked, tmp_path)
    before = written(tmp_path / "output")
    with pytest.raises(WorkFailed, match="A worker was killed") as failed:
        built_by(forked, tmp_path, Seams((renderer("fatal.txt", _dying),)))
    assert "fatal.txt" in failed.value.at.split(", ")
    assert written(tmp_path / "output") == before


@pytest.mark.parametrize("name", ["here", "forked", "threads"])
def test_a_mistake_of_the_program_is_told_with_the_page_and_the_trace(tmp_path: Path, name: str) -> None:
    site(tmp_path / "site")
    built_by(CREWS[name], tmp_path)
    before = written(tmp_path / "output")
    with pytest.raises(WorkFailed) as failed:
        built_by(CREWS[name], tmp_path, Seams((renderer("broken.txt", _mistaken),) if name != "threads" else BROKEN))
    assert failed.value.at == "broken.txt"
    assert "in _mistaken" in failed.value.trace
    assert failed.value.trace.endswith("ZeroDivisionError: integer division or modulo by zero\n")
    assert written(tmp_path / "output") == before
