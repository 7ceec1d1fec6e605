"""`newsletter`: what is new in an edition, as an editor gets it to send."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result
from selectolax.lexbor import LexborHTMLParser

from ordskifte.app.cli import program
from tests.editions import ARABIC, catalog
from tests.program import REPOSITORY, tree
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, looking, story

CANARY = "zqcanary"
KARI = """
-- content/authors/kari.nb.md --
---
name: Kari Nordmann
---
Kari skriver.
-- content/authors/ola.en.md --
---
name: Ola Hansen
---
Ola translates.
"""
ARTICLES = """
-- content/articles/is.nb.md --
---
title: Isen går
standfirst: Den gikk tidligere i fjor, og året før, og så langt tilbake som noen i bygda har villet skrive det ned.
date: 2026-05-20T08:00
authors: [kari]
section: debate
---
Is.
-- content/articles/letter.en.md --
---
title: A Letter & a Reply
standfirst: Only <some> may read it.
date: 2026-05-01
section: members
---
What all may read.

<!-- paywall -->

The zqcanary sits in the vault and hums a tune that nobody outside was ever taught.
-- content/articles/ferje.nb.md --
---
title: Ferja
date: 2026-01-05
authors: [kari]
section: debate
corrections:
  - {date: 2026-01-10, kind: correction, text: Den var blå.}
  - {date: 2026-05-02, kind: clarification, text: {nb: Ferja heter Solskjær., en: The ferry is called Solskjær.}}
  - {date: 2026-05-19, kind: correction, text: {nb: Ferja er grønn.}}
---
Ferja.
-- content/articles/ferje.en.md --
---
title: The Ferry
translation: {of: nb, translator: ola, updated: 2026-05-18}
---
The ferry.
-- content/articles/intervju.nb.md --
---
title: Intervjuet
date: 2026-01-06
authors: [kari]
section: debate
withdrawn: {date: 2026-05-17, reason: {nb: Det var diktet., en: It was invented.}}
---
Intervjuet.
"""
LEFT_OUT = """
-- content/articles/kladd.nb.md --
---
title: Kladd
date: 2026-05-21
section: debate
draft: true
---
Kladd.
-- content/articles/skjult.nb.md --
---
title: Skjult
date: 2026-05-21
section: debate
unlisted: true
corrections: [{date: 2026-05-22, kind: correction, text: Skjult rettelse.}]
---
Skjult.
-- content/articles/stille.nb.md --
---
title: Stille
date: 2026-05-21
section: debate
unlisted: true
withdrawn: {date: 2026-05-22, reason: Stille borte.}
---
Stille.
-- content/articles/neste.nb.md --
---
title: Neste
date: 2026-07-01
section: debate
---
Neste.
-- content/articles/gammel.nb.md --
---
title: Gammel
date: 2026-04-30T23:59:59
section: debate
corrections: [{date: 2026-04-30, kind: correction, text: Gammel rettelse.}]
---
Gammel.
-- content/articles/gammel.en.md --
---
title: Old
translation: {of: nb, updated: 2026-04-30}
---
Old.
"""
SINCE = "2026-05-01"
AT = "2026-06-01T12:00"

BOKMAL = """\
Nytt siden 1. mai 2026 – Prøven

https://example.org/

* Nye artikler

1. Isen går
Den gikk tidligere i fjor, og året før, og så langt tilbake som noen i bygda
har villet skrive det ned.
Kari Nordmann · 20. mai 2026
https://example.org/artikler/is/

2. A Letter & a Reply
Only <some> may read it.
1. mai 2026 · på engelsk · For medlemmer
https://example.org/artikler/letter/

* Rettelser og oppdateringer

1. Ferja
Rettelse 19. mai 2026: Ferja er grønn.
Presisering 2. mai 2026: Ferja heter Solskjær.
https://example.org/artikler/ferje/

* Artikler vi har trukket tilbake

1. Intervjuet
17. mai 2026: Det var diktet.
https://example.org/artikler/intervju/

Prøven
"""
ENGLISH = """\
New since 1 May 2026 – The Trial

https://example.org/en/

* New articles

1. Isen går
Den gikk tidligere i fjor, og året før, og så langt tilbake som noen i bygda
har villet skrive det ned.
Kari Nordmann · 20 May 2026 · in Norwegian
https://example.org/en/articles/is/

2. A Letter & a Reply
Only <some> may read it.
1 May 2026 · For members
https://example.org/en/articles/letter/

* New and updated translations

1. The Ferry
Kari Nordmann · Translated from Norwegian 18 May 2026
Translated by Ola Hansen
https://example.org/en/articles/ferje/

* Corrections and updates

1. The Ferry
Correction 19 May 2026: Ferja er grønn. This translation has not been updated
yet.
Clarification 2 May 2026: The ferry is called Solskjær.
https://example.org/en/articles/ferje/

* Withdrawn articles

1. Intervjuet · in Norwegian
17 May 2026: It was invented.
https://example.org/en/articles/intervju/

The Trial
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return looking(tmp_path_factory.mktemp("base"), TWO_EDITIONS, KARI, ARTICLES, LEFT_OUT)


@pytest.fixture
def site(base: Story, tmp_path: Path) -> Story:
    """A site with news of every kind, to be changed."""
    return Story(copytree(base.root, tmp_path / "site"))


def newsletter(site: Story, locale: str, *options: str, since: str = SINCE, at: str = AT) -> Result:
    words = ["newsletter", "--source", str(site.root), "--since", since, "--locale", locale, "--at", at, *options]
    return CliRunner().invoke(program, words)


def text(site: Story, locale: str, since: str = SINCE, at: str = AT) -> str:
    """The letter in plain text."""
    done = newsletter(site, locale, since=since, at=at)
    assert done.exit_code == 0, done.output
    return (site.root / f"newsletter/{at[:10]}.{locale}.txt").read_text(encoding="utf-8").replace("\u00a0", " ")


def page(site: Story, locale: str) -> LexborHTMLParser:
    done = newsletter(site, locale)
    assert done.exit_code == 0, done.output
    return LexborHTMLParser((site.root / f"newsletter/2026-06-01.{locale}.html").read_text(encoding="utf-8"))


def draft(site: Story, locale: str) -> EmailMessage:
    assert newsletter(site, locale).exit_code == 0
    content = (site.root / f"newsletter/2026-06-01.{locale}.eml").read_bytes()
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("locale", "expected"), [("nb", BOKMAL), ("en", ENGLISH)])
def test_a_letter_tells_an_edition_of_what_is_new_in_it(site: Story, locale: str, expected: str) -> None:
    assert text(site, locale) == expected


@pytest.mark.parametrize(("locale", "expected"), [("nb", BOKMAL), ("en", ENGLISH)])
def test_the_html_says_what_the_text_says(site: Story, locale: str, expected: str) -> None:
    html = page(site, locale)
    links = [link.attributes["href"] for link in html.css("h3 a")]
    assert links == [line for line in expected.splitlines()[3:] if line.startswith("https://")]
    titles = [title.text() for title in html.css("h3")]
    numbered = [
        line.partition(". ")[2].partition(" · ")[0] for line in expected.splitlines() if line[:2] in ("1.", "2.")
    ]
    assert [title for title in numbered if not title.startswith("mai ")] == titles
    assert [heading.text() for heading in html.css("h2")] == [
        line[2:] for line in expected.splitlines() if line.startswith("* ")
    ]


def test_each_word_says_its_language_and_so_does_the_letter_inside_its_page(site: Story) -> None:
    html = page(site, "nb")
    marked = {title.text(): title.attributes.get("lang") for title in html.css("h3")}
    assert marked == {"Isen går": None, "A Letter & a Reply": "en", "Ferja": None, "Intervjuet": None}
    [whole] = html.css(".letter")
    assert (whole.attributes["lang"], whole.attributes["dir"]) == ("nb", "ltr")
    assert {link.attributes.get("hreflang") for link in html.css("h3 a")} == {None, "en"}
    assert [word.text() for word in html.css(".language, .members")] == ["på engelsk", "For medlemmer"]


def test_in_another_direction_what_is_written_the_usual_way_says_so(site: Story) -> None:
    site.told(TWO_EDITIONS + ARABIC + catalog("ar"))
    html = page(site, "ar")
    [whole] = html.css(".letter")
    assert (whole.attributes["lang"], whole.attributes["dir"]) == ("ar", "rtl")
    assert {(title.attributes["lang"], title.attributes["dir"]) for title in html.css("h3")} == {
        ("nb", "ltr"),
        ("en", "ltr"),
    }


def test_a_letter_fetches_nothing_and_counts_no_one(site: Story) -> None:
    html = page(site, "en")
    assert html.css("img, link, script, iframe, form, object, [src], [srcset], [background]") == []
    assert html.html is not None
    assert "url(" not in html.html
    assert "@import" not in html.html
    assert [link for link in html.css("a") if {*"?#"} & {*(link.attributes["href"] or "")}] == []


def test_no_word_that_is_sealed_is_in_any_file(site: Story) -> None:
    for locale in ("nb", "en"):
        assert newsletter(site, locale).exit_code == 0
    files = [*(site.root / "newsletter").iterdir()]
    assert len(files) == 6
    assert [file.name for file in files if CANARY.encode() in file.read_bytes().lower()] == []


def test_a_template_that_would_tell_sealed_words_is_stopped(site: Story) -> None:
    sealed = "The zqcanary sits in the vault and hums a tune that nobody outside was ever taught."
    file = site.root / "templates/newsletter.txt"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{sealed}\n", encoding="utf-8")
    done = newsletter(site, "nb")
    assert done.exit_code == 1
    assert "[text-leaked]" in done.output
    assert not (site.root / "newsletter").exists()


# --------------------------------------------------------------------------------------
# From when to when
# --------------------------------------------------------------------------------------


def test_the_moment_itself_is_within_and_the_second_before_is_not(site: Story) -> None:
    assert "Gammel" not in text(site, "nb")
    assert "\n3. Gammel\n" in text(site, "nb", since="2026-04-30T23:59:59")
    assert "A Letter" not in text(site, "nb", since="2026-05-01T00:00:01")


def test_a_day_is_that_of_the_site_and_not_that_of_greenwich(site: Story) -> None:
    assert "A Letter" in text(site, "nb", since="2026-04-30T22:00:00Z")
    assert "A Letter" not in text(site, "nb", since="2026-04-30T22:00:01Z")


def test_a_note_has_no_time_so_that_the_whole_day_is_within(site: Story) -> None:
    assert "Rettelse 19. mai 2026" in text(site, "nb", since="2026-05-19T23:00")
    assert "Rettelse 19. mai 2026" not in text(site, "nb", since="2026-05-20")


def test_a_letter_of_another_moment_tells_what_was_new_then(site: Story) -> None:
    then = text(site, "nb", at="2026-05-10T12:00")
    assert "A Letter" in then
    assert "Presisering" in then
    assert "Isen" not in then
    assert "Rettelse 19" not in then


def test_a_letter_says_how_the_next_goes_on_and_that_tells_nothing_twice(site: Story) -> None:
    said = newsletter(site, "nb", at="2026-05-20T08:00").output
    assert "goes on with --since 2026-05-20T08:00:01+02:00\n" in said
    assert "Nothing is new" in newsletter(site, "nb", since="2026-05-20T08:00:01+02:00").output


def test_a_translation_with_a_date_of_its_own_is_no_new_article(site: Story) -> None:
    site.told(
        "-- content/articles/ferje.en.md --\n---\ntitle: The Ferry\ndate: 2026-05-18\ntranslation: {of: nb}\n---\nIt.\n"
    )
    assert "* New and updated translations\n\n1. The Ferry\nKari Nordmann · Translated from Norwegian\n" in text(
        site, "en"
    )


def test_what_a_machine_has_translated_says_so(site: Story) -> None:
    site.told(
        "-- content/articles/is.en.md --\n---\ntitle: The Ice\ntranslation: {of: nb, status: machine}\n---\nIce.\n"
    )
    said = "This was translated by a machine, and nobody has read it through."
    assert text(site, "en").count(f"\n{said}\n") == 1
    assert [line.text() for line in page(site, "en").css(".byline") if "machine" in line.text()] == [said]


def test_a_work_that_is_new_is_told_once_however_many_versions_it_has(site: Story) -> None:
    site.told(
        "-- content/articles/is.en.md --\n---\ntitle: The Ice\ntranslation: {of: nb, updated: 2026-05-21}\n---\nIce.\n"
    )
    said = text(site, "en")
    assert said.count("The Ice") == 1
    assert "* New articles\n\n1. The Ice\n" in said


def test_what_an_edition_only_links_to_is_told_with_the_address_it_leads_to(site: Story) -> None:
    front = "---\ntitle: Isen går\ndate: 2026-05-20\nsection: debate\nuntranslated: link\n---\nIs.\n"
    site.told(f"-- content/articles/is.nb.md --\n{front}")
    assert "· in Norwegian\nhttps://example.org/artikler/is/\n" in text(site, "en")


# --------------------------------------------------------------------------------------
# The files
# --------------------------------------------------------------------------------------


def test_a_draft_has_the_text_and_the_html_and_nobody_s_name(site: Story) -> None:
    message = draft(site, "nb")
    assert message["Subject"] == "Nytt siden 1.\u00a0mai 2026 – Prøven"
    assert message["Content-Language"] == "nb"
    assert message.get_content_type() == "multipart/alternative"
    assert {"From", "To", "Date", "Message-ID"} & {*message.keys()} == set()
    plain, html = message.iter_parts()
    folder = site.root / "newsletter"
    for part, ending in ((plain, "txt"), (html, "html")):
        assert isinstance(part, EmailMessage)
        words = (folder / f"2026-06-01.nb.{ending}").read_text(encoding="utf-8")
        assert part.get_content().replace("\r\n", "\n") == words
    assert html.get_content_type() == "text/html"


def test_the_same_letter_has_the_same_bytes(site: Story) -> None:
    newsletter(site, "nb")
    first = tree(site.root / "newsletter")
    newsletter(site, "nb")
    assert tree(site.root / "newsletter") == first


def test_the_title_of_the_html_is_the_subject(site: Story) -> None:
    html = page(site, "en")
    assert [title.text() for title in html.css("title")] == ["New since 1\u00a0May 2026 – The Trial"]


def test_what_was_written_is_told_and_how_much_there_is(site: Story) -> None:
    place = site.root / "letters"
    done = newsletter(site, "en", "--output", str(place))
    assert done.output == (
        f"{place}/2026-06-01.en.html\n{place}/2026-06-01.en.txt\n{place}/2026-06-01.en.eml\n"
        "Subject: New since 1\u00a0May 2026 – The Trial\n"
        "2 articles, 1 translation, 1 corrected article, 1 withdrawn article.\n"
        "The next letter goes on with --since 2026-06-01T12:00:01+02:00\n"
    )
    assert sorted(file.name for file in place.iterdir()) == [f"2026-06-01.en.{of}" for of in ("eml", "html", "txt")]


def test_other_letters_stay(site: Story) -> None:
    (site.root / "newsletter").mkdir()
    (site.root / "newsletter/2026-05-01.nb.txt").write_text("May\n")
    newsletter(site, "nb")
    assert (site.root / "newsletter/2026-05-01.nb.txt").read_text() == "May\n"


def test_another_address_is_that_of_all_links(site: Story) -> None:
    assert newsletter(site, "nb", "--base-url", "https://name.github.io/trial/").exit_code == 0
    said = (site.root / "newsletter/2026-06-01.nb.txt").read_text(encoding="utf-8")
    assert "https://name.github.io/trial/artikler/is/" in said
    assert "example.org" not in said


def test_where_nothing_is_new_nothing_is_written(site: Story) -> None:
    done = newsletter(site, "nb", since="2026-05-25")
    assert (done.exit_code, done.output) == (0, "Nothing is new in Norsk since 2026-05-25 00:00 (Europe/Oslo).\n")
    assert not (site.root / "newsletter").exists()


# --------------------------------------------------------------------------------------
# What cannot be
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en-GB", "'en-GB' is no edition of this site. Did you mean en?"),
        ("Norsk", "'Norsk' is no edition of this site. Did you mean nb?"),
        ("englsh", "'englsh' is no edition of this site. Did you mean en?"),
        ("ja", "'ja' is no edition of this site. There are nb, en."),
    ],
)
def test_an_edition_that_there_is_not_is_told_with_the_nearest(site: Story, locale: str, told: str) -> None:
    done = newsletter(site, locale)
    assert done.exit_code == 2
    assert f"Invalid value for --locale: {told}\n" in done.output


@pytest.mark.parametrize("locale", ["NB", "nb_NO", "no"])
def test_an_edition_may_be_written_as_systems_do(site: Story, locale: str) -> None:
    assert "in Norsk" in newsletter(site, locale, since="2026-05-25").output


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("1.5.2026", "'1.5.2026' is not a date; write 2026-01-13"),
        ("2026-02-30", "there is no such day as 2026-02-30"),
        ("2026-03-29T02:30", "the clocks of Europe/Oslo skip 02:30"),
        ("2026-06-02", "2026-06-02 has not come yet at the moment of --at."),
    ],
)
def test_a_moment_that_there_is_not_is_told(site: Story, since: str, told: str) -> None:
    done = newsletter(site, "nb", since=since)
    assert done.exit_code == 2
    assert told in done.output
    assert "--since" in done.output


def test_a_site_with_errors_makes_no_letter(site: Story) -> None:
    site.told("-- content/articles/feil.nb.md --\n---\ntitle: Feil\ndate: i går\nsection: debate\n---\nFeil.\n")
    done = newsletter(site, "nb")
    assert done.exit_code == 1
    assert "content/articles/feil.nb.md:3:7: error: " in done.output
    assert not (site.root / "newsletter").exists()


@pytest.mark.parametrize("name", ["newsletter.html", "newsletter.txt"])
def test_an_older_site_is_told_which_template_it_lacks(site: Story, name: str) -> None:
    (site.root / "templates" / name).unlink()
    done = newsletter(site, "nb")
    assert done.exit_code == 1
    assert f"templates/{name}: error: There is no templates/{name}. [template-missing]" in done.output
    assert "from a site that `init` begins" in done.output


def test_a_template_s_mistake_is_told_at_its_line(tmp_path: Path) -> None:
    site = story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, KARI, ARTICLES)
    site.told("-- templates/newsletter.txt --\nNews\n{{ letter.news }}\n-- templates/newsletter.html --\n<p>\n")
    done = newsletter(site, "nb")
    assert done.exit_code == 1
    assert "templates/newsletter.txt:2: error: " in done.output


@pytest.mark.parametrize("folder", ["output", "preview/letters", "content/letters", "."])
def test_a_letter_is_never_written_where_it_would_be_published_or_read_as_a_source(site: Story, folder: str) -> None:
    done = newsletter(site, "nb", "--output", str(site.root / folder))
    assert done.exit_code == 2
    assert "cannot hold a newsletter: " in done.output


def test_a_site_that_is_begun_has_a_letter_at_once(tmp_path: Path) -> None:
    begun = CliRunner().invoke(program, ["init", str(tmp_path / "site"), "--locales", "nb,en", "--at", "2026-05-20"])
    assert begun.exit_code == 0, begun.output
    site = Story(tmp_path / "site")
    assert text(site, "nb").startswith("Nytt siden 1. mai 2026 – ")
    assert "newsletter/" in (site.root / ".gitignore").read_text(encoding="utf-8")


def test_the_editions_complete_what_is_typed(site: Story) -> None:
    for begun, offered in (("n", ["plain,nb"]), ("", ["plain,en", "plain,nb"]), ("x", [])):
        words = f"ordskifte newsletter --source {site.root} --locale {begun}"
        known = {"_ORDSKIFTE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": "5"}
        assert CliRunner().invoke(program, [], env=known, prog_name="ordskifte").output.split() == offered


def test_the_sample_has_a_letter_in_each_edition(tmp_path: Path) -> None:
    for locale in ("nb", "en"):
        words = ["newsletter", "--source", str(REPOSITORY), "--since", "2025-08-01", "--locale", locale, "--at"]
        done = CliRunner().invoke(program, [*words, "2026-11-20", "--output", str(tmp_path)])
        assert done.exit_code == 0, done.output
    assert {len(line) > 78 for file in tmp_path.glob("*.txt") for line in file.read_text("utf-8").splitlines()} == {
        False
    }
