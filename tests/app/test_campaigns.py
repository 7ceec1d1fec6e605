"""`campaigns explain`: which campaigns stand on a page, and why the others do not, as an editor reads it."""

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

CONFIG = (
    TWO_EDITIONS
    + """
[actions.give]
name = {nb = "Gi", en = "Give"}
url = "page:give"
"""
)


def campaign(id: str, slot: str, *more: str, words: str = '{nb = "Be", en = "Ask"}') -> str:
    lines = [f'id = "{id}"', f'slot = "{slot}"', f"title = {words}", f"body = {words}", *more]
    return "[[campaign]]\n" + "".join(f"{line}\n" for line in lines)


CAMPAIGNS = "".join(
    (
        campaign("plain", "article-end"),
        campaign("twin", "article-end"),
        campaign("spring", "article-end", "priority = 5", "start = 2026-05-01", "end = 2026-07-01T08:00:00"),
        campaign("summer", "article-end", "start = 2026-07-01"),
        campaign("winter", "article-end", "end = 2026-03-29T03:00:00"),
        campaign("abroad", "article-end", 'locales = ["en"]'),
        campaign("page", "article-end", 'kinds = ["page", "author"]'),
        campaign("closed", "article-end", 'access = ["members"]'),
        campaign("salt", "article-end", 'sections = ["members"]', 'tags = ["sea"]'),
        campaign("dry", "article-end", 'exclude_tags = ["sea"]'),
        campaign("english", "article-end", words='{en = "Ask"}'),
        campaign("letter", "article-inline"),
        campaign("line", "top", "end = 2026-07-01"),
        campaign("edge", "sticky", "dismiss_days = 7"),
        campaign("wall", "paywall"),
        campaign("home", "front"),
    )
)
ARTICLES = """
-- content/articles/is.nb.md --
---
title: Is
date: 2026-05-01
section: debate
---
Is.
-- content/articles/hav.nb.md --
---
title: Hav
date: 2026-05-01
section: debate
tags: [sea]
---
::: campaign
:::
-- content/articles/sorg.nb.md --
---
title: Sorg
date: 2026-05-01
section: debate
sensitive: true
---
Sorg.
-- content/articles/lukket.nb.md --
---
title: Lukket
date: 2026-05-01
section: members
---
Åpent.

<!-- paywall -->

Lukket.
-- content/pages/give.nb.md --
---
title: Gi
---
Gi.
"""


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return story(tmp_path_factory.mktemp("site"), CONFIG + CAMPAIGNS, PLAIN_TEMPLATES, ARTICLES)


def explained(site: Story, url: str, at: str = "2026-06-01T12:00") -> Result:
    return CliRunner().invoke(program, ["campaigns", "explain", url, "--source", str(site.root), "--at", at])


ON_ICE = """\
/artikler/is/: article, nb, free, section debate
at 2026-06-01 12:00 CEST (Europe/Oslo)

article-end: spring
  plain: gives way to spring, whose priority is 5, and its own 0
  twin: gives way to spring, whose priority is 5, and its own 0
  spring: stands here until 2026-07-01 08:00 CEST; where no scripts run, plain stands in its place
  summer: opens on 2026-07-01 00:00 CEST
  winter: closed on 2026-03-29 03:00 CEST
  abroad: is for the editions en
  page: is for pages of the kind page or author
  closed: is for articles with the access members
  salt: is for the section members or the tag sea
  dry: gives way to spring, whose priority is 5, and its own 0
  english: has no Norwegian title

article-inline: none
  letter: finds no room: the text has no `::: campaign`

top: line
  line: stands here until 2026-07-01 00:00 CEST; where no scripts run, nothing stands in its place

sticky: edge
  edge: stands here, where scripts run, for readers who have not put it away

paywall: none; nothing on this page is for members only

front: none; this is not the front page
"""


def test_every_campaign_has_its_place_or_its_reason(site: Story) -> None:
    done = explained(site, "/artikler/is/")
    assert (done.exit_code, done.output) == (0, ON_ICE)


def line(done: Result, id: str) -> str:
    assert done.exit_code == 0, done.output
    [found] = [line for line in done.output.splitlines() if line.startswith(f"  {id}: ")]
    return found.removeprefix(f"  {id}: ")


def test_the_first_in_the_file_is_named_where_the_priority_is_the_same(site: Story) -> None:
    done = explained(site, "/artikler/is/", "2026-08-01")
    assert line(done, "plain") == "stands here"
    assert line(done, "twin") == "gives way to plain, which stands before it in the file"
    assert line(done, "spring") == "closed on 2026-07-01 08:00 CEST"


def test_the_tag_that_is_not_wanted_is_named_and_room_is_found(site: Story) -> None:
    done = explained(site, "/artikler/hav/")
    assert line(done, "dry") == "is not for the tag sea"
    assert line(done, "letter") == "stands here"


def test_a_window_opens_at_its_moment_on_the_day_of_25_hours(site: Story) -> None:
    site.told(CONFIG + campaign("autumn", "top", "start = 2026-10-25T03:00:00"))
    assert line(explained(site, "/artikler/is/", "2026-10-25T02:59"), "autumn") == "opens on 2026-10-25 03:00 CET"
    assert line(explained(site, "/artikler/is/", "2026-10-25T01:59:59Z"), "autumn") == "opens on 2026-10-25 03:00 CET"
    assert line(explained(site, "/artikler/is/", "2026-10-25T02:00:00Z"), "autumn") == "stands here"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("/artikler/sorg/", "its front matter says `sensitive: true`"),
        ("/give/", "it is where campaigns lead"),
    ],
)
def test_a_page_without_campaigns_says_why(site: Story, url: str, reason: str) -> None:
    assert explained(site, url).output.endswith(f"\nNo campaign stands on this page: {reason}.\n")


def test_a_paywall_has_a_slot_and_keeps_away_what_sticks(site: Story) -> None:
    done = explained(site, "/artikler/lukket/")
    assert "section members, with a paywall\n" in done.output
    assert line(done, "wall") == "stands here"
    assert "\nsticky: none; nothing sticks to a page that asks for membership already\n" in done.output


def test_the_list_of_a_section_is_of_that_section(site: Story) -> None:
    site.told(CONFIG + campaign("local", "top", 'sections = ["debate"]'))
    done = explained(site, "/section/debatt/")
    assert done.output.startswith("/section/debatt/: section, nb, free, section debate\n")
    assert line(done, "local") == "stands here"


@pytest.mark.parametrize("url", ["/", "https://example.org/", "https://example.org", "/index.html", "/#top", "/?a=b"])
def test_the_front_page_is_known_by_its_address_in_any_form(site: Story, url: str) -> None:
    done = explained(site, url)
    assert done.output.startswith("/: front, nb, free\n")
    assert line(done, "home") == "stands here"
    assert "\narticle-end: none; only articles and pages have this slot\n" in done.output


def test_the_words_of_another_edition_are_those_that_count(site: Story) -> None:
    assert line(explained(site, "/en/articles/is/"), "english").startswith("gives way to spring")


def test_an_address_at_which_nothing_stands_is_refused_with_the_nearest(site: Story) -> None:
    done = explained(site, "/artikler/iss/")
    assert done.exit_code == 2
    assert "Nothing stands at /artikler/iss/ at this moment. Did you mean /artikler/is/?" in done.output


def test_without_campaigns_there_is_little_to_say(site: Story) -> None:
    site.told(TWO_EDITIONS)
    assert explained(site, "/artikler/is/").output.endswith("(Europe/Oslo)\nThe site has no campaigns.\n")


def test_of_a_site_with_errors_only_these_are_told(site: Story) -> None:
    site.told(CONFIG + campaign("sky", "sky"))
    done = explained(site, "/artikler/is/")
    assert done.exit_code == 1
    assert "[slot-unknown]" in done.output
    assert "stands here" not in done.output


def test_a_moment_that_the_clocks_skip_is_refused(site: Story) -> None:
    done = explained(site, "/artikler/is/", "2026-03-29T02:30")
    assert done.exit_code == 2
    assert "skip 02:30" in done.output
