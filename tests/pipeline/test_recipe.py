"""Another recipe, another store: whatever of the program or of the site's own Python is changed."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from ordskifte.pipeline.recipe import recipe


def test_the_sites_own_modules_are_in_the_recipe_wherever_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "build.py"
    module = tmp_path / "figures/tables.py"
    module.parent.mkdir()
    script.write_text("import figures.tables\n")
    module.write_text("N = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(script)])
    found = {recipe()}
    import_module("figures.tables")
    found.add(recipe())
    module.write_text("N = 2\n")
    found.add(recipe())
    script.write_text("import figures.tables  # changed\n")
    found.add(recipe())
    assert len(found) == 4
    assert recipe() in found
    del sys.modules["figures.tables"], sys.modules["figures"]
