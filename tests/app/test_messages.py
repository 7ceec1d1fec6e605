import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import REPOSITORY, ordskifte, tree
from tests.stories import PLAIN_TEMPLATES, Story, story

CONFIG = """
-- site.toml --
[site]
title = {nb = "Prøven", en = "The Trial"}
tagline = "A magazine"
url = "https://example.org"
default_locale = "nb"
[locales.nb]
name = "Norsk"
path = ""
[locales.en]
name = "English"
path = "en"
[sections.debate]
name = "Debate"
"""
TEMPLATE = """
-- templates/not-found.html --
{# NOTE: Above a list. #}
{{ _("Latest")|marked }} {{ ngettext("%(n)s article", "%(n)s articles", 2, n=2)|marked }}
"""
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: nb\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
CATALOG = f'{HEADER}\nmsgid "Latest"\nmsgstr "Siste nytt"\n\nmsgid "Oldest"\nmsgstr "Eldste nytt"\n'
NB = "locales/nb/LC_MESSAGES/messages.po"
POT = "locales/messages.pot"
WRITING = ("extract", "update", "pseudo")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return story(tmp_path, CONFIG, PLAIN_TEMPLATES, TEMPLATE).root


def messages(command: str, site: Path, *options: str) -> Result:
    return CliRunner().invoke(program, ["messages", command, *options, "--source", str(site)])


def text(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def site_problems(site: Path) -> list[str]:
    """What a build tells, but for what is missing."""
    return [problem for problem in Story(site).problems() if "messages-missing" not in problem]


def with_catalog(site: Path, catalog: str | bytes, path: str = NB) -> Path:
    (site / path).parent.mkdir(parents=True)
    (site / path).write_bytes(catalog.encode() if isinstance(catalog, str) else catalog)
    return site


# --------------------------------------------------------------------------------------
# extract
# --------------------------------------------------------------------------------------


def test_extract_gathers_the_words_of_templates_and_of_the_configuration(site: Path) -> None:
    done = messages("extract", site)
    assert (done.exit_code, done.stdout) == (0, "locales/messages.pot: written\n")
    pot = text(site, POT)
    assert '#. Above a list.\n#: templates/not-found.html\nmsgid "Latest"\nmsgstr ""\n' in pot
    assert 'msgid "%(n)s article"\nmsgid_plural "%(n)s articles"\n' in pot
    assert 'msgid "A magazine"\n' in pot
    assert 'msgid "Debate"\n' in pot


def test_extract_leaves_the_catalogs_alone(site: Path) -> None:
    with_catalog(site, CATALOG)
    messages("extract", site)
    assert text(site, NB) == CATALOG


def test_the_same_words_give_the_same_bytes_and_write_nothing(site: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(site, tmp_path / "copy"))
    for folder in (site, other):
        messages("extract", folder)
    assert text(site, POT) == text(other, POT)
    before = tree(site)
    assert messages("extract", site).stdout == "locales/messages.pot: unchanged\n"
    assert tree(site) == before


def test_the_same_words_give_the_same_bytes_on_any_day_and_machine(site: Path, tmp_path: Path) -> None:
    elsewhere = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "86400"}
    other = Path(shutil.copytree(site, tmp_path / "an other folder"))
    for command in ("update", "pseudo"):
        messages(command, site)
        assert ordskifte(other, "messages", command, **elsewhere).returncode == 0
    for path in (POT, NB, PSEUDO):
        assert (site / path).read_bytes() == (other / path).read_bytes()


# --------------------------------------------------------------------------------------
# update
# --------------------------------------------------------------------------------------


def test_update_makes_the_catalog_of_each_edition_but_that_of_the_language_the_words_are_in(site: Path) -> None:
    done = messages("update", site)
    assert done.stdout == f"locales/messages.pot: written\n{NB}: written\n"
    assert '"Language: nb\\n"' in text(site, NB)
    assert 'msgid "Latest"\nmsgstr ""\n' in text(site, NB)


def test_a_second_update_changes_nothing(site: Path) -> None:
    messages("update", with_catalog(site, CATALOG))
    before = tree(site)
    assert messages("update", site).stdout == f"locales/messages.pot: unchanged\n{NB}: unchanged\n"
    assert tree(site) == before


def test_update_keeps_what_is_translated_and_what_is_no_longer_used(site: Path) -> None:
    messages("update", with_catalog(site, CATALOG))
    assert 'msgid "Latest"\nmsgstr "Siste nytt"\n' in text(site, NB)
    assert '#~ msgid "Oldest"\n#~ msgstr "Eldste nytt"\n' in text(site, NB)


def test_a_message_that_comes_back_has_its_translation_again(site: Path) -> None:
    messages("update", with_catalog(site, CATALOG))
    story(site, '-- templates/not-found.html --\n{{ _("Oldest")|marked }}')
    messages("update", site)
    assert '\nmsgid "Oldest"\nmsgstr "Eldste nytt"\n' in text(site, NB)
    assert '#~ msgid "Latest"\n#~ msgstr "Siste nytt"\n' in text(site, NB)


def test_a_new_wording_of_a_message_keeps_the_translation_as_fuzzy(site: Path) -> None:
    story(site, CONFIG, '-- templates/not-found.html --\n{{ pgettext("list", "Newest")|marked }}')
    with_catalog(site, f'{HEADER}\nmsgctxt "list"\nmsgid "Latest"\nmsgstr "Siste nytt"\n')
    messages("update", site)
    kept = '#, fuzzy\n#| msgctxt "list"\n#| msgid "Latest"\nmsgctxt "list"\nmsgid "Newest"\nmsgstr "Siste nytt"\n'
    assert kept in text(site, NB)


@pytest.mark.parametrize("folder", ["nb_NO", "no", "nb-NO", "NB"])
def test_a_catalog_is_known_by_any_spelling_of_its_language(site: Path, folder: str) -> None:
    path = f"locales/{folder}/LC_MESSAGES/messages.po"
    done = messages("update", with_catalog(site, CATALOG, path))
    assert done.exit_code == 0, done.output
    assert 'msgid "Latest"\nmsgstr "Siste nytt"\n' in text(site, path)
    assert not (site / NB).exists()


def test_a_catalog_of_a_language_without_an_edition_is_brought_into_step_too(site: Path) -> None:
    path = "locales/nn/LC_MESSAGES/messages.po"
    messages("update", with_catalog(site, CATALOG.replace("Language: nb", "Language: nn"), path))
    assert 'msgid "%(n)s article"\n' in text(site, path)
    assert 'msgid "Latest"\nmsgstr "Siste nytt"\n' in text(site, path)


def test_a_byte_order_mark_and_windows_line_ends_cost_no_translation(site: Path) -> None:
    messages("update", with_catalog(site, b"\xef\xbb\xbf" + CATALOG.replace("\n", "\r\n").encode()))
    assert 'msgid "Latest"\nmsgstr "Siste nytt"\n' in text(site, NB)


def test_update_mends_what_a_header_lacks_and_says_nothing_of_it(site: Path) -> None:
    done = messages("update", with_catalog(site, f"#, fuzzy\n{HEADER.replace('Plural', 'X-Plural')}"))
    assert (done.exit_code, done.stdout) == (0, f"locales/messages.pot: written\n{NB}: written\n")
    assert "fuzzy" not in text(site, NB)
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n' in text(site, NB)


def test_a_copy_of_the_template_becomes_a_catalog(site: Path) -> None:
    messages("extract", site)
    done = messages("update", with_catalog(site, text(site, POT)))
    assert done.exit_code == 0, done.output
    assert '"Language: nb\\n"\n' in text(site, NB)
    assert site_problems(site) == []


def test_a_catalog_that_says_what_it_should_stays_as_its_editor_broke_its_lines(site: Path) -> None:
    messages("update", with_catalog(site, CATALOG))
    (site / NB).write_text(text(site, NB).replace('msgid "Latest"', 'msgid ""\n"Latest"'), encoding="utf-8")
    before = tree(site)
    assert messages("update", site).stdout == f"{POT}: unchanged\n{NB}: unchanged\n"
    assert tree(site) == before


def test_a_trivial_change_keeps_a_translation(site: Path) -> None:
    with_catalog(site, CATALOG.replace("Latest", "Ltest"))
    done = messages("update", site, "--trivial", "Latest")
    assert done.exit_code == 0, done.output
    assert 'html\nmsgid "Latest"\nmsgstr "Siste nytt"\n' in text(site, NB)


def test_a_trivial_change_of_a_message_that_there_is_not_is_a_usage_error_with_the_nearest_one(site: Path) -> None:
    before = tree(with_catalog(site, CATALOG))
    done = messages("update", site, "--trivial", "section.debate.nam")
    assert done.exit_code == 2
    assert "There is no message 'section.debate.nam'. Did you mean 'section.debate.name'?" in done.stderr
    assert tree(site) == before


# --------------------------------------------------------------------------------------
# In step
# --------------------------------------------------------------------------------------


def test_nothing_is_in_step_before_it_has_been_written(site: Path) -> None:
    before = tree(site)
    done = messages("update", site, "--check")
    assert done.exit_code == 1
    assert done.stdout == (
        f"{POT}: there is no such file\n{NB}: there is no such file\n"
        "Not in step. Run `messages update`, and commit what it writes.\n"
    )
    assert messages("extract", site, "--check").exit_code == 1
    assert tree(site) == before


def test_what_update_has_written_is_in_step(site: Path) -> None:
    messages("update", with_catalog(site, CATALOG))
    before = tree(site)
    assert messages("extract", site, "--check").stdout == f"{POT}: in step\n"
    done = messages("update", site, "--check")
    assert (done.exit_code, done.stdout) == (0, f"{POT}: in step\n{NB}: in step\n")
    assert tree(site) == before


def test_what_is_not_in_step_is_named_and_nothing_is_written(site: Path) -> None:
    messages("update", with_catalog(site, CATALOG))
    story(site, '-- templates/not-found.html --\n{{ _("Newest")|marked }}')
    before = tree(site)
    done = messages("update", site, "--check")
    told = "1 message is missing: “Newest”\n{path}: 2 messages are used no longer: “%(n)s article”, “Latest”\n"
    assert done.exit_code == 1
    for path in (POT, NB):
        assert f"{path}: {told.format(path=path)}" in done.stdout
    assert messages("extract", site, "--check").exit_code == 1
    assert tree(site) == before


def test_a_template_that_cannot_be_read_is_not_in_step(site: Path) -> None:
    messages("update", site)
    (site / POT).write_text("no PO", encoding="utf-8")
    done = messages("update", site, "--check")
    assert (done.exit_code, "locales/messages.pot:1:1: error: " in done.stdout) == (1, True)
    assert messages("extract", site).exit_code == 0


# --------------------------------------------------------------------------------------
# new
# --------------------------------------------------------------------------------------


def test_a_new_catalog_is_empty_and_comes_with_the_lines_for_the_configuration(site: Path) -> None:
    done = messages("new", site, "nn")
    assert done.exit_code == 0, done.output
    assert done.stdout == (
        "locales/nn/LC_MESSAGES/messages.po: written\n12 messages, 26 words to translate.\n"
        "Add this to site.toml, and the site has an edition in it:\n\n"
        '[locales.nn]\nname = "Norsk nynorsk"\npath = "nn"\nfallback = ["nb"]\n\n'
        "These words are in no catalog. Add `nn` to their tables too:\n\nsite.toml:2: site.title\n\n"
    )
    assert 'msgid "Latest"\nmsgstr ""\n' in text(site, "locales/nn/LC_MESSAGES/messages.po")


def test_words_that_no_catalog_can_have_are_named_until_the_language_has_them(site: Path) -> None:
    config = site / "site.toml"
    tags = "".join(f'[tags.t{number}]\nname = {{nb = "Emne", en = "Topic"}}\n' for number in range(11))
    config.write_text(text(site, "site.toml").replace("en = ", 'nn = "Prøva", en = ') + tags, encoding="utf-8")
    told = messages("new", site, "nn").stdout.partition("tables too:\n\n")[2].splitlines()
    assert "site.title" not in "".join(told)
    assert told[0].endswith(": tags.t0.name")
    assert told[10:] == ["and 1 more", ""]


@pytest.mark.parametrize("locale", ["en", "en-GB"])
def test_english_needs_no_translation(site: Path, locale: str) -> None:
    told = messages("new", site, locale).stdout
    assert "English is complete by itself" in told
    assert "to translate" not in told
    assert "site.title" not in told


def test_an_edition_that_the_site_has_is_not_to_be_added(site: Path) -> None:
    assert "site.toml" not in messages("new", site, "nb").stdout


def test_northern_sami_has_three_plural_forms(site: Path) -> None:
    assert messages("new", site, "se").exit_code == 0
    assert '"Plural-Forms: nplurals=3; ' in text(site, "locales/se/LC_MESSAGES/messages.po")
    assert 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n' in text(site, "locales/se/LC_MESSAGES/messages.po")
    assert site_problems(site) == []


@pytest.mark.parametrize(
    ("typed", "folder", "is_told"),
    [
        ("nn-NO", "nn", True),
        ("nn_NO", "nn", True),
        ("no", "nb", True),
        ("pt_br", "pt_BR", False),
        ("sr-latn", "sr_Latn", False),
    ],
)
def test_a_language_is_known_by_any_of_its_names(site: Path, typed: str, folder: str, is_told: bool) -> None:
    done = messages("new", site, typed)
    locale = folder.replace("_", "-")
    assert done.exit_code == 0, done.output
    assert (site / f"locales/{folder}/LC_MESSAGES/messages.po").is_file()
    assert (f"`{typed}` is read as `{locale}`." in done.stdout) == is_told


@pytest.mark.parametrize("folder", ["nb", "nb_NO", "no"])
def test_a_catalog_that_is_there_is_never_overwritten(site: Path, folder: str) -> None:
    path = f"locales/{folder}/LC_MESSAGES/messages.po"
    before = tree(with_catalog(site, CATALOG, path))
    done = messages("new", site, "nb")
    assert done.exit_code == 1
    assert done.stderr == f"Error: {path} is there already. `messages update` brings it into step.\n"
    assert tree(site) == before


@pytest.mark.parametrize(("typed", "told"), [("norsk!", "is not a language tag"), ("en-XA", "messages pseudo")])
def test_what_is_no_language_gets_no_catalog(site: Path, typed: str, told: str) -> None:
    before = tree(site)
    done = messages("new", site, typed)
    assert (done.exit_code, told in done.stderr) == (2, True)
    assert tree(site) == before


def test_a_language_that_is_not_known_is_told_of(site: Path) -> None:
    assert "`qaa` is a language that is not known here" in messages("new", site, "qaa").stdout


def test_a_broken_catalog_of_another_language_is_no_obstacle(site: Path) -> None:
    with_catalog(site, "no PO")
    assert messages("new", site, "nn").exit_code == 0


# --------------------------------------------------------------------------------------
# pseudo
# --------------------------------------------------------------------------------------

PSEUDO = "locales/en_XA/LC_MESSAGES/messages.po"
PSEUDO_EDITION = '[locales.en-XA]\nname = "Pseudo"\npath = "en-xa"\nfallback = ["en"]\n'


def test_the_pseudo_locale_is_written_and_not_to_be_published(site: Path) -> None:
    done = messages("pseudo", site)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(f"{PSEUDO}: written\n")
    assert PSEUDO_EDITION in done.stdout
    assert "before you publish" in done.stdout
    assert 'msgid "Latest"\nmsgstr "⟦Ļáţţéšţţ⟧"\n' in text(site, PSEUDO)


def test_the_pseudo_locale_works_all_the_way(site: Path) -> None:
    messages("pseudo", site)
    (site / "site.toml").write_text(f"{text(site, 'site.toml')}\n{PSEUDO_EDITION}", encoding="utf-8")
    assert site_problems(site) == []
    outputs = Story(site).outputs()
    assert outputs["en-xa/404.html"] == (
        '<span lang="en-XA">⟦Ļáţţéšţţ⟧</span> <span lang="en-XA">⟦2 áŕţţíçļļéš⟧</span>'
    )
    assert "site.toml" not in messages("pseudo", site).stdout.partition("It is no language")[0]


def test_the_pseudo_locale_is_in_step_when_an_update_would_leave_it_alone(site: Path) -> None:
    messages("pseudo", site)
    messages("update", site)
    assert messages("update", site, "--check").exit_code == 0
    (site / PSEUDO).write_text(text(site, PSEUDO).replace("Ļáţţéšţţ", "Latest"), encoding="utf-8")
    done = messages("update", site, "--check")
    assert (done.exit_code, f"{PSEUDO}: 1 message has other words: “Latest”\n" in done.stdout) == (1, True)
    assert f"{PSEUDO}: written\n" in messages("update", site).stdout


def test_the_pseudo_locale_follows_the_words_and_is_nobody_s_work(site: Path) -> None:
    messages("pseudo", site)
    story(site, '-- templates/not-found.html --\n{{ _("Newest")|marked }}')
    assert messages("update", site).exit_code == 0
    assert 'msgid "Newest"\nmsgstr "⟦Ñéŵŵéšţţ⟧"\n' in text(site, PSEUDO)
    assert "#~" not in text(site, PSEUDO)
    assert "en-XA" not in messages("status", site).stdout


# --------------------------------------------------------------------------------------
# status
# --------------------------------------------------------------------------------------


def test_the_status_of_each_edition_and_of_each_other_catalog(site: Path) -> None:
    with_catalog(with_catalog(site, CATALOG), "", "locales/nn/LC_MESSAGES/messages.po")
    done = messages("status", site)
    assert done.exit_code == 0
    assert done.stdout == (
        "      done  translated  fuzzy  empty  wrong  words left\n"
        "nb     8 %           1      0     11      0          25\n"
        "en   100 %          12      0      0      0           0\n"
        "nn     0 %           0      0     12      0          26  no edition yet\n"
    )


def test_programs_are_told_all_counts(site: Path) -> None:
    with_catalog(
        site, f'{CATALOG}\nmsgid "%(n)s article"\nmsgid_plural "%(n)s articles"\nmsgstr[0] "%(x)s"\nmsgstr[1] ""\n'
    )
    nb, en = json.loads(messages("status", site, "--json").stdout)
    assert nb == {
        "locale": "nb",
        "path": NB,
        "is_edition": True,
        "messages": 12,
        "translated": 1,
        "fuzzy": 0,
        "empty": 11,
        "wrong": 0,
        "same": 0,
        "words": 25,
        "percent": 8,
    }
    assert (en["locale"], en["path"], en["percent"]) == ("en", "", 100)


def test_an_edition_that_has_too_little_fails(site: Path) -> None:
    with_catalog(with_catalog(site, CATALOG), "", "locales/nn/LC_MESSAGES/messages.po")
    assert messages("status", site, "--fail-under", "8").exit_code == 0
    failed = messages("status", site, "--fail-under", "9")
    assert (failed.exit_code, failed.stdout.endswith("\nUnder 9 %: nb.\n")) == (1, True)
    assert messages("status", site, "--fail-under", "9", "--json").stderr == "Under 9 %: nb.\n"
    assert messages("status", site, "--fail-under", "101").exit_code == 2


def test_translations_that_are_the_english_are_told_not_to_count(site: Path) -> None:
    copied = "".join(f'\nmsgid "{word}"\nmsgstr "{word}"\n' for word in ("Debate", "Notes", "Latest"))
    story(site, '-- templates/not-found.html --\n{{ _("Latest")|marked }}{{ _("Debate")|marked }}')
    done = messages("status", with_catalog(site, HEADER + copied))
    assert "nb: 3 translations are the English itself, and not counted.\n" in done.stdout


# --------------------------------------------------------------------------------------
# check
# --------------------------------------------------------------------------------------

WRONG = f'{HEADER}\nmsgid "%(n)s article"\nmsgid_plural "%(n)s articles"\nmsgstr[0] "én"\nmsgstr[1] "%(x)s"\n'


def test_a_sound_catalog_passes(site: Path) -> None:
    done = messages("check", with_catalog(site, CATALOG))
    assert (done.exit_code, done.stdout) == (0, "Checked 12 messages in 1 catalog (nb): 0 errors, 0 warnings.\n")


def test_what_keeps_an_entry_from_readers_is_an_error_to_translators(site: Path) -> None:
    done = messages("check", with_catalog(site, WRONG))
    assert done.exit_code == 1
    assert f"{NB}:10:1: error: `%(x)s` is not a placeholder of the English text. [message-placeholder]\n" in done.stdout
    assert done.stdout.endswith("Checked 12 messages in 1 catalog (nb): 1 error, 0 warnings.\n")
    assert [line.partition(": ")[2][:19] for line in site_problems(site)] == ["message-placeholder"]


def test_what_is_wrong_in_a_way_that_readers_do_see_is_a_warning(site: Path) -> None:
    done = messages("check", with_catalog(site, CATALOG.replace("Siste nytt", "Siste nytt ")))
    assert done.exit_code == 0
    assert "[message-space]" in done.stdout


def test_the_site_says_how_grave_a_finding_is(site: Path) -> None:
    with_catalog(site, CATALOG.replace("Siste nytt", "Siste nytt "))
    story(site, f'{CONFIG}[check.severity]\nmessage-space = "off"\n')
    assert "message-space" not in messages("check", site).stdout


def test_every_mistake_is_told_in_one_run(site: Path) -> None:
    with_catalog(with_catalog(site, "no PO"), WRONG.replace(": nb", ": nn"), "locales/nn/LC_MESSAGES/messages.po")
    story(site, f'{CONFIG}colour = "red"\n-- templates/front.html --\n{{{{ _("Latest") }}\n')
    told = messages("check", site).stdout
    for code in ("catalog-syntax", "message-placeholder", "key-unknown", "template-syntax"):
        assert f"[{code}]" in told


def test_programs_are_told_of_problems_and_nothing_else(site: Path) -> None:
    done = messages("check", with_catalog(site, WRONG), "--format", "json")
    (problem,) = json.loads(done.stdout)
    assert (problem["code"], problem["severity"], problem["line"]) == ("message-placeholder", "error", 10)
    assert done.stderr == "Checked 12 messages in 1 catalog (nb): 1 error, 0 warnings.\n"
    annotated = messages("check", site, "--format", "github").stdout
    assert annotated.startswith(f"::error file={NB},line=10,col=1,title=message-placeholder::")


def test_articles_are_not_read(site: Path) -> None:
    story(site, "-- content/articles/a.en.md --\n---\ntitle: [\n---\n")
    (site / "content/articles/\udcff.en.md").write_bytes(b"")
    for command in ("extract", "update", "status", "check"):
        done = messages(command, site)
        assert (done.exit_code, "content/" in done.stdout) == (0, False)


# --------------------------------------------------------------------------------------
# What stops it
# --------------------------------------------------------------------------------------


def assert_stopped(site: Path, place: str, *commands: str) -> None:
    before = tree(site)
    for command in commands:
        done = messages(command, site)
        assert done.exit_code == 1
        assert f"{place}: error: " in done.stdout
        assert tree(site) == before


def assert_catalogs_stopped(site: Path, place: str) -> None:
    assert_stopped(site, place, "update", "status", "check")
    assert messages("extract", site).exit_code == 0


def test_a_catalog_that_is_not_utf_8_is_not_touched(site: Path) -> None:
    assert_catalogs_stopped(with_catalog(site, CATALOG.replace("nytt", "nått").encode("latin-1")), f"{NB}:8:16")


def test_a_catalog_that_cannot_be_read_is_not_touched(site: Path) -> None:
    assert_catalogs_stopped(with_catalog(site, f'{CATALOG}\nmsgid "Late\nmsgstr "Sent"\n'), f"{NB}:13:7")


@pytest.mark.parametrize("field", ["Language: sv", "Plural-Forms: nplurals=3; plural=(n > 1);"])
def test_a_catalog_that_says_it_is_another_s_is_not_touched(site: Path, field: str) -> None:
    name = field.partition(":")[0]
    lines = (f'"{field}\\n"' if line.startswith(f'"{name}') else line for line in CATALOG.split("\n"))
    with_catalog(site, "\n".join(lines))
    assert not any(": error " in problem for problem in site_problems(site))
    assert_catalogs_stopped(site, f"{NB}:{3 if name == 'Language' else 5}:1")


def test_a_catalog_of_a_language_without_an_edition_is_an_error_to_translators(site: Path) -> None:
    with_catalog(with_catalog(site, CATALOG), "no PO", "locales/fr/LC_MESSAGES/messages.po")
    assert_catalogs_stopped(site, "locales/fr/LC_MESSAGES/messages.po:1:1")


def test_two_catalogs_of_one_language_are_not_touched(site: Path) -> None:
    with_catalog(with_catalog(site, CATALOG), CATALOG, "locales/nb_NO/LC_MESSAGES/messages.po")
    assert_catalogs_stopped(site, "locales/nb_NO/LC_MESSAGES/messages.po")


@pytest.mark.parametrize("entry", ['msgid "Latest"\nmsgstr "Nyest"\n', 'msgid "Oldest"\n'])
def test_an_entry_that_would_be_lost_keeps_the_catalog_as_it_is(site: Path, entry: str) -> None:
    with_catalog(site, f"{CATALOG}\n{entry}")
    assert_stopped(site, f"{NB}:13:1", "update", "check")
    assert messages("status", site).exit_code == 0


def test_a_template_that_cannot_be_read_makes_no_message_obsolete(site: Path) -> None:
    story(with_catalog(site, CATALOG), '-- templates/not-found.html --\n{{ _("Latest") }\n')
    assert_stopped(site, "templates/not-found.html:1:1", *WRITING)


def test_a_configuration_that_cannot_be_read_makes_no_message_obsolete(site: Path) -> None:
    story(with_catalog(site, CATALOG), "-- site.toml --\n[site\n")
    assert_stopped(site, "site.toml:1:6", *WRITING)


def test_an_article_with_errors_is_no_obstacle(site: Path) -> None:
    story(site, "-- content/articles/a.en.md --\n---\ntitle: [\n---\n")
    done = messages("update", site)
    assert (done.exit_code, done.stdout) == (0, f"locales/messages.pot: written\n{NB}: written\n")


def test_a_faulty_translation_is_told_and_kept(site: Path) -> None:
    faulty = f'{HEADER}\nmsgid "%(n)s article"\nmsgid_plural "%(n)s articles"\nmsgstr[0] "én"\nmsgstr[1] "%(x)s"\n'
    done = messages("update", with_catalog(site, faulty))
    assert done.exit_code == 0
    assert f"{NB}:10:1: warning: `%(x)s` is not a placeholder" in done.stdout
    assert 'msgstr[1] "%(x)s"' in text(site, NB)


def test_a_catalog_that_cannot_be_written_is_an_error(site: Path) -> None:
    (site / POT).mkdir(parents=True)
    done = messages("extract", site)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"Error: {POT} cannot be written: ")


def test_a_folder_that_is_no_site_is_a_usage_error(tmp_path: Path) -> None:
    done = messages("update", tmp_path)
    assert done.exit_code == 2
    assert "There is no site.toml" in done.stderr
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------------
# The sample publication
# --------------------------------------------------------------------------------------


def test_the_sample_s_catalogs_are_in_step_with_its_words(tmp_path: Path) -> None:
    for name in ("site.toml", "templates", "locales"):
        copy = shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy
        copy(REPOSITORY / name, tmp_path / name)
    done = messages("update", tmp_path)
    assert done.stdout == f"locales/messages.pot: unchanged\n{NB}: unchanged\n"
