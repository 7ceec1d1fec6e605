import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ordskifte.app.cli import program
from tests.program import REPOSITORY, tree
from tests.stories import PLAIN_TEMPLATES, story

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


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return story(tmp_path, CONFIG, PLAIN_TEMPLATES, TEMPLATE).root


def messages(command: str, site: Path) -> Result:
    return CliRunner().invoke(program, ["messages", command, "--source", str(site)])


def text(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


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


# --------------------------------------------------------------------------------------
# What stops it
# --------------------------------------------------------------------------------------


def assert_stopped(site: Path, place: str) -> None:
    before = tree(site)
    for command in ("extract", "update"):
        done = messages(command, site)
        assert done.exit_code == 1
        assert f"{place}: error: " in done.stdout
        assert tree(site) == before


def test_a_catalog_that_is_not_utf_8_is_not_touched(site: Path) -> None:
    assert_stopped(with_catalog(site, CATALOG.replace("nytt", "nått").encode("latin-1")), f"{NB}:8:16")


def test_a_catalog_that_cannot_be_read_is_not_touched(site: Path) -> None:
    assert_stopped(with_catalog(site, f'{CATALOG}\nmsgid "Late\nmsgstr "Sent"\n'), f"{NB}:13:7")


def test_two_catalogs_of_one_language_are_not_touched(site: Path) -> None:
    with_catalog(with_catalog(site, CATALOG), CATALOG, "locales/nb_NO/LC_MESSAGES/messages.po")
    assert_stopped(site, "locales/nb_NO/LC_MESSAGES/messages.po")


def test_a_template_that_cannot_be_read_makes_no_message_obsolete(site: Path) -> None:
    story(with_catalog(site, CATALOG), '-- templates/not-found.html --\n{{ _("Latest") }\n')
    assert_stopped(site, "templates/not-found.html:1:1")


def test_a_configuration_that_cannot_be_read_makes_no_message_obsolete(site: Path) -> None:
    story(with_catalog(site, CATALOG), "-- site.toml --\n[site\n")
    assert_stopped(site, "site.toml:1:6")


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
