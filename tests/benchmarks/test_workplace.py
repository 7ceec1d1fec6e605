from pathlib import Path

import pytest

from benchmarks.generators import BY_NAME, GENERATORS
from benchmarks.results import ARTICLE, BODY, EDITS, MESSAGE
from benchmarks.servers import is_shown
from benchmarks.workplace import Workplace, written

NAMES = [generator.name for generator in GENERATORS]


def place(folder: Path, name: str = "ordskifte") -> Workplace:
    return Workplace(BY_NAME[name], 6, folder)


def sources(found: Workplace) -> dict[str, str]:
    return {
        path.relative_to(found.folder).as_posix(): path.read_text()
        for path in found.folder.rglob("*")
        if path.is_file() and not path.is_symlink() and "node_modules" not in path.parts
    }


def publish(found: Workplace, pages: tuple[str, ...], words: str) -> None:
    for page in pages:
        path = found.output / page / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words)


@pytest.mark.parametrize("name", NAMES)
def test_an_edit_is_in_one_source_and_taken_back(tmp_path: Path, name: str) -> None:
    site = place(tmp_path, name)
    before = sources(site)
    for kind in EDITS:
        edit = site.save(kind)
        assert [path for path, text in sources(site).items() if edit.mark in text]
        assert sources(site) != before
        site.clean()
        assert sources(site) == before


@pytest.mark.parametrize("name", NAMES)
def test_two_edits_of_one_kind_have_marks_of_their_own(tmp_path: Path, name: str) -> None:
    site = place(tmp_path, name)
    for kind in EDITS:
        first, second = site.save(kind), site.save(kind)
        assert first.mark != second.mark
        assert any(second.mark in text for text in sources(site).values())


def test_an_edit_shows_when_all_of_its_pages_have_the_mark(tmp_path: Path) -> None:
    site = place(tmp_path)
    edit = site.save(BODY)
    norwegian, english = edit.pages
    publish(site, (norwegian,), f"<p>{edit.mark}</p>")
    assert not site.shows(edit)
    publish(site, (english,), "<p>something earlier</p>")
    assert not site.shows(edit)
    publish(site, (english,), f"<p>{edit.mark}</p>")
    assert site.shows(edit)


def test_a_new_article_is_looked_for_on_its_own_pages_another_and_the_front(tmp_path: Path) -> None:
    pages = place(tmp_path).save(ARTICLE).pages
    assert {"", "en/", "a/the-newest/", "en/a/the-newest/"} < {*pages}
    assert len(pages) == 6


def test_a_norwegian_message_is_looked_for_on_the_norwegian_front(tmp_path: Path) -> None:
    assert place(tmp_path).save(MESSAGE).pages == ("",)


@pytest.mark.parametrize(
    ("page", "is_served"),
    [
        ("<body>zq0001</body></html>", True),
        ("<body>zq0001</bo", False),
        ("<body>zq0002</body></html>", False),
        ("", False),
    ],
)
def test_a_page_is_served_when_it_is_whole_and_has_the_mark(page: str, is_served: bool) -> None:
    assert is_shown(page, "zq0001") == is_served


def test_a_clone_has_new_sources_the_old_cache_and_no_output(tmp_path: Path) -> None:
    site = place(tmp_path)
    text = sources(site)
    stamps = {path: (site.folder / path).stat() for path in text}
    publish(site, ("",), "made")
    cache = site.folder / ".cache/kept"
    cache.parent.mkdir()
    cache.write_text("kept")
    site.clone()
    assert not site.output.exists()
    assert cache.read_text() == "kept"
    cache.unlink()
    assert sources(site) == text
    for path, before in stamps.items():
        after = (site.folder / path).stat()
        assert after.st_ino != before.st_ino
        assert after.st_mtime_ns > before.st_mtime_ns


def test_a_lock_is_no_file_of_the_site(tmp_path: Path) -> None:
    site = place(tmp_path)
    publish(site, ("a",), "made")
    publish(site, (".ordskifte",), "kept")
    (site.output / ".ordskifte/lock").write_text("held")
    assert {Path(path).relative_to(site.output).as_posix() for path in site.stamps()} == {
        "a/index.html",
        ".ordskifte/index.html",
    }


def test_written_files_are_the_new_ones_and_the_changed_ones() -> None:
    assert (
        written({"same": (1, 1), "touched": (1, 2), "gone": (1, 3)}, {"same": (1, 1), "touched": (2, 2), "new": (2, 4)})
        == 2
    )
