"""One sitting with `serve`: the living site, what goes wrong while it is looked at, and who is to hear of it."""

import asyncio
import gc
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event
from time import monotonic, sleep, strftime

import click

from ordskifte.app import console
from ordskifte.model.diagnostics import Diagnostic
from ordskifte.pipeline.living import Living

REST = 0.4
"""Seconds after a look in which nothing is rendered that nobody has asked for."""
PATIENCE = 0.5
"""Seconds that a page is held back for what was just saved."""


class Bell:
    """Wakes those who wait for news in an event loop; rung from any thread."""

    def __init__(self) -> None:
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def ring(self) -> None:
        for loop, event in tuple(self._listeners):
            with suppress(RuntimeError):  # The loop has ended.
                loop.call_soon_threadsafe(event.set)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever the bell rings."""
        listener = (asyncio.get_running_loop(), asyncio.Event())
        self._listeners.add(listener)
        try:
            yield listener[1]
        finally:
            self._listeners.discard(listener)


class Session:
    """A living site, looked at and told of."""

    def __init__(self, living: Living) -> None:
        self.living = living
        self.bell = Bell()
        self.failure = ""
        """What the program itself could not do; the author has nothing to mend."""
        self._told: frozenset[Diagnostic] = frozenset()
        self._is_tidy = False
        self._has_seen = Event()
        """Unset while what was just saved is taken in."""
        self._has_seen.set()

    def wait(self) -> None:
        """Return once what was just saved is seen, or takes long.

        Whoever asks in the meantime would get what is about to be replaced, and hold up what replaces it.
        """
        self._has_seen.wait(PATIENCE)

    def look(self, hints: Collection[str] | None = None) -> bool:
        """Take in what has changed, and tell of it; True if something had. Whatever goes wrong is told too."""
        try:
            is_changed = self._refreshed(hints)
            if is_changed:
                self.failure = ""
                self._is_tidy = False
                self._told = frozenset()
                self._tell(self.living.changed)
        except Exception as problem:  # noqa: BLE001 - the next save tries again
            self.fail(problem, is_new=hints is not None)
            return True
        return is_changed

    def _refreshed(self, hints: Collection[str] | None) -> bool:
        if hints:
            self._has_seen.clear()
        try:
            return self.living.refresh(hints)
        finally:
            self._has_seen.set()

    def rest(self, is_disturbed: Callable[[], bool]) -> None:
        """Find the problems of pages that nobody has asked for, and tell of them."""
        if not _quiet_for(REST, is_disturbed):
            return  # Whoever asks for a page right after a save comes first.
        try:
            self.living.finish(is_disturbed)
            if not self._told.issuperset(self.living.shown.made.diagnostics):
                self._tell()
            if not self._is_tidy and not is_disturbed():
                self.tidy()
        except Exception as problem:  # noqa: BLE001 - the next save tries again
            self.fail(problem)

    def tidy(self) -> None:
        """Collect what is no longer used now, and have what is left passed over until the next time.

        Else the collector looks through all of it at any moment: 0.2 s at ten thousand articles, often after a save.
        """
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._is_tidy = True

    def show_as_of(self, at: str) -> None:
        """Show the site at another moment, as `Options.at` has it."""
        self.living.as_of(at)
        self.look()

    def fail(self, problem: Exception, *, is_new: bool = True) -> None:
        """Tell that the program itself has failed; again only where that is new."""
        before, self.failure = self.failure, f"{type(problem).__name__}: {problem}"
        self.bell.ring()
        if is_new or self.failure != before:
            trace = "".join(traceback.format_exception(problem))
            with suppress(click.ClickException):  # There may be no room for words, which is a failure like others.
                console.tell(f"{trace}Ordskifte itself failed: {self.failure}\nThe next save tries again.\n")

    def _tell(self, saved: Sequence[str] = ()) -> None:
        """What is new of what is wrong; how many problems there are; and when, and what was saved."""
        made = self.living.shown.made
        new = tuple(problem for problem in made.diagnostics if problem not in self._told)
        self._told = frozenset(made.diagnostics)
        self.bell.ring()
        console.tell(console.as_text(new, made.lines))
        console.tell(f"{_now()}  {_named(saved)}{console.noted(made)}\n")


def _now() -> str:
    """By the clock of whoever looks at the terminal."""
    return strftime("%H:%M:%S")


def _named(paths: Sequence[str]) -> str:
    others = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"{paths[0]}{others}: " if paths else ""


def _quiet_for(seconds: float, is_disturbed: Callable[[], bool]) -> bool:
    """Whether so much time has passed without anything more urgent."""
    until = monotonic() + seconds
    while monotonic() < until:
        if is_disturbed():
            return False
        sleep(0.01)
    return not is_disturbed()
