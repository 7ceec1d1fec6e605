"""`deploy` to another machine, with real ssh and rsync: the other machine is this one, through a server of its own."""

import getpass
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection

import pytest

from tests.gates import tools
from tests.gates.nginx import free_port
from tests.program import environment, ordskifte
from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, Story, story

pytestmark = pytest.mark.gate

ARTICLE = "-- content/articles/is.nb.md --\n---\ntitle: Is\ndate: 2026-01-02\nsection: debatt\n---\n{}\n"
FILES = "-- static/kart og plan, æ.txt --\nKart\n-- static/.well-known/security.txt --\nContact: mailto:a@example.org\n"
AT = "2026-06-01T12:00"
PAGE = "articles/is/index.html"
AWKWARD = 'it\'s "$HOME" `pwd` \\ & ; * æ'


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with an `ssh` that knows one host, `server`: a server of this machine with keys of its own."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    sshd, ssh, keygen = (
        tools.program(name, environment={**os.environ, "PATH": path}) for name in ("sshd", "ssh", "ssh-keygen")
    )
    tools.program("rsync", environment=os.environ)
    tools.program("flock", environment=os.environ)
    folder, port = tmp_path_factory.mktemp("ssh"), free_port()
    for name in ("host", "user"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    host_key = (folder / "host.pub").read_text().split()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {host_key[0]} {host_key[1]}\n")
    (folder / "sshd.conf").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        f"PidFile {folder}/pid\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
    )
    (folder / "ssh.conf").write_text(
        f"Host server\nHostName 127.0.0.1\nPort {port}\nUser {getpass.getuser()}\nIdentityFile {folder}/user\n"
        f"UserKnownHostsFile {folder}/known\nBatchMode yes\n"
        f"Host nobody\nHostName 127.0.0.1\nPort {free_port()}\nBatchMode yes\n"
    )
    (folder / "bin").mkdir()
    (folder / "bin/ssh").write_text(f'#!/bin/sh\nexec {ssh} -F {folder}/ssh.conf "$@"\n')
    (folder / "bin/ssh").chmod(0o755)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    log = (folder / "log").open("wb")
    with log, subprocess.Popen([sshd, "-D", "-e", "-f", folder / "sshd.conf"], stderr=log) as process:
        try:
            until = time.monotonic() + 30
            while True:
                try:
                    create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "log").read_text()
                    assert time.monotonic() < until
                    time.sleep(0.05)
            yield folder / "bin"
        finally:
            process.terminate()


@pytest.fixture
def site(tmp_path: Path) -> Story:
    made = story(tmp_path / "site", ONE_EDITION, PLAIN_TEMPLATES, ARTICLE.format("En."), FILES)
    return built(made)


def built(site: Story) -> Story:
    done = ordskifte(site.root, "build", "--at", AT)
    assert done.returncode == 0, done.stdout
    return site


class Place:
    """A destination on the other machine."""

    def __init__(self, site: Story, bin_folder: Path, folder: Path, host: str = "server") -> None:
        self.site = site
        self.folder = folder
        self.path = f"{bin_folder}:{os.environ['PATH']}"
        self.destination = f"{host}:{folder}"

    def deploy(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        done = ordskifte(
            self.site.root, "deploy", *arguments, self.destination, PATH=self.path, SOURCE_DATE_EPOCH="1780315200"
        )
        assert "Traceback" not in done.stderr
        return done

    def write_and_deploy(self, words: str, *arguments: str) -> str:
        built(self.site.told(ARTICLE.format(words)))
        done = self.deploy(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "releases").iterdir())


@pytest.fixture
def place(site: Story, bin_folder: Path, tmp_path: Path) -> Place:
    return Place(site, bin_folder, tmp_path / AWKWARD / "site")


def files(folder: Path) -> dict[str, bytes]:
    folder = folder.resolve()
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".ordskifte" not in path.parts
    }


def test_the_site_is_there_as_it_was_built_whatever_the_folder_is_called(place: Place, site: Story) -> None:
    (site.root / "output/notes.txt").write_text("Not of the site.")
    done = place.deploy()
    assert done.returncode == 0, done.stderr
    (site.root / "output/notes.txt").unlink()
    assert files(place.folder / "current") == files(site.root / "output")
    of = len(files(site.root / "output"))
    assert done.stdout == f"Readers see {place.names[0]}: {of} files, {of} new, 0 as they were.\n"
    modes = {path.stat().st_mode & 0o777 for path in (place.folder / "current").resolve().rglob("*")}
    assert modes == {0o644, 0o755}
    done = place.deploy()
    said = f"Readers see this build already: {place.names[0]}. What was written since is not in it.\n"
    assert done.stdout == said


def test_what_has_not_changed_is_shared_and_keeps_its_time(place: Place) -> None:
    place.deploy()
    said = place.write_and_deploy("To.")
    old, new = (place.folder / "releases" / name for name in place.names)
    assert f" new, {sum((old / path).samefile(new / path) for path in files(old))} as they were." in said
    assert (old / "robots.txt").samefile(new / "robots.txt")
    assert (new / "robots.txt").stat().st_mtime == 1780315200
    assert (new / PAGE).stat().st_mtime == 1780315201
    assert b"En." in (place.folder / "previous" / PAGE).read_bytes()
    assert b"To." in (place.folder / "current" / PAGE).read_bytes()


def test_one_goes_back_and_sees_the_releases_and_old_ones_go(place: Place) -> None:
    for words in ("En.", "To.", "Tre."):
        place.write_and_deploy(words, "--keep", "2")
    one, two = place.names
    assert b"Tre." in (place.folder / "current" / PAGE).read_bytes()
    assert place.deploy("--rollback").stdout.startswith(f"Readers see {one} again, and {two} no more.\n")
    assert b"To." in (place.folder / "current" / PAGE).read_bytes()
    assert place.deploy("--list").stdout == (
        f"{two}  2026-06-01 12:00:02 UTC  rolled back\n{one}  2026-06-01 12:00:01 UTC  current\n"
    )
    done = place.deploy("--rollback")
    assert (done.returncode, done.stderr) == (1, "Error: There is no release before the one that readers see.\n")


def test_what_is_deployed_here_and_over_there_is_one_row_of_releases(place: Place, site: Story) -> None:
    place.write_and_deploy("En.")
    built(site.told(ARTICLE.format("To.")))
    done = ordskifte(site.root, "deploy", str(place.folder), SOURCE_DATE_EPOCH="1780315200")
    assert done.returncode == 0, done.stderr
    assert place.write_and_deploy("Tre.").startswith("Readers see 20260601T120002Z-")
    assert place.deploy("--rollback").returncode == 0
    assert b"To." in (place.folder / "current" / PAGE).read_bytes()


def test_a_folder_with_other_things_is_left_alone(place: Place) -> None:
    place.folder.mkdir(parents=True)
    (place.folder / "index.html").write_text("Another site")
    done = place.deploy()
    assert done.returncode == 1
    assert "is not empty, and no deploy has made what is in it. Name another folder.\n" in done.stderr
    assert "There are no releases in " in place.deploy("--list").stderr
    assert files(place.folder) == {"index.html": b"Another site"}


def test_what_the_build_did_not_leave_is_not_sent(place: Place, site: Story) -> None:
    (site.root / "output/robots.txt").write_text("x")
    done = place.deploy()
    assert (done.returncode, done.stdout) == (1, "")
    assert "robots.txt is not what the last build left in the output. Build again, then deploy." in done.stderr
    assert place.names == []


def test_two_at_once_do_not_mix(place: Place, site: Story) -> None:
    place.deploy()
    built(site.told(ARTICLE.format("To.")))
    with subprocess.Popen(
        ["flock", place.folder / ".ordskifte-releases", "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin
        assert other.stdout
        other.stdin.write(b"x")
        other.stdin.flush()
        assert other.stdout.read(1) == b"x"
        done = place.deploy()
        other.stdin.close()
    assert done.returncode == 1
    assert "Another deploy is writing here." in done.stderr
    assert place.deploy().returncode == 0


def test_a_deploy_that_is_killed_leaves_what_readers_saw_and_the_next_one_clears_up(place: Place, site: Story) -> None:
    place.write_and_deploy("En.")
    before = files(place.folder / "current")
    for number in range(60):
        site.told(f"-- static/stor{number}.txt --\n{'Mange ord. ' * 40_000}\n")
    built(site)
    variables = environment(PATH=place.path, SOURCE_DATE_EPOCH="1780315200")
    command = [sys.executable, "-m", "ordskifte", "deploy", place.destination]
    with subprocess.Popen(command, cwd=site.root, env=variables, stdout=subprocess.DEVNULL) as process:
        new = place.folder / "releases/.new"
        until = time.monotonic() + 60
        while not new.exists() and process.poll() is None:
            assert time.monotonic() < until
            time.sleep(0.001)
        process.kill()
    assert files(place.folder / "current") in (before, files(site.root / "output"))
    until = time.monotonic() + 60
    while (done := place.deploy()).returncode and time.monotonic() < until:
        assert "Another deploy is writing here." in done.stderr  # The shell over there has not seen it yet.
        time.sleep(0.2)
    assert files(place.folder / "current") == files(site.root / "output")
    assert not new.exists()


def test_a_host_that_does_not_answer_is_told(site: Story, bin_folder: Path, tmp_path: Path) -> None:
    done = Place(site, bin_folder, tmp_path / "x", "nobody").deploy()
    assert done.returncode == 1
    assert done.stderr.endswith("Error: ssh to nobody ended with code 255; above it says why.\n")


def test_what_goes_wrong_on_the_way_is_told_and_readers_see_what_they_saw(
    place: Place, site: Story, tmp_path: Path
) -> None:
    place.write_and_deploy("En.")
    before = files(place.folder / "current")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/rsync").write_text("#!/bin/sh\necho 'No space left on device' >&2\nexit 11\n")
    (tmp_path / "bin/rsync").chmod(0o755)
    place.path = f"{tmp_path / 'bin'}:{place.path}"
    built(site.told(ARTICLE.format("To.")))
    done = place.deploy()
    assert done.returncode == 1
    said = "No space left on device\nError: rsync to server ended with code 11; above it says why.\n"
    assert done.stderr.endswith(f"\n{said}")
    assert files(place.folder / "current") == before
