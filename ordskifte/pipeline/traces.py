"""What each output was made from, and which outputs therefore no longer stand. Pure.

The trace of an output is the list of the questions that were asked while it was made. It stands if each of them still
has the same answer. A fragment is a question whose answer was itself made from questions, so it has a trace too, and
is made again only when one of those has changed. (After the verifying traces of Mokhov, Mitchell and Peyton Jones,
"Build systems à la carte", §4.2.2.)
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain

from msgspec import Struct

from ordskifte.model.answers import Query

Digest = bytes
WIDE = 32
"""A question that so many outputs asked is answered before those that few did."""


class Traces(Struct, frozen=True):
    """What one build's outputs were made from."""

    digests: Mapping[Query, Digest] = {}
    """The answer that each question had."""
    outputs: Mapping[str, tuple[Query, ...]] = {}
    fragments: Mapping[Query, tuple[Query, ...]] = {}


class Made(Struct, frozen=True):
    """What was made now: outputs and fragments with the questions that each asked, and the answers of now."""

    outputs: Mapping[str, tuple[Query, ...]]
    fragments: Mapping[Query, tuple[Query, ...]]
    digest: Callable[[Query], Digest]


def standing(traces: Traces, paths: Collection[str], digest: Callable[[Query], Digest]) -> set[str]:
    """Those of the paths whose outputs still stand.

    `digest` answers a question as of now; it is asked as little as may be: the questions of many outputs first, and
    those of a single one only while that one may still stand.
    """
    unchanged = _Unchanged(traces, digest)
    traced = {path: traces.outputs[path] for path in paths if path in traces.outputs}
    uses: dict[Query, int] = {}
    for query in chain.from_iterable(traced.values()):
        uses[query] = uses.get(query, 0) + 1
    wide = {query for query, count in uses.items() if count >= WIDE}
    changed = {query for query in wide if not unchanged(query)}
    return {
        path
        for path, reads in traced.items()
        if changed.isdisjoint(reads) and all(unchanged(query) for query in reads if query not in wide)
    }


class _Unchanged:
    """Whether a question has the answer that it had, each looked into once."""

    def __init__(self, traces: Traces, digest: Callable[[Query], Digest]) -> None:
        self._traces = traces
        self._digest = digest
        self._known: dict[Query, bool] = {}

    def __call__(self, query: Query) -> bool:
        if query not in self._known:
            self._known[query] = self._found(query)
        return self._known[query]

    def _found(self, query: Query) -> bool:
        before = self._traces.digests.get(query)
        if before is None:
            return False
        reads = self._traces.fragments.get(query)
        if reads is not None and all(self(read) for read in reads):
            return True
        return self._digest(query) == before


def merged(before: Traces, kept: Iterable[str], made: Made) -> Traces:
    """The traces of the outputs that were kept and of those that were made, with nothing that no one reads.

    A question that something made has asked has the answer of now. Any other was asked by what still stands alone, and
    so has the answer that it had.
    """
    outputs = {path: before.outputs[path] for path in kept} | dict(made.outputs)
    known = {**before.fragments, **made.fragments}
    fresh = {*chain.from_iterable(made.outputs.values()), *chain.from_iterable(made.fragments.values())}
    fragments: dict[Query, tuple[Query, ...]] = {}
    read: set[Query] = set()
    waiting = set(chain.from_iterable(outputs.values()))
    while waiting:
        query = waiting.pop()
        read.add(query)
        if query in known:
            fragments[query] = known[query]
            waiting.update(other for other in known[query] if other not in read)
    is_fresh = fresh | made.fragments.keys()
    digests = {query: made.digest(query) if query in is_fresh else before.digests[query] for query in read}
    return Traces(digests, outputs, fragments)
