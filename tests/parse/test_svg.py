"""A drawing in, a drawing without what acts out."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordskifte.parse.svg import cleaned

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3">{}</svg>'


def published(inner: str) -> tuple[str, tuple[str, ...]]:
    """What is published of this in a drawing, and what is said to be missing."""
    found = cleaned(ROOT.format(inner).encode())
    assert found is not None
    before, after = ROOT.split("{}")
    return found.content.decode().rstrip().removeprefix(before).removesuffix(after), found.removed


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<g fill='url(#a)'><path d=\"M0 0\"/><!-- a hill --></g>",
        '<use href="#a"/><use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href=" #a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<style>.a { fill: url( "#b" ); }</style><rect style="fill: url(#b)" class="a"/>',
        "<text>1 &lt; 2 &amp; 3</text>",
    ],
)
def test_what_only_draws_is_published_to_the_byte(inner: str) -> None:
    assert published(inner) == (inner, ())


@pytest.mark.parametrize(
    ("inner", "left", "removed"),
    [
        ("<script>alert(1)</script><g></g>", "<g></g>", ("script",)),
        ("<SCRIPT href='a.js'/><g></g>", "<g></g>", ("SCRIPT",)),
        ('<g onclick="a()" ONLOAD="b()" id="c"></g>', '<g id="c"></g>', ("onclick", "ONLOAD")),
        ("<foreignObject><p><g>a</g></p></foreignObject><g></g>", "<g></g>", ("foreignObject",)),
        ('<a href="javascript:a()"><g></g></a>', "<a><g></g></a>", ("href",)),
        ('<a href="https://other.example/"><g></g></a>', "<a><g></g></a>", ("href",)),
        ('<use href="other.svg#a"></use>', "<use></use>", ("href",)),
        ('<image href="data:image/svg+xml;base64,AA"></image>', "<image></image>", ("href",)),
        ('<g fill="url(https://other.example/a)"></g>', "<g></g>", ("fill",)),
        ('<g style="fill: u\\72l(a)"></g>', "<g></g>", ("style",)),
        ("<style>@import 'a.css';</style>", "<style></style>", ("style",)),
        ('<set attributeName="href" to="javascript:a()"/><g></g>', "<g></g>", ("set",)),
        ("<iframe/><g></g>", "<g></g>", ("iframe",)),
    ],
)
def test_what_acts_or_fetches_is_left_out_and_told(inner: str, left: str, removed: tuple[str, ...]) -> None:
    assert published(inner) == (left, removed)


def test_what_drawing_programs_leave_for_themselves_is_left_out_without_a_word() -> None:
    inner = '<metadata>Kari</metadata><i:page xmlns:i="urn:i"><g></g></i:page><g></g>'
    assert published(inner) == ("<g></g>", ())


def test_a_document_type_is_left_out_and_what_it_stands_for_is_put_in() -> None:
    content = b'<!DOCTYPE svg [<!ENTITY hill "a &#38;#60; b">]><svg width="1" height="1"><text>&hill;</text></svg>'
    found = cleaned(content)
    assert found is not None
    assert found.content == b'<svg width="1" height="1"><text>a &lt; b</text></svg>\n'


def test_words_and_attributes_are_written_as_xml_wants_them() -> None:
    content = b"""<svg width="1" height="1"><text id="a&quot;'&lt;&amp;&#10;&#9;b">"'&lt;&amp;&gt;</text></svg>"""
    found = cleaned(content)
    assert found is not None
    assert ElementTree.fromstring(found.content)[0].attrib == {"id": "a\"'<&\n\tb"}
    assert ElementTree.fromstring(found.content)[0].text == "\"'<&>"


def test_a_name_from_another_namespace_is_known_by_its_last_part() -> None:
    assert published('<s:script xmlns:s="http://www.w3.org/2000/svg">a()</s:script><g></g>')[0] == "<g></g>"


def test_an_entity_that_unfolds_to_gigabytes_is_none() -> None:
    lines = ["<!ENTITY a0 'aaaaaaaaaa'>", *(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))]
    assert cleaned(f"<!DOCTYPE svg [{''.join(lines)}]><svg><text>&a9;</text></svg>".encode()) is None


@pytest.mark.parametrize("content", ["", "<svg>", "<svg><g></svg>", "<svg>&nothing;</svg>", "no drawing"])
def test_what_is_no_xml_is_no_drawing(content: str) -> None:
    assert cleaned(content.encode()) is None


@given(st.text("<>/ghonscript=\"'svg&;#:u", max_size=60))
def test_what_is_left_is_published_as_it_is(inner: str) -> None:
    found = cleaned(ROOT.format(inner).encode())
    if found is not None:
        again = cleaned(found.content)
        assert again is not None
        assert again.content == found.content
