"""What each output was made from, and which outputs therefore no longer stand. Pure.

The trace of an output is the list of the questions that were asked while it was made. It stands if each of them still
has the same answer. A fragment is a question whose answer was itself made from questions, so it has a trace too, and
is made again only when one of those has changed. (After the verifying traces of Mokhov, Mitchell and Peyton Jones,
"Build systems à la carte", §4.2.2.)

A question is put again only if something that its answer was made from has changed: a part of the ground, such as the
catalogs. A corrected body asks nothing of the site.

Most parts are read by nearly all outputs, or by a few. Of the latter it is known by whom (`Readers`), so that after a
corrected word the traces need not be looked at: that took a third of the build, at ten thousand articles.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain

import msgspec
from msgspec import Raw, Struct

from ordskifte.model.answers import Query

Id = int
"""Of a question: eight bytes of its digest. That two of a million share one happens once in 40 million sites."""
Reads = bytes
"""The ids of questions, one after the other."""

FEW = 1000
"""So many questions are put again whoever asked them."""
NAMED = 100
"""The most outputs that are named as those that were made from a part; and of a small site an eighth of its outputs,
since to make them is dearer than to ask."""
SAMPLE, WIDE = 256, 8
"""A question that so many outputs of a sample this large asked is answered before those that few did."""

_encoded = msgspec.msgpack.Encoder().encode
_QUERY = msgspec.msgpack.Decoder(Query)


class Asked(Struct, frozen=True, gc=False, array_like=True):
    """A question, the digest of its answer, and the parts of the ground that this was made from."""

    query: Raw
    digest: bytes
    parts: tuple[str, ...]


class Traces(Struct, frozen=True):
    """What one build's outputs were made from."""

    questions: dict[Id, Asked] = {}
    outputs: dict[str, Reads] = {}
    fragments: dict[Id, Reads] = {}


class Answer(Struct, frozen=True):
    """What is to be known of an answer of now."""

    digest: bytes
    parts: tuple[str, ...]


Answering = Callable[[Query], Answer]


def asked(query: Query, answer: Answer) -> tuple[Id, Asked]:
    """A question with the answer that it has."""
    encoded = _encoded(query)
    id = int.from_bytes(blake2b(encoded, digest_size=8).digest())
    return id, Asked(Raw(encoded), answer.digest, answer.parts)


def reads(ids: Iterable[Id]) -> Reads:
    return array("Q", ids).tobytes()


def ids(reads: Reads) -> Collection[Id]:
    return array("Q", reads)


class Standing(Struct, frozen=True):
    """The outputs that stand, and what was found out on the way."""

    paths: set[str]
    known: dict[Id, Asked] = {}
    """The questions that were put again and have the same answer as before."""
    widened: frozenset[str] = frozenset()
    """Parts that some of those were not made from before, and now are."""


def standing(traces: Traces, paths: Collection[str], changed: Collection[str], answer: Answering) -> Standing:
    """Those of the paths whose outputs still stand, after a change of these parts of the ground.

    `answer` answers a question as of now; it is asked as little as may be: the questions of many outputs first, and
    those of a single one only while that one may still stand.
    """
    unchanged = _Unchanged(traces, frozenset(changed), answer)
    suspects = unchanged.suspects
    if not suspects:
        return Standing(set(paths))
    first = suspects if len(suspects) <= FEW else suspects & _wide(traces, paths)
    gone = {id for id in first if not unchanged(id)}
    stand: set[str] = set()
    for path in paths:
        trace = ids(traces.outputs[path])
        if gone.isdisjoint(trace) and (first is suspects or all(map(unchanged, suspects.intersection(trace)))):
            stand.add(path)
    return Standing(stand, unchanged.known, unchanged.widened())


def _wide(traces: Traces, paths: Collection[str]) -> set[Id]:
    sample = tuple(paths)[:: max(1, len(paths) // SAMPLE)]
    uses = Counter(chain.from_iterable(ids(traces.outputs[path]) for path in sample))
    return {id for id, count in uses.items() if count >= WIDE}


class _Unchanged:
    """Whether a question has the answer that it had, each looked into once."""

    def __init__(self, traces: Traces, changed: frozenset[str], answer: Answering) -> None:
        self._traces = traces
        self._answer = answer
        self._verdicts: dict[Id, bool] = {}
        self.known: dict[Id, Asked] = {}
        self.suspects = {id for id, asked in traces.questions.items() if not changed.isdisjoint(asked.parts)}

    def __call__(self, id: Id) -> bool:
        if id not in self.suspects:
            return True
        if id not in self._verdicts:
            self._verdicts[id] = self._found(id)
        return self._verdicts[id]

    def _found(self, id: Id) -> bool:
        before = self._traces.questions[id]
        trace = self._traces.fragments.get(id)
        if trace is not None and all(self(read) for read in ids(trace)):
            parts = {part for read in ids(trace) for part in self.now(read).parts}
            self.known[id] = Asked(before.query, before.digest, tuple(sorted(parts)))
            return True
        answer = self._answer(_QUERY.decode(before.query))
        self.known[id] = Asked(before.query, answer.digest, answer.parts)
        return answer.digest == before.digest

    def now(self, id: Id) -> Asked:
        return self.known.get(id) or self._traces.questions[id]

    def widened(self) -> frozenset[str]:
        before = self._traces.questions
        other = ((asked.parts, before[id].parts) for id, asked in self.known.items())
        return frozenset(chain.from_iterable(set(now).difference(then) for now, then in other if now != then))


class Change(Struct, frozen=True):
    """How one build's traces differ from those before it."""

    questions: dict[Id, Asked]
    outputs: dict[str, Reads]
    fragments: dict[Id, Reads]
    gone: tuple[str, ...]
    """Outputs that have no trace any more."""
    widened: frozenset[str] = frozenset()
    """Parts that questions of outputs which were kept have come to be made from."""


NO_CHANGE = Change({}, {}, {}, ())


def change(before: Iterable[str], stands: Standing, made: Traces) -> Change:
    """What a build has changed that kept some outputs and made others; `before` are those that had a trace.

    What was asked for an output that was made has the answer of now; so has what was put again. Any other question was
    asked by what still stands alone, and so has the answer that it had. An output of which a question was not told has
    no trace, and is made again: what another build knew of that question may have been another answer.
    """
    questions = {**stands.known, **made.questions}
    told = made.questions.keys()
    outputs = {path: trace for path, trace in made.outputs.items() if told >= set(ids(trace))}
    gone = tuple(path for path in before if path not in stands.paths and path not in outputs)
    return Change(questions, outputs, made.fragments, gone, stands.widened)


def changed(before: Traces, change: Change) -> Traces:
    """The traces after a change."""
    outputs = before.outputs | change.outputs
    for path in change.gone:
        del outputs[path]
    return Traces(before.questions | change.questions, outputs, before.fragments | change.fragments)


def live(traces: Traces) -> Traces:
    """The traces with nothing that no output reads."""
    read: set[Id] = set()
    waiting = set(chain.from_iterable(map(ids, traces.outputs.values())))
    while waiting:
        read |= waiting
        below = (ids(traces.fragments[id]) for id in waiting if id in traces.fragments)
        waiting = set(chain.from_iterable(below)) - read
    return Traces(
        {id: asked for id, asked in traces.questions.items() if id in read},
        traces.outputs,
        {id: trace for id, trace in traces.fragments.items() if id in read},
    )


class Readers(Struct, frozen=True):
    """Which outputs were made from which parts of the ground; perhaps too many, never too few."""

    few: Mapping[str, Sequence[str]] = {}
    """The paths of the outputs, by part."""
    many: frozenset[str] = frozenset()
    """The parts that too many were made from to name them, or that it is not known of."""


def readers(questions: Mapping[Id, Asked], outputs: Mapping[str, Reads], widened: frozenset[str], site: int) -> Readers:
    """Those of some traces, in a site of so many outputs; of `widened` parts it is not known who was made from them."""
    most = min(NAMED, site // 8)
    counts = Counter(chain.from_iterable(asked.parts for asked in questions.values()))
    many = widened | {part for part, count in counts.items() if count > most}
    telling = {id: asked.parts for id, asked in questions.items() if not many.issuperset(asked.parts)}
    those = set(telling)
    few: dict[str, list[str]] = {}
    for path, trace in outputs.items():
        for part in set(chain.from_iterable(telling[id] for id in those.intersection(ids(trace)))) - many:
            few.setdefault(part, []).append(path)
    many |= {part for part, paths in few.items() if len(paths) > most}
    return Readers({part: paths for part, paths in few.items() if part not in many}, many)


def doubtful(known: Collection[Readers], changed: Collection[str]) -> set[str] | None:
    """The outputs that may not stand after a change of these parts; None where the traces must be looked at."""
    if any(not told.many.isdisjoint(changed) for told in known):
        return None
    return set(chain.from_iterable(told.few.get(part, ()) for told in known for part in changed))
