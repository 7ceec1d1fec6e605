from collections.abc import Iterable
from pathlib import Path
from threading import Thread

import pytest

from ordskifte.model.site import Target
from ordskifte.pipeline.living import Living, Missing
from ordskifte.pipeline.results import Options
from ordskifte.pipeline.seams import Seams
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from tests.stories import AT, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

FOG = "-- content/articles/fog.en.md --\n---\ntitle: Fog\ndate: 2026-05-01\nsection: debate\n---\n"
SITE = f"""{FOG}First words.
-- templates/assets/site.css --
p {{}}
-- static/robots.txt --
User-agent: *
"""
PAGE = "en/articles/fog/index.html"
SHELL = "artikler/fog/index.html"
FAULTY = '-- templates/{}.html --\n{{% extends "base.html" %}}{{% block main %}}{{{{ page.no }}}}{{% endblock %}}\n'
WHOLE = '-- templates/{}.html --\n{{% extends "list.html" %}}\n'


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, SITE)


@pytest.fixture
def living(site: Story) -> Living:
    made = Living(site.root, Options(at=AT), Seams())
    assert made.refresh()
    return made


def finished(living: Living) -> Living:
    living.finish(lambda: False)
    return living


def codes(living: Living) -> list[str]:
    return [problem.code for problem in living.shown.made.diagnostics]


def test_every_output_is_the_one_that_a_walk_makes(site: Story, living: Living) -> None:
    outputs = site.made().outputs
    assert outputs
    assert {output.path: living.output(output.path) for output in outputs} == {
        output.path: output.content for output in outputs
    }
    assert living.output("nowhere/index.html") is None


def test_the_problems_of_a_finished_site_are_those_of_a_walk(site: Story, living: Living) -> None:
    site.told(FAULTY.format("front") + FAULTY.format("tag") + FOG + "[Nowhere](article:nowhere)\n")
    living.refresh()
    made = site.made()
    assert made.has_errors
    assert finished(living).shown.made.diagnostics == made.diagnostics
    assert living.shown.made.lines == made.lines


def test_what_has_not_changed_is_not_taken_in(site: Story, living: Living) -> None:
    shown = living.shown
    assert not living.refresh()
    assert not living.refresh({"content/articles/fog.en.md"})
    assert living.shown is shown
    site.told(f"{FOG}Last words.")
    assert living.refresh({"content/articles/fog.en.md"})
    assert b"Last words" in (living.output(PAGE) or b"")


def test_an_error_in_a_source_leaves_the_last_site_and_its_version(site: Story, living: Living) -> None:
    version = living.shown.version
    site.told(FOG.replace("title", "titel"))
    assert living.refresh()
    assert living.shown.has_errors
    assert living.shown.version == version
    assert b"First words" in (living.output(PAGE) or b"")


def test_a_page_that_has_been_seen_stays_when_it_can_no_longer_be_made(site: Story, living: Living) -> None:
    before = living.output("index.html")
    site.told(FAULTY.format("front"))
    living.refresh()
    assert not living.shown.has_errors
    assert before
    assert living.output("index.html") == before
    assert living.about("index.html") is not None
    assert codes(living) == ["template-error"]


def test_a_page_that_has_not_been_seen_is_that_of_the_last_whole_site_with_its_style_sheet(
    site: Story, living: Living
) -> None:
    front, sheets = site.outputs()["index.html"], [path for path in site.outputs() if path.endswith(".css")]
    finished(living)
    for number in range(3):
        site.told(FAULTY.format("front") + f"-- templates/assets/site.css --\np {{ order: {number} }}\n")
        finished(living).refresh()
        assert living.output("index.html") == front.encode()
        assert living.output(sheets[0]) is not None
    site.told(WHOLE.format("front"))
    finished(living).refresh()
    assert codes(finished(living)) == []
    assert living.output(sheets[0]) is None


def test_a_move_that_is_accepted_is_taken_in(site: Story, living: Living) -> None:
    site.told("-- urls.lock --\narticle fog en /en/articles/fog/\n")
    site.told(FOG.replace("section: debate", "section: debate\nslug: mist"))
    assert living.refresh()
    assert codes(living) == ["url-moved"]
    assert b"First words" in (living.output(PAGE) or b"")
    site.told("-- urls.lock --\narticle fog en /en/articles/fog/ moved\n")
    assert living.refresh({"urls.lock"})
    assert not living.shown.has_errors
    assert b'content="0; url=/en/articles/mist/"' in (living.output(PAGE) or b"")


def test_a_page_of_the_last_whole_site_that_has_been_removed_is_gone(site: Story, living: Living) -> None:
    finished(living)
    site.told("-- content/articles/fog.en.md --\n" + FAULTY.format("front"))
    living.refresh()
    assert living.output("index.html")
    assert living.output(PAGE) is None


def test_finishing_stops_when_it_is_disturbed_and_goes_on_later(site: Story, living: Living) -> None:
    site.told(FAULTY.format("front") + FAULTY.format("tag"))
    living.refresh()
    living.finish(lambda: True)
    assert codes(living) == []
    answers = iter((False, True))
    living.finish(lambda: next(answers))
    assert codes(finished(living)) == ["template-error"]


def test_a_page_is_had_while_the_rest_is_finished_and_the_files_are_looked_at(site: Story, living: Living) -> None:
    def save() -> None:
        for number in range(10):
            site.told(f"{FOG}Round {number}.")
            living.refresh()

    threads = [Thread(target=save), Thread(target=finished, args=[living])]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert b"<article" in (living.output(PAGE) or b"")
    assert b"Round 9." in (living.output(PAGE) or b"")


# --------------------------------------------------------------------------------------
# Of a page, and of the moment
# --------------------------------------------------------------------------------------


def test_a_page_is_told_its_languages_and_its_moment(living: Living) -> None:
    about = living.about(SHELL)
    assert about
    assert (about.interface, about.text) == ("nb", "en")
    assert (about.moment.isoformat(), about.zone) == ("2026-06-01T12:00:00+02:00", "Europe/Oslo")
    front = living.about("en/index.html")
    assert front
    assert (front.interface, front.text, front.missing) == ("en", "en", ())


@pytest.mark.parametrize("path", ["robots.txt", "nowhere/index.html"])
def test_there_is_nothing_to_say_of_what_is_no_page(living: Living, path: str) -> None:
    assert living.about(path) is None


def test_a_missing_message_is_told_once_with_the_language_that_it_is_shown_in(site: Story, living: Living) -> None:
    words = '{{ _("Read more")|marked }}{{ ngettext("%(n)s comment", "%(n)s comments", 2, n=2)|marked }}'
    site.told(f"""-- templates/base.html --
{{% lang site.locale as l %}}<html{{{{ l }}}}>{words}{{{{ site.fragment("more") }}}}{{{{ site.fragment("more") }}}}
{{% block main %}}{{% endblock %}}</html>{{% endlang %}}
-- templates/fragments/more.html --
{{{{ _("Read more")|marked }}}}{{{{ _("Share")|marked }}}}
""")
    living.refresh()
    about = living.about("index.html")
    assert about
    assert about.missing == (Missing("Read more", "en"), Missing("%(n)s comment", "en"), Missing("Share", "en"))


def test_another_moment_is_shown_from_the_next_look_on(site: Story, living: Living) -> None:
    version = living.shown.version
    site.told(FOG.replace("fog", "rain").replace("2026-05-01", "2027-01-01T08:00"))
    living.refresh()
    assert living.output("en/articles/rain/index.html") is None
    living.as_of("2027-01-01T08:00")
    assert living.refresh()
    assert living.output("en/articles/rain/index.html") is not None
    assert living.shown.version != version
    assert living.shown.since == ()
    living.as_of("2026-03-29T02:30")
    assert living.refresh()
    assert codes(living) == ["moment-refused"]
    assert living.output("en/articles/rain/index.html") is not None


def test_a_moment_that_is_asked_for_during_a_look_is_that_of_the_next_one(site: Story) -> None:
    asked: list[str] = []

    def targets(_: Ground) -> Iterable[Target]:
        for at in asked:
            watched.as_of(at)
        asked.clear()
        return ()

    nothing = Renderer("nothing", targets, lambda *_: b"")
    watched = Living(site.root, Options(at=AT), Seams(renderers=(nothing,)))
    watched.refresh()
    asked.append("2026-04-01T12:00")
    site.told(FOG.replace("title: Fog", "title: Mist"))
    watched.refresh()
    before = watched.shown.version
    assert watched.output(PAGE) is not None
    watched.refresh()
    assert watched.output(PAGE) is None
    assert before not in watched.shown.since, "An open page of before is loaded again, not only dressed anew."
