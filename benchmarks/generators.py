"""The generators that are compared: how each is installed, run, cleaned and asked for its version."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from os import environ
from pathlib import Path
from subprocess import run

from msgspec import Struct

from benchmarks import dialects
from benchmarks.corpus import Article

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "installed"
"""Where `install.sh` puts the peers."""
NODE = INSTALLED / "node/node_modules/node/bin/node"
JOBS = 2

Command = tuple[str, ...]


class Generator(Struct, frozen=True):
    """A program that makes the site, with all that the benchmark must know of it. Paths are from the site's folder."""

    name: str
    spelled: Callable[[Article], str]
    template: str
    """The file that all pages are made from."""
    message: str
    """The file that says "Les mer"."""
    output: str
    build: Command
    version: Command
    shared: Callable[[], dict[str, str]] = dialects.shared_json
    suffix: str = ".md"
    moved: Mapping[str, str] = {}
    """Shared files that this generator looks for elsewhere."""
    caches: tuple[str, ...] = ()
    """What it keeps for the next build; CI would restore it."""
    litter: tuple[str, ...] = ()
    """What else it leaves behind."""
    lock: str = ""
    """The file in the output by which it keeps other builds away; no file of the site."""
    cold: Command = ()
    """Where a cold build is another command than the ones after it."""
    serve: Callable[[int], Command] | None = None
    serves_http: bool = True
    """Else a change is served once it is in the output folder."""
    unwatched: tuple[str, ...] = ()
    """The kinds of edits that its watcher does not see."""
    is_only_cold: bool = False
    """Only its cold build is measured."""
    modules: str = ""
    """The folder below INSTALLED whose node_modules the site needs."""
    environment: Mapping[str, str] = {}

    def shared_files(self) -> Iterable[tuple[str, str]]:
        """The path and the text of each file that all articles share."""
        for path, text in self.shared().items():
            found = next((folder for folder in self.moved if path.startswith(folder)), "")
            yield self.moved[found] + path.removeprefix(found) if found else path, text

    def surroundings(self) -> dict[str, str]:
        """The environment that it runs in."""
        # Where Python may not keep what it has compiled, each of its programs would be compiled at every start.
        around = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**around, **self.environment}

    def version_found(self) -> str:
        """The version that is installed. Raises FileNotFoundError where it is not."""
        found = run(self.version, capture_output=True, text=True, check=True, env=self.surroundings())  # noqa: S603 - a list of ours
        number = re.search(r"\d+(\.\d+)+", found.stdout)
        assert number, f"{self.version} tells no version"
        return number[0]


def _hugo() -> str:
    found = INSTALLED.glob("hugo/lib/python3*/site-packages/hugo/binaries/hugo")
    return str(next(found, INSTALLED / "hugo"))


def _both(options: str) -> Command:
    """Pelican makes one edition a run: both at the same time."""
    program = INSTALLED / "pelican/bin/pelican"
    first, second = (f"{program} -q {options} -s conf_{locale}.py" for locale in dialects.LOCALES)
    return ("sh", "-c", f"{first} & first=$!; {second} && wait $first")


def _node_version(module: str) -> Command:
    manifest = INSTALLED / module.partition("/")[0] / "node_modules" / module.partition("/")[2] / "package.json"
    return (str(NODE), "-p", f"require('{manifest}').version")


ELEVENTY = (str(NODE), "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
ASTRO = (str(NODE), "node_modules/astro/bin/astro.mjs")
HEAP = {"NODE_OPTIONS": "--max-old-space-size=8192"}
"""Node ends a program that needs more than 4 GB, and ten thousand articles may."""
ORDSKIFTE = (sys.executable, str(HERE.parent / "build.py"))
FLOOR = (sys.executable, "-m", "benchmarks.floor")

GENERATORS = (
    Generator(
        name="ordskifte",
        spelled=dialects.ordskifte,
        shared=dialects.shared_ordskifte,
        suffix=".en.md",
        template="templates/base.html",
        message="locales/nb/LC_MESSAGES/messages.po",
        output="output",
        caches=(".cache",),
        lock="output/.ordskifte/lock",
        build=(*ORDSKIFTE, "build"),
        version=(*ORDSKIFTE, "--version"),
        serve=lambda port: (*ORDSKIFTE, "serve", "--port", str(port)),
    ),
    Generator(
        name="hugo",
        spelled=dialects.hugo,
        template="layouts/baseof.html",
        message="i18n/nb.json",
        moved={"data/i18n/": "i18n/"},
        output="public",
        litter=("resources", ".hugo_build.lock"),
        build=(_hugo(), "--quiet"),
        version=(_hugo(), "version"),
        serve=lambda port: (_hugo(), "server", "--port", str(port), "--disableLiveReload", "--quiet"),
    ),
    Generator(
        name="pelican",
        spelled=dialects.pelican,
        template="theme/templates/base.html",
        message="data/i18n/nb.json",
        output="public",
        caches=(".cache-nb", ".cache-en"),
        cold=_both(""),
        build=("env", "BENCH_CACHE=1", *_both("")),
        version=(str(INSTALLED / "pelican/bin/pelican"), "--version"),
        serve=lambda _: _both("--autoreload"),
        serves_http=False,
        unwatched=("message",),
    ),
    Generator(
        name="eleventy",
        spelled=dialects.eleventy,
        template="_includes/base.njk",
        message="_data/i18n/nb.json",
        moved={"data/": "_data/"},
        output="public",
        build=ELEVENTY,
        version=_node_version("eleventy/@11ty/eleventy"),
        serve=lambda port: (*ELEVENTY, "--serve", "--incremental", f"--port={port}"),
        modules="eleventy",
        environment=HEAP,
    ),
    Generator(
        name="astro",
        spelled=dialects.yaml,
        template="src/components/Base.astro",
        message="data/i18n/nb.json",
        output="public_html",
        caches=(".cache", ".astro"),
        build=(*ASTRO, "build", "--silent"),
        version=_node_version("astro/astro"),
        serve=lambda port: (*ASTRO, "dev", "--silent", "--port", str(port), "--host", "127.0.0.1"),
        modules="astro",
        environment={"ASTRO_TELEMETRY_DISABLED": "1", **HEAP},
    ),
    Generator(
        name="floor",
        spelled=dialects.yaml,
        template="templates/article.html",
        message="data/i18n/nb.json",
        output="public",
        litter=("public.stage",),
        build=(*FLOOR, str(JOBS)),
        is_only_cold=True,
        version=(sys.executable, "--version"),
        environment={"PYTHONPATH": str(HERE.parent)},
    ),
)
BY_NAME = {generator.name: generator for generator in GENERATORS}
