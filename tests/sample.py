"""The sample publication in a folder of one's own, to be built and changed."""

import shutil
from pathlib import Path

from tests.program import REPOSITORY
from tests.stories import Story

SOURCES = ("content", "data", "locales", "site.toml", "templates", "urls.lock")


def copied(folder: Path) -> Story:
    """A copy of its sources; the folder may be there already, but none of theirs."""
    folder.mkdir(exist_ok=True)
    for name in SOURCES:
        source = REPOSITORY / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return Story(folder)
