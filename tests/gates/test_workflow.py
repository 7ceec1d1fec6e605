"""The workflow of the repository, step by step: its commands are run as they stand, in a copy of the repository.

Of that copy only the program is left out: it is imported from here, so that it is not compiled on every machine.

It needs git and a shell, and most of the minutes that tests have: so it is a gate.

What only exists at GitHub stands in here: the actions, the variables that it sets, what it keeps between runs. So does
the clock, so that an article's date can come.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import Struct

from tests.program import REPOSITORY, ordskifte
from tests.stories import KEY

pytestmark = pytest.mark.gate

WORKFLOW = ".github/workflows/site.yml"
COPIED = (
    *(".gitattributes", ".github", ".gitignore", "build.py", "content", "data", "locales", "requirements.txt"),
    *("site.toml", "templates", "urls.lock"),
)
ADDRESS = "https://name.github.io/magazine"
MAIN = "refs/heads/main"
PULL = "refs/pull/1/merge"

TODAY = 1796115600
"""2026-12-01T09:00Z."""
HOUR = 3600
DATED = "2026-12-01T11:30Z"

COMING = f"""---
title: The Coming One
date: {DATED}
authors: [karl-aaro]
section: society
---
It was written last week.
"""
DRAFT = COMING.replace("The Coming One", "The Draft").replace("section", "draft: true\nsection")
AT_COMING = "en/articles/the-coming-one/index.html"


def workflow() -> dict[str, Any]:
    """The workflow as GitHub reads it: `on` is a name and no truth value."""
    read: dict[str, Any] = yaml.load((REPOSITORY / WORKFLOW).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return read


class Failed(Exception):
    """A step has failed, and what it said."""


class Run(Struct):
    """What became of one run."""

    jobs: dict[str, str]
    """What each job came to."""
    said: str
    outputs: dict[str, dict[str, str]]
    """Of each job."""
    artifacts: dict[str, Path]


class GitHub:
    """The code host, as far as the workflow can tell."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = folder / "origin.git"
        self.clone = folder / "clone"
        self.live = folder / "live"
        """What readers see."""
        self.caches: dict[str, Path] = {}
        self.now = TODAY
        self.runs = 0
        self.is_down = False
        self.secrets: dict[str, str] = {}
        self.meanwhile: Callable[[], None] = lambda: None
        """What people do while a site is being published."""
        self.home = folder / "home"
        self.home.mkdir()
        (self.home / ".gitconfig").write_text(
            "[user]\nname = Editor\nemail = editor@example.org\n[init]\ndefaultBranch = main\n"
        )
        self.tools = folder / "tools"
        self.tools.mkdir()
        installing = '"$*" = "-m pip install -r requirements.txt"'  # It is all here already.
        self.tool("python", f'test {installing} && exec test -f "$5" || exec {shlex.quote(sys.executable)} "$@"')
        self.tool("date", 'test "$*" = +%s && echo "$NOW"')
        self.git(folder, "init", "--quiet", "--bare", str(self.origin))
        self.git(self.origin, "config", "uploadpack.allowAnySHA1InWant", "true")
        self.git(folder, "clone", "--quiet", str(self.origin), str(self.clone))

    def tool(self, name: str, command: str) -> None:
        (self.tools / name).write_text(f"#!/bin/sh\n{command}\n")
        (self.tools / name).chmod(0o755)

    def environment(self, **variables: str) -> dict[str, str]:
        path = f"{self.tools}{os.pathsep}{os.environ['PATH']}"
        return {"PATH": path, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "PYTHONPATH": str(REPOSITORY), **variables}

    def git(self, folder: Path, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, env=self.environment(), capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    # ---- what people do ---------------------------------------------------------------

    def push(self, branch: str = "main", **files: str) -> None:
        """Commit these files, by the names of articles, and push."""
        for name, text in files.items():
            (self.clone / f"content/articles/{name.replace('_', '-')}.en.md").write_text(text, encoding="utf-8")
        self.git(self.clone, "checkout", "--quiet", "-B", branch)
        self.git(self.clone, "add", "--all")
        self.git(self.clone, "commit", "--quiet", "--message", "Words")
        self.git(self.clone, "push", "--quiet", "--force", "origin", branch)

    def pull(self) -> None:
        self.git(self.clone, "pull", "--quiet", "--rebase", "origin", "main")

    def head(self, branch: str = "main") -> str:
        return self.git(self.origin, "rev-parse", branch)

    # ---- a run ------------------------------------------------------------------------

    def run(self, event: str, branch: str = "main") -> Run:
        self.runs += 1
        ref = PULL if event == "pull_request" else MAIN
        github = {
            "event_name": event,
            "ref": ref,
            "ref_name": branch,
            "sha": self.head(branch),
            "run_id": str(self.runs),
            "run_attempt": "1",
        }
        run = Run({}, "", {}, {})
        for name, job in workflow()["jobs"].items():
            Job(self, run, name, job, github).run()
        return run

    def page(self, path: str) -> str:
        file = self.live / path
        return file.read_text(encoding="utf-8") if file.exists() else ""


class Job:
    """One job of a run, on a machine of its own."""

    def __init__(self, host: GitHub, run: Run, name: str, job: Mapping[str, Any], github: Mapping[str, str]) -> None:
        self.host = host
        self.result = run
        self.name = name
        self.job = job
        self.github = github
        self.workspace = host.folder / f"machine-{host.runs}-{name}"
        self.workspace.mkdir()
        self.variables: dict[str, str] = {}
        self.steps: dict[str, dict[str, str]] = {}

    def run(self) -> None:
        needs = self.job.get("needs", [])
        needed = [needs] if isinstance(needs, str) else needs
        is_wanted = self.value(self.job["if"]) if "if" in self.job else True
        if not is_wanted or any(self.result.jobs[name] != "success" for name in needed):
            self.result.jobs[self.name] = "skipped"
            return
        try:
            for number, step in enumerate(self.job["steps"]):
                self.step(step, number)
        except Failed as problem:
            self.result.jobs[self.name] = f"failed at {problem}"
            return
        self.result.jobs[self.name] = "success"
        self.result.outputs[self.name] = {
            name: self.filled(value) for name, value in self.job.get("outputs", {}).items()
        }

    def step(self, step: Mapping[str, Any], number: int) -> None:
        if "if" in step and not self.value(step["if"]):
            return
        inputs = {name: self.filled(value) for name, value in step.get("with", {}).items()}
        environment = {name: self.filled(value) for name, value in step.get("env", {}).items()}
        outputs = self.shell(step, number, environment) if "run" in step else self.action(step["uses"])(inputs)
        self.steps[step.get("id", "")] = outputs or {}

    # ---- commands ---------------------------------------------------------------------

    def shell(self, step: Mapping[str, Any], number: int, environment: Mapping[str, str]) -> dict[str, str]:
        script, told, kept = (self.host.folder / name for name in ("script", "told", "kept"))
        script.write_text(step["run"])
        told.write_text("")
        kept.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env=self.host.environment(
                **{f"GITHUB_{name.upper()}": value for name, value in self.github.items()},
                GITHUB_OUTPUT=str(told),
                GITHUB_ENV=str(kept),
                NOW=str(self.host.now),
                **self.variables,
                **environment,
            ),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self.result.said += f"--- {step['name']}\n{done.stdout}{done.stderr}"
        if done.returncode:
            raise Failed(step["name"])
        self.variables |= said(kept)
        return said(told)

    # ---- expressions ------------------------------------------------------------------

    def value(self, expression: str) -> Any:
        """What an expression comes to: names, texts in single quotes, `==`, `!=`, `&&`, `||`."""
        named = re.sub(r"'[^']*'|[a-z]\w*(?:\.\w+)+", lambda match: self.named(match[0]), expression)
        return eval(named.replace("&&", " and ").replace("||", " or "), {"__builtins__": {}})

    def named(self, name: str) -> str:
        if name.startswith("'"):
            return repr(name[1:-1])
        match name.split("."):
            case "github", key:
                return repr(self.github[key])
            case "secrets", key:
                return repr(self.host.secrets.get(key, ""))
            case "steps", step, "outputs", key:
                return repr(self.steps.get(step, {}).get(key, ""))
            case "needs", job, "outputs", key:
                return repr(self.result.outputs.get(job, {}).get(key, ""))
        raise LookupError(name)

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: str(self.value(match[1].strip())), text)

    # ---- actions ----------------------------------------------------------------------

    def action(self, name: str) -> Callable[[Mapping[str, str]], dict[str, str] | None]:
        known: dict[str, Callable[[Mapping[str, str]], dict[str, str] | None]] = {
            "actions/checkout": self.checkout,
            "actions/setup-python": lambda _: None,
            "actions/cache/restore": self.restore,
            "actions/cache/save": self.save,
            "actions/configure-pages": lambda _: {"base_url": ADDRESS},
            "actions/upload-artifact": self.upload,
            "actions/upload-pages-artifact": lambda inputs: self.upload({"name": "github-pages", **inputs}),
            "actions/download-artifact": self.download,
            "actions/deploy-pages": self.deploy,
        }
        return known[name.partition("@")[0]]

    def checkout(self, _: Mapping[str, str]) -> None:
        """The commit that the run is about and nothing before it, whatever has been pushed since."""
        branch, git = self.github["ref_name"], partial(self.host.git, self.workspace)
        git("init", "--quiet")
        git("remote", "add", "origin", self.host.origin.as_uri())
        git("fetch", "--quiet", "--depth", "1", "origin", f"+{self.github['sha']}:refs/remotes/origin/{branch}")
        git("checkout", "--quiet", "-B", branch, f"refs/remotes/origin/{branch}")

    def restore(self, inputs: Mapping[str, str]) -> None:
        key = inputs["restore-keys"].strip()
        found = [name for name in self.host.caches if name.startswith(key)]
        if found:
            copied(self.host.caches[found[-1]], self.workspace / inputs["path"])

    def save(self, inputs: Mapping[str, str]) -> None:
        assert inputs["key"] not in self.host.caches
        self.host.caches[inputs["key"]] = self.kept(inputs["path"])

    def upload(self, inputs: Mapping[str, str]) -> None:
        self.result.artifacts[inputs["name"]] = self.kept(inputs["path"])

    def download(self, inputs: Mapping[str, str]) -> None:
        kept = self.result.artifacts[inputs["name"]]
        copied(kept, self.workspace / kept.name.partition("-")[2])

    def deploy(self, _: Mapping[str, str]) -> dict[str, str]:
        if self.host.is_down:
            raise Failed("deployment")
        shutil.rmtree(self.host.live, ignore_errors=True)
        copied(self.result.artifacts["github-pages"], self.host.live)
        self.host.meanwhile()
        return {"page_url": ADDRESS}

    def kept(self, path: str) -> Path:
        """A copy of a path of this machine, which is given up when the job ends."""
        number = len([*self.host.folder.glob("kept*")])
        place = self.host.folder / f"kept{number}-{path}"
        copied(self.workspace / path, place)
        return place


def said(file: Path) -> dict[str, str]:
    """What a step has written to one of GitHub's files."""
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def copied(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)


@pytest.fixture
def host(tmp_path: Path) -> GitHub:
    """A code host with this repository, which has been pushed for the first time."""
    host = GitHub(tmp_path)
    for name in COPIED:
        source, target = REPOSITORY / name, host.clone / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    host.push(the_coming_one=COMING)
    return host


PUSHED = {"build": "success", "words": "success", "deploy": "success", "record": "success"}
DONE = {**PUSHED, "words": "skipped"}
NOTHING = {"build": "success", "words": "skipped", "deploy": "skipped", "record": "skipped"}


def test_a_push_is_published_and_the_hours_after_it_publish_what_falls_due(host: GitHub) -> None:
    pushed = host.run("push")
    assert pushed.jobs == PUSHED, pushed.said
    assert f'href="{ADDRESS}/' in host.page("index.html")
    assert host.page(AT_COMING) == ""
    assert not (host.live / ".ordskifte").exists()
    recorded = host.git(host.origin, "show", "main:urls.lock")
    assert "the-last-ferry" in recorded
    assert "the-coming-one" not in recorded

    host.now += HOUR
    assert host.run("schedule").jobs == NOTHING

    host.now += 2 * HOUR
    due = host.run("schedule")
    assert due.jobs == DONE, due.said
    assert "is published" in due.said
    assert "The Coming One" in host.page(AT_COMING)
    assert "the-coming-one" in host.git(host.origin, "show", "main:urls.lock")

    host.now += HOUR
    assert host.run("schedule").jobs == NOTHING


def test_a_site_that_has_just_been_begun_is_published_by_its_own_workflow(tmp_path: Path) -> None:
    host = GitHub(tmp_path)
    done = ordskifte(tmp_path, "init", "clone", "--at", "2026-11-30")
    assert done.returncode == 0, done.stderr
    host.push()
    pushed = host.run("push")
    assert pushed.jobs == PUSHED, pushed.said
    assert f'href="{ADDRESS}/' in host.page("index.html")
    assert "the-first-issue" in host.git(host.origin, "show", "main:urls.lock")
    assert host.run("schedule").jobs == NOTHING


def test_a_pull_request_gets_a_preview_and_publishes_nothing(host: GitHub) -> None:
    host.run("push")
    before, caches = host.head(), dict(host.caches)
    host.pull()
    host.push("words", the_draft=DRAFT)
    run = host.run("pull_request", "words")
    assert run.jobs == {**NOTHING, "words": "success"}, run.said
    assert (host.head(), host.caches) == (before, caches)
    assert host.page("en/articles/the-draft/index.html") == ""
    preview = run.artifacts["preview"]
    for path in ("en/articles/the-draft/index.html", AT_COMING):
        assert '<meta name="robots" content="noindex,nofollow">' in (preview / path).read_text(encoding="utf-8")


def test_an_error_stops_before_anything_is_published_and_is_shown_at_its_line(host: GitHub) -> None:
    host.run("push")
    host.pull()
    host.push(the_draft=DRAFT.replace("draft: true\n", "").replace("society", "sosiety"))
    run = host.run("push")
    assert run.jobs == {**PUSHED, "build": "failed at Build", "deploy": "skipped", "record": "skipped"}
    assert "::error file=content/articles/the-draft.en.md,line=5,col=10,title=section-unknown::" in run.said


def test_what_is_for_members_is_sealed_where_it_is_published_and_a_pull_request_gets_no_key(host: GitHub) -> None:
    host.secrets["ORDSKIFTE_ACCESS_KEY"] = KEY
    pushed = host.run("push")
    assert pushed.jobs == PUSHED, pushed.said
    assert "access-no-key" not in pushed.said
    assert host.page("sealed/en/what-small-states-know.json")
    host.push("words", the_draft=DRAFT)
    asked = host.run("pull_request", "words")
    assert asked.jobs == {**NOTHING, "words": "success"}, asked.said
    assert "access-no-key" in asked.said
    assert not (asked.artifacts["preview"] / "sealed").exists()


def test_once_codes_are_issued_nothing_is_published_without_the_key(host: GitHub) -> None:
    assert host.run("push").jobs == PUSHED
    host.pull()
    (host.clone / "members.toml").write_text("# All codes have been revoked.\n", encoding="utf-8")
    host.push()
    lost = host.run("push")
    assert lost.jobs == {**PUSHED, "build": "failed at Build", "deploy": "skipped", "record": "skipped"}
    assert "title=access-no-key::" in lost.said
    host.secrets["ORDSKIFTE_ACCESS_KEY"] = KEY
    assert host.run("schedule").jobs == DONE
    assert host.page("sealed/en/what-small-states-know.json")


def test_what_is_wrong_with_the_words_of_the_interface_is_told_and_keeps_nothing_from_being_published(
    host: GitHub,
) -> None:
    catalog, config = host.clone / "locales/nb/LC_MESSAGES/messages.po", host.clone / "site.toml"
    words = catalog.read_text(encoding="utf-8").replace('msgstr "Mer av %(name)s"', 'msgstr "Mer av %(navn)s"')
    catalog.write_text(words, encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8").replace("Machines among people", "Machines and people"))
    host.push()
    run = host.run("push")
    assert run.jobs == {**PUSHED, "words": "failed at Look over the catalogs"}
    line = words[: words.index("%(navn)s")].count("\n") + 1
    assert f"::error file=locales/nb/LC_MESSAGES/messages.po,line={line}," in run.said
    assert "Not in step." in run.said


def test_what_could_not_be_published_is_published_in_the_next_hour(host: GitHub) -> None:
    host.is_down = True
    assert host.run("push").jobs == {**PUSHED, "deploy": "failed at deployment", "record": "skipped"}
    host.is_down = False
    assert host.run("schedule").jobs == DONE
    assert host.run("schedule").jobs == NOTHING


def test_what_is_pushed_while_a_site_is_published_is_kept_and_published_by_the_next_run(host: GitHub) -> None:
    """Be it the hourly one, which took the place of the push's own: GitHub keeps only the newest of those that wait."""
    host.now = TODAY + 3 * HOUR

    def push() -> None:
        host.push(the_second_one=COMING.replace("The Coming One", "The Second One"))
        host.meanwhile = lambda: None

    host.meanwhile = push
    assert host.run("push").jobs == PUSHED
    assert "The Coming One" in host.page(AT_COMING)
    assert host.page(AT_COMING.replace("coming", "second")) == ""
    recorded = host.git(host.origin, "show", "main:urls.lock")
    assert "the-coming-one" in recorded
    assert "the-second-one" not in recorded

    assert host.run("schedule").jobs == DONE
    assert "The Second One" in host.page(AT_COMING.replace("coming", "second"))
    assert "the-second-one" in host.git(host.origin, "show", "main:urls.lock")
    assert host.run("schedule").jobs == NOTHING


def test_a_site_toml_that_cannot_be_read_fails_the_hourly_run(host: GitHub) -> None:
    host.run("push")
    host.pull()
    (host.clone / "site.toml").write_text("[site\n")
    host.push()
    assert host.run("schedule").jobs["build"].startswith("failed")


# --------------------------------------------------------------------------------------
# Its text
# --------------------------------------------------------------------------------------


def steps() -> list[dict[str, Any]]:
    return [step for job in workflow()["jobs"].values() for step in job["steps"]]


def test_no_value_of_a_run_is_written_into_a_command() -> None:
    """Else the name of a branch could be a command: it comes as a variable."""
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []


def test_the_key_is_given_to_those_steps_only_that_need_it() -> None:
    assert [step["name"] for step in steps() if "secrets." in str(step)] == ["Build", "Check"]
    assert all("secrets." not in str(job.get("env", "")) for job in workflow()["jobs"].values())
    assert "env" not in workflow()


def test_only_the_code_host_s_own_actions_are_used_by_their_major_versions() -> None:
    for step in steps():
        assert re.fullmatch(r"actions/[a-z/-]+@v[0-9]+", step.get("uses", "actions/none@v1"))


def test_each_job_may_do_what_it_must_and_no_more() -> None:
    jobs = workflow()["jobs"]
    assert workflow()["permissions"] == {"contents": "read"}
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read", "pages": "read"},
        "words": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "record": {"contents": "write"},
    }
