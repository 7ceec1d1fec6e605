"""References in, and what they point to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.document import Kind, Reference
from ordskifte.model.references import SCHEMES, parse_reference


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("article:arctic-security", Reference("article", "arctic-security")),
        ("article:arctic-security#ice", Reference("article", "arctic-security", "ice")),
        ("author:kari", Reference("author", "kari")),
        ("page:about#", Reference("page", "about")),
        ("section:society", Reference("section", "society")),
        ("tag:sea#a#b", Reference("tag", "sea", "a#b")),
        ("article:", Reference("article", "")),
        ("article:#ice", Reference("article", "", "ice")),
        ("article:a:b", Reference("article", "a:b")),
    ],
)
def test_a_reference_names_a_scheme_a_target_and_a_place_in_it(text: str, reference: Reference) -> None:
    assert parse_reference(text) == reference


@pytest.mark.parametrize(
    "text",
    [
        "",
        "article",
        "about/",
        "/about/",
        "#ice",
        "https://article:8000/",
        "mailto:page@example.org",
        "Article:x",
        " tag:x",
    ],
)
def test_an_ordinary_address_is_no_reference(text: str) -> None:
    assert parse_reference(text) is None


def test_every_kind_of_work_has_a_scheme() -> None:
    assert set(Kind) < set(SCHEMES)


@given(st.sampled_from(SCHEMES), st.text(st.characters(exclude_characters="#")), st.text())
def test_what_is_written_is_read(scheme: str, target: str, fragment: str) -> None:
    assert parse_reference(f"{scheme}:{target}#{fragment}") == Reference(scheme, target, fragment)
