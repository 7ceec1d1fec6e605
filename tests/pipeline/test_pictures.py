"""A site with pictures in, the forms that are published out."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from ordskifte.app.build import built_site
from ordskifte.pipeline.blobs import Blobs
from ordskifte.pipeline.results import Built, Options
from ordskifte.render.members import sealed_path
from tests.stories import AT, MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

ARTICLE = "-- content/articles/{0}.nb.md --\n---\ntitle: Is\ndate: 2026-01-02\nsection: {1}\n---\n{2}\n"
FOLDER = "content/articles"
BEHIND = "Open.\n\n<!-- paywall -->\n\n"


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path / "site", TWO_EDITIONS, PLAIN_TEMPLATES)


def put(site: Story, name: str, image: Image.Image, form: str, **how: object) -> None:
    folder = site.root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    image.save(folder / name, form, **how)


def photo(width: int = 900, height: int = 600) -> Image.Image:
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste("#cc3311", (0, 0, width // 2, height))
    return image


def shown(site: Story, *names: str, section: str = "debate", above: str = "") -> Story:
    words = "\n\n".join(f"![Et bilde]({name})" for name in names)
    return site.told(ARTICLE.format("ice", section, above + words))


def built(site: Story, jobs: int = 1, output: str = "output") -> Built:
    where = site.root / output, site.root / ".cache/ordskifte.sqlite"
    return built_site(site.root, *where, Options(at=AT, master=MASTER), {}, force=False, jobs=jobs)


def problems(site: Story) -> list[str]:
    told = built(site).made.diagnostics
    return [f"{problem.span.source}: {problem.severity} {problem.code}" for problem in told if "image" in problem.code]


def media(site: Story, output: str = "output") -> dict[str, bytes]:
    """The published pictures, without the hashes in their names."""
    files = sorted((site.root / output / "media").iterdir())
    return {re.sub(r"\.[0-9a-f]{10}\.", ".", file.name): file.read_bytes() for file in files}


def page(site: Story) -> str:
    return re.sub(r"\.[0-9a-f]{10}\.", ".", (site.root / "output/artikler/ice/index.html").read_text())


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


# ---- Forms ---------------------------------------------------------------------------


def test_a_picture_is_made_in_widths_and_types_and_never_larger_than_it_is(site: Story) -> None:
    put(site, "boat.jpg", photo(), "JPEG")
    built(shown(site, "boat.jpg"))
    sizes = {name: opened(content).size for name, content in media(site).items()}
    assert sizes == {
        "boat-400.avif": (400, 267),
        "boat-400.webp": (400, 267),
        "boat-800.avif": (800, 533),
        "boat-800.webp": (800, 533),
        "boat-900.avif": (900, 600),
        "boat-900.jpg": (900, 600),
        "boat-900.webp": (900, 600),
    }


def test_a_page_offers_them_with_the_colour_of_the_picture_and_its_size(site: Story) -> None:
    put(site, "boat.jpg", photo(500, 300), "JPEG", quality=95)
    built(shown(site, "boat.jpg"))
    assert (
        '<picture><source type="image/avif" srcset="/media/boat-400.avif 400w, /media/boat-500.avif 500w"'
        ' sizes="(min-width: 73rem) 52rem, (min-width: 60rem) calc(92vw - 16rem), 92vw">'
        '<source type="image/webp" srcset="/media/boat-400.webp 400w, /media/boat-500.webp 500w"'
        ' sizes="(min-width: 73rem) 52rem, (min-width: 60rem) calc(92vw - 16rem), 92vw">'
        '<img src="/media/boat-500.jpg" alt="Et bilde" width="500" height="300" class="tint rc g3 b1" loading="lazy"'
        ' decoding="async"></picture>'
    ) in page(site)


def test_a_picture_that_is_higher_than_wide_says_so_to_the_style_sheet(site: Story) -> None:
    put(site, "mast.jpg", photo(300, 301), "JPEG", quality=95)
    put(site, "boat.jpg", photo(300, 300), "JPEG", quality=95)
    put(site, "door.png", Image.new("RGBA", (20, 30), "#ff000080"), "PNG")
    built(shown(site, "mast.jpg", "boat.jpg", "door.png"))
    classes = [re.findall(r'class="([^"]+)"', image) for image in re.findall("<img[^>]+>", page(site))]
    assert classes == [["upright tint rc g3 b1"], ["tint rc g3 b1"], ["upright"]]


def test_only_the_first_picture_of_a_text_that_is_the_first_of_its_page_is_fetched_at_once(site: Story) -> None:
    for name in ("a.png", "b.png"):
        put(site, name, Image.new("RGB", (20, 30)), "PNG")
    built(shown(site, "a.png", "b.png"))
    assert page(site).count(' loading="lazy" decoding="async"') == 2
    article = PLAIN_TEMPLATES.replace("site.body(page.source)", "site.body(page.source, is_first=true)")
    assert article != PLAIN_TEMPLATES
    built(site.told(article))
    one, other = re.findall("<img[^>]+>", page(site))
    assert "loading" not in one
    assert ' loading="lazy"' in other


def test_a_picture_that_can_be_seen_through_stays_so(site: Story) -> None:
    put(site, "glass.png", Image.new("RGBA", (30, 20), "#ff000080"), "PNG")
    built(shown(site, "glass.png"))
    forms = media(site)
    assert list(forms) == ["glass-30.avif", "glass-30.png", "glass-30.webp"]
    assert all(opened(content).getpixel((5, 5))[3] in range(126, 131) for content in forms.values())  # type: ignore[index]
    assert "tint" not in page(site)


def test_what_moves_and_a_drawing_that_only_draws_are_published_as_they_are(site: Story) -> None:
    frames = [Image.new("RGB", (2, 2), colour) for colour in ("red", "blue")]
    put(site, "film.gif", frames[0], "GIF", save_all=True, append_images=frames[1:])
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><g/></svg>\n'
    built(shown(site.told(f"-- {FOLDER}/map.svg --\n{drawing}"), "film.gif", "map.svg"))
    assert media(site) == {"film.gif": (site.root / FOLDER / "film.gif").read_bytes(), "map.svg": drawing.encode()}


def test_a_drawing_is_published_without_its_scripts_and_that_is_told(site: Story) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1" onload="a()"><script>b()</script></svg>\n'
    shown(site.told(f"-- {FOLDER}/map.svg --\n{drawing}"), "map.svg")
    assert problems(site) == [f"{FOLDER}/map.svg: warning image-cleaned"]
    assert media(site) == {"map.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"></svg>\n'}


def test_without_widths_pictures_are_published_as_they_are(site: Story) -> None:
    put(site, "boat.jpg", photo(), "JPEG")
    built(shown(site.told(TWO_EDITIONS + "[images]\nwidths = []\n"), "boat.jpg"))
    assert media(site) == {"boat.jpg": (site.root / FOLDER / "boat.jpg").read_bytes()}


def test_a_picture_taller_than_a_type_allows_is_published_as_it_is(site: Story) -> None:
    put(site, "tower.png", Image.new("RGB", (10, 17_000)), "PNG")
    built(shown(site, "tower.png"))
    assert list(media(site)) == ["tower.png"]


def test_of_where_and_how_a_photo_was_taken_nothing_is_published_but_how_it_was_held(site: Story) -> None:
    exif = Image.Exif()
    exif[Base.Orientation], exif[Base.Make] = 6, "Secret Camera"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (59.0, 54.0, 50.0)
    for form, name in (("JPEG", "a.jpg"), ("PNG", "b.png"), ("WEBP", "c.webp"), ("AVIF", "d.avif")):
        put(site, name, photo(60, 40), form, exif=exif)
    built(shown(site, "a.jpg", "b.png", "c.webp", "d.avif"))
    assert len(media(site)) == 12
    for content in media(site).values():
        assert opened(content).size == (40, 60)
        assert not opened(content).getexif()
        assert b"Secret" not in content


def test_the_same_picture_under_two_names_is_one(site: Story) -> None:
    put(site, "boat.jpg", photo(30, 20), "JPEG")
    put(site, "ship.jpg", photo(30, 20), "JPEG")
    built(shown(site, "boat.jpg", "ship.jpg"))
    assert list(media(site)) == ["boat-30.avif", "boat-30.jpg", "boat-30.webp"]


@pytest.mark.parametrize("form", ["avif", "jpg", "webp"])
def test_its_forms_look_like_the_picture(site: Story, form: str) -> None:
    put(site, "boat.png", photo(60, 40), "PNG")
    built(shown(site, "boat.png"))
    found = opened(media(site)[f"boat-60.{form}"]).convert("RGB").getpixel((10, 20))
    assert isinstance(found, tuple)
    assert all(abs(channel - wanted) < 12 for channel, wanted in zip(found, (0xCC, 0x33, 0x11), strict=True))


# ---- Made once, and the same everywhere ----------------------------------------------


def test_what_was_made_once_is_taken_from_where_it_is_kept(site: Story) -> None:
    put(site, "boat.jpg", photo(30, 20), "JPEG")
    built(shown(site, "boat.jpg"))
    folder = site.root / ".cache/blobs"
    for file in folder.glob("*/*"):
        Blobs(folder).put(file.name, b"as it is kept")
    built(site, output="other")
    assert set(media(site, "other").values()) == {b"as it is kept"}


def test_what_is_kept_and_spoilt_is_made_again(site: Story) -> None:
    put(site, "boat.jpg", photo(30, 20), "JPEG")
    built(shown(site, "boat.jpg"))
    for file in (site.root / ".cache/blobs").glob("*/*"):
        file.write_bytes(file.read_bytes()[:-1])
    built(site, output="other")
    assert media(site) == media(site, "other")


def test_workers_make_the_same_bytes(site: Story) -> None:
    for number in range(3):
        put(site, f"p{number}.jpg", photo(300 + number, 200), "JPEG")
    shown(site, "p0.jpg", "p1.jpg", "p2.jpg")
    built(site)
    (site.root / ".cache").rename(site.root / ".cache-before")
    built(site, jobs=2, output="other")
    assert media(site) == media(site, "other")
    assert len(list((site.root / ".cache/blobs").glob("*/*"))) == 9


# ---- What is wrong with them ---------------------------------------------------------


def test_a_damaged_picture_is_told_at_its_file_and_nothing_is_published(site: Story) -> None:
    put(site, "boat.jpg", photo(), "JPEG")
    file = site.root / FOLDER / "boat.jpg"
    file.write_bytes(file.read_bytes()[:-2000])
    assert problems(shown(site, "boat.jpg")) == [f"{FOLDER}/boat.jpg: error image-damaged"]
    assert not (site.root / "output/media").exists()


def test_a_picture_with_too_many_pixels_is_told(site: Story) -> None:
    put(site, "wall.png", Image.new("1", (10_001, 10_000)), "PNG")
    assert problems(shown(site, "wall.png")) == [f"{FOLDER}/wall.png: error image-too-large"]


def test_a_picture_of_another_type_than_its_name_says_is_published_and_told(site: Story) -> None:
    put(site, "boat.jpg", photo(30, 20), "PNG")
    assert problems(shown(site, "boat.jpg")) == [f"{FOLDER}/boat.jpg: warning image-suffix"]
    assert list(media(site)) == ["boat-30.avif", "boat-30.jpg", "boat-30.webp"]


def test_a_damaged_picture_that_only_members_see_is_told_at_the_text(site: Story) -> None:
    put(site, "boat.jpg", photo(), "JPEG")
    file = site.root / FOLDER / "boat.jpg"
    file.write_bytes(file.read_bytes()[:-2000])
    shown(site, "boat.jpg", section="members", above=BEHIND)
    assert problems(site) == [f"{FOLDER}/ice.nb.md: error image-damaged"]


def test_of_a_drawing_that_only_members_see_no_name_is_told(site: Story) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><secret/><other/></svg>'
    shown(site.told(f"-- {FOLDER}/map.svg --\n{drawing}\n"), "map.svg", section="members", above=BEHIND)
    told = [problem.message for problem in built(site).made.diagnostics if problem.code == "image-cleaned"]
    assert told == ["The drawing is published without `…`."]


def test_a_picture_that_becomes_one_for_members_is_no_longer_kept(site: Story) -> None:
    put(site, "boat.jpg", photo(30, 20), "JPEG")
    built(shown(site, "boat.jpg"))
    built(shown(site, "boat.jpg", section="members", above=BEHIND))
    assert not list((site.root / ".cache/blobs").glob("*/*"))


def test_a_picture_that_only_members_see_is_small_and_nowhere_else(site: Story) -> None:
    put(site, "boat.jpg", photo(2400, 1600), "JPEG", quality=98, exif=_placed())
    whole = (site.root / FOLDER / "boat.jpg").stat().st_size
    built(shown(site, "boat.jpg", section="members", above=BEHIND))
    assert not (site.root / "output/media").exists()
    assert not (site.root / ".cache/blobs").exists()
    assert (site.root / "output" / sealed_path("nb", "ice")).stat().st_size < whole / 4


def _placed() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (59.0, 54.0, 50.0)
    return exif
