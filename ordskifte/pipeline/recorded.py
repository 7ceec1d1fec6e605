"""An output folder as the last build left it, and as this one leaves it.

What every build changes a little of lies in several notes, and the traces in a long one with short ones behind it that
say what has changed since: a corrected word writes little, at ten thousand articles as at ten.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TypeVar

import msgspec

from ordskifte.model.files import Stamp
from ordskifte.pipeline.store import Store
from ordskifte.pipeline.traces import NO_CHANGE, Change, Readers, Traces, changed, doubtful, live, readers

LIGHT = 0.5
"""How long the changes may become in proportion to the traces before they are worked in."""

Value = TypeVar("Value")


class Record:
    """What is known of one output folder. Nothing is read before someone asks."""

    def __init__(self, store: Store, folder: str) -> None:
        self._store = store
        self._folder = folder

    # ---- as it was left ---------------------------------------------------------------

    @cached_property
    def stamps(self) -> dict[str, Stamp]:
        """How the files were left, but for those that a build which did not end was about to change."""
        forgotten = self._forgotten()
        return {path: left for path, left in self.left.items() if path not in forgotten} if forgotten else self.left

    @cached_property
    def left(self) -> dict[str, Stamp]:
        """How all files were left, before a build that did not end."""
        return self._read("stamps", dict[str, Stamp], {})

    @cached_property
    def folders(self) -> dict[str, Stamp | None]:
        """The folders, with the stamps of those that were left alone for a while."""
        return self._read("folders", dict[str, Stamp | None], {})

    @cached_property
    def targets(self) -> dict[str, bytes]:
        """The digest of what each output was to be."""
        return self._read("targets", tuple[bytes, dict[str, bytes]], (b"", {}))[1]

    @cached_property
    def all_targets(self) -> bytes:
        """The digest of what all outputs were to be."""
        return self._read("targets", tuple[bytes, msgspec.Raw], (b"", msgspec.Raw()))[0]

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        """The digests of the parts of the ground."""
        return self._read("parts", dict[str, bytes], {})

    @cached_property
    def traces(self) -> Traces:
        traces = self._read("traces", Traces, Traces())
        for number in range(self._changes()[0]):
            traces = changed(traces, self._read(f"change {number}", Change, NO_CHANGE))
        return traces

    @cached_property
    def manifest(self) -> tuple[str, Stamp] | None:
        """Where the manifest lies, and how it was left; None after a build that did not end."""
        said = self._store.note(self._name("manifest"))
        return msgspec.msgpack.decode(said, type=tuple[str, Stamp]) if said else None

    @cached_property
    def untraced(self) -> frozenset[str]:
        """The files of which it is not known what they were made from."""
        return self._read("untraced", frozenset[str], frozenset())

    @cached_property
    def searched(self) -> dict[str, bytes]:
        """The marks of the sealed texts that all files have been searched for."""
        return self._read("searched", dict[str, bytes], {})

    @property
    def traced(self) -> list[str]:
        """The paths of the traces, without a look at these."""
        return [path for path in self.left if path not in self.untraced]

    def doubtful(self, parts: Collection[str]) -> set[str] | None:
        """The outputs that a change of these parts may concern; None where the traces must be looked at."""
        names = ("readers", *(f"readers {number}" for number in range(self._changes()[0])))
        return doubtful([self._read(name, Readers, Readers()) for name in names], parts)

    @property
    def end(self) -> bytes | None:
        """How the last build ended, if it ended well and what it read can be trusted by its stamps."""
        return self._store.note(self._name("end"))

    # ---- as it is left now ------------------------------------------------------------

    def forget(self, paths: frozenset[str]) -> None:
        """Trust no longer what is known of outputs that are about to change or vanish: this commits."""
        self._put("changing", sorted(paths | self._forgotten()))
        self._store.drop_note(self._name("end"))
        self._store.drop_note(self._name("manifest"))
        self._store.commit()

    def put(
        self, stamps: Mapping[str, Stamp], targets: Mapping[str, bytes], all_targets: bytes, parts: Mapping[str, bytes]
    ) -> None:
        """Put how the folder was left; the traces are put by themselves."""
        if stamps != self.stamps or self._forgotten():
            self._put("stamps", stamps)
        if all_targets != self.all_targets:
            self._put("targets", (all_targets, targets))
        if parts != self.parts:
            self._put("parts", parts)
        self._store.drop_note(self._name("changing"))

    def put_traces(self, change: Change, untraced: Collection[str]) -> None:
        """Put what has changed in the traces, and which files have none."""
        if untraced or self.untraced:
            self._put("untraced", untraced)
        count, length, whole = self._changes()
        said = msgspec.msgpack.encode(change)
        if length + len(said) <= whole * LIGHT:
            self._store.put_note(self._name(f"change {count}"), said)
            named = readers(change.questions, change.outputs, change.widened, len(self.left))
            self._put(f"readers {count}", named)
            self._put("changes", (count + 1, length + len(said), whole))
            return
        traces = changed(self.traces, change)
        traces = live(traces) if whole else traces
        said = msgspec.msgpack.encode(traces)
        for number in range(count):
            self._store.drop_note(self._name(f"change {number}"))
            self._store.drop_note(self._name(f"readers {number}"))
        self._store.put_note(self._name("traces"), said)
        self._put("readers", readers(traces.questions, traces.outputs, frozenset(), len(traces.outputs)))
        self._put("changes", (0, 0, len(said)))

    def put_folders(self, folders: Mapping[str, Stamp | None]) -> None:
        """Put how the folders were left."""
        if folders != self.folders:
            self._put("folders", folders)

    def put_manifest(self, left: tuple[str, Stamp]) -> None:
        """Put where the manifest lies, and how it was left."""
        self._put("manifest", left)

    def put_searched(self, marks: Mapping[str, bytes]) -> None:
        if marks != self.searched:
            self._put("searched", marks)

    def put_end(self, value: bytes) -> None:
        """Put how the build ended."""
        self._store.put_note(self._name("end"), value)

    # ---- notes ------------------------------------------------------------------------

    def _changes(self) -> tuple[int, int, int]:
        """How many changes there are, their length and that of the traces, in bytes."""
        return self._read("changes", tuple[int, int, int], (0, 0, 0))

    def _forgotten(self) -> frozenset[str]:
        return self._read("changing", frozenset[str], frozenset())

    def _read(self, name: str, kind: type[Value], default: Value) -> Value:
        said = self._store.note(self._name(name))
        return msgspec.msgpack.decode(said, type=kind) if said is not None else default

    def _put(self, name: str, value: object) -> None:
        self._store.put_note(self._name(name), msgspec.msgpack.encode(value))

    def _name(self, name: str) -> str:
        return f"{name} of {self._folder}"
