"""A gate whose tool is missing is skipped and says why, or fails where all gates were asked for."""

import sys
from pathlib import Path

import pytest

from tests.gates import tools

pytestmark = pytest.mark.gate

HERE = {"PATH": str(Path(sys.executable).parent)}


def test_the_first_program_that_is_there_is_taken() -> None:
    name = Path(sys.executable).name
    assert tools.program("no-such-browser", name, environment=HERE).name == name


def test_a_missing_program_is_a_reason_to_skip() -> None:
    with pytest.raises(pytest.skip.Exception, match="no-such-browser or no-such-other is not installed"):
        tools.program("no-such-browser", "no-such-other", environment=HERE)


def test_a_missing_program_fails_where_all_gates_were_asked_for() -> None:
    with pytest.raises(pytest.fail.Exception, match="no-such-browser is not installed"):
        tools.program("no-such-browser", environment={**HERE, "ORDSKIFTE_GATES": "all"})


def test_a_package_of_pythons_is_there_or_missing_like_any_other_tool() -> None:
    assert tools.package("pytest", {}) is pytest
    with pytest.raises(pytest.skip.Exception, match=r"no_such\.part is missing"):
        tools.package("no_such.part", {})
    with pytest.raises(pytest.fail.Exception, match="no_such is missing"):
        tools.package("no_such", {"ORDSKIFTE_GATES": "all"})


def test_a_missing_package_is_a_reason_to_skip_and_fails_where_all_gates_were_asked_for(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match=r"node_modules/axe-core/axe\.js is missing"):
        tools.module("axe-core/axe.js", {}, tmp_path)
    with pytest.raises(pytest.fail.Exception, match=r"node_modules/axe-core/axe\.js is missing"):
        tools.module("axe-core/axe.js", {"ORDSKIFTE_GATES": "all"}, tmp_path)
