"""Files in, a folder on disk out."""

import contextlib
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.load import FOLDERS
from ordskifte.write import MARKER, Output, OutputBusy, OutputRefused, Published, WriteFailed, open_output

Site = Mapping[str, bytes]


def opened(root: Path, *, force: bool = False, wait: float = 0) -> Output:
    return open_output(root, root.parent / "source", force, wait)


def write(root: Path, site: Site) -> Published:
    with opened(root) as output:
        for path, content in site.items():
            output.stage(path, content)
        return output.publish()


def paths_in(root: Path) -> set[str]:
    """Everything in the output but what is ours."""
    return {found.relative_to(root).as_posix() for found in root.rglob("*") if MARKER not in found.parts}


def site_in(root: Path) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in paths_in(root) if (root / path).is_file()}


def staged_in(root: Path) -> list[str]:
    return [found.name for found in (root / MARKER / "staged").iterdir()]


# --------------------------------------------------------------------------------------
# Publishing
# --------------------------------------------------------------------------------------


def test_a_site_is_written_whole(tmp_path: Path) -> None:
    site = {"index.html": b"hjem", "en/index.html": b"home", "en/a/b/c.html": b"", "på/ø.txt": b"\0\xff"}
    published = write(tmp_path / "output", site)
    assert site_in(tmp_path / "output") == site
    assert published == Published(("en/a/b/c.html", "en/index.html", "index.html", "på/ø.txt"), (), ())


def test_nothing_is_seen_before_it_is_published(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a.html": b"old", "b.html": b"old"})
    with opened(tmp_path / "output") as output:
        output.stage("a.html", b"new")
        assert site_in(tmp_path / "output") == {"a.html": b"old", "b.html": b"old"}
        output.publish()
        assert site_in(tmp_path / "output") == {"a.html": b"new"}


def test_a_file_with_the_same_bytes_is_not_touched(tmp_path: Path) -> None:
    write(tmp_path / "output", {"same": b"12345", "other": b"12345", "longer": b"12345"})
    before = (tmp_path / "output/same").stat()
    with opened(tmp_path / "output") as output:
        assert not output.stage("same", b"12345")
        assert output.stage("other", b"54321")
        assert output.stage("longer", b"123456")
        assert output.publish() == Published(("longer", "other"), ("same",), ())
    assert (tmp_path / "output/same").stat() == before


def test_a_second_writing_of_the_same_site_changes_nothing(tmp_path: Path) -> None:
    site = {"index.html": b"hjem", "a/b/c": b""}
    write(tmp_path / "output", site)
    before = {path: (tmp_path / "output" / path).stat() for path in paths_in(tmp_path / "output")}
    assert write(tmp_path / "output", site) == Published((), ("a/b/c", "index.html"), ())
    assert {path: (tmp_path / "output" / path).stat() for path in paths_in(tmp_path / "output")} == before


def test_what_no_longer_belongs_is_removed_with_its_folders(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a/b/c": b"1", "a/d": b"1", "e/f/g": b"1", "h": b"1"})
    assert write(tmp_path / "output", {"a/d": b"1"}) == Published((), ("a/d",), ("a/b/c", "e/f/g", "h"))
    assert paths_in(tmp_path / "output") == {"a", "a/d"}


def test_a_standing_file_can_be_kept_without_its_content(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"1", "b": b"2", "c": b"3"})
    with opened(tmp_path / "output") as output:
        output.keep({"a"})
        output.stage("c", b"4")
        assert output.publish() == Published(("c",), ("a",), ("b",))
    assert site_in(tmp_path / "output") == {"a": b"1", "c": b"4"}


def test_an_output_that_someone_changed_or_removed_is_made_again(tmp_path: Path) -> None:
    site = {"a": b"123", "b/c": b"123", "d": b"123"}
    write(tmp_path / "output", site)
    (tmp_path / "output/a").write_bytes(b"321")
    (tmp_path / "output/b/c").unlink()
    (tmp_path / "output/b").rmdir()
    assert write(tmp_path / "output", site) == Published(("a", "b/c"), ("d",), ())
    assert site_in(tmp_path / "output") == site


def test_strange_files_in_the_output_are_removed(tmp_path: Path) -> None:
    root = tmp_path / "output"
    write(root, {"a": b"1"})
    (root / os.fsdecode(b"bl\xe5.html")).write_bytes(b"")
    (root / ".hidden").mkdir()
    (root / ".hidden/x").write_bytes(b"")
    (root / "empty/deep").mkdir(parents=True)
    os.mkfifo(root / "pipe")
    write(root, {"a": b"1"})
    assert paths_in(root) == {"a"}


def test_a_folder_becomes_a_file_and_a_file_a_folder(tmp_path: Path) -> None:
    first = {"a/b/c": b"1", "a/d": b"2", "e": b"3"}
    second = {"a": b"4", "e/f/g": b"5"}
    for site in (first, second, first):
        write(tmp_path / "output", site)
        assert site_in(tmp_path / "output") == site


def test_names_that_differ_in_case_or_form_take_each_others_place(tmp_path: Path) -> None:
    for site in ({"Om/Å.html": b"1", "om.html": b"1"}, {"om/å.html": b"2", "OM.html": b"1"}, {"OM/A\u030a.html": b"3"}):
        write(tmp_path / "output", site)
        assert site_in(tmp_path / "output") == site


TREES = st.dictionaries(
    st.lists(st.sampled_from(["a", "b", "A", "index.html", "å", "a\u030a"]), min_size=1, max_size=3).map("/".join),
    st.sampled_from([b"", b"x", b"y", b"longer"]),
    max_size=8,
).filter(lambda site: not any(f"{other}".startswith(f"{path}/") for path in site for other in site))


@settings(max_examples=200)
@given(TREES, TREES)
def test_writing_one_site_and_then_another_leaves_the_other(
    tmp_path_factory: pytest.TempPathFactory, first: Site, second: Site
) -> None:
    root = tmp_path_factory.mktemp("site") / "output"
    write(root, first)
    for path in first:
        os.utime(root / path, ns=(0, 0))
    published = write(root, second)
    assert site_in(root) == second
    untouched = {path for path in second if (root / path).stat().st_mtime_ns == 0}
    assert untouched == {path for path in second if first.get(path) == second[path]} == set(published.unchanged)
    assert set(published.written) == second.keys() - untouched
    assert set(published.removed) == first.keys() - second.keys()
    folders = {parent.as_posix() for path in second for parent in Path(path).parents} - {"."}
    assert paths_in(root) == second.keys() | folders
    assert staged_in(root) == []


def test_files_and_folders_are_for_all_to_read_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write(tmp_path / "new/output", {"a/b": b"1"})
    finally:
        os.umask(before)
    modes = {
        path: stat.S_IMODE((tmp_path / "new" / path).stat().st_mode)
        for path in ("output/a/b", "output/a", "output", "")
    }
    assert modes == {"output/a/b": 0o644, "output/a": 0o755, "output": 0o755, "": 0o755}


def test_the_systems_locale_decides_no_name(tmp_path: Path) -> None:
    program = """
from pathlib import Path
from ordskifte.write import open_output
for _ in range(2):
    with open_output(Path("output"), Path("source"), False, 0) as output:
        output.stage("p\\xe5/\\xf8", b"1")
        print(ascii(output.publish()))
"""
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    command = [sys.executable, "-X", "utf8=0", "-c", program]
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, text=True).stdout
    assert said.splitlines() == [ascii(Published(("på/ø",), (), ())), ascii(Published((), ("på/ø",), ()))]
    assert site_in(tmp_path / "output") == {"på/ø": b"1"}


# --------------------------------------------------------------------------------------
# Paths and links
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["", "/", "/abs", "../x", "a/../../x", "a/..", "./a", "a//b", "a/", "..\\x", "a\\b", "C:/x", "c:x", "a\0b", "a\nb"],
)
def test_a_path_that_is_not_plainly_inside_is_refused(tmp_path: Path, path: str) -> None:
    with opened(tmp_path / "output") as output:
        with pytest.raises(WriteFailed, match="not a plain path inside the output folder"):
            output.stage(path, b"1")
        assert output.publish() == Published((), (), ())
    assert {found.name for found in tmp_path.iterdir()} == {"output"}


@pytest.mark.parametrize("path", [".ordskifte/lock", ".ordskifte", ".Ordskifte/x", ".git/config"])
def test_what_is_not_the_sites_is_not_written(tmp_path: Path, path: str) -> None:
    with opened(tmp_path / "output") as output, pytest.raises(WriteFailed, match="is not the site's"):
        output.stage(path, b"1")


def test_a_name_may_hold_255_bytes_and_no_more(tmp_path: Path) -> None:
    longest = "å" * 127 + "a"
    with opened(tmp_path / "output") as output:
        output.stage(f"{longest}/{longest}", b"1")
        with pytest.raises(WriteFailed, match="a name in it is longer than 255 bytes"):
            output.stage(f"{longest}a", b"1")
        output.publish()
    assert site_in(tmp_path / "output") == {f"{longest}/{longest}": b"1"}


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "output") as output, pytest.raises(WriteFailed, match="cannot be written in UTF-8"):
        output.stage("a\udcff", b"1")


def test_a_path_too_long_for_the_system_is_told_and_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"old"})
    path = "/".join(["d" * 250] * 20)
    with opened(tmp_path / "output") as output:
        output.stage("a", b"new")
        output.stage(path, b"1")
        with pytest.raises(WriteFailed, match="File name too long"):
            output.publish()
    assert site_in(tmp_path / "output") == {"a": b"old"}


def test_two_outputs_cannot_have_one_path(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"1", "b": b"1"})
    with opened(tmp_path / "output") as output:
        output.stage("a", b"1")
        output.stage("b", b"2")
        for path in ("a", "b"):
            with pytest.raises(WriteFailed, match="two outputs have this path"):
                output.stage(path, b"1")


def test_a_path_cannot_be_a_file_and_a_folder_at_once(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"old"})
    with opened(tmp_path / "output") as output:
        output.stage("a", b"new")
        output.stage("a/b", b"1")
        with pytest.raises(WriteFailed, match="a cannot be written: it would be a file and a folder"):
            output.publish()
    assert site_in(tmp_path / "output") == {"a": b"old"}


@pytest.mark.parametrize("paths", [("a", "a/b"), ("a/b", "a")])
def test_nor_where_nothing_stands_yet(tmp_path: Path, paths: tuple[str, str]) -> None:
    first, second = paths
    with opened(tmp_path / "output") as output:
        output.stage(first, b"1")
        with pytest.raises(WriteFailed, match=f"{second} cannot be written: it would be a file and a folder"):
            output.stage(second, b"2")
    assert site_in(tmp_path / "output") == {}


def test_links_in_the_output_are_replaced_and_never_followed(tmp_path: Path) -> None:
    root, outside = tmp_path / "output", tmp_path / "outside"
    outside.mkdir()
    for name in ("file", "x"):
        (outside / name).write_bytes(b"kept")
    write(root, {"index.html": b"1"})
    (root / "folder").symlink_to(outside)
    (root / "file").symlink_to(outside / "file")
    (root / "other").symlink_to(outside)
    (root / "nowhere").symlink_to("gone")
    (root / "around").symlink_to("around")
    site = {"folder/x": b"kept", "folder/y": b"2", "file": b"kept", "nowhere": b"3"}
    published = write(root, site)
    assert published == Published(
        ("file", "folder/x", "folder/y", "nowhere"), (), ("around", "folder", "index.html", "other")
    )
    assert site_in(root) == site
    assert not any((root / path).is_symlink() for path in paths_in(root))
    assert {found.name: found.read_bytes() for found in outside.iterdir()} == {"file": b"kept", "x": b"kept"}


# --------------------------------------------------------------------------------------
# The folder
# --------------------------------------------------------------------------------------


def refusal_of(root: Path, source: Path, *, force: bool = True) -> str:
    with pytest.raises(OutputRefused) as refused:
        open_output(root, source, force, 0)
    return str(refused.value).removeprefix(f"{root} cannot be the output folder: ")


def test_an_output_folder_that_is_or_holds_something_dear_is_refused_even_when_forced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, home = tmp_path / "work/site", tmp_path / "homes/me"
    source.mkdir(parents=True)
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / "link").symlink_to("work")
    assert refusal_of(Path("/"), source) == "it is the whole disk."
    for root in (source, source.parent, tmp_path, source / ".." / "site", source / "content" / ".."):
        assert refusal_of(root, source).endswith("it is or holds the source of the site.")
    assert refusal_of(tmp_path / "link", source).endswith("it is or holds the source of the site.")
    assert refusal_of(source, tmp_path / "link/site") == "it is or holds the source of the site."
    for root in (home, home.parent):
        assert refusal_of(root, source) == "it is or holds your home folder."
    for folder in FOLDERS:
        assert refusal_of(source / folder, source) == f"it lies among the sources, in `{folder}`."
        assert refusal_of(source / folder / "a/b", source) == f"it lies among the sources, in `{folder}`."
    assert list(source.iterdir()) == list(home.iterdir()) == []


def test_a_folder_beside_the_source_or_inside_it_is_accepted(tmp_path: Path) -> None:
    source = tmp_path / "site"
    source.mkdir()
    for root in (source / "output", tmp_path / "site-evil", tmp_path / "sit", source / "contents"):
        open_output(root, source, force=False, wait=0).abandon()


def test_a_folder_that_is_not_ours_is_refused_unless_forced(tmp_path: Path) -> None:
    root, source = tmp_path / "output", tmp_path / "source"
    root.mkdir()
    (root / "letter.txt").write_bytes(b"dear")
    reason = (
        "it is not empty, and Ordskifte did not make what is in it. Name another, or use --force to replace it all."
    )
    assert refusal_of(root, source, force=False) == reason
    assert paths_in(root) == {"letter.txt"}
    with open_output(root, source, force=True, wait=0) as output:
        output.stage("a", b"1")
        assert output.publish() == Published(("a",), (), ("letter.txt",))
    with open_output(root, source, force=False, wait=0) as output:
        assert not output.stage("a", b"1")


def test_an_empty_folder_becomes_ours(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    write(tmp_path / "output", {"a": b"1"})
    write(tmp_path / "output", {"b": b"1"})
    assert site_in(tmp_path / "output") == {"b": b"1"}


def test_a_branch_that_is_checked_out_in_the_output_is_spared(tmp_path: Path) -> None:
    root = tmp_path / "output"
    (root / ".git/refs").mkdir(parents=True)
    (root / ".git/HEAD").write_bytes(b"ref")
    for site in ({"a": b"1", "b/.git": b"1"}, {"c": b"1"}):
        write(root, site)
        assert site_in(root) == {".git/HEAD": b"ref", **site}
    assert (root / ".git/refs").is_dir()


def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"1")
    assert refusal_of(tmp_path / "output", tmp_path / "source") == "it is a file."


def test_a_link_to_the_output_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to("real")
    write(tmp_path / "output", {"a": b"1"})
    assert (tmp_path / "output").is_symlink()
    assert site_in(tmp_path / "real") == {"a": b"1"}


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").symlink_to("output")
    with pytest.raises((OutputRefused, WriteFailed)):
        opened(tmp_path / "output")


@pytest.mark.parametrize("name", [MARKER, f"{MARKER}/staged", f"{MARKER}/lock"])
def test_a_link_in_the_place_of_our_own_files_is_not_followed(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_bytes(b"kept")
    link = tmp_path / "output" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(outside / "x" if name.endswith("lock") else outside)
    with pytest.raises((OutputRefused, WriteFailed)):
        opened(tmp_path / "output", force=True)
    assert {found.name: found.read_bytes() for found in outside.iterdir()} == {"x": b"kept"}


# --------------------------------------------------------------------------------------
# Bad days
# --------------------------------------------------------------------------------------


def test_what_is_abandoned_leaves_the_old_site(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"old", "b": b"old"})
    output = opened(tmp_path / "output")
    output.stage("a", b"new")
    output.abandon()
    output.abandon()
    assert site_in(tmp_path / "output") == {"a": b"old", "b": b"old"}
    assert staged_in(tmp_path / "output") == []
    opened(tmp_path / "output").abandon()


def test_an_exception_leaves_the_old_site(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"old"})
    with contextlib.suppress(KeyboardInterrupt), opened(tmp_path / "output") as output:
        output.stage("a", b"new")
        raise KeyboardInterrupt
    assert site_in(tmp_path / "output") == {"a": b"old"}
    assert staged_in(tmp_path / "output") == []


def test_what_a_killed_build_staged_is_swept(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"old"})
    (tmp_path / "output" / MARKER / "staged/0123").write_bytes(b"half")
    assert write(tmp_path / "output", {"a": b"old"}) == Published((), ("a",), ())
    assert staged_in(tmp_path / "output") == []


def test_what_a_killed_first_build_staged_is_swept(tmp_path: Path) -> None:
    output = opened(tmp_path / "output")
    output.stage("en/a/index.html", b"half")
    left = tmp_path / "left"
    (tmp_path / "output" / MARKER / "staged").rename(left)  # As a kill leaves it.
    output.abandon()
    shutil.copytree(left, tmp_path / "output" / MARKER / "staged", dirs_exist_ok=True)
    write(tmp_path / "output", {"en/b/index.html": b"whole"})
    assert site_in(tmp_path / "output") == {"en/b/index.html": b"whole"}
    assert staged_in(tmp_path / "output") == []


def test_folders_that_stand_empty_are_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "output" / MARKER).mkdir(parents=True)
    (tmp_path / "output/en/a").mkdir(parents=True)
    write(tmp_path / "output", {"en/b/index.html": b"1"})
    assert paths_in(tmp_path / "output") == {"en", "en/b", "en/b/index.html"}


def test_a_build_that_was_killed_before_it_began_is_no_stranger(tmp_path: Path) -> None:
    (tmp_path / "output" / MARKER).mkdir(parents=True)
    write(tmp_path / "output", {"a": b"1"})
    assert site_in(tmp_path / "output") == {"a": b"1"}


def test_a_second_build_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "output"
    with opened(root) as output:
        output.stage("a", b"1")
        start = time.monotonic()
        with pytest.raises(OutputBusy) as busy:
            opened(root, wait=0.2)
        assert 0.2 <= time.monotonic() - start < 5
        assert str(busy.value) == f"Another build (process {os.getpid()}) is writing to {root}."
        output.publish()
    assert site_in(root) == {"a": b"1"}


BUILD = """
import sys
from pathlib import Path
from ordskifte.write import open_output

def page(version, number):
    return f"{version} {number} ".encode() * (number % 50 * 400 + 1) + b"end"

def build(version):
    with open_output(Path("output"), Path("source"), False, 10) as output:
        for number in range(version, 300 + version):
            output.stage(f"{number % 7}/{number}/index.html", page(version, number))
        output.publish()
"""


@contextlib.contextmanager
def building(folder: Path, program: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has begun to build."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", f"{BUILD}\n{program}"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        yield process
        process.kill()


def test_a_second_build_waits_for_the_first(tmp_path: Path) -> None:
    program = """
with open_output(Path("output"), Path("source"), False, 0) as output:
    output.stage("a", b"1")
    print("begun", flush=True)
    import time; time.sleep(0.3)
    output.publish()
"""
    with building(tmp_path, program), opened(tmp_path / "output", wait=30) as output:
        assert not output.stage("a", b"1")


def test_the_folder_of_a_killed_build_is_free_at_once(tmp_path: Path) -> None:
    program = """
with open_output(Path("output"), Path("source"), False, 0) as output:
    output.stage("a", b"1")
    print("begun", flush=True)
    import time; time.sleep(60)
"""
    with building(tmp_path, program) as process:
        with pytest.raises(OutputBusy, match=f"process {process.pid}"):
            opened(tmp_path / "output")
        process.kill()
        process.wait()
        opened(tmp_path / "output").abandon()
    assert staged_in(tmp_path / "output") == []


def test_a_kill_at_any_instant_leaves_whole_files_and_a_next_build_that_ends_right(tmp_path: Path) -> None:
    scope: dict[str, object] = {}
    exec(BUILD, scope)
    page = scope["page"]
    assert callable(page)
    program = "print('begun', flush=True)\nfor version in range(10**9): build(version % 5)"
    chance = random.Random(0)
    root = tmp_path / "output"
    for _ in range(8):
        with building(tmp_path, program) as process:
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
        for path, content in site_in(root).items() if root.exists() else ():
            version, number = map(int, content.split()[:2])
            assert path == f"{number % 7}/{number}/index.html"
            assert content == page(version, number)
    last = {f"{number % 7}/{number}/index.html": page(9, number) for number in range(9, 309)}
    write(root, last)
    assert site_in(root) == last


def test_a_write_that_the_system_cuts_short_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"old"})
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with opened(tmp_path / "output") as output:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
        try:
            with pytest.raises(WriteFailed) as failed:
                output.stage("a", b"x" * 20_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)
    assert (failed.value.path, failed.value.reason) == ("a", "File too large")
    assert site_in(tmp_path / "output") == {"a": b"old"}
    assert staged_in(tmp_path / "output") == []


def test_too_many_open_files_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "output", {"a": b"old"})
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    with opened(tmp_path / "output") as output:
        assert output.changing() == {"a"}
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
        try:
            with pytest.raises(WriteFailed) as failed:
                output.stage("a", b"new")
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert str(failed.value) == "a cannot be written: Too many open files"
    assert site_in(tmp_path / "output") == {"a": b"old"}


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.gate
def test_a_full_disk_is_an_error_and_leaves_the_old_site(tmp_path: Path) -> None:
    old = {f"{number}": b"o" * 10_000 for number in range(40)}
    new = {f"{number}": b"n" * 20_000 for number in range(40)}
    with small_disk(tmp_path / "disk") as disk:
        write(disk / "output", old)
        with pytest.raises(WriteFailed) as failed:
            write(disk / "output", new)
        assert failed.value.reason == "No space left on device"
        assert site_in(disk / "output") == old
        write(disk / "output", {"0": b"n"})
        assert site_in(disk / "output") == {"0": b"n"}


@pytest.mark.gate
def test_a_disk_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        write(disk / "output", {"a": b"old"})
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        with pytest.raises(WriteFailed, match="Read-only file system"):
            write(disk / "output", {"a": b"new"})
        assert site_in(disk / "output") == {"a": b"old"}
