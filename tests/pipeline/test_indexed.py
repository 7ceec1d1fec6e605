"""The index of the search after any edits: that of a clean build, of words counted once, with none that was sealed."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.load import load
from ordskifte.model.answers import Findable
from ordskifte.model.document import Body
from ordskifte.pipeline.indexed import SHELVES, Index, forget, indexed
from ordskifte.pipeline.memo import Kept, Memo, made
from ordskifte.pipeline.store import Store, open_store, store_in_memory
from ordskifte.pipeline.workers import HERE, Workers
from ordskifte.render.search import SHELF, weights, words

Text = tuple[str, str]
"""A title and a body."""
WORDS = st.lists(st.sampled_from(["sea", "seal", "ice", "øy", "fog", "fjord"]), max_size=4).map(" ".join)
TEXTS = st.lists(st.tuples(WORDS, WORDS), max_size=SHELF + 4)


@contextmanager
def kept(folder: Path) -> Iterator[Memo]:
    """What a build knows of a tree in which nothing else is."""
    with open_store(folder / "x.sqlite", b"recipe") as store:
        yield memo(store, folder)


def memo(store: Store, folder: Path) -> Memo:
    return Memo(load(folder, exclude=[]), store)


def index(texts: Sequence[Text], memo: Memo, passing: Sequence[int] = (), workers: Workers = HERE) -> Index:
    bodies = Kept[Body](memo.store, "body", Body, {})
    findable = []
    for number, (title, said) in enumerate(texts):
        body = Body("nb", (f"<p>{said}</p>",))
        bodies.add(f"{number}", made(body)[0], body)
        findable.append(Findable("article", f"a{number}", "nb", f"{number}", ("nb",), title, ""))
    found = indexed(findable, bodies, [f"{number}" for number in passing], memo, workers)
    memo.save()
    return found


def clean(texts: Sequence[Text], folder: Path) -> dict[int, bytes]:
    with store_in_memory() as store:
        return dict(index(texts, memo(store, folder)))


def said(files: dict[int, bytes]) -> dict[str, dict[int, int]]:
    """Of each word the texts that have it, and what it weighs there, as the script reads them."""
    found: dict[str, dict[int, int]] = {}
    for content in files.values():
        for word, numbers in json.loads(content)["words"].items():
            place = -1
            for number in numbers:
                place += number // 10
                found.setdefault(word, {})[place] = number % 10
    return found


@given(TEXTS)
@settings(max_examples=30)
def test_each_word_is_found_in_each_text_that_has_it(texts: list[Text]) -> None:
    expected: dict[str, dict[int, int]] = {}
    for number, (title, text) in enumerate(texts):
        findable = Findable("article", "", "nb", "", ("nb",), title, "")
        for word, weight in weights(findable, Body("nb", (text,))).items():
            expected.setdefault(word, {})[number] = weight
    with TemporaryDirectory() as folder:
        assert said(clean(texts, Path(folder))) == expected


@given(st.lists(TEXTS, min_size=2, max_size=4))
@settings(max_examples=25)
def test_any_history_leaves_what_a_clean_build_leaves(history: list[list[Text]]) -> None:
    with TemporaryDirectory() as folder, kept(Path(folder)) as known:
        digests: dict[bytes, bytes] = {}
        for texts in history:
            found = index(texts, known)
            assert dict(found) == clean(texts, Path(folder))
            for number, content in found.items():  # What has the same digest has the same bytes.
                assert digests.setdefault(found.digest(number), content) == content


class Counting(ThreadPoolExecutor):
    """Counts what it is given to do."""

    jobs = 0

    def submit(self, *work: Any, **more: Any) -> Future[Any]:
        Counting.jobs += 1
        return super().submit(*work, **more)


def counted(texts: Sequence[Text], memo: Memo) -> int:
    """How many shelves are counted for the index of these texts."""
    Counting.jobs = 0
    index(texts, memo, workers=Workers(Counting, least=1, scratch=Path(gettempdir())))
    return Counting.jobs


def test_an_edited_text_has_its_own_shelf_counted_and_no_other(tmp_path: Path) -> None:
    texts = [(f"title {number}", f"body {number}") for number in range(3 * SHELF)]
    with kept(tmp_path) as known:
        assert counted(texts, known) == 3
        assert counted(texts, known) == 0
        texts[SHELF] = ("title", "corrected")
        assert counted(texts, known) == 1
        assert counted([*texts, ("new", "new")], known) == 1


def test_nothing_is_kept_of_what_may_be_sealed_tomorrow(tmp_path: Path) -> None:
    texts = [("open", "zqopen"), *[("shut", "zqsecret")] * SHELF]
    with kept(tmp_path) as known:
        found = index(texts, known, passing=[SHELF])
        assert {"zqopen", "zqsecret"} <= set(said(dict(found)))
        assert len(values(known)) == 1
        index(texts, known, passing=range(1, SHELF + 1))
        assert values(known) == []


def values(memo: Memo) -> list[bytes]:
    return list(memo.store.results(SHELVES).values())


def test_what_was_said_once_is_forgotten(tmp_path: Path) -> None:
    with kept(tmp_path) as known:
        index([("a", "zqformer")], known)
        index([("a", "zqlater")], known)
        known.store.commit()
    content = b"".join(
        value for (value,) in sqlite3.connect(tmp_path / "x.sqlite").execute("SELECT value FROM results")
    )
    assert b"zqlater" in content
    assert b"zqformer" not in content


def test_a_site_without_search_keeps_nothing_of_one(tmp_path: Path) -> None:
    with kept(tmp_path) as known:
        index([("a", "zqformer")], known)
        forget(known)
        known.save()
        assert values(known) == []
        assert known.store.note(SHELVES) is None


def test_a_file_that_there_is_not_has_no_digest(tmp_path: Path) -> None:
    with kept(tmp_path) as known, pytest.raises(KeyError):
        index([("a", "b")], known).digest(1)


def test_words_are_those_of_the_text(tmp_path: Path) -> None:
    with kept(tmp_path) as known:
        assert set(said(dict(index([("Øya", "En by på fjellet")], known)))) == {*words("Øya En by på fjellet")}
