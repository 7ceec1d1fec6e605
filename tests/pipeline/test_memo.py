"""What was made of a file is used again while the file has the same bytes; content decides, and stamps save reading."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.model import files
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import open_store
from ordskifte.pipeline.walk import build, walk
from ordskifte.pipeline.workers import HERE
from ordskifte.write import open_output
from tests.pipeline.test_law import published, written
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

OPTIONS = Options(at="2026-06-01")
ICE = "content/articles/is.nb.md"
ARTICLE = f"-- {ICE} --\n---\ntitle: Is\ndate: 2026-01-02\nsection: debate\n{{}}---\n{{}}\n"


def built(site: Story, at: str = OPTIONS.at) -> dict[str, bytes]:
    """The site as written, which is the clean one."""
    folder, options = site.root.parent, Options(at=at)
    built_site(site.root, folder / "output", folder / "cache/x.sqlite", options, {}, force=False)
    clean = walk(load(site.root, exclude=[]), options, Seams())
    assert not clean.has_errors
    assert written(folder / "output") == published(clean)
    return published(clean)


def telling(tmp_path: Path, text: str = ARTICLE.format("", "Ja.")) -> Story:
    return story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, text)


def test_an_edit_of_the_same_size_within_a_moment_is_seen(tmp_path: Path) -> None:
    site = telling(tmp_path)
    for word in ("Ja.", "No.", "Na.", "Og."):
        site.told(ARTICLE.format("", word))
        assert word.encode() in built(site)["artikler/is/index.html"]


def kept_in_time(file: Path) -> None:
    """As `cp -p` over it."""
    times = file.stat()
    other = file.with_name("other")
    other.write_text(file.read_text().replace("Ja.", "No."))
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    shutil.copy2(other, file)
    other.unlink()


def from_long_ago(file: Path) -> None:
    """As some checkouts and archives leave it."""
    file.write_text(file.read_text().replace("Ja.", "No."))
    os.utime(file, (0, 0))


def moved_over(file: Path) -> None:
    times = file.stat()
    other = file.with_name("other")
    other.write_text(file.read_text().replace("Ja.", "No."))
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(file)


def from_the_future(file: Path) -> None:
    file.write_text(file.read_text().replace("Ja.", "No."))
    os.utime(file, (time.time() + 1e6, time.time() + 1e6))


EDITS: list[Callable[[Path], None]] = [kept_in_time, from_long_ago, moved_over, from_the_future]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("settled", [files.SETTLED, -(1 << 62)])
def test_an_edit_is_seen_whatever_the_time_of_the_file(
    tmp_path: Path, edit: Callable[[Path], None], settled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a file that is trusted by its stamp too."""
    monkeypatch.setattr(files, "SETTLED", settled)
    site = telling(tmp_path)
    built(site)
    edit(site.root / ICE)
    assert b"No." in built(site)["artikler/is/index.html"]


def test_a_file_is_not_read_again_while_its_stamp_can_be_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = telling(tmp_path)
    for clock, is_kept in ((time.time_ns(), False), (time.time_ns() + 10 * files.SETTLED, True), (0, False)):
        monkeypatch.setattr(time, "time_ns", lambda clock=clock: clock)
        with open_store(tmp_path / "x", b"") as store:
            memo = Memo(load(site.root, exclude=[]), store)
            memo.digest(ICE)
            memo.save()
            store.commit()
            assert (Memo(load(site.root, exclude=[]), store).known(ICE) is not None) == is_kept


def test_what_a_file_was_made_into_depends_on_the_zone_too(tmp_path: Path) -> None:
    site = telling(tmp_path)
    built(site)
    site.told(TWO_EDITIONS.replace("Europe/Oslo", "America/New_York"))
    built(site)


def test_free_data_is_the_same_from_the_store(tmp_path: Path) -> None:
    template = "-- templates/article.html --\n<{}>{{{{ page.extra.list|string }}}}\n"
    site = telling(tmp_path, ARTICLE.format("extra: {list: [1, [2]]}\n", "Ja.") + template.format("a"))
    built(site)
    site.told(template.format("b"))
    built(site)


def test_a_file_that_changes_while_it_is_read_leaves_nothing_behind(tmp_path: Path) -> None:
    """What is made of its second state is not taken for what its first state makes."""
    site = telling(tmp_path)
    with open_store(tmp_path / "x", b"") as store:
        memo = Memo(load(site.root, exclude=[]), store)

        def make() -> str:
            site.told(ARTICLE.format("", "Nei."))
            return str(memo.read(ICE))

        assert "Nei." in memo.result("template", ICE, str, make)
        assert memo.is_torn
        assert not memo.is_settled
        memo.save()
        site.told(ARTICLE.format("", "Ja."))
        again = Memo(load(site.root, exclude=[]), store)
        assert "Ja." in again.result("template", ICE, str, lambda: str(again.read(ICE)))


def test_a_build_of_no_one_tree_is_not_trusted(tmp_path: Path) -> None:
    """A file that changes between the question for its digest and its being copied, and changes back."""
    first, second, third = (f"-- static/a.txt --\n{number}\n" for number in "123")
    site = telling(tmp_path).told(first)
    built(site)
    site.told(second + "-- templates/list.html --\n\n")  # So much to do that the copy is not the first of it.
    folder = tmp_path / "output"

    def change(_: int, __: int) -> None:
        site.told(third)

    with open_output(folder, site.root, False, 1) as output, open_store(tmp_path / "cache/x.sqlite", recipe()) as store:
        build(load(site.root, exclude=[]), output, store, OPTIONS, Seams(), HERE, change)
    assert (folder / "a.txt").read_text() == "3\n"
    site.told(second)
    assert built(site)["a.txt"] == b"2\n"


def test_a_stray_file_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SETTLED", -(1 << 62))
    site = telling(tmp_path)
    built(site)
    stray = os.fsencode(tmp_path / "output") + b"/bl\xe5.txt"
    for _ in range(2):
        os.close(os.open(stray, os.O_CREAT | os.O_WRONLY))
        built(site)
        assert not os.path.lexists(stray)


SECRET = "Hemmelig kanarifugl"
SEALED = f"""
## {SECRET}-overskrift

{SECRET} [{SECRET}-lenke](article:{SECRET.lower().replace(" ", "-")} "{SECRET}-tittel")[^1] ![{SECRET}-bilde](kart.svg)

<div class="x">{SECRET}-html</div>

<!-- {SECRET}-merknad -->

```
{SECRET}-kode
```

[^1]: {SECRET}-note
"""


def test_nothing_sealed_is_ever_in_the_cache(tmp_path: Path) -> None:
    """Not before it is sealed, not while it is, not when it becomes free, and not after a cut in it."""
    schedule = "access: members\naccess_schedule: [{after: 30d, access: free}]\n"
    picture = '-- content/articles/kart.svg --\n<svg xmlns="http://www.w3.org/2000/svg" width="1" height="2"></svg>\n'
    site = telling(tmp_path, ARTICLE.format(schedule, f"Åpent.\n\n<!-- paywall -->\n{SEALED}") + picture)
    site.told(
        f"-- content/articles/{SECRET.lower().replace(' ', '-')}.nb.md --\n"
        + ARTICLE.format("", "A").split("--\n", 1)[1]
    )
    for at in ("2026-01-10", "2026-03-01", "2026-01-10"):
        outputs = b"".join(built(site, at).values())
        assert (SECRET.encode() in outputs) == (at == "2026-03-01")
        assert_no_secret(tmp_path / "cache")


def test_what_becomes_sealed_leaves_the_cache(tmp_path: Path) -> None:
    site = telling(tmp_path, ARTICLE.format("", f"Åpent.\n\n{SECRET}. " * 300))
    built(site)
    site.told(ARTICLE.format("access: members\n", f"Åpent.\n\n<!-- paywall -->\n\n{SECRET}."))
    built(site)
    assert_no_secret(tmp_path / "cache")


def test_the_last_article_that_goes_leaves_the_cache(tmp_path: Path) -> None:
    site = telling(tmp_path, ARTICLE.format("", f"Åpent.\n\n{SECRET}. " * 300))
    built(site)
    (site.root / ICE).unlink()
    built(site)
    assert_no_secret(tmp_path / "cache")


def test_a_mistake_in_the_configuration_costs_nothing_of_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SETTLED", -(1 << 62))
    site = telling(tmp_path)
    built(site)
    site.told("-- site.toml --\n[[[\n")
    folder = site.root.parent
    assert built_site(site.root, folder / "output", folder / "cache/x.sqlite", OPTIONS, {}, force=False).made.has_errors
    with open_store(folder / "cache/x.sqlite", recipe()) as store:
        assert Memo(load(site.root, exclude=[]), store).known(ICE) is not None


def assert_no_secret(cache: Path) -> None:
    kept = b"".join(file.read_bytes() for file in cache.iterdir())
    assert len(kept) > 10_000
    assert SECRET.encode() not in kept
    assert SECRET[:8].encode() + b" " not in kept
