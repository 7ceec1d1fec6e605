"""A store gives back what was put, or is begun anew: whatever has become of its file, the site is the clean one."""

import pickle
import sqlite3
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.model.files import Stamp
from ordskifte.model.fingerprints import digest
from ordskifte.pipeline import store as stores
from ordskifte.pipeline.memo import Content, Kept
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import SpoiltStore, Store, open_store, store_in_memory
from ordskifte.pipeline.walk import walk
from tests.pipeline.test_law import published, written
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, story

RECIPE = b"soup"
STAMP = Stamp(1, 2, 3, 4)
ARTICLE = (
    "-- content/articles/{0}.nb.md --\n---\ntitle: {0}\ndate: 2026-01-02\nsection: debate\n---\nEn tekst om {0}.\n"
)
SITE = TWO_EDITIONS + PLAIN_TEMPLATES + "".join(map(ARTICLE.format, ["is", "fisk", "hav", "foss"]))
OPTIONS = Options(at="2026-06-01")


def clean(root: Path) -> dict[str, bytes]:
    return published(walk(load(root, exclude=[]), OPTIONS, Seams()))


def build(folder: Path) -> dict[str, bytes]:
    built_site(folder / "site", folder / "output", folder / "cache/x.sqlite", OPTIONS, {}, force=False)
    return written(folder / "output")


# --------------------------------------------------------------------------------------
# Notes and results
# --------------------------------------------------------------------------------------


def test_notes_come_back_until_they_are_dropped(tmp_path: Path) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        for name, said in (("a", b"1"), ("å", b""), ("gone", b"0"), ("a", b"2")):
            store.put_note(name, said)
        store.drop_note("gone")
        store.commit()
    with open_store(tmp_path / "x", RECIPE) as store:
        assert [store.note(name) for name in ("a", "å", "gone", "never")] == [b"2", b"", None, None]


ONE, NONE, TWO = b"1", b"", b"2"


def test_results_come_back_by_their_stage_and_digest(tmp_path: Path) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_results("one", [(digest(value), value) for value in (ONE, NONE, TWO)])
        store.put_results("two", [(digest(ONE), ONE)])
        store.drop_results("one", [digest(TWO)])
        store.commit()
    with open_store(tmp_path / "x", RECIPE) as store:
        assert store.results("one") == {digest(ONE): ONE, digest(NONE): NONE}
        assert [store.result(stage, digest(ONE)) for stage in ("one", "two")] == [ONE, ONE]
        with pytest.raises(SpoiltStore):
            store.result("two", digest(NONE))


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_note("a", b"1")
        store.put_results("one", [(digest(ONE), ONE)])
    with open_store(tmp_path / "x", RECIPE) as store:
        assert (store.note("a"), store.results("one")) == (None, {})


def test_what_is_dropped_is_in_no_file_though_another_still_reads(tmp_path: Path) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_note("a", b"for members now")
        store.commit()
        with stores.reader(tmp_path / "x") as other:
            assert other.note("a") == b"for members now"
            store.drop_note("a")
            store.commit()
            store.__exit__(None, None, None)
            assert not any(b"for members now" in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize("file", [True, False])
def test_what_is_committed_can_be_read_by_another_process(tmp_path: Path, file: bool) -> None:
    """By one that was forked off, and by one that got the store in a letter; without a cache too."""
    with open_store(tmp_path / "x" if file else None, RECIPE) as store:
        store.put_results("one", [(digest(ONE), ONE)])
        store.commit()
        with ProcessPoolExecutor(1, get_context("fork"), _keep, (store,)) as forked:
            assert forked.submit(_result).result() == ONE
        with ProcessPoolExecutor(1, get_context("spawn")) as spawned:
            assert spawned.submit(_result_of, store).result() == ONE


def test_a_store_in_a_letter_is_found_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store(Path("x"), RECIPE) as store:
        store.put_results("one", [(digest(ONE), ONE)])
        store.commit()
        letter = pickle.dumps(store)
        monkeypatch.chdir("/")
        with pickle.loads(letter) as copy:
            assert _result_of(copy) == ONE


_kept: list[Store] = []


def _keep(store: Store) -> None:
    _kept.append(store)


def _result() -> bytes:
    return _result_of(_kept[0])


def _result_of(store: Store) -> bytes:
    return store.result("one", digest(ONE))


SPOILT = {
    "a bit of what it says": "said = x'32'",
    "its sum": "sum = 7",
    "the kind of what it says": "said = 'text'",
    "its name": "name = 'b'",
    "nothing at all": "sum = NULL",
}


@pytest.mark.parametrize("change", SPOILT)
def test_a_note_that_is_not_as_it_was_put_spoils_the_store(tmp_path: Path, change: str) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_note("a", b"1")
        store.commit()
    spoil(tmp_path / "x", f"UPDATE notes SET {SPOILT[change]}")
    with pytest.raises(SpoiltStore), open_store(tmp_path / "x", RECIPE) as store:
        store.note("b" if change == "its name" else "a")


@pytest.mark.parametrize("change", ["UPDATE results SET value = x'00'", "UPDATE results SET value = 'text'"])
def test_a_result_that_is_not_as_it_was_put_spoils_the_store(tmp_path: Path, change: str) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_results("one", [(digest(ONE), ONE)])
        store.commit()
    spoil(tmp_path / "x", change)
    with open_store(tmp_path / "x", RECIPE) as store:
        for read in (lambda: store.result("one", digest(ONE)), lambda: store.results("one")):
            with pytest.raises(SpoiltStore):
                read()


def test_a_result_that_is_lost_spoils_the_store() -> None:
    with store_in_memory() as store:
        kept = Kept[int](store, "one", int, {"a": digest(ONE)})
        for read in (lambda: kept["a"], kept.all):
            with pytest.raises(SpoiltStore):
                read()


@pytest.mark.parametrize("recipe", [RECIPE, b"porridge"])
def test_a_store_in_memory_begins_with_what_the_same_recipe_made(tmp_path: Path, recipe: bytes) -> None:
    for said in (b"1", b"2"):
        with open_store(tmp_path / "x", RECIPE) as store:
            store.put_note("a", said)
            store.commit()
        with store_in_memory(tmp_path / "x", recipe) as copy:
            assert copy.note("a") == (said if recipe == RECIPE else None)
            copy.put_note("a", b"other")
            copy.commit()


@pytest.mark.parametrize("content", [b"", b"no store", bytes(5000)])
def test_a_store_in_memory_begins_empty_where_there_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    for file in (tmp_path / "x", tmp_path / "none"):
        with store_in_memory(file, RECIPE) as store:
            assert store.note("a") is None
            store.put_note("a", b"1")


def spoil(file: Path, *changes: str) -> None:
    with sqlite3.connect(file) as connection:
        for change in changes:
            connection.execute(change)
    connection.close()


# --------------------------------------------------------------------------------------
# Files that are no store
# --------------------------------------------------------------------------------------


def another_recipe(file: Path) -> None:
    file.unlink()
    with open_store(file, b"porridge") as store:
        store.put_note("contents", msgspec.msgpack.encode({"site.toml": Content(STAMP, b"1")}))
        store.commit()


def foreign(file: Path) -> None:
    file.unlink()
    spoil(file, "CREATE TABLE recipe (digest TEXT, cook TEXT)")


def in_an_old_form(file: Path) -> None:
    spoil(file, "DROP TABLE results", "ALTER TABLE notes DROP COLUMN sum")


UNTRACED = "DELETE FROM notes WHERE name LIKE 'stamps of %' OR name LIKE 'end of %'"


def without_bodies(file: Path) -> None:
    spoil(file, UNTRACED, "DELETE FROM results WHERE stage = 'body'")


def with_bodies_of_others(file: Path) -> None:
    spoil(
        file,
        UNTRACED,
        "UPDATE results SET value = (SELECT min(value) FROM results WHERE stage = 'body') WHERE stage = 'body'",
    )


def a_folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


def in_a_folder_that_is_a_file(file: Path) -> None:
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("no folder")


CASES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("Dear diary,\n" * 500),
    "cut in two": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "cut at a page": lambda file: file.write_bytes(file.read_bytes()[:8192]),
    "all zeros": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "with a foreign log": lambda file: Path(f"{file}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(5000)),
    "another recipe": another_recipe,
    "foreign": foreign,
    "old": in_an_old_form,
    "without bodies": without_bodies,
    "with bodies of others": with_bodies_of_others,
    "a folder": a_folder,
    "in a file": in_a_folder_that_is_a_file,
}


@pytest.mark.parametrize("case", CASES)
def test_a_store_that_is_none_costs_time_and_nothing_else(tmp_path: Path, case: str) -> None:
    site = story(tmp_path / "site", SITE)
    build(tmp_path)
    CASES[case](tmp_path / "cache/x.sqlite")
    site.told("-- content/articles/foss.nb.md --\n" + "-- content/articles/is.nb.md --\n---\ntitle: Nå\n---\nNy.\n")
    site.told(ARTICLE.format("is").replace("tekst", "annen tekst"))
    assert build(tmp_path) == clean(tmp_path / "site")
    assert build(tmp_path) == clean(tmp_path / "site")


def test_a_place_that_takes_no_files_is_passed_over(tmp_path: Path) -> None:
    story(tmp_path / "site", SITE)
    built_site(tmp_path / "site", tmp_path / "output", Path("/proc/none/x.sqlite"), OPTIONS, {}, force=False)
    assert written(tmp_path / "output") == clean(tmp_path / "site")


def test_a_store_that_another_process_holds_is_passed_over_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "PATIENCE", 0.01)
    file = tmp_path / "x.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("CREATE TABLE theirs (a)")
        with open_store(file, RECIPE) as store:
            assert store.note("contents") is None
    connection.close()
    assert b"theirs" in file.read_bytes()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flipped")
    story(folder / "site", SITE)
    build(folder)
    (folder / "cache/x.sqlite").replace(folder / "sound")
    return folder


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turned=st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(1, 255)), min_size=1, max_size=20))
def test_turned_bits_cost_time_and_nothing_else(built: Path, turned: list[tuple[int, int]]) -> None:
    folder, sound = built, (built / "sound").read_bytes()
    for left in (folder / "cache").iterdir():
        left.unlink()
    spoilt = bytearray(sound)
    for place, bits in turned:
        spoilt[place % len(sound)] ^= bits
    (folder / "cache/x.sqlite").write_bytes(spoilt)
    (folder / "output/index.html").unlink(missing_ok=True)  # So that something is made.
    (folder / "output/artikler/is/index.html").unlink(missing_ok=True)
    assert build(folder) == clean(folder / "site")
