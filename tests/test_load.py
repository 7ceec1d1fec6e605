"""Trees on disk in, paths and problems out."""

import os
import random
import socket
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.load import LARGEST_MARKDOWN, Files, load
from ordskifte.model.diagnostics import Diagnostic, Severity, Span

NFC = "content/articles/på.nb.md"
NFD = unicodedata.normalize("NFD", NFC)


def make(root: Path, *paths: str, content: bytes = b"x") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def paths_of(files: Files) -> list[str]:
    return list(files.stamps)


def codes_of(files: Files) -> list[tuple[str, str]]:
    return [(problem.code, problem.span.source) for problem in files.diagnostics]


# --------------------------------------------------------------------------------------
# What is seen
# --------------------------------------------------------------------------------------


def test_the_folders_of_a_site_its_configuration_and_its_ledger_are_seen_and_nothing_else(tmp_path: Path) -> None:
    seen = [
        "content/articles/a.nb.md",
        "data/money.json",
        "locales/nb/LC_MESSAGES/messages.po",
        "members.toml",
        "site.toml",
        "static/robots.txt",
        "templates/base.html",
        "urls.lock",
    ]
    make(tmp_path, *seen, "README.md", "urls.lock.orig", "output/index.html", "content.bak/a.nb.md")
    files = load(tmp_path, ())
    assert paths_of(files) == seen
    assert files.diagnostics == ()


def test_an_empty_root_and_a_missing_one_hold_no_files(tmp_path: Path) -> None:
    assert paths_of(load(tmp_path, ())) == []
    assert paths_of(load(tmp_path / "nowhere", ())) == []


def test_hidden_files_and_editors_leavings_are_not_seen(tmp_path: Path) -> None:
    make(
        tmp_path,
        *(f"content/{name}" for name in (".a.nb.md.swp", "a.nb.md~", "#a.nb.md#", ".#a.nb.md", "a.swp", ".DS_Store")),
        "content/.obsidian/a.nb.md",
        "static/Thumbs.db",
        "static/.nojekyll",
        "static/c#/x#",
    )
    files = load(tmp_path, ())
    assert paths_of(files) == ["static/c#/x#"]
    assert files.diagnostics == ()


def test_the_well_known_folder_of_the_web_is_seen(tmp_path: Path) -> None:
    make(tmp_path, "static/.well-known/security.txt", "content/.well-known/x", "static/a/.well-known/x")
    assert paths_of(load(tmp_path, ())) == ["static/.well-known/security.txt"]


def test_excluded_folders_are_not_seen(tmp_path: Path) -> None:
    make(tmp_path, "static/a.txt", "static/out/index.html", "static/out-evil/a.txt", "data/cache.db")
    (tmp_path / "static/link").symlink_to("out")
    files = load(tmp_path, (tmp_path / "static/out", tmp_path / "data/cache.db"))
    assert paths_of(files) == ["static/a.txt", "static/out-evil/a.txt"]


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    make(tmp_path, "static/b/a", "static/b.txt", "static/b-c", "static/a", "static/Z", "static/å")
    assert paths_of(load(tmp_path, ())) == [
        "static/Z",
        "static/a",
        "static/b-c",
        "static/b.txt",
        "static/b/a",
        "static/å",
    ]


@settings(max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_files_were_made_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: random.Random
) -> None:
    paths = ["content/a.md", "content/A.md", NFC, NFD, "static/x/y", "static/x-y", "static/nul.txt"]
    order.shuffle(paths)
    root = tmp_path_factory.mktemp("site")
    make(root, *paths)
    files = load(root, ())
    assert paths_of(files) == ["content/A.md", NFC, "static/x-y", "static/x/y"]
    assert codes_of(files) == [
        ("case-collision", "content/a.md"),
        ("name-collision", NFC),
        ("name-reserved", "static/nul.txt"),
    ]


def test_a_stamp_tells_what_the_disk_keeps(tmp_path: Path) -> None:
    make(tmp_path, "site.toml", content=b"12345")
    found = load(tmp_path, ()).stamps["site.toml"]
    status = (tmp_path / "site.toml").stat()
    assert found.size == 5
    assert (found.mtime_ns, found.ctime_ns, found.inode) == (status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def test_the_files_of_one_folder_can_be_asked_for(tmp_path: Path) -> None:
    make(tmp_path, "content/articles/a.md", "content/articles-old/b.md", "data/c.json")
    files = load(tmp_path, ())
    assert files.under("content/articles/") == ("content/articles/a.md",)
    assert files.under("content/") == ("content/articles-old/b.md", "content/articles/a.md")
    assert files.under("locales/") == ()


def test_a_site_below_a_link_is_as_any_other(tmp_path: Path) -> None:
    make(tmp_path, "real/site/content/a.md")
    (tmp_path / "linked").symlink_to("real")
    assert paths_of(load(tmp_path / "linked/site", ())) == ["content/a.md"]


# --------------------------------------------------------------------------------------
# Names
# --------------------------------------------------------------------------------------


def test_a_decomposed_name_has_its_composed_path_and_can_be_read(tmp_path: Path) -> None:
    make(tmp_path, NFD, content=b"is")
    files = load(tmp_path, ())
    assert paths_of(files) == [NFC]
    assert files.read(NFC) == b"is"


def test_a_file_below_a_decomposed_folder_can_be_read(tmp_path: Path) -> None:
    make(tmp_path, "static/a\u030a/b.txt", content=b"is")
    assert load(tmp_path, ()).read("static/å/b.txt") == b"is"


def test_composed_and_decomposed_twins_collide(tmp_path: Path) -> None:
    make(tmp_path, NFC, NFD)
    (problem,) = load(tmp_path, ()).diagnostics
    assert problem.is_error
    assert problem.message == r"`p\xe5.nb.md` and `pa\u030a.nb.md` are one and the same name on many systems."


def test_twins_that_differ_in_case_collide(tmp_path: Path) -> None:
    make(
        tmp_path,
        "content/Ørn.nb.md",
        "content/ørn.nb.md",
        "static/A/x",
        "static/a/y",
        "static/straße",
        "static/strasse",
    )
    files = load(tmp_path, ())
    assert codes_of(files) == [("case-collision", "content/ørn.nb.md"), ("case-collision", "static/a")]
    assert files.diagnostics[0].message == "`ørn.nb.md` and `Ørn.nb.md` are one and the same name on many systems."


@pytest.mark.parametrize(
    "name",
    [
        "con.nb.md",
        "AUX",
        "nul.tar.gz",
        "LPT1",
        "com¹.x",
        "a:b",
        "what?.md",
        'a"b',
        "a<b",
        "a|b",
        "a*",
        "a\\b",
        "a.",
        "a ",
    ],
)
def test_a_name_that_windows_cannot_hold_is_an_error(tmp_path: Path, name: str) -> None:
    make(tmp_path, f"static/{name}")
    files = load(tmp_path, ())
    assert codes_of(files) == [("name-reserved", f"static/{name}")]
    assert paths_of(files) == []


@pytest.mark.parametrize("name", ["connie.md", "com", "com10", "nul-alt", "a.b.c", "a b", "(a)", "auxiliary.css"])
def test_a_name_that_only_looks_so_is_no_error(tmp_path: Path, name: str) -> None:
    make(tmp_path, f"static/{name}")
    assert load(tmp_path, ()).diagnostics == ()


def test_a_control_character_in_a_name_is_shown_escaped(tmp_path: Path) -> None:
    make(tmp_path, "static/a\nb\x1b[31m")
    assert codes_of(load(tmp_path, ())) == [("name-reserved", r"static/a\nb\x1b[31m")]


def test_an_undecodable_name_is_shown_escaped(tmp_path: Path) -> None:
    make(tmp_path, "content/a.md")
    for name in (b"bl\xe5.nb.md", b"\xff\xfe"):
        make(tmp_path, f"content/{os.fsdecode(name)}")
    files = load(tmp_path, ())
    assert paths_of(files) == ["content/a.md"]
    assert codes_of(files) == [("name-undecodable", r"content/\xff\xfe"), ("name-undecodable", r"content/bl\xe5.nb.md")]
    assert all(problem.is_error for problem in files.diagnostics)


def test_what_lies_beside_the_site_may_have_any_name(tmp_path: Path) -> None:
    make(tmp_path, os.fsdecode(b"\xff"), "NUL", "Content/x", "content/x")
    assert load(tmp_path, ()).diagnostics == ()


# --------------------------------------------------------------------------------------
# Links
# --------------------------------------------------------------------------------------


def test_a_link_inside_the_tree_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "static/a.txt", "texts/articles/b.nb.md", content=b"is")
    (tmp_path / "static/b.txt").symlink_to("a.txt")
    (tmp_path / "content").symlink_to("texts")
    files = load(tmp_path, ())
    assert paths_of(files) == ["content/articles/b.nb.md", "static/a.txt", "static/b.txt"]
    assert files.read("static/b.txt") == files.read("content/articles/b.nb.md") == b"is"
    assert files.stamps["static/b.txt"] == files.stamps["static/a.txt"]


@pytest.mark.parametrize("target", ["../../site-evil/a.txt", "../../site-evil", "/"])
def test_a_link_out_of_the_tree_is_an_error(tmp_path: Path, target: str) -> None:
    make(tmp_path, "site/static/x", "site-evil/a.txt")
    (tmp_path / "site/static/link").symlink_to(target)
    files = load(tmp_path / "site", ())
    assert paths_of(files) == ["static/x"]
    assert codes_of(files) == [("symlink-outside", "static/link")]
    assert files.diagnostics[0].message == f"The link leads out of the site, to `{target}`."


def test_a_link_out_of_the_tree_by_way_of_another_is_an_error(tmp_path: Path) -> None:
    make(tmp_path, "secret/a.txt", "site/site.toml")
    (tmp_path / "site/way").symlink_to("../secret")
    (tmp_path / "site/static").symlink_to("way")
    assert codes_of(load(tmp_path / "site", ())) == [("symlink-outside", "static")]


@pytest.mark.parametrize("target", ["loop", ".", "..", "../..", "../../static/a"])
def test_a_link_that_leads_back_is_a_loop(tmp_path: Path, target: str) -> None:
    make(tmp_path, "static/a/x")
    (tmp_path / "static/a/loop").symlink_to(target)
    files = load(tmp_path, ())
    assert paths_of(files) == ["static/a/x"]
    assert codes_of(files) == [("symlink-loop", "static/a/loop")]


def test_two_folders_that_lead_to_each_other_are_a_loop(tmp_path: Path) -> None:
    make(tmp_path, "static/a/x", "static/b/y")
    (tmp_path / "static/a/to-b").symlink_to("../b")
    (tmp_path / "static/b/to-a").symlink_to("../a")
    files = load(tmp_path, ())
    assert paths_of(files) == ["static/a/to-b/y", "static/a/x", "static/b/to-a/x", "static/b/y"]
    assert {code for code, _ in codes_of(files)} == {"symlink-loop"}


def test_a_link_to_nothing_is_an_error(tmp_path: Path) -> None:
    make(tmp_path, "static/x")
    (tmp_path / "static/link").symlink_to("gone.txt")
    (problem,) = load(tmp_path, ()).diagnostics
    assert (problem.code, problem.message) == ("symlink-broken", "The link leads to `gone.txt`, which is not there.")


# --------------------------------------------------------------------------------------
# What is no file, or cannot be read
# --------------------------------------------------------------------------------------


def test_pipes_sockets_and_devices_are_passed_over_with_a_warning(tmp_path: Path) -> None:
    make(tmp_path, "content/a.md")
    os.mkfifo(tmp_path / "content/pipe.nb.md")
    os.mkfifo(tmp_path / "site.toml")
    (tmp_path / "static").mkdir()
    (tmp_path / "static/link").symlink_to("../content/pipe.nb.md")
    before = Path.cwd()
    os.chdir(tmp_path)  # A socket's address is short.
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("static/s")
        os.chdir(before)
        files = load(tmp_path, ())
    assert paths_of(files) == ["content/a.md"]
    assert [(problem.span.source, problem.message) for problem in files.diagnostics] == [
        ("content/pipe.nb.md", "This is a pipe; it is passed over."),
        ("site.toml", "This is a pipe; it is passed over."),
        ("static/link", "This is a pipe; it is passed over."),
        ("static/s", "This is a socket; it is passed over."),
    ]
    assert {problem.severity for problem in files.diagnostics} == {Severity.WARNING}


def test_markdown_has_a_largest_size(tmp_path: Path) -> None:
    make(tmp_path, "content/book.nb.md", "content/film.mp4", "content/novel.nb.md")
    os.truncate(tmp_path / "content/book.nb.md", 50_000_000)
    os.truncate(tmp_path / "content/film.mp4", 50_000_000)
    os.truncate(tmp_path / "content/novel.nb.md", LARGEST_MARKDOWN)
    files = load(tmp_path, ())
    assert paths_of(files) == ["content/film.mp4", "content/novel.nb.md"]
    assert codes_of(files) == [("file-too-large", "content/book.nb.md")]
    assert files.diagnostics[0].message == "The file is larger than 5 MB."


def test_a_folder_too_deep_to_open_is_an_error(tmp_path: Path) -> None:
    make(tmp_path, "static/x")
    deep = os.open(tmp_path / "static", os.O_RDONLY)
    for _ in range(20):
        os.mkdir("d" * 250, dir_fd=deep)
        deeper = os.open("d" * 250, os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = deeper
    os.close(deep)
    files = load(tmp_path, ())
    assert paths_of(files) == ["static/x"]
    (problem,) = files.diagnostics
    assert (problem.code, problem.message) == ("file-unreadable", "This cannot be read: File name too long.")


def test_reading_a_file_that_has_vanished_is_a_problem(tmp_path: Path) -> None:
    make(tmp_path, "content/a.md")
    files = load(tmp_path, ())
    (tmp_path / "content/a.md").unlink()
    problem = files.read("content/a.md")
    assert isinstance(problem, Diagnostic)
    assert (problem.code, problem.span) == ("file-vanished", Span("content/a.md"))


def test_reading_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    make(tmp_path, "content/a.md")
    files = load(tmp_path, ())
    (tmp_path / "content/a.md").unlink()
    (tmp_path / "content/a.md").mkdir()
    problem = files.read("content/a.md")
    assert isinstance(problem, Diagnostic)
    assert (problem.code, problem.message) == ("file-unreadable", "This cannot be read: Is a directory.")


@pytest.mark.parametrize("path", ["content/b.md", "../secret", "content/../../secret", "/etc/passwd"])
def test_only_what_was_found_can_be_read(tmp_path: Path, path: str) -> None:
    make(tmp_path, "secret", "site/content/a.md")
    files = load(tmp_path / "site", ())
    with pytest.raises(KeyError):
        files.read(path)


def test_the_systems_locale_decides_no_name(tmp_path: Path) -> None:
    make(tmp_path, NFC, "content/ba\u030a.md", "static/Ørn.txt", content=b"is")
    program = """
from pathlib import Path
from ordskifte.load import load
files = load(Path(), ())
print(ascii({path: files.read(path) for path in files.stamps}), ascii(files.diagnostics))
"""
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    command = [sys.executable, "-X", "utf8=0", "-c", program]
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True, text=True).stdout
    assert said == ascii({NFC: b"is", "content/bå.md": b"is", "static/Ørn.txt": b"is"}) + " ()\n"
