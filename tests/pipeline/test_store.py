"""A store gives back what was put, or is begun anew: whatever has become of its file, the site is the clean one."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.model.answers import Query
from ordskifte.model.files import Stamp
from ordskifte.pipeline import store as stores
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import Content, Recorded, Result, SpoiltStore, open_store
from ordskifte.pipeline.traces import Traces
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
    return published(walk(load(root, exclude=[]), OPTIONS, Seams(), lambda _, __: None))


def build(folder: Path) -> dict[str, bytes]:
    built_site(folder / "site", folder / "output", folder / "cache/x.sqlite", OPTIONS, {}, force=False)
    return written(folder / "output")


# --------------------------------------------------------------------------------------
# Rows
# --------------------------------------------------------------------------------------


def test_what_is_known_of_files_comes_back(tmp_path: Path) -> None:
    contents = {"a": Content(STAMP, b"1"), "æ/b": Content(STAMP, b"")}
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_contents({"gone": Content(STAMP, b"0")}, ())
        store.put_contents(contents, ["gone"])
        store.commit()
    with open_store(tmp_path / "x", RECIPE) as store:
        assert store.contents() == contents


def test_results_come_back_by_their_stage(tmp_path: Path) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_results("one", {"a": Result(b"k", b"v"), "b": Result(b"", b"")}, ())
        store.put_results("two", {"a": Result(b"k", b"w")}, ())
        store.put_results("one", {}, ["b"])
        store.commit()
    with open_store(tmp_path / "x", RECIPE) as store:
        assert (store.results("one"), store.value("two", "a")) == ({"a": Result(b"k", b"v")}, b"w")
        assert store.value("two", "b") is None


QUERIES = st.builds(
    Query, st.sampled_from(["a", "fragment"]), st.tuples(st.one_of(st.text(max_size=3), st.integers(0, 9)))
)
READS = st.lists(QUERIES, unique=True, max_size=4).map(tuple)


@st.composite
def recorded(draw: st.DrawFn) -> Recorded:
    outputs = draw(st.dictionaries(st.sampled_from(["x", "y", "z"]), READS))
    fragments = draw(st.dictionaries(QUERIES, READS, max_size=3))
    queries = {*fragments, *(query for reads in (*outputs.values(), *fragments.values()) for query in reads)}
    digests = {query: draw(st.binary(max_size=2)) for query in queries}
    stamps = {path: Stamp(draw(st.integers(0, 2)), 0, 0, 0) for path in outputs}
    return Recorded(
        Traces(digests, outputs, fragments), stamps, {path: draw(st.binary(max_size=1)) for path in outputs}
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["here", "there"]), recorded()), max_size=4))
def test_traces_come_back_folder_by_folder(history: list[tuple[str, Recorded]]) -> None:
    last: dict[str, Recorded] = {}
    with open_store(None, RECIPE) as store:
        for folder, after in history:
            store.record(folder, store.recorded(folder), after)
            last[folder] = after
        assert {folder: store.recorded(folder) for folder in last} == last


def test_what_is_not_committed_is_not_kept(tmp_path: Path) -> None:
    with open_store(tmp_path / "x", RECIPE) as store:
        store.put_contents({"a": Content(STAMP, b"1")}, ())
    with open_store(tmp_path / "x", RECIPE) as store:
        assert store.contents() == {}


def test_what_is_forgotten_is_forgotten_at_once(tmp_path: Path) -> None:
    trace = Recorded(Traces({}, {"a": (), "b": ()}, {}), {"a": STAMP, "b": STAMP}, {"a": b"", "b": b""})
    with open_store(tmp_path / "x", RECIPE) as store:
        store.record("here", Recorded(), trace)
        store.finish("here", b"well")
        store.forget("here", ["a"])
    with open_store(tmp_path / "x", RECIPE) as store:
        assert list(store.recorded("here").stamps) == ["b"]
        assert store.finished("here") is None


@pytest.mark.parametrize("column", ["folder", "query", "digest", "sum", "id"])
def test_a_row_that_is_not_as_it_was_put_spoils_the_store(tmp_path: Path, column: str) -> None:
    query = Query("a", ("b",))
    with open_store(tmp_path / "x", RECIPE) as store:
        store.record("here", Recorded(), Recorded(Traces({query: b"1"}, {"o": (query,)}), {"o": STAMP}, {"o": b""}))
        store.commit()
    with sqlite3.connect(tmp_path / "x") as connection:
        connection.execute(f"UPDATE queries SET {column} = 7")
    connection.close()
    with pytest.raises(SpoiltStore), open_store(tmp_path / "x", RECIPE) as store:
        store.recorded("here")


# --------------------------------------------------------------------------------------
# Files that are no store
# --------------------------------------------------------------------------------------


def another_recipe(file: Path) -> None:
    file.unlink()
    with open_store(file, b"porridge") as store:
        store.put_contents({"site.toml": Content(STAMP, b"1")}, ())
        store.commit()


def foreign(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipe (digest TEXT, cook TEXT)")
    connection.close()


def in_an_old_form(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE outputs")
        connection.execute("ALTER TABLE results DROP COLUMN sum")
        connection.execute("DELETE FROM finished")
    connection.close()


def without_bodies(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM results WHERE stage = 'body'")
        connection.execute("DELETE FROM outputs")
        connection.execute("DELETE FROM finished")
    connection.close()


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
            assert store.contents() == {}
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
