"""The program as a process of its own, as a shell or a CI runs it."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without what would decide a build's moment, and with these variables."""
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return {**inherited, "PYTHONPATH": str(REPOSITORY), **variables}


def ordskifte(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What `python -m ordskifte` did in a folder, without a terminal."""
    return python(folder, "-m", "ordskifte", *arguments, **variables)


def python(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What Python did in a folder, without a terminal: to run a site's own `build.py`."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder but what the program keeps for itself: its bytes, and when it was last written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".ordskifte", ".cache"} & {*path.relative_to(folder).parts}
    }
