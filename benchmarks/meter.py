"""What a command costs: wall time, processor time and peak memory, of itself and of all that it starts."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import STDOUT, Popen
from tempfile import TemporaryFile
from threading import Event, Thread
from time import monotonic, perf_counter, sleep
from typing import IO

from msgspec import Struct

from benchmarks.workplace import Workplace

SAMPLE = 0.02
"""Seconds between two looks at the memory of a run."""
OLD_ENOUGH = 2.1
"""Seconds after which the stamp of a file can be trusted, so that it is not read again."""
TICKS = os.sysconf("SC_CLK_TCK")
SESSION, USER_TIME, SYSTEM_TIME = 3, 11, 12
"""Fields of /proc/<pid>/stat behind the name (proc_pid_stat(5))."""


class Failed(Exception):
    """A generator ended with an error, and the last that it said."""


class Cost(Struct, frozen=True):
    """Seconds of the clock, and of the processors."""

    wall: float
    cpu: float


def cost(place: Workplace, command: tuple[str, ...]) -> Cost:
    """What a command costs in time. Raises Failed."""
    with TemporaryFile() as log:
        start = perf_counter()
        process = started(place, command, log.fileno())
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # Whoever stops the benchmark stops what it has started.
            ended(process)
            raise
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise Failed(_last_words(log))
    return Cost(wall, usage.ru_utime + usage.ru_stime)


def peak_memory(place: Workplace, command: tuple[str, ...]) -> int:
    """The most that a command and its children hold at one time, in bytes; a page that several share counts once.

    The looks cost time themselves, so that this run is not one to be timed. Raises Failed.
    """
    peak = 0
    is_over = Event()

    def watch(session: int) -> None:
        nonlocal peak
        while not is_over.wait(SAMPLE):
            peak = max(peak, sum(_proportional(pid) for pid, _ in members(session)))

    with TemporaryFile() as log:
        process = started(place, command, log.fileno())
        thread = Thread(target=watch, args=(process.pid,))
        thread.start()
        try:
            process.wait()
        finally:
            is_over.set()
            thread.join()
            ended(process)
        if process.returncode:
            raise Failed(_last_words(log))
    return peak


def started(place: Workplace, command: tuple[str, ...], log: int) -> Popen[bytes]:
    """A command begun in the folder of a site, in a session of its own."""
    surroundings = place.generator.surroundings()
    return Popen(  # noqa: S603 - the commands are ours
        command, cwd=place.folder, env=surroundings, stdout=log, stderr=STDOUT, start_new_session=True
    )


def ended(process: Popen[bytes]) -> None:
    """End a session that was started, kindly at first."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    deadline = monotonic() + 5
    while process.poll() is None or any(members(process.pid)):
        if monotonic() > deadline:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        sleep(SAMPLE)


def is_quiet(session: int, seconds: float) -> bool:
    """Whether a session does next to nothing for so long."""
    before = _cpu(session)
    sleep(seconds)
    return _cpu(session) - before <= 0.02


def members(session: int) -> Iterator[tuple[int, list[str]]]:
    """The processes of a session, each with the fields of its state."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[SESSION]) == session and fields[0] != "Z":
                    yield int(entry.name), fields


def _last_words(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode(errors="replace")[-2000:].strip()


def _cpu(session: int) -> float:
    return sum(int(fields[USER_TIME]) + int(fields[SYSTEM_TIME]) for _, fields in members(session)) / TICKS


def _proportional(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
