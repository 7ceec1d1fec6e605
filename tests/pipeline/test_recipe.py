"""Another recipe, another store: whatever of the program or of the site's own Python is changed."""

import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from ordskifte.pipeline.recipe import LIBRARIES, _versions, recipe


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


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_version_of_a_library_is_the_one_that_python_knows(library: str) -> None:
    assert _versions().get(library, version(library)) == version(library)


def test_a_library_of_another_version_makes_another_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that lies first on the path is the one that is imported."""
    before = recipe()
    (tmp_path / "Jinja2-0.1.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert recipe() != before
