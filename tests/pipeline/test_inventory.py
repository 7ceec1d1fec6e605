"""The manifest beside an output folder: true after every build, whatever has become of it before."""

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ordskifte.app.build import built_site
from ordskifte.model import files as stamps
from ordskifte.pipeline.results import Built, Options
from tests.pipeline.kills import killed
from tests.stories import MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

AT = "2026-06-01T12:00"
ARTICLE = "-- content/articles/{0}.nb.md --\n---\ntitle: {0}\ndate: {1}\nsection: debate\n---\n{2}\n"
ASSET = "-- templates/assets/site.css --\nbody {}\n-- templates/archive.html --\n{{ site.asset('site.css') }}\n"


@pytest.fixture
def site(tmp_path: Path) -> Story:
    texts = "".join(ARTICLE.format(key, "2026-01-02", "Ja.") for key in ("is", "fisk", "hav"))
    texts += "-- content/articles/is.en.md --\n---\ntitle: Ice\ntranslation: {of: nb}\n---\nYes.\n"
    return story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, ASSET, texts)


def build(
    site: Story, at: str = AT, output: str = "output", *, is_cached: bool = True, jobs: int = 1, **options: Any
) -> Built:
    cache = site.root / ".cache/ordskifte.sqlite" if is_cached else None
    return built_site(site.root, site.root / output, cache, Options(at=at, **options), {}, force=False, jobs=jobs)


def manifest(site: Story, name: str = "manifest.json") -> dict[str, Any]:
    read: dict[str, Any] = json.loads((site.root / name).read_bytes())
    return read


def files(site: Story, name: str = "manifest.json") -> dict[str, tuple[str, int]]:
    """What the manifest says of each file."""
    return {file["path"]: (file["sha256"], file["size"]) for file in manifest(site, name)["files"]}


def standing(site: Story, output: str = "output") -> dict[str, tuple[str, int]]:
    """What is true of each file."""
    root = site.root / output
    found = (file for file in root.rglob("*") if file.is_file() and ".ordskifte" not in file.parts)
    contents = {file.relative_to(root).as_posix(): file.read_bytes() for file in found}
    return {path: (sha256(content).hexdigest(), len(content)) for path, content in contents.items()}


def clean(site: Story, at: str = AT) -> dict[str, Any]:
    """What a clean build says, in another folder."""
    build(site, at, "clean", is_cached=False)
    said = manifest(site, "clean.manifest.json")
    shutil.rmtree(site.root / "clean")
    (site.root / "clean.manifest.json").unlink()
    return {**said, "clock": ""}


def assert_true(site: Story, at: str = AT) -> None:
    """All of it is what a clean build would say, but for the clock."""
    assert files(site) == standing(site)
    assert {**manifest(site), "clock": ""} == clean(site, at)


def test_it_tells_every_file_and_until_when_that_holds(site: Story) -> None:
    build(site.told(ARTICLE.format("framtid", "2026-08-01", "Siden.")))
    said = manifest(site)
    assert {name: said[name] for name in said if name != "files"} == {
        "clock": "2026-06-01T10:00:00Z",
        "next_change": "2026-07-31T22:00:00Z",
        "base_url": "https://example.org/",
        "preview": False,
        "sealed": None,
    }
    assert files(site) == standing(site)
    languages = {file["path"]: file["language"] for file in said["files"]}
    assert languages["artikler/is/index.html"] == "nb"
    assert languages["en/articles/is/index.html"] == "en"
    assert languages["en/articles/fisk/index.html"] == "nb"
    assert languages["en/index.html"] == "en"
    assert [language for path, language in languages.items() if path.startswith("assets/")] == [""]


def test_it_tells_whether_what_is_for_members_is_in_it(site: Story) -> None:
    build(site, master=MASTER)
    assert manifest(site)["sealed"] is None
    site.told(ARTICLE.format("vak", "2026-01-02", "Ja.").replace("section: debate", "section: members"))
    for master, is_sealed in ((MASTER, True), (None, False), (MASTER, True)):
        build(site, master=master)
        assert manifest(site)["sealed"] is is_sealed


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_follows_every_change(site: Story, jobs: int) -> None:
    build(site)
    for number, change in enumerate(
        (
            ARTICLE.format("is", "2026-01-02", "Nei."),
            ARTICLE.format("fugl", "2026-01-03", "Ny."),
            "-- content/articles/fisk.nb.md --\n",
            "-- content/articles/fisk.en.md --\n---\ntitle: Fish\ndate: 2026-01-02\nsection: debate\n---\nYes.\n",
            "-- content/articles/is.en.md --\n",
            ARTICLE.format("framtid", "2026-08-01", "Siden."),
        )
    ):
        build(site.told(change), jobs=jobs)
        assert_true(site)
        assert manifest(site)["next_change"] == ("2026-07-31T22:00:00Z" if number == 5 else "2026-12-31T23:00:00Z")
    build(site, "2026-09-01", jobs=jobs)
    assert_true(site, "2026-09-01")


def test_other_words_for_search_engines_and_another_address_are_told(site: Story) -> None:
    build(site)
    build(site, base_url="https://example.org/magazine/", is_preview=True)
    said = manifest(site)
    assert (said["base_url"], said["preview"]) == ("https://example.org/magazine/", True)
    assert files(site) == standing(site)


def test_a_build_that_changes_nothing_leaves_it_and_its_clock(site: Story) -> None:
    build(site)
    before, stamp = manifest(site), (site.root / "manifest.json").stat()
    for is_cached in (True, False):
        build(site, "2026-07-01", is_cached=is_cached)
        assert manifest(site) == before
        assert (site.root / "manifest.json").stat() == stamp
    (site.root / "content/articles/is.nb.md").touch()
    build(site, "2026-07-02")
    assert (site.root / "manifest.json").stat() == stamp


def test_a_change_that_nothing_shows_yet_changes_when_it_is_over(site: Story) -> None:
    build(site)
    built = build(site.told(ARTICLE.format("framtid", "2026-08-01", "Siden.")), "2026-06-02")
    assert built.written == ()
    assert manifest(site)["next_change"] == "2026-07-31T22:00:00Z"
    assert manifest(site)["clock"] == "2026-06-01T22:00:00Z"


@pytest.mark.parametrize(
    "spoilt",
    ["", '{"clock":', '{\n  "clock": "2026-06-01T10:00:00Z"\n}'],
    ids=["a number", "cut off", "formatted"],
)
def test_one_that_someone_has_edited_is_made_whole_again(site: Story, spoilt: str) -> None:
    build(site)
    whole = (site.root / "manifest.json").read_bytes()
    (site.root / "manifest.json").write_bytes(spoilt.encode() or whole.replace(b'"size":', b'"size":1'))
    built = build(site)
    assert (built.written, built.removed) == ((), ())
    assert (site.root / "manifest.json").read_bytes() == whole
    site.told(ARTICLE.format("is", "2026-01-02", "Nei."))
    (site.root / "manifest.json").write_bytes(whole.replace(b'"size":', b'"size":1'))
    build(site)
    assert_true(site)


def test_one_that_is_missing_is_made_again_without_rendering_anything(site: Story) -> None:
    build(site)
    whole = (site.root / "manifest.json").read_bytes()
    (site.root / "manifest.json").unlink()
    assert build(site).written == ()
    assert (site.root / "manifest.json").read_bytes() == whole


def test_a_build_that_looks_no_further_looks_at_it(site: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "SETTLED", -(1 << 62))  # As if all files had been left alone for a while.
    build(site)
    whole = (site.root / "manifest.json").read_bytes()
    assert build(site).seconds == {}
    for edited in (None, whole.replace(b'"size":', b'"size":1')):
        (site.root / "manifest.json").unlink()
        if edited:
            (site.root / "manifest.json").write_bytes(edited)
        assert build(site).seconds != {}
        assert (site.root / "manifest.json").read_bytes() == whole
        assert build(site).seconds == {}


def test_an_output_that_someone_has_changed_is_told_as_it_is_again(site: Story) -> None:
    build(site)
    for number in range(3):
        for path in ("artikler/is/index.html", "index.html"):
            (site.root / "output" / path).write_text(f"by hand {number}")
        build(site)
        assert_true(site)


def test_two_outputs_in_one_folder_have_two_manifests(site: Story) -> None:
    build(site)
    first = (site.root / "manifest.json").read_bytes()
    site.told(ARTICLE.format("is", "2026-01-02", "Nei."))
    build(site, output="preview", is_preview=True)
    assert (site.root / "manifest.json").read_bytes() == first
    assert manifest(site, "preview.manifest.json")["preview"] is True
    assert files(site, "preview.manifest.json") == standing(site, "preview")
    assert not (site.root / "output/manifest.json").exists()


def test_with_errors_it_stays_that_of_the_site_that_stands(site: Story) -> None:
    build(site)
    before = (site.root / "manifest.json").read_bytes()
    assert build(site.told(ARTICLE.format("is", "never", "Nei."))).made.has_errors
    assert (site.root / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("step", range(1, 31))
def test_after_a_build_that_was_killed_the_next_one_mends_it(site: Story, step: int) -> None:
    build(site)
    site.told(ARTICLE.format("is", "2026-01-02", "Nei.")).told(ARTICLE.format("fugl", "2026-01-03", "Ny."))
    (site.root / "content/articles/fisk.nb.md").unlink()
    killed(step, lambda: build(site))
    build(site)
    assert_true(site)
    assert build(site).written == ()


def test_a_file_of_that_name_which_is_not_ours_is_left_alone(site: Story) -> None:
    app = '{"name": "App", "icons": []}'
    (site.root / "manifest.json").write_text(app)
    for _ in range(2):
        made = build(site).made
        assert [(problem.code, problem.is_error) for problem in made.diagnostics] == [("manifest-foreign", False)]
        assert (site.root / "manifest.json").read_text() == app
    assert (site.root / "output/index.html").exists()
    (site.root / "manifest.json").unlink()
    assert build(site).made.diagnostics == ()
    assert_true(site)


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_nor_is_anything_touched_that_is_no_file(site: Story, make: Callable[[Path], None]) -> None:
    make(site.root / "manifest.json")
    for _ in range(2):
        assert [problem.code for problem in build(site).made.diagnostics] == ["manifest-foreign"]
        assert not (site.root / "manifest.json").is_file()
    assert (site.root / "output/index.html").exists()


def test_where_it_cannot_be_written_the_site_is_written_all_the_same(site: Story) -> None:
    name = "o" * 250
    for _ in range(2):
        [problem] = build(site, output=name).made.diagnostics
        assert (problem.code, problem.is_error) == ("manifest-unwritten", False)
        assert problem.message == "There is no manifest: File name too long."
    assert (site.root / name / "index.html").exists()
    assert [*site.root.glob("*.new")] == []
