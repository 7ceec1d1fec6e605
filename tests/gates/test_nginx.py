"""The server of the docs, as it stands there: what readers get from it, also while the site is replaced."""

import gzip
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner

from ordskifte.app.cli import program
from ordskifte.render.headers import policy
from tests.gates.nginx import ADDRESS, FOLDER, Server, recipes, served
from tests.program import REPOSITORY
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

pytestmark = pytest.mark.gate

AT = "2026-06-01T12:00"
LOOK = """
-- site.toml --
{config}
[build]
precompress = ["gzip"]
-- templates/base.html --
{{% lang site.locale as l %}}<html{{{{ l }}}}><link href="{{{{ site.asset("site.css") }}}}">
{{% block main %}}{{% endblock %}}</html>{{% endlang %}}
-- templates/assets/site.css --
.n {{ margin: 0 }}
-- static/.well-known/security.txt --
Contact: mailto:a@example.org
-- static/old.gif --
GIF89a
-- content/pages/om.nb.md --
---
title: Om
redirect_from: [/om-oss/]
---
Om oss, æøå.
"""
ARTICLE = "-- content/articles/is.{0}.md --\n---\ntitle: Is {1}\ndate: 2026-01-02\nsection: debate\n---\nTekst {1}.\n"
STYLE = re.compile(rb'href="(/assets/site\.[0-9a-f]{10}\.css)"')


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(program, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def write_and_deploy(site: Story, there: Path, number: int) -> None:
    site.told(ARTICLE.format("nb", number) + f"-- templates/assets/site.css --\n.n {{ margin: {number}px }}\n")
    run("build", "--source", site.root, "--at", AT)
    run("deploy", "--source", site.root, there)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def site(place: Path) -> Story:
    config = TWO_EDITIONS.replace("-- site.toml --\n", "")
    return story(place / "site", PLAIN_TEMPLATES, LOOK.format(config=config), ARTICLE.format("en", 0))


@pytest.fixture(scope="module")
def there(place: Path, site: Story) -> Path:
    there = place / "srv"
    write_and_deploy(site, there, 0)
    return there


@pytest.fixture(scope="module")
def server(place: Path, there: Path) -> Iterator[Server]:
    (place / "running").mkdir()
    with served(place / "running", there, recipes()[0]) as running:
        yield running


# --------------------------------------------------------------------------------------
# What readers get
# --------------------------------------------------------------------------------------


def test_a_page_comes_with_the_headers_that_are_promised(server: Server, there: Path) -> None:
    response, page = server.get("/artikler/is/")
    assert response.status == 200
    assert page == (there / "current/artikler/is/index.html").read_bytes()
    assert response.getheader("Content-Type") == "text/html; charset=utf-8"
    assert response.getheader("Content-Security-Policy") == policy()
    assert response.getheader("X-Content-Type-Options") == "nosniff"
    assert response.getheader("Cache-Control") == "no-cache"
    assert response.getheader("Server") == "nginx"


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server) -> None:
    tag = server.get("/artikler/is/")[0].getheader("ETag") or ""
    response, page = server.get("/artikler/is/", If_None_Match=tag)
    assert (response.status, page) == (304, b"")
    assert response.getheader("Content-Security-Policy") == policy()


def test_what_has_a_hash_in_its_name_is_kept_and_nothing_else(server: Server) -> None:
    found = STYLE.search(server.get("/")[1])
    assert found
    response, _ = server.get(found[1].decode())
    assert response.getheader("Cache-Control") == "public, max-age=31536000, immutable"
    assert response.getheader("Content-Type") == "text/css; charset=utf-8"
    for path in ("/feed.xml", "/sitemap.xml", "/old.gif"):
        assert server.get(path)[0].getheader("Cache-Control") == "no-cache"
    response, _ = server.get("/assets/site.0123456789.css")
    assert (response.status, response.getheader("Cache-Control")) == (404, None)


def test_what_the_build_has_compressed_is_sent_as_it_lies_there(server: Server, there: Path) -> None:
    response, packed = server.get("/artikler/is/", Accept_Encoding="gzip")
    assert response.getheader("Content-Encoding") == "gzip"
    assert response.getheader("Vary") == "Accept-Encoding"
    assert packed == (there / "current/artikler/is/index.html.gz").read_bytes()
    assert gzip.decompress(packed) == server.get("/artikler/is/")[1]


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/ingenting", "404.html"), ("/en/nothing/at/all/", "en/404.html"), ("/english", "404.html")],
)
def test_each_edition_says_itself_that_there_is_nothing(server: Server, there: Path, path: str, shown: str) -> None:
    response, page = server.get(path)
    assert response.status == 404
    assert page == (there / "current" / shown).read_bytes()
    assert response.getheader("Content-Security-Policy") == policy()


@pytest.mark.parametrize(
    "path",
    [
        "/.ordskifte/lock",
        "/.ordskifte-releases",
        "/../.ordskifte-releases",
        "/%2e%2e/.ordskifte-releases",
        "/.git/config",
        "/artikler/.x",
        "/_headers",
        "/_redirects",
        "/_headers.gz",
    ],
)
def test_what_is_not_for_readers_is_not_there(server: Server, path: str) -> None:
    assert server.get(path)[0].status in (400, 404)


def test_the_one_hidden_folder_that_is_for_readers_is_there(server: Server) -> None:
    assert server.get("/.well-known/security.txt")[0].status == 200


def test_everyone_is_led_to_https_and_to_the_address_with_its_slash(server: Server) -> None:
    response, _ = server.get("/artikler/is/?a=b", plain=True)
    assert (response.status, response.getheader("Location")) == (301, f"https://{ADDRESS}/artikler/is/?a=b")
    response, _ = server.get("/artikler/is")
    assert (response.status, response.getheader("Location")) == (301, "/artikler/is/")


def test_the_default_edition_is_at_the_root_for_everyone(server: Server, there: Path) -> None:
    for language in ("en", "nb", "de"):
        response, page = server.get("/", Accept_Language=language)
        assert (response.status, page) == (200, (there / "current/index.html").read_bytes())
        assert "Accept-Language" not in (response.getheader("Vary") or "")


def test_old_addresses_lead_on_and_by_a_map_with_a_status_of_their_own(
    server: Server, site: Story, there: Path
) -> None:
    response, page = server.get("/om-oss/")
    assert response.status == 200
    assert b'http-equiv="refresh"' in page
    docs = (REPOSITORY / "docs/deploying.md").read_text(encoding="utf-8")
    [commands] = re.findall(r"^```sh\n(awk .*?)^```$", docs, re.DOTALL | re.MULTILINE)
    with (site.root / "urls.lock").open("w") as ledger:
        ledger.write("article borte nb /artikler/borte/ gone\n")
    run("build", "--source", site.root, "--at", AT)
    run("deploy", "--source", site.root, there)
    map_it, reload_it = commands.strip().splitlines()
    assert reload_it == "nginx -s reload"
    subprocess.run(["sh", "-c", map_it.replace(FOLDER, str(there))], check=True)
    server.reload()
    until = time.monotonic() + 30
    while server.get("/om-oss/")[0].status == 200 and time.monotonic() < until:
        time.sleep(0.05)
    response, _ = server.get("/om-oss/")
    assert (response.status, response.getheader("Location")) == (301, "/om/")
    response, page = server.get("/artikler/borte/")
    assert (response.status, page) == (410, (there / "current/404.html").read_bytes())


# --------------------------------------------------------------------------------------
# The language of `/`
# --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def negotiating(place: Path) -> Iterator[Server]:
    """A site without an edition at `/`, and both recipes for it."""
    folder = place / "negotiating"
    folder.mkdir()
    config = TWO_EDITIONS.replace("-- site.toml --\n", "").replace('path = ""', 'path = "nb"')
    site = story(folder / "site", PLAIN_TEMPLATES, LOOK.format(config=config))
    write_and_deploy(site, folder / "srv", 0)
    whole, maps, inside = recipes()
    recipe = whole.removesuffix("}\n") + inside + "}\n"
    with served(folder, folder / "srv", maps + recipe.replace("/404.html;\n", "/nb/404.html;\n", 1)) as running:
        yield running


@pytest.mark.parametrize(
    ("wish", "edition"),
    [
        ("", "nb"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("de, en;q=0.8, nb;q=0.5", "en"),
        ("nb, en;q=0.8", "nb"),
        ("nn-NO, en", "nb"),
        ("de", "nb"),
        ("ben, *", "nb"),
    ],
)
def test_without_an_edition_at_the_root_the_reader_s_own_is_shown_there(
    negotiating: Server, place: Path, wish: str, edition: str
) -> None:
    response, page = negotiating.get("/?a=b", Accept_Language=wish)
    assert response.status == 200
    assert page == (place / f"negotiating/srv/current/{edition}/index.html").read_bytes()
    assert response.getheader("Content-Location") == f"/{edition}/"
    assert "Accept-Language" in (response.getheader("Vary") or "")
    assert response.getheader("Content-Security-Policy") == policy()
    assert response.getheader("Cache-Control") == "no-cache"


def test_at_all_other_addresses_the_language_is_that_of_the_address(negotiating: Server, place: Path) -> None:
    response, page = negotiating.get("/nb/", Accept_Language="en")
    assert page == (place / "negotiating/srv/current/nb/index.html").read_bytes()
    assert response.getheader("Content-Location") is None
    assert "Accept-Language" not in (response.getheader("Vary") or "")
    assert negotiating.get("/ingenting")[0].status == 404


# --------------------------------------------------------------------------------------
# While the site is replaced
# --------------------------------------------------------------------------------------

READERS, FLIPS = 4, 20


class Reader(Thread):
    """Opens a page and what it was made with, again and again; each visit is counted."""

    def __init__(self, server: Server, end: Event) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.end = end
        self.visits = 0
        self.seen: set[tuple[bytes, bytes]] = set()
        self.faults: list[str] = []

    def run(self) -> None:
        while not self.end.is_set():
            try:
                self.visit()
            except Exception as problem:  # noqa: BLE001 - it is told where it is waited for
                self.faults.append(repr(problem))
            self.visits += 1

    def visit(self) -> None:
        response, page = self.server.get("/artikler/is/", Accept_Encoding="gzip")
        page = gzip.decompress(page)
        found = STYLE.search(page)
        if response.status != 200 or not found:
            self.faults.append(f"{response.status} for the page: {page[:80]!r}")
            return
        styled, style = self.server.get(found[1].decode())
        if styled.status != 200:
            self.faults.append(f"{styled.status} for {found[1].decode()}")
        self.seen.add((page, style))


def test_readers_see_no_missing_and_no_half_page_while_releases_come_and_go(
    server: Server, site: Story, there: Path
) -> None:
    end = Event()
    readers = [Reader(server, end) for _ in range(READERS)]
    known: set[tuple[bytes, bytes]] = set()

    def remember() -> None:
        page = (there / "current/artikler/is/index.html").read_bytes()
        found = STYLE.search(page)
        assert found
        known.add((page, (there / f"current{found[1].decode()}").read_bytes()))

    def wait() -> None:
        """Until each reader has ended a visit: so during one of them there is one change at most."""
        before = [reader.visits for reader in readers]
        until = time.monotonic() + 60
        while any(reader.visits == count for reader, count in zip(readers, before, strict=True)):
            assert time.monotonic() < until
            time.sleep(0.001)

    remember()
    for reader in readers:
        reader.start()
    for number in range(1, FLIPS + 1):
        wait()
        if number % 3 == 0:
            run("deploy", "--source", site.root, there, "--rollback")
        else:
            write_and_deploy(site, there, number)
        remember()
    wait()
    end.set()
    for reader in readers:
        reader.join()
    assert [fault for reader in readers for fault in reader.faults] == []
    seen = {pair for reader in readers for pair in reader.seen}
    assert seen <= known
    assert len(seen) > FLIPS / 4
