"""The questions that templates put to the site, and their answers in each edition."""

from inspect import signature

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.answers import Ask, Choice, Destination, Funds, Payment, PaymentKind, PublishedPicture, Term, Year
from ordskifte.model.catalog import Catalog, Translated
from ordskifte.model.diagnostics import Span, placed
from ordskifte.model.document import Body
from ordskifte.model.fingerprints import fingerprint
from ordskifte.model.text import Html, Message, Text
from ordskifte.pipeline.vault import Locked
from ordskifte.render import feeds, queries, sitemap
from ordskifte.render.queries import QUERIES, Ground, silent_campaigns
from tests.resolve.texts import AT, EN, NB, NN, SITE, TWO, article, author, page, texts, told, translation

THREE = NB + EN + NN
ALONE = NB + EN + '[locales.se]\nname = "Davvisámegiella"\n'
"""With an edition that falls back on no other."""
CATALOGS = {
    "nb": Catalog(
        "nb",
        {
            Message("Give", "action.give.name"): Translated(("Gi",)),
            Message("Was it free?", "campaign.spring.title"): Translated(("Var det gratis?",)),
            Message("Please <give>give</give> to %(site)s!", "campaign.spring.body"): Translated(
                ("<give>Gi</give> til %(site)s, 100%% til skribentene!",)
            ),
        },
    )
}


def ground(text: str, more: str = "", editions: str = TWO, at: str = AT) -> Ground:
    """What questions are answered from, with the catalogs above."""
    found = texts(text, more, editions)
    return Ground(
        site=found.site(at),
        catalogs=CATALOGS,
        anchors={face.source: face.anchors for face in found.faces},
        bodies={"content/pages/om.nb.md": Body("nb", ("<p>Om</p>",))},
        pictures={"a.svg": PublishedPicture("/media/a.svg", 3, 2, "image/svg+xml")},
        assets={"site.css": "/assets/site.css"},
        icons={"bell": "<svg></svg>"},
        copies={},
        content=str.encode,
        templates={"page.html": b"digest"},
        sealed={},
        vault=Locked(),
        grants={},
        scripts={},
    )


def keys(entries: object) -> list[str]:
    assert isinstance(entries, tuple)
    return [entry.key for entry in entries]


# ---- Where links lead ----------------------------------------------------------------

WORKS = (
    article("line.en", "The Line", "slug: the-line\ntags: [sea]\n")
    + translation("line.nb", "en", "Linjen", "slug: linjen\n")
    + article("guest.en", "A Guest")
    + article("abroad.en", "Abroad", "editions: [en]\nslug: far-away\n")
    + article("later.nb", "Later", date="2031-01-01")
    + page("om.nb", "Om oss", "slug: om-oss\n", "## Hvem\n\n## Gi\n")
    + author("kari.nb")
)


@pytest.mark.parametrize(
    ("locale", "scheme", "target", "url", "language"),
    [
        ("nb", "article", "line", "/a/linjen/", "nb"),
        ("en", "article", "line", "/en/a/the-line/", "en"),
        # A path leads to the work, in whichever language the reader has.
        ("nb", "path", "content/articles/line.en.md", "/a/linjen/", "nb"),
        ("en", "path", "content/articles/line.nb.md", "/en/a/the-line/", "en"),
        ("nb", "article", "guest", "/a/guest/", "en"),
        # What only another edition shows is there.
        ("nb", "article", "abroad", "/en/a/far-away/", "en"),
        ("en", "page", "om", "/en/om-oss/", "nb"),
        ("en", "author", "kari", "/en/by/kari/", "en"),
        ("nb", "path", "content/authors/kari.nb.md", "/by/kari/", "nb"),
        ("nb", "section", "debate", "/section/debate/", "nb"),
        ("en", "tag", "sea", "/en/topic/sea/", "en"),
    ],
)
def test_a_link_leads_to_the_page_in_the_readers_edition(
    locale: str, scheme: str, target: str, url: str, language: str
) -> None:
    assert queries.link(ground(WORKS), locale, scheme, target) == Destination(url, language)


@pytest.mark.parametrize(
    ("scheme", "target"),
    [
        ("article", "later"),
        ("path", "content/articles/later.nb.md"),
        ("article", "zzz"),
        ("path", "content/articles/zzz.nb.md"),
        ("path", ""),
        ("page", "line"),
        ("author", "ola"),
        ("section", "members"),
        ("tag", "ice"),
        ("year", "2026"),
        ("here", "line"),
        ("", ""),
    ],
)
def test_a_link_to_what_is_not_published_leads_nowhere(scheme: str, target: str) -> None:
    assert queries.link(ground(WORKS), "nb", scheme, target) is None


def test_of_pages_in_other_editions_a_link_leads_to_one_that_is_no_shell() -> None:
    found = ground(article("x.en", front="editions: [nn, en]\n"), editions=NB + NN + EN)
    assert queries.link(found, "nb", "article", "x") == Destination("/en/a/x/", "en")


def test_it_ends_in_a_heading_that_the_version_has() -> None:
    text = page("om.nb", "Om", body="## Hvem\n\n## Gi {#give}\n") + page("om.en", "About", body="## Give\n")
    ends = {
        (locale, fragment): destination.url
        for locale in ("nb", "en")
        for fragment in ("", "give", "hvem", "zzz")
        if (destination := queries.link(ground(text), locale, "page", "om", fragment))
    }
    assert ends == {
        ("nb", ""): "/om/",
        ("nb", "give"): "/om/#give",
        ("nb", "hvem"): "/om/#hvem",
        ("nb", "zzz"): "/om/",
        ("en", ""): "/en/om/",
        ("en", "give"): "/en/om/#give",
        ("en", "hvem"): "/en/om/",
        ("en", "zzz"): "/en/om/",
    }


# ---- Menus ---------------------------------------------------------------------------


def menu(*links: str, text: str = WORKS, locale: str = "nb") -> list[tuple[str, str, str]]:
    """The words, language and address of each link of a menu."""
    found = ground(text, f'[[menu]]\nname = "foot"\nlinks = [{", ".join(links)}]\n')
    return [(entry.name.value, entry.name.locale, entry.url) for entry in queries.menu(found, locale, "foot")]


def test_a_menu_has_the_titles_of_what_it_leads_to_in_their_language() -> None:
    links = ('"page:om"', '"article:guest"', '"section:debate"', '"tag:sea"', '"author:kari"', '"article:abroad"')
    assert menu(*links) == [
        ("Om oss", "nb", "/om-oss/"),
        ("A Guest", "en", "/a/guest/"),
        ("Debatt", "nb", "/section/debate/"),
        ("Havet", "nb", "/topic/sea/"),
        ("Kari Nordmann", "nb", "/by/kari/"),
    ]
    assert menu(*links[:3], locale="en") == [
        ("Om oss", "nb", "/en/om-oss/"),
        ("A Guest", "en", "/en/a/guest/"),
        ("Debate", "en", "/en/section/debate/"),
    ]


def test_or_words_of_its_own() -> None:
    assert menu('{to = "page:om#hvem", name = {nb = "Hvem vi er", en = "Who"}}', '{to = "/rss/", name = "Feed"}') == [
        ("Hvem vi er", "nb", "/om-oss/#hvem"),
        ("Feed", "en", "/rss/"),
    ]


def test_what_leads_nowhere_yet_is_left_out() -> None:
    assert menu('"article:later"', '"tag:ice"', '{to = "page:zzz", name = {nb = "Z"}}', '"page:om"') == [
        ("Om oss", "nb", "/om-oss/")
    ]


def test_a_menu_that_there_is_not_is_empty() -> None:
    assert queries.menu(ground(WORKS), "nb", "zzz") == ()


# ---- Campaigns -----------------------------------------------------------------------

SPRING = """
[actions.give]
name = "Give"
url = {nb = "page:om#gi", en = "/en/give/"}
[[campaign]]
id = "spring"
slot = "article-end"
icon = "bell"
title = "Was it free?"
body = "Please <give>give</give> to %(site)s!"
actions = ["give"]
"""


def test_an_ask_is_worded_and_linked_for_its_edition() -> None:
    [norwegian] = queries.campaigns(ground(WORKS, SPRING), "nb", "spring")
    assert norwegian == Ask(
        id="spring",
        slot="article-end",
        icon="bell",
        title=Text("Var det gratis?", "nb"),
        body=Html('<a href="/om-oss/#gi">Gi</a> til Prøven, 100% til skribentene!', "nb"),
        actions=(Choice("give", Text("Gi", "nb"), "/om-oss/#gi"),),
    )
    [english] = queries.campaigns(ground(WORKS, SPRING), "en", "spring")
    assert english.body == Html('Please <a href="/en/give/">give</a> to The Trial!', "en")


def test_an_action_that_leads_nowhere_yet_leaves_its_words() -> None:
    [ask] = queries.campaigns(ground(article("x.nb"), SPRING), "nb", "spring")
    assert ask.body == Html("Gi til Prøven, 100% til skribentene!", "nb")
    assert ask.actions == ()


def test_words_by_locale_need_no_catalog() -> None:
    more = SPRING.replace('"Was it free?"', '{nb = "Gratis?"}').replace(
        '"Please <give>give</give> to %(site)s!"', '{nb = "Gi & ta"}'
    )
    [ask] = queries.campaigns(ground(WORKS, more), "nb", "spring")
    assert (ask.title, ask.body) == (Text("Gratis?", "nb"), Html("Gi &amp; ta", "nb"))
    assert queries.campaigns(ground(WORKS, more), "en", "spring") == ()


def test_an_ask_without_words_that_the_editions_readers_know_is_not_made() -> None:
    assert queries.campaigns(ground(WORKS, SPRING, ALONE), "se", "spring") == ()
    assert queries.campaigns(ground(WORKS, SPRING), "nb", "zzz") == ()
    assert queries.campaigns(ground(WORKS, SPRING), "nb") == ()


LASTING = """
[actions.letter]
name = {nb = "Brev", en = "Letter"}
url = "https://letters.example/"
field = "email"
[[campaign]]
id = "first"
slot = "top"
title = {nb = "En", en = "One"}
body = {nb = "<letter>Brev</letter>", en = "Ask"}
actions = ["letter"]
end = 2026-07-01
[campaign.goal]
amount = 1000
raised_file = "data/raised.json"
[[campaign]]
id = "nynorsk"
slot = "top"
title = {nn = "Ho"}
body = {nn = "Ho"}
[[campaign]]
id = "second"
slot = "top"
title = {nb = "To", en = "Two"}
body = {nb = "Be", en = "Ask"}
start = 2026-01-01
[[campaign]]
id = "third"
slot = "top"
title = {nb = "Tre", en = "Three"}
body = {nb = "Be", en = "Ask"}
"""
IDS = ("first", "nynorsk", "second", "third")


def test_behind_one_that_closes_stands_the_first_that_does_not_and_nothing_behind_that() -> None:
    found = queries.campaigns(ground("", LASTING), "nb", *IDS)
    assert [ask.id for ask in found] == ["first", "second"]
    assert [ask.closes for ask in found] == [True, False]
    assert [ask.id for ask in queries.campaigns(ground("", LASTING), "nb", *IDS[1:])] == ["second"]


def test_one_without_words_gives_its_place_to_the_next() -> None:
    assert [ask.id for ask in queries.campaigns(ground("", LASTING), "en", "nynorsk", "third")] == ["third"]


def test_an_ask_has_what_has_been_raised_where_a_file_says_so() -> None:
    stands = ground("", LASTING)
    [ask, *_] = queries.campaigns(stands, "nb", *IDS)
    assert ask.goal is None
    [ask, *_] = queries.campaigns(replace(stands, figures={"data/raised.json": 250}), "nb", *IDS)
    assert ask.goal == Funds(1000, 250)


def test_an_action_with_a_field_is_a_form_and_no_link() -> None:
    [ask, *_] = queries.campaigns(ground("", LASTING), "nb", *IDS)
    assert ask.actions == (Choice("letter", Text("Brev", "nb"), "https://letters.example/", "email"),)
    assert ask.body == Html("Brev", "nb")


def test_an_ask_may_be_in_the_words_of_an_edition_that_this_one_falls_back_on() -> None:
    [ask] = queries.campaigns(ground(WORKS, SPRING, THREE), "nn", "spring")
    assert ask.title == Text("Var det gratis?", "nb", is_fallback=True)
    assert ask.body == Html('<a href="/nn/om-oss/#gi">Gi</a> til Prøven, 100% til skribentene!', "nb")


def silent(more: str, editions: str = TWO, at: str = AT) -> list[str]:
    found = texts(WORKS, more, editions)
    return [
        told(placed(problem, found.places)).partition(": ")[2]
        for problem in silent_campaigns(ground(WORKS, more, editions, at))
    ]


HINT = "Translate it in the catalog, or name in `locales` the editions that it is for."


def test_which_is_told_once_for_each_edition_that_hides_it() -> None:
    assert silent(SPRING) == []
    assert silent(SPRING, THREE) == []
    sami = "has no Northern Sami title, so that edition does not show it."
    assert silent(SPRING, ALONE) == [f"warning: campaign-untranslated: The campaign `spring` {sami} {HINT}"]
    without_body = SPRING.replace("Please", "Do")
    bokmal = "has no Norwegian body, so that edition does not show it."
    assert silent(without_body) == [f"warning: campaign-untranslated: The campaign `spring` {bokmal} {HINT}"]


def test_at_the_words_that_are_missing() -> None:
    more = SPRING.replace('"Was it free?"', '{nb = "Gratis?"}')
    [problem] = silent_campaigns(ground("", more))
    span = placed(problem, texts("", more).places).span
    assert isinstance(span, Span)
    assert (SITE + TWO + more).split("\n")[span.line - 1] == 'title = {nb = "Gratis?"}'


def test_not_for_an_edition_that_it_is_not_for_nor_when_it_is_over() -> None:
    assert silent(SPRING + 'locales = ["nb"]\n', ALONE) == []
    assert silent(SPRING + "end = 2026-05-01T00:00:00\n", ALONE) == []
    assert len(silent(SPRING + "end = 2026-05-01T00:00:00\n", ALONE, at="2026-04-01")) == 1
    assert len(silent(SPRING + "start = 2026-07-01T00:00:00\n", ALONE)) == 1


# ---- Ways to pay ---------------------------------------------------------------------

PAYMENTS = """
[payments.donate]
payee = "Prøven"
vipps = "0011"
account = "1234.56.78903"
kid = "2026003"
iban = "no71 12345678903"
bic = "dnbanokk"
[payments.donate.links.card]
name = {nb = "Gi med kort", en = "Give by card"}
url = "https://pay.example/?a=1"
reference = "from"
[payments.donate.links.abroad]
name = {en = "Give"}
url = {en = "https://pay.example/"}
"""


def test_the_ways_to_pay_are_those_of_the_edition_as_people_write_numbers() -> None:
    assert queries.payments(ground("", PAYMENTS), "en", "donate", "spring") == (
        Payment(PaymentKind.VIPPS, url="https://qr.vipps.no/donations/0011?reference=spring-en", number="0011"),
        Payment(PaymentKind.LINK, Text("Give by card", "en"), "https://pay.example/?a=1&from=spring-en", "pay.example"),
        Payment(PaymentKind.LINK, Text("Give", "en"), "https://pay.example/", "pay.example"),
        Payment(PaymentKind.ACCOUNT, number="1234\u00a056\u00a078903", payee="Prøven", kid="2026003"),
        Payment(PaymentKind.ABROAD, number="NO71\u00a01234\u00a05678\u00a0903", payee="Prøven", bic="DNBANOKK"),
    )


def test_a_link_without_an_address_in_an_edition_is_not_shown_there() -> None:
    links = [way for way in queries.payments(ground("", PAYMENTS), "nb", "donate") if way.kind is PaymentKind.LINK]
    assert [(way.name, way.url) for way in links] == [
        (Text("Gi med kort", "nb"), "https://pay.example/?a=1&from=donate-nb")
    ]


def test_where_there_are_no_ways_to_pay_there_is_nothing() -> None:
    assert queries.payments(ground("", PAYMENTS), "nb", "subscribe") == ()
    assert queries.payments(ground(""), "nb", "donate") == ()


def test_an_action_that_leads_to_a_way_to_pay_says_which_campaign_it_was() -> None:
    more = PAYMENTS + SPRING.replace('"page:om#gi"', '"payment:donate.vipps"')
    assert more != PAYMENTS + SPRING
    asks = (queries.campaigns(ground(WORKS, more, THREE), locale, "spring")[0] for locale in ("nb", "nn"))
    assert [ask.actions[0].url for ask in asks] == [
        "https://qr.vipps.no/donations/0011?reference=spring-nb",
        "https://qr.vipps.no/donations/0011?reference=spring-nn",
    ]


# ---- Series --------------------------------------------------------------------------

PARTS = (
    article("shore.nb", front="series: {id: atlas, part: 1}\n")
    + article("fog.nb", front="series: {id: atlas, part: 2}\nuntranslated: omit\n")
    + article("sea.nb", front="series: {id: atlas, part: 3}\nuntranslated: link\n")
    + article("ice.en", front="series: {id: atlas, part: 5}\n")
)
INTRODUCTION = "-- content/series/atlas.nb.md --\n---\n---\n## Salt\n"


def around(locale: str, key: str) -> tuple[int, int, str, str]:
    """Which part an article is, of how many, and the keys of those before and after it."""
    place = queries.series_place(ground(PARTS), locale, key)
    assert place is not None
    keys = [entry.key if entry else "" for entry in (place.previous, place.next)]
    return place.part, place.parts, keys[0], keys[1]


def test_an_article_stands_between_the_parts_that_its_edition_lists() -> None:
    assert around("nb", "shore") == (1, 5, "", "fog")
    assert around("nb", "sea") == (3, 5, "fog", "ice")
    assert around("en", "shore") == (1, 5, "", "sea")
    assert around("en", "ice") == (5, 5, "sea", "")


def test_what_is_in_no_series_or_stands_in_no_list_has_no_place_in_one() -> None:
    asked = ground(
        PARTS + article("alone.nb") + article("hid.nb", front="series: {id: atlas, part: 4}\nunlisted: true\n")
    )
    assert queries.series_place(asked, "nb", "alone") is None
    assert queries.series_place(asked, "nb", "hid") is None
    assert queries.series_place(asked, "en", "sea") is None


def test_a_series_has_a_name_an_address_and_an_introduction() -> None:
    asked = ground(PARTS + INTRODUCTION)
    assert queries.series(asked, "en", "atlas") == Term("atlas", Text("Atlas", "en"), None, "/en/series/atlas/", 3)
    words = queries.introduction(asked, "en", "atlas")
    assert words is not None
    assert (words.source, words.language) == ("content/series/atlas.nb.md", "nb")
    assert queries.series(asked, "en", "nothing") is None
    assert queries.introduction(ground(PARTS), "en", "atlas") is None


def test_links_lead_to_the_page_of_the_series_in_the_edition() -> None:
    asked = ground(PARTS + INTRODUCTION)
    assert queries.link(asked, "en", "series", "atlas", "salt") == Destination("/en/series/atlas/#salt", "en")
    assert queries.link(asked, "nb", "path", "content/series/atlas.nb.md") == Destination("/series/atlas/", "nb")
    assert queries.link(ground(INTRODUCTION), "nb", "series", "atlas") is None


def test_a_menu_calls_it_by_its_name() -> None:
    asked = ground(PARTS, '[[menu]]\nname = "foot"\nlinks = ["series:atlas"]\n')
    assert [(entry.name, entry.url) for entry in queries.menu(asked, "nb", "foot")] == [
        (Text("Atlas", "nb"), "/series/atlas/")
    ]


def test_an_old_address_is_called_as_the_series_is() -> None:
    asked = ground(PARTS + "-- urls.lock --\nseries atlas en /old/ moved\n")
    found = queries.redirect(asked, "/old/")
    assert found is not None
    assert (found.to, found.title) == ("/en/series/atlas/", Text("Atlas", "en"))


# ---- Related articles ----------------------------------------------------------------


def related(text: str, key: str = "x", count: int = 3) -> list[str]:
    return keys(queries.related(ground(text), "nb", key, count))


def test_what_the_author_named_comes_first_in_that_order() -> None:
    others = article("a.nb", date="2026-01-01") + article("b.nb", date="2026-01-02") + article("c.nb")
    assert related(article("x.nb", front="related: [b, a]\n") + others) == ["b", "a", "c"]


def test_then_what_shares_most_tags_and_the_section_and_then_the_newest() -> None:
    text = (
        article("x.nb", front="tags: [sea, ice]\n")
        + article("both.nb", front="tags: [ice, sea]\n", date="2020-01-01")
        + article("one.nb", front="tags: [sea]\n", date="2021-01-01")
        + article("old.nb", date="2021-02-01")
        + article("new.nb", date="2021-03-01")
        + article("apart.nb", date="2026-05-01").replace("section: debate", "section: members")
    )
    assert related(text, count=9) == ["both", "one", "new", "old", "apart"]
    assert related(text, count=2) == ["both", "one"]


def test_an_article_is_never_related_to_itself_nor_twice_to_another() -> None:
    assert related(
        article("x.nb", front="related: [x, a, a]\ntags: [sea]\n") + article("a.nb", front="tags: [sea]\n")
    ) == ["a"]


def test_what_is_not_published_or_not_listed_is_not_related() -> None:
    hidden = article("d.nb", front="draft: true\n") + article("f.nb", date="2031-01-01")
    hidden += article("u.nb", front="unlisted: true\n") + article("e.nb", front="editions: [en]\n")
    assert related(article("x.nb", front="related: [d, f, u, e]\n") + hidden) == []
    assert related(article("x.nb", front="unlisted: true\n") + article("a.nb")) == ["a"]
    assert related("", "zzz") == []


# ---- Lists ---------------------------------------------------------------------------

FIVE = "".join(article(f"x{n}.nb", front="tags: [sea]\n", date=f"2026-01-0{n}") for n in range(1, 6))


ROW = "".join(article(f"{key}.nb", date=f"2026-01-0{day}") for day, key in enumerate("abcde", 1))


def neighbours(text: str, key: str, locale: str = "nb") -> tuple[str, str]:
    """The keys of the older and the newer article, or nothing."""
    found = queries.neighbours(ground(text), locale, key)
    return found.older.key if found.older else "", found.newer.key if found.newer else ""


@pytest.mark.parametrize(
    ("key", "both"), [("a", ("", "b")), ("b", ("a", "c")), ("c", ("b", "d")), ("d", ("c", "e")), ("e", ("d", ""))]
)
def test_an_article_has_those_before_and_after_it_in_its_section(key: str, both: tuple[str, str]) -> None:
    apart = article("between.nb", date="2026-01-02T12:00").replace("section: debate", "section: members")
    assert neighbours(ROW + apart, key) == both


def test_of_the_same_day_in_the_order_of_the_list() -> None:
    same = "".join(article(f"{key}.nb", date="2026-01-01") for key in "abc")
    assert neighbours(same, "b") == ("a", "c")


def test_what_is_not_in_the_list_has_no_neighbours_and_is_none() -> None:
    hidden = article("hidden.nb", date="2026-01-03", front="unlisted: true\n")
    assert neighbours(ROW + hidden, "hidden") == ("", "")
    assert neighbours(ROW + hidden, "b") == ("a", "c")
    assert neighbours(ROW, "nowhere") == ("", "")


def test_neighbours_are_those_of_the_edition() -> None:
    text = article("a.nb", date="2026-01-01") + article("c.nb", date="2026-01-03")
    text += article("b.nb", date="2026-01-02", front="untranslated: omit\n")
    text += article("d.nb", date="2026-01-04", front="untranslated: link\n")
    assert neighbours(text, "c") == ("b", "d")
    assert neighbours(text, "c", "en") == ("a", "d")


def test_a_list_is_shown_page_by_page() -> None:
    found = ground(FIVE)
    pages = [queries.listing(found, "nb", "tag", "sea", number) for number in (1, 2, 3)]
    assert [
        (page.url, keys(page.entries), page.newer, page.older, page.number, page.count, page.total)
        for page in pages
        if page
    ] == [
        ("/topic/sea/", ["x5", "x4"], "", "/topic/sea/p2/", 1, 3, 5),
        ("/topic/sea/p2/", ["x3", "x2"], "/topic/sea/", "/topic/sea/p3/", 2, 3, 5),
        ("/topic/sea/p3/", ["x1"], "/topic/sea/p2/", "", 3, 3, 5),
    ]


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_before_the_first_and_behind_the_last_page_there_is_none(number: int) -> None:
    assert queries.listing(ground(FIVE), "nb", "tag", "sea", number) is None


def test_the_front_page_is_one_page() -> None:
    front = queries.listing(ground(FIVE), "nb", "front", "", 1)
    assert front is not None
    assert (front.count, front.total) == (1, 5)
    assert queries.listing(ground(FIVE), "nb", "front", "", 2) is None


def test_an_author_without_articles_has_one_empty_page() -> None:
    empty = queries.listing(ground(author("kari.nb")), "nb", "author", "kari", 1)
    assert empty is not None
    assert (empty.entries, empty.count, empty.total) == ((), 1, 0)


def test_the_switcher_of_a_list_leads_to_the_same_list_or_to_the_front_page() -> None:
    text = article("x.nb", front="tags: [sea]\neditions: [nb]\n")
    listing = queries.listing(ground(text), "nb", "tag", "sea", 1)
    assert listing is not None
    assert [(switch.locale, switch.url, switch.is_current) for switch in listing.switches] == [
        ("nb", "/topic/sea/", True),
        ("en", "/en/", False),
    ]


def test_terms_tell_how_many_articles_they_have_and_no_address_without_any() -> None:
    found = ground(FIVE)
    assert queries.tag(found, "en", "sea") == Term("sea", Text("The sea", "en"), None, "/en/topic/sea/", 5)
    assert queries.tag(found, "nb", "ice") == Term("ice", Text("Isen", "nb"), None, "", 0)
    assert queries.tag(found, "nb", "zzz") is None
    assert [term.id for term in queries.sections(found, "nb")] == ["debate"]


def test_a_term_without_words_in_the_edition_has_those_of_its_fallback() -> None:
    found = queries.section(ground(FIVE, editions=THREE), "nn", "debate")
    assert found is not None
    assert found.name == Text("Debatt", "nb", is_fallback=True)


def test_years_are_told_newest_first() -> None:
    text = FIVE + article("old.nb", date="2024-05-05")
    assert queries.years(ground(text), "nb") == (Year(2026, "/archive/2026/", 5), Year(2024, "/archive/2024/", 1))


def test_authors_stand_by_family_name_in_the_alphabet_of_the_interface() -> None:
    text = author("a.nb", "Kari Aarø") + author("b.nb", "Anne Øye") + author("c.nb", "Åse Zoll")
    text += author("d.nb", "Bono")
    text += author("e.nb", "Liv Aaron", 'sort_as: "Åron, Liv"\n') + author("f.nb", "Vincent van Gogh")

    def initials(locale: str) -> list[tuple[str, str]]:
        groups = queries.profiles(ground(text), locale)
        return [(group.initial, "".join(profile.id for profile in group.profiles)) for group in groups]

    assert initials("nb") == [("B", "d"), ("G", "f"), ("Z", "c"), ("Ø", "b"), ("Å", "ea")]
    assert initials("en") == [("A", "ae"), ("B", "d"), ("G", "f"), ("O", "b"), ("Z", "c")]


def test_the_newest_articles_and_those_of_an_author_are_told_newest_first() -> None:
    text = FIVE.replace("tags: [sea]", "authors: [kari]") + article("y.nb", date="2026-02-01") + author("kari.nb")
    assert keys(queries.latest(ground(text), "nb", 2)) == ["y", "x5"]
    assert keys(queries.works_by(ground(text), "nb", "kari", 2)) == ["x5", "x4"]
    assert queries.works_by(ground(text), "nb", "zzz", 2) == ()


# ---- Everything else -----------------------------------------------------------------


def test_the_year_is_that_of_the_moment_in_the_sites_zone() -> None:
    assert queries.year(ground("", at="2026-12-31T23:30Z")) == 2027


def test_the_names_of_the_site_and_of_languages_are_in_the_words_of_the_edition() -> None:
    found = ground("", editions=THREE)
    assert queries.title(found, "en") == Text("The Trial", "en")
    assert queries.title(found, "nn") == Text("Prøven", "nb", is_fallback=True)
    assert queries.tagline(found, "nb") is None
    assert queries.language_name(found, "nb", "en") == Text("engelsk", "nb")


def test_a_body_is_told_only_of_what_is_published() -> None:
    assert queries.body(ground(""), "content/pages/om.nb.md") == Body("nb", ("<p>Om</p>",))
    assert queries.body(ground(""), "content/articles/utkast.nb.md") is None


LOCALES = st.sampled_from(("nb", "en"))
NAMES = st.sampled_from(
    ("", "article", "page", "author", "path", "tag", "front", "year", "here", "line", "om", "sea", "kari", "zzz", "fr")
)
NUMBERS = st.integers(-2, 3)
ARGUMENTS = {"locale": LOCALES, "number": NUMBERS, "count": st.integers(0, 3), "first": NUMBERS, "last": NUMBERS}
QUESTIONS = {**QUERIES, **feeds.QUERIES, **sitemap.QUERIES}
GROUND = ground(WORKS, SPRING)


@settings(deadline=None)
@given(st.sampled_from(sorted(QUESTIONS)), st.data())
def test_every_question_has_an_answer_whatever_the_names_in_it_and_it_is_a_value(
    name: str, drawn: st.DataObject
) -> None:
    names = list(signature(QUESTIONS[name]).parameters)[1:]
    arguments = [drawn.draw(ARGUMENTS.get(argument, NAMES)) for argument in names]
    answer = QUESTIONS[name](GROUND, *arguments)
    assert len(fingerprint(answer)) == 16
    assert fingerprint(QUESTIONS[name](GROUND, *arguments)) == fingerprint(answer)
