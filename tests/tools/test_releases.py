"""Releases by their names: their order, which are kept, and which one to go back to; and what names a destination."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.pipeline.manifest import File
from ordskifte.tools.releases import Remote, Shelf, before, digest, is_of, name, remote, shelf, stamp, superfluous

NOW = datetime(2026, 11, 23, 6, 40, 12, tzinfo=UTC)
MARKS = st.sampled_from(["0" * 12, "abcdef012345"])
TIMES = st.integers(1_600_000_000, 1_900_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
ONE, TWO, THREE, FOUR = (f"2026112{number}T000000Z-{number}{'0' * 11}" for number in range(4))


def test_a_release_is_called_by_its_moment_and_what_it_is() -> None:
    assert name(Shelf(), "abcdef012345", NOW) == "20261123T064012Z-abcdef012345"
    assert stamp("20261123T064012Z-abcdef012345") == NOW


@given(st.lists(st.tuples(TIMES, MARKS), max_size=8))
def test_each_release_is_later_than_all_before_it_whatever_clocks_say(deploys: list[tuple[datetime, str]]) -> None:
    known = Shelf()
    for moment, mark in deploys:
        new = name(known, mark, moment)
        assert all(stamp(new) > stamp(old) for old in known.releases)
        assert stamp(new) >= moment
        known = shelf([*known.releases, new], f"releases/{new}", "")
        assert known.releases[-1] == new


def test_what_is_no_whole_release_is_not_seen() -> None:
    found = shelf([TWO, ".new", ".old", "notes.txt", ONE, f"{ONE}.bak"], f"releases/{TWO}", "elsewhere")
    assert found == Shelf((ONE, TWO), TWO, "")


def test_a_site_is_told_from_any_other_whatever_the_order_of_its_files() -> None:
    one, other = File("a.html", "1" * 64, 1, ""), File("b.html", "2" * 64, 1, "")
    mark = digest([one, other])
    assert mark == digest([other, one])
    assert mark != digest([one])
    assert mark != digest([File("a.html", "2" * 64, 1, ""), File("b.html", "1" * 64, 1, "")])
    assert is_of(name(Shelf(), mark, NOW), mark)


@pytest.mark.parametrize(("current", "to"), [(THREE, TWO), (TWO, ONE), (ONE, ""), ("", "")])
def test_back_is_the_release_before_and_again_the_one_before_that(current: str, to: str) -> None:
    assert before(Shelf((ONE, TWO, THREE), current)) == to


def test_one_can_go_back_from_a_release_that_someone_has_removed() -> None:
    assert before(Shelf((ONE, TWO), THREE)) == TWO


def test_back_is_another_site_than_the_one_that_readers_see() -> None:
    again = f"20261125T000000Z-{TWO.rpartition('-')[2]}"
    assert before(Shelf((ONE, TWO, again), again)) == ONE


def test_the_newest_are_kept() -> None:
    assert superfluous(Shelf((ONE, TWO, THREE, FOUR), FOUR, THREE), 2) == (ONE, TWO)
    assert superfluous(Shelf((ONE, TWO), TWO, ONE), 5) == ()


@given(st.integers(1, 5), st.integers(0, 4), st.integers(0, 4))
def test_what_readers_see_or_saw_last_is_never_removed(keep: int, current: int, previous: int) -> None:
    releases = tuple(f"{NOW + timedelta(days=day):%Y%m%dT%H%M%SZ}-{'0' * 12}" for day in range(5))
    gone = superfluous(Shelf(releases, releases[current], releases[previous]), keep)
    assert not {releases[current], releases[previous]} & {*gone}
    assert keep <= 5 - len(gone) <= keep + 2


# --------------------------------------------------------------------------------------
# Where to
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["site", "/srv/site", "./a:b", "/srv/a:b", "C:/site", r"C:\site", "../x"])
def test_a_folder_of_this_machine_is_one(text: str) -> None:
    assert remote(text) is None
    assert str(Path(text))


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("deploy@example.org:/srv/site", "deploy@example.org", "/srv/site"),
        ("server:site", "server", "./site"),
        ("server:-rf", "server", "./-rf"),
        ("server:/srv/it's $HOME `here`", "server", "/srv/it's $HOME `here`"),
        ("server:C:/x", "server", "./C:/x"),
    ],
)
def test_a_folder_of_another_machine_has_a_host_before_its_colon(text: str, host: str, path: str) -> None:
    assert remote(text) == Remote(host, path)


@pytest.mark.parametrize(
    "text",
    [
        "-oProxyCommand=x:/srv",
        "a b:/srv",
        "user@-x:/srv",
        "-u@host:/srv",
        "a;b:/srv",
        "$(id):/srv",
        "[::1]:/srv",
        "deploy@example.org",
        "ssh://example.org/srv",
        "server:",
        "server:~/site",
        "server:/srv/a\nb",
    ],
)
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=" is no "):
        remote(text)
