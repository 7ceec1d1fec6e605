"""Mistakes behind the divider are told as in a text that is free, and in no word of that text."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from ordskifte.app.build import built_site
from ordskifte.app.check import checked_site
from ordskifte.app.console import place
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span
from ordskifte.model.secrets import Secret
from ordskifte.pipeline.living import Living
from ordskifte.pipeline.results import Built, Options
from ordskifte.pipeline.seams import Seams
from tests.stories import MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

AT = "2026-06-01"
SOURCE = "content/articles/ice.en.md"
ARTICLE = """
-- content/articles/ice.en.md --
---
title: Ice
date: 2026-05-02
section: debate
access: {access}
---
## Above {{#above}}

Open words.[^1] {above}

<!-- paywall -->

## Behind

[^1]: One.

{behind}
"""
FOG = """
-- content/articles/fog.en.md --
---
title: Fog
date: 2026-05-01
section: debate
---
## Drift

{body}
-- content/articles/map.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>
"""
WARNINGS = """
[a](javascript:zqa), [b](tag:sea), [c](article:later), [d]{lang=no}, [e]{zqb=c}, <zqc>.

[^zqd]: Nobody refers to this.
-- content/articles/later.en.md --
---
title: Later
date: 2026-07-01
section: debate
---
Text.
"""
ERRORS = """
# Zqa

## Zqb {#zqc}

## Zqd {#zqc}

## Zqd {#above}

::: zqe
Box.
:::

::: note
Box that is not closed.[^zqf]

[g](article:zqg), [h](zqh.md), [i](../../../zqi.md), [j](zqj:k), [l](zql/m), [n](), [o](#zqo),
[p](article:fog#zqp), [q](section:zqq), [r]{lang=zqrlanguage}, [s](author:zqs), [t](page:zqt), [foog](article:foog)

![Zqu](zqu.svg)

![](map.svg)

![Zqv](https://zqv.example/w.svg)

Twice.[^zqx]

[^zqx]: Zqy.
[^zqx]: Zqz, [1](article:zq1).
"""


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES, FOG.format(body="Fog."))


def told(site: Story, behind: str, above: str = "", access: str = "members") -> Story:
    return site.told(ARTICLE.format(access=access, above=above, behind=behind))


def built(site: Story, master: Secret | None = MASTER, at: str = AT) -> Built:
    where = site.root / "output", site.root / ".cache/ordskifte.sqlite"
    return built_site(site.root, *where, Options(at=at, master=master), {}, force=False, jobs=1)


def problems(site: Story, master: Secret | None = MASTER, at: str = AT) -> list[str]:
    """What is wrong, as `place: severity: code: message hint`, but for what does not depend on what is written."""
    return lines(built(site, master, at).made.diagnostics)


def lines(diagnostics: Diagnostics) -> list[str]:
    apart = ("messages-missing", "paywall-free", "access-no-key")
    return [line(problem) for problem in diagnostics if problem.code not in apart]


def line(problem: Diagnostic) -> str:
    return f"{place(problem)}: {problem.severity}: {problem.code}: {problem.message} {problem.hint}".rstrip()


def codes(lines: list[str]) -> list[str]:
    return [" ".join(line.split(": ")[:3]) for line in lines]


def kept(site: Story) -> Iterator[bytes]:
    """All bytes of the cache, with those of the rows of its store."""
    yield from (file.read_bytes() for file in (site.root / ".cache").rglob("*") if file.is_file())
    with sqlite3.connect(site.root / ".cache/ordskifte.sqlite") as store:
        for table in ("notes", "results"):
            yield from (repr(row).encode() for row in store.execute(f"SELECT * FROM {table}"))


# --------------------------------------------------------------------------------------
# The same as in a free text
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("master", [MASTER, None], ids=["with a key", "without"])
@pytest.mark.parametrize("behind", [WARNINGS, ERRORS], ids=["warnings", "errors"])
def test_each_mistake_is_told_where_it_would_be_told_in_a_free_text(
    site: Story, behind: str, master: Secret | None
) -> None:
    free = problems(told(site, behind, access="free"), master)
    assert len(free) > 5
    assert codes(problems(told(site, behind), master)) == codes(free)


def test_only_the_words_of_the_text_are_left_out(site: Story) -> None:
    found = problems(told(site, "[a](article:foog) [^zqa] [c](tag:sea)\n\n::: nte\n:::\n\n![d](mp.svg)"))
    assert [each.removeprefix(f"{SOURCE}:") for each in found] == [
        "17:1: error: article-unknown: There is no article `…`. Did you mean `fog`?",
        (
            "17:19: error: footnote-undefined: There is no footnote `[^…]`. "
            "Add a line `[^…]: …`. If this is no footnote, write `\\[^…]`."
        ),
        (
            "17:26: warning: link-unpublished: The tag `…` has no articles yet, so its link is left out. "
            "It appears with its first article."
        ),
        "19:1: error: markdown-container: There is no block `::: …`. Did you mean `::: note`?",
        "22:1: error: image-missing: There is no picture `…`. Did you mean `content/articles/map.svg`?",
    ]


@pytest.mark.parametrize("master", [MASTER, None], ids=["with a key", "without"])
@pytest.mark.parametrize("behind", [WARNINGS, ERRORS], ids=["warnings", "errors"])
def test_no_word_is_in_what_is_told_nor_in_what_is_kept(site: Story, behind: str, master: Secret | None) -> None:
    result = built(told(site, behind), master)
    assert b"zq" not in repr((result.made.diagnostics, result.made.lines)).lower().encode()
    assert not any(b"zq" in row.lower() for row in kept(site))


def test_of_a_line_that_may_be_for_members_only_its_number_is_shown(site: Story) -> None:
    """Also where the public part has told of it, as of a divider among words."""
    result = built(told(site, "Zqa <!-- paywall --> zqb.", above="[c](article:nowhere)"))
    assert {problem.code for problem in result.made.diagnostics} >= {"paywall-nested"}
    assert not any("Zqa" in shown for shown in result.made.lines.values())
    site.told(ARTICLE.format(access="members\nauthors: [nobody]", above="", behind=""))
    assert "authors: [nobody]" in built(site).made.lines.values()


def test_a_picture_that_no_browser_shows_is_told_at_the_text(site: Story) -> None:
    told(site, "![a](zqa.svg)").told("-- content/articles/zqa.svg --\n<svg xmlns='http://www.w3.org/2000/svg'></svg>\n")
    (found,) = problems(site)
    assert found.startswith(f"{SOURCE}:17:1: error: image-unreadable: This is no picture that a browser shows.")
    assert not any(b"zqa" in row for row in kept(site) if b"image-unreadable" in row)


def test_a_footnote_of_both_parts_is_told_of_once_and_in_its_words(site: Story) -> None:
    told(site, "And again.[^b]\n\n[^b]: See [it](article:nowhere) and [^nonote].", above="[^b]")
    assert codes(problems(site)) == [
        f"{SOURCE}:19:11 error article-unknown",
        f"{SOURCE}:19:37 error footnote-undefined",
    ]
    assert "`nowhere`" in problems(site)[0]


def test_a_second_room_for_a_campaign_is_told_of(site: Story) -> None:
    site.told(ARTICLE.format(access="members", above="\n\n::: campaign\n:::", behind="::: campaign\n:::"))
    assert codes(problems(site)) == [f"{SOURCE}:20:1 error markdown-container"]


def test_check_and_serve_tell_them_too(site: Story) -> None:
    found = problems(told(site, WARNINGS))
    where = site.root / "output", site.root / ".cache/ordskifte.sqlite"
    checked = checked_site(site.root, *where, Options(at=AT, master=MASTER), Seams(), 1)
    assert set(found) <= set(lines(checked.made.diagnostics))
    living = Living(site.root, Options(at=AT, master=MASTER), Seams())
    living.refresh()
    assert lines(living.shown.made.diagnostics) == found


def test_check_looks_over_what_no_page_shows(site: Story) -> None:
    """Each in its place in the source, since there is no output to find it in."""
    told(site, "#### Zqa\n\n[b](/zqb.pdf) [c](/notes.txt) [d](/en/articles/fog#zqd)").told(
        "-- static/notes.txt --\nNo.\n"
    )
    assert problems(site) == []
    where = site.root / "output", site.root / ".cache/ordskifte.sqlite"
    for master in (MASTER, None):
        checked = checked_site(site.root, *where, Options(at=AT, master=master), Seams(), 1)
        found = [line(each) for each in checked.made.diagnostics if each.span.source == SOURCE]
        assert found == [
            f"{SOURCE}:17:1: warning: html-heading: A heading of level 4 follows one of level 2.",
            f"{SOURCE}:19:1: error: output-link: `…` leads to nothing in the output.",
            f"{SOURCE}:19:31: error: output-link: `…` leads to nothing in the output. It needs a slash at its end.",
        ]
        assert not any("Zq" in shown or "zq" in shown for shown in checked.made.lines.values())


def test_a_link_above_the_divider_is_told_once_in_the_source_without_its_line(site: Story) -> None:
    told(site, "Behind.")
    text = (site.root / SOURCE).read_text(encoding="utf-8")
    above, divider, behind = text.partition("<!-- paywall -->")
    site.told(f"-- {SOURCE} --\n{above}[a](/zza/)\n\n{divider}{behind}\n[a](/zza/)\n")
    assert problems(site) == []
    where = site.root / "output", site.root / ".cache/ordskifte.sqlite"
    checked = checked_site(site.root, *where, Options(at=AT, master=MASTER), Seams(), 1)
    found = [each for each in checked.made.diagnostics if "/zza/" in each.message]
    assert [each.span for each in found] == [Span(SOURCE, above.count("\n") + 1, 5)]
    assert len(found[0].outputs) > 1
    assert found[0].span not in checked.made.lines


# --------------------------------------------------------------------------------------
# From build to build
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("master", [MASTER, None], ids=["with a key", "without"])
def test_they_are_told_again_until_they_are_mended(site: Story, master: Secret | None) -> None:
    first = problems(told(site, WARNINGS), master)
    assert len(first) > 5
    assert problems(site, master) == first
    site.told(FOG.format(body="Thick fog."))
    assert problems(site, master) == first
    assert problems(told(site, "Mended."), master) == []
    assert problems(told(site, WARNINGS), master) == first


@pytest.mark.parametrize("master", [MASTER, None], ids=["with a key", "without"])
def test_what_a_sealed_text_depends_on_may_change(site: Story, master: Secret | None) -> None:
    told(site, "[a](article:fog#drift) ![b](map.svg)")
    assert problems(site, master) == []
    site.told(FOG.format(body="Fog.").replace("Drift", "Calm"))
    assert codes(problems(site, master)) == [f"{SOURCE}:17:1 error link-anchor"]
    site.told("-- content/articles/fog.en.md --\n-- content/articles/map.svg --\n")
    assert codes(problems(site, master)) == [
        f"{SOURCE}:17:1 error article-unknown",
        f"{SOURCE}:17:24 error image-missing",
    ]
    site.told(FOG.format(body="Fog."))
    assert problems(site, master) == []
    site.told("-- content/articles/map.svg --\nNo picture.\n")
    assert codes(problems(site, master)) == [f"{SOURCE}:17:24 error image-unreadable"]


def test_a_draft_and_a_text_of_which_nobody_knows_for_whom_it_is_are_told_of_too(site: Story) -> None:
    for front in ("members\ndraft: true", "members\npreview: nothing"):
        site.told(ARTICLE.format(access=front, above="", behind="[a](article:zqa)"))
        found = codes(problems(site))
        assert found[-1].endswith("error article-unknown"), found


def test_time_alone_changes_nothing_in_them(site: Story) -> None:
    schedule = "members\naccess_schedule: [{after: 2w, access: free}, {after: 8w, access: members}]"
    site.told(ARTICLE.format(access=schedule, above="", behind=WARNINGS))
    sealed = problems(site, at="2026-05-05")
    assert len(sealed) > 5
    for moment in ("2026-05-20", "2026-06-29"):
        assert problems(site, at=moment) == sealed


# --------------------------------------------------------------------------------------
# Headings
# --------------------------------------------------------------------------------------

ONLY = "Only that part itself can lead to it, by `#heading` alone: link to another heading, or to none."


def test_the_public_part_can_lead_to_its_own_headings_alone(site: Story) -> None:
    told(site, "", above="[a](#above) [b](#behind) [c](#nowhere) [d](#abve)")
    assert problems(site) == [
        f"{SOURCE}:9:29: error: link-anchor: The heading `#behind` is in a part for members. {ONLY}",
        f"{SOURCE}:9:42: error: link-anchor: There is no heading `#nowhere` in this text.",
        f"{SOURCE}:9:56: error: link-anchor: There is no heading `#abve` in this text. Did you mean `#above`?",
    ]


def test_the_part_for_members_can_lead_to_all_headings_of_its_text(site: Story) -> None:
    told(site, "[a](#above) [b](#behind) [c](#zqa)")
    assert problems(site) == [f"{SOURCE}:17:26: error: link-anchor: There is no heading `#…` in this text."]


def test_another_text_cannot_lead_to_what_is_for_members(site: Story) -> None:
    told(site, "[a](article:ice#behind)").told(
        FOG.format(body="[a](article:ice#above) [b](article:ice#behind) [c](article:ice#abve)")
    )
    fog = "content/articles/fog.en.md:8"
    assert problems(site) == [
        f"{fog}:24: error: link-anchor: The heading `#behind` is in a part for members. {ONLY}",
        f"{fog}:48: error: link-anchor: `ice` has no heading `#abve`. Did you mean `#above`?",
        f"{SOURCE}:17:1: error: link-anchor: The heading `#…` is in a part for members. {ONLY}",
    ]


def test_a_text_that_is_free_in_the_end_has_all_its_headings(site: Story) -> None:
    """So time mends what leads to them, and breaks nothing."""
    site.told(FOG.format(body="[a](article:ice#behind) [b](article:ice#nowhere)"))
    opening = (
        "members\naccess_schedule: [{after: 1w, access: free}, {after: 2w, access: members}, {after: 3w, access: free}]"
    )
    site.told(ARTICLE.format(access=opening, above="[a](#behind)", behind=""))
    first, second = (f"content/articles/fog.en.md:8:{column} error link-anchor" for column in (1, 25))
    for moment in ("2026-05-05", "2026-05-12", "2026-05-20", "2026-05-27"):
        assert codes(problems(site, at=moment)) == [second]
    closing = "free\naccess_schedule: [{after: 2w, access: members}]"
    site.told(ARTICLE.format(access=closing, above="[a](#behind)", behind=""))
    for moment in ("2026-05-05", "2026-05-20"):
        assert codes(problems(site, at=moment)) == [first, second, f"{SOURCE}:10:17 error link-anchor"]
