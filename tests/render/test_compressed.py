"""What lies compressed beside itself: which outputs, in which bytes, and when it is made again."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.app.build import built_site
from ordskifte.model.config import Compression
from ordskifte.model.site import Target
from ordskifte.pipeline.results import Options
from ordskifte.render.compressed import compressed, original, with_compressed
from tests.stories import AT, MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, Story, story

WANTED = '[build]\nprecompress = ["gzip"]\n'
ARTICLE = "-- content/articles/{0}.nb.md --\n---\ntitle: {0}\ndate: 2026-01-02\nsection: {1}\n---\n{2}\n"


def site(root: Path, *texts: str) -> Story:
    return story(root, TWO_EDITIONS + WANTED, PLAIN_TEMPLATES, ARTICLE.format("is", "debate", "Ja."), *texts)


@given(st.binary(max_size=2000))
def test_it_is_gzip_with_the_same_bytes_in_it(content: bytes) -> None:
    packed = compressed(content)
    assert gzip.decompress(packed) == content
    assert packed == compressed(content)


def test_it_names_no_time_and_no_system() -> None:
    """RFC 1952 §2.3.1."""
    assert compressed(b"a")[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"


def test_every_text_has_one_and_nothing_else(tmp_path: Path) -> None:
    texts = ("-- static/kart.txt --\nKart\n", "-- static/kart.png --\nPNG\n", "-- static/kart.svg.gz --\nEgen\n")
    sealed = ARTICLE.format("hav", "members", "Hemmelig.")
    old = "-- content/pages/om.nb.md --\n---\ntitle: Om\nredirect_from: [/om-oss/]\n---\nOm.\n"
    made = site(tmp_path, *texts, "-- static/kart.svg --\n<svg/>\n", sealed, old).made()
    outputs = {output.path: output.content for output in made.outputs}
    without = {path for path in outputs if not path.endswith(".gz") and f"{path}.gz" not in outputs}
    assert without == {
        "_headers",
        "_redirects",
        "kart.png",
        "om-oss/index.html",
        "sealed/nb/hav.json",
        "sealed/en/hav.json",
        *(f"artikler/{slug}/citation.{suffix}" for slug in ("hav", "is") for suffix in ("bib", "json", "ris")),
    }
    assert outputs.pop("kart.svg.gz") == b"Egen\n"
    for path, content in outputs.items():
        if path.endswith(".gz"):
            assert gzip.decompress(content) == outputs[path.removesuffix(".gz")]


def test_unless_it_is_asked_for_there_is_none(tmp_path: Path) -> None:
    assert not [path for path in story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES).outputs() if path.endswith(".gz")]


def test_it_is_made_again_with_what_it_is_made_of_and_goes_with_it(tmp_path: Path) -> None:
    made = site(tmp_path / "site", ARTICLE.format("hav", "debate", "Ja."))

    def build() -> tuple[tuple[str, ...], tuple[str, ...]]:
        cache, output = tmp_path / "cache", made.root / "output"
        built = built_site(made.root, output, cache, Options(at=AT, master=MASTER), {}, force=False)
        assert not built.made.has_errors
        return built.written, built.removed

    build()
    made.told(ARTICLE.format("is", "debate", "Nei."))
    pages = [f"{folder}/is/index.html" for folder in ("artikler", "en/articles")]
    written, removed = build()
    assert {f"{page}{suffix}" for page in pages for suffix in ("", ".gz")} <= {*written}
    assert [path for path in written if "/hav/" in path] == []
    assert {path.removesuffix(".gz") for path in written if path.endswith(".gz")} == {
        path for path in written if not path.endswith(".gz") and "/citation." not in path
    }
    (made.root / "content/articles/is.nb.md").unlink()
    written, removed = build()
    citations = {f"artikler/is/citation.{suffix}" for suffix in ("bib", "json", "ris")}
    assert {f"{page}{suffix}" for page in pages for suffix in ("", ".gz")} | citations == {*removed}
    made.told(TWO_EDITIONS)
    written, removed = build()
    assert written == ()
    assert removed
    assert all(path.endswith(".gz") for path in removed)


def test_what_cannot_be_made_is_told_once(tmp_path: Path) -> None:
    problems = site(tmp_path).told("-- templates/article.html --\n{{ nothing }}\n").problems()
    assert [problem.partition(": ")[0] for problem in problems if "article.html" in problem] == [
        "templates/article.html:1"
    ]


def test_two_outputs_that_would_be_one_file_are_told_once(tmp_path: Path) -> None:
    twins = "-- static/404.html --\nEgen\n"
    found = [problem for problem in site(tmp_path, twins).problems() if "output-twice" in problem]
    assert len(found) == 1


@pytest.mark.parametrize("subject", [(), ("article", "is"), ("front", "", 2)])
def test_it_knows_what_it_is_made_of(subject: tuple[str | int, ...]) -> None:
    target = Target("a/index.html", "pages", "nb", subject, "en")
    _, packed = with_compressed([target], [Compression.GZIP], {})
    assert original(packed) == target
