"""A build that dies as by `kill -9` at one of its steps on the way to the disk."""

import os
import signal
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

STEPS = ("mkdir", "replace", "rmdir", "unlink")
"""Those functions of `os` that change what lies in a folder; to stage a file changes no one's."""


def killed(step: int, build: Callable[[], object]) -> bool:
    """Whether the build, in a process of its own, was killed at this step; it was not if it has fewer."""
    child = os.fork()
    if child == 0:
        try:
            _die_at(step)
            build()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status == signal.SIGKILL


def _die_at(step: int) -> None:
    steps = iter(range(1, step))

    def taken() -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            taken()
            return function(*arguments, **named)

        return call

    class Connection(sqlite3.Connection):
        def commit(self) -> None:
            taken()
            super().commit()
            taken()

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    vars(sqlite3)["connect"] = partial(sqlite3.connect, factory=Connection)
