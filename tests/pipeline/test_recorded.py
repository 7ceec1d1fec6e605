"""How an output folder was left comes back, folder by folder, but for what a build was about to change in it."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw

from ordskifte.model.files import Stamp
from ordskifte.pipeline.recorded import Record
from ordskifte.pipeline.store import Store, open_store, store_in_memory
from ordskifte.pipeline.traces import NO_CHANGE, Asked, Change, Traces, changed, live, reads

RECIPE = b"soup"
STAMPS = {path: Stamp(1, 2, 3, 4) for path in "abc"}
PATHS = st.sampled_from(["x", "y", "z"])
IDS = st.integers(0, 5)
DIGESTS = st.binary(max_size=2)
READS = st.lists(IDS, max_size=4).map(reads)
ASKED = st.builds(Asked, st.just(Raw(b"\x01")), DIGESTS, st.lists(st.sampled_from("pq"), max_size=2).map(tuple))


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, Change]]:
    """What builds into two folders have changed, one after the other; of the questions 0 and 1 are fragments."""
    outputs: dict[str, set[str]] = {"here": set(), "there": set()}
    history = []
    for folder in draw(st.lists(st.sampled_from(sorted(outputs)), max_size=6)):
        made = draw(st.dictionaries(PATHS, READS))
        questions = draw(st.fixed_dictionaries(dict.fromkeys(range(6), ASKED))) if made else {}
        fragments = draw(st.fixed_dictionaries(dict.fromkeys(range(2), READS))) if made else {}
        gone = {path for path in outputs[folder] - made.keys() if draw(st.booleans())}
        outputs[folder] = (outputs[folder] | made.keys()) - gone
        history.append((folder, Change(questions, made, fragments, tuple(sorted(gone)))))
    return history


@settings(deadline=None, max_examples=100)
@given(changes())
def test_traces_come_back_from_all_that_has_changed_folder_by_folder(history: list[tuple[str, Change]]) -> None:
    """But for what no output reads: that may be there or not."""
    traces = {"here": Traces(), "there": Traces()}
    with store_in_memory() as store:
        for folder, change in history:
            Record(store, folder).put_traces(change, ())
            traces[folder] = changed(traces[folder], change)
            for name, expected in traces.items():
                assert live(Record(store, name).traces) == live(expected)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["here", "there"]),
            st.dictionaries(PATHS, st.builds(Stamp, st.integers(0, 2), st.just(0), st.just(0), st.just(0))),
            st.dictionaries(PATHS, DIGESTS),
            st.dictionaries(st.sampled_from("pq"), DIGESTS),
        ),
        max_size=5,
    )
)
def test_the_rest_comes_back_folder_by_folder(
    history: list[tuple[str, dict[str, Stamp], dict[str, bytes], dict[str, bytes]]],
) -> None:
    with store_in_memory() as store:
        for folder, stamps, targets, parts in history:
            Record(store, folder).put(stamps, targets, b"".join(targets.values()), parts)
        for folder, stamps, targets, parts in {entry[0]: entry for entry in history}.values():
            record = Record(store, folder)
            assert (record.stamps, record.parts, record.all_targets) == (stamps, parts, b"".join(targets.values()))
            assert b"".join(record.targets.values()) == b"".join(targets.values())


def test_of_a_folder_that_was_never_built_nothing_is_known() -> None:
    with store_in_memory() as store:
        record = Record(store, "here")
        assert (record.stamps, record.targets, record.traces, record.end) == ({}, {}, Traces(), None)


def put(store: Store, folder: str) -> None:
    record = Record(store, folder)
    record.put_traces(NO_CHANGE, ())
    record.put(STAMPS, {}, b"", {})
    record.put_end(b"well")


def test_what_is_forgotten_is_forgotten_at_once(tmp_path: Path) -> None:
    """And by each build that is killed some more; the other folder stays as it was."""
    with open_store(tmp_path / "x", RECIPE) as store:
        put(store, "here")
        put(store, "there")
        store.commit()
    for path in "ab":
        with open_store(tmp_path / "x", RECIPE) as store:
            Record(store, "here").forget(frozenset(path))
    with open_store(tmp_path / "x", RECIPE) as store:
        assert (set(Record(store, "here").stamps), Record(store, "here").end) == ({"c"}, None)
        assert (Record(store, "there").stamps, Record(store, "there").end) == (STAMPS, b"well")


def test_what_is_recorded_anew_is_trusted_again() -> None:
    with store_in_memory() as store:
        put(store, "here")
        Record(store, "here").forget(frozenset("a"))
        put(store, "here")
        assert Record(store, "here").stamps == STAMPS
