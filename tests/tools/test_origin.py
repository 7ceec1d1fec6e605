"""Where the program came from, as the `requirements.txt` of a site says it."""

import json

import pytest

from ordskifte import __version__
from ordskifte.tools.origin import NO_ORIGIN, Origin, origin, requirements

WHEEL = "ordskifte-1.0-py3-none-any.whl"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            {
                "url": "https://git.example/o.git",
                "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "main"},
            },
            "ordskifte @ git+https://git.example/o.git@abc",
        ),
        (
            {
                "url": "ssh://git.example/o.git",
                "subdirectory": "py",
                "vcs_info": {"vcs": "git", "commit_id": "abc"},
            },
            "ordskifte @ git+ssh://git.example/o.git@abc#subdirectory=py",
        ),
        (
            {"url": f"https://example.org/{WHEEL}", "archive_info": {"hash": "sha256=12", "hashes": {"sha256": "12"}}},
            f"ordskifte @ https://example.org/{WHEEL}#sha256=12",
        ),
    ],
)
def test_what_others_can_fetch_is_named_as_it_was_fetched(said: dict[str, object], line: str) -> None:
    assert origin(json.dumps(said)) == Origin(line)


def test_what_came_from_an_index_is_named_with_its_version() -> None:
    assert origin(None) == Origin(f"ordskifte=={__version__}")


def test_a_wheel_of_this_machine_is_to_lie_in_the_site() -> None:
    said = {"url": f"file:///tmp/my%20wheels/{WHEEL}", "archive_info": {}}
    assert origin(json.dumps(said)) == Origin(f"./program/{WHEEL}", f"/tmp/my wheels/{WHEEL}")


@pytest.mark.parametrize(
    "said",
    [
        {"url": "file:///home/me/ordskifte", "dir_info": {"editable": True}},
        {"url": "file:///home/me/ordskifte-1.0.tar.gz", "archive_info": {}},
        {"nothing": "known"},
    ],
)
def test_what_others_cannot_fetch_is_never_named_bare_for_anyone_s_program_could_be_called_so(
    said: dict[str, object],
) -> None:
    assert origin(json.dumps(said)) == NO_ORIGIN
    told = requirements(NO_ORIGIN, "click==8\n")
    assert f"\n./program/ordskifte-{__version__}-py3-none-any.whl\n" in told
    assert "pip wheel --no-deps" in told
    assert told.endswith("click==8\n")
