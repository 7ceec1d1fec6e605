"""Text for members from its source to the output folder: sealed there, found nowhere else, whatever has changed."""

import json
import random
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from msgspec.structs import replace

from ordskifte.app.build import built_site
from ordskifte.app.check import checked_site
from ordskifte.model.diagnostics import Severity
from ordskifte.model.secrets import Secret
from ordskifte.pipeline.checked import Checked
from ordskifte.pipeline.living import Living
from ordskifte.pipeline.results import Built, Options
from ordskifte.pipeline.seams import Seams
from ordskifte.render import grants
from ordskifte.render.keys import period_keys
from ordskifte.render.sealed import SealedFile, opened
from tests.stories import MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

AT = "2026-06-01"
SITE = "https://example.org/"
CANARY = "canary sang seven songs beside the frozen harbour"
TEMPLATES = """
-- templates/article.html --
{% extends "base.html" %}
{% block main %}
{% lang page.language as l %}<article{{ l }}>{{ site.body(page.source) }}</article>{% endlang %}
{% set part = site.sealed(page.entry.key) %}
{% if part %}<i data-sealed="{{ part.url }}" data-header="{{ part.header }}"></i>{% endif %}
<script type="application/ld+json">{{ page|structured_data }}</script>
{% endblock %}
"""
ARTICLE = """
-- content/articles/ice.{locale}.md --
---
title: Ice
date: 2026-05-02
section: {section}
---
Open words.[^1]

<!-- paywall -->

## A heading of which the {canary}

The {canary}, [and fog](article:fog).[^2]

![The {canary}](map.svg "And the {canary}")

[^1]: One.
[^2]: In a note the {canary}.
-- content/articles/map.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><title>The {canary}</title></svg>
"""
FOG = """
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-01
section: debate
---
Fog.
"""


@pytest.fixture
def site(tmp_path: Path) -> Story:
    made = story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, TEMPLATES, FOG)
    return with_access(made, "members")


def with_access(site: Story, section: str, canary: str = CANARY) -> Story:
    return site.told(ARTICLE.format(locale="en", section=section, canary=canary))


def built(site: Story, master: Secret | None = MASTER, at: str = AT, jobs: int = 1, *, strict: bool = False) -> Built:
    options = Options(at=at, master=master, requires_key=strict)
    where = site.root / "output", site.root / ".cache/ordskifte.sqlite"
    return built_site(site.root, *where, options, {}, force=False, jobs=jobs)


def codes(result: Built) -> list[str]:
    """Of what there is to say of access."""
    told = [problem.code for problem in result.made.diagnostics]
    return [code for code in told if code not in ("messages-missing", "paywall-free")]


def output(site: Story) -> Mapping[str, bytes]:
    folder = site.root / "output"
    files = (file for file in folder.rglob("*") if file.is_file() and ".ordskifte" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def everything(site: Story) -> bytes:
    """All bytes that a build has left, with those of the rows of its store."""
    kept = b"".join(
        file.read_bytes() for name in ("output", ".cache") for file in (site.root / name).rglob("*.*") if file.is_file()
    )
    rows = b""
    with sqlite3.connect(site.root / ".cache/ordskifte.sqlite") as store:
        for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows += repr(store.execute(f"SELECT * FROM {table}").fetchall()).encode()
    return kept + rows


def text(site: Story, locale: str = "en") -> str:
    """What a member reads."""
    content = output(site)[f"sealed/{locale}/ice.json"]
    file = SealedFile(json.loads(content)["protected"], content)
    return opened(file, period_keys(MASTER, ["member.2026-05"])).bare.decode()


def test_a_member_reads_the_rest_with_its_links_notes_and_pictures(site: Story) -> None:
    assert codes(built(site)) == []
    found = text(site)
    assert f"<p>The {CANARY}, <a" in found
    assert 'href="/en/articles/fog/"' in found
    assert 'src="data:image/svg+xml;base64,' in found
    assert '<ol start="2">' in found
    assert 'id="fn-2"' in found
    assert "Open words" not in found


def test_each_edition_has_a_file_of_its_own_that_its_page_names(site: Story) -> None:
    built(site)
    pages = output(site)
    for locale, page in (("en", "en/articles/ice/index.html"), ("nb", "artikler/ice/index.html")):
        protected = json.loads(pages[f"sealed/{locale}/ice.json"])["protected"]
        assert f'data-sealed="/sealed/{locale}/ice.json" data-header="{protected}"'.encode() in pages[page]


def test_nothing_of_it_is_anywhere_else(site: Story) -> None:
    built(site)
    for word in (b"canary", b"harbour", b"heading of which", b"fn-2"):
        assert word not in everything(site), word


def test_no_key_is_written_anywhere(site: Story) -> None:
    built(site)
    assert MASTER.bare not in everything(site)
    assert b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" not in everything(site)


def test_without_a_key_there_are_previews_and_a_warning(site: Story) -> None:
    result = built(site, None)
    assert codes(result) == ["access-no-key"]
    assert not result.made.has_errors
    assert not [path for path in output(site) if path.startswith(("sealed/", "assets/unlock"))]
    assert b"Open words" in output(site)["en/articles/ice/index.html"]
    assert b"canary" not in everything(site)


def test_where_a_key_is_required_its_absence_is_an_error(site: Story) -> None:
    result = built(site, None, strict=True)
    assert codes(result) == ["access-no-key"]
    assert result.made.has_errors
    assert output(site) == {}
    assert codes(built(site, strict=True)) == []


def test_a_second_build_writes_nothing(site: Story) -> None:
    built(site)
    assert built(site).written == ()
    site.told(FOG.replace("Fog.", "Thick fog."))
    assert not [path for path in built(site).written if "sealed" in path]


@pytest.mark.parametrize("jobs", [1, 2])
def test_access_may_change_both_ways(site: Story, jobs: int) -> None:
    for section in ("members", "debate", "members"):
        with_access(site, section)
        assert codes(built(site, jobs=jobs)) == []
        is_open = section == "debate"
        assert (b"canary" in output(site)["en/articles/ice/index.html"]) is is_open
        assert ("sealed/en/ice.json" in output(site)) is not is_open
        if not is_open:
            assert b"canary" not in everything(site)


def test_another_key_seals_anew_and_the_same_key_the_same(site: Story) -> None:
    built(site)
    before = output(site)
    assert sorted(built(site, Secret(bytes(32))).written) == [
        "artikler/ice/index.html",
        "en/articles/ice/index.html",
        "sealed/en/ice.json",
        "sealed/nb/ice.json",
    ]
    built(site)
    assert output(site) == before


def test_the_month_and_the_plans_say_which_keys_open_it(site: Story) -> None:
    site.told(ARTICLE.format(locale="en", section="members", canary=CANARY).replace("2026-05-02", "2026-04-30T23:30"))
    built(site)
    recipients = json.loads(output(site)["sealed/en/ice.json"])["recipients"]
    assert [each["header"]["kid"] for each in recipients] == ["member.2026-04"]


def with_member(site: Story) -> tuple[str, str]:
    """The name and the bytes of a grant that is now on the site."""
    code = grants.new_code(random.Random(1).randbytes)
    keys = period_keys(MASTER, ["member.2026-05"])
    grant = grants.granted(code, "kari", SITE, keys, MASTER, random.Random(2).randbytes)
    name = grants.file_name(code, SITE)
    members = f'[[member]]\nlabel = "kari"\nplan = "member"\nuntil = "2026-05"\nfile = "{name}"\ngrant = "{grant}"\n'
    site.told(f"-- members.toml --\n{members}")
    return name, grant


def test_grants_are_published_and_go_when_they_are_revoked(site: Story) -> None:
    name, grant = with_member(site)
    assert codes(built(site)) == []
    assert output(site)[f"access/{name}"].decode() == grant
    site.told("-- members.toml --\n")
    assert built(site).removed == (f"access/{name}",)


def told_of_members(result: Built) -> list[tuple[Severity, str]]:
    told = [problem for problem in result.made.diagnostics if problem.code.startswith("member-")]
    return [(problem.severity, problem.message) for problem in told]


def test_another_key_would_lock_members_out_and_that_is_told_in_each_build(site: Story) -> None:
    with_member(site)
    said = "The code of a member was issued under another key than this one: nothing opens here."
    other = Secret(bytes(32))
    assert [told_of_members(built(site, other)) for _ in range(2)] == [[(Severity.WARNING, said)]] * 2
    assert told_of_members(built(site, other, strict=True)) == [(Severity.ERROR, said)]
    assert told_of_members(built(site, None)) == []
    assert told_of_members(built(site)) == []


def test_so_would_another_address(site: Story) -> None:
    with_member(site)
    config = (site.root / "site.toml").read_text(encoding="utf-8")
    site.told(f"-- site.toml --\n{config.replace('https://example.org', 'https://fjord.example')}")
    said = "The code of a member was issued for https://example.org/, and this is https://fjord.example/"
    assert told_of_members(built(site)) == [(Severity.WARNING, f"{said}: nothing opens here.")]


def test_codes_that_are_older_than_a_text_for_members_are_told_of(site: Story) -> None:
    with_member(site)
    site.told(FOG.replace("2026-05-01", "2024-02-01").replace("section: debate", "section: members"))
    said = "The code of a member was issued before `fog` had text for members: that stays shut to them."
    assert told_of_members(built(site, strict=True)) == [(Severity.WARNING, said)]
    plans = '[access.plans.member]\nname = "Member"\n[access.plans.patron]\nname = "Patron"\n'
    config = (site.root / "site.toml").read_text(encoding="utf-8")
    site.told(f"-- site.toml --\n{config}{plans}")
    assert told_of_members(built(site)) == [(Severity.WARNING, said)]
    site.told(FOG.replace("2026-05-01", "2024-02-01").replace("section: debate", "section: debate\naccess: patron"))
    assert told_of_members(built(site)) == []  # They have paid for another plan.
    site.told(FOG.replace("2026-05-01", "2026-06-01").replace("section: debate", "section: members"))
    assert told_of_members(built(site, at="2026-07-01")) == []  # Their time is past.


def test_what_is_served_by_a_key_of_its_own_says_nothing_of_members(site: Story) -> None:
    with_member(site)
    living = Living(site.root, Options(at=AT, master=Secret(bytes(32)), has_own_key=False), Seams())
    living.refresh()
    assert "member-locked-out" not in {problem.code for problem in living.shown.made.diagnostics}


# --------------------------------------------------------------------------------------
# Leaks
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("master", [MASTER, None], ids=["with a key", "without"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_leak_is_an_error_and_nothing_is_published(site: Story, master: Secret | None, jobs: int) -> None:
    site.told(f"-- static/notes.txt --\nRemember: the {CANARY}.\n")
    result = built(site, master, jobs=jobs)
    assert [(problem.code, problem.span.source) for problem in result.made.diagnostics if problem.is_error] == [
        ("text-leaked", "content/articles/ice.en.md")
    ]
    assert "notes.txt" in next(problem.message for problem in result.made.diagnostics if problem.is_error)
    assert not any("canary" in repr(problem) for problem in result.made.diagnostics)
    assert output(site) == {}


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_sealed_later_is_looked_for_in_what_stands(site: Story, jobs: int) -> None:
    with_access(site, "debate").told(f"-- static/notes.txt --\nRemember: the {CANARY}.\n")
    assert codes(built(site, jobs=jobs)) == []
    with_access(site, "members")
    assert codes(built(site, jobs=jobs)) == ["text-leaked"]
    assert codes(built(site, jobs=jobs)) == ["text-leaked"]
    site.told("-- static/notes.txt --\n")
    assert codes(built(site, jobs=jobs)) == []


def test_words_that_are_public_elsewhere_are_no_secret(site: Story) -> None:
    site.told(FOG.replace("Fog.", f"The {CANARY}."))
    assert codes(built(site)) == []


def in_the_template(site: Story, words: str) -> Story:
    """The template of articles, with something written into it."""
    template = site.root / "templates/article.html"
    text = template.read_text(encoding="utf-8").replace("{% block main %}", "{% block main %}" + words, 1)
    template.write_text(text, encoding="utf-8")
    return site


def test_words_that_stand_in_a_template_are_a_leak(site: Story) -> None:
    assert codes(built(in_the_template(site, f"<p>The {CANARY}.</p>"))) == ["text-leaked"] * 4
    assert output(site) == {}


def test_words_that_are_a_message_are_said_to_all(site: Story) -> None:
    assert codes(built(in_the_template(site, f'<p>{{{{ _("The {CANARY}.") }}}}</p>'))) == []
    assert CANARY.encode() in output(site)["en/articles/ice/index.html"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_manuscript_among_the_files_is_a_leak(site: Story, jobs: int) -> None:
    file = site.root / "static/ice.docx"
    file.parent.mkdir()
    words = "".join(f"<w:t>{word} </w:t>" for word in CANARY.split())
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:p>{words}</w:p>")
    assert codes(built(site, jobs=jobs)) == ["text-leaked"]
    file.unlink()
    assert codes(built(site, jobs=jobs)) == []


def test_what_a_text_links_to_is_kept_from_thieves_and_found_again(site: Story) -> None:
    built(site)
    kept = store_row(site, "sealed")
    assert b"fog" not in kept
    assert b"map.svg" not in kept
    site.told(FOG.replace("title: Fog", "title: More fog"))
    assert "sealed/en/ice.json" not in built(site).written
    site.told(FOG.replace("title: Fog", "title: Fog\nslug: thick-fog"))
    assert {"sealed/en/ice.json", "sealed/nb/ice.json"} <= {*built(site).written}
    assert 'href="/en/articles/thick-fog/"' in text(site)


def store_row(site: Story, name: str) -> bytes:
    with sqlite3.connect(site.root / ".cache/ordskifte.sqlite") as store:
        [(said,)] = store.execute("SELECT said FROM notes WHERE name = ?", (name,)).fetchall()
    assert isinstance(said, bytes)
    return said


def test_a_template_that_is_told_more_than_it_shows_gives_nothing_away(site: Story) -> None:
    asked = '{% block main %}{{ site.ask("sealed_file", site.locale, page.entry.key)|string|length }}{% endblock %}'
    site.told(f'-- templates/article.html --\n{{% extends "base.html" %}}\n{asked}\n')
    assert "text-leaked" not in codes(built(site))
    assert b"canary" not in everything(site)


def test_options_keep_the_key_to_themselves() -> None:
    options = Options(at=AT, master=MASTER)
    assert "AAEC" not in repr(options)
    assert MASTER.bare.hex() not in repr(replace(options, at=""))


def test_check_finds_what_leaked_into_an_output_by_hand(site: Story) -> None:
    built(site)
    place, cache = site.root / "output", site.root / ".cache/ordskifte.sqlite"
    options = Options(at=AT, master=MASTER)
    assert leaks(checked_site(site.root, place, cache, options, Seams(), 1)) == []
    (place / "stray.html").write_text(f"<p>The&#32;{CANARY.replace(' ', '&nbsp;')}</p>", encoding="utf-8")
    assert leaks(checked_site(site.root, place, cache, options, Seams(), 1)) == [
        "Text for members of content/articles/ice.en.md stands in stray.html."
    ]


def leaks(found: Checked) -> list[str]:
    return [problem.message for problem in found.made.diagnostics if problem.code == "text-leaked"]
