"""`site.toml`: which keys it may have in which form, what they become, and what is told of every other one."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from time import process_time
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from ordskifte.model.config import (
    Action,
    Campaign,
    Cards,
    CitationFormat,
    Config,
    Edition,
    FedList,
    FeedContent,
    Feeds,
    Goal,
    Grade,
    Menu,
    MenuLink,
    Plan,
    Section,
    Series,
    Tag,
    Untranslated,
)
from ordskifte.model.diagnostics import Span
from ordskifte.model.text import Message, Texts
from ordskifte.parse.config import parse_config
from ordskifte.parse.site_toml import PATTERNS, SiteToml
from tests.parse.bodies import cases
from tests.parse.shown import shown

SITE = '[site]\ntitle = "Randen"\nurl = "https://randen.example"\n'
LOCALES = '[locales.nb]\nname = "Norsk"\n'
TWO = '[locales.nb]\nname = "Norsk"\n[locales.en]\nname = "English"\n'
CASES = cases("config.md")


def whole(text: str) -> str:
    """The text, and behind it the tables that every `site.toml` must have where it has none of its own."""
    has_site, has_locales = (re.search(rf"^\[+{name}\b", text, re.MULTILINE) for name in ("site", "locales"))
    return text + ("" if has_site else SITE) + ("" if has_locales else LOCALES)


def told(text: str) -> str:
    _, places, problems = parse_config(text)
    return shown(problems, "site.toml", text, places)


def config(text: str) -> Config:
    """What a `site.toml` says; it must be without problems."""
    assert told(whole(text)) == ""
    found, _, _ = parse_config(whole(text))
    assert found is not None
    return found


# --------------------------------------------------------------------------------------
# What is told
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_a_mistake_is_told_where_it_is(text: str, expected: str) -> None:
    assert told(whole(f"{text}\n")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1: error: `locales` is missing. [key-missing]", "1:1: error: `site` is missing. [key-missing]"]),
        (SITE, ["1:1: error: `locales` is missing. [key-missing]"]),
        (LOCALES, ["1:1: error: `site` is missing. [key-missing]"]),
        (
            f'site = "Randen"\n{LOCALES}',
            [
                "1:8: error: `site` should be a table of keys and values such as {title = …, url = …}. [value-wrong]",
            ],
        ),
        (
            f'locales = ["nb", "en"]\n{SITE}',
            ["1:11: error: `locales` should be a table of keys and values. [value-wrong]"],
        ),
    ],
)
def test_what_every_site_must_say_is_missed(text: str, expected: list[str]) -> None:
    assert re.findall(r"^site\.toml:(.*)$", told(text), re.MULTILINE) == expected


@pytest.mark.parametrize("text", ["", SITE, f"{SITE}[locales]\n", "locales = 1", "[", '[locales.norsk]\nname = "x"'])
def test_a_site_without_an_edition_is_an_error_and_no_configuration(text: str) -> None:
    found, _, problems = parse_config(text)
    assert found is None
    assert any(problem.is_error for problem in problems)


def keys(kind: Any) -> list[str]:
    """The names of all fields of a type and of what it holds, with `*` for any name or number: `campaign.*.id`."""
    if isinstance(kind, type) and issubclass(kind, Struct) and kind is not Texts:
        parts = ((name, keys(part)) for name, part in get_type_hints(kind).items())
        return [f"{name}.{key}" if key else name for name, below in parts for key in below or [""]]
    found = [key for part in get_args(kind) for key in keys(part)]
    return [f"*.{key}" for key in found] if get_origin(kind) in (Mapping, tuple) else found


def test_every_key_is_refused_in_a_wrong_form() -> None:
    wrong = "\n".join(expected for title, _, expected in CASES if title.endswith("in wrong forms"))
    refused = re.findall(r"error: `(\S+)` should be", wrong)
    patterns = {key: re.escape(key).replace(r"\*", r"[^.]+") for key in keys(SiteToml)}
    assert [key for key, pattern in patterns.items() if not any(re.fullmatch(pattern, name) for name in refused)] == []


# --------------------------------------------------------------------------------------
# What is read
# --------------------------------------------------------------------------------------


def test_the_least_that_a_site_can_say() -> None:
    assert config("") == Config(
        title=Message("Randen", "site.title"),
        tagline=None,
        url="https://randen.example",
        base_path="/",
        time_zone="UTC",
        default_locale="nb",
        editions={"nb": Edition("nb", "Norsk", "nb", (), "nb", "nb")},
        patterns={kind: {"nb": pattern} for kind, pattern in PATTERNS.items()},
        sections={},
        tags={},
        series={},
        menus={},
        untranslated={},
        default_access="free",
        plans={"member": Plan("member", Message("Member", "access.plans.member.name"))},
        actions={},
        campaigns=(),
        embed_hosts=(),
        page_size=12,
        feeds=Feeds(tuple(FedList), 20, FeedContent.FULL, "randen.example,2026"),
    )


def test_citations_each_form_once() -> None:
    assert config('[citations]\nformats = ["ris", "bibtex", "ris"]\n').citations == (
        CitationFormat.RIS,
        CitationFormat.BIBTEX,
    )
    assert config("[citations]\nformats = []\n").citations == ()


def test_cards_are_there_where_their_table_is() -> None:
    assert config("").cards is None
    assert config("[cards]\n").cards == Cards("#fcfcfb", "#14191e", "#9c2316")
    night = '[cards]\npaper = "#000000"\nink = "#FFFFFF"\naccent = "#ffcc00"\n'
    assert config(night).cards == Cards("#000000", "#FFFFFF", "#ffcc00")


def test_the_site() -> None:
    found = config(
        '[site]\ntitle = {nb = "Randen", en = "The Edge"}\ntagline = "From the edge"\nurl = "http://localhost:8000/"\n'
        'base_path = "magasin/nord"\ntime_zone = "Europe/Oslo"\ndefault_locale = "nb"\npage_size = 1\n'
    )
    assert found.title == Texts((("nb", "Randen"), ("en", "The Edge")))
    assert found.tagline == Message("From the edge", "site.tagline")
    assert (found.url, found.base_path) == ("http://localhost:8000", "/magasin/nord/")
    assert (found.time_zone, found.zone.key, found.page_size) == ("Europe/Oslo", "Europe/Oslo", 1)


@pytest.mark.parametrize(
    "url", ["https://randen.example", "https://xn--rnd-ula.example/", "https://ånd.example:8443", "http://[::1]"]
)
def test_the_address_has_no_slash_at_its_end(url: str) -> None:
    assert config(f'[site]\ntitle = "x"\nurl = "{url}"\n').url == url.rstrip("/")


@pytest.mark.parametrize(
    ("written", "path"), [("", "/"), ("/", "/"), ("a", "/a/"), ("/a", "/a/"), ("/a/b.c/", "/a/b.c/"), ("//a/", "/a/")]
)
def test_the_base_path_begins_and_ends_with_a_slash(written: str, path: str) -> None:
    assert config(f'{SITE}base_path = "{written}"\n').base_path == path


def test_the_editions() -> None:
    found = config(
        f'{SITE}default_locale = "nn"\n[locales.nn]\nname = "Nynorsk"\nfallback = ["nb", "en"]\n'
        '[locales.nb]\nname = "Bokmål"\npath = "/bm/"\nformats = "nb_NO"\n'
        '[locales.en]\nname = "English"\n[locales.zh-Hant-TW]\nname = "中文"\npath = "zh"\nog = "zh_TW"\n'
    )
    assert list(found.editions.values()) == [
        Edition("nn", "Nynorsk", "", ("nb", "en"), "nn", "nn"),
        Edition("nb", "Bokmål", "bm", (), "nb_NO", "nb_NO"),
        Edition("en", "English", "en", (), "en_GB", "en_GB"),
        Edition("zh-Hant-TW", "中文", "zh", (), "zh_Hant_TW", "zh_TW"),
    ]
    assert found.default_locale == "nn"


def test_the_first_edition_is_the_default_one_where_none_is_named() -> None:
    assert config('[locales.se]\nname = "Sámi"\n[locales.nb]\nname = "Norsk"\n').default_locale == "se"


@pytest.mark.parametrize(
    ("written", "patterns"),
    [
        ('"a/{slug}/"', {"nb": "a/{slug}/", "en": "a/{slug}/"}),
        ('"{slug}/"', {"nb": "{slug}/", "en": "{slug}/"}),
        ('{nb = "artikler/x-{slug}/"}', {"nb": "artikler/x-{slug}/", "en": "articles/{slug}/"}),
    ],
)
def test_a_pattern_is_for_all_editions_or_for_each(written: str, patterns: dict[str, str]) -> None:
    assert config(f"[urls]\narticle = {written}\n{TWO}").patterns["article"] == patterns


def test_what_a_table_leaves_out_is_that_of_the_edition_it_falls_back_on() -> None:
    """The nearest one; where none has it, what all editions have by default."""
    found = config(
        '[urls]\narticle = {nb = "artikler/{slug}/", se = "artihkkalat/{slug}/"}\nyear = "{year}/"\n'
        '[sections.debate]\nname = "Debate"\nslug = {nb = "debatt"}\n[actions.give]\nname = "Give"\n'
        'url = {nb = "/gi/", en = "/give/"}\n[locales.nn]\nname = "Nynorsk"\nfallback = ["da", "nb"]\n'
        f'[locales.se]\nname = "Sámi"\nfallback = ["nn", "nb"]\n{TWO}'
    )
    assert found.patterns["article"] == {
        "nn": "artikler/{slug}/",
        "se": "artihkkalat/{slug}/",
        "nb": "artikler/{slug}/",
        "en": "articles/{slug}/",
    }
    assert set(found.patterns["year"].values()) == {"{year}/"}
    assert found.sections["debate"].slugs == {"nn": "debatt", "se": "debatt", "nb": "debatt", "en": "debate"}
    assert found.actions["give"].urls == {"nn": "/gi/", "se": "/gi/", "nb": "/gi/", "en": "/give/"}


def test_a_pattern_that_cannot_be_used_is_told_once_and_not_of_those_that_fall_back_on_it() -> None:
    text = f'[urls]\narticle = {{nb = "artikler/"}}\n[locales.nn]\nname = "Nynorsk"\nfallback = ["nb"]\n{TWO}'
    found, _, problems = parse_config(whole(text))
    assert [problem.code for problem in problems] == ["url-pattern"]
    assert found is not None
    assert set(found.patterns["article"].values()) == {PATTERNS["article"]}


def test_sections_tags_and_series() -> None:
    found = config(
        '[sections.debate]\nname = "Debate"\nslug = {nb = "debatt"}\ndescription = "Words"\naccess = "members"\n'
        'untranslated = "omit"\nnews = true\n[tags.sea]\nname = {nb = "Havet", en = "The sea"}\nslug = "hav"\n'
        f'description = {{en = "Salt"}}\n[series.atlas]\nname = "Atlas"\n{TWO}'
    )
    assert found.sections == {
        "debate": Section(
            "debate",
            Message("Debate", "section.debate.name"),
            {"nb": "debatt", "en": "debate"},
            Message("Words", "section.debate.description"),
            "members",
            Untranslated.OMIT,
            is_news=True,
        )
    }
    assert found.tags == {
        "sea": Tag(
            "sea",
            Texts((("nb", "Havet"), ("en", "The sea"))),
            {"nb": "hav", "en": "hav"},
            Texts((("en", "Salt"),)),
        )
    }
    assert found.series == {
        "atlas": Series("atlas", Message("Atlas", "series.atlas.name"), {"nb": "atlas", "en": "atlas"})
    }


def test_menus_keep_the_order_of_their_links() -> None:
    found = config(
        '[[menu]]\nname = "footer"\nlinks = ["page:about", {to = "/x/", name = "X"}]\n[[menu]]\nname = "top"\n'
    )
    assert found.menus == {
        "footer": Menu("footer", (MenuLink("page:about"), MenuLink("/x/", Message("X", "menu.footer./x/")))),
        "top": Menu("top", ()),
    }


def test_kinds_plans_and_actions() -> None:
    found = config(
        '[kinds.article]\nuntranslated = "link"\n[kinds.page]\n[access]\ndefault = "gold"\n[access.plans.gold]\n'
        'name = "Gold"\n[actions.donate]\nname = "Donate"\nurl = {nb = "/gi/", en = "page:support"}\n'
        '[actions.letter]\nname = "Letter"\nurl = "https://letters.example/"\nfield = "EMAIL"\n'
        f'[embeds]\nhosts = ["video.example"]\n{TWO}'
    )
    assert found.untranslated == {"article": Untranslated.LINK, "page": Untranslated.SHELL}
    assert found.default_access == "gold"
    assert found.plans == {"gold": Plan("gold", Message("Gold", "access.plans.gold.name"))}
    assert found.actions == {
        "donate": Action("donate", Message("Donate", "action.donate.name"), {"nb": "/gi/", "en": "page:support"}),
        "letter": Action(
            "letter",
            Message("Letter", "action.letter.name"),
            dict.fromkeys(("nb", "en"), "https://letters.example/"),
            "EMAIL",
        ),
    }
    assert found.embed_hosts == ("video.example",)


def test_campaigns() -> None:
    found = config(
        f'{SITE}time_zone = "Europe/Oslo"\n[[campaign]]\nid = "ask"\nslot = "article-end"\ntitle = "Read on"\n'
        'body = {nb = "Gi"}\nactions = ["donate"]\nicon = "bell"\npriority = -1\naccess = ["free", "member"]\n'
        'kinds = ["article"]\nsections = ["debate"]\ntags = ["sea"]\nexclude_tags = ["ice"]\nlocales = ["nb"]\n'
        "start = 2026-10-15T08:00:00\nend = 2026-11-15\n[campaign.goal]\namount = 250000\n"
        'raised_file = "data/raised.json"\n[[campaign]]\nid = "top"\nslot = "sticky"\ntitle = "x"\nbody = "y"\n'
        'start = 2026-10-15T08:00:00Z\ndismiss_days = 30\n[sections.debate]\nname = "x"\n[tags]\nsea = {name = "x"}\n'
        'ice = {name = "x"}\n[actions.donate]\nname = "x"\nurl = "/"\n'
    )
    assert found.campaigns == (
        Campaign(
            id="ask",
            slot="article-end",
            title=Message("Read on", "campaign.ask.title"),
            body=Texts((("nb", "Gi"),)),
            actions=("donate",),
            icon="bell",
            priority=-1,
            access=("free", "member"),
            kinds=("article",),
            sections=("debate",),
            tags=("sea",),
            exclude_tags=("ice",),
            locales=("nb",),
            start=datetime(2026, 10, 15, 6, tzinfo=UTC),
            end=datetime(2026, 11, 14, 23, tzinfo=UTC),
            goal=Goal(250000, "data/raised.json"),
        ),
        Campaign(
            id="top",
            slot="sticky",
            title=Message("x", "campaign.top.title"),
            body=Message("y", "campaign.top.body"),
            start=datetime(2026, 10, 15, 8, tzinfo=UTC),
            dismiss_days=30,
        ),
    )


def test_severities() -> None:
    found = config('[check]\nseverity = { html-heading = "off", translation-stale = "error" }\n')
    assert found.severities == {"html-heading": Grade.OFF, "translation-stale": Grade.ERROR}


def test_feeds() -> None:
    found = config(
        '[feeds]\nlists = ["front", "section"]\nsize = 5\ncontent = "summary"\nauthority = "old.example,2019-06"\n'
    )
    assert found.feeds == Feeds((FedList.FRONT, FedList.SECTION), 5, FeedContent.SUMMARY, "old.example,2019-06")


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://Randen.example:8443/", "randen.example,2026"),
        ("https://ånden.example", "xn--nden-poa.example,2026"),
    ],
)
def test_ids_begin_with_the_host_as_the_dns_knows_it(url: str, authority: str) -> None:
    assert config(f'[site]\ntitle = "x"\nurl = "{url}"\n').feeds.authority == authority


def test_words_that_are_written_by_locale_are_none_for_the_catalogs() -> None:
    for tag in ("und", "en", "zxx"):
        assert config(f'[sections.a]\nname = {{{tag} = "A"}}\n').sections["a"].name == Texts(((tag, "A"),))


def test_every_mistake_leaves_a_configuration_to_go_on_with() -> None:
    found, _, problems = parse_config(
        f'site = 1\n{LOCALES}fallback = 1\n[urls]\narticle = "x"\n[access]\ndefault = "y"\n'
    )
    assert len(problems) == 4
    assert found is not None
    assert (found.default_locale, found.patterns["article"]) == ("nb", {"nb": "articles/{slug}/"})


# --------------------------------------------------------------------------------------
# Whatever is written
# --------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    sorted({part for key in keys(SiteToml) for part in key.split(".")} - {"*"} | {"nb", "en", "no", "x"})
)
VALUES = st.sampled_from(
    [
        *("1", "0", "-1", "1.5", "true", "2026-01-13", "08:00:00", "[]", "{}", '["x"]', '{nb = "x"}', '{und = ""}'),
        *(
            '""',
            '"x"',
            '"/x/"',
            '"{slug}/"',
            '"page:x"',
            '"Europe/Oslo"',
            '"https://x.example"',
            '"free"',
            '"http://["',
        ),
        r'"\u0000"',
    ]
)
HEADERS = st.lists(NAMES, min_size=1, max_size=4).map(".".join)
LINES = st.one_of(
    st.builds("[{}]".format, HEADERS),
    st.builds("[[{}]]".format, HEADERS),
    st.builds("{} = {}".format, HEADERS, VALUES),
    st.text(max_size=5),
)


@settings(max_examples=300)
@given(st.lists(LINES, max_size=12).map("\n".join), st.booleans())
def test_any_text_is_a_configuration_or_problems_inside_its_lines(text: str, is_whole: bool) -> None:
    text = whole(f"{text}\n") if is_whole else text
    found, places, problems = parse_config(text)
    assert found is not None or any(problem.is_error for problem in problems)
    for span in (*places.values(), *(problem.span for problem in problems)):
        assert isinstance(span, Span)
        assert 1 <= span.line <= text.count("\n") + 1
        assert span.column >= 1


@pytest.mark.parametrize(
    "text",
    [
        f"a = {'[' * 10_000}",
        f"a = {'[' * 10_000}{']' * 10_000}",
        f"a = {'{a=' * 10_000}",
        f"{'.'.join('a' * 10_000)} = 1",
        f"[{'.'.join('a' * 10_000)}]",
        f"a = {'9' * 10_000}",
        f"a = '''{'a' * 1_000_000}",
        "".join(f'[tags.t{number}]\nname = "x"\n' for number in range(2_000)),
    ],
    ids=lambda text: text[:20],
)
def test_a_bomb_is_over_in_bounded_time(text: str) -> None:
    began = process_time()
    parse_config(text)
    assert process_time() - began < 5
