"""Whether a translation is up to date, told by a build: stories of a site with edits between."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ordskifte.app.build import built_site
from ordskifte.app.console import as_text
from ordskifte.check.findings import fingerprints
from ordskifte.load import load
from ordskifte.model.diagnostics import Diagnostics, Span
from ordskifte.model.translations import State, ledger_path
from ordskifte.pipeline.living import Living
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, prepared
from ordskifte.pipeline.results import Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.sources import Parsed, parsed
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.translations import translations
from ordskifte.pipeline.workers import HERE, processes
from tests.ledgers import recorded
from tests.stories import AT, MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

CATALOG = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
BODY = """
Den siste ferja går klokka seks, og det er ingen som venter på den lenger, bortsett fra måsene og en mann med en hund.

De sier at den skal legges ned når 12 år er gått, og at det da kommer en bru som ingen heller kommer til å bruke mye.
"""
ORIGINAL = f"""\
-- content/articles/ferry.nb.md --
---
title: Ferja
date: 2026-01-02
section: debate
---
{BODY}"""
TRANSLATION = """\
-- content/articles/ferry.en.md --
---
title: The Ferry
translation: {of: nb, source: %s, status: reviewed}
---
The last ferry leaves at six, and nobody waits for it any more but the gulls and a man with a dog.

They say that it will be gone in 12 years, and that there will be a bridge then, which nobody will use much either.
"""


SOURCE, LEDGER = recorded(ORIGINAL.partition("\n")[2])


@pytest.fixture
def site(tmp_path: Path) -> Story:
    """A site with a translation that is up to date."""
    return story(
        tmp_path / "site",
        TWO_EDITIONS,
        PLAIN_TEMPLATES,
        "-- templates/article.html --\n{{ page.state }}\n",
        ORIGINAL,
        TRANSLATION % SOURCE,
        f"-- {ledger_path('ferry')} --\n{LEDGER}",
    )


def edited(site: Story, old: str, new: str, path: str = "content/articles/ferry.nb.md") -> Story:
    file = site.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    return site.told(f"-- {path} --\n{text.replace(old, new)}")


def state(site: Story) -> str:
    """What the page of the translation says of itself."""
    return site.outputs()["en/articles/ferry/index.html"].strip()


# --------------------------------------------------------------------------------------
# Stories
# --------------------------------------------------------------------------------------


def test_a_translation_arrives(site: Story) -> None:
    site.told("-- content/articles/ferry.en.md --\n")
    assert state(site) == "original"
    site.told(TRANSLATION % SOURCE)
    assert state(site) == "current"
    assert site.problems() == []


def test_the_original_changes_one_digit(site: Story) -> None:
    assert state(edited(site, "12 år", "13 år")) == "stale"
    assert state(edited(site, "13 år", "12 år")) == "current"


def test_a_comma_changes(site: Story) -> None:
    assert of_each(edited(site, "seks, og", "seks og")) == {"content/articles/ferry.en.md": State.AGED}


def test_lines_are_broken_elsewhere(site: Story) -> None:
    assert state(edited(site, "ingen som", "ingen\nsom")) == "current"


def test_the_title_changes(site: Story) -> None:
    assert state(edited(site, "title: Ferja", "title: Bru")) == "stale"


def test_another_day_and_another_section_are_nothing_to_a_translator(site: Story) -> None:
    assert state(edited(site, "2026-01-02\nsection: debate", "2026-01-03\nsection: members")) == "current"


def test_a_correction_does_not_wait_for_a_translator(site: Story) -> None:
    correction = "title: Ferja\ncorrections: [{date: 2026-02-01, kind: correction, text: Det er en båt.}]"
    site.told("-- templates/corrections.html --\n{{ page.locale }}\n")
    assert state(edited(site, "title: Ferja", correction)) == "current"


def test_the_file_moves_to_a_folder(site: Story) -> None:
    folder = site.root / "content/articles/2026/ferry"
    folder.mkdir(parents=True)
    (site.root / "content/articles/ferry.nb.md").rename(folder / "index.nb.md")
    assert state(site) == "current"


def test_the_files_are_renamed_and_keep_their_key(site: Story) -> None:
    for locale in ("nb", "en"):
        edited(site, "title:", "key: ferry\ntitle:", f"content/articles/ferry.{locale}.md")
        (site.root / f"content/articles/ferry.{locale}.md").rename(site.root / f"content/articles/boat.{locale}.md")
    edited(site, "seks, og", "seks og", "content/articles/boat.nb.md")
    assert of_each(site) == {"content/articles/boat.en.md": State.AGED}


def test_a_translation_of_a_translation_stands_to_that(site: Story) -> None:
    edited(site, "12 år", "13 år")
    english, _ = recorded((site.root / "content/articles/ferry.en.md").read_text(), "en")
    site.told(
        f"-- content/articles/ferry.de.md --\n---\ntitle: A\ntranslation: {{of: en, source: {english}}}\n---\nJa.\n"
    )
    assert of_each(site) == {"content/articles/ferry.de.md": State.CURRENT, "content/articles/ferry.en.md": State.STALE}


# --------------------------------------------------------------------------------------
# What is not known, and what is wrong
# --------------------------------------------------------------------------------------


def test_without_a_fingerprint_a_translation_is_untracked(site: Story) -> None:
    edited(site, f"source: {SOURCE}, ", "", "content/articles/ferry.en.md")
    assert state(site) == "untracked"
    assert [problem.partition(": ")[2] for problem in site.problems()] == [
        "ledger-unused: No translation was made from what stands in this ledger."
    ]


@pytest.mark.parametrize("status", ["draft", "machine"])
def test_a_translation_that_is_not_finished_is_nothing_else(site: Story, status: str) -> None:
    edited(site, "status: reviewed", f"status: {status}", "content/articles/ferry.en.md")
    page = site.outputs(drafts=True)["en/articles/ferry/index.html"].strip()
    assert page == status


def test_without_a_ledger_it_is_not_known_how_much_has_changed(site: Story) -> None:
    site.told(f"-- {ledger_path('ferry')} --\n")
    told = (
        "content/articles/ferry.en.md:3:31: ledger-missing: "
        "locales/ledger/ferry.json does not have the words that this was made from."
    )
    assert (state(site), site.problems()) == ("current", [told])
    assert state(edited(site, "seks, og", "seks og")) == "stale"


def test_a_broken_ledger_is_told_in_its_place_and_stops_nothing(site: Story) -> None:
    edited(site, "seks, og", "seks og")
    site.told(f"-- {ledger_path('ferry')} --\n{LEDGER.replace('måsene', 'måkene')}")
    message = "The words of this version are not those that its fingerprint was made from."
    problem = f"{ledger_path('ferry')}:2: ledger-altered: {message}"
    assert (state(site), site.problems()) == ("stale", [problem])
    site.told(f"-- {ledger_path('ferry')} --\n{{\n<<<<<<< HEAD\n")
    assert [problem.split(": ")[1] for problem in site.problems()] == ["ledger-syntax"]


def test_a_ledger_waits_for_an_original_that_is_not_there(site: Story) -> None:
    edited(site, "title:", "date: 2026-01-02\nsection: debate\ntitle:", "content/articles/ferry.en.md")
    site.told("-- content/articles/ferry.nb.md --\n")
    assert state(site) == "orphan"
    assert [problem.split(": ")[1] for problem in site.problems()] == ["translation-orphan"]


def test_a_ledger_that_belongs_to_nothing_is_told(site: Story) -> None:
    site.told("-- locales/ledger/bus.json --\n{}\n")
    assert [problem.split(": ")[:2] for problem in site.problems()] == [["locales/ledger/bus.json", "ledger-unused"]]


def test_what_is_no_fingerprint_is_an_error(site: Story) -> None:
    edited(site, SOURCE, "v2:abc", "content/articles/ferry.en.md")
    assert "content/articles/ferry.en.md:3:31: translation-source: `v2:abc` is no fingerprint." in site.problems()


def test_a_paragraph_that_is_not_translated_is_an_error_at_its_line(site: Story) -> None:
    edited(site, "The last ferry leaves", f"{BODY.split(chr(10))[1]}\n\nThe", "content/articles/ferry.en.md")
    message = "translation-untranslated: A part of this text is in the words of the original."
    assert site.problems() == [f"content/articles/ferry.en.md:5: {message}"]
    edited(site, "status: reviewed", "status: draft", "content/articles/ferry.en.md")
    assert site.problems() == []


def test_a_paragraph_in_the_words_that_the_original_had_is_not_translated_either(site: Story) -> None:
    edited(site, "The last ferry leaves", f"{BODY.split(chr(10))[1]}\n\nThe", "content/articles/ferry.en.md")
    edited(site, "seks, og", "seks og")
    assert [problem.split(": ")[1] for problem in site.problems()] == ["translation-untranslated"]


def untranslated(site: Story) -> Diagnostics:
    return tuple(problem for problem in site.made().diagnostics if problem.code == "translation-untranslated")


@pytest.mark.parametrize("section", ["debate", "members"])
def test_a_baseline_knows_a_paragraph_that_is_not_translated_wherever_it_stands(site: Story, section: str) -> None:
    edited(site, "section: debate", f"section: {section}")
    edited(site, "De sier at", "<!-- paywall -->\n\nDe sier at")
    edited(
        site,
        "The last",
        f"Open.\n\n<!-- paywall -->\n\n{BODY.split(chr(10))[1]}\n\n{BODY.split(chr(10))[3]}\n\nThe",
        "content/articles/ferry.en.md",
    )
    before = fingerprints(untranslated(site))
    edited(site, "Open.", "Open.\n\nAnd wide.", "content/articles/ferry.en.md")
    assert len(before) == 2
    assert fingerprints(untranslated(site)) == before


def test_of_a_text_for_members_no_line_is_shown(site: Story) -> None:
    edited(site, "section: debate", "section: members")
    edited(site, "siste ferja går", "<!-- paywall -->\n\nsiste ferja går")
    edited(
        site,
        "The last",
        f"Open.\n\n<!-- paywall -->\n\n{BODY.split(chr(10))[3]}\n\nThe",
        "content/articles/ferry.en.md",
    )
    told = [(problem.hint.partition(". ")[0], problem.span) for problem in untranslated(site)]
    assert told == [("It begins on line 9", Span("content/articles/ferry.en.md", 3, 60))]
    assert not any("legges ned" in line for line in site.made().lines.values())


# --------------------------------------------------------------------------------------
# What it costs, and what is kept
# --------------------------------------------------------------------------------------


def read(site: Story) -> tuple[Parsed, Memo]:
    memo = Memo(load(site.root, exclude=[]), store_in_memory())
    texts = parsed(load(site.root, exclude=[]), memo, "", HERE)
    assert isinstance(texts, Parsed)
    return texts, memo


def of_each(site: Story) -> dict[str, State]:
    texts, memo = read(site)
    return dict(translations(load(site.root, exclude=[]), texts, memo, HERE).states)


def test_workers_find_what_this_process_finds(site: Story, tmp_path: Path) -> None:
    for number in range(5):
        for locale in ("nb", "en"):
            text = (site.root / f"content/articles/ferry.{locale}.md").read_text()
            site.told(f"-- content/articles/ferry{number}.{locale}.md --\n{text}")
    edited(site, "12 år", "13 år", "content/articles/ferry3.nb.md")
    texts, memo = read(site)
    found = translations(load(site.root, exclude=[]), texts, memo, processes(2, tmp_path, least=1))
    assert found.states == of_each(site)
    assert sorted(found.states.values()) == ["current"] * 5 + ["stale"]


def test_no_words_of_a_ledger_are_in_the_cache_or_in_the_site(site: Story, tmp_path: Path) -> None:
    edited(site, "section: debate", "section: members")
    edited(site, "De sier at den skal legges ned", "<!-- paywall -->\n\nDe sier at den skal forsvinne")
    cache, output = tmp_path / "cache.sqlite", tmp_path / "output"
    built_site(site.root, output, cache, Options(at=AT, master=MASTER), {}, force=False)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("cache.sqlite*"))
    made = b"".join(file.read_bytes() for file in output.rglob("*") if file.is_file())
    assert b"current" in made
    for words in ("legges ned", "skal forsvinne"):
        assert words.encode() not in kept + made


@pytest.mark.parametrize(
    "ledger",
    [
        LEDGER.replace("paragraph: De sier", "De sier: "),
        LEDGER.replace("    ", "").replace("\n", "").replace("måsene", "måkene"),
        LEDGER.replace('"paragraph: De', "De"),
        LEDGER.replace(SOURCE, "De sier"),
    ],
)
def test_no_words_of_a_broken_ledger_are_shown_or_kept(site: Story, tmp_path: Path, ledger: str) -> None:
    edited(site, "De sier", "<!-- paywall -->\n\nNoen sier")
    edited(site, "section: debate", "section: members")
    site.told(f"-- {ledger_path('ferry')} --\n{ledger}")
    cache = tmp_path / "cache.sqlite"
    built = built_site(site.root, tmp_path / "output", cache, Options(at=AT, master=MASTER), {}, force=False)
    assert [problem.span.source for problem in built.made.diagnostics] == [ledger_path("ferry")]
    said = as_text(built.made.diagnostics, built.made.lines)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("cache.sqlite*"))
    assert "De sier" not in said
    assert b"De sier" not in kept


def parts(site: Story) -> Mapping[str, bytes]:
    """What rendering stands on."""
    files = load(site.root, exclude=[])
    found = prepared(files, Memo(files, store_in_memory()), Options(at=AT, master=MASTER), Seams(), HERE, Seconds())
    assert isinstance(found, Prepared)
    return found.parts


def test_a_ledger_is_no_part_of_what_pages_are_made_of(site: Story) -> None:
    before = parts(site)
    site.told(f"-- {ledger_path('ferry')} --\n{LEDGER}\n-- {ledger_path('bus')} --\n{{}}\n")
    assert parts(site)["catalogs"] == before["catalogs"]
    site.told(f"-- locales/nb/LC_MESSAGES/messages.po --\n{CATALOG}")
    assert parts(site)["catalogs"] != before["catalogs"]


def test_readers_get_the_same_site_where_a_translation_has_aged(site: Story) -> None:
    before = parts(site)
    edited(site, "seks, og", "seks og")
    assert parts(site)["site"] == before["site"]


def test_states_have_an_order_that_does_not_depend_on_what_was_edited(site: Story) -> None:
    for name in ("boat", "train"):
        for locale in ("nb", "en"):
            text = (site.root / f"content/articles/ferry.{locale}.md").read_text(encoding="utf-8")
            site.told(f"-- content/articles/{name}.{locale}.md --\n{text}")
        site.told(f"-- {ledger_path(name)} --\n{LEDGER}")
    files = load(site.root, exclude=[])
    texts, memo = read(site)
    before = translations(files, texts, memo, HERE).states
    edited(site, "seks, og", "seks og", "content/articles/boat.nb.md")
    files = load(site.root, exclude=[])
    memo = memo.over(files)
    edits = parsed(files, memo, "", HERE)
    assert isinstance(edits, Parsed)
    after = translations(files, edits, memo, HERE).states
    assert after["content/articles/boat.en.md"] is State.AGED
    assert list(after) == list(before)


def test_a_state_is_found_again_while_its_files_have_the_same_bytes(site: Story, tmp_path: Path) -> None:
    output, cache = tmp_path / "output", tmp_path / "cache.sqlite"

    def built() -> str:
        built_site(site.root, output, cache, Options(at=AT, master=MASTER), {}, force=False)
        return (output / "en/articles/ferry/index.html").read_text().strip()

    assert built() == "current"
    edited(site, "seks, og", "seks og")
    assert built() == "current"
    ledger = site.root / ledger_path("ferry")
    words = ledger.read_text()
    ledger.unlink()
    assert built() == "stale"
    ledger.write_text(words)
    assert built() == "current"
    (site.root / "content/articles/ferry.nb.md").touch()
    assert built() == "current"


def test_a_site_that_someone_writes_follows_its_originals_and_ledgers(site: Story) -> None:
    living = Living(site.root, Options(at=AT, master=MASTER), Seams())
    ledger = site.root / ledger_path("ferry")

    def seen(path: str) -> str:
        living.refresh([path])
        page = living.output("en/articles/ferry/index.html")
        assert page is not None
        return page.decode().strip()

    nb = "content/articles/ferry.nb.md"
    assert seen(nb) == "current"
    edited(site, "seks, og", "seks og")
    assert seen(nb) == "current"
    about = living.about("en/articles/ferry/index.html")
    assert about
    assert about.state is State.AGED
    words = ledger.read_text(encoding="utf-8")
    ledger.unlink()
    assert seen(ledger_path("ferry")) == "stale"
    ledger.write_text(words, encoding="utf-8")
    assert seen(ledger_path("ferry")) == "current"
    edited(site, "12 år", "13 år")
    assert seen(nb) == "stale"
