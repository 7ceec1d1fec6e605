import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread, Timer
from time import monotonic
from typing import Any

import pytest
from starlette.testclient import TestClient

from ordskifte.app.additions import AS_OF, EVENTS, PROBLEMS, SCRIPT
from ordskifte.app.host import application
from ordskifte.app.serve import listening
from ordskifte.app.session import Session
from ordskifte.model.site import Target
from ordskifte.pipeline.living import Living
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View
from tests.app.server import BROKEN, FOG, MENDED, SITE, Server, eventually, serving, shows, started
from tests.program import ordskifte, tree
from tests.stories import AT, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

OVERLAY = 'role="alert"'


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, SITE)


def session(site: Story, base_url: str = "", *, drafts: bool = False, seams: Seams | None = None) -> Session:
    options = Options(at=AT, base_url=base_url, shows_drafts=drafts)
    made = Session(Living(site.root, options, seams or Seams()))
    made.look()
    return made


def client(shown: Session, host: str = "127.0.0.1:8000") -> TestClient:
    return TestClient(application(shown, lambda: True), f"http://{host}", follow_redirects=False)


# --------------------------------------------------------------------------------------
# What stands where
# --------------------------------------------------------------------------------------


def test_a_page_is_shown_with_the_script_that_renews_it(site: Story) -> None:
    shown = client(session(site)).get(FOG)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<p>First words.</p>" in shown.text
    assert f'<script src="{SCRIPT}"' in shown.text
    assert OVERLAY not in shown.text


def test_the_script_stands_at_the_end_of_the_body_or_of_a_page_that_has_none(site: Story) -> None:
    browser = client(session(site))
    assert browser.get("/404.html").text.endswith("</script></body>")
    assert browser.get(FOG).text.endswith("</script>")


def test_a_file_that_is_no_page_is_shown_as_it_is(site: Story) -> None:
    shown = client(session(site)).get("/robots.txt")
    assert (shown.text, shown.headers["content-type"]) == ("User-agent: *\n", "text/plain; charset=utf-8")


def test_a_browser_keeps_nothing(site: Story) -> None:
    browser = client(session(site))
    paths = (FOG, "/robots.txt", "/nowhere", "/en")
    assert {browser.get(path).headers["cache-control"] for path in paths} == {"no-store"}


@pytest.mark.parametrize(("path", "place"), [("/en", "/en/"), ("/en/articles/fog", FOG), ("/%C3%A5", "/%C3%A5/")])
def test_a_folder_without_its_slash_leads_to_the_one_with_it(site: Story, path: str, place: str) -> None:
    shown = client(session(site)).get(path)
    assert (shown.status_code, shown.headers["location"]) == (308, place)
    assert client(session(site)).get(place).status_code == 200


@pytest.mark.parametrize(("path", "edition"), [("/x", "nb"), ("/x/y/", "nb"), ("/en/x", "en"), ("/en/x/y/", "en")])
def test_what_is_not_there_gets_the_page_of_its_edition_that_says_so(site: Story, path: str, edition: str) -> None:
    shown = client(session(site)).get(path)
    assert shown.status_code == 404
    assert f"<body>{edition}<ordskifte-strip" in shown.text


def test_a_draft_is_shown_only_when_it_is_asked_for(site: Story) -> None:
    assert client(session(site)).get("/en/articles/mist/").status_code == 404
    assert client(session(site, drafts=True)).get("/en/articles/mist/").status_code == 200


def test_a_site_can_lie_below_a_path(site: Story) -> None:
    browser = client(session(site, "http://localhost:8000/magazine/"))
    assert "First words" in browser.get(f"/magazine{FOG}").text
    assert browser.get("/magazine/en").headers["location"] == "/magazine/en/"
    for path in ("/", "/magazine"):
        assert (browser.get(path).status_code, browser.get(path).headers["location"]) == (307, "/magazine/")
    for path in (FOG, "/magazin/", "/robots.txt", "/magazine2/en/"):
        assert browser.get(path).status_code == 404


def test_the_base_path_follows_the_configuration(site: Story) -> None:
    made = session(site)
    browser = client(made)
    config = (site.root / "site.toml").read_text(encoding="utf-8")
    site.told("-- site.toml --\n" + config.replace("[locales.nb]", 'base_path = "/magazine/"\n[locales.nb]'))
    made.look()
    assert browser.get("/").headers["location"] == "/magazine/"
    assert browser.get(f"/magazine{FOG}").status_code == 200


# --------------------------------------------------------------------------------------
# What is refused
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "0.0.0.0:8000"])
def test_a_foreign_host_is_refused(site: Story, host: str) -> None:
    for path in (FOG, "/nowhere", EVENTS, PROBLEMS, SCRIPT):
        assert client(session(site), host).get(path).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "127.0.0.1"])
def test_this_machine_is_known_by_its_names(site: Story, host: str) -> None:
    assert client(session(site), host).get(FOG).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_there_is_nothing_to_do_but_to_read(site: Story, method: str) -> None:
    assert client(session(site)).request(method, FOG).status_code == 405


# --------------------------------------------------------------------------------------
# Errors
# --------------------------------------------------------------------------------------


def test_errors_stand_over_the_last_page_without_errors_and_go_when_they_are_mended(site: Story) -> None:
    made = session(site)
    browser = client(made)
    site.told(BROKEN)
    made.look()
    shown = browser.get(FOG).text
    assert "<p>First words.</p>" in shown
    assert OVERLAY in shown
    assert '<strong>content/articles/fog.en.md:4:10</strong>: <b class="error">error</b>' in shown
    assert "1 error, 0 warnings." in shown
    site.told(MENDED)
    made.look()
    shown = browser.get(FOG).text
    assert "<p>Last words.</p>" in shown
    assert OVERLAY not in shown


def test_the_overlay_quotes_the_source_escaped_and_says_that_it_is_english(site: Story) -> None:
    made = session(site)
    site.told(BROKEN)
    made.look()
    shown = client(made).get("/").text
    assert "section: &lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown
    assert f'{OVERLAY} lang="en"' in shown


def test_a_page_that_is_not_there_shows_the_errors_too(site: Story) -> None:
    made = session(site)
    site.told(BROKEN)
    made.look()
    shown = client(made).get("/nowhere")
    assert shown.status_code == 404
    assert OVERLAY in shown.text


def test_a_site_that_begins_with_errors_is_shown_once_they_are_mended(site: Story) -> None:
    site.told(BROKEN)
    made = session(site, "http://localhost/magazine/")
    browser = client(made)
    assert OVERLAY in browser.get("/").text
    site.told(MENDED)
    made.look()
    assert browser.get("/").headers["location"] == "/magazine/"
    assert "Last words" in browser.get(f"/magazine{FOG}").text


def test_a_moment_that_the_clocks_skip_is_told_on_the_page(site: Story) -> None:
    made = Session(Living(site.root, Options(at="2026-03-29T02:30"), Seams()))
    made.look()
    assert "the clocks of Europe/Oslo skip 02:30" in client(made).get("/").text


def test_a_page_that_cannot_be_made_is_shown_as_it_last_was_and_the_others_are_the_newest(site: Story) -> None:
    made = session(site)
    made.rest(lambda: False)
    browser = client(made)
    list_ = "{% block main %}{{ page.nothing }}{% endblock %}"
    site.told(f'-- templates/front.html --\n{{% extends "base.html" %}}\n{list_}\n{MENDED}')
    made.look()
    front = browser.get("/en/").text
    assert 'href="/en/articles/fog/">Fog</a>' in front
    assert "templates/front.html" in front
    assert "Last words" in browser.get(FOG).text


def test_a_page_that_nobody_asks_for_is_found_wrong_too(site: Story) -> None:
    made = session(site)
    list_ = "{% block main %}{{ page.nothing }}{% endblock %}"
    site.told(f'-- templates/tag.html --\n{{% extends "base.html" %}}\n{list_}\n')
    site.told(
        "-- content/articles/fog.en.md --\n---\ntitle: Fog\ndate: 2026-05-01\nsection: debate\ntags: [sea]\n---\n"
    )
    made.look()
    assert not made.living.shown.has_errors
    made.rest(lambda: False)
    assert made.living.shown.has_errors
    assert "templates/tag.html" in client(made).get(PROBLEMS).text


def test_a_page_that_never_could_be_made_is_an_empty_one_with_the_problems(site: Story) -> None:
    site.told("-- templates/front.html --\n{{ page.nothing }}\n")
    shown = client(session(site)).get("/en/")
    assert "templates/front.html" in shown.text


# --------------------------------------------------------------------------------------
# When the program itself fails
# --------------------------------------------------------------------------------------


class Fragile:
    """An output of the site's own, `fragile.html`, that fails as our own code would."""

    def __init__(self) -> None:
        self.is_broken = False
        self.seams = Seams((Renderer("fragile", self.targets, self.render),))

    def targets(self, _: Ground) -> Iterable[Target]:
        yield Target("fragile.html", "fragile", "en", ())

    def render(self, _: Target, __: View, ___: Templates) -> bytes:
        if self.is_broken:
            raise ZeroDivisionError("our own mistake")
        return b"whole"


def test_each_save_is_told_with_its_time_and_its_file(site: Story, capsys: pytest.CaptureFixture[str]) -> None:
    made = session(site)
    assert re.fullmatch(r"(?s).*\d\d:\d\d:\d\d  0 errors, \d+ warnings?\.\n", capsys.readouterr().out)
    site.told(MENDED)
    made.look()
    told = capsys.readouterr().out
    assert re.search(r"^\d\d:\d\d:\d\d  content/articles/fog\.en\.md: 0 errors, ", told, re.MULTILINE)
    site.told(MENDED.replace("Last", "Newest") + BROKEN.replace("fog", "mist"))
    made.look()
    assert "  content/articles/fog.en.md and 1 more: 1 error, " in capsys.readouterr().out


def test_a_failure_of_the_program_is_told_and_the_next_save_tries_again(
    site: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    fragile = Fragile()
    made = session(site, seams=fragile.seams)
    browser = client(made)
    assert "whole" in browser.get("/fragile.html").text
    fragile.is_broken = True
    site.told(MENDED)
    made.look()
    failed = browser.get("/fragile.html")
    assert (failed.status_code, "Ordskifte itself failed" in failed.text) == (500, True)
    assert "our own mistake" in failed.text
    assert f'data-version="{news(made)["version"]}"' in failed.text  # With another it would reload for ever.
    assert "Ordskifte itself failed" in browser.get(FOG).text
    assert "Traceback" in capsys.readouterr().out
    fragile.is_broken = False
    site.told(MENDED.replace("Last", "Newest"))
    made.look()
    assert "whole" in browser.get("/fragile.html").text
    assert "Ordskifte itself failed" not in browser.get(FOG).text


def test_a_failure_behind_the_pages_that_are_asked_for_is_told_too(site: Story) -> None:
    fragile = Fragile()
    fragile.is_broken = True
    made = session(site, seams=fragile.seams)
    made.rest(lambda: False)
    assert "our own mistake" in client(made).get(FOG).text


class Slow:
    """A part of the site that takes its time whenever the site is another."""

    def __init__(self) -> None:
        self.has_begun, self.may_end = Event(), Event()
        self.may_end.set()
        self.seams = Seams((Renderer("slow", self.targets, self.render),))

    def targets(self, ground: Ground) -> Iterable[Target]:
        assert ground.site
        self.has_begun.set()
        self.may_end.wait(20)
        return ()

    def render(self, _: Target, __: View, ___: Templates) -> bytes:
        return b""


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def looked_at(site: Story, slow: Slow) -> Iterator[Session]:
    """A session in the middle of a look at what was saved."""
    made = session(site, seams=slow.seams)
    slow.has_begun.clear()
    slow.may_end.clear()
    site.told(MENDED.replace("title: Fog", "title: Dense fog"))
    look = Thread(target=made.look, args=[["content/articles/fog.en.md"]])
    look.start()
    assert slow.has_begun.wait(20)
    yield made
    slow.may_end.set()
    look.join()


def test_a_page_that_is_asked_for_while_a_save_is_taken_in_has_what_was_saved(looked_at: Session, slow: Slow) -> None:
    Timer(0.05, slow.may_end.set).start()
    assert "Last words" in client(looked_at).get(FOG).text


def test_a_page_is_not_held_back_for_long(looked_at: Session) -> None:
    assert "First words" in client(looked_at).get(FOG).text


# --------------------------------------------------------------------------------------
# The strip
# --------------------------------------------------------------------------------------


def test_the_strip_says_which_languages_a_page_is_in_and_when(site: Story) -> None:
    made = client(session(site))
    assert "Ordskifte All in English. As of 1 June" in words(made.get(FOG).text)
    foreign = words(made.get("/artikler/fog/").text)
    assert "Interface in Norwegian, text in English." in foreign
    assert "No message is missing." in foreign
    assert "As of 1 June 2026, 12:00" in foreign


def test_the_strip_says_which_messages_are_missing_on_a_page_and_in_its_fragments(site: Story) -> None:
    site.told("""-- templates/base.html --
{% lang site.locale as l %}<html{{ l }}>{{ site.fragment("foot") }}{% block main %}{% endblock %}</html>{% endlang %}
-- templates/fragments/foot.html --
{{ _("Our <b>foot</b>")|marked }}
""")
    made = client(session(site))
    assert "1 message missing on this page." in words(made.get("/").text)
    assert "“Our &lt;b&gt;foot&lt;/b&gt;”, shown in English" in made.get("/").text
    assert "missing" not in words(made.get("/en/").text)


def test_the_strip_tells_two_norwegians_apart(site: Story) -> None:
    nynorsk = '[locales.nn]\nname = "Nynorsk"\nfallback = ["nb"]\n'
    words_of_nb = 'msgid ""\nmsgstr "Language: nb\\n"\n\nmsgid "Read on"\nmsgstr "Les videre"\n'
    site.told(f"-- site.toml --\n{site.root.joinpath('site.toml').read_text(encoding='utf-8')}{nynorsk}")
    site.told(f"-- locales/nb/LC_MESSAGES/messages.po --\n{words_of_nb}")
    site.told("""-- templates/base.html --
{% lang site.locale as l %}<html{{ l }}>{{ _("Read on")|marked }}{% block main %}{% endblock %}</html>{% endlang %}
""")
    told = words(client(session(site)).get("/nn/").text)
    assert "not translated to Norwegian Nynorsk:" in told
    assert "“Read on”, shown in Norwegian Bokmål" in told


def test_a_file_that_no_template_made_has_no_strip(site: Story) -> None:
    assert "ordskifte-strip" not in client(session(site)).get("/%C3%A5/").text


def words(page: str) -> str:
    """The page without its tags, with single spaces."""
    return " ".join(re.sub("<[^>]*>", " ", page).split())


# --------------------------------------------------------------------------------------
# As of another moment
# --------------------------------------------------------------------------------------

LATER = "-- content/articles/rain.en.md --\n---\ntitle: Rain\ndate: 2027-01-01T08:00\nsection: debate\n---\nSoon.\n"
RAIN = "/en/articles/rain/"
OWN = {"sec-fetch-site": "same-origin"}


def test_another_moment_is_shown_to_all_until_another_is_asked_for(site: Story) -> None:
    site.told(LATER)
    browser = client(session(site))
    assert browser.get(RAIN).status_code == 404
    answer = browser.post(AS_OF, data={"at": "2027-01-01T08:00", "page": "/en/å/"}, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/%C3%A5/")
    assert "As of 1 January 2027, 08:00" in words(browser.get(RAIN).text)
    browser.post(AS_OF, data={"at": "2027-01-01T07:59"}, headers=OWN)
    assert browser.get(RAIN).status_code == 404


def test_there_is_a_way_back_to_now(site: Story) -> None:
    made = session(site)
    browser = client(made)
    browser.post(AS_OF, data={"at": "2027-01-01T08:00", "now": "yes"}, headers=OWN)
    about = made.living.about("en/index.html")
    assert about
    assert abs((about.moment - datetime.now(UTC)).total_seconds()) < 60


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8000"}, 303),
        (OWN, 303),
    ],
)
def test_only_a_page_of_the_site_can_ask_for_another_moment(site: Story, headers: dict[str, str], status: int) -> None:
    assert client(session(site)).post(AS_OF, data={"at": "2027-01-01"}, headers=headers).status_code == status


@pytest.mark.parametrize("at", ["", "tomorrow", "2027-02-30", "2027-01-01T25:00"])
def test_what_is_no_moment_is_refused(site: Story, at: str) -> None:
    made = session(site)
    version = made.living.shown.version
    assert client(made).post(AS_OF, data={"at": at}, headers=OWN).status_code == 400
    assert made.living.shown.version == version


@pytest.mark.parametrize("page", ["//evil.example/", "/\\evil.example/", "https://evil.example/"])
def test_the_way_back_leads_nowhere_else(site: Story, page: str) -> None:
    answer = client(session(site)).post(AS_OF, data={"at": "2027-01-01", "page": page}, headers=OWN)
    assert not answer.headers["location"].startswith(("//", "/\\", "https:"))


# --------------------------------------------------------------------------------------
# News
# --------------------------------------------------------------------------------------


def news(made: Session) -> dict[str, Any]:
    """What the stream tells a page that begins to listen."""
    answers = iter((False, True))
    shown = TestClient(application(made, lambda: next(answers)), "http://localhost").get(EVENTS)
    assert shown.headers["content-type"] == "text/event-stream; charset=utf-8"
    told: dict[str, Any] = json.loads(shown.text.removeprefix("data: "))
    return told


def test_a_look_at_files_that_are_the_same_is_no_news(site: Story) -> None:
    made = session(site)
    before = news(made)
    made.look()
    made.rest(lambda: False)
    assert news(made) == before


def test_every_change_is_a_new_version_and_so_is_every_run(site: Story) -> None:
    made = session(site)
    versions = [news(made)["version"], news(session(site))["version"]]
    site.told(MENDED)
    made.look()
    assert len({*versions, news(made)["version"]}) == 3


def test_errors_leave_the_version_and_are_other_problems(site: Story) -> None:
    made = session(site)
    before = news(made)
    site.told(BROKEN)
    made.look()
    broken = news(made)
    assert broken["version"] == before["version"]
    assert broken["problems"] != before["problems"]


def test_changed_style_sheets_are_told_by_their_addresses_to_every_version_that_had_others(site: Story) -> None:
    made = session(site)
    addresses, versions = [sheet(made)], [news(made)["version"]]
    for colour in ("red", "blue"):
        site.told(f"-- templates/assets/site.css --\np {{ color: {colour} }}\n")
        made.look()
        addresses.append(sheet(made))
        versions.append(news(made)["version"])
    told = news(made)
    assert told["since"] == versions[:-1]
    assert told["styles"] == {addresses[0]: addresses[2], addresses[1]: addresses[2]}
    site.told(MENDED)
    made.look()
    assert (news(made)["since"], news(made)["styles"]) == ([], {})


def test_a_style_sheet_among_other_changes_is_no_change_of_style_only(site: Story) -> None:
    made = session(site)
    site.told("-- templates/assets/site.css --\np { color: red }\n" + MENDED)
    made.look()
    assert news(made)["since"] == []


def test_a_new_style_sheet_is_no_change_of_style_only(site: Story) -> None:
    made = session(site)
    site.told("-- templates/assets/print.css --\np { color: red }\n")
    made.look()
    assert news(made)["since"] == []


def sheet(made: Session) -> str:
    found = re.search(r'href="(/assets/[^"]*\.css)"', client(made).get("/404.html").text)
    assert found
    return found[1]


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


def test_an_answer_is_sent_at_once() -> None:
    with listening(0) as bound, socket.create_connection(bound.getsockname()):
        accepted, _ = bound.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP  # Else asyncio lets a page wait for its headers' receipt.


def test_it_stops_at_once_when_it_is_told_to_though_a_page_is_listening(site: Story) -> None:
    with serving(site) as server:
        stream = HTTPConnection("127.0.0.1", server.port, timeout=10)
        stream.request("GET", EVENTS)
        assert stream.getresponse().readline().startswith(b"data: ")
        asked = monotonic()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0
        assert monotonic() - asked < 5
        stream.close()
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


def test_articles_that_are_still_to_come_are_shown_when_they_are_asked_for(site: Story) -> None:
    site.told(LATER)
    with serving(site, "--at", AT, "--future") as server:
        assert server.get(RAIN)[0] == 200
    with serving(site, "--at", AT) as server:
        assert server.get(RAIN)[0] == 404


def test_the_browser_is_opened_at_the_front_page_when_that_is_asked_for(site: Story, tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\nexec sleep 60\n')  # It stays, as some browsers do.
    browser.chmod(0o755)
    with serving(site, "--open", BROWSER=str(browser)) as server:
        assert eventually(lambda: opened.exists() and opened.read_text() == f"http://127.0.0.1:{server.port}/\n")
        assert server.shows("First words")


def test_that_no_browser_can_be_opened_is_told(site: Story) -> None:
    with serving(site, "--open", BROWSER="/nowhere/browser", PATH="/nowhere") as server:
        told = f"No browser could be opened. Open http://127.0.0.1:{server.port}/ yourself.\n"
        assert eventually(lambda: told in server.printed)


# --------------------------------------------------------------------------------------
# Limits of the system
# --------------------------------------------------------------------------------------

LIMITS = "/proc/sys/user/max_inotify_{}"


def limited(what: str, count: int) -> list[str]:
    """A command that runs another where the kernel allows no more than so many, in a user namespace of its own."""
    script = f'echo {count} > {LIMITS.format(what)} && exec "$@"'
    command = ["unshare", "--user", "--map-root-user", "sh", "-c", script, "sh"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system allows no limits of one's own")
    return command


def folders(site: Story, count: int) -> None:
    for number in range(count):
        (site.root / f"content/articles/{number}").mkdir(parents=True)


@pytest.mark.parametrize(("what", "count"), [("instances", 0), ("watches", 0), ("watches", 20)])
def test_where_there_is_no_room_for_watches_changes_are_seen_all_the_same_and_that_is_told(
    site: Story, what: str, count: int
) -> None:
    folders(site, 30)
    with serving(site, before=limited(what, count)) as server:
        (notice,) = (line for line in server.printed if line.startswith("The system does not tell of changes ("))
        assert notice.endswith(f"On Linux, a larger fs.inotify.max_user_{what} mends this.\n")
        site.told(MENDED)
        assert server.shows("Last words")
        assert not any("Traceback" in line for line in server.printed)


def test_where_there_is_no_more_room_for_watches_it_goes_on_without_them(site: Story) -> None:
    with serving(site, before=limited("watches", 20)) as server:
        assert not any("does not tell of changes" in line for line in server.printed)
        folders(site, 30)
        assert eventually(lambda: any("does not tell of changes" in line for line in server.printed))
        site.told(MENDED.replace("articles/fog", "articles/29/fog").replace("Last", "Deep"))
        (site.root / "content/articles/fog.en.md").unlink()
        assert server.shows("Deep words")
