"""Whoever reads the output back, the same is found."""

import os
from pathlib import Path

import pytest

from ordskifte.load import load
from ordskifte.pipeline.checked import Checked, checked
from ordskifte.pipeline.recipe import recipe
from ordskifte.pipeline.seams import Seams
from ordskifte.pipeline.store import open_store
from tests.pipeline.test_workers import CREWS, OPTIONS, Crew, built_by, here, site


def checked_by(crew: Crew, folder: Path) -> Checked:
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    with open_store(folder / "cache.sqlite", recipe()) as store:
        files, root = load(folder / "site", exclude=[]), os.fsencode(folder / "output")
        return checked(files, root, "output/", store, OPTIONS, Seams(), crew(scratch), lambda _, __: None)


@pytest.mark.parametrize("crew", CREWS.values(), ids=CREWS)
def test_whoever_reads_the_output_the_same_is_found(tmp_path: Path, crew: Crew) -> None:
    site(tmp_path / "site").told("-- templates/not-found.html --\n<html><h1>Borte</h1><a href='/borte/'>–</a></html>\n")
    built_by(here, tmp_path)
    alone, together = checked_by(here, tmp_path).made, checked_by(crew, tmp_path).made
    assert {"output-link", "text-hardcoded", "html-title"} <= {problem.code for problem in alone.diagnostics}
    assert (together.diagnostics, together.lines) == (alone.diagnostics, alone.lines)
