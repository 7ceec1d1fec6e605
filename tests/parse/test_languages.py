"""Tags in, locales and problems out."""

import pytest

from ordskifte.model.diagnostics import Severity, Span
from ordskifte.parse.languages import language

HERE = Span("site.toml", 3, 7)


@pytest.mark.parametrize("tag", ["nb", "nn", "en", "en-GB", "zh-Hant-TW", "se", "x-elvish"])
def test_a_tag_as_the_site_keeps_it_is_not_told_of(tag: str) -> None:
    assert language(tag, HERE) == (tag, ())


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("no", "nb"), ("no-NO", "nb"), ("nb_NO", "nb"), ("nn_NO", "nn"), ("EN", "en"), ("en_gb", "en-GB")],
)
def test_another_spelling_is_understood_with_a_warning(tag: str, locale: str) -> None:
    found, (problem,) = language(tag, HERE)
    assert found == locale
    assert (problem.severity, problem.code, problem.span) == (Severity.WARNING, "language-alias", HERE)
    assert (problem.message, problem.hint) == (f"`{tag}` is read as `{locale}`.", f"Write `{locale}`.")


@pytest.mark.parametrize("tag", ["", "british", "n", "nb-", "på", "../nb"])
def test_what_is_no_tag_is_an_error(tag: str) -> None:
    found, (problem,) = language(tag, HERE)
    assert found == ""
    assert (problem.severity, problem.code) == (Severity.ERROR, "language-unknown")
    assert problem.message == f"`{tag}` is not a language tag; write one such as nb, en or en-GB."


@pytest.mark.parametrize(("name", "tag"), [("norsk", "nb"), ("English", "en"), ("bokmål", "nb"), ("dk", "da")])
def test_the_name_of_a_language_or_a_country_is_told_with_the_tag(name: str, tag: str) -> None:
    _, (problem,) = language(name, HERE)
    assert problem.message == f"`{name}` is not a language tag; perhaps {tag} is meant."
