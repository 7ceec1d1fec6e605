"""What the gates need beside Python. Where it is missing a gate is skipped, or fails where all were asked for."""

import shutil
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

from ordskifte.render.typesetting import is_shaped
from tests.program import REPOSITORY

MODULES = REPOSITORY / "node_modules"


def program(*names: str, environment: Mapping[str, str]) -> Path:
    """The first of these programs that is on the path."""
    found = next(filter(None, (shutil.which(name, path=environment.get("PATH")) for name in names)), None)
    return Path(found) if found else _missing(f"{' or '.join(names)} is not installed", environment)


def module(path: str, environment: Mapping[str, str], modules: Path = MODULES) -> Path:
    """A file of a package from npm."""
    found = modules / path
    return (
        found if found.is_file() else _missing(f"node_modules/{path} is missing; `make gates` fetches it", environment)
    )


def package(name: str, environment: Mapping[str, str]) -> ModuleType:
    """A package of Python's, or a module of one."""
    if find_spec(name.partition(".")[0]) is None:
        _missing(f"{name} is missing; `make gates` fetches it", environment)
    return import_module(name)


def shaper(environment: Mapping[str, str]) -> None:
    """What sets letters from right to left and joins them: Pillow's, with a library of the system."""
    if not is_shaped():
        _missing("the library FriBiDi is not installed", environment)


def _missing(reason: str, environment: Mapping[str, str]) -> NoReturn:
    if environment.get("ORDSKIFTE_GATES") == "all":
        pytest.fail(reason)
    pytest.skip(reason)
