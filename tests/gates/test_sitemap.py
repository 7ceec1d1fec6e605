"""The sitemap before the schema of sitemaps.org, as the npm package `sitemap` carries it."""

import os
from pathlib import Path

import pytest
from lxml import etree

from tests.gates import tools

pytestmark = pytest.mark.gate

FAULTS = {
    "an element that there is not": ("<loc>", "<address>Words</address><loc>"),
    "an address without an address": ("<loc>https://nordre-rand.example/</loc>", ""),
    "an address that is too short": ("<loc>https://nordre-rand.example/</loc>", "<loc>/</loc>"),
    "no addresses at all": ("<url>", "<!--<url>"),
    "a date in words": ("<lastmod>", "<lastmod>den "),
    "a date before its address": ("<url><loc>", "<url><lastmod>2026-11-20</lastmod><loc>"),
    "a version without a language": (' hreflang="nb"', ""),
    "a version in a language that cannot be one": ('hreflang="nb"', 'hreflang="bokmål"'),
    "a version with half an address": ('href="https://nordre-rand.example/en/"', 'href="/en/"'),
    "a version of another kind": ('rel="alternate"', 'rel="canonical"'),
}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    places = {
        "http://www.sitemaps.org/schemas/sitemap/0.9": tools.module("sitemap/schema/sitemap.xsd", os.environ),
        "http://www.w3.org/1999/xhtml": Path(__file__).with_name("sitemap_links.xsd"),
    }
    imports = "".join(f'<import namespace="{name}" schemaLocation="{file}"/>' for name, file in places.items())
    return etree.XMLSchema(etree.XML(f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>'))


@pytest.fixture(scope="module")
def sitemap(sample: Path) -> str:
    return (sample / "sitemap.xml").read_text(encoding="utf-8")


def told(schema: etree.XMLSchema, text: str) -> list[str]:
    schema.validate(etree.XML(text.encode()))
    return [f"{each.line}: {each.message}" for each in schema.error_log]


def test_the_sitemap_is_as_its_schema_has_it(schema: etree.XMLSchema, sitemap: str) -> None:
    assert told(schema, sitemap) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_told(schema: etree.XMLSchema, sitemap: str, name: str) -> None:
    before, after = FAULTS[name]
    assert before in sitemap
    faulty = sitemap.replace(before, after, 1)
    if after.endswith("<!--<url>"):
        faulty = faulty.replace("</urlset>", "--></urlset>")
    assert told(schema, faulty)
