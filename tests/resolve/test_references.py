"""Names that sources give of each other: near misses are named, and what is not published is not linked to."""

import pytest

from ordskifte.load import CONFIG as CONFIG_FILE
from ordskifte.model.diagnostics import placed
from ordskifte.resolve import references
from ordskifte.resolve.references import check_pictures
from tests.resolve.texts import NB, SITE, article, author, page, texts, told, translation

OTHER = article("arctic-security.nb", body="## Is og hav\n") + translation(
    "arctic-security.en", "nb", body="## Ice and sea\n"
)
NEW_SECTION = "Known: debate, members. A new one needs [sections.sea] in site.toml."
NEW_TAG = "Known: sea, ice. A new one needs [tags.snow] in site.toml."


def absent(kind: str, key: str) -> str:
    """What is told of a work that there is not."""
    file = f"content/{kind}s/{key}.<language>.md"
    return f"Its key is the first part of its file's name: write {file}, or run `new {kind}`."


def linking(body: str, others: str = OTHER, more: str = "") -> list[str]:
    """What is wrong with an article of this body, as `line:column: severity: code: message hint`."""
    found = texts(article("x.nb", body=body) + others, more).problems()
    return [line.removeprefix("content/articles/x.nb.md:") for line in found]


def test_the_name_of_the_configuration_is_the_one_it_is_loaded_by() -> None:
    assert references.CONFIG == CONFIG_FILE


# ---- Links in bodies -----------------------------------------------------------------


def test_links_to_what_there_is_are_well() -> None:
    body = "[a](article:arctic-security) [b](arctic-security.en.md) [c](author:kari) [d](page:om) [e](section:debate)"
    assert linking(body, OTHER + author("kari.nb") + page("om.en")) == []


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        (
            "article:artic-security",
            "error: article-unknown: There is no article `artic-security`. Did you mean `arctic-security`?",
        ),
        (
            "article:something",
            f"error: article-unknown: There is no article `something`. {absent('article', 'something')}",
        ),
        ("author:kary", "error: author-unknown: There is no author `kary`. Did you mean `kari`?"),
        (
            "author:ole",
            (
                "error: author-unknown: There is no author `ole`. An author has a file: "
                "write content/authors/ole.<language>.md, or run `new author`."
            ),
        ),
        ("page:omm", "error: page-unknown: There is no page `omm`. Did you mean `om`?"),
        (
            "page:arctic-security",
            f"error: page-unknown: There is no page `arctic-security`. {absent('page', 'arctic-security')}",
        ),
        ("author:Kari", "error: author-unknown: There is no author `Kari`. Did you mean `kari`?"),
        ("section:debat", "error: section-unknown: There is no section `debat`. Did you mean `debate`?"),
        (
            "section:Debatt",
            (
                "error: section-unknown: There is no section `Debatt`. "
                "`Debatt` is what `debate` is called: write `debate`."
            ),
        ),
        ("tag:isen", "error: tag-unknown: There is no tag `isen`. `isen` is what `ice` is called: write `ice`."),
        (
            "tag:Snøstorm",
            (
                "error: tag-unknown: There is no tag `Snøstorm`. "
                "Known: sea, ice. A new one needs [tags.snostorm] in site.toml, and `snostorm` here."
            ),
        ),
        ("section:sea", f"error: section-unknown: There is no section `sea`. {NEW_SECTION}"),
        ("tag:see", "error: tag-unknown: There is no tag `see`. Did you mean `sea`?"),
        (
            "arctic-security.fr.md",
            (
                "error: link-broken: There is no file `content/articles/arctic-security.fr.md`. "
                "Did you mean `content/articles/arctic-security.nb.md`?"
            ),
        ),
        (
            "kari.nb.md",
            (
                "error: link-broken: There is no file `content/articles/kari.nb.md`. "
                "Did you mean `content/authors/kari.nb.md`?"
            ),
        ),
        (
            "../pages/om.nb.md",
            (
                "error: link-broken: There is no file `content/pages/om.nb.md`. "
                "Did you mean `content/pages/om/index.nb.md`?"
            ),
        ),
        ("../pages/zzz.md", "error: link-broken: There is no file `content/pages/zzz.md`."),
    ],
)
def test_a_link_to_what_there_is_not_is_an_error_with_what_may_have_been_meant(link: str, problem: str) -> None:
    found = linking(f"One [word]({link}).", OTHER + author("kari.nb") + page("om/index.nb"))
    assert found == [f"6:5: {problem}"]


def test_each_of_several_is_told_at_its_own_place() -> None:
    found = linking("[a](page:a) and [b](page:om)\n\n- [c](page:c)\n", page("om.nb"))
    assert [line.split(" ")[0] for line in found] == ["6:1:", "8:3:"]


@pytest.mark.parametrize(
    "other",
    [
        article("other.nb", front="draft: true\n"),
        article("other.nb", date="2026-07-01"),
        article("other.nb", front="draft: true\n") + translation("other.en", "nb"),
    ],
)
def test_a_link_to_what_is_not_published_is_a_warning(other: str) -> None:
    warning = "warning: link-unpublished: `other` is not published yet, so its link is left out."
    assert linking("One [word](article:other).", other) == [f"6:5: {warning} It appears when the target does."]


def test_so_is_a_link_to_a_term_that_nothing_stands_under() -> None:
    warning = "warning: link-unpublished: The tag `sea` has no articles yet, so its link is left out."
    assert linking("One [word](tag:sea).") == [f"6:5: {warning} It appears with its first article."]
    assert linking("One [word](tag:sea).", article("y.nb", front="tags: [sea]\n")) == []


def test_what_is_not_published_itself_may_point_to_what_is_not_either() -> None:
    drafts = article("x.nb", front="draft: true\n", body="[y](article:y) [sea](tag:sea)") + article(
        "y.nb", front="draft: true\n"
    )
    assert texts(drafts).problems() == []
    assert [line.split(": ")[2] for line in texts(drafts).problems(drafts=True)] == ["link-unpublished"]


def test_a_draft_that_points_to_nothing_is_told_of_before_it_is_published() -> None:
    found = texts(article("x.nb", front="draft: true\n", body="[y](article:y)")).problems()
    assert [line.split(": ")[2] for line in found] == ["article-unknown"]


# ---- Headings ------------------------------------------------------------------------


@pytest.mark.parametrize("anchor", ["is-og-hav", "ice-and-sea"])
@pytest.mark.parametrize("target", ["article:arctic-security", "arctic-security.nb.md"])
def test_a_heading_may_be_that_of_any_version(target: str, anchor: str) -> None:
    assert linking(f"[x]({target}#{anchor})") == []


def test_a_heading_that_there_is_not_is_an_error_with_the_nearest() -> None:
    assert linking("[x](article:arctic-security#ice-and-see)") == [
        "6:1: error: link-anchor: `arctic-security` has no heading `#ice-and-see`. Did you mean `#ice-and-sea`?"
    ]
    assert linking("[x](article:arctic-security#zzz)") == [
        "6:1: error: link-anchor: `arctic-security` has no heading `#zzz`."
    ]


def test_a_heading_behind_the_members_divider_is_not_known_and_not_missed() -> None:
    sealed = article("y.nb", front="access: members\n", body="Ute.\n\n<!-- paywall -->\n\n## Inne\n")
    assert linking("[x](article:y#inne)", sealed) == []


# ---- Front matter --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "problem"),
    [
        ("authors: [kari, kary]\n", "5:17: error: author-unknown: There is no author `kary`. Did you mean `kari`?"),
        ("tags: [sae]\n", "5:8: error: tag-unknown: There is no tag `sae`. Did you mean `sea`?"),
        ("tags: [snow]\n", f"5:8: error: tag-unknown: There is no tag `snow`. {NEW_TAG}"),
        ("related: [y]\n", f"5:11: error: article-unknown: There is no article `y`. {absent('article', 'y')}"),
        ("editions: [fr]\n", "5:12: error: edition-unknown: There is no edition `fr`. Known: nb, en."),
        (
            "series: {id: atlass, part: 1}\n",
            "5:14: error: series-unknown: There is no series `atlass`. Did you mean `atlas`?",
        ),
        (
            "contributors: {photographer: [kari, ola]}\n",
            (
                "5:37: error: author-unknown: There is no author `ola`. An author has a file: "
                "write content/authors/ola.<language>.md, or run `new author`."
            ),
        ),
    ],
)
def test_a_name_in_front_matter_that_there_is_not_is_an_error(front: str, problem: str) -> None:
    found = texts(article("x.nb", front=front) + author("kari.nb")).problems()
    assert found == [f"content/articles/x.nb.md:{problem}"]


def test_an_unknown_section_is_told() -> None:
    text = article("x.nb").replace("section: debate", "section: debates")
    assert texts(text).problems() == [
        "content/articles/x.nb.md:4:10: error: section-unknown: There is no section `debates`. Did you mean `debate`?"
    ]


def test_an_unknown_translator_is_told() -> None:
    text = article("x.nb") + translation("x.en", "nb").replace("of: nb", "of: nb, translator: kary") + author("kari.nb")
    assert [line.partition(" Did")[0] for line in texts(text).problems()] == [
        "content/articles/x.en.md:3:35: error: author-unknown: There is no author `kary`."
    ]


def test_an_original_needs_a_date_and_a_section_and_a_translation_does_not() -> None:
    bare = "-- content/articles/x.nb.md --\n---\ntitle: Bare\n---\n"
    assert texts(bare + translation("x.en", "nb")).problems() == [
        "content/articles/x.nb.md:2:1: error: key-missing: `date` is missing. Add `date: YYYY-MM-DD`.",
        "content/articles/x.nb.md:2:1: error: key-missing: `section` is missing. Add the `section` it belongs to.",
    ]


def test_what_could_not_be_read_is_not_missed_again() -> None:
    assert texts("-- content/articles/x.nb.md --\n---\ntitle: Bare\ndate: 2026-02-30\n---\n").problems() == []


# ---- Pictures ------------------------------------------------------------------------


def missing(text: str, *files: str) -> list[str]:
    """The pictures that a text names, where only these files lie."""
    found = texts(text)
    return [told(placed(problem, found.places)) for problem in check_pictures(found.faces, files)]


def test_a_picture_that_is_not_there_is_told_with_the_nearest_beside_it() -> None:
    text = article("x/index.nb", front="image: {file: lead.svg, alt: A}\n", body="Words ![B](map.svg) behind.")
    place, folder = "content/articles/x/index.nb.md", "content/articles/x"
    none = "error: image-missing: There is no picture"
    elsewhere = "There is one at content/articles/y/lead.svg. Move it beside the text."
    assert missing(text, f"{folder}/lead.svg", f"{folder}/mapp.svg", "content/articles/y/map.svg") == [
        f"{place}:7:7: {none} `{folder}/map.svg`. Did you mean `{folder}/mapp.svg`?"
    ]
    assert missing(text, f"{folder}/map.svg", "content/articles/y/lead.svg") == [
        f"{place}:5:15: {none} `{folder}/lead.svg`. {elsewhere}"
    ]
    assert missing(author("k.nb", front="photo: {file: k.svg, alt: K}\n")) == [
        f"content/authors/k.nb.md:3:15: {none} `content/authors/k.svg`. Put the picture beside the text."
    ]


def test_no_other_file_is_taken_for_a_picture_and_one_of_an_old_site_may_be_fetched() -> None:
    text = article("x/index.nb", front="image: {file: index.jpg, alt: A}\n")
    none = (
        "content/articles/x/index.nb.md:5:15: error: image-missing: There is no picture `content/articles/x/index.jpg`."
    )
    assert missing(text, "content/articles/x/index.nb.md") == [f"{none} Put the picture beside the text."]
    assert missing(text, "import-pictures.txt") == [
        (
            f"{none} Put the picture beside the text. "
            "Those of the old site are fetched with import-pictures.txt, as import-report.md says."
        )
    ]


def test_a_picture_needs_alternative_text() -> None:
    message = "error: image-alt: The picture has no alternative text."
    hint = "Add `alt: …`: what someone who cannot see the picture should know."
    assert texts(article("x.nb", front="image: {file: a.svg}\n")).problems() == [
        f"content/articles/x.nb.md:5:8: {message} {hint}"
    ]
    assert texts(author("k.nb", front="photo: {file: a.svg}\n")).problems() == [
        f"content/authors/k.nb.md:3:8: {message} {hint}"
    ]


def test_words_for_a_picture_need_a_picture_except_in_a_translation() -> None:
    words = 'image: {alt: "A ship"}\n'
    assert texts(article("x.nb", front=words)).problems() == [
        (
            "content/articles/x.nb.md:5:8: error: key-missing: `image.file` is missing. "
            "Put the picture beside this file and write its name."
        )
    ]
    assert texts(article("x.nb") + translation("x.en", "nb", front=words)).problems() == []


# ---- Menus and actions ---------------------------------------------------------------


def menu(*links: str) -> str:
    return f'[[menu]]\nname = "foot"\nlinks = [{", ".join(links)}]\n'


def configured(more: str, text: str = "") -> list[str]:
    """What is wrong with more of `site.toml`, without the line that it is on."""
    return [line.partition(": ")[2] for line in texts(page("om.nb", body="## Hvem\n") + text, more, NB).problems()]


def test_menus_may_point_to_anything_that_has_an_address() -> None:
    links = ('"page:om"', '"page:om#hvem"', '"section:debate"', '"/rss/"', '"https://example.com/"', '"mailto:a@b.no"')
    assert configured(menu(*links, '{to = "author:k", name = "Kari"}'), article("x.nb") + author("k.nb")) == []


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ('"page:omm"', "error: page-unknown: There is no page `omm`. Did you mean `om`?"),
        ('{to = "page:zzz"}', f"error: page-unknown: There is no page `zzz`. {absent('page', 'zzz')}"),
        ('"section:sea"', f"error: section-unknown: There is no section `sea`. {NEW_SECTION}"),
        ('"page:om#hven"', "error: link-anchor: `om` has no heading `#hven`. Did you mean `#hvem`?"),
        (
            '"tag:sea"',
            (
                "warning: link-unpublished: The tag `sea` has no articles yet, so its link is left out. "
                "It appears with its first article."
            ),
        ),
        (
            '""',
            (
                "error: link-scheme: `` is not an address. "
                "Write https://…, an address on this site such as /about/, or a reference such as page:about."
            ),
        ),
        (
            '"om"',
            (
                "error: link-scheme: `om` is not an address. "
                "Write https://…, an address on this site such as /about/, or a reference such as page:about."
            ),
        ),
    ],
)
def test_a_menu_that_points_to_nothing_is_told(link: str, problem: str) -> None:
    assert configured(menu('"page:om"', link)) == [problem]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://pay.example/", "//pay.example/", "pay.example"])
def test_an_action_leads_to_a_safe_address(address: str) -> None:
    [problem] = configured(f'[actions.give]\nname = "Give"\nurl = "{address}"\n')
    assert problem.startswith(f"error: link-scheme: `{address}` is not an address.")


def test_the_place_is_that_of_the_link() -> None:
    more = menu('"page:om"', '"page:a"', '{to = "page:b"}') + '[actions.give]\nname = "Give"\nurl = "page:c"\n'
    places = [line.partition(": ")[0] for line in texts(page("om.nb"), more, NB).problems()]
    lines = (SITE + NB + more).split("\n")
    named = [lines[int(place.split(":")[1]) - 1][int(place.split(":")[2]) - 1 :][:8] for place in places]
    assert named == ['"page:a"', '"page:b"', '"page:c"']


def test_an_action_without_an_address_in_an_edition_is_told() -> None:
    more = '[actions.give]\nname = "Give"\nurl = {nb = "/gi/"}\n'
    message = "The action `give` has no address in en."
    hint = 'Add `en = "…"` to `url`, or write one for all editions.'
    told = [line.partition(": ")[2] for line in texts("", more).problems()]
    assert told == [f"error: key-missing: {message} {hint}"]


# ---- Ways to pay ---------------------------------------------------------------------

PAYMENTS = """
[payments.donate]
vipps = "0011"
[payments.donate.links.card]
name = "Card"
url = "https://pay.example/"
"""


def test_a_page_that_shows_ways_to_pay_that_there_are_not_is_told() -> None:
    body = "::: subscribe\n:::\n\n::: donate\n:::\n"
    message = "error: payment-absent: No way to pay is known for `::: subscribe`."
    found = texts(page("gi.nb", body=body), PAYMENTS, NB).problems()
    assert [line.partition(":")[2] for line in found] == [
        f"content/pages/gi.nb.md:4:1: {message} Add [payments.subscribe] to site.toml.".partition(":")[2]
    ]


def leading(address: str) -> list[str]:
    return configured(f'[actions.give]\nname = "Give"\nurl = "{address}"\n{PAYMENTS}')


def test_an_action_may_lead_straight_to_a_way_to_pay() -> None:
    assert leading("payment:donate.vipps") == leading("payment:donate.card") == []


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("payment:donate.vips", "Did you mean `payment:donate.vipps`?"),
        ("payment:donate", "Did you mean `payment:donate.card`?"),
        ("payment:x", "Known: payment:donate.vipps, payment:donate.card."),
    ],
)
def test_one_that_there_is_not_is_told_with_those_that_there_are(address: str, hint: str) -> None:
    assert leading(address) == [f"error: payment-unknown: There is no way to pay `{address}`. {hint}"]


def test_a_menu_cannot_since_payments_would_not_know_where_they_come_from() -> None:
    [problem] = configured(menu('{to = "payment:donate.vipps", name = "Give"}') + PAYMENTS)
    assert problem.startswith("error: payment-unknown: `payment:donate.vipps` can only be the address of an action.")
