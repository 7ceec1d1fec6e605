"""Ways to pay, as an editor has them: one number changed, one page shown in another edition, one digit wrong."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.stories import TWO_EDITIONS, Story, looking

PAYING = """
[payments.donate]
vipps = "0011"
account = "1234 56 78903"
-- content/pages/gi.nb.md --
---
title: Gi
slug: gi
---
::: donate
:::
-- content/pages/om.nb.md --
---
title: Om oss
---
Vi er her.
"""


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return looking(tmp_path, TWO_EDITIONS + PAYING)


def test_a_page_that_an_edition_shows_in_another_language_asks_in_its_own(site: Story) -> None:
    pages = site.outputs()
    for path, lang, words in (("gi/index.html", None, "Gi med Vipps"), ("en/gi/index.html", "en", "Give with Vipps")):
        [ways] = LexborHTMLParser(pages[path]).css(".payments")
        assert ways.attributes.get("lang") == lang
        assert words in ways.text()
    assert "donations/0011?reference=donate-nb" in pages["gi/index.html"]
    assert "donations/0011?reference=donate-en" in pages["en/gi/index.html"]


def test_a_number_is_changed_in_one_place_for_all_pages_that_show_it(site: Story) -> None:
    before = site.outputs()
    after = site.told(TWO_EDITIONS + PAYING.replace('"0011"', '"11"')).outputs()
    assert {path for path in before if before[path] != after[path]} == {"gi/index.html", "en/gi/index.html"}


def test_a_wrong_digit_stops_the_build_at_its_line(site: Story) -> None:
    site.told(TWO_EDITIONS + PAYING.replace("78903", "78913"))
    line = (TWO_EDITIONS + PAYING).partition("account =")[0].count("\n") - 1
    [problem] = [problem for problem in site.problems() if "payment" in problem]
    assert problem == f"site.toml:{line}:11: payment-wrong: There is no account `12345678913`."
