"""The recipes of docs/deploying.md, as far as they can be tried without their hosts; nginx is a gate of its own."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ordskifte.parse.config import parse_config
from ordskifte.render.headers import policy
from tests.program import REPOSITORY, environment, ordskifte
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, looking, story

DOCS = (REPOSITORY / "docs/deploying.md").read_text(encoding="utf-8")
MOMENT = "1796112000"
"""2026-12-01T08:00Z."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCS, re.DOTALL | re.MULTILINE)


def part(heading: str) -> str:
    return re.split(r"^## ", DOCS.partition(f"\n## {heading}\n")[2], flags=re.MULTILINE)[0]


def site(root: Path, *texts: str) -> Story:
    return story(root, TWO_EDITIONS, PLAIN_TEMPLATES, *texts)


# --------------------------------------------------------------------------------------
# A server of one's own
# --------------------------------------------------------------------------------------


def test_the_commands_for_a_server_come_out_as_they_say(tmp_path: Path) -> None:
    made = looking(tmp_path / "site", TWO_EDITIONS)
    there = tmp_path / "srv/nordre-rand"

    def said(command: str) -> str:
        arguments = shlex.split(command.replace("/srv/nordre-rand", str(there)))
        done = ordskifte(made.root, *arguments, SOURCE_DATE_EPOCH=MOMENT)
        assert done.returncode == 0, done.stderr
        return re.sub(r"\b[0-9a-f]{12}\b", "…", re.sub(r"\b[0-9]+ (files|new)", r"… \1", done.stdout))

    [console] = blocks("console")
    run, goes_back = (block.splitlines() for block in blocks("sh")[:2])
    assert run[-1] == "ordskifte deploy /srv/nordre-rand"
    for command in run[:-1]:
        said(command.removeprefix("ordskifte "))
    answers = re.findall(r"^\$ ordskifte (.*)\n((?:(?!\$ ).*\n)*)", console, re.MULTILINE)
    assert len(answers) == console.count("$ ")
    for command, answer in answers:
        masked = re.sub(r"\b[0-9a-f]{12}\b", "…", re.sub(r"\b[0-9]+ (files|new)", r"… \1", answer))
        assert said(command) == masked
    made.told("-- static/ny.txt --\nNy\n")
    for command in (*run, *goes_back):
        said(command.removeprefix("ordskifte "))
    assert not (there / "current/ny.txt").exists()
    assert (there / "previous/ny.txt").exists()


# --------------------------------------------------------------------------------------
# Headers
# --------------------------------------------------------------------------------------


def headers(text: str) -> Mapping[str, Mapping[str, str]]:
    """`_headers`, as Netlify and Cloudflare document it, and within what they take of it.

    https://docs.netlify.com/routing/headers/, https://developers.cloudflare.com/pages/configuration/headers/
    """
    rules: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        assert len(line) <= 2000
        if line.startswith((" ", "\t")):
            name, colon, value = line.strip().partition(": ")
            assert re.fullmatch(r"[A-Za-z-]+", name)
            assert colon
            assert value
            list(rules.values())[-1][name] = value
        else:
            assert re.fullmatch(r"/[!-~]*", line)
            assert line.count("*") <= 1
            assert line not in rules
            rules[line] = {}
    assert len(rules) <= 100
    return rules


SEALED = "-- content/articles/is.nb.md --\n---\ntitle: Is\ndate: 2026-01-02\nsection: members\n---\nHemmelig.\n"
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def test_hosts_are_told_the_headers_that_the_docs_tell(tmp_path: Path) -> None:
    assert headers(site(tmp_path).outputs()["_headers"]) == {
        "/*": {"Content-Security-Policy": policy(), "X-Content-Type-Options": "nosniff"},
        "/assets/*": FOR_EVER,
        "/media/*": FOR_EVER,
    }
    assert blocks("text").count(f"{policy()}\n") == 1
    assert f'add_header Content-Security-Policy "{policy()}" always;' in blocks("nginx")[0]


def test_a_form_of_a_campaign_may_be_sent(tmp_path: Path) -> None:
    form = '[actions.{}]\nname = "A"\nfield = "email"\nurl = {{ nb = "{}", en = "/letters" }}\n'
    link = '[actions.link]\nname = "A"\nurl = "https://nowhere.example/"\n'
    forms = form.format("letter", "https://letters.example:8443/x?y=z") + form.format("odd", "https://a b;c/")
    made = site(tmp_path, TWO_EDITIONS + forms + link).outputs()["_headers"]
    assert "; form-action 'self' https://letters.example:8443; frame-ancestors 'none'\n" in made


def test_what_others_host_may_be_shown_from_the_hosts_that_the_site_names(tmp_path: Path) -> None:
    made = site(tmp_path, TWO_EDITIONS + '[embeds]\nhosts = ["film.example", "map.example"]\n').outputs()["_headers"]
    assert "; frame-src https://film.example https://map.example; " in made


def test_a_folder_with_files_of_the_site_s_own_is_not_said_to_be_for_ever(tmp_path: Path) -> None:
    made = site(tmp_path, "-- static/assets/own.css --\n.a { margin: 0 }\n")
    assert {*headers(made.outputs()["_headers"])} == {"/*", "/media/*"}
    assert {*headers(made.outputs(base_url="https://a.example/m/")["_headers"])} == {"/*", "/m/media/*"}


def test_a_site_s_own_headers_stand(tmp_path: Path) -> None:
    own = "/*\n  X-Robots-Tag: noindex\n"
    assert site(tmp_path, f"-- static/_headers --\n{own}").outputs()["_headers"] == own


# --------------------------------------------------------------------------------------
# Compressed files
# --------------------------------------------------------------------------------------


def test_the_setting_for_compressed_files_is_one(tmp_path: Path) -> None:
    [setting] = [block for block in blocks("toml") if "precompress" in block]
    config, _, problems = parse_config(TWO_EDITIONS.partition("--\n")[2] + setting)
    assert config is not None
    assert (config.precompress, problems) == (("gzip",), ())


# --------------------------------------------------------------------------------------
# Hosts
# --------------------------------------------------------------------------------------


def gitlab() -> dict[str, Any]:
    [text] = blocks("yaml")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


def netlify() -> dict[str, Any]:
    return next(tomllib.loads(block) for block in blocks("toml") if "[context." in block)


def test_gitlab_publishes_what_lies_in_public() -> None:
    """https://docs.gitlab.com/user/project/pages/: the job `pages`, and the artifact `public`."""
    job = gitlab()["pages"]
    assert job["artifacts"]["paths"] == ["public"]
    assert all(isinstance(line, str) for line in job["script"])
    assert job["script"].index("mv output public") < job["script"].index("rm -r public/.ordskifte")


def test_netlify_publishes_the_site_and_shows_previews() -> None:
    """https://docs.netlify.com/configure-builds/file-based-configuration/."""
    read = netlify()
    assert {*read} == {"build", "context"}
    assert read["build"]["publish"] == "output"
    assert read["context"]["deploy-preview"]["publish"] == "preview"
    assert '--base-url "$DEPLOY_PRIME_URL"' in read["context"]["deploy-preview"]["command"]


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder with the programs of a host's machine, on which what is to be installed is there already."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("pip", "exit 0"), ("python", f'[ "$2" = pip ] || exec {sys.executable} "$@"')):
        (programs / name).write_text(f"#!/bin/sh\n{text}\n")
        (programs / name).chmod(0o755)
    return programs


@pytest.mark.parametrize("host", ["GitLab", "Netlify", "Netlify's preview", "Cloudflare"])
@pytest.mark.parametrize("has_members", [False, True])
def test_what_a_host_is_told_to_run_leaves_what_it_is_told_to_publish(
    tmp_path: Path, machine: Path, host: str, has_members: bool
) -> None:
    made = looking(tmp_path / "site", TWO_EDITIONS, SEALED)
    shutil.copy(REPOSITORY / "build.py", made.root)
    if has_members:
        (made.root / "members.toml").write_text("")
    [cloudflare] = re.findall(r"\| build command \| `(.*?)` \|", part("On Cloudflare Pages"))
    command, published = {
        "GitLab": ("\n".join(gitlab()["pages"]["script"]), "public"),
        "Netlify": (netlify()["build"]["command"], netlify()["build"]["publish"]),
        "Netlify's preview": (netlify()["context"]["deploy-preview"]["command"], "preview"),
        "Cloudflare": (cloudflare, "output"),
    }[host]
    address = {"CI_PAGES_URL": "https://a.example/site", "DEPLOY_PRIME_URL": "https://a.example/"}
    variables = environment(PATH=f"{machine}:{os.environ['PATH']}", **address)

    def ran(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-ec", command],
            cwd=made.root,
            env={**variables, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    done = ran()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (made.root / published / "index.html").exists()
    assert not (made.root / published / ".ordskifte").exists()
    if has_members and host in ("GitLab", "Netlify"):
        shutil.rmtree(made.root / published)  # Hosts begin anew.
        done = ran(ORDSKIFTE_ACCESS_KEY="")
        assert done.returncode == 1
        assert "access-no-key" in done.stdout
