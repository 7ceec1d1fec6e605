"""What editors begin: the right file with the right words, and never over another one."""

import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from ordskifte.render.keys import master_key_text, new_master_key
from tests.app.terminal import conversation
from tests.program import environment
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

TEXTS = """
-- content/authors/kari-nord.nb.md --
---
name: Kari Nord
---
-- content/authors/ola-sor.nb.md --
---
name: Ola Sør
---
-- content/articles/2026/ferry/index.nb.md --
---
title: Ferja
slug: ferja
date: 2026-01-02
section: debate
---
Tekst.
-- content/pages/contact.nb.md --
---
title: Kontakt
slug: kontakt
redirect_from: [/skriv-til-oss/]
---
Tekst.
"""
ENV = {"SOURCE_DATE_EPOCH": "1795400000"}  # 2026-11-23


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, TEXTS)


def new(site: Story, *words: str) -> Result:
    return CliRunner().invoke(program, ["new", *words, "--source", str(site.root)], env=ENV)


def text(site: Story, path: str) -> str:
    return (site.root / path).read_bytes().decode()


def texts(site: Story) -> set[str]:
    return {path.relative_to(site.root).as_posix() for path in (site.root / "content").rglob("*.md")}


def problems(site: Story) -> list[str]:
    """All that is wrong on the next day, but that the words about a page that has moved are in English."""
    return [problem for problem in site.problems(at="2026-11-24") if "messages-missing" not in problem]


def front(site: Story, path: str) -> list[str]:
    """The lines of the front matter that are no notes."""
    return [line for line in text(site, path).split("---\n")[1].splitlines() if not line.startswith("#")]


ALL = ("--lang", "en", "--section", "debate", "--author", "kari-nord")


# --------------------------------------------------------------------------------------
# Articles
# --------------------------------------------------------------------------------------


def test_an_article_is_begun_with_what_it_must_say(site: Story) -> None:
    done = new(site, "article", "Øya: «vår» & æren", *ALL)
    assert done.exit_code == 0, done.output
    path = "content/articles/oya-var-aeren.en.md"
    assert done.output.startswith(f"{path}: written\n")
    assert front(site, path) == [
        'title: "Øya: «vår» & æren"',
        "date: 2026-11-23",
        "authors: [kari-nord]",
        "section: debate",
    ]
    assert problems(site) == []


def test_its_day_can_be_named_and_its_authors_can_be_several_and_called_by_name(site: Story) -> None:
    done = new(site, "article", "A", "--date", "2027-05-01T08:00", "--author", "Ola Sør", *ALL)
    assert "serve --open --future" in done.output
    assert front(site, "content/articles/a.en.md")[1:3] == [
        "date: 2027-05-01T08:00",
        "authors: [ola-sor, kari-nord]",
    ]


def test_a_section_may_be_called_by_its_name_in_any_edition(site: Story) -> None:
    for title, section in (("A", "Debatt"), ("B", "debate"), ("C", "Debate")):
        done = new(site, "article", title, "--lang", "en", "--section", section, "--author", "kari-nord")
        assert done.exit_code == 0, done.output
        assert front(site, f"content/articles/{title.lower()}.en.md")[-1] == "section: debate"


def test_today_is_that_of_the_site_s_clocks(site: Story) -> None:
    new(site, "article", "A", *ALL, "--at", "2026-12-31T23:30Z")
    assert front(site, "content/articles/a.en.md")[1] == "date: 2027-01-01"


def test_without_a_terminal_all_that_is_missing_is_told_at_once(site: Story) -> None:
    done = new(site, "article")
    assert done.exit_code == 2
    assert (
        "Missing: TITLE, --lang (one of nb, en), --section (one of debate, members), "
        "--author (one of kari-nord, ola-sor)." in done.output
    )


def test_what_there_is_only_one_of_need_not_be_said(tmp_path: Path) -> None:
    begun = CliRunner().invoke(program, ["init", str(tmp_path / "x"), "--locales", "nb"], env=ENV)
    assert begun.exit_code == 0
    site = Story(tmp_path / "x")
    assert new(site, "article", "Første").exit_code == 0
    assert front(site, "content/articles/forste.nb.md")[2:] == ["authors: [editors]", "section: society"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--section", "debat"), "There is no section 'debat'. Did you mean 'debate'?"),
        (("--section", "x"), "There is: debate, members. To begin one: program new section x"),
        (("--author", "kari-nor"), "There is no author 'kari-nor'. Did you mean 'kari-nord'?"),
        (("--author", "mina-berg"), "To begin one: program new author 'Mina Berg' --lang en"),
        (("--lang", "english"), "Did you mean en (English)?"),
        (("--date", "tomorrow"), "'tomorrow' is not a date"),
        (("--key", "Å B"), "Did you mean 'a-b'?"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_near(site: Story, words: tuple[str, ...], told: str) -> None:
    before = texts(site)
    options = dict(zip(ALL[::2], ALL[1::2], strict=True)) | {words[0]: words[1]}
    done = new(site, "article", "A", *(word for pair in options.items() for word in pair))
    assert done.exit_code == 2
    assert told in done.output
    assert texts(site) == before


@pytest.mark.parametrize("title", ["...", "\n"])
def test_a_title_that_no_file_can_be_called_by_wants_a_key(site: Story, title: str) -> None:
    assert new(site, "article", title, *ALL).exit_code == 2


def test_a_title_in_letters_of_another_script_becomes_a_key_too(site: Story) -> None:
    assert new(site, "article", "Привет", *ALL).exit_code == 0
    assert "content/articles/privet.en.md" in texts(site)


def test_a_translation_is_not_begun_as_an_article(site: Story) -> None:
    done = new(site, "article", "Ferry", *ALL)
    assert done.exit_code == 1
    assert "There is an article 'ferry' already, content/articles/2026/ferry/index.nb.md." in done.output
    assert "To translate it: program translate start ferry --to en" in done.output


def test_nothing_that_is_there_is_overwritten(site: Story) -> None:
    before = text(site, "content/articles/2026/ferry/index.nb.md")
    done = new(site, "article", "Ferry", "--lang", "nb", "--section", "debate", "--author", "kari-nord")
    assert "content/articles/2026/ferry/index.nb.md is there already." in done.output
    assert text(site, "content/articles/2026/ferry/index.nb.md") == before


def test_an_address_that_is_taken_is_not_taken_twice(site: Story) -> None:
    done = new(site, "article", "Ferja", "--lang", "nb", "--section", "debate", "--author", "kari-nord")
    assert done.exit_code == 1
    assert "The address of 'ferja' is that of content/articles/2026/ferry/index.nb.md already." in done.output


def test_a_mistake_elsewhere_keeps_nobody_from_writing(site: Story) -> None:
    site.told("-- content/articles/broken.nb.md --\n---\ntitel: A\n---\n")
    assert new(site, "article", "A", *ALL).exit_code == 0


# --------------------------------------------------------------------------------------
# Authors and pages
# --------------------------------------------------------------------------------------


def test_an_author_is_begun_and_again_in_another_language(site: Story) -> None:
    assert new(site, "author", "Åse Bjørn", "--lang", "nb").exit_code == 0
    assert new(site, "author", "Åse Bjørn", "--lang", "en").exit_code == 0
    again = new(site, "author", "Åse Bjørn", "--lang", "en")
    assert "content/authors/ase-bjorn.en.md is there already." in again.output
    assert {f"content/authors/ase-bjorn.{locale}.md" for locale in ("nb", "en")} <= texts(site)
    assert problems(site) == []


def test_a_page_is_begun_and_told_how_it_comes_to_the_foot_of_all_pages(site: Story) -> None:
    done = new(site, "page", "Om oss", "--lang", "nb")
    assert 'add "page:om-oss" to the links of [[menu]] in site.toml' in done.output
    assert front(site, "content/pages/om-oss.nb.md") == ["title: Om oss"]


def test_a_page_in_another_language_has_an_address_of_its_own(site: Story) -> None:
    new(site, "page", "Write to us", "--lang", "en", "--key", "contact")
    assert front(site, "content/pages/contact.en.md") == ["title: Write to us", "slug: write-to-us"]
    assert problems(site) == []


def test_the_search_page_has_its_address_where_there_is_one(site: Story) -> None:
    site.told(TWO_EDITIONS + "[build]\nsearch = true\n")
    done = new(site, "page", "Search", "--lang", "nb")
    assert done.exit_code == 1
    assert "is that of the search page already." in done.output
    site.told(TWO_EDITIONS)
    assert new(site, "page", "Search", "--lang", "nb").exit_code == 0


@pytest.mark.parametrize(
    ("title", "owner"),
    [
        ("Kontakt", "content/pages/contact.nb.md"),
        ("Skriv til oss", "content/pages/contact.nb.md"),
        ("En", "the front page"),
        ("Archive", "the archive"),
    ],
)
def test_a_page_does_not_take_the_address_of_something_else(site: Story, title: str, owner: str) -> None:
    done = new(site, "page", title, "--lang", "nb")
    assert done.exit_code == 1
    assert f"is that of {owner} already." in done.output


# --------------------------------------------------------------------------------------
# Sections
# --------------------------------------------------------------------------------------


def test_a_section_is_begun_in_site_toml_and_all_else_in_it_stays(site: Story) -> None:
    before = text(site, "site.toml")
    done = new(site, "section", "Sport & fritid", "--lang", "nb")
    assert done.exit_code == 0
    table = '\n[sections.sport-fritid]\nname = { nb = "Sport & fritid" }\n\n'
    assert text(site, "site.toml") == before.replace("[tags.sea]", f"{table.lstrip()}[tags.sea]").replace(
        'access = "members"\n', 'access = "members"\n\n'
    )
    assert "Articles name the section so: section: sport-fritid" in done.output
    assert "It is called so in en too" in done.output
    assert new(site, "article", "A", "--lang", "nb", "--section", "sport-fritid", "--author", "ola-sor").exit_code == 0
    assert problems(site) == []


def test_a_file_that_was_saved_on_windows_stays_so(site: Story) -> None:
    path = site.root / "site.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert new(site, "section", "Sport", "--lang", "nb").exit_code == 0
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf[site]")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert b"[sections.sport]" in content


def test_a_file_that_is_no_text_is_left_to_a_person(site: Story) -> None:
    path = site.root / "site.toml"
    path.write_bytes(path.read_bytes().replace("Prøven".encode(), "Prøven".encode("cp1252")))
    before = path.read_bytes()
    done = new(site, "section", "Sport", "--lang", "nb")
    assert (done.exit_code, path.read_bytes()) == (1, before)
    assert "site.toml:2:" in done.output
    assert "is not UTF-8" in done.output


@pytest.mark.parametrize("name", ["Debate", "Debatt"])
def test_a_section_that_there_is_is_not_begun_again(site: Story, name: str) -> None:
    before = text(site, "site.toml")
    done = new(site, "section", name, "--lang", "nb")
    assert "There is a section 'debate' already." in done.output
    assert text(site, "site.toml") == before


# --------------------------------------------------------------------------------------
# Series
# --------------------------------------------------------------------------------------


def test_a_series_is_begun_with_room_for_its_introduction_and_then_part_by_part(site: Story) -> None:
    done = new(site, "series", "Kysten vår", "--lang", "nb")
    assert done.exit_code == 0, done.output
    assert '[series.kysten-var]\nname = { nb = "Kysten vår" }\n' in text(site, "site.toml")
    assert front(site, "content/series/kysten-var.nb.md") == []
    assert "Articles say which part of it they are: series: {id: kysten-var, part: 1}" in done.output
    assert "It is called so in en too" in done.output
    for number, title in enumerate(("A", "B"), 1):
        assert new(site, "article", title, *ALL, "--series", "kysten-var").exit_code == 0
        path = f"content/articles/{title.lower()}.en.md"
        assert front(site, path)[-1] == f"series: {{id: kysten-var, part: {number}}}"
    assert problems(site) == []
    assert "en/series/kysten-var/index.html" in site.outputs(at="2026-11-24")


def test_the_next_part_is_behind_the_last_one_whatever_is_missing(site: Story) -> None:
    assert new(site, "series", "Kysten", "--lang", "nb").exit_code == 0
    assert new(site, "article", "A", *ALL, "--series", "kysten").exit_code == 0
    path = site.root / "content/articles/a.en.md"
    path.write_text(path.read_text().replace("part: 1", "part: 4"))
    assert new(site, "article", "B", *ALL, "--series", "kysten").exit_code == 0
    assert front(site, "content/articles/b.en.md")[-1] == "series: {id: kysten, part: 5}"


def test_a_series_that_there_is_is_not_begun_again_and_one_that_there_is_not_is_told_of(site: Story) -> None:
    assert new(site, "series", "Kysten", "--lang", "nb").exit_code == 0
    before = text(site, "site.toml")
    again = new(site, "series", "Kysten", "--lang", "en")
    assert again.exit_code == 1
    assert "There is a series 'kysten' already." in again.output
    assert text(site, "site.toml") == before
    done = new(site, "article", "A", *ALL, "--series", "kyst")
    assert done.exit_code == 2
    assert "There is no series 'kyst'. Did you mean 'kysten'? To begin one: program new series kyst" in done.output


# --------------------------------------------------------------------------------------
# At a terminal
# --------------------------------------------------------------------------------------


def test_at_a_terminal_what_is_missing_is_asked_for_and_an_unknown_author_is_begun(site: Story) -> None:
    answers = ("Ved kaia", "nb", "debat", "debate", "kari-nor", "n", "Mina Berg", "", "")
    shown, code = conversation(site.root, ("new", "article"), answers)
    assert code == 0, shown
    assert "  debate   Debatt\n" in shown
    assert "  ola-sor    Ola Sør\n" in shown
    assert "There is no 'debat'. Did you mean 'debate'?" in shown
    assert "There is no author 'kari-nor'. Did you mean 'kari-nord'? Begin one? [y/N]: n" in shown
    assert "There is no author 'Mina Berg'. Begin one? [Y/n]: " in shown
    assert front(site, "content/articles/ved-kaia.nb.md")[2:] == ["authors: [mina-berg]", "section: debate"]
    assert front(site, "content/authors/mina-berg.nb.md") == ["name: Mina Berg"]


def test_at_a_terminal_languages_and_sections_go_by_their_names_and_authors_between_commas(site: Story) -> None:
    answers = ("Ved kaia", "klingon", "norsk", "Debatt", "kari-nord, Ola Sør")
    shown, code = conversation(site.root, ("new", "article"), answers)
    assert code == 0, shown
    assert "Language [nb]: " in shown
    assert "There is no 'klingon'. There is: nb, en." in shown
    assert front(site, "content/articles/ved-kaia.nb.md")[2:] == ["authors: [kari-nord, ola-sor]", "section: debate"]


def test_at_a_terminal_the_language_is_that_of_the_site_unless_another_is_typed(site: Story) -> None:
    shown, code = conversation(site.root, ("new", "page", "Om oss"), ("",))
    assert code == 0, shown
    assert "content/pages/om-oss.nb.md" in texts(site)


# --------------------------------------------------------------------------------------
# Completion
# --------------------------------------------------------------------------------------


def completions(*words: str, begun: str = "") -> list[str]:
    """What a shell would offer behind these words."""
    asking = ShellComplete(program, {}, "ordskifte", "_ORDSKIFTE_COMPLETE")
    return [one.value for one in asking.get_completions(list(words), begun)]


def test_commands_and_options_are_completed() -> None:
    assert {"init", "new", "build", "serve"} <= {*completions()}
    assert completions(begun="mess") == ["messages"]
    assert completions("new") == ["article", "author", "page", "section", "series"]
    assert "--section" in completions("new", "article", "T", begun="--s")
    assert completions("completion") == ["bash", "zsh", "fish"]


def test_sections_and_authors_of_the_site_are_completed(site: Story) -> None:
    named = ("--source", str(site.root))
    assert completions("new", "article", *named, "--section") == ["debate", "members"]
    assert completions("new", "article", *named, "--author", begun="ka") == ["kari-nord"]


def test_articles_languages_and_members_of_the_site_are_completed(site: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    site.told("-- content/articles/the-bench.nb.md --\n---\ntitle: Benken\n---\n")
    assert completions("translate", "start", begun="the-b") == ["the-bench"]
    assert completions("translate", "start", "the-bench", "--to") == ["en", "nb"]
    assert completions("translate", "accept", begun="the-b") == ["the-bench"]
    assert completions("new", "article", "T", "--lang", begun="n") == ["nb"]
    assert completions("messages", "new", begun="e") == ["en"]


def test_members_are_completed_by_their_labels(site: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("ORDSKIFTE_ACCESS_KEY", master_key_text(new_master_key(secrets.token_bytes)))
    assert completions("access", "renew") == []
    done = CliRunner().invoke(program, ["access", "issue", "0117", "--until", "2099-01"])
    assert done.exit_code == 0, done.output
    assert completions("access", "renew", begun="0") == completions("access", "revoke") == ["0117"]


def test_folders_are_completed_by_the_shell() -> None:
    asking = ShellComplete(program, {}, "ordskifte", "_ORDSKIFTE_COMPLETE")
    [offer] = asking.get_completions(["deploy"], "/sr")
    assert (offer.type, offer.value) == ("dir", "/sr")


def test_series_of_the_site_are_completed(site: Story) -> None:
    assert new(site, "series", "Kysten", "--lang", "nb").exit_code == 0
    assert completions("new", "article", "--source", str(site.root), "--series", begun="k") == ["kysten"]


def test_where_there_is_no_site_nothing_is_completed_and_nothing_breaks(tmp_path: Path) -> None:
    assert completions("new", "article", "--source", str(tmp_path), "--section") == []
    assert completions("new", "article", "--source", str(tmp_path), "--author") == []
    assert completions("access", "revoke", "--source", str(tmp_path)) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_is_given_a_script_that_asks_the_program(shell: str) -> None:
    printed = CliRunner().invoke(program, ["completion", shell]).stdout
    assert f"_ORDSKIFTE_COMPLETE={shell}_complete" in printed


def test_the_program_answers_the_script_of_bash(site: Story, tmp_path: Path) -> None:
    tool = tmp_path / "ordskifte"
    tool.write_text(f"#!{sys.executable}\nfrom ordskifte.app.cli import main\nmain()\n", encoding="utf-8")
    tool.chmod(0o755)
    asked = {
        "COMP_WORDS": "ordskifte new article --section d",
        "COMP_CWORD": "4",
        "_ORDSKIFTE_COMPLETE": "bash_complete",
    }
    done = subprocess.run([tool], cwd=site.root, env=environment(**asked), capture_output=True, text=True, check=False)
    assert done.stdout == "plain,debate\n", done.stderr
