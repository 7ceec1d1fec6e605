"""What all tests share: without a browser's driver the gates cannot even be read, and that is said."""

import os
from importlib.util import find_spec

os.environ["ORDSKIFTE_ACCESS_KEY"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
"""The sample has an article for members, and without a key each of its builds would say so."""
IS_STRICT = os.environ.get("ORDSKIFTE_GATES") == "all"
HAS_DRIVER = find_spec("playwright") is not None

collect_ignore = [] if HAS_DRIVER or IS_STRICT else ["gates"]


def pytest_report_header() -> str:
    return "" if HAS_DRIVER else "gates: left out, since playwright is not installed (`make gates` does)"
