"""The law of the incremental build: any history of edits leaves, byte for byte, what a clean build leaves.

A history that ends in errors leaves the last good site. A build may be killed at any step: that leaves whole files, and
the next build ends as if nothing had been.
"""

import itertools
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace
from PIL import Image

from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.model.secrets import Secret
from ordskifte.model.translations import ledger_path
from ordskifte.pipeline.manifest import decoded, encoded, line, seal
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.prepared import Prepared, prepared
from ordskifte.pipeline.results import Made, Options, Seconds
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import store_in_memory
from ordskifte.pipeline.walk import walk
from ordskifte.pipeline.workers import HERE
from ordskifte.write import manifest_of
from tests.ledgers import recorded
from tests.pipeline.kills import killed
from tests.program import environment
from tests.stories import MASTER, PLAIN_TEMPLATES, TWO_EDITIONS, story

TEMPLATES = """
-- templates/base.html --
{% lang site.locale as l %}
<html{{ l }}><link href="{{ site.asset("site.css") }}">{{ site.year }} {{ _("Read more")|marked }}
{% set image = site.preview(page) %}{% if image %}<meta content="{{ image.url }}">{% endif %}
{% block main %}{% endblock %}{{ site.fragment("foot", 2) }}</html>{% endlang %}
-- templates/article.html --
{% extends "base.html" %}
{% block main %}
{% lang page.language as l %}
<article{{ l }} class="{{ page.state }}"><h1>{{ page.entry.title }}</h1>{{ site.body(page.source) or "" }}</article>
{% for note in page.notes %}{{ note.text|marked }}{% endfor %}
{% if page.in_slot("article-end") %}{{ site.fragment("campaign", *page.in_slot("article-end")) }}{% endif %}
{% endlang %}
{% set part = site.sealed(page.entry.key) %}{% if part %}<i data-header="{{ part.header }}"></i>{% endif %}
<script type="application/ld+json">{{ page|structured_data }}</script>
{% set citation = page|citation %}{% if citation %}{{ citation.title|marked }}
{{ (citation.original or citation.publication)|marked }}
{% for note in citation.notes %}{{ note|marked }}{% endfor %}{% endif %}
{% set older = site.neighbours(page.entry.key).older %}
{% if older %}{{ site.fragment("card", older.kind, older.key) }}{% endif %}
{% for entry in site.related(page.entry.key, 2) %}{{ site.fragment("card", entry.kind, entry.key) }}{% endfor %}
{% set place = site.series_place(page.entry.key) %}
{% if place %}{{ place.series.name|marked }} {{ place.part }}/{{ place.parts }}
{% for entry in [place.previous, place.next] if entry %}{{ site.fragment("card", entry.kind, entry.key) }}{% endfor %}
{% endif %}
{% if site.has_embeds(page.source) %}<script src="{{ site.asset("site.css") }}"></script>{% endif %}
{% endblock %}
-- templates/series.html --
{% extends "list.html" %}
{% block main %}
{% set words = site.introduction(page.id) %}
{% if words %}{{ site.body(words.source)|marked }}{% endif %}
{% for entry in page.entries %}{{ entry.series.part }} {{ site.fragment("card", entry.kind, entry.key) }}{% endfor %}
{% endblock %}
-- templates/fragments/campaign.html --
{% for ask in site.campaigns(*arguments) %}{{ ask.title|marked }} {{ ask.goal.raised if ask.goal else "" }}{% endfor %}
-- templates/fragments/foot.html --
{% for entry in site.latest(arguments[0]) %}{{ site.fragment("card", entry.kind, entry.key) }}{% endfor %}
-- templates/fragments/card.html --
{% set entry = site.entry(*arguments) %}
{% lang entry.language as l %}<a{{ l }} href="{{ entry.url }}">{{ entry.title }}
{% lang site.locale as l %}<i{{ l }}>{{ entry.date|date }}</i>{% endlang %}</a>
{% endlang %}
-- templates/search.html --
{% extends "list.html" %}
{% block main %}<i data-index="{{ site.search() }}"></i><i class="{{ site.asset("search.js") }}"></i>{% endblock %}
-- templates/fragments/found.html --
{% if arguments[0] == "author" %}{% set profile = site.profile(arguments[1]) %}
<a href="{{ profile.url }}">{{ profile.name }}</a>{% else %}{{ site.fragment("card", *arguments) }}{% endif %}
-- templates/assets/site.css --
body { color: black }
"""

OTHER_MASTER = Secret(bytes(32))
CAMPAIGNS = """
[[campaign]]
id = "spring"
slot = "article-end"
title = {nb = "Vår", en = "Spring"}
body = {nb = "Gi", en = "Give"}
priority = 1
start = 2026-05-01
end = 2026-07-01
[campaign.goal]
amount = 9
raised_file = "data/raised.json"
[[campaign]]
id = "always"
slot = "article-end"
title = "Read more"
body = {nb = "Gi", en = "Give"}
access = ["free"]
"""

SERIES = '[series.shore]\nname = {{nb = "{}", en = "The shore"}}\n'
EMBEDS = '[embeds]\nhosts = ["{}"]\n'
SEARCH = "[build]\nsearch = true\n"
CARDS = ("", "[cards]\n", '[cards]\naccent = "#005500"\n')
IMAGES = ("", "[images]\nwidths = []\n", "[images]\nwidths = [1, 2]\nquality = 5\n")

KEYS = st.sampled_from(["ice", "fish", "sea", "fog"])
LOCALES = st.sampled_from(["nb", "en"])
BODIES = st.sampled_from(
    [
        "Ja.",
        "Nei, [is](article:ice).",
        "Open.\n\n<!-- paywall -->\n\nSecret.",
        "Open.[^1]\n\n<!-- paywall -->\n\n[Is](article:ice).[^2]\n\n![Kart](kart.svg)\n\n[^1]: En.\n[^2]: To.",
        "Open.\n\n<!-- paywall -->\n\n## Is\n\n[Is](article:ice#is), [hav](tag:sea), [a](javascript:a).",
        "![Kart](kart.svg)",
        "![Foto](foto.png)",
        "Open.\n\n<!-- paywall -->\n\n![Foto](foto.png)",
        "## Is\n\nTekst.[^1]\n\n[^1]: Note.",
        "::: embed https://film.example/is\n\nEn film om is\n\n![Kart](kart.svg)\n\n:::",
        "[Kysten](series:shore).\n\n<!-- paywall -->\n\n::: embed https://film.example/is\n\nFilm\n\n:::",
    ]
)
DATES = st.sampled_from(["2025-12-31T23:30Z", "2026-01-02", "2026-05-01", "2026-07-01"])
CATALOG = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\nmsgid "Read more"\nmsgstr "{}"\n'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="2"></svg>'


class Histories(RuleBasedStateMachine):
    """Edits to one site, built again and again into one folder, against a clean build of what it has become."""

    jobs = 1

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="law-"))
        self.root = self.folder / "site"
        self.cache = self.folder / "cache/store.sqlite"
        config = TWO_EDITIONS + SEARCH + SERIES.format("Kysten") + EMBEDS.format("film.example")
        self.site = story(self.root, config, PLAIN_TEMPLATES, TEMPLATES)
        self.site.told(f"-- content/articles/kart.svg --\n{PICTURE.format(3)}\n")
        self.change_a_photo("red", "foto", 3)
        self.options = Options(at="2026-06-01", master=MASTER)
        self.output = self.folder / "output"
        self.last: dict[Path, dict[str, bytes]] = {}
        """What each output folder has been built to, unless it has been touched since."""

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # ---- edits ------------------------------------------------------------------------

    def article(self, key: str, locale: str) -> Path:
        return self.root / f"content/articles/{key}.{locale}.md"

    @rule(
        key=KEYS,
        locale=LOCALES,
        title=st.sampled_from(["Is", "Hav", "Tåke: nå"]),
        body=BODIES,
        date=DATES,
        section=st.sampled_from(["debate", "debate", "debate", "members", "members", "nowhere"]),
        more=st.sampled_from(
            [
                "",
                "draft: true\n",
                "tags: [sea]\n",
                "slug: fast\n",
                "unlisted: true\n",
                "redirect_from: [/x/]\n",
                "untranslated: link\n",
                "series: {id: shore, part: 1}\n",
                "series: {id: shore, part: 2}\n",
                "series: {id: shore, part: 2}\nuntranslated: link\n",
                "corrections: [{date: 2026-05-02, kind: correction, text: Feil.}]\n",
                "withdrawn: {date: 2026-05-02, reason: Oppdiktet.}\n",
            ]
        ),
    )
    def write_an_article(
        self, key: str, locale: str, title: str, body: str, date: str, section: str, more: str
    ) -> None:
        head = f'title: "{title}"\ndate: {date}\nsection: {section}\n{more}'
        self.article(key, locale).parent.mkdir(parents=True, exist_ok=True)
        self.article(key, locale).write_text(f"---\n{head}---\n{body}\n")

    @rule(key=KEYS, locale=LOCALES)
    def remove_an_article(self, key: str, locale: str) -> None:
        self.article(key, locale).unlink(missing_ok=True)

    @rule(key=KEYS, other=KEYS, locale=LOCALES)
    def rename_an_article(self, key: str, other: str, locale: str) -> None:
        if self.article(key, locale).exists():
            self.article(key, locale).replace(self.article(other, locale))

    @rule(
        key=KEYS,
        body=BODIES,
        status=st.sampled_from(["reviewed", "reviewed", "draft", "machine"]),
        becomes=st.sampled_from(["kept", "kept", "lost", "broken"]),
    )
    def translate_an_article(self, key: str, body: str, status: str, becomes: str) -> None:
        """Into English, from the Norwegian as it is now."""
        original = self.article(key, "nb")
        if original.exists():
            source, ledger = recorded(original.read_text())
            head = f"title: Ice\ntranslation: {{of: nb, source: {source}, status: {status}}}\n"
            self.article(key, "en").write_text(f"---\n{head}---\n{body}\n")
            said = {"kept": ledger, "lost": "", "broken": ledger.replace(": [", ": [1,")}[becomes]
            (self.root / ledger_path(key)).parent.mkdir(parents=True, exist_ok=True)
            (self.root / ledger_path(key)).touch()
            self.site.told(f"-- {ledger_path(key)} --\n{said}")

    @rule(name=st.sampled_from(["Is", "Fisk"]), locale=LOCALES)
    def write_an_author(self, name: str, locale: str) -> None:
        self.site.told(f"-- content/authors/kari.{locale}.md --\n---\nname: {name}\n---\nHei.\n")

    def introduction(self, locale: str) -> Path:
        return self.root / f"content/series/shore.{locale}.md"

    @rule(locale=LOCALES, body=BODIES, more=st.sampled_from(["", "", "draft: true\n", "redirect_from: [/kyst/]\n"]))
    def introduce_the_series(self, locale: str, body: str, more: str) -> None:
        self.introduction(locale).parent.mkdir(parents=True, exist_ok=True)
        near = re.sub(r"\((?=kart|foto)", "(../articles/", body)
        self.introduction(locale).write_text(f"---\n{more}---\n{near}\n")

    @rule(locale=LOCALES)
    def remove_an_introduction(self, locale: str) -> None:
        self.introduction(locale).unlink(missing_ok=True)

    @rule(key=KEYS, locale=LOCALES, part=st.integers(1, 3))
    def change_the_number_of_a_part(self, key: str, locale: str, part: int) -> None:
        if self.article(key, locale).exists():
            text = self.article(key, locale).read_text()
            self.article(key, locale).write_text(re.sub(r"part: \d", f"part: {part}", text))

    @rule(
        published=st.lists(
            st.tuples(
                KEYS, LOCALES, st.sampled_from(["ice", "old"]), st.sampled_from(["", "moved", "moved", "gone", "lost"])
            ),
            max_size=2,
        )
    )
    def write_the_ledger(self, published: list[tuple[str, str, str, str]]) -> None:
        folders = {"nb": "artikler", "en": "en/articles"}
        lines = [f"article {key} {of} /{folders[of]}/{slug}/ {mark}".rstrip() for key, of, slug, mark in published]
        (self.root / "urls.lock").write_text("".join(f"{line}\n" for line in lines))

    @rule(text=st.sampled_from(["Les mer", "Mer", "%(wrong)s"]))
    def translate(self, text: str) -> None:
        self.site.told(f"-- locales/nb/LC_MESSAGES/messages.po --\n{CATALOG.format(text)}")

    @rule(count=st.integers(1, 3), mistake=st.sampled_from(["", "", "", "{{ nothing }}"]))
    def change_a_fragment(self, count: int, mistake: str) -> None:
        text = TEMPLATES.split("-- templates/fragments/foot.html --\n")[1].split("--")[0]
        self.site.told(f"-- templates/fragments/foot.html --\n{text * count}{mistake}\n")

    @rule(text=st.sampled_from(["", "{{ site.body(page.source) }}", '<a href="/">{{ page.entry.minutes }}</a>']))
    def change_what_feeds_have_of_a_text(self, text: str) -> None:
        (self.root / "templates/fragments/feed.html").unlink(missing_ok=True)
        if text:
            self.site.told(f"-- templates/fragments/feed.html --\n{{% set page = site.page(*arguments) %}}{text}\n")

    @rule(width=st.integers(1, 3))
    def change_a_picture(self, width: int) -> None:
        self.site.told(f"-- content/articles/kart.svg --\n{PICTURE.format(width)}\n")

    @rule(
        colour=st.sampled_from(["red", "#00f8"]),
        name=st.sampled_from(["foto", "foto", "annet"]),
        size=st.integers(2, 3),
    )
    def change_a_photo(self, colour: str, name: str, size: int) -> None:
        Image.new("RGBA", (size, 2), colour).save(self.root / f"content/articles/{name}.png")

    @rule(colour=st.sampled_from(["black", "green"]))
    def change_an_asset(self, colour: str) -> None:
        self.site.told(f"-- templates/assets/site.css --\nbody {{ color: {colour} }}\n")

    @rule(
        old=st.sampled_from(["Prøven", "Proven"]),
        path=st.sampled_from(["en", "english"]),
        size=st.integers(1, 2),
        zone=st.sampled_from(["Europe/Oslo", "America/New_York"]),
        campaigns=st.sampled_from(["", CAMPAIGNS]),
        build=st.sampled_from(["", SEARCH, f'{SEARCH}precompress = ["gzip"]\n']),
        images=st.sampled_from([*map("".join, itertools.product(CARDS, IMAGES))]),
        series=st.sampled_from(["Kysten", "Kysten", "Stranden", ""]),
        host=st.sampled_from(["film.example", "film.example", "films.example"]),
    )
    def change_the_configuration(
        self, old: str, path: str, size: int, zone: str, campaigns: str, build: str, images: str, series: str, host: str
    ) -> None:
        config = TWO_EDITIONS.replace("Prøven", old).replace('path = "en"', f'path = "{path}"')
        config = config.replace("Europe/Oslo", zone)
        config = config.replace("[locales.nb]", f"page_size = {size}\n[feeds]\nsize = {size}\n[locales.nb]")
        shore = SERIES.format(series) if series else ""
        self.site.told(config + campaigns + build + images + shore + EMBEDS.format(host))

    @rule(figures=st.sampled_from(['{"raised": 1}', '{"raised": 2}', '{"raised": 2}\n', "many"]))
    def tell_what_has_been_raised(self, figures: str) -> None:
        self.site.told(f"-- data/raised.json --\n{figures}\n")

    @rule(
        at=st.sampled_from(["2026-01-01", "2026-06-01", "2026-08-01", "2027-01-01"]),
        base_url=st.sampled_from(["", "https://example.org/magazine/"]),
        drafts=st.booleans(),
        master=st.sampled_from([MASTER, MASTER, OTHER_MASTER, None]),
    )
    def change_the_options(self, at: str, base_url: str, drafts: bool, master: Secret | None) -> None:
        self.options = Options(at=at, base_url=base_url, shows_drafts=drafts, master=master)

    @rule(name=st.sampled_from(["output", "other"]))
    def turn_to_an_output_folder(self, name: str) -> None:
        self.output = self.folder / name

    @precondition(lambda self: self.last.get(self.output))
    @rule(which=st.integers(0, 1000), how=st.sampled_from(["changed", "removed", "added", "made a folder"]))
    def touch_the_output_by_hand(self, which: int, how: str) -> None:
        site = self.last.pop(self.output)
        file = self.output / sorted(site)[which % len(site)]
        if how == "changed":
            file.write_bytes(file.read_bytes()[::-1])
        elif how == "added":
            file.with_name("stray.txt").write_text("by hand")
        else:
            file.unlink()
        if how == "made a folder":
            file.mkdir()

    @precondition(lambda self: self.last.get(self.output))
    @rule(content=st.sampled_from([b"", b'{"clock":"2026-06-01T00:00:00Z"', None]))
    def touch_the_manifest_by_hand(self, content: bytes | None) -> None:
        if content is None:
            manifest_of(self.output).unlink(missing_ok=True)
        else:
            manifest_of(self.output).write_bytes(content)

    @rule(which=st.integers(0, 1000), how=st.sampled_from(["spoilt", "removed"]))
    def touch_what_is_kept_of_pictures(self, which: int, how: str) -> None:
        blobs = sorted(self.cache.with_name("blobs").glob("*/*"))
        for file in blobs[which % len(blobs) : which % len(blobs) + 1] if blobs else ():
            if how == "spoilt":
                file.write_bytes(file.read_bytes()[::-1])
            else:
                file.unlink()

    @rule()
    def lose_the_cache(self) -> None:
        shutil.rmtree(self.cache.parent, ignore_errors=True)

    # ---- the law ----------------------------------------------------------------------

    def clean(self) -> Made:
        return walk(load(self.root, exclude=[]), self.options, Seams())

    @rule(is_cached=st.sampled_from([True, True, True, False]))
    def build(self, is_cached: bool) -> None:
        clean, cache = self.clean(), self.cache if is_cached else None
        built = built_site(self.root, self.output, cache, self.options, {}, force=False, jobs=self.jobs)
        assert built.made.diagnostics == clean.diagnostics
        if not clean.has_errors:
            self.last[self.output] = published(clean)
            found = manifest_of(self.output).read_bytes()
            assert found == listed(self.root, self.options, published(clean), decoded(found).clock)

    @rule(step=st.sampled_from([1, 2, 3, 4, 5, 6, 8, 13, 21, 34, 55, 89]))
    def be_killed(self, step: int) -> None:
        """At a step on the way to the disk, as by `kill -9`."""
        before, after = self.last.pop(self.output, None), published(self.clean())
        killed(
            step, lambda: built_site(self.root, self.output, self.cache, self.options, {}, force=False, jobs=self.jobs)
        )
        if before is not None:
            for path, content in written(self.output).items():
                assert content in (before.get(path), after.get(path)), path

    @invariant()
    def each_output_is_that_of_its_last_good_build(self) -> None:
        for output, site in self.last.items():
            assert written(output) == site


def listed(root: Path, options: Options, outputs: Mapping[str, bytes], clock: datetime) -> bytes:
    """The manifest that a clean build leaves, but for the clock."""
    files = load(root, exclude=[])
    with store_in_memory() as store:
        site = prepared(files, Memo(files, store), options, Seams(), HERE, Seconds())
        assert isinstance(site, Prepared)
        targets = site.targets.by_path
        lines = sorted(line(path, seal(content), targets[path].language) for path, content in outputs.items())
        return encoded(replace(site.head, clock=clock), lines)


def published(made: Made) -> dict[str, bytes]:
    return {output.path: output.content for output in made.outputs}


def written(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and ".ordskifte" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


class HistoriesOfTwoWorkers(Histories):
    """As above; whatever has changed is made by two processes."""

    jobs = 2


LAW = settings(stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TestHistories = Histories.TestCase
TestHistories.settings = settings(LAW, max_examples=40)
TestHistoriesOfTwoWorkers = HistoriesOfTwoWorkers.TestCase
TestHistoriesOfTwoWorkers.settings = settings(LAW, max_examples=15)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_may_be_killed_at_any_instant(tmp_path: Path, jobs: str) -> None:
    """A process of its own and SIGKILL; the seed makes a round that fails a round that can be looked at."""
    chance = random.Random(7)
    root, output, cache = tmp_path / "site", tmp_path / "output", tmp_path / "site/.cache/ordskifte.sqlite"
    site = story(root, TWO_EDITIONS, PLAIN_TEMPLATES, TEMPLATES)
    for number in range(40):
        site.told(
            f"-- content/articles/a{number}.nb.md --\n---\ntitle: A\ndate: 2026-01-02\nsection: debate\n---\nJa.\n"
        )
    options = Options(at="2026-06-01", master=MASTER)
    built_site(root, output, cache, options, {}, force=False)
    command = [sys.executable, "-m", "ordskifte", "build", "--output", str(output), "--at", options.at, "--jobs", jobs]
    for number in range(12):
        before = written(output)
        site.told(f"-- templates/assets/site.css --\nbody {{ margin: {number}px }}\n")
        (root / f"content/articles/a{number}.nb.md").unlink()
        after = published(walk(load(root, exclude=[]), options, Seams()))
        with subprocess.Popen(
            command, cwd=root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.25, 0.7))
            process.kill()
        assert process.returncode in (0, -signal.SIGKILL)
        for path, content in written(output).items():
            assert content in (before.get(path), after.get(path)), path
        built_site(root, output, cache, options, {}, force=False)
        assert written(output) == after
