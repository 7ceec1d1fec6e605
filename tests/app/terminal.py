"""A command at a terminal, and someone who answers what it asks."""

import os
import pty
import select
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.program import environment

PATIENCE = 30
"""Seconds without a word after which nothing more is waited for."""


def conversation(folder: Path, words: Iterable[str], answers: Iterable[str]) -> tuple[str, int]:
    """What was shown, and the exit code; an answer is typed whenever a line ends in a question.

    Where there are more questions than answers, the terminal is closed.
    """
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-m", "ordskifte", *words], environment())
    shown, left = b"", list(answers)
    while select.select([terminal], [], [], PATIENCE)[0]:
        try:
            said = os.read(terminal, 4096)
        except OSError:  # The other end has been closed.
            break
        shown += said
        if shown.endswith(b": "):
            if not left:
                break
            os.write(terminal, left.pop(0).encode() + b"\n")
    os.close(terminal)
    return shown.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
