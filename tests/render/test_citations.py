"""Citations: what is said of a text, in every form, read by programs that know nothing of this one."""

import json
import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, NameParts, SeparateCoAuthors, SplitNameParts
from citeproc import Citation as Mention
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from ordskifte.model.answers import Citation, Name
from ordskifte.model.text import Text
from ordskifte.render import bibtex, csl_json, ris
from tests.stories import ONE_EDITION, TWO_EDITIONS, Story, looking, story

AUTHORS = """
-- content/authors/karl.nb.md --
---
name: Karl Aarø
---
-- content/authors/jan.nb.md --
---
name: Jan van der Berg
sort_as: "van der Berg, Jan"
---
-- content/authors/desk.nb.md --
---
name: Kari and Ola
sort_as: Kari
---
-- content/authors/ingrid.nb.md --
---
name: Ingrid Solheim
---
"""
FERRY = """
-- content/articles/ferry.en.md --
---
title: "The “Last” Ferry: 100 % & then?"
standfirst: Nobody asked.
date: 2026-01-01T23:30:00Z
section: debate
authors: [karl, jan, desk]
---
On the boat.
"""
FERJA = """
-- content/articles/ferry.nb.md --
---
title: Den siste ferja
slug: ferja
translation: {of: en, translator: ingrid}
---
Om bord.
"""
CORRECTED = FERRY.replace("section:", 'corrections: [{date: 2026-03-04, kind: correction, text: "1964."}]\nsection:')
ENGLISH, NORWEGIAN = "en/articles/ferry/", "artikler/ferja/"
STYLE = "harvard-cite-them-right"


@pytest.fixture
def site(tmp_path: Path) -> Story:
    """The text and its translation, to be changed."""
    return looking(tmp_path, TWO_EDITIONS, AUTHORS, FERRY, FERJA)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What is made of the text and its translation."""
    return looking(tmp_path_factory.mktemp("both"), TWO_EDITIONS, AUTHORS, FERRY, FERJA).outputs()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What is made of the text, which the other edition shows too."""
    return looking(tmp_path_factory.mktemp("alone"), TWO_EDITIONS, AUTHORS, FERRY).outputs()


def read_bibtex(text: str) -> dict[str, Any]:
    """The fields of the one entry, without what LaTeX wants."""
    read = [SeparateCoAuthors(), SplitNameParts(), LatexDecodingMiddleware()]
    library = parse_string(text, append_middleware=read)
    assert library.failed_blocks == []
    (entry,) = library.entries
    return {"id": entry.key, "type": entry.entry_type, **{field.key: field.value for field in entry.fields}}


def read_ris(text: str) -> dict[str, Any]:
    """The fields of the one reference."""
    (reference,) = rispy.loads(text)
    return dict(reference)


def read_csl(text: str) -> dict[str, Any]:
    (reference,) = json.loads(text)
    return dict(reference)


def rendered(text: str) -> str:
    """A reference as a style for bibliographies has it."""
    source = CiteProcJSON(json.loads(text))
    bibliography = CitationStylesBibliography(CitationStylesStyle(STYLE, validate=False), source, formatter.plain)
    bibliography.register(Mention([CitationItem(read_csl(text)["id"])]))
    return str(bibliography.bibliography()[0])


def names(found: list[NameParts]) -> list[tuple[str, str]]:
    """Family and given names; the reader leaves the braces that hold one together."""
    return [(" ".join((*name.von, *name.last)).strip("{}"), " ".join(name.first)) for name in found]


# --------------------------------------------------------------------------------------
# Files
# --------------------------------------------------------------------------------------


def test_each_text_has_its_files_beside_its_home(both: Mapping[str, str]) -> None:
    found = [path for path in both if "/citation." in path]
    assert sorted(found) == [
        f"{folder}citation.{suffix}" for folder in (NORWEGIAN, ENGLISH) for suffix in ("bib", "json", "ris")
    ]


def test_a_shell_has_none_and_leads_to_those_of_the_home(alone: Mapping[str, str]) -> None:
    assert [path for path in alone if "/citation." in path and not path.startswith("en/")] == []
    assert f'href="/{ENGLISH}citation.bib"' in alone["artikler/ferry/index.html"]


def test_a_site_says_which_forms_there_are(site: Story) -> None:
    config = (site.root / "site.toml").read_text(encoding="utf-8")
    outputs = site.told(f'-- site.toml --\n{config}[citations]\nformats = ["ris"]\n').outputs()
    assert {path for path in outputs if "citation." in path} == {f"{NORWEGIAN}citation.ris", f"{ENGLISH}citation.ris"}
    assert "BibTeX" not in outputs[f"{NORWEGIAN}index.html"]
    outputs = site.told(f"-- site.toml --\n{config}[citations]\nformats = []\n").outputs()
    assert [path for path in outputs if "citation." in path] == []
    assert "cite-files" not in outputs[f"{NORWEGIAN}index.html"]


def test_bibtex_is_read_by_another_program(both: Mapping[str, str]) -> None:
    found = read_bibtex(both[f"{ENGLISH}citation.bib"])
    assert (found["type"], found["id"]) == ("article", "ferry-en")
    assert found["title"] == "The “Last” Ferry: 100 % & then?"
    assert names(found["author"]) == [("Aarø", "Karl"), ("van der Berg", "Jan"), ("Kari and Ola", "")]
    assert (found["journal"], found["langid"]) == ("The Trial", "english")
    assert (found["date"], found["year"], found["month"]) == ("2026-01-02", "2026", "jan")
    assert found["url"] == f"https://example.org/{ENGLISH}"
    assert not {"translator", "origtitle", "note", "urldate"} & found.keys()


def test_ris_is_read_by_another_program(both: Mapping[str, str]) -> None:
    assert read_ris(both[f"{NORWEGIAN}citation.ris"]) == {
        "type_of_reference": "MGZN",
        "id": "ferry-nb",
        "authors": ["Aarø, Karl", "van der Berg, Jan", "Kari and Ola"],
        "subsidiary_authors": ["Solheim, Ingrid"],
        "title": "Den siste ferja",
        "original_publication": "The “Last” Ferry: 100 % & then?",
        "secondary_title": "Prøven",
        "year": "2026",
        "date": "2026/01/02",
        "language": "nb",
        "urls": [f"https://example.org/{NORWEGIAN}"],
    }


def test_csl_json_is_made_a_reference_by_another_program(both: Mapping[str, str]) -> None:
    assert rendered(both[f"{NORWEGIAN}citation.json"]) == (
        "Aarø, K., van der Berg, J. and Kari and Ola (2026) “Den siste ferja”, Prøven. Translated by I. Solheim,"
        f" 2 January. Available at: https://example.org/{NORWEGIAN}."
    )


def test_csl_json_has_the_names_and_types_of_the_language(both: Mapping[str, str]) -> None:
    """Those that its schema for styles has, which the other program carries."""
    schema = files("citeproc") / "data/schema/schemas/styles"
    variables = set(re.findall(r'"([\w-]+)"', (schema / "csl-variables.rnc").read_text(encoding="utf-8")))
    types = set(re.findall(r'"([\w-]+)"', (schema / "csl-types.rnc").read_text(encoding="utf-8")))
    for text in (both[f"{NORWEGIAN}citation.json"], written(csl_json, note="Withdrawn")):
        found = read_csl(text)
        assert found["type"] in types
        assert found.keys() - {"id", "type"} <= variables
        for name in found["author"] + found["translator"]:
            assert name.keys() in ({"family", "given"}, {"literal"})
        assert found["issued"].keys() == {"date-parts"}
        ((year, month, day),) = found["issued"]["date-parts"]
        assert date(year, month, day)


def test_a_translation_names_its_translator_and_the_title_of_its_original(both: Mapping[str, str]) -> None:
    found = read_bibtex(both[f"{NORWEGIAN}citation.bib"])
    assert names(found["translator"]) == [("Solheim", "Ingrid")]
    assert (found["origtitle"], found["origlanguage"]) == ("The “Last” Ferry: 100 % & then?", "english")
    assert found["langid"] == "norsk"
    csl = read_csl(both[f"{NORWEGIAN}citation.json"])
    assert csl["translator"] == [{"family": "Solheim", "given": "Ingrid"}]
    assert (csl["original-title"], csl["language"]) == ("The “Last” Ferry: 100 % & then?", "nb")


def test_an_original_that_is_not_shown_around_is_not_named(site: Story) -> None:
    outputs = site.told(FERRY.replace("section:", "unlisted: true\nsection:")).outputs()
    assert "Last" not in outputs[f"{NORWEGIAN}citation.ris"]


def test_a_correction_is_told_and_not_of_a_translation_that_waits_for_it(site: Story) -> None:
    outputs = site.told(CORRECTED).outputs()
    assert read_bibtex(outputs[f"{ENGLISH}citation.bib"])["note"] == "Corrected on 2026-03-04"
    assert read_ris(outputs[f"{ENGLISH}citation.ris"])["notes"] == ["Corrected on 2026-03-04"]
    assert read_csl(outputs[f"{ENGLISH}citation.json"])["note"] == "Corrected on 2026-03-04"
    assert "notes" not in read_ris(outputs[f"{NORWEGIAN}citation.ris"])


def test_a_translation_by_a_machine_says_so_beside_all_else(site: Story) -> None:
    site.told(CORRECTED).told(FERJA.replace("translator: ingrid", "status: machine"))
    correction = "corrections: [{date: 2026-03-05, kind: correction, text: Feil.}]\ntranslation:"
    text = (site.root / "content/articles/ferry.nb.md").read_text(encoding="utf-8")
    outputs = site.told(f"-- content/articles/ferry.nb.md --\n{text.replace('translation:', correction)}").outputs()
    said = ["Oversatt av en maskin", "Rettet 2026-03-05"]
    assert read_ris(outputs[f"{NORWEGIAN}citation.ris"])["notes"] == said
    assert read_bibtex(outputs[f"{NORWEGIAN}citation.bib"])["note"] == "; ".join(said)
    assert read_csl(outputs[f"{NORWEGIAN}citation.json"])["note"] == "; ".join(said)
    assert "Oversatt av en maskin Rettet 5. mars 2026" in box(outputs[f"{NORWEGIAN}index.html"])
    assert "notes" in read_ris(outputs[f"{ENGLISH}citation.ris"])
    assert "machine" not in outputs[f"{ENGLISH}citation.ris"]


def test_a_withdrawn_article_says_so_and_nothing_else_of_itself(site: Story) -> None:
    outputs = site.told(FERRY.replace("section:", "withdrawn: {date: 2026-04-01, reason: Wrong.}\nsection:")).outputs()
    found = read_ris(outputs[f"{NORWEGIAN}citation.ris"])
    assert (found["title"], found["notes"]) == ("Den siste ferja", ["Trukket tilbake 2026-04-01"])
    assert "Trukket tilbake 1. april 2026" in box(outputs[f"{NORWEGIAN}index.html"])
    assert "citation_title" not in outputs[f"{NORWEGIAN}index.html"]


def test_words_that_nobody_has_translated_are_told_of(tmp_path: Path) -> None:
    norwegian = CORRECTED.replace("ferry.en", "ferry.nb").replace("debate", "debatt")
    problems = story(tmp_path, ONE_EDITION, AUTHORS, PLAIN, norwegian).problems()
    (told,) = [problem for problem in problems if "messages-missing" in problem]
    assert "1 of 1 messages has no Norwegian words" in told


def test_of_a_members_article_nothing_is_told_that_its_page_does_not(site: Story) -> None:
    files = [f"{ENGLISH}citation.{suffix}" for suffix in ("bib", "ris", "json")]
    free = site.outputs()
    sealed = FERRY.replace("section:", "access: members\nsection:").replace("boat.", "boat.\n\n<!-- paywall -->\n\nNo.")
    outputs = site.told(sealed).outputs()
    assert "paywall" in outputs[f"{ENGLISH}index.html"]
    assert [outputs[file] for file in files] == [free[file] for file in files]


# --------------------------------------------------------------------------------------
# Every sign
# --------------------------------------------------------------------------------------

PLAIN = "-- templates/article.html --\n{% lang page.language as l %}<p{{ l }}>{{ page.entry.title }}</p>{% endlang %}\n"
PLAIN += "".join(
    f"-- templates/{name}.html --\n<p></p>\n"
    for name in ("front", "section", "author", "authors", "archive", "year", "corrections", "not-found")
)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="ıſ")).map(
    lambda words: re.sub(r"\s+", " ", words).strip()
)
TITLES = st.one_of(
    WORDS,
    st.lists(st.sampled_from([*"{}\\~^&%$#_\"'@,=<>", "NATO", "øya", "and", "–", "{\\'e}"])).map(" ".join),
).filter(bool)
NAMES = st.builds(Name, TITLES.filter(lambda name: "{" not in name and "\\" not in name), st.just(""))


def written(module: Any, title: str = "T", name: Name = Name("Aarø", "Karl"), note: str = "") -> str:  # noqa: B008
    """The file of a citation with this title and author."""
    text = Text(title, "nb")
    said = Citation(
        "key-nb",
        text,
        (name,),
        (name,),
        text,
        date(985, 7, 4),
        "https://example.org/a%20b_c/",
        original=text,
        notes=(Text(note, "nb"),) if note else (),
    )
    content = module.written(said)
    assert isinstance(content, bytes)
    return content.decode("utf-8")


@given(TITLES)
def test_any_title_comes_out_of_csl_json_as_it_was(title: str) -> None:
    assert read_csl(written(csl_json, title))["title"] == title


@given(TITLES)
def test_any_title_comes_out_of_ris_as_it_was(title: str) -> None:
    text = written(ris, title)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n")[:-1])
    assert re.search(r"(?m)^TI  - (.*)\r$", text)[1] == title  # type: ignore[index]
    assert read_ris(text)["title"] == title


@given(TITLES)
def test_the_braces_of_bibtex_are_even_and_all_signs_escaped(title: str) -> None:
    text = written(bibtex, title)
    value = re.search(r"(?m)^  title = \{(.*)\},$", text)[1]  # type: ignore[index]
    depth = 0
    for sign in value:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[&%$#_]", value)
    assert not re.search(r"[~^]", value)
    assert re.sub(r"\\(?!text\w+\}|[&%$#_]\})", "", value) == value


PRINTABLE = "abc ÆØÅ æøå & % $ # _ { } \\ ~ ^ NATO's «Å»"


def test_signs_of_latex_come_out_of_bibtex_as_they_were() -> None:
    found = read_bibtex(written(bibtex, PRINTABLE))
    circumflex = {"\N{MODIFIER LETTER CIRCUMFLEX ACCENT}": "^"}  # So the reader writes it.
    read = found["title"].translate(str.maketrans(circumflex))
    assert re.sub(r"[{}]", "", read) == re.sub(r"[{}]", "", PRINTABLE)
    assert "æøå" in written(bibtex, PRINTABLE)


def test_capitals_of_a_title_are_kept_by_styles_that_make_small_letters() -> None:
    assert "  title = {{NATO} og {Å} i {Barents-rådet}},\n" in written(bibtex, "NATO og Å i Barents-rådet")
    assert "  title = {{{\\&}B} and {100}{\\%}},\n".replace("{100}", "100") in written(bibtex, "&B and 100%")


@pytest.mark.parametrize(
    ("name", "author"),
    [
        (Name("Aarø", "Karl"), "Aarø, Karl"),
        (Name("Nordre Rand"), "{Nordre Rand}"),
        (Name("Sand and Sea", "Per"), "{Sand and Sea}, Per"),
        (Name("Sons, Ltd"), "{Sons, Ltd}"),
    ],
)
def test_a_name_is_parted_where_it_was_meant(name: Name, author: str) -> None:
    assert f"  author = {{{author}}},\n" in written(bibtex, name=name)


def test_a_line_break_in_a_title_breaks_no_line_of_a_file(site: Story) -> None:
    outputs = site.told(FERJA.replace("title: Den siste ferja", 'title: "Den siste\\n\\tER  - ferja"')).outputs()
    assert read_ris(outputs[f"{NORWEGIAN}citation.ris"])["title"] == "Den siste ER  - ferja"
    assert read_bibtex(outputs[f"{NORWEGIAN}citation.bib"])["title"] == "Den siste ER  - ferja"


# --------------------------------------------------------------------------------------
# The page
# --------------------------------------------------------------------------------------


def box(page: str) -> str:
    """The words of the box."""
    found = LexborHTMLParser(page).css_first(".cite")
    assert found is not None
    return re.sub(r"\s+", " ", found.text()).strip()


def metas(page: str) -> list[tuple[str, str, str]]:
    found = LexborHTMLParser(page).css('meta[name^="citation_"]')
    return [(meta.attrs["name"] or "", meta.attrs["content"] or "", meta.attrs.get("lang") or "") for meta in found]


def test_the_box_is_in_the_language_of_the_interface_with_its_quotation_marks(alone: Mapping[str, str]) -> None:
    page = alone["artikler/ferry/index.html"]
    assert box(page).startswith(
        "Siter denne artikkelen Karl Aarø, Jan van der Berg og Kari and Ola, «The ‘Last’ Ferry: 100 % & then?», Prøven,"
        " 2. januar 2026, https://example.org/en/articles/ferry/"
    )
    assert '«<span lang="en">The ‘Last’ Ferry: 100 % &amp; then?</span>»' in page


def test_the_box_of_a_translation_says_of_what_and_by_whom(both: Mapping[str, str]) -> None:
    words = box(both[f"{NORWEGIAN}index.html"])
    assert "Oversatt fra engelsk av Ingrid Solheim" in words
    assert "Originaltittel: «The ‘Last’ Ferry: 100 % & then?»" in words


def test_the_box_says_when_a_text_was_corrected(site: Story) -> None:
    assert "Corrected on 4 March 2026" in box(site.told(CORRECTED).outputs()[f"{ENGLISH}index.html"])


def test_an_article_without_a_name_is_cited_without_one(site: Story) -> None:
    outputs = site.told(FERRY.replace("authors: [karl, jan, desk]\n", "")).outputs()
    assert box(outputs[f"{ENGLISH}index.html"]).startswith("Cite this article “The ‘Last’ Ferry: 100 % & then?”, The")
    assert "author" not in read_csl(outputs[f"{ENGLISH}citation.json"])


def test_the_head_says_it_to_scholars_and_programs(alone: Mapping[str, str]) -> None:
    page = alone["artikler/ferry/index.html"]
    assert metas(page) == [
        ("citation_title", "The “Last” Ferry: 100 % & then?", "en"),
        ("citation_author", "Aarø, Karl", ""),
        ("citation_author", "van der Berg, Jan", ""),
        ("citation_author", "Kari and Ola", ""),
        ("citation_publication_date", "2026/01/02", ""),
        ("citation_journal_title", "Prøven", ""),
        ("citation_language", "en", ""),
        ("citation_public_url", f"https://example.org/{ENGLISH}", ""),
    ]


def test_a_page_is_not_cited(site: Story) -> None:
    page = site.told("-- content/pages/about.nb.md --\n---\ntitle: Om\n---\nHei.\n").outputs()["about/index.html"]
    assert metas(page) == []
    assert 'class="cite"' not in page


def test_a_new_title_of_the_original_makes_the_files_of_its_translation_anew(site: Story) -> None:
    before = site.outputs()[f"{NORWEGIAN}citation.ris"]
    after = site.told(FERRY.replace("Last", "First")).outputs()[f"{NORWEGIAN}citation.ris"]
    assert before.replace("Last", "First") == after
