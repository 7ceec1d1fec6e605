"""A preview is the whole site as it is to be, and no page of it is for search engines."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from ordskifte.load import load
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.walk import walk
from tests.program import ordskifte
from tests.sample import copied
from tests.stories import Story

AT = "2026-12-01T12:00"
ARTICLE = "-- content/articles/{0}.en.md --\n---\ntitle: {0}\ndate: {1}\nsection: society\n{2}---\nWords.\n"
UNPUBLISHED = (
    ARTICLE.format("a-draft", "2026-01-13", "draft: true\n")
    + ARTICLE.format("to-come", "2030-01-01", "redirect_from: [/was/here/]\n")
    + ARTICLE.format("not-listed", "2026-01-13", "unlisted: true\n")
)
ROBOTS = re.compile(rb'<meta name="robots" content="[^"]*">\n|.*\bfeed\.(?:xml|json)\b.*\n')
"""What a preview says of itself, and the lines that lead to feeds."""


@pytest.fixture
def sample(tmp_path: Path) -> Story:
    return copied(tmp_path).told(UNPUBLISHED)


def outputs(site: Story, options: Options) -> dict[str, bytes]:
    made = walk(load(site.root, exclude=[]), options, Seams())
    assert not made.has_errors, made.diagnostics
    return {output.path: output.content for output in made.outputs}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The same, not to be changed."""
    return copied(tmp_path_factory.mktemp("whole")).told(UNPUBLISHED)


@pytest.fixture(scope="module")
def preview(whole: Story) -> dict[str, bytes]:
    return outputs(whole, Options(AT, shows_drafts=True, shows_future=True, is_preview=True))


def heads(site: Story) -> str:
    return (site.root / "templates/macros/heads.html").read_text(encoding="utf-8")


def robots(page: bytes) -> list[str | None]:
    return [node.attributes["content"] for node in LexborHTMLParser(page).css('head > meta[name="robots"]')]


def test_every_page_asks_search_engines_to_leave_it_alone(preview: dict[str, bytes]) -> None:
    said = {path: robots(content) for path, content in preview.items() if path.endswith(".html")}
    assert {"en/articles/a-draft/index.html", "en/articles/to-come/index.html", "404.html", "index.html"} <= said.keys()
    assert said.pop("was/here/index.html") == ["noindex"]  # It leads on, and has nothing of its own to say.
    led_on = {path for path, content in preview.items() if b'http-equiv="refresh"' in content}
    assert {path: words for path, words in said.items() if path not in led_on and words != ["noindex,nofollow"]} == {}


def test_nothing_else_is_other_than_it_will_be(whole: Story, preview: dict[str, bytes]) -> None:
    real = outputs(whole, Options(AT, shows_drafts=True, shows_future=True))
    left_out = real.keys() - preview.keys()
    assert {path.rpartition("/")[2] for path in left_out} == {"sitemap.xml", "feed.xml", "feed.json"}
    assert preview["robots.txt"] == b"User-agent: *\nAllow: /\n"
    same = preview.keys() - {"robots.txt"}
    assert {path: ROBOTS.sub(b"", preview[path]) for path in same} == {
        path: ROBOTS.sub(b"", content) for path, content in real.items() if path in same
    }


def test_the_command_builds_one_beside_the_site(sample: Story) -> None:
    assert ordskifte(sample.root, "--at", AT).returncode == 0
    site = (sample.root / "output/en/index.html").read_bytes()
    for _ in range(2):
        done = ordskifte(sample.root, "--at", AT, "--preview")
        assert done.returncode == 0, done.stdout
        assert (sample.root / "preview.manifest.json").is_file()
        for path in ("en/articles/a-draft/index.html", "en/articles/to-come/index.html"):
            assert robots((sample.root / "preview" / path).read_bytes()) == ["noindex,nofollow"]
            assert not (sample.root / "output" / path).exists()
        assert ordskifte(sample.root, "--at", AT).returncode == 0
        assert (sample.root / "output/en/index.html").read_bytes() == site


def test_it_is_checked_as_what_it_is(sample: Story) -> None:
    assert ordskifte(sample.root, "--at", AT, "--preview").returncode == 0
    checked = ordskifte(sample.root, "check", "--preview", "--at", AT)
    assert checked.returncode == 0, checked.stdout
    sample.told("-- templates/macros/heads.html --\n" + heads(sample).replace("{% if page.robots %}", "{% if false %}"))
    assert ordskifte(sample.root, "--at", AT, "--preview").returncode == 0
    checked = ordskifte(sample.root, "check", "--preview", "--at", AT)
    assert checked.returncode == 1
    assert "A page of a preview does not ask for noindex. [robots-wrong]" in checked.stdout


def test_its_addresses_are_not_recorded(sample: Story) -> None:
    before = (sample.root / "urls.lock").read_text(encoding="utf-8")
    assert ordskifte(sample.root, "--at", AT, "--preview").returncode == 0
    assert (sample.root / "urls.lock").read_text(encoding="utf-8") == before
    assert ordskifte(sample.root, "urls", "record", "--at", AT).returncode == 0
    recorded = (sample.root / "urls.lock").read_text(encoding="utf-8")
    assert "not-listed" in recorded
    assert "a-draft" not in recorded
    assert "to-come" not in recorded
