"""The translators' report, as translators read it: pages in a browser, JSON in a program."""

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner, Result
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ordskifte.app.cli import program
from ordskifte.tools.differences import Run
from ordskifte.tools.report.values import (
    Change,
    Finding,
    Language,
    Message,
    Report,
    Section,
    Step,
    Task,
    Unwritten,
    Version,
    Worded,
    Work,
)
from tests.app.test_translate import ENV, FERRY, NB, edited, filled, translate
from tests.program import REPOSITORY, tree
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

DATES = (("back", "2026-05-31T20:00:00+02:00"), ("ahead", "2026-06-02T20:00:00+02:00"))
"""One is nearer in the morning, the other in the evening."""

LETTER = """\
-- content/articles/letter.en.md --
---
title: A Letter
date: 2026-05-28
section: members
---
Words for *members* only, and a lot of them, so that nobody can take them for a name.
-- content/pages/about.nb.md --
---
title: Om oss
---
Vi er prøven.
"""
INTERFACE = """\
-- templates/article.html --
{% extends "base.html" %}
{% block main %}
{% lang page.language as l %}
<article{{ l }}><h1>{{ page.entry.title }}</h1>{{ site.body(page.source) or "" }}</article>
{% endlang %}
{# NOTE: Stands under every article. #}
<p>{{ _("Read more") }}</p>
<p>{{ ngettext("%(n)s word", "%(n)s words", 2, n=2) }}</p>
{% if page.entry.key == "nobody" %}{{ _("Never said") }}{% endif %}
{% endblock %}
-- templates/page.html --
{% extends "base.html" %}
{% block main %}{% endblock %}
-- locales/nb/LC_MESSAGES/messages.po --
msgid ""
msgstr ""
"Language: nb\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# Asked Kari.
#, fuzzy
#| msgid "Read on"
msgid "Read more"
msgstr "Les videre"

#, python-format
msgid "%(n)s word"
msgid_plural "%(n)s words"
msgstr[0] "%(n)s ord"
msgstr[1] "%(m)s ord"
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site and its report: a ferry whose translation is behind, a letter and a page that have none."""
    folder = tmp_path_factory.mktemp("base")
    made = story(folder / "site", TWO_EDITIONS, PLAIN_TEMPLATES, INTERFACE, FERRY, LETTER)
    translate(made, "start", "ferry", "--to", "en")
    filled(made)
    assert translate(made, "accept", "ferry").exit_code == 0
    edited(made, NB, ("12 år", "13 år"))
    done = report(made, folder / "report")
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def site(base: Path, tmp_path: Path) -> Story:
    """That site, to be changed."""
    return Story(copytree(base / "site", tmp_path / "site"))


@pytest.fixture
def made(base: Path, tmp_path: Path) -> Path:
    """The folder of its report."""
    return Path(copytree(base / "report", tmp_path / "report"))


def report(site: Story, folder: Path, *options: str) -> Result:
    words = ["report", "--source", str(site.root), "--output", str(folder), *options]
    return CliRunner().invoke(program, words, env=ENV)


def told(made: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((made / "report.json").read_bytes())
    return read


def page(made: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((made / path).read_text(encoding="utf-8"))


def first(page: LexborHTMLParser, selector: str) -> LexborNode:
    found = page.css_first(selector)
    assert found is not None
    return found


def words(page: LexborHTMLParser, selector: str) -> list[str]:
    """The words of each element, white space folded."""
    return [" ".join(node.text().split()) for node in page.css(selector)]


# --------------------------------------------------------------------------------------
# Works
# --------------------------------------------------------------------------------------


def test_every_work_stands_in_every_language_with_its_state_in_words(made: Path) -> None:
    rows = {row.css("th")[0].css("span")[0].text(): words_of(row) for row in page(made, "works.html").css("tbody tr")}
    assert rows["Ferja"] == ["original", "stale 1 word"]
    assert rows["A Letter"] == ["missing 20 words", "original"]
    assert rows["Om oss"] == ["original", "missing 5 words"]


def words_of(row: Any) -> list[str]:
    """Of each cell, without the label that it has on a phone."""
    return [" ".join(cell.text().split()).partition(" ")[2] for cell in row.css("td")]


def test_a_work_with_something_to_do_has_a_page_with_the_change_beside_the_translation(made: Path) -> None:
    ferry = page(made, "works/article-ferry.html")
    assert words(ferry, ".changes tbody th") == ["Paragraph changed line 10"]
    assert words(ferry, ".changes del") == ["12"]
    assert words(ferry, ".changes ins") == ["13"]
    was, now, translation = ferry.css(".changes td p:not(.aside)")
    assert [node.attributes.get("lang") for node in (was, now, translation)] == ["nb", "nb", None]
    assert translation.text().startswith("They say that it will be gone in 12 years")


def test_what_is_english_is_not_marked_and_what_is_not_is(made: Path) -> None:
    assert first(page(made, "works/article-ferry.html"), "html").attributes["lang"] == "en"
    assert first(page(made, "works/article-ferry.html"), "h1 span").attributes["lang"] == "nb"
    assert first(page(made, "works/article-letter.html"), "h1 span").attributes.get("lang") is None


@pytest.mark.parametrize(
    ("path", "commands"),
    [
        ("works/article-letter.html", ["ordskifte translate start letter --to nb"]),
        (
            "works/article-ferry.html",
            ["ordskifte translate accept ferry --to en", "ordskifte translate accept ferry --to en --trivial"],
        ),
        ("works/page-about.html", []),
    ],
)
def test_a_page_has_the_commands_to_paste(made: Path, path: str, commands: list[str]) -> None:
    assert words(page(made, path), "code") == commands


def test_a_site_that_has_a_build_py_is_told_commands_that_begin_with_it(site: Story, tmp_path: Path) -> None:
    site.told("-- build.py --\npass\n")
    report(site, tmp_path / "report")
    command = words(page(tmp_path / "report", "works/article-letter.html"), "code")
    assert command == ["python build.py translate start letter --to nb"]


def test_the_commands_do_what_the_report_says(site: Story, made: Path, tmp_path: Path) -> None:
    (command,) = words(page(made, "works/article-letter.html"), "code")
    assert translate(site, *command.split()[2:]).exit_code == 0
    report(site, made)
    assert "draft" in words(page(made, "works/article-letter.html"), "h2")[0]
    assert words(page(made, "works/article-letter.html"), ".unwritten p") == [
        "Words for *members* only, and a lot of them, so that nobody can take them for a name."
    ]


def test_a_translation_whose_old_words_nobody_knows_says_so(site: Story, tmp_path: Path) -> None:
    (site.root / "locales/ledger/ferry.json").unlink()
    report(site, tmp_path / "report")
    ferry = page(tmp_path / "report", "works/article-ferry.html")
    assert "it is not known which words it was made from" in first(ferry, "main").text()
    (work,) = [work for work in told(tmp_path / "report")["works"] if work["key"] == "ferry"]
    assert [version["changes"] for version in work["versions"]] == [[], None]


def test_pages_lead_to_the_work_on_the_site(site: Story, tmp_path: Path) -> None:
    report(site, tmp_path / "report", "--base-url", "https://preview.example/x/")
    ferry = page(tmp_path / "report", "works/article-ferry.html")
    links = [node.attributes["href"] for node in ferry.css("main a[href^=https]")]
    assert links == ["https://preview.example/x/artikler/ferry/", "https://preview.example/x/en/articles/ferry/"]


@pytest.mark.parametrize(
    ("said", "heading", "advice"),
    [
        ("of: en\n  status: machine", "English: machine", "Read content/articles/ferry.en.md beside the original"),
        ("of: en", "English: untracked", "Compare content/articles/ferry.en.md with the original."),
        ("of: de", "English: orphan", "Bring back the version in de, or take `translation` out of"),
    ],
)
def test_every_state_has_its_advice(site: Story, tmp_path: Path, said: str, heading: str, advice: str) -> None:
    english = (site.root / "content/articles/ferry.en.md").read_text(encoding="utf-8")
    head, _, rest = english.partition("translation:\n")
    declared = said.replace("of: en", "of: nb")
    text = f"{head}translation:\n  {declared}\n---\n{rest.partition('---')[2].lstrip()}"
    (site.root / "content/articles/ferry.en.md").write_text(text, encoding="utf-8")
    report(site, tmp_path / "report")
    ferry = page(tmp_path / "report", "works/article-ferry.html")
    assert heading in words(ferry, "h2")
    assert any(each.startswith(advice) for each in words(ferry, ".steps p"))


def test_what_is_withdrawn_asks_for_nothing(site: Story, made: Path) -> None:
    edited(site, NB, ("section: debate", "section: debate\nwithdrawn: {date: 2026-03-01, reason: Det var feil.}"))
    report(site, made)
    assert not (made / "works/article-ferry.html").exists()
    assert "stale withdrawn" in [words_of(row)[1] for row in page(made, "works.html").css("tbody tr")]


def test_nothing_to_do_is_said_in_words(tmp_path: Path) -> None:
    made = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES)
    assert report(made, tmp_path / "report").exit_code == 0
    assert words(page(tmp_path / "report", "index.html"), ".standfirst") == [
        "0 works in 2 editions. Nothing is left to translate."
    ]
    assert "This site has no texts yet." in words(page(tmp_path / "report", "works.html"), "main p")
    assert words(page(tmp_path / "report", "nb.html"), ".standfirst") == ["Nothing is left to do in this language."]
    assert words(page(tmp_path / "report", "en-messages.html"), "#todo ~ p") == [
        "Nothing: every message has its words, and nothing is remarked on them."
    ]


# --------------------------------------------------------------------------------------
# What comes next
# --------------------------------------------------------------------------------------


def test_what_misleads_readers_comes_before_what_is_missing(made: Path) -> None:
    assert words(page(made, "index.html"), ".next .kicker") == [
        "Mend · into English",
        "Begin · into Norwegian",
        "Begin · into English",
    ]
    assert words(page(made, "en.html"), "h2") == ["The interface", "Mend", "Begin"]
    assert words(page(made, "en.html"), ".tasks tbody th a") == ["Ferja", "Om oss"]
    english = next(language for language in told(made)["languages"] if language["locale"] == "en")
    assert [(task["grade"], task["key"], task["words"]) for task in english["next"]] == [
        ("mend", "ferry", 1),
        ("begin", "about", 5),
    ]


# --------------------------------------------------------------------------------------
# The interface
# --------------------------------------------------------------------------------------


def message(made: Path, msgid: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A message, and its Norwegian words."""
    (found,) = [each for each in told(made)["messages"] if each["msgid"] == msgid]
    (worded,) = [each for each in found["wordings"] if each["locale"] == "nb"]
    return found, worded


def test_a_message_has_its_template_its_note_and_a_page_that_shows_it(made: Path) -> None:
    found, worded = message(made, "Read more")
    assert (found["files"], found["comments"]) == (["templates/article.html"], ["Stands under every article."])
    assert worded["example"] == "https://example.org/artikler/letter/"
    assert (worded["state"], worded["shown"], worded["notes"]) == ("fuzzy", "en", ["Asked Kari."])
    assert [run["words"] for run in worded["old"]] == ["Read ", "on"]


def test_a_message_that_no_page_asks_for_says_so(made: Path) -> None:
    assert message(made, "Never said")[1]["example"] == ""
    (shown,) = [line for line in page(made, "nb-messages.html").css(".message") if "Never said" in line.text()]
    assert "on no page that was looked at" in shown.text()


def test_words_of_the_configuration_are_found_where_they_are_shown(tmp_path: Path) -> None:
    menu = '-- templates/list.html --\n{% extends "base.html" %}\n{% block main %}{% for section in site.sections() %}'
    menu += "{{ section.name|marked }}{% endfor %}{% endblock %}\n"
    config = TWO_EDITIONS.replace('name = {nb = "Debatt", en = "Debate"}', 'name = "Debate"')
    made = story(tmp_path / "site", config, PLAIN_TEMPLATES, menu, FERRY)
    report(made, tmp_path / "report")
    found, worded = message(tmp_path / "report", "Debate")
    assert (found["context"], found["files"]) == ("section.debate.name", ["site.toml"])
    assert worded["example"] == "https://example.org/"


def test_a_message_is_seen_on_a_page_that_has_its_words_and_not_on_one_that_has_asked_for_them(tmp_path: Path) -> None:
    config = TWO_EDITIONS.replace(
        'name = {nb = "Debatt", en = "Debate"}', 'name = "Debate"\ndescription = "On <all> that %% is said"'
    )
    named = "{% for section in site.sections() %}{{ section.name|marked }}{% endfor %}"
    described = '{{ site.section("debate").description|marked }}'
    templates = "".join(
        f'-- templates/{name}.html --\n{{% extends "base.html" %}}\n{{% block main %}}{shown}{{% endblock %}}\n'
        for name, shown in {"list": named, "article": described}.items()
    )
    made = story(tmp_path / "site", config, PLAIN_TEMPLATES, templates, FERRY)
    report(made, tmp_path / "report")
    assert message(tmp_path / "report", "Debate")[1]["example"] == "https://example.org/"
    described_at = message(tmp_path / "report", "On <all> that %% is said")[1]["example"]
    assert described_at == "https://example.org/artikler/ferry/"


def test_words_of_a_campaign_that_an_edition_does_not_show_yet_are_seen_in_another(tmp_path: Path) -> None:
    config = (
        TWO_EDITIONS
        + """
[actions.give]
name = "Give"
url = "https://example.org/give"
[[campaign]]
id = "spring"
slot = "article-end"
title = "Read on"
body = "It is <give>spring</give>."
actions = ["give"]
"""
    )
    shown = '-- templates/article.html --\n{% extends "base.html" %}\n{% block main %}'
    shown += '{% for ask in site.campaigns(*page.in_slot("article-end")) %}'
    shown += "{{ ask.title }}{{ ask.body }}{{ ask.actions[0].name }}{% endfor %}{% endblock %}\n"
    made = story(tmp_path / "site", config, PLAIN_TEMPLATES, shown, FERRY)
    report(made, tmp_path / "report")
    for msgid in ("Read on", "It is <give>spring</give>.", "Give"):
        assert message(tmp_path / "report", msgid)[1]["example"] == "https://example.org/en/articles/ferry/"


def test_what_is_wrong_with_an_entry_stands_beside_it(made: Path) -> None:
    _, worded = message(made, "%(n)s word")
    assert worded["state"] == "wrong"
    assert [finding["code"] for finding in worded["findings"]] == ["message-placeholder"]
    (shown,) = [line for line in page(made, "nb-messages.html").css(".message") if "%(m)s" in line.text()]
    assert words(LexborHTMLParser(shown.html or ""), ".form p") == ["%(n)s ord", "%(m)s ord"]
    assert "locales/nb/LC_MESSAGES/messages.po:16 [message-placeholder]" in " ".join(shown.text().split())


def test_an_edition_without_words_of_its_own_says_whose_words_its_readers_see(site: Story, tmp_path: Path) -> None:
    edited(site, "site.toml", ("[urls]", '[locales.nn]\nname = "Nynorsk"\npath = "nn"\nfallback = ["nb"]\n[urls]'))
    edited(site, "site.toml", ('nb = "artikler/{slug}/"', 'nb = "artikler/{slug}/", nn = "artiklar/{slug}/"'))
    edited(site, "locales/nb/LC_MESSAGES/messages.po", ('"%(m)s ord"', '"%(n)s ord"'))
    assert report(site, tmp_path / "report").exit_code == 0
    (found,) = [each for each in told(tmp_path / "report")["messages"] if each["msgid"] == "%(n)s word"]
    assert {worded["locale"]: (worded["state"], worded["shown"]) for worded in found["wordings"]} == {
        "nb": ("translated", "nb"),
        "en": ("source", "en"),
        "nn": ("empty", "nb"),
    }
    nynorsk = page(tmp_path / "report", "nn-messages.html")
    assert "Readers see Norwegian Bokmål words." in first(nynorsk, "main").text()
    assert words(nynorsk, ".message [lang=nb]") == ["%(n)s ord", "%(n)s ord"]
    assert words(page(tmp_path / "report", "nn.html"), "#begin ~ table th a") == ["Om oss", "Ferja", "A Letter", "Kari"]


def test_english_needs_no_catalog(made: Path) -> None:
    assert words(page(made, "en-messages.html"), "#todo, .message") == ["To do"]


# --------------------------------------------------------------------------------------
# Files
# --------------------------------------------------------------------------------------


def test_the_same_sources_give_the_same_bytes(site: Story, made: Path, tmp_path: Path) -> None:
    report(site, tmp_path / "again")
    first, second = (
        {path: content for path, (content, _) in tree(each).items()} for each in (made, tmp_path / "again")
    )
    assert first == second
    assert told(made)["files"] == sorted(first)


def test_every_link_in_the_report_leads_to_a_file_and_a_place_of_it(made: Path) -> None:
    ids = {path: {node.id for node in page(made, path).css("[id]")} for path in tree(made) if path.endswith(".html")}
    for path in ids:
        for node in page(made, path).css("a[href], link[href]"):
            address, _, anchor = (node.attributes["href"] or "").partition("#")
            if address.startswith("https:"):
                continue
            file = (made / path).parent.joinpath(address).resolve() if address else made / path
            assert file.is_file(), (path, address)
            assert not anchor or anchor in ids[file.relative_to(made).as_posix()], (path, address, anchor)


def test_a_report_written_again_changes_what_has_changed_and_takes_its_old_pages_away(site: Story, made: Path) -> None:
    (made / "notes.txt").write_text("mine")
    again = report(site, made)
    assert f"{made}: 0 written, 11 unchanged, 0 removed." in again.stdout
    site.told("-- content/articles/letter.en.md --\n")
    assert report(site, made).exit_code == 0
    assert not (made / "works/article-letter.html").exists()
    assert (made / "notes.txt").read_text() == "mine"


def test_a_second_report_on_one_day_changes_nothing_but_the_moment(site: Story, tmp_path: Path) -> None:
    story(
        site.root, *(f"-- content/articles/{key}.en.md --\n---\ntitle: A\ndate: {date}\n---\n" for key, date in DATES)
    )
    made = tmp_path / "report"
    report(site, made, "--at", "2026-06-01T00:30")
    again = report(site, made, "--at", "2026-06-01T23:30")
    assert f"{made}: 1 written, " in again.stdout
    assert told(made)["at"] == "2026-06-01T23:30:00+02:00"
    assert f"{made}: 1 written, " not in report(site, made, "--at", "2026-06-02T00:30").stdout


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("content/report", "it lies among the sources, in `content`."),
        ("output", "it is or lies in the output of a site, which is there to be published."),
        ("output/report", "it is or lies in the output of a site, which is there to be published."),
        (".", "it is or holds the source of the site."),
        ("..", "it is or holds the source of the site."),
    ],
)
def test_a_report_is_not_written_where_it_would_be_published_or_in_the_way(
    site: Story, folder: str, reason: str
) -> None:
    before = tree(site.root)
    done = report(site, site.root / folder)
    assert (done.exit_code, reason in done.stderr) == (2, True)
    assert tree(site.root) == before


def test_a_report_is_not_written_into_the_output_of_a_site_wherever_that_lies(site: Story, tmp_path: Path) -> None:
    (tmp_path / "public/.ordskifte").mkdir(parents=True)
    assert report(site, tmp_path / "public").exit_code == 2
    assert report(site, tmp_path / "public/report").exit_code == 2


@pytest.mark.parametrize("content", [None, "{}", '{"format": "other-1", "files": ["a"]}', "[", '{"files": []}'])
def test_a_folder_that_holds_other_things_is_refused(site: Story, tmp_path: Path, content: str | None) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "a").write_text("mine")
    if content is not None:
        (folder / "report.json").write_text(content)
    done = report(site, folder)
    assert (done.exit_code, "is not empty, and holds no report" in done.stderr) == (2, True)
    assert (folder / "a").read_text() == "mine"


def test_a_report_removes_nothing_outside_its_folder(site: Story, made: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("mine")
    outside = {**told(made), "files": ["../mine.html", str(tmp_path / "mine.html")]}
    (made / "report.json").write_text(json.dumps(outside))
    assert report(site, made).exit_code == 0
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_a_report_follows_no_link_out_of_its_folder(site: Story, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert report(site, tmp_path / "report").exit_code == 0
    for page in (tmp_path / "report/works").iterdir():
        page.unlink()
    (tmp_path / "report/works").rmdir()
    (tmp_path / "report/works").symlink_to(tmp_path / "elsewhere")
    done = report(site, tmp_path / "report")
    assert (done.exit_code, done.stderr) == (1, "Error: works cannot be written: it is a link, and leads elsewhere\n")
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def test_sources_with_errors_are_reported_on_as_far_as_they_go(site: Story, tmp_path: Path) -> None:
    edited(site, "content/articles/letter.en.md", ("section: members", "sektion: members"))
    done = report(site, tmp_path / "report")
    assert done.exit_code == 0
    assert done.stderr.startswith("The sources have 1 error, which `build` tells;")


def test_a_template_that_cannot_be_used_leaves_the_works(site: Story, tmp_path: Path) -> None:
    site.told("-- templates/article.html --\n{% extends %}\n")
    assert report(site, tmp_path / "report").exit_code == 0
    assert (tmp_path / "report/works/article-ferry.html").is_file()
    assert told(tmp_path / "report")["messages"] != []


def test_without_a_usable_configuration_there_is_no_report(site: Story, tmp_path: Path) -> None:
    (site.root / "site.toml").write_text("[site")
    done = report(site, tmp_path / "report")
    assert done.exit_code == 1
    assert "toml-syntax" in done.stdout
    assert not (tmp_path / "report").exists()


def test_the_report_tells_search_engines_and_people_that_it_is_not_for_them(made: Path) -> None:
    for path in tree(made):
        if path.endswith(".html"):
            assert (
                first(page(made, path), 'meta[name="robots"]').attributes["content"] == "noindex, nofollow, noarchive"
            )
            assert "Not for publishing." in words(page(made, path), "footer strong")


def test_what_messages_check_remarks_stands_with_its_message_and_what_concerns_none_above(
    site: Story, tmp_path: Path
) -> None:
    edited(site, "locales/nb/LC_MESSAGES/messages.po", ('"%(m)s ord"', '"%(n)s ord "'))
    site.told('-- locales/glossary.nb.toml --\n[[term]]\nsource = "word"\npreferred = ["ord"]\nforbiden = []\n')
    report(site, tmp_path / "report")
    _, worded = message(tmp_path / "report", "%(n)s word")
    assert (worded["state"], [finding["code"] for finding in worded["findings"]]) == ("translated", ["message-space"])
    found = told(tmp_path / "report")["findings"]
    assert [(finding["code"], finding["file"]) for finding in found] == [("key-unknown", "locales/glossary.nb.toml")]
    assert "key-unknown" in first(page(tmp_path / "report", "nb-messages.html"), "#surroundings ~ .findings").text()


def test_what_the_site_turns_off_is_not_remarked(site: Story, tmp_path: Path) -> None:
    edited(site, "locales/nb/LC_MESSAGES/messages.po", ('"%(m)s ord"', '"%(n)s ord "'))
    edited(site, "site.toml", ("[sections.debate]", '[check]\nseverity = {message-space = "off"}\n[sections.debate]'))
    report(site, tmp_path / "report")
    assert message(tmp_path / "report", "%(n)s word")[1]["findings"] == []


def test_nobody_translates_into_the_pseudo_locale(site: Story, tmp_path: Path) -> None:
    pseudo = CliRunner().invoke(program, ["messages", "pseudo", "--source", str(site.root)])
    assert pseudo.exit_code == 0, pseudo.output
    edited(site, "site.toml", ("[urls]", '[locales.en-XA]\nname = "Pseudo"\npath = "xa"\n[urls]'))
    edited(site, "site.toml", ('en = "articles/{slug}/"}', 'en = "articles/{slug}/", en-XA = "a/{slug}/"}'))
    done = report(site, tmp_path / "report")
    assert done.exit_code == 0
    assert [language["locale"] for language in told(tmp_path / "report")["languages"]] == ["nb", "en"]
    assert "en-XA" not in (tmp_path / "report/works.html").read_text(encoding="utf-8")


def test_every_field_of_the_json_is_documented() -> None:
    words = (REPOSITORY / "docs/report.md").read_text(encoding="utf-8")
    structs = (Report, Language, Task, Section, Work, Version, Step, Change, Unwritten, Message, Worded, Finding, Run)
    named = [name for struct in structs for name in struct.__struct_fields__]
    assert [name for name in named if f"`{name}`" not in words] == []
