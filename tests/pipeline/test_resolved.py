"""A resolved site comes back from the store as it was, and is not decoded before somebody asks."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ordskifte.load import load
from ordskifte.model.site import Clock, Site
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.resolved import Packed, Shelved, resolved
from ordskifte.pipeline.sources import Parsed, parsed
from ordskifte.pipeline.store import Store, store_in_memory
from ordskifte.pipeline.workers import HERE
from tests.stories import PLAIN_TEMPLATES, TWO_EDITIONS, story

TEXTS = """
-- content/articles/ice.nb.md --
---
title: Is
date: 2026-05-01
section: debate
authors: [kari]
redirect_from: [/2019/is/, /2019/is.php]
---
Is.
-- content/authors/kari.nb.md --
---
name: Kari Nordmann
---
-- urls.lock --
article fog nb /artikler/skodde/ gone
author kari en /en/kari/ moved
"""
LARGE = ("pages", "profiles", "lists", "linked", "redirects")
"""What grows with the site."""


def site(root: Path, store: Store) -> Site:
    files = load(root, exclude=[])
    memo = Memo(files, store)
    texts = parsed(files, memo, "", HERE)
    assert isinstance(texts, Parsed)
    found = resolved(texts, {}, files, memo, Clock(datetime(2026, 6, 1, tzinfo=UTC)))
    memo.save()
    return found.site


def test_a_site_from_the_store_is_the_same_and_decoded_when_it_is_asked_for(tmp_path: Path) -> None:
    story(tmp_path, TWO_EDITIONS, PLAIN_TEMPLATES, TEXTS)
    with store_in_memory() as store:
        made, stored = site(tmp_path, store), site(tmp_path, store)
        assert all(isinstance(getattr(stored, name), Packed | Shelved) for name in LARGE)
        assert set(made.redirects) == {"/2019/is/", "/2019/is.php", "/en/kari/"}
        assert msgspec.to_builtins(made) == msgspec.to_builtins(
            msgspec.structs.replace(stored, **{name: dict(getattr(stored, name)) for name in LARGE})
        )
