"""The law is worth something only if it breaks: each of these histories is lawful until one part is broken."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from ordskifte import load as loading
from ordskifte import write
from ordskifte.app.build import built_site
from ordskifte.load import load
from ordskifte.model import files
from ordskifte.model.answers import Query
from ordskifte.model.files import Stamp, stamp
from ordskifte.model.fingerprints import digest, fingerprint
from ordskifte.model.site import Target
from ordskifte.model.translations import ledger_path
from ordskifte.pipeline import ground, memo, prepared, recorded, rendering, resolved, traces, unchanged, walk
from ordskifte.pipeline.results import Options, WorkFailed
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.traces import doubtful
from ordskifte.render import view
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import Observed, View
from tests import ledgers
from tests.pipeline.test_law import CATALOG, PICTURE, TEMPLATES, published, written
from tests.stories import ONE_EDITION, PLAIN_TEMPLATES, TWO_EDITIONS, story

ICE = """
-- content/articles/ice.nb.md --
---
title: Is
date: 2026-01-02
section: debate
---
Ja.
"""
WORDS = "-- locales/nb/LC_MESSAGES/messages.po --\n" + CATALOG
FILES = f"""
-- content/articles/map.svg --
{PICTURE.format(1)}
-- content/pages/map.nb.md --
---
title: Kart
---
![Kart](../articles/map.svg)
-- templates/assets/icons/sun.svg --
<svg></svg>
-- templates/front.html --
{{% extends "list.html" %}}
{{% block main %}}{{{{ site.icon("sun") }}}}{{{{ super() }}}}{{% endblock %}}
-- static/a.txt --
a
"""
BEGINNING = TWO_EDITIONS + PLAIN_TEMPLATES + TEMPLATES + FILES + ICE + WORDS.format("Les mer")
IMPORTED = """
-- templates/words.html --
{% set more = _("Read more") %}
-- templates/base.html --
{% import "words.html" as words %}
{% lang site.locale as l %}<html{{ l }}>{{ words.more }}{% block main %}{% endblock %}</html>{% endlang %}
"""


def _targets(ground: Any) -> list[Target]:
    return [Target("newest.txt", "newest", ground.site.config.default_locale, ())]


SOURCE, LEDGER = ledgers.recorded(ICE.partition("\n-- content/articles/ice.nb.md --\n")[2])
TRANSLATED = f"""
-- content/articles/ice.en.md --
---
title: Ice
translation: {{of: nb, source: {SOURCE}}}
---
Yes.
-- {ledger_path("ice")} --
{LEDGER}
"""
NEWEST = Renderer("newest", _targets, lambda _, view, __: view.latest(1)[0].url.encode())
"""An output in the site's first language, at one address whichever that is."""


class History(Struct, frozen=True):
    """A build, an edit, and a build."""

    edit: str = ""
    begin: str = BEGINNING
    at: tuple[str, str] = ("2026-06-01", "2026-06-01")
    by_hand: str = ""
    """An output that someone turns round between the builds."""
    seams: Mapping[str, Any] = {}

    def is_lawful(self, folder: Path) -> None:
        root, output = folder / "site", folder / "output"
        site = story(root, self.begin)
        for is_second, at in enumerate(self.at):
            site.told(self.edit if is_second else "")
            if is_second and self.by_hand:
                file = output / self.by_hand
                file.write_bytes(file.read_bytes()[::-1])
            options = Options(at=at)
            built_site(root, output, folder / "cache.sqlite", options, self.seams, force=False)
            clean = walk.walk(load(root, exclude=[]), options, Seams(**self.seams))
            if clean.has_errors:
                raise ValueError(clean.diagnostics)
            assert written(output) == published(clean)


Breaking = Callable[[pytest.MonkeyPatch], None]


def unrecorded(name: str) -> Breaking:
    """A question that leaves no trace."""

    def ask(view: View, asked: str, *arguments: str | int) -> Any:
        query = Query(asked, arguments)
        if asked != name:
            view.asked[query] = None
        return view._answers.answer(query)

    return lambda patch: patch.setattr(View, "ask", ask)


def own_source_only(patch: pytest.MonkeyPatch) -> None:
    def digests(templates: Templates) -> dict[str, bytes]:
        return {name: template.digest for name, template in templates._compiled.items()}

    patch.setattr(Templates, "digests", digests)


def any_for_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(traces, "all", any, raising=False)


def fragments_taken_to_stand(patch: pytest.MonkeyPatch) -> None:
    found = traces._Unchanged._found
    patch.setattr(traces._Unchanged, "_found", lambda self, of: of in self._traces.fragments or found(self, of))


def readers_unnamed(patch: pytest.MonkeyPatch) -> None:
    """What few outputs read seems to be read by none."""
    patch.setattr(recorded, "doubtful", lambda known, parts: set() if doubtful(known, parts) is not None else None)


def outputs_trusted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(write.Output, "untouched", lambda _, stamps: list(stamps))


def clock_standing_still(patch: pytest.MonkeyPatch) -> None:
    """As of a disk whose clock is coarse: no edit shows in a file's times."""
    now = time.time_ns() + 3_600_000_000_000

    def still(status: os.stat_result) -> Stamp:
        return replace(stamp(status), mtime_ns=now, ctime_ns=now)

    patch.setattr(loading, "stamp", still)


def unsettled_trusted(patch: pytest.MonkeyPatch) -> None:
    clock_standing_still(patch)
    patch.setattr(memo, "is_settled", lambda _, __: True)


def keyed_by_bytes_only(patch: pytest.MonkeyPatch) -> None:
    has, size = memo.Memo.has, len(digest(b""))

    def has_bytes(self: memo.Memo, stage: str, path: str, key: bytes) -> bool:
        known = self._known(stage).get(path)
        return has(self, stage, path, known.key if known and known.key[:size] == key[:size] else key)

    patch.setattr(memo.Memo, "has", has_bytes)


def all_settled(patch: pytest.MonkeyPatch) -> None:
    """So that a build in which nothing but time has passed looks no further; files that are seconds old do that."""
    patch.setattr(files, "SETTLED", -(1 << 62))


def time_standing_still(patch: pytest.MonkeyPatch) -> None:
    all_settled(patch)
    moments = unchanged.Moments
    patch.setattr(prepared, "Moments", lambda now, _, zone: moments(now, None, zone))


def sites_without_a_next_change(patch: pytest.MonkeyPatch) -> None:
    packed = resolved._packed

    def timeless(found: resolved.Resolved, shares: Sequence[memo.Made]) -> bytes:
        return packed(replace(found, site=replace(found.site, next_change=None)), shares)

    patch.setattr(resolved, "_packed", timeless)


def states_not_in_the_key(patch: pytest.MonkeyPatch) -> None:
    """A value that stands for states is the same whatever they are."""

    def of_all_but_states(value: tuple[object, ...]) -> bytes:
        return fingerprint(tuple(part for part in value if not isinstance(part, dict)))

    patch.setattr(resolved, "fingerprint", of_all_but_states)


def states_trusted(patch: pytest.MonkeyPatch) -> None:
    """What has become of a translation is what had become of it."""
    has = memo.Memo.has

    def trusting(known: memo.Memo, stage: str, path: str, key: bytes) -> bool:
        return has(known, stage, path, key) or (stage == "translations" and path in known._known(stage))

    patch.setattr(memo.Memo, "has", trusting)


def faces_not_in_the_key(patch: pytest.MonkeyPatch) -> None:
    of_all = memo.Kept.digest
    assert isinstance(of_all, cached_property)
    patch.setattr(memo.Kept, "digest", property(lambda kept: b"" if kept._stage == "face" else of_all.func(kept)))


class _Unseen(Observed):
    """The Ground, with no note of what is read of it."""

    def __getattr__(self, part: str) -> object:
        return getattr(self._ground, part)


def questions_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(view, "Observed", _Unseen)


def targets_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(prepared, "Observed", _Unseen)


def without_note_of(part: str) -> Breaking:
    """A part of the ground that seems never to change."""
    found = ground.ground

    def blind(*arguments: Any) -> Any:
        made, parts, problems = found(*arguments)
        return made, {name: b"" if name.split()[0] == part else digest for name, digest in parts.items()}, problems

    return lambda patch: patch.setattr(prepared, "ground", blind)


def reads_untold(patch: pytest.MonkeyPatch) -> None:
    staged = rendering.Press.staged

    def telling_nothing(press: rendering.Press, batch: rendering.Batch) -> rendering.Staged:
        done = staged(press, batch)
        return replace(done, reads=dict.fromkeys(done.reads, b""))

    patch.setattr(rendering.Press, "staged", telling_nothing)


def targets_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(walk, "fingerprint", lambda _: b"")


def targets_trusted(patch: pytest.MonkeyPatch) -> None:
    found = prepared._targets
    patch.setattr(prepared, "_targets", lambda *arguments: replace(found(*arguments), digest=b""))


def modules_kept(patch: pytest.MonkeyPatch) -> None:
    patch.delattr("ordskifte.render.templates._Template._get_default_module")


def lawful_anyway(_: pytest.MonkeyPatch) -> None:
    pass


NEWER = ICE.replace("ice.nb", "sea.nb").replace("2026-01-02", "2026-05-01").replace("Is", "Hav")
GREEN = "-- templates/assets/site.css --\nbody { color: green }\n"
SPEAKING_ENGLISH = History(
    TWO_EDITIONS.replace('default_locale = "nb"', 'default_locale = "en"'), seams={"renderers": (NEWEST,)}
)
EDITS = {
    "site": NEWER,
    "bodies": ICE.replace("Ja", "Nei"),
    "catalogs": WORDS.format("Mer"),
    "templates": "-- templates/base.html --\n{% lang site.locale as l %}<i{{ l }}></i>{% endlang %}\n",
    "pictures": f"-- content/articles/map.svg --\n{PICTURE.format(2)}\n",
    "assets": GREEN,
    "icons": "-- templates/assets/icons/sun.svg --\n<svg><!-- set --></svg>\n",
    "copies": GREEN,
    "content": "-- static/a.txt --\nb\n",
}
"""Of each part of the ground. What links may end in changes only with the site."""
HISTORIES: dict[str, tuple[Breaking, History, Breaking]] = {
    "a question is not recorded": (unrecorded("latest"), History(NEWER), lawful_anyway),
    "a message is not recorded": (unrecorded("message"), History(WORDS.format("Mer")), lawful_anyway),
    "a template is not recorded": (
        unrecorded("template"),
        History("-- templates/base.html --\n{% lang site.locale as l %}<i{{ l }}></i>{% endlang %}\n"),
        lawful_anyway,
    ),
    "a template's parents are not looked at": (
        own_source_only,
        History("-- templates/base.html --\n{% lang site.locale as l %}<i{{ l }}></i>{% endlang %}\n"),
        lawful_anyway,
    ),
    "one answer that stands is enough": (any_for_all, History(ICE.replace("title: Is", "title: Isen")), lawful_anyway),
    "a fragment is taken to stand": (
        fragments_taken_to_stand,
        History(ICE.replace("title: Is", "title: Isen")),
        lawful_anyway,
    ),
    "it is forgotten who reads a body": (
        readers_unnamed,
        History("-- content/pages/map.nb.md --\n---\ntitle: Kart\n---\n![Kart](../articles/map.svg)\n\nEt kart.\n"),
        lawful_anyway,
    ),
    "an output is not looked at": (outputs_trusted, History(by_hand="index.html"), lawful_anyway),
    "a stamp is trusted too soon": (unsettled_trusted, History(ICE.replace("Ja", "Ok")), clock_standing_still),
    "the configuration is not in a key": (
        keyed_by_bytes_only,
        History(TWO_EDITIONS.replace("Europe/Oslo", "America/New_York")),
        lawful_anyway,
    ),
    "time passes unseen": (
        time_standing_still,
        History(begin=BEGINNING + NEWER, at=("2026-04-01", "2026-06-01")),
        all_settled,
    ),
    "a site is trusted past its next change": (
        sites_without_a_next_change,
        History(begin=BEGINNING + NEWER, at=("2026-04-01", "2026-06-01")),
        lawful_anyway,
    ),
    "the faces are not in the site's key": (
        faces_not_in_the_key,
        History(ICE.replace("title: Is", "title: Isen")),
        lawful_anyway,
    ),
    "the states of translations are not in the site's key": (
        states_not_in_the_key,
        History(ICE.replace("Ja", "Nei"), begin=BEGINNING + TRANSLATED),
        lawful_anyway,
    ),
    "a state is trusted though the original is another": (
        states_trusted,
        History(ICE.replace("Ja", "Nei"), begin=BEGINNING + TRANSLATED),
        lawful_anyway,
    ),
    "it is not seen what a question reads": (questions_unseen, History(NEWER), lawful_anyway),
    "it is not seen what the targets are made of": (targets_unseen, History(NEWER), lawful_anyway),
    **{
        f"a change of {part} is not noted": (without_note_of(part), History(edit), lawful_anyway)
        for part, edit in EDITS.items()
    },
    "a worker tells of no reads": (reads_untold, History(ICE.replace("Ja", "Nei")), lawful_anyway),
    "what an output was to be is forgotten": (targets_forgotten, SPEAKING_ENGLISH, lawful_anyway),
    "what an output was to be is trusted": (targets_trusted, SPEAKING_ENGLISH, lawful_anyway),
    "an imported template is kept": (
        modules_kept,
        History(
            WORDS.format("Mer"),
            begin=ONE_EDITION
            + PLAIN_TEMPLATES
            + IMPORTED
            + ICE.replace("debate", "debatt")
            + NEWER.replace("debate", "debatt")
            + WORDS.format("Les mer"),
        ),
        lawful_anyway,
    ),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_the_law_holds(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, history, circumstances = HISTORIES[name]
    circumstances(monkeypatch)
    history.is_lawful(tmp_path)


@pytest.mark.parametrize("name", HISTORIES)
def test_the_law_breaks_when(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaking, history, _ = HISTORIES[name]
    breaking(monkeypatch)
    with pytest.raises((AssertionError, WorkFailed)):
        history.is_lawful(tmp_path)
