"""An output stands while every question that it asked has the answer that it had, and no longer."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordskifte.model.answers import Query
from ordskifte.pipeline import traces as tracing
from ordskifte.pipeline.traces import (
    WIDE,
    Answer,
    Asked,
    Id,
    Readers,
    Reads,
    Standing,
    Traces,
    asked,
    change,
    changed,
    doubtful,
    live,
    readers,
    reads,
    standing,
)


def query(name: str) -> Query:
    return Query(name, ())


def answer(told: str) -> Answer:
    """An answer as `1@pq`, made from the parts p and q of the ground; as `1`, from one that all are made from."""
    value, _, parts = told.partition("@")
    return Answer(value.encode(), tuple(parts or "*"))


def question(name: str, told: str = "") -> tuple[Id, Asked]:
    return asked(query(name), answer(told))


def trace(names: str) -> Reads:
    return reads(question(name)[0] for name in names)


def traces(answers: str, outputs: str, fragments: str = "") -> Traces:
    """Answers as `a=1 b=2@p`; outputs and fragments with what they read, as `x:ab y:b`."""
    return Traces(
        dict(question(*part.split("=")) for part in answers.split()),
        {name: trace(names) for name, names in (part.split(":") for part in outputs.split())},
        {question(name)[0]: trace(names) for name, names in (part.split(":") for part in fragments.split())},
    )


def stand(before: Traces, now: str, altered: str = "*", put: list[str] | None = None) -> str:
    """The names of the outputs that stand when the answers are these; `put` takes the questions that were put again."""
    return "".join(sorted(standing(before, before.outputs.keys(), altered, Site(now, put)).paths))


def after(before: Traces, kept: Standing, made: Traces) -> Traces:
    """The traces of the outputs that were kept and of those that were made, with nothing that no one reads."""
    return live(changed(before, change(before.outputs, kept, made)))


def keeping(paths: str) -> Standing:
    return Standing(set(paths))


class Site:
    """What answers as of now."""

    def __init__(self, now: str, put: list[str] | None = None) -> None:
        self._answers = dict(part.split("=") for part in now.split())
        self._put = put

    def __call__(self, of: Query) -> Answer:
        if self._put is not None:
            self._put.append(of.name)
        return answer(self._answers[of.name])


def test_what_read_nothing_that_changed_stands() -> None:
    assert stand(traces("a=1 b=1", "x:a y:ab"), "a=1 b=2") == "x"


def test_only_what_was_made_from_a_changed_part_is_asked_again() -> None:
    put: list[str] = []
    assert stand(traces("a=1@p b=1@q", "x:a y:ab"), "a=1@p b=1@q", "q", put) == "xy"
    assert put == ["b"]


def test_a_fragment_that_reads_nothing_that_changed_is_not_made_again() -> None:
    put: list[str] = []
    assert stand(traces("a=1 F=1", "x:F", "F:a"), "a=1 F=1", put=put) == "x"
    assert put == ["a"]


def test_a_fragment_that_comes_out_the_same_changes_nothing() -> None:
    assert stand(traces("a=1 F=1", "x:F", "F:a"), "a=2 F=1") == "x"


def test_a_fragment_inside_a_fragment_is_followed() -> None:
    assert stand(traces("a=1 F=1 G=1", "x:F", "F:G G:a"), "a=2 F=2 G=2") == ""


def test_an_answer_that_stays_the_same_may_come_to_be_made_from_other_parts() -> None:
    """A menu that was empty for want of a name in `p` is now empty for want of a page in `q`."""
    first = traces("a=1@p", "x:a")
    found = standing(first, ["x"], "p", Site("a=1@q"))
    second = after(first, found, Traces())
    assert stand(second, "a=2@q", "q") == ""
    assert stand(second, "", "p") == "x"


def test_a_fragment_whose_questions_all_stand_comes_to_be_made_from_other_parts_with_them() -> None:
    first = traces("a=1@p F=1@p", "x:F", "F:a")
    found = standing(first, ["x"], "p", Site("a=1@q"))
    second = after(first, found, Traces())
    assert stand(second, "a=2@q F=2@q", "q") == ""


def test_a_question_of_many_outputs_is_asked_before_those_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what is known to fall is not looked into further: a changed base template asks nothing of any page."""
    monkeypatch.setattr(tracing, "FEW", 0)
    names = [chr(ord("A") + number) for number in range(WIDE)]
    before = traces(
        "t=1 " + " ".join(f"{name}=1" for name in names), " ".join(f"{name.lower()}:{name}t" for name in names)
    )
    put: list[str] = []
    assert stand(before, "t=2 " + " ".join(f"{name}=1" for name in names), put=put) == ""
    assert put == ["t"]


def test_what_no_one_reads_any_more_is_forgotten() -> None:
    before = traces("a=1 b=1 F=1", "x:F y:b", "F:a")
    assert after(before, keeping("y"), traces("c=2", "x:c")) == traces("b=1 c=2", "y:b x:c")


def test_what_a_kept_output_and_a_new_one_ask_has_the_answer_of_now() -> None:
    """It is the same answer, or the output would not have been kept; what it is made from may be other parts."""
    before = traces("a=1@p", "x:a y:a")
    assert after(before, keeping("x"), traces("a=1@q", "y:a")) == traces("a=1@q", "x:a y:a")


def test_an_output_of_whose_questions_one_was_not_told_is_made_again() -> None:
    """Even if it is known what the answer was when another output asked."""
    for before in ("", "b=1"):
        known = traces(before, "z:b" if before else "")
        assert after(known, keeping(""), traces("a=1", "x:a y:ab")) == traces("a=1", "x:a")


def test_what_an_output_asked_that_is_no_more_is_forgotten_with_it() -> None:
    assert after(traces("a=1 b=1", "x:a y:b"), keeping("x"), Traces()) == traces("a=1", "x:a")


def named(known: Traces, site: int, widened: str = "") -> Readers:
    """Who reads what, in a site of so many outputs."""
    return readers(known.questions, known.outputs, frozenset(widened), site)


def test_who_reads_a_part_that_few_read_is_named() -> None:
    known = named(traces("a=1@p b=1@q c=1@r", "x:ab y:bc z:b"), 16)
    assert doubtful([known], "p") == {"x"}
    assert doubtful([known], "pr") == {"x", "y"}
    assert doubtful([known], "s") == set()
    assert doubtful([known], "pq") is None


def test_who_reads_a_fragment_reads_what_that_is_made_from() -> None:
    assert doubtful([named(traces("a=1@p F=1@p", "x:F", "F:a"), 8)], "p") is None  # Two questions, of one at most.
    assert doubtful([named(traces("a=1@p F=1@p", "x:F", "F:a"), 16)], "p") == {"x"}


def test_what_later_builds_have_made_is_named_beside_the_rest() -> None:
    known = [named(traces("a=1@p", "x:a"), 8), named(traces("a=1@p", "y:a"), 8)]
    assert doubtful(known, "p") == {"x", "y"}


def test_of_a_part_that_outputs_which_stand_have_come_to_read_nobody_is_named() -> None:
    first = traces("a=1@p", "x:a")
    found = standing(first, ["x"], "p", Site("a=1@q"))
    assert found.widened == {"q"}
    assert doubtful([named(first, 8), named(Traces(), 8, "q")], "q") is None


# --------------------------------------------------------------------------------------
# A history
# --------------------------------------------------------------------------------------

PARTS = "pqr"
NAMES = st.sampled_from("abcd")
GROUNDS = st.fixed_dictionaries({part: st.sampled_from("12") for part in PARTS})
QUESTIONS = st.fixed_dictionaries({name: st.permutations(PARTS) for name in "abcd"})
PROGRAMS = st.dictionaries(NAMES, NAMES)
Program = Mapping[str, str]


class World:
    """Questions and fragments, answered from a ground.

    A question looks at one part after the other until one of them says 1, and tells only whether there was one: so an
    answer stays the same while it is made from other parts. A fragment `F` is a program like those of outputs.
    """

    def __init__(self, ground: Mapping[str, str], questions: Mapping[str, list[str]], fragment: Program) -> None:
        self._ground = ground
        self._questions = questions
        self._fragment = fragment

    def answer(self, of: Query) -> Answer:
        if of.name == "F":
            said, names = self.run(self._fragment)
            parts = {part for name in names for part in self.answer(query(name)).parts}
            return Answer(said.encode(), tuple(sorted(parts)))
        order = self._questions[of.name]
        looked = next((order[: n + 1] for n, part in enumerate(order) if self._ground[part] == "1"), order)
        return Answer(self._ground[looked[-1]].encode(), tuple(sorted(looked)))

    def run(self, program: Program, end: str = "") -> tuple[str, str]:
        """What a program says, and what it asked: first `a`, and after each answer 1 what it is told to ask next."""
        said, names, name = "", "", "a"
        while name not in names:
            names += name
            digest = self.answer(query(name)).digest.decode()
            said += digest
            name = program.get(name, name) if digest == "1" else name
        return (said + self.answer(query(end)).digest.decode(), names + end) if end else (said, names)

    def traces(self, outputs: Mapping[str, str]) -> Traces:
        """Those of outputs by the names that they asked, all of them `F`."""
        if not outputs:
            return Traces()
        fragment = self.run(self._fragment)[1]
        names = {*fragment, *"".join(outputs.values())}
        questions = dict(asked(query(name), self.answer(query(name))) for name in names)
        return Traces(
            questions, {path: trace(names) for path, names in outputs.items()}, {question("F")[0]: trace(fragment)}
        )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(GROUNDS, min_size=3, max_size=6),
    QUESTIONS,
    PROGRAMS,
    st.dictionaries(NAMES, PROGRAMS, min_size=1),
    st.booleans(),
    st.sampled_from((0, 16, 1000)),
)
def test_a_history_of_builds_ends_as_a_clean_build_does(
    history: list[dict[str, str]],
    questions: dict[str, list[str]],
    fragment: Program,
    programs: dict[str, Program],
    is_tidied: bool,
    site: int,
) -> None:
    before, tree, last = Traces(), dict[str, str](), dict[str, str]()
    named = [Readers()]
    for ground in history:
        world = World(ground, questions, fragment)
        altered = [part for part in PARTS if ground[part] != last.get(part)]
        concerned = doubtful(named, altered)
        if concerned is None:
            stands = standing(before, before.outputs.keys(), altered, world.answer)
        else:
            stands = Standing(before.outputs.keys() - concerned)
        made: dict[str, str] = {}
        for path in programs.keys() - stands.paths:
            tree[path], made[path] = world.run(programs[path], "F")
        kept = change(before.outputs, stands, world.traces(made))
        before, last = changed(before, kept), ground
        named.append(readers(kept.questions, kept.outputs, kept.widened, site))
        if is_tidied:
            before = live(before)
            named = [readers(before.questions, before.outputs, frozenset(), site)]
        assert tree == {path: world.run(program, "F")[0] for path, program in programs.items()}
