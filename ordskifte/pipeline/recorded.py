"""An output folder as the last build left it, and as this one leaves it."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from ordskifte.model.files import Stamp
from ordskifte.pipeline.store import Store
from ordskifte.pipeline.traces import Traces


class Recorded(Struct, frozen=True):
    """What the outputs in a folder were made from, and how the files were left."""

    traces: Traces = Traces()
    stamps: dict[str, Stamp] = {}
    targets: dict[str, bytes] = {}
    """The digest of what each output was to be."""
    all_targets: bytes = b""
    """The digest of what all outputs were to be."""
    parts: Mapping[str, bytes] = {}
    """The digests of the parts of the ground."""

    def forgotten(self, paths: frozenset[str]) -> "Recorded":
        """Without some outputs."""
        stamps = {path: stamp for path, stamp in self.stamps.items() if path not in paths}
        return msgspec.structs.replace(self, stamps=stamps)


def recorded(store: Store, folder: str) -> Recorded:
    """The folder as it was left, but for what a build that did not end was about to change."""
    said = store.note(_outputs(folder))
    before = msgspec.msgpack.decode(said, type=Recorded) if said else Recorded()
    forgotten = store.note(_changing(folder))
    return before.forgotten(msgspec.msgpack.decode(forgotten, type=frozenset[str])) if forgotten else before


def forget(store: Store, folder: str, paths: frozenset[str]) -> None:
    """Trust no longer what is known of outputs that are about to change or vanish: this commits."""
    earlier = store.note(_changing(folder))
    forgotten = msgspec.msgpack.decode(earlier, type=frozenset[str]) if earlier else frozenset()
    store.put_note(_changing(folder), msgspec.msgpack.encode(sorted(paths | forgotten)))
    store.drop_note(_end(folder))
    store.commit()


def record(store: Store, folder: str, after: Recorded) -> None:
    """Put how the folder was left."""
    store.put_note(_outputs(folder), msgspec.msgpack.encode(after))
    store.drop_note(_changing(folder))


def ended(store: Store, folder: str) -> bytes | None:
    """How the last build into a folder ended."""
    return store.note(_end(folder))


def end(store: Store, folder: str, value: bytes) -> None:
    """Put how a build into a folder ended."""
    store.put_note(_end(folder), value)


def _outputs(folder: str) -> str:
    return f"outputs {folder}"


def _changing(folder: str) -> str:
    return f"changing {folder}"


def _end(folder: str) -> str:
    return f"end {folder}"
