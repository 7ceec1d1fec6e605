"""A site in, the cards that are published out."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from ordskifte.app.build import built_site
from ordskifte.model.cards import HEIGHT, WIDTH
from ordskifte.pipeline import cards
from ordskifte.pipeline.results import Built, Options
from tests.stories import AT, MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

CARDS = TWO_EDITIONS + "[cards]\n"
ICE = """
-- content/articles/ice.nb.md --
---
title: {title}
date: 2026-01-02
section: debate
{more}---
{body}
"""
TEMPLATES = PLAIN_TEMPLATES + (
    """
-- templates/base.html --
{% set image = site.preview(page) %}
{% lang site.locale as l %}<html{{ l }}>
{% if image %}
<i>{{ image.url }} {{ image.width }}×{{ image.height }} {{ image.is_large }} {{ image.is_of_work }}</i>
{% endif %}
{% block main %}{% endblock %}</html>{% endlang %}
"""
)


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return told(story(tmp_path / "site", CARDS, TEMPLATES))


def told(site: Story, title: str = "Is", more: str = "", body: str = "Isen legger seg.") -> Story:
    return site.told(ICE.format(title=title, more=more, body=body))


def built(site: Story, jobs: int = 1, output: str = "output") -> Built:
    where = site.root / output, site.root / ".cache/ordskifte.sqlite"
    made = built_site(site.root, *where, Options(at=AT, master=MASTER), {}, force=False, jobs=jobs)
    assert [problem for problem in made.made.diagnostics if problem.is_error] == []
    return made


def cards_of(site: Story, output: str = "output") -> dict[str, bytes]:
    root = site.root / output
    found = {str(file.parent.relative_to(root)): file.read_bytes() for file in root.rglob("card.png")}
    return dict(sorted(found.items()))


def kept(site: Story) -> list[Path]:
    return sorted((site.root / ".cache/blobs").rglob("*.png"))


def said(site: Story, page: str) -> str:
    return (site.root / "output" / page / "index.html").read_text().partition("<i>")[2].partition("</i>")[0]


def warnings(site: Story) -> list[str]:
    return [problem for problem in site.problems() if "card-" in problem]


# ---- Which there are -----------------------------------------------------------------


def test_each_work_has_one_in_each_edition_and_each_edition_has_one(site: Story) -> None:
    built(site)
    found = cards_of(site)
    assert list(found) == [".", "artikler/ice", "en", "en/articles/ice"]
    assert len(set(found.values())) == 4  # Dates and sections are in the words of the edition.
    assert {Image.open(BytesIO(content)).size for content in found.values()} == {(WIDTH, HEIGHT)}


def test_pages_name_them_with_what_changes_when_they_do(site: Story) -> None:
    built(site)
    before = said(site, "artikler/ice")
    assert before.startswith("/artikler/ice/card.png?")
    assert before.endswith(f" {WIDTH}×{HEIGHT} True True")
    assert said(site, ".").endswith(f" {WIDTH}×{HEIGHT} True False")
    built(told(site, "Snø"))
    assert said(site, "artikler/ice") != before
    built(told(site))
    assert said(site, "artikler/ice") == before


def test_without_the_table_there_are_none(site: Story) -> None:
    built(site.told(TWO_EDITIONS))
    assert cards_of(site) == {}
    assert said(site, "artikler/ice") == ""
    assert kept(site) == []


def test_a_picture_that_networks_can_show_large_stands_in_the_place_of_a_card(site: Story) -> None:
    picture = "image: {file: is.png, alt: Is}\n"
    Image.new("RGB", (600, 400)).save(site.root / "content/articles/is.png")
    built(told(site, more=picture))
    assert [*cards_of(site)] == [".", "en"]
    assert said(site, "artikler/ice").endswith("600×400 True True")
    Image.new("RGB", (599, 400)).save(site.root / "content/articles/is.png")
    built(site)
    assert [*cards_of(site)] == [".", "artikler/ice", "en", "en/articles/ice"]
    assert "card.png" in said(site, "artikler/ice")


def test_a_drawing_is_shown_by_no_network_so_there_is_a_card(site: Story) -> None:
    site.told(
        '-- content/articles/is.svg --\n<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"></svg>\n'
    )
    built(told(site, more="image: {file: is.svg, alt: Is}\n"))
    assert "card.png" in said(site, "artikler/ice")
    built(site.told(TWO_EDITIONS))
    assert said(site, "artikler/ice").endswith("900×600 False True")


def test_what_is_withdrawn_has_that_of_its_edition(site: Story) -> None:
    built(told(site, more="withdrawn: {date: 2026-02-01, reason: Feil.}\n"))
    assert [*cards_of(site)] == [".", "en"]
    assert said(site, "artikler/ice") == said(site, ".")


def test_a_title_has_the_quotation_marks_of_its_own_language_in_every_edition(site: Story) -> None:
    typed = told(site, """'Hva "is" er -- i nord'""").made()
    quoted = told(site, "'Hva «is» er – i nord'").made()
    for path in ("artikler/ice/card.png", "en/articles/ice/card.png"):
        one, other = ({each.path: each.content for each in made.outputs}[path] for made in (typed, quoted))
        assert one == other


# ---- Letters -------------------------------------------------------------------------


def test_a_title_without_letters_has_the_card_of_its_edition_and_that_is_told(site: Story) -> None:
    built(told(site, "Havet 海"))
    assert [*cards_of(site)] == [".", "en"]
    assert said(site, "en/articles/ice") == said(site, "en")
    letter = "card-letters: No font for cards has `海` (U+6D77), so that links to"
    assert warnings(site) == [f"content/articles/ice.nb.md:2:8: {letter} this text show no title."]
    sea = "-- content/articles/sea.nb.md --\n---\ntitle: 海 Hav\ndate: 2026-01-02\nsection: debate\n---\nA\n"
    assert warnings(site.told(sea)) == [f"content/articles/ice.nb.md:2:8: {letter} this text and 1 more show no title."]


def test_where_the_edition_itself_has_no_letters_there_is_none_at_all(site: Story) -> None:
    built(site.told(CARDS.replace("Prøven", "海").replace("The Trial", "海")))
    assert cards_of(site) == {}
    assert said(site, "artikler/ice") == ""
    assert [problem.partition(":")[0] for problem in warnings(site)] == ["site.toml", "site.toml"]


@pytest.mark.gate
@pytest.mark.usefixtures("shaper")
def test_fonts_that_are_installed_set_what_others_cannot(site: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    built(told(site, "הים"))
    assert "artikler/ice" in cards_of(site)
    monkeypatch.setattr(cards, "FAMILIES", cards.FAMILIES[:1])
    cards.faces.cache_clear()
    try:
        built(site)
        assert "artikler/ice" not in cards_of(site)
    finally:
        cards.faces.cache_clear()


# ---- When they are made --------------------------------------------------------------


def test_two_workers_make_the_same(site: Story) -> None:
    for number in range(30):
        text = ICE.format(title=f"Nummer {number}", more="", body="A")
        site.told(text.replace("ice.nb", f"a{number}.nb"))
    built(site, jobs=1)
    one = cards_of(site)
    (site.root / ".cache").rename(site.root / "gone")
    built(site, jobs=2, output="two")
    assert cards_of(site, "two") == one
    assert len(one) == 64


def test_an_edited_body_makes_none_anew_and_an_edited_title_its_own_alone(site: Story) -> None:
    site.told("-- content/articles/sea.nb.md --\n---\ntitle: Hav\ndate: 2026-01-02\nsection: debate\n---\nA\n")
    built(site)
    files = sorted((site.root / "output").rglob("card.png"))
    assert len(files) == 6

    def changed(edited: Story) -> list[str]:
        before = {file: file.stat().st_mtime_ns for file in files}
        blobs = {file: file.stat().st_mtime_ns for file in kept(site)}
        built(edited)
        written = [
            str(file.relative_to(site.root / "output")) for file in files if file.stat().st_mtime_ns != before[file]
        ]
        assert sum(file.stat().st_mtime_ns != blobs.get(file) for file in kept(site)) == len(written)
        return written

    assert changed(told(site, body="Isen går.")) == []
    assert changed(told(site, body="Isen går.", more="standfirst: Kaldt\ntags: [sea]\n")) == []
    assert changed(told(site, "Snø")) == ["artikler/ice/card.png", "en/articles/ice/card.png"]
    english = CARDS.replace('en = "Debate"', 'en = "Opinion"')
    assert changed(site.told(english)) == ["en/articles/ice/card.png", "en/articles/sea/card.png"]
    assert len(changed(site.told(english.replace("[cards]", '[cards]\naccent = "#005500"')))) == 6


def test_what_an_earlier_build_drew_is_not_drawn_again(site: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    built(site)
    monkeypatch.setattr(cards, "drawn", None)
    built(site, output="other")
    assert cards_of(site, "other") == cards_of(site)


def test_what_is_spoilt_or_of_another_title_is_drawn_anew(site: Story) -> None:
    built(site)
    first = cards_of(site)
    for number, file in enumerate(kept(site)):
        file.write_bytes(b"spoilt" if number % 2 else file.read_bytes()[:-1])
    built(site, output="other")
    assert cards_of(site, "other") == first
    built(told(site, "Snø"))
    built(told(site), output="third")
    assert cards_of(site, "third") == first


def test_of_each_place_the_last_is_kept_and_none_of_what_is_gone(site: Story) -> None:
    built(site)
    assert len(kept(site)) == 4
    built(told(site, "Snø"))
    assert len(kept(site)) == 4
    built(site.told("-- content/articles/ice.nb.md --\n"))
    assert len(kept(site)) == 2
    built(site.told(TWO_EDITIONS))
    assert kept(site) == []
