"""`check` as CI runs it: on the sample publication with twelve faults planted in it, and on small sites."""

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import ordskifte, tree
from tests.sample import copied
from tests.stories import ONE_EDITION, SOUND_TEMPLATES, TWO_EDITIONS, Story, story

AT = "2026-12-01"

ESSAY = """
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-01
section: {section}
---
Fog.
"""
TWO_HEADINGS = (
    '-- templates/article.html --\n{% extends "list.html" %}\n{% block main %}<h1>1</h1><h1>2</h1>{% endblock %}\n'
)


def run(command: str, site: Path, *arguments: str) -> Result:
    """What a command did, standing elsewhere."""
    return CliRunner().invoke(program, [command, *arguments, "--source", str(site), "--at", AT])


def built(root: Path, *texts: str) -> Story:
    made = story(root, *texts)
    done = run("build", root)
    assert done.exit_code == 0, done.output
    return made


def small(root: Path, *texts: str) -> Story:
    return built(root, TWO_EDITIONS, SOUND_TEMPLATES, ESSAY.format(section="debate"), *texts)


def codes(done: Result) -> list[str]:
    return [record["code"] for record in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample publication, built; not to be changed."""
    folder = copied(tmp_path_factory.mktemp("sample")).root
    assert run("build", folder).exit_code == 0
    return folder


@pytest.fixture
def copy(sample: Path, tmp_path: Path) -> Path:
    """A sample to plant faults in."""
    return Path(shutil.copytree(sample, tmp_path / "copy"))


# --------------------------------------------------------------------------------------
# Nothing nags
# --------------------------------------------------------------------------------------


def test_the_sample_publication_passes_with_nothing_suppressed(sample: Path) -> None:
    assert "[check]" not in (sample / "site.toml").read_text(encoding="utf-8")
    before = tree(sample)
    done = run("check", sample)
    assert done.exit_code == 0, done.stdout
    assert ": 0 errors, " in done.stdout
    assert tree(sample) == before


def test_on_a_site_of_one_edition_with_english_essays_nothing_nags(tmp_path: Path) -> None:
    built(tmp_path, ONE_EDITION, SOUND_TEMPLATES, ESSAY.format(section="debatt"))
    done = run("check", tmp_path, "--fail-on", "warning")
    assert (done.exit_code, done.stdout.count("\n")) == (0, 1), done.stdout
    assert "1 edition (nb): 0 errors, 0 warnings." in done.stdout


def test_words_in_the_templates_of_one_edition_are_its_own_affair(tmp_path: Path) -> None:
    words = SOUND_TEMPLATES.replace("<p>{{ site.title|marked }}</p>", "<p>Les mer</p>")
    built(tmp_path / "one", ONE_EDITION, words, ESSAY.format(section="debatt"))
    built(tmp_path / "two", TWO_EDITIONS, words, ESSAY.format(section="debate"))
    assert codes(run("check", tmp_path / "one", "--format", "json")) == []
    assert codes(run("check", tmp_path / "two", "--format", "json")) == ["text-hardcoded"]


def test_how_many_pages_show_a_text_in_another_language_is_counted(tmp_path: Path) -> None:
    small(tmp_path)
    assert "in another language than their edition's: 1 in nb.\n" in run("check", tmp_path).stdout


# --------------------------------------------------------------------------------------
# Words of catalogs
# --------------------------------------------------------------------------------------

DOUBTFUL = """
-- locales/nb/LC_MESSAGES/messages.po --
msgid "Read more"
msgstr "Les mer."

# ignore: message-same
msgid "Fog"
msgstr "Fog"

#, python-format
msgid "Written by %(name)s"
msgstr "Skrevet av %(name)s <script>"

#, python-format
msgid "%(n)s of all"
msgstr "100% av %(n)s"
-- locales/glossary.nb.toml --
[[term]]
source = "read"
forbidden = ["les"]
-- templates/macros.html --
{% macro a(b) %}{{ _(b) }}{% endmacro %}
"""
DOUBTS = ["message-punctuation", "message-term", "message-variable"]


def of_words(done: Result) -> list[str]:
    """Those that no build tells."""
    return sorted({*codes(done)} & {*DOUBTS})


def test_doubtful_words_are_told_by_a_check_and_not_by_a_build(tmp_path: Path) -> None:
    small(tmp_path, DOUBTFUL)
    assert of_words(run("build", tmp_path, "--format", "json")) == []
    assert of_words(run("check", tmp_path, "--format", "json")) == DOUBTS
    assert "message-same" not in codes(run("check", tmp_path, "--format", "json"))


def test_how_grave_doubtful_words_are_is_for_the_site_to_say(tmp_path: Path) -> None:
    off = "[check.severity]\n" + "".join(f'{code} = "off"\n' for code in DOUBTS)
    small(tmp_path, DOUBTFUL, f"{TWO_EDITIONS}{off}")
    assert of_words(run("check", tmp_path, "--format", "json")) == []


def test_doubtful_words_may_be_known(tmp_path: Path) -> None:
    small(tmp_path, DOUBTFUL)
    known = str(tmp_path / "known.json")
    run("check", tmp_path, "--baseline", known, "--write-baseline")
    assert codes(run("check", tmp_path, "--format", "json", "--baseline", known)) == []


def test_a_glossary_is_part_of_no_output(tmp_path: Path) -> None:
    site = small(tmp_path, DOUBTFUL)
    before = tree(tmp_path / "output")
    for text in ("[[term]]\nforbidden = ['mer']\n", "no TOML at all\n"):
        site.told(f"-- locales/glossary.nb.toml --\n{text}")
        done = run("build", tmp_path)
        assert "0 written" in done.stdout
        assert "glossary" not in done.stdout
    assert tree(tmp_path / "output") == before
    assert "toml-syntax" in codes(run("check", tmp_path, "--format", "json"))


# --------------------------------------------------------------------------------------
# Twelve faults
# --------------------------------------------------------------------------------------

PLANTED = (
    (
        "content/articles/after-the-summit.en.md",
        "\n---\n",
        "\n---\n\nSee [this](article:nowhere).\n",
        "article-unknown",
    ),
    ("content/articles/the-last-ferry/index.en.md", "\n---\n", "\n---\n\n![](lead.svg)\n", "image-alt"),
    ("content/pages/about.nb.md", "\ntitle:", "\ncolour: red\ntitle:", "key-unknown"),
    ("locales/nb/LC_MESSAGES/messages.po", 'msgstr[1] "%(minutes)s', 'msgstr[1] "%(minutter)s', "message-placeholder"),
    ("templates/fragments/masthead.html", '<p class="nameplate">', '<p class="nameplate">Magazine ', "text-hardcoded"),
    ("templates/fragments/footer.html", '<p class="nameplate">', '<p class="nameplate" lang="en">', "language-untrue"),
    ("output/kontakt/index.html", "<h1>", '<h1 id="main">', "html-id"),
    ("output/en/contact/index.html", "<h1>", '<p><a href="/en/nowhere/">x</a></p><h1>', "output-link"),
    ("output/om-oss/index.html", "<h1>", '<p><a href="/kontakt/#nowhere">x</a></p><h1>', "output-anchor"),
    ("output/personvern/index.html", '<html lang="nb"', '<html lang="da"', "html-language"),
    ("output/en/privacy/index.html", '<link rel="canonical"', '<link rel="author"', "canonical-missing"),
    ("output/feed.xml", "<feed", "<<feed", "xml-wrong"),
)
"""Where, before what, what, and what it is told as."""


def plant(folder: Path, place: str, before: str, after: str) -> None:
    file = folder / place
    text = file.read_text(encoding="utf-8")
    assert before in text, place
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_twelve_planted_faults_are_named_and_nothing_else(sample: Path, copy: Path) -> None:
    def found(folder: Path) -> set[tuple[str, str]]:
        told = run("check", folder).stdout
        return set(re.findall(r"^([^\s:]+)(?::\d+)*: (?:error|warning): .* \[([\w-]+)\]$", told, re.MULTILINE))

    assert len(PLANTED) == 12
    for where, before, after, _ in PLANTED:
        plant(copy, where, before, after)
    planted = {(where, code) for where, _, _, code in PLANTED}
    planted -= {("templates/fragments/footer.html", "language-untrue")}
    planted |= {("output/404.html", "language-untrue")}  # Words do not say which template printed them.
    planted |= {("locales/nb/LC_MESSAGES/messages.po", "messages-missing")}  # What cannot be used is missing.
    assert found(copy) - found(sample) == planted


def test_what_the_search_shows_is_looked_over_as_pages_are(copy: Path) -> None:
    plant(copy, "templates/fragments/found.html", '<p class="row-date"></p>', '<p class="row-date">A person</p>')
    plant(copy, "templates/fragments/found.html", '<p class="kicker">', '<p class="kicker" lang="da">')
    told = json.loads(run("check", copy, "--format", "json").stdout)
    found = {problem["code"]: problem["file"] for problem in told if problem["code"] != "output-outdated"}
    assert found["text-hardcoded"] == "templates/fragments/found.html"
    assert found["language-untrue"].startswith("output/search-index/")


def file(location: dict[str, Any]) -> str:
    return unquote(location["physicalLocation"]["artifactLocation"]["uri"])


# --------------------------------------------------------------------------------------
# The output is what the sources make
# --------------------------------------------------------------------------------------


def test_a_file_that_these_sources_do_not_make_so_is_told_of(tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "output/index.html").write_text("<html></html>")
    (tmp_path / "output/en/index.html").unlink()
    (tmp_path / "output/other.txt").write_text("x")
    records = json.loads(run("check", tmp_path, "--format", "json").stdout)
    assert {(record["file"], record["message"]) for record in records if record["code"] == "output-outdated"} == {
        ("output/en/index.html", "This file is not there."),
        ("output/index.html", "These sources make another file than this one."),
        ("output/other.txt", "Nothing in these sources makes this file."),
    }


def test_an_output_that_was_not_built_anew_is_told_of_once(tmp_path: Path) -> None:
    made = small(tmp_path)
    made.told("-- site.toml --\n" + (tmp_path / "site.toml").read_text().replace("Prøven", "Prøvene"))
    assert run("check", tmp_path).stdout.count("[output-outdated]") == 1
    assert set(codes(run("check", tmp_path, "--format", "json"))) == {"output-outdated"}


def test_where_the_sources_have_errors_the_old_output_is_not_blamed_for_it(tmp_path: Path) -> None:
    made = small(tmp_path)
    made.told(ESSAY.format(section="debate").replace("Fog.\n", "Fog, [and](article:more).\n"))
    assert codes(run("check", tmp_path, "--format", "json")) == ["article-unknown"]


def test_a_template_that_counts_its_own_markup_makes_no_page_outdated(tmp_path: Path) -> None:
    counted = "{% set words %}{{ site.title|marked }}{% endset %}<p>{{ words|length }}</p>"
    small(tmp_path, SOUND_TEMPLATES.replace("<p>{{ site.title|marked }}</p>", counted))
    assert codes(run("check", tmp_path, "--format", "json")) == []


def test_another_folder_is_called_as_it_is_named(tmp_path: Path) -> None:
    small(tmp_path / "site")
    shutil.move(tmp_path / "site/output", tmp_path / "public")
    (tmp_path / "public/en/index.html").unlink()
    done = run("check", tmp_path / "site", str(tmp_path / "public"))
    assert done.stdout.startswith(f"{tmp_path}/public/en/index.html: error: ")


def test_a_folder_behind_a_link_is_called_as_the_link(tmp_path: Path) -> None:
    small(tmp_path, TWO_HEADINGS)
    shutil.move(tmp_path / "output", tmp_path / "release")
    (tmp_path / "current").symlink_to("release")
    told = run("check", tmp_path, str(tmp_path / "current"), "--format", "json")
    assert {record["file"].partition("/")[0] for record in json.loads(told.stdout)} == {"current"}


def test_workers_find_what_one_process_finds(copy: Path) -> None:
    for where, before, after, _ in PLANTED:
        plant(copy, where, before, after)
    alone = run("check", copy, "--format", "json", "--jobs", "1")
    assert run("check", copy, "--format", "json", "--jobs", "3", "--no-cache").stdout == alone.stdout


# --------------------------------------------------------------------------------------
# How it is told
# --------------------------------------------------------------------------------------


def test_a_fault_of_all_pages_is_one_line_at_its_template(tmp_path: Path) -> None:
    small(tmp_path, SOUND_TEMPLATES.replace("<p>{{ site", '<a href="/borte/">–</a><p>{{ site'))
    done = run("check", tmp_path)
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "templates/base.html:4:40: error: `/borte/` leads to nothing in the output. [output-link]\n"
    )
    assert done.stdout.count("[output-link]") == 1


def test_programs_are_told_of_every_output_that_shows_what_a_template_has(tmp_path: Path) -> None:
    small(tmp_path, SOUND_TEMPLATES.replace("<p>{{ site", '<a href="/borte/">–</a><p>{{ site'))
    outputs = sorted(f"output/{path}" for path in tree(tmp_path / "output") if path.endswith(".html"))
    [record] = json.loads(run("check", tmp_path, "--format", "json").stdout)
    assert (record["file"], record["outputs"]) == ("templates/base.html", outputs)
    [log] = json.loads(run("check", tmp_path, "--format", "sarif").stdout)["runs"]
    [result] = log["results"]
    assert list(map(file, result["locations"])) == ["templates/base.html"]
    assert list(map(file, result["relatedLocations"])) == outputs


LINKED = ESSAY.format(section="debate").replace("Fog.\n---", "Fog\n---").replace("\nFog.\n", "\n[Fog](/borte/).\n")
LINKED_TOO = LINKED.replace("fog.en.md", "{key}.en.md").replace("title: Fog", "title: {key}")


def test_a_link_of_a_text_that_leads_nowhere_is_told_once_in_the_text(tmp_path: Path) -> None:
    small(tmp_path, LINKED, LINKED_TOO.format(key="mist"))
    found = json.loads(run("check", tmp_path, "--format", "json").stdout)
    assert [record["file"] for record in found] == ["content/articles/fog.en.md", "content/articles/mist.en.md"]
    assert [len(record["outputs"]) > 4 for record in found] == [True, True]
    told = run("check", tmp_path).stdout
    assert "content/articles/fog.en.md:6:7: error: `/borte/` leads to nothing in the output. [output-link]\n" in told
    assert ": 2 errors, 0 warnings.\n" in told


def test_programs_are_told_of_every_page_by_itself_and_people_of_the_first(tmp_path: Path) -> None:
    small(tmp_path, ESSAY.format(section="debate"))
    pages = sorted((tmp_path / "output").rglob("index.html"))
    for page in pages:
        page.write_text(
            page.read_text(encoding="utf-8").replace("<h1>", "<p id=x></p><p id=x></p><h1>"), encoding="utf-8"
        )
    found = [
        record
        for record in json.loads(run("check", tmp_path, "--format", "json").stdout)
        if record["code"] == "html-id"
    ]
    assert len({record["file"] for record in found}) == len(found) > 1
    assert run("check", tmp_path).stdout.count("[html-id]") == 1
    assert run("check", tmp_path, "--format", "github").stdout.count("title=html-id") == 1


def test_sarif_has_what_its_schema_requires(tmp_path: Path) -> None:
    small(tmp_path, TWO_HEADINGS)
    (tmp_path / "output/a b.html").write_text("<html></html>")
    log = json.loads(run("check", tmp_path, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [log_run] = log["runs"]
    driver = log_run["tool"]["driver"]
    assert driver["name"] == "Ordskifte"
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(set(rules)) == len(rules)
    assert {"html-h1", "output-outdated"} < set(rules)
    prints = set()
    for result in log_run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        [location] = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]["uri"]
        assert not artifact.startswith("/")
        assert " " not in artifact
        region = location["physicalLocation"].get("region", {"startLine": 1})
        assert min(region.values()) >= 1
        prints.add(result["partialFingerprints"]["primaryLocationLineHash"])
    assert len(prints) == len(log_run["results"])


def test_github_gets_annotations_and_the_summary_goes_beside(tmp_path: Path) -> None:
    small(tmp_path, TWO_HEADINGS)
    done = ordskifte(tmp_path, "check", "--at", AT, "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=templates/") or "::error file=output/" in done.stdout
    assert done.stderr.startswith("Checked ")


def test_the_order_is_that_of_places(copy: Path) -> None:
    for where, before, after, _ in PLANTED:
        plant(copy, where, before, after)
    files = [record["file"] for record in json.loads(run("check", copy, "--format", "json").stdout)]
    assert files == sorted(files)


# --------------------------------------------------------------------------------------
# What fails
# --------------------------------------------------------------------------------------

WORDS = SOUND_TEMPLATES.replace("<p>{{ site.title|marked }}</p>", "<p>Les mer</p>")


def test_a_warning_fails_where_that_is_asked_for(tmp_path: Path) -> None:
    small(tmp_path, WORDS)
    assert run("check", tmp_path).exit_code == 0
    assert run("check", tmp_path, "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize(("grade", "exit_code", "count"), [("off", 0, 0), ("warning", 0, 1), ("error", 1, 1)])
def test_the_site_says_how_grave_a_problem_is(tmp_path: Path, grade: str, exit_code: int, count: int) -> None:
    graded = TWO_EDITIONS + f'[check]\nseverity = {{ text-hardcoded = "{grade}" }}\n'
    built(tmp_path, graded, WORDS, ESSAY.format(section="debate"))
    done = run("check", tmp_path, "--format", "json")
    assert (done.exit_code, codes(done)) == (exit_code, ["text-hardcoded"] * count)


def test_what_is_known_is_counted_and_not_told(tmp_path: Path) -> None:
    made = small(tmp_path, WORDS)
    known = tmp_path / "known.json"
    written = run("check", tmp_path, "--baseline", str(known), "--write-baseline")
    assert (written.exit_code, written.stdout) == (0, f"{known}: 1 problem known from now on.\n")
    done = run("check", tmp_path, "--baseline", str(known), "--fail-on", "warning")
    assert done.exit_code == 0
    assert "0 errors, 0 warnings.\n" in done.stdout
    assert f"1 problem more, known to {known}.\n" in done.stdout

    made.told(SOUND_TEMPLATES)
    assert run("build", tmp_path).exit_code == 0
    mended = run("check", tmp_path, "--baseline", str(known), "--fail-on", "warning")
    assert mended.exit_code == 0
    assert f"Known to {known}, and there no more: templates/base.html: “Les mer” is written" in mended.stdout
    run("check", tmp_path, "--baseline", str(known), "--write-baseline")
    assert json.loads(known.read_text()) == {"version": 1, "findings": []}


def write_known(site: Path) -> Path:
    known = site / "known.json"
    done = run("check", site, "--baseline", str(known), "--write-baseline")
    assert done.exit_code == 0, done.output
    return known


def test_what_is_known_of_one_page_is_told_of_each_other(tmp_path: Path) -> None:
    made = small(tmp_path, LINKED)
    known = write_known(tmp_path)
    assert run("check", tmp_path, "--baseline", str(known)).exit_code == 0
    made.told(LINKED_TOO.format(key="dew") + LINKED_TOO.format(key="mist"))
    assert run("build", tmp_path).exit_code == 0
    done = run("check", tmp_path, "--baseline", str(known), "--format", "json")
    files = [record["file"] for record in json.loads(done.stdout)]
    assert done.exit_code == 1
    assert files == ["content/articles/dew.en.md", "content/articles/mist.en.md"]
    assert "there no more" not in done.stderr


def test_a_count_in_its_sentence_does_not_make_a_problem_a_new_one(tmp_path: Path) -> None:
    more = SOUND_TEMPLATES.replace("<p>{{ site", '<p>{{ _("More")|marked }}</p><p>{{ site')
    made = small(tmp_path, more)
    known = write_known(tmp_path)
    made.told(more.replace("<p>{{ site", '<p>{{ _("Most")|marked }}</p><p>{{ site'))
    assert run("build", tmp_path).exit_code == 0
    assert "2 of 2 messages" in run("check", tmp_path).stdout
    done = run("check", tmp_path, "--baseline", str(known), "--fail-on", "warning")
    assert done.exit_code == 0, done.stdout
    assert f"1 problem more, known to {known}.\n" in done.stdout


def test_what_stops_a_build_cannot_be_known(tmp_path: Path) -> None:
    made = small(tmp_path)
    known = write_known(tmp_path)
    before = known.read_text()
    made.told(ESSAY.format(section="debate").replace("Fog.\n", "Fog, [and](article:more).\n"))
    done = run("check", tmp_path, "--baseline", str(known), "--write-baseline")
    assert done.exit_code == 1
    assert "[article-unknown]" in done.stdout
    assert "known.json is not written: 1 error would stop a build" in done.stderr
    assert known.read_text() == before

    findings = [
        {"file": "content/articles/fog.en.md", "code": "article-unknown", "message": "There is no article `more`."}
    ]
    known.write_text(json.dumps({"version": 1, "findings": findings}))
    done = run("check", tmp_path, "--baseline", str(known), "--format", "json")
    assert (done.exit_code, "article-unknown" in codes(done)) == (1, True)


@pytest.mark.parametrize("text", ["[site]\n", "{}", ""])
def test_only_a_baseline_is_written_over(tmp_path: Path, text: str) -> None:
    small(tmp_path)
    place = tmp_path / "other.toml"
    place.write_text(text)
    done = run("check", tmp_path, "--baseline", str(place), "--write-baseline")
    assert (done.exit_code, place.read_text()) == (2, text)
    assert "other.toml is not written over: it is no baseline" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--baseline", "nowhere.json"), "There is no nowhere.json. Write it with --write-baseline."),
        (("--write-baseline",), "--write-baseline needs --baseline FILE"),
        (("nowhere",), "There is no built site at nowhere. Build it first, or name where it is."),
    ],
)
def test_a_command_that_cannot_be_understood_says_why(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    small(tmp_path)
    done = run("check", tmp_path, *arguments)
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.split())


def test_a_site_that_was_never_built_is_to_be_built_first(tmp_path: Path) -> None:
    story(tmp_path, TWO_EDITIONS, SOUND_TEMPLATES)
    done = run("check", tmp_path)
    assert (done.exit_code, "Build it first" in done.stderr) == (2, True)


def test_without_a_usable_configuration_that_alone_is_told(tmp_path: Path) -> None:
    made = small(tmp_path)
    made.told("-- site.toml --\n[site\n")
    done = run("check", tmp_path)
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "Not checked: 1 error, 0 warnings.")


def test_a_baseline_that_is_none_is_refused(tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "known.json").write_text("[]")
    done = run("check", tmp_path, "--baseline", str(tmp_path / "known.json"))
    assert done.exit_code == 2
    assert "cannot be read: it is no baseline" in " ".join(done.stderr.split())
