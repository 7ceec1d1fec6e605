from hashlib import sha256

import pytest

from benchmarks.corpus import AUTHORS, SECTIONS, TAGS, article
from benchmarks.generators import GENERATORS, Generator


def test_an_article_is_the_same_on_every_machine() -> None:
    words = "".join(f"{each.title}{each.slug}{each.date}{each.body}" for each in map(article, range(20)))
    assert sha256(words.encode()).hexdigest()[:16] == "b12efd5fbee673ed"


def test_articles_stand_from_the_newest_to_the_oldest_under_names_of_their_own() -> None:
    articles = [article(number) for number in range(200)]
    assert [each.date for each in articles] == sorted((each.date for each in articles), reverse=True)
    assert len({each.slug for each in articles}) == 200


def test_an_article_has_about_a_thousand_words_a_note_and_what_the_site_knows() -> None:
    for each in map(article, range(100)):
        assert 850 < len(each.body.split()) < 1200
        assert "[^1]: " in each.body
        assert each.author in {author.slug for author in AUTHORS}
        assert each.section in {section.slug for section in SECTIONS}
        assert {*each.tags} <= {*TAGS}


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda generator: generator.name)
def test_every_generator_gets_the_same_body(generator: Generator) -> None:
    each = article(3)
    assert generator.spelled(each).endswith(f"\n\n{each.body}")
    assert each.title in generator.spelled(each)


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda generator: generator.name)
def test_every_generator_gets_the_same_blurbs_and_words(generator: Generator) -> None:
    files = dict(generator.shared_files())
    shared = "".join(files.values())
    assert all(author.bio_nb in shared for author in AUTHORS)
    assert "Les mer" in files[generator.message]
