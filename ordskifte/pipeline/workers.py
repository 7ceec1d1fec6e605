"""The only concurrency: a function mapped over jobs, here or by the workers of any executor.

A job and what comes of it are plain values that can be pickled. The order is that of the jobs, whoever does them.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import format_exc
from typing import Generic, TypeVar

from msgspec import Struct

from ordskifte.pipeline.results import WorkFailed

AHEAD = 4
"""Jobs that each worker is given before it has done its first."""
SMALL = 400
"""What is fewer than this is done sooner here than workers are started."""
STEPS = 50
"""How often at least this process tells how far it is, where there are so many parts."""
NOTE = "at-"
"""How the names begin of the files that say what a worker is at."""
NOTE_SIZE = 512
"""How many bytes they have: what is said ends in spaces, so that one write replaces all that was said before."""

Job = TypeVar("Job")
Done = TypeVar("Done")
Part = TypeVar("Part")


class Failure(Struct, frozen=True):
    """A mistake of the program, and what it was at."""

    at: str
    trace: str


class Workers(Struct, frozen=True):
    """Who does the work of a build: this process, or those of an executor."""

    start: Callable[[], Executor] | None = None
    """Makes an executor for one round of jobs."""
    count: int = 1
    """How many jobs that does at a time."""
    scratch: Path | None = None
    """A folder that all of them see."""
    least: int = SMALL
    """What has fewer parts is done in this process."""
    is_forking: bool = False
    """Whether the workers have in memory what this process has."""

    def help(self, parts: int) -> bool:
        """Whether a round of so many parts is done by others."""
        return self.start is not None and parts >= self.least

    def shares(self, parts: Sequence[Part], size: int) -> list[Sequence[Part]]:
        """The parts in shares: small enough to be spread and to tell of progress, large enough to be worth sending."""
        least = self.count * 2 if self.help(len(parts)) else STEPS
        size = max(1, min(size, len(parts) // least))
        return [parts[first : first + size] for first in range(0, len(parts), size)]

    def portions(self, parts: Sequence[Part], size: int) -> list[Sequence[Part]]:
        """The parts in one share for each worker, where neighbours have much in common that is made once by each.

        In this process, where all of it is made once, as `shares`.
        """
        if not self.help(len(parts)):
            return self.shares(parts, size)
        length = -(-len(parts) // self.count)
        return [parts[first : first + length] for first in range(0, len(parts), length)]

    def map(self, work: Callable[[Job], Done], jobs: Iterable[Job], parts: int) -> Iterator[Done]:
        """What the work makes of each job, in their order. Raises WorkFailed; an interrupt ends the workers first."""
        if not self.help(parts) or self.start is None:
            work_here = _Noting(work)
            yield from (_done(work_here(job)) for job in jobs)
            return
        executor = self.start()
        waiting: deque[Future[Done | Failure]] = deque()
        try:
            for job in jobs:
                with _uninterrupted():
                    waiting.append(executor.submit(_Noting(work, str(self.scratch)), job))
                if len(waiting) >= AHEAD * self.count:
                    yield _done(waiting.popleft().result())
            while waiting:
                yield _done(waiting.popleft().result())
        except WorkFailed:
            raise
        except Exception as problem:  # Of the executor's own kind: our mistakes come back as values.
            raise WorkFailed(self._left_at(), _loss(problem)) from problem
        finally:
            for future in waiting:
                future.cancel()  # One by one, because not every executor can cancel all.
            executor.shutdown()

    def _left_at(self) -> str:
        """What the workers that were killed had begun."""
        assert self.scratch is not None
        notes: set[str] = set()
        with suppress(OSError):
            notes.update(file.read_text(errors="replace").rstrip() for file in self.scratch.glob(f"{NOTE}*"))
        return ", ".join(sorted(notes - {""}))


HERE = Workers()
"""This process alone."""


def processes(count: int, scratch: Path, least: int = SMALL, method: str = "") -> Workers:
    """So many processes on this machine; by `fork` where that is safe, else by `spawn`."""
    how = method or ("fork" if _may_fork() else "spawn")

    def start() -> Executor:
        return ProcessPoolExecutor(count, multiprocessing.get_context(how), initializer=_begin)

    return Workers(start, count, scratch, least, how == "fork") if count > 1 else HERE


def workers(jobs: int, executor: Callable[[], Executor] | None, scratch: Path) -> Workers:
    """So many processes, or as many as there are cores (for 0) if there is enough to do; else those of an executor.

    Whoever brings an executor has workers that are many, or far away: then all that can be is done by them.
    """
    if executor is not None:
        return Workers(executor, jobs or cores(), scratch, least=1)
    return processes(jobs or cores(), scratch, least=1 if jobs else SMALL)


def cores() -> int:
    """How many processes of this program run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    """Whether a copy of this process is sound: another thread may hold a lock, and macOS has threads of its own."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interrupt wait while workers are begun: one that has only just been does not yet leave it to us."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """A worker leaves the interrupt to the process that began it, and ends with it however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _loss(problem: Exception) -> str:
    """Why an executor has failed; those of its processes that were begun before the others could not be are ended."""
    if isinstance(problem, BrokenExecutor):
        return "A worker was killed, perhaps for want of memory"
    if isinstance(problem, OSError):
        for child in multiprocessing.active_children():
            child.terminate()
        return f"Workers cannot be started ({problem})"
    return f"The workers were lost ({problem})"


def _done(done: Done | Failure) -> Done:
    if isinstance(done, Failure):
        raise WorkFailed(done.at, "Ordskifte itself failed", done.trace)
    return done


# --------------------------------------------------------------------------------------
# In the worker
# --------------------------------------------------------------------------------------


class _Place(threading.local):
    """What this thread is at, in a file too where someone may have to look for it when the process is dead."""

    said = ""
    descriptor: int | None = None


_place = _Place()


def at(what: str) -> None:
    """Say what is being made, in case that it is the last that this process makes."""
    _place.said = what
    if _place.descriptor is not None:
        with suppress(OSError):  # On a full disk a page that cannot be written is told of, and not this.
            os.pwrite(_place.descriptor, what.encode(errors="replace")[:NOTE_SIZE].ljust(NOTE_SIZE), 0)


class _Noting(Generic[Job, Done]):
    """The work, with a note kept of what it is at; a mistake of ours comes back as a value."""

    def __init__(self, work: Callable[[Job], Done], scratch: str = "") -> None:
        self._work = work
        self._scratch = scratch

    def __call__(self, job: Job) -> Done | Failure:
        if self._scratch:
            name = f"{NOTE}{os.getpid()}-{threading.get_ident()}"
            with suppress(OSError):
                _place.descriptor = os.open(f"{self._scratch}/{name}", os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            done = self._work(job)
        except Exception:  # noqa: BLE001 - whatever it is goes to whoever sent the job
            return Failure(_place.said, format_exc())
        finally:
            at("")
            if _place.descriptor is not None:
                os.close(_place.descriptor)
                _place.descriptor = None
        return done
