"""What all tests share: without a browser's driver the gates cannot even be read, and that is said."""

import os
import signal
from importlib.util import find_spec

import pytest
from hypothesis import settings

from tests.gates import tools

# The sample has an article for members, and without a key each of its builds would say so.
os.environ["ORDSKIFTE_ACCESS_KEY"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

# A shell that runs the tests in the background has them ignore the keyboard, and so would all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes on a loaded machine says nothing of the program; what must be fast counts its own time.
settings.register_profile("ordskifte", deadline=None)
settings.load_profile("ordskifte")

IS_STRICT = os.environ.get("ORDSKIFTE_GATES") == "all"
HAS_DRIVER = find_spec("playwright") is not None

collect_ignore = [] if HAS_DRIVER or IS_STRICT else ["gates"]


def pytest_report_header() -> str:
    return "" if HAS_DRIVER else "gates: left out, since playwright is not installed (`make gates` does)"


@pytest.fixture
def shaper() -> None:
    """What scripts need that are more than letters in a row: a gate, since not every system has it."""
    tools.shaper(os.environ)
