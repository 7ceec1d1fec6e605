"""The commands of translators, as translators use them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import tree
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

FERRY = """\
-- content/articles/ferry.nb.md --
---
title: Ferja
standfirst: Om ei ferje som ikke går så lenge til, og om en hund.
date: 2026-01-02
section: debate
image: {file: kart.svg, alt: Et kart over fjorden med ei stiplet linje}
---
Den siste ferja går klokka seks, og det er ingen som venter på den lenger, bortsett fra en mann med en hund.

De sier at den skal legges ned når 12 år er gått, og at det da kommer en bru som ingen kommer til å bruke.

## Ikke i dag

Slik var det ikke før, sier mannen med hunden, og ser ut over fjorden der ferja hans en gang gikk hver time.
-- content/articles/kart.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>
-- content/authors/kari.nb.md --
---
name: Kari
---
-- content/authors/kari.en.md --
---
name: Kari
---
"""
ENGLISH = """\
The last ferry leaves at six, and nobody waits for it any more but a man with a dog.

They say that it will be gone in 12 years, and that there will then be a bridge which nobody will use.

## Not today

It was not like that before, says the man with the dog, and looks out over the fjord that his ferry crossed hourly.
"""
NB, EN = "content/articles/ferry.nb.md", "content/articles/ferry.en.md"
LEDGER = "locales/ledger/ferry.json"
ENV = {"SOURCE_DATE_EPOCH": "1795400000"}  # 2026-11-23


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, FERRY)


@pytest.fixture
def translated(site: Story) -> Story:
    """With a translation that is finished and has been accepted."""
    translate(site, "start", "ferry", "--to", "en", "--translator", "kari")
    filled(site)
    assert translate(site, "accept", "ferry").exit_code == 0
    return site


def translate(site: Story, *words: str) -> Result:
    typed = ["translate", *words, "--source", str(site.root)]
    return CliRunner().invoke(program, typed, env=ENV, prog_name="ordskifte")


def text(site: Story, path: str) -> str:
    return (site.root / path).read_text(encoding="utf-8")


def edited(site: Story, path: str, *changes: tuple[str, str]) -> None:
    words = text(site, path)
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    (site.root / path).write_text(words, encoding="utf-8")


def filled(site: Story) -> None:
    """What a translator does."""
    head, _, _ = text(site, EN).partition("---\nDen siste")
    (site.root / EN).write_text(f"{head}---\n{ENGLISH}", encoding="utf-8")
    edited(
        site,
        EN,
        ("Ferja", "The Ferry"),
        ("Om ei ferje som ikke går så lenge til, og om en hund.", "On a ferry that is not to last, and on a dog."),
        ("Et kart over fjorden med ei stiplet linje", "A map of the fjord with a dotted line"),
    )


def state(site: Story) -> str:
    """Of the English version, as programs are told."""
    statuses = json.loads(translate(site, "status", "--json").stdout)
    (found,) = [one["state"] for one in statuses if (one["key"], one["locale"]) == ("ferry", "en")]
    return str(found)


# --------------------------------------------------------------------------------------
# From beginning to end
# --------------------------------------------------------------------------------------


def test_a_translation_is_begun_filled_accepted_left_behind_looked_at_and_accepted_again(site: Story) -> None:
    assert state(site) == "missing"
    begun = translate(site, "start", "ferry", "--to", "en", "--translator", "kari")
    assert begun.stdout == (
        f"{LEDGER}: written\n{EN}: written\n94 words to translate; `ordskifte serve --drafts` shows it as you write.\n"
        "Then: ordskifte translate accept ferry --to en\n"
    )
    assert (state(site), site.problems()) == ("draft", [])
    filled(site)
    accepted = translate(site, "accept", "ferry")
    assert (accepted.exit_code, accepted.stdout) == (0, f"{EN}: written\n")
    assert (state(site), site.problems()) == ("current", [])
    edited(site, NB, ("12 år", "13 år"))
    assert (state(site), site.problems()) == ("stale", [])
    assert translate(site, "diff", "ferry").stdout == (
        f"""\
{EN}, from {NB}: stale

Paragraph changed: line 10, in the translation line 17
  was     De sier at den skal legges ned når [-12-] år er gått, og at det da kommer en bru som
          ingen kommer til å bruke.
  is now  De sier at den skal legges ned når {{+13+}} år er gått, og at det da kommer en bru som
          ingen kommer til å bruke.
  en      They say that it will be gone in 12 years, and that there will then be a bridge which
          nobody will use.
"""
    )
    edited(site, EN, ("12 years", "13 years"))
    assert translate(site, "accept", "ferry").exit_code == 0
    assert (state(site), site.problems()) == ("current", [])
    assert translate(site, "diff", "ferry").stdout == f"{EN}, from {NB}: nothing has changed.\n"


# --------------------------------------------------------------------------------------
# start
# --------------------------------------------------------------------------------------


def test_start_writes_what_will_differ_and_the_words_to_write_over(site: Story) -> None:
    translate(site, "start", "ferry", "--to", "en", "--translator", "kari")
    head, _, body = text(site, EN).partition("---\nDen siste")
    assert head == (
        """\
---
title: Ferja
standfirst: Om ei ferje som ikke går så lenge til, og om en hund.
# The last part of its address in this language; once published it stays.
# slug: ferry
image:
  alt: Et kart over fjorden med ei stiplet linje
translation:
  of: nb
  source: v1:40c5fdad0c09685a
  status: draft
  translator: kari
"""
    )
    assert text(site, NB).endswith(body)
    assert json.loads(text(site, LEDGER))["v1:40c5fdad0c09685a"][:2] == [
        "title: Ferja",
        "standfirst: Om ei ferje som ikke går så lenge til, og om en hund.",
    ]


def test_start_overwrites_nothing(translated: Story) -> None:
    before = tree(translated.root)
    done = translate(translated, "start", "ferry", "--to", "en")
    assert (done.exit_code, done.stderr) == (1, f"Error: {EN} is there already.\n")
    assert tree(translated.root) == before


def test_start_overwrites_not_even_what_is_no_version_of_it(site: Story) -> None:
    (site.root / EN).symlink_to("nowhere.md")
    assert translate(site, "start", "ferry", "--to", "en").exit_code == 1
    assert (site.root / EN).is_symlink()


@pytest.mark.parametrize("tag", ["no", "nn_NO", "de-CH"])
def test_start_knows_any_language_by_any_spelling(site: Story, tag: str) -> None:
    site.told(f"-- {NB} --\n").told(FERRY.replace("ferry.nb.md", "ferry.en.md"))
    assert translate(site, "start", "ferry", "--to", tag).exit_code == 0
    locale = {"no": "nb", "nn_NO": "nn"}.get(tag, tag)
    assert "translation:\n  of: en\n" in text(site, f"content/articles/ferry.{locale}.md")


def test_a_translation_can_be_made_from_a_translation(translated: Story) -> None:
    assert translate(translated, "start", "ferry", "--to", "de", "--from", "en").exit_code == 0
    assert "title: The Ferry\n" in text(translated, "content/articles/ferry.de.md")
    assert len(json.loads(text(translated, LEDGER))) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fery", "--to", "en"), "There is no article 'fery'. Did you mean 'ferry'?"),
        (("fe", "--to", "en"), "There is no article 'fe'. Did you mean 'ferry'?"),
        (("FERJA", "--to", "en"), "There is no article 'FERJA'. Did you mean 'ferry'?"),
        (("ferry.nb.md", "--to", "en"), "There is no article 'ferry.nb.md'. Did you mean 'ferry'?"),
        (("qx", "--to", "en"), "There is no article 'qx'. An article is called as its file is, without the language."),
        (("ferry", "--to", "english"), "`english` is not a language tag; perhaps en is meant."),
        (("ferry", "--to", "en", "--from", "de"), "'ferry' has no version in 'de'. There is: nb."),
        (("ferry", "--to", "en", "--translator", "karl"), "There is no author 'karl'. Did you mean 'kari'?"),
        (("ferry",), "Missing option '--to'."),
    ],
)
def test_what_start_cannot_do_is_told_and_nothing_is_written(site: Story, words: tuple[str, ...], told: str) -> None:
    before = tree(site.root)
    done = translate(site, "start", *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert tree(site.root) == before


def test_an_article_with_errors_is_not_given_to_a_translator(site: Story) -> None:
    edited(site, NB, ("section: debate", "sektion: debate"))
    done = translate(site, "start", "ferry", "--to", "en")
    assert done.exit_code == 1
    assert f"{NB}:5:1: error: `sektion` is not a key that is known here." in done.stdout
    assert not (site.root / EN).exists()


# --------------------------------------------------------------------------------------
# status
# --------------------------------------------------------------------------------------


def test_status_tells_by_language_what_is_left_the_most_urgent_first(translated: Story) -> None:
    translated.told(FERRY.replace("ferry", "fjord").partition("-- content/articles/kart")[0])
    edited(translated, NB, ("12 år", "13 år"))
    translated.told("-- content/authors/kari.en.md --\n")
    assert translate(translated, "status").stdout == (
        """\
Into en
  stale      ferry              1 word  from nb
  missing    fjord            94 words  from nb
  missing    author:kari                from nb

3 originals. Translations: 1 stale, 2 missing. 95 words to translate or look at.
"""
    )


def test_status_of_one_article_tells_of_no_other(translated: Story) -> None:
    translated.told(FERRY.replace("ferry", "fjord").partition("-- content/articles/kart")[0])
    told = "1 original. Translations: 1 current. 0 words to translate or look at.\n"
    assert translate(translated, "status", "ferry").stdout == told


def test_of_a_draft_the_words_are_counted_that_are_not_written_over(site: Story) -> None:
    translate(site, "start", "ferry", "--to", "en")
    edited(site, EN, ("Den siste ferja går klokka seks, og det er ingen som venter på den lenger, ", "The last, "))
    assert "draft      ferry      72 words  from nb\n" in translate(site, "status").stdout


def test_a_withdrawn_article_and_a_draft_need_no_translation(site: Story) -> None:
    for line in ("draft: true", "withdrawn: {date: 2026-02-02, reason: Feil.}", "editions: [nb]"):
        edited(site, NB, ("date:", f"{line}\ndate:"))
        assert "missing" not in translate(site, "status").stdout
        edited(site, NB, (f"{line}\n", ""))


@pytest.mark.parametrize(
    ("change", "stale", "missing"),
    [(("", ""), 0, 0), (("seks, og", "seks og"), 0, 0), (("12 år", "13 år"), 1, 0)],
)
def test_a_workflow_may_fail_where_readers_are_misled(
    translated: Story, change: tuple[str, str], stale: int, missing: int
) -> None:
    edited(translated, NB, change)
    assert translate(translated, "status").exit_code == 0
    assert translate(translated, "status", "--fail-stale").exit_code == stale
    assert translate(translated, "status", "--fail-missing").exit_code == missing


def test_a_draft_is_missing_to_readers(site: Story) -> None:
    assert translate(site, "status", "--fail-missing").exit_code == 1
    translate(site, "start", "ferry", "--to", "en")
    assert translate(site, "status", "--fail-missing").exit_code == 1


def test_status_changes_nothing(translated: Story) -> None:
    before = tree(translated.root)
    translate(translated, "status")
    translate(translated, "diff", "ferry")
    assert tree(translated.root) == before


# --------------------------------------------------------------------------------------
# diff
# --------------------------------------------------------------------------------------


def test_diff_shows_what_is_added_and_what_is_gone(translated: Story) -> None:
    first = text(translated, NB).split("\n")[7]
    edited(translated, NB, (f"{first}\n", ""), ("## Ikke i dag\n", "Et helt nytt avsnitt.\n\n## Ikke nå\n"))
    assert translate(translated, "diff", "ferry").stdout == (
        f"""\
{EN}, from {NB}: stale

Paragraph removed: in the translation line 15
  was     Den siste ferja går klokka seks, og det er ingen som venter på den lenger, bortsett
          fra en mann med en hund.
  en      The last ferry leaves at six, and nobody waits for it any more but a man with a dog.

Paragraph added: line 11, in the translation behind line 17
  is now  Et helt nytt avsnitt.
  en      … that it will be gone in 12 years, and that there will then be a bridge which nobody
          will use.

Heading 2 changed: line 13, in the translation line 19
  was     Ikke [-i dag-]
  is now  Ikke {{+nå+}}
  en      Not today
"""
    )


def test_diff_without_the_old_words_says_so(translated: Story) -> None:
    (translated.root / LEDGER).unlink()
    edited(translated, NB, ("12 år", "13 år"))
    assert translate(translated, "diff", "ferry").stdout == (
        f"{EN}, from {NB}: it is not known which words it was made from.\n"
    )


def test_diff_of_what_is_no_translation_is_a_usage_error(site: Story) -> None:
    done = translate(site, "diff", "ferry")
    assert (done.exit_code, "'ferry' has no translation." in done.stderr) == (2, True)


# --------------------------------------------------------------------------------------
# accept
# --------------------------------------------------------------------------------------


def test_accept_makes_a_draft_a_reviewed_translation_and_notes_the_day(translated: Story) -> None:
    assert """\
translation:
  of: nb
  source: v1:40c5fdad0c09685a
  status: reviewed
  translator: kari
  updated: 2026-11-23
---
""" in text(translated, EN)


def test_a_moment_that_the_clocks_skip_is_a_usage_error(translated: Story) -> None:
    done = translate(translated, "accept", "ferry", "--at", "2026-03-29T02:30")
    assert done.exit_code == 2
    assert "skip 02:30" in done.output


def test_accept_refuses_what_is_in_the_words_of_the_original(site: Story) -> None:
    translate(site, "start", "ferry", "--to", "en")
    before = tree(site.root)
    done = translate(site, "accept", "ferry")
    assert done.exit_code == 1
    lines = [line.split(":")[1] for line in done.stdout.splitlines() if "[translation-untranslated]" in line]
    assert lines == ["3", "7", "13", "15", "19"]
    assert done.stdout.count("`{lang=nb}`") == 3  # Front matter knows no such mark.
    assert tree(site.root) == before


def test_accept_tells_what_is_short_and_as_in_the_original_but_takes_it(translated: Story) -> None:
    before = tree(translated.root)
    assert "original" not in translate(translated, "accept", "ferry").stdout
    assert tree(translated.root) == before
    edited(translated, EN, ("The Ferry", "Ferja"), ("Not today", "Ikke i dag"))
    done = translate(translated, "accept", "ferry")
    assert (done.exit_code, done.stdout) == (
        0,
        (
            f"{EN}: unchanged\n"
            "As in the original still: the title, a heading (lines 2, 19). If that is not meant, translate it.\n"
        ),
    )
    assert "original" not in translate(translated, "accept", "ferry", "--trivial").stdout


def test_accept_shows_no_line_of_a_text_for_members(site: Story) -> None:
    edited(site, NB, ("section: debate", "section: members"), ("De sier at", "<!-- paywall -->\n\nDe sier at"))
    translate(site, "start", "ferry", "--to", "en")
    done = translate(site, "accept", "ferry")
    assert (done.exit_code, done.stdout.count("[translation-untranslated]")) == (1, 5)
    assert "It begins on line 17." in done.stdout
    assert "De sier" not in done.stdout


def test_a_trivial_change_moves_the_fingerprint_and_nothing_else(translated: Story) -> None:
    before = text(translated, EN)
    edited(translated, NB, ("12 år", "13 år"))
    assert translate(translated, "accept", "ferry", "--trivial").exit_code == 0
    after = text(translated, EN)
    assert [new for old, new in zip(before.split("\n"), after.split("\n"), strict=True) if old != new] == [
        "  source: v1:108424b02143c681"
    ]
    assert list(json.loads(text(translated, LEDGER))) == ["v1:108424b02143c681"]


def test_a_draft_stays_one_when_a_change_is_trivial(site: Story) -> None:
    translate(site, "start", "ferry", "--to", "en")
    edited(site, NB, ("seks, og", "seks og"))
    assert translate(site, "accept", "ferry", "--trivial").exit_code == 0
    assert state(site) == "draft"


def test_what_is_accepted_already_is_not_touched(translated: Story) -> None:
    before = tree(translated.root)
    assert translate(translated, "accept", "ferry").stdout == f"{EN}: unchanged\n"
    assert tree(translated.root) == before


def test_a_ledger_that_was_lost_comes_back(translated: Story) -> None:
    before = text(translated, LEDGER)
    (translated.root / LEDGER).unlink()
    assert translate(translated, "accept", "ferry").stdout == f"{LEDGER}: written\n{EN}: unchanged\n"
    assert text(translated, LEDGER) == before


def test_all_that_do_not_say_what_they_were_made_from_are_taken_in_at_once(site: Story) -> None:
    for name, status in (("ferry", "reviewed"), ("fjord", "machine"), ("boat", "draft")):
        site.told(FERRY.replace("ferry", name).partition("-- content/articles/kart")[0])
        head = f"---\ntitle: A\ntranslation: {{of: nb, status: {status}}}\n---\n"
        site.told(f"-- content/articles/{name}.en.md --\n{head}{ENGLISH}")
    assert translate(site, "accept", "--untracked").exit_code == 0
    for name, status in (("ferry", "reviewed"), ("fjord", "machine"), ("boat", "draft")):
        line = f"translation: {{of: nb, source: v1:40c5fdad0c09685a, status: {status}}}\n"
        assert line in text(site, f"content/articles/{name}.en.md")
    assert site.problems() == []
    assert translate(site, "accept", "--untracked").stdout == ""


def test_all_are_taken_in_or_none(site: Story) -> None:
    for name in ("boat", "ferry"):
        site.told(FERRY.replace("ferry", name).partition("-- content/articles/kart")[0])
        site.told(f"-- content/articles/{name}.en.md --\n---\ntitle: A\ntranslation: {{of: nb}}\n---\n{ENGLISH}")
    (site.root / EN).write_bytes((site.root / EN).read_bytes() + "På øya.".encode("latin-1"))
    before = tree(site.root)
    done = translate(site, "accept", "--untracked")
    assert (done.exit_code, f"{EN}:" in done.stdout, "[encoding]" in done.stdout) == (1, True, True)
    assert tree(site.root) == before


def test_translations_of_translations_are_taken_in_with_all_the_words_that_they_were_made_from(site: Story) -> None:
    site.told(f"-- {EN} --\n---\ntitle: A\ntranslation: {{of: nb}}\n---\n{ENGLISH}")
    site.told("-- content/articles/ferry.de.md --\n---\ntitle: B\ntranslation: {of: en}\n---\nJa.\n")
    translate(site, "accept", "--untracked")
    assert len(json.loads(text(site, LEDGER))) == 2
    assert site.problems() == []


def test_of_several_articles_all_are_accepted_or_none(translated: Story) -> None:
    translated.told(FERRY.replace("ferry", "fjord").partition("-- content/articles/kart")[0])
    translate(translated, "start", "fjord", "--to", "en")
    edited(translated, NB, ("12 år", "13 år"))
    before = tree(translated.root)
    assert translate(translated, "accept", "ferry", "fjord").exit_code == 1
    assert tree(translated.root) == before


def test_of_two_translations_it_must_be_said_which_is_meant(translated: Story) -> None:
    translated.told(f"-- content/articles/ferry.de.md --\n---\ntitle: A\ntranslation: {{of: nb}}\n---\n{ENGLISH}")
    edited(translated, NB, ("12 år", "13 år"))
    done = translate(translated, "accept", "ferry")
    assert (done.exit_code, "'ferry' has translations into en and de. Name one with --to." in done.stderr) == (2, True)
    assert translate(translated, "accept", "ferry", "--to", "en").exit_code == 0
    assert state(translated) == "current"


def test_a_ledger_that_cannot_be_read_is_not_written_over(translated: Story) -> None:
    edited(translated, NB, ("12 år", "13 år"))
    (translated.root / LEDGER).write_text("<<<<<<< HEAD\n")
    before = tree(translated.root)
    done = translate(translated, "accept", "ferry")
    assert (done.exit_code, f"{LEDGER}:1: warning: The ledger cannot be read" in done.stdout) == (1, True)
    assert tree(translated.root) == before


def test_front_matter_that_only_a_person_can_change_is_left_to_one(translated: Story) -> None:
    edited(translated, EN, ("  source: v1", "  source: >-\n    v1"))
    edited(translated, NB, ("12 år", "13 år"))
    done = translate(translated, "accept", "ferry")
    assert done.exit_code == 1
    assert f"{EN}: `translation` is typed in a way that only you can change." in done.stderr


def test_accept_wants_to_know_what(site: Story) -> None:
    assert translate(site, "accept").exit_code == 2


# --------------------------------------------------------------------------------------
# link
# --------------------------------------------------------------------------------------


def test_two_originals_are_linked(site: Story) -> None:
    site.told(f"-- {EN} --\n---\ntitle: The Ferry # mine\ndate: 2026-01-02\nsection: debate\n---\n{ENGLISH}")
    assert [problem.split(": ")[1] for problem in site.problems()] == ["translation-unlinked"]
    done = translate(site, "link", "ferry", "--of", "nb")
    assert (done.exit_code, done.stdout) == (
        0,
        f"{EN}: written\nIf the translation says what the original says now: ordskifte translate accept ferry\n",
    )
    assert text(site, EN).startswith(
        "---\ntitle: The Ferry # mine\ndate: 2026-01-02\nsection: debate\ntranslation:\n  of: nb\n---\n"
    )
    assert (state(site), site.problems()) == ("untracked", [])


def test_what_is_linked_already_is_told(translated: Story) -> None:
    for of in ("nb", "en"):
        done = translate(translated, "link", "ferry", "--of", of)
        assert done.exit_code == 1
        assert "There is nothing to link: nb is an original, en is translated from nb." in done.stderr


def test_a_third_original_is_left_alone_where_one_is_named(site: Story) -> None:
    for locale in ("en", "de"):
        site.told(f"-- content/articles/ferry.{locale}.md --\n---\ntitle: A\n---\n{ENGLISH}")
    translate(site, "link", "ferry", "--of", "nb", "--to", "en")
    assert "translation:" in text(site, EN)
    assert "translation:" not in text(site, "content/articles/ferry.de.md")


# --------------------------------------------------------------------------------------
# Elsewhere
# --------------------------------------------------------------------------------------


def test_a_folder_whose_letters_are_composed_otherwise_is_the_same_folder(site: Story) -> None:
    folder = site.root / "content/articles/a\u030ar"
    folder.mkdir()
    (site.root / NB).rename(folder / "ferry.nb.md")
    edited(site, "content/articles/a\u030ar/ferry.nb.md", ("kart.svg", "../kart.svg"))
    assert translate(site, "start", "ferry", "--to", "en").exit_code == 0
    assert translate(site, "accept", "ferry", "--trivial").exit_code == 0
    assert sorted(file.name for file in folder.iterdir()) == ["ferry.en.md", "ferry.nb.md"]
    assert not (site.root / "content/articles/\u00e5r").exists()


def test_a_folder_that_is_no_site_is_a_usage_error(tmp_path: Path) -> None:
    done = CliRunner().invoke(program, ["translate", "status", "--source", str(tmp_path)])
    assert (done.exit_code, "There is no site.toml" in done.stderr) == (2, True)


def test_a_site_that_cannot_be_configured_is_told(site: Story) -> None:
    edited(site, "site.toml", ("[site]", "[site"))
    done = translate(site, "status")
    assert (done.exit_code, "site.toml:1:6: error:" in done.stdout) == (1, True)


def test_a_copy_without_history_and_with_other_times_has_the_same_states(translated: Story) -> None:
    edited(translated, NB, ("seks, og", "seks og"))
    for file in translated.root.rglob("*.md"):
        file.touch()
    assert state(translated) == "aged"
