from pathlib import Path

from benchmarks.corpus import article
from benchmarks.generators import BY_NAME
from benchmarks.pages import LATEST, differences, letters, promised, shared_addresses, shown
from benchmarks.workplace import EDITIONS, Workplace

NUMBERS = range(30)


def made(folder: Path) -> Workplace:
    """A site with all that is promised on every page, as a generator would make it."""
    site = Workplace(BY_NAME["hugo"], len(NUMBERS), folder)
    articles = [article(number) for number in NUMBERS]
    pages = {f"a/{each.slug}/": "\n".join(promised(each, articles[:LATEST])) for each in articles}
    for edition in EDITIONS:
        for address in shared_addresses(articles):
            path = site.output / edition / address / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"<html><body><p>{pages.get(address, '')}</p></body></html>")
    return site


def test_a_site_with_all_pages_and_words_has_no_differences(tmp_path: Path) -> None:
    assert differences(made(tmp_path)) == []


def test_a_page_that_is_missing_is_told(tmp_path: Path) -> None:
    site = made(tmp_path)
    gone = f"en/a/{article(7).slug}/"
    (site.output / gone / "index.html").unlink()
    assert f"{gone} is missing" in differences(site)


def test_a_page_too_many_is_told(tmp_path: Path) -> None:
    site = made(tmp_path)
    (site.output / "tag/nothing").mkdir()
    (site.output / "tag/nothing/index.html").write_text("")
    assert differences(site) == ["tag/nothing/ is one too many"]


def test_words_that_are_missing_are_told(tmp_path: Path) -> None:
    site = made(tmp_path)
    page = site.output / f"a/{article(0).slug}/index.html"
    page.write_text(page.read_text().replace(letters(article(0).summary), " "))
    assert differences(site) == [f"a/{article(0).slug}/ does not say “{letters(article(0).summary).strip()}”"]


def test_a_list_has_a_page_for_each_twenty() -> None:
    addresses = [*shared_addresses([article(0)] * 41)]
    section = f"section/{article(0).section}/"
    assert [address for address in addresses if address.startswith(section)] == [
        section,
        f"{section}page/2/",
        f"{section}page/3/",
    ]


def test_only_what_a_reader_sees_counts() -> None:
    head = "<title>No</title><body class=no><script>no()</script>"
    page = f"{head}<p>The <b>qui</b>et &laquo;Re\u00adform&raquo;</p><p>now</p>"
    assert shown(page) == " The quiet Reform now "
