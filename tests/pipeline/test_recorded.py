"""How an output folder was left comes back, folder by folder, but for what a build was about to change in it."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw
from msgspec.structs import replace

from ordskifte.model.files import Stamp
from ordskifte.pipeline.recorded import Recorded, end, ended, forget, record, recorded
from ordskifte.pipeline.store import open_store, store_in_memory
from ordskifte.pipeline.traces import Asked, Traces, reads

RECIPE = b"soup"
PATHS = st.sampled_from(["x", "y", "z"])
IDS = st.integers(0, 2**64 - 1)
READS = st.lists(IDS, max_size=4).map(reads)
ASKED = st.builds(
    Asked, st.just(Raw(b"\x01")), st.binary(max_size=2), st.lists(st.sampled_from("pq"), max_size=2).map(tuple)
)
STAMPS = st.builds(Stamp, st.integers(0, 2), st.just(0), st.just(0), st.just(0))
RECORDED = st.builds(
    Recorded,
    st.builds(
        Traces,
        st.dictionaries(IDS, ASKED, max_size=3),
        st.dictionaries(PATHS, READS),
        st.dictionaries(IDS, READS, max_size=2),
    ),
    st.dictionaries(PATHS, STAMPS),
    st.dictionaries(PATHS, st.binary(max_size=1)),
    st.binary(max_size=1),
    st.dictionaries(st.sampled_from("pq"), st.binary(max_size=1)),
)
AFTER = Recorded(stamps={path: Stamp(1, 2, 3, 4) for path in "abc"}, all_targets=b"t")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["here", "there"]), RECORDED), max_size=4))
def test_what_was_recorded_comes_back_folder_by_folder(history: list[tuple[str, Recorded]]) -> None:
    with store_in_memory() as store:
        for folder, after in history:
            record(store, folder, after)
        last = dict(history)
        assert {folder: recorded(store, folder) for folder in last} == last


def test_of_a_folder_that_was_never_built_nothing_is_known() -> None:
    with store_in_memory() as store:
        assert recorded(store, "here") == Recorded()
        assert ended(store, "here") is None


def test_what_is_forgotten_is_forgotten_at_once(tmp_path: Path) -> None:
    """And by each build that is killed some more; the other folder stays as it was."""
    with open_store(tmp_path / "x", RECIPE) as store:
        for folder in ("here", "there"):
            record(store, folder, AFTER)
            end(store, folder, b"well")
        store.commit()
    for path in "ab":
        with open_store(tmp_path / "x", RECIPE) as store:
            forget(store, "here", frozenset(path))
    with open_store(tmp_path / "x", RECIPE) as store:
        assert recorded(store, "here") == replace(AFTER, stamps={"c": AFTER.stamps["c"]})
        assert ended(store, "here") is None
        assert recorded(store, "there") == AFTER
        assert ended(store, "there") == b"well"


def test_what_is_recorded_anew_is_trusted_again() -> None:
    with store_in_memory() as store:
        record(store, "here", AFTER)
        forget(store, "here", frozenset("a"))
        record(store, "here", AFTER)
        assert recorded(store, "here") == AFTER
