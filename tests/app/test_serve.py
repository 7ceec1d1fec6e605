import os
import signal
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic

import pytest
from starlette.testclient import TestClient

from ordskifte.app.serve import EVENTS, Living, application
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from tests.app.server import BROKEN, FOG, MENDED, SITE, Server, eventually, serving, shows, started
from tests.program import ordskifte, tree
from tests.stories import AT, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

OVERLAY = 'role="alert"'


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, SITE)


def living(site: Story, base_url: str = "", *, drafts: bool = False) -> Living:
    made = Living(site.root, Options(at=AT, base_url=base_url, shows_drafts=drafts), Seams())
    made.refresh()
    return made


def client(shown: Living, host: str = "127.0.0.1:8000") -> TestClient:
    return TestClient(application(shown, lambda: True), f"http://{host}", follow_redirects=False)


# --------------------------------------------------------------------------------------
# What stands where
# --------------------------------------------------------------------------------------


def test_a_page_is_shown_with_the_script_that_reloads_it(site: Story) -> None:
    shown = client(living(site)).get(FOG)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<p>First words.</p>" in shown.text
    assert EVENTS in shown.text
    assert OVERLAY not in shown.text


def test_the_script_stands_at_the_end_of_the_body_or_of_a_page_that_has_none(site: Story) -> None:
    browser = client(living(site))
    assert browser.get("/404.html").text.endswith("</script></body>")
    assert browser.get(FOG).text.endswith("</script>")


def test_a_file_that_is_no_page_is_shown_as_it_is(site: Story) -> None:
    shown = client(living(site)).get("/robots.txt")
    assert (shown.text, shown.headers["content-type"]) == ("User-agent: *\n", "text/plain; charset=utf-8")


def test_a_browser_keeps_nothing(site: Story) -> None:
    browser = client(living(site))
    paths = (FOG, "/robots.txt", "/nowhere", "/en")
    assert {browser.get(path).headers["cache-control"] for path in paths} == {"no-store"}


@pytest.mark.parametrize(("path", "place"), [("/en", "/en/"), ("/en/articles/fog", FOG), ("/%C3%A5", "/%C3%A5/")])
def test_a_folder_without_its_slash_leads_to_the_one_with_it(site: Story, path: str, place: str) -> None:
    shown = client(living(site)).get(path)
    assert (shown.status_code, shown.headers["location"]) == (308, place)
    assert client(living(site)).get(place).status_code == 200


@pytest.mark.parametrize(("path", "edition"), [("/x", "nb"), ("/x/y/", "nb"), ("/en/x", "en"), ("/en/x/y/", "en")])
def test_what_is_not_there_gets_the_page_of_its_edition_that_says_so(site: Story, path: str, edition: str) -> None:
    shown = client(living(site)).get(path)
    assert shown.status_code == 404
    assert f"<body>{edition}<script>" in shown.text


def test_a_draft_is_shown_only_when_it_is_asked_for(site: Story) -> None:
    assert client(living(site)).get("/en/articles/mist/").status_code == 404
    assert client(living(site, drafts=True)).get("/en/articles/mist/").status_code == 200


def test_a_site_can_lie_below_a_path(site: Story) -> None:
    browser = client(living(site, "http://localhost:8000/magazine/"))
    assert "First words" in browser.get(f"/magazine{FOG}").text
    assert browser.get("/magazine/en").headers["location"] == "/magazine/en/"
    for path in ("/", "/magazine"):
        assert (browser.get(path).status_code, browser.get(path).headers["location"]) == (307, "/magazine/")
    for path in (FOG, "/magazin/", "/robots.txt", "/magazine2/en/"):
        assert browser.get(path).status_code == 404


def test_the_base_path_follows_the_configuration(site: Story) -> None:
    made = living(site)
    browser = client(made)
    config = (site.root / "site.toml").read_text(encoding="utf-8")
    site.told("-- site.toml --\n" + config.replace("[locales.nb]", 'base_path = "/magazine/"\n[locales.nb]'))
    made.refresh()
    assert browser.get("/").headers["location"] == "/magazine/"
    assert browser.get(f"/magazine{FOG}").status_code == 200


# --------------------------------------------------------------------------------------
# What is refused
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "0.0.0.0:8000"])
def test_a_foreign_host_is_refused(site: Story, host: str) -> None:
    for path in (FOG, "/nowhere", EVENTS):
        assert client(living(site), host).get(path).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "127.0.0.1"])
def test_this_machine_is_known_by_its_names(site: Story, host: str) -> None:
    assert client(living(site), host).get(FOG).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_there_is_nothing_to_do_but_to_read(site: Story, method: str) -> None:
    assert client(living(site)).request(method, FOG).status_code == 405


# --------------------------------------------------------------------------------------
# Errors
# --------------------------------------------------------------------------------------


def test_errors_stand_over_the_last_page_without_errors_and_go_when_they_are_mended(site: Story) -> None:
    made = living(site)
    browser = client(made)
    site.told(BROKEN)
    made.refresh()
    shown = browser.get(FOG).text
    assert "<p>First words.</p>" in shown
    assert OVERLAY in shown
    assert "<strong>content/articles/fog.en.md:4:10</strong>: error" in shown
    assert "1 error, 0 warnings." in shown
    site.told(MENDED)
    made.refresh()
    shown = browser.get(FOG).text
    assert "<p>Last words.</p>" in shown
    assert OVERLAY not in shown


def test_the_overlay_quotes_the_source_escaped_and_says_that_it_is_english(site: Story) -> None:
    made = living(site)
    site.told(BROKEN)
    made.refresh()
    shown = client(made).get("/").text
    assert "section: &lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    assert f'<div {OVERLAY} lang="en"' in shown


def test_a_page_that_is_not_there_shows_the_errors_too(site: Story) -> None:
    made = living(site)
    site.told(BROKEN)
    made.refresh()
    shown = client(made).get("/nowhere")
    assert shown.status_code == 404
    assert OVERLAY in shown.text


def test_a_site_that_begins_with_errors_is_shown_once_they_are_mended(site: Story) -> None:
    site.told(BROKEN)
    made = living(site, "http://localhost/magazine/")
    browser = client(made)
    assert OVERLAY in browser.get("/").text
    site.told(MENDED)
    made.refresh()
    assert browser.get("/").headers["location"] == "/magazine/"
    assert "Last words" in browser.get(f"/magazine{FOG}").text


def test_a_moment_that_the_clocks_skip_is_told_on_the_page(site: Story) -> None:
    made = Living(site.root, Options(at="2026-03-29T02:30"), Seams())
    made.refresh()
    assert "the clocks of Europe/Oslo skip 02:30" in client(made).get("/").text


# --------------------------------------------------------------------------------------
# Versions
# --------------------------------------------------------------------------------------


def test_a_look_at_files_that_are_the_same_is_no_new_version(site: Story) -> None:
    made = living(site)
    version = made.shown.version
    made.refresh()
    assert made.shown.version == version


def test_every_change_is_a_new_version_and_so_is_every_run(site: Story) -> None:
    made = living(site)
    versions = [made.shown.version, living(site).shown.version]
    site.told(BROKEN)
    made.refresh()
    versions.append(made.shown.version)
    assert len(set(versions)) == 3


def test_the_stream_tells_the_version_until_the_end(site: Story) -> None:
    made = living(site)
    answers = iter((False, False, True))
    shown = TestClient(application(made, lambda: next(answers)), "http://localhost").get(EVENTS)
    assert shown.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert shown.text == f"data: {made.shown.version}\n\n"


# --------------------------------------------------------------------------------------
# A process, and files that are really saved
# --------------------------------------------------------------------------------------


def test_a_saved_file_is_seen(site: Story) -> None:
    with serving(site) as server:
        assert server.shows("First words")
        site.told(MENDED)
        assert server.shows("Last words")


def test_a_file_that_an_editor_saves_by_renaming_is_seen(site: Story) -> None:
    with serving(site) as server:
        for number in range(3):
            new = site.root / "content/articles/.fog.en.md.swp"
            new.write_text(MENDED.partition("--\n")[2].replace("Last", f"Round {number}"), encoding="utf-8")
            new.replace(site.root / "content/articles/fog.en.md")
            assert server.shows(f"Round {number} words")


def test_the_last_of_a_storm_of_savings_is_seen(site: Story) -> None:
    with serving(site) as server:
        for number in range(300):
            site.told(MENDED.replace("Last", f"Round {number}."))
        assert server.shows("Round 299. words")
        assert sum("errors" in line for line in server.printed) < 100


def test_a_removed_file_is_gone_and_a_new_one_is_there(site: Story) -> None:
    with serving(site) as server:
        (site.root / "content/articles/fog.en.md").rename(site.root / "content/articles/haze.en.md")
        assert eventually(lambda: server.get(FOG)[0] == 404)
        assert server.shows("First words", "/en/articles/haze/")


def test_an_error_is_told_on_the_page_and_in_the_terminal_until_it_is_mended(site: Story) -> None:
    with serving(site) as server:
        site.told(BROKEN)
        assert server.shows(OVERLAY)
        assert "First words" in server.get(FOG)[1]
        assert eventually(lambda: any("content/articles/fog.en.md:4:10: error" in line for line in server.printed))
        site.told(MENDED)
        assert eventually(lambda: OVERLAY not in server.get(FOG)[1])
        assert "Last words" in server.get(FOG)[1]


@pytest.mark.parametrize(
    "target",
    [
        b"/../site.toml",
        b"/..%2fsite.toml",
        b"/..%2Fsite.toml",
        b"/%2e%2e/site.toml",
        b"/en/..%2f..%2fsite.toml",
        b"/..%5csite.toml",
        b"/..\\site.toml",
        b"//site.toml",
        b"//evil.example/",
        b"//evil.example/%2e%2e",
        b"/en//",
        b"/%00",
        b"/robots.txt%00.html",
        b"/robots.txt/",
        b"/%252e%252e%252fsite.toml",
        b"/robots%252etxt",
        b"/%ff%fe",
        b"/[",
        b"/site.toml",
        b"/content/articles/fog.en.md",
        b"/templates/article.html",
        b"/locales/nb/LC_MESSAGES/messages.po",
        b"/.git/config",
        b"/.ordskifte/lock",
        b"/output/index.html",
        b"/" + b"a/" * 10_000,
    ],
)
def test_nothing_outside_the_site_can_be_read(refusing: Server, target: bytes) -> None:
    assert refusing.status(target) == b"404"


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a site that has been built, beside files that are no part of it."""
    site = story(tmp_path_factory.mktemp("site"), TWO_EDITIONS, PLAIN_TEMPLATES, SITE)
    ordskifte(site.root)
    (site.root / ".git").mkdir()
    (site.root / ".git/config").write_text("secret")
    with serving(site) as server:
        yield server


def test_nobody_else_can_reach_it(refusing: Server) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", refusing.port), timeout=10)


def test_nothing_is_written(site: Story) -> None:
    before = tree(site.root)
    with serving(site) as server:
        server.get(FOG)
        server.get("/nowhere")
    assert tree(site.root) == before


def test_a_port_that_is_taken_is_told_with_the_way_out(site: Story) -> None:
    with serving(site) as server:
        done = ordskifte(site.root, "serve", "--port", str(server.port))
    assert done.returncode == 1
    hint = "Name another with --port, or 0 for any that is free."
    assert done.stderr == f"Error: Port {server.port} cannot be used: Address already in use. {hint}\n"


def test_it_stops_at_once_when_it_is_told_to_though_a_page_is_listening(site: Story) -> None:
    with serving(site) as server:
        listening = HTTPConnection("127.0.0.1", server.port, timeout=10)
        listening.request("GET", EVENTS)
        assert listening.getresponse().readline().startswith(b"data: ")
        asked = monotonic()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0
        assert monotonic() - asked < 5
        listening.close()
    assert not any("Traceback" in line or "Cancel" in line for line in server.printed)


def test_it_goes_on_though_nobody_reads_what_it_prints(site: Story) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    read, write = os.pipe()
    process = started(site, "--port", str(port), stdout=write)
    os.close(write)
    assert os.read(read, 1)
    os.close(read)
    try:
        for words in ("Second words", "Third words"):
            site.told(MENDED.replace("Last words", words))
            assert shows(port, words, FOG)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def test_a_folder_that_is_no_site_is_a_usage_error(tmp_path: Path) -> None:
    done = ordskifte(tmp_path, "serve")
    assert done.returncode == 2
    assert "There is no site.toml" in done.stderr
