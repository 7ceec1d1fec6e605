"""A build by the workers of a cluster, brought as its users bring it: in the site's build.py."""

from pathlib import Path

import pytest

import ordskifte
from ordskifte.load import load
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from tests.pipeline.test_law import TEMPLATES, published, written
from tests.program import python
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

AT = "2026-06-01"
ARTICLE = "-- content/articles/a{0}.nb.md --\n---\ntitle: A{0}\ndate: 2026-01-02\nsection: debate\n---\n{1}.\n"
BUILD = """
-- added.py --
import os, signal
from pathlib import Path
from ordskifte.model.site import Target
from ordskifte.render.renderers import Renderer

def _targets(ground):
    return [Target("count.txt", "count", "nb", ())]

def _render(target, view, templates):
    if Path(__file__).with_name("deadly").exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return str(view.ask("count", target.locale)).encode()

def count(ground, locale):
    return sum(of == locale for of, _, _ in ground.site.pages)

COUNT = Renderer("count", _targets, _render)
-- build.py --
import dask
from added import COUNT, count
from dask.distributed import Client, LocalCluster
from ordskifte.app.cli import main

if __name__ == "__main__":
    dask.config.set({"distributed.scheduler.allowed-failures": 0, "logging.distributed": "critical"})
    with LocalCluster(n_workers=2, processes=True, dashboard_address=None) as cluster, Client(cluster) as client:
        main(renderers=(COUNT,), queries={"count": count}, executor=client.get_executor)
"""


@pytest.fixture
def site(tmp_path: Path) -> Story:
    articles = (ARTICLE.format(number, "Tekst") for number in range(12))
    return story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, TEMPLATES, *articles, BUILD)


def clean(root: Path) -> dict[str, bytes]:
    """The same site, made by one process; its one addition is what the renderer of build.py makes."""
    made = published(walk(load(root, exclude=[]), Options(at=AT), Seams()))
    return made | {"count.txt": b"12"}


def test_a_cluster_makes_the_same_site_and_only_what_must_be_made(site: Story) -> None:
    first = python(site.root, "build.py", "--at", AT, "--jobs", "2")
    assert (first.returncode, first.stderr) == (0, "")
    assert written(site.root / "output") == clean(site.root)
    site.told(ARTICLE.format(3, "Annen tekst"))
    second = python(site.root, "build.py", "--at", AT, "--jobs", "2")
    assert ": 6 written, " in second.stdout, "Its two pages, and the feeds of the front page and of its section."
    assert written(site.root / "output") == clean(site.root)


def test_a_cluster_that_loses_its_workers_is_told_and_the_old_site_stands(site: Story) -> None:
    python(site.root, "build.py", "--at", AT)
    (site.root / "deadly").touch()
    site.told(ARTICLE.format(12, "Tekst"))
    before = written(site.root / "output")
    done = python(site.root, "build.py", "--at", AT)
    assert done.returncode == 1
    assert "Error: The workers were lost" in done.stderr
    assert "count.txt" in done.stderr
    assert str(Path(ordskifte.__file__).parent) not in done.stderr, "A trace of ours; dask may log one of its own."
    assert done.stderr.endswith("The site that was there stays as it was.\n")
    assert written(site.root / "output") == before
