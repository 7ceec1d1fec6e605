"""Whole exports: what becomes of each of the fixtures."""

from pathlib import Path

import pytest

from ordskifte.model.config import Config
from ordskifte.parse.config import parse_config
from ordskifte.tools.wordpress.reading import Reading
from ordskifte.tools.wordpress.site import File, Plan, files, planned

EXPORTS = Path(__file__).parent / "exports"
UPLOADS = frozenset(("2019/05/Ferje-på-vei.jpg", "2019/05/kart.png", "2024/01/bench-scaled.jpg", "../secret.jpg"))


def readings(*names: str, edit: tuple[str, str] = ("", "")) -> list[Reading]:
    def reading(name: str) -> Reading:
        content = (EXPORTS / name).read_text(encoding="utf-8").replace(*edit).encode()
        return Reading(name, lambda: [content])

    return [reading(name) for name in names]


def imported(
    *names: str, config: Config | None = None, edit: tuple[str, str] = ("", "")
) -> tuple[Plan, dict[str, File]]:
    """The plan of an import, and its files by their paths."""
    plan = planned(readings(*names, edit=edit), config, UPLOADS)
    return plan, {file.path: file for file in files(plan, readings(*names, edit=edit))}


def head(file: File) -> str:
    return file.text.split("---\n")[1]


def noted(files: dict[str, File]) -> set[tuple[str, str]]:
    return {(note.kind, path) for path, file in files.items() for note in file.notes}


# --------------------------------------------------------------------------------------
# The classic editor
# --------------------------------------------------------------------------------------


def test_a_post_becomes_an_article() -> None:
    _, made = imported("classic.xml")
    assert head(made["content/articles/ferja-som-ble-borte/index.nb.md"]) == (
        "title: Ferja som ble borte\n"
        "standfirst: Øya ventet på en bro. Den fikk «nesten» en.\n"
        "date: 2019-05-01T10:30\n"
        "updated: 2019-06-02T12:00\n"
        "authors: [kari-nordmann]\n"
        "section: kystliv\n"
        "tags: [lokalt, ferje, sever]\n"
        "image:\n"
        "  file: ferje-pa-vei.jpg\n"
        "  alt: En ferje legger til kai\n"
        "  caption: Ferja i mai.\n"
        '  credit: "Foto: Marit Eira"\n'
        "redirect_from:\n"
        "  - /index.php/2019/05/ferja-som-ble-borte/\n"
        "  - /2019/05/ferja-som-ble-borte/\n"
        "  - /2019/05/ferja-er-borte/\n"
        "  - /2019/04/ferja-som-ble-borte/\n"
    )


def test_links_lead_to_where_the_texts_stand_now() -> None:
    _, made = imported("classic.xml")
    text = made["content/articles/ferja-som-ble-borte/index.nb.md"].text
    links = text[text.index("Se [") : text.index("{lang=en}")]
    assert links.strip() == (
        "Se [det om broa](article:broa), [prisen](article:broa#pris), [tallene](#tall), [kysten](section:kystliv), "
        "[om oss](page:om-oss), [en gammel sak](https://fjordposten.example/2011/01/borte/), "
        "[en annen](https://example.org/x?a=1&b=2) og en som ikke trykkes."
    )
    assert "## Prisen {#pris}" in made["content/articles/broa.nb.md"].text


def test_what_is_not_published_is_a_draft_and_what_was_thrown_away_is_gone() -> None:
    _, made = imported("classic.xml")
    assert sorted(made) == [
        "content/articles/broa.nb.md",
        "content/articles/ferja-som-ble-borte/index.nb.md",
        "content/articles/framtida.nb.md",
        "content/articles/hemmelig.nb.md",
        "content/articles/post-15.nb.md",
        "content/authors/kari-nordmann.nb.md",
        "content/authors/ole-van-der-berg.nb.md",
        "content/pages/om-oss.nb.md",
        "content/pages/redaksjonen.nb.md",
    ]
    drafts = [path for path, file in made.items() if "draft: true\n" in head(file)]
    assert drafts == ["content/articles/hemmelig.nb.md", "content/articles/post-15.nb.md"]
    assert ("password", "content/articles/hemmelig.nb.md") in noted(made)
    assert "title: Et utkast uten tittel og med noen ord\n" in head(made["content/articles/post-15.nb.md"])
    assert "date: 2031-01-01T08:00\n" in head(made["content/articles/framtida.nb.md"])


def test_private_matters_stay_private() -> None:
    plan, made = imported("classic.xml")
    everything = plan.new_config + "".join(file.text for file in made.values())
    assert "@fjordposten.example" not in everything.replace("mailto:post@fjordposten.example", "")
    assert "sesam" not in everything


def test_the_words_before_more_are_a_standfirst() -> None:
    _, made = imported("classic.xml")
    assert made["content/articles/broa.nb.md"].text.endswith("---\n## Prisen {#pris}\n\nIngen vet den.\n")
    assert "standfirst: Broa skulle koste en formue.\n" in head(made["content/articles/broa.nb.md"])


def test_the_time_zone_is_one_that_all_times_agree_with() -> None:
    assert imported("classic.xml")[0].config.time_zone == "Europe/Oslo"
    plan, made = imported("classic.xml", edit=("2019-06-10 06:00:00", "2019-06-10 15:00:00"))
    assert plan.config.time_zone == "UTC"
    assert "date: 2019-06-10T08:00-07:00\n" in head(made["content/articles/broa.nb.md"])


def test_files_are_found_in_the_copy_whatever_their_size_was() -> None:
    plan, _ = imported("classic.xml")
    assert {(asset.path, asset.found) for asset in plan.media.assets.values()} == {
        ("content/articles/ferja-som-ble-borte/ferje-pa-vei.jpg", "2019/05/Ferje-på-vei.jpg"),
        ("content/articles/ferja-som-ble-borte/kart.png", "2019/05/kart.png"),
        ("static/wp-content/uploads/2019/05/rapport.pdf", ""),
    }


@pytest.mark.parametrize(
    "path",
    ["../../../etc/passwd.jpg", "2019/05/..%2f..%2fsecret.jpg", "%2e%2e/secret.jpg", "/etc/secret.jpg", "a\\..\\b.jpg"],
)
def test_no_name_leads_out_of_its_folder(path: str) -> None:
    plan, _ = imported("classic.xml", edit=("2019/05/kart.png", path))
    for asset in plan.media.assets.values():
        assert asset.path.startswith(("content/articles/ferja-som-ble-borte/", "static/wp-content/uploads/2019/"))
        assert ".." not in asset.path
        assert ".." not in asset.found
    plan, _ = imported("classic.xml", edit=("2019/05/rapport.pdf", path.replace(".jpg", ".pdf")))
    assert not [asset for asset in plan.media.assets if ".." in asset]


def test_slugs_are_such_whatever_the_export_says() -> None:
    for slug in ("../../x", "Ærlig talt!", "con", "%d0%bc%d0%be%d1%80%d0%b5", "a/b", "."):
        _, made = imported("classic.xml", edit=("<wp:post_name><![CDATA[broa]]>", f"<wp:post_name><![CDATA[{slug}]]>"))
        assert all(path.count("/") <= 3 and ".." not in path for path in made)


# --------------------------------------------------------------------------------------
# The block editor
# --------------------------------------------------------------------------------------


def test_a_post_of_blocks_becomes_an_article() -> None:
    _, made = imported("blocks.xml")
    file = made["content/articles/the-bench/index.en.md"]
    assert head(file) == (
        "title: The Bench & the Sea\n"
        "date: 2024-01-02T08:00\n"
        "authors: [gro-hav, ada-lund]\n"
        "section: news\n"
        "image:\n"
        "  file: bench.jpg\n"
        '  alt: "?"\n'
    )
    assert file.text.split("---\n", 2)[2] == (EXPORTS / "the-bench.md").read_text(encoding="utf-8")


def test_guest_authors_come_with_their_blurbs() -> None:
    _, made = imported("blocks.xml")
    assert made["content/authors/gro-hav.en.md"].text == (
        "---\nname: Gro Hav\nlinks:\n  - name: gro.example\n    url: https://gro.example/\n---\n"
        "Gro Hav writes about *water*.\n"
    )


def test_addresses_that_can_stay_do() -> None:
    plan, _ = imported("blocks.xml")
    assert plan.config.base_path == "/blogg/"
    assert plan.config.patterns["article"]["en"] == "{slug}/"
    assert set(plan.redirects.values()) == {()}


# --------------------------------------------------------------------------------------
# Languages
# --------------------------------------------------------------------------------------


def test_translations_by_polylang_are_one_work_and_the_earlier_is_the_original() -> None:
    plan, made = imported("polylang.xml")
    assert plan.languages.locales == ("nb", "en")
    folder = "content/articles/a-book-about-the-sea"
    assert "translation" not in head(made[f"{folder}/index.en.md"])
    assert head(made[f"{folder}/index.nb.md"]) == (
        "title: En bok om havet\n"
        "date: 2022-03-02T10:00\n"
        "translation:\n"
        "  of: en\n"
        "image:\n"
        "  alt: Omslaget på en bok\n"
        "slug: en-bok-om-havet\n"
        "redirect_from: [/2022/03/02/en-bok-om-havet/]\n"
    )
    assert "[den engelske](article:a-book-about-the-sea)" in made[f"{folder}/index.nb.md"].text
    assert "content/pages/om.en.md" in made


def test_terms_that_are_translations_of_each_other_are_one() -> None:
    plan, _ = imported("polylang.xml")
    assert (
        "[sections.kultur]\n"
        'name = { nb = "Kultur", en = "Culture" }\n'
        'slug = { en = "culture" }\n'
        'description = { nb = "Det vi lager.", en = "What we make." }\n'
    ) in plan.new_config
    assert '[tags.bok]\nname = { nb = "Bok", en = "Book" }\nslug = { en = "book" }\n' in plan.new_config


def test_a_group_that_cannot_be_read_pairs_by_its_name() -> None:
    _, made = imported("polylang.xml", edit=('a:2:{s:2:"en";i:101;', 'O:8:"stdClass":1:{s:2:"en";i:101;'))
    assert "content/articles/a-book-about-the-sea/index.nb.md" in made


def test_wpml_names_the_original_itself() -> None:
    plan, made = imported("wpml.xml")
    assert head(made["content/articles/rain.nn.md"]) == (
        "title: Regn\ntranslation:\n  of: en\nslug: regn\nredirect_from: [/nn/regn/]\n"
    )
    assert "content/articles/sno.nn.md" in made
    assert [note.kind for note in plan.notes] == ["wpml"]
    assert '[sections.essays]\nname = { en = "Essays", nn = "Essay" }\n' in plan.new_config


# --------------------------------------------------------------------------------------
# Laws
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["classic.xml", "blocks.xml", "polylang.xml", "wpml.xml"])
def test_the_same_export_gives_the_same_bytes(name: str) -> None:
    assert imported(name)[1] == imported(name)[1]


@pytest.mark.parametrize("name", ["classic.xml", "blocks.xml", "polylang.xml", "wpml.xml"])
def test_every_word_comes_along_and_no_file_has_an_error(name: str) -> None:
    _, made = imported(name)
    assert not {kind for kind, _ in noted(made)} & {"words", "error"}


@pytest.mark.parametrize("name", ["classic.xml", "blocks.xml", "polylang.xml", "wpml.xml"])
def test_every_note_names_a_line_of_both_files(name: str) -> None:
    _, made = imported(name)
    lines = len((EXPORTS / name).read_text(encoding="utf-8").split("\n"))
    for path, file in made.items():
        for note in file.notes:
            assert note.path == path
            assert 1 <= note.line <= file.text.count("\n") + 1
            assert 0 <= note.place.line <= lines


def test_an_export_in_several_files_is_one() -> None:
    plan, made = imported("classic.xml", "blocks.xml")
    assert {"content/articles/broa.nb.md", "content/articles/the-bench/index.nb.md"} <= made.keys()
    assert plan.index.channel.title == "Fjordposten"
    _, twice = imported("classic.xml", "classic.xml")
    assert twice.keys() == imported("classic.xml")[1].keys()


def test_a_site_that_is_there_keeps_its_sections() -> None:
    text = imported("classic.xml")[0].new_config
    config, _, _ = parse_config(text.replace("Kystliv", "Ved kysten"))
    plan, made = imported("classic.xml", config=config)
    assert plan.new_config == ""
    assert "section: kystliv\n" in head(made["content/articles/ferja-som-ble-borte/index.nb.md"])
