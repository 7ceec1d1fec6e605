"""An output stands while every question that it asked has the answer that it had, and no longer."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from ordskifte.model.answers import Query
from ordskifte.pipeline.traces import WIDE, Made, Traces, merged, standing


def query(name: str) -> Query:
    return Query(name, ())


def traces(answers: str, outputs: str, fragments: str = "") -> Traces:
    """Answers as `a=1 b=2`; outputs and fragments with what they read, as `x:ab y:b`."""
    digests = {query(name): value.encode() for name, value in (part.split("=") for part in answers.split())}
    reads = {name: tuple(map(query, asked)) for name, asked in (part.split(":") for part in outputs.split())}
    inner = {query(name): tuple(map(query, asked)) for name, asked in (part.split(":") for part in fragments.split())}
    return Traces(digests, reads, inner)


def stand(before: Traces, now: str, asked: list[str] | None = None) -> str:
    """The names of the outputs that stand when the answers are these."""
    answers = dict(part.split("=") for part in now.split())

    def digest(of: Query) -> bytes:
        if asked is not None:
            asked.append(of.name)
        return answers[of.name].encode()

    return "".join(sorted(standing(before, before.outputs.keys(), digest)))


def test_what_read_nothing_that_changed_stands() -> None:
    assert stand(traces("a=1 b=1", "x:a y:ab"), "a=1 b=2") == "x"


def test_an_output_that_has_no_trace_does_not_stand() -> None:
    assert standing(traces("a=1", "x:a"), ["x", "new"], lambda _: b"1") == {"x"}


def test_a_fragment_that_reads_nothing_that_changed_is_not_made_again() -> None:
    asked: list[str] = []
    assert stand(traces("a=1 F=1", "x:F", "F:a"), "a=1 F=1", asked) == "x"
    assert asked == ["a"]


def test_a_fragment_that_comes_out_the_same_changes_nothing() -> None:
    assert stand(traces("a=1 F=1", "x:F", "F:a"), "a=2 F=1") == "x"


def test_a_fragment_inside_a_fragment_is_followed() -> None:
    assert stand(traces("a=1 F=1 G=1", "x:F", "F:G G:a"), "a=2 F=2 G=2") == ""


def test_a_question_of_many_outputs_is_asked_before_those_of_few() -> None:
    """So that what is known to fall is not looked into further: a changed base template asks nothing of any page."""
    names = [chr(ord("A") + number) for number in range(WIDE)]
    before = traces(
        "t=1 " + " ".join(f"{name}=1" for name in names), " ".join(f"{name.lower()}:{name}t" for name in names)
    )
    asked: list[str] = []
    assert stand(before, "t=2 " + " ".join(f"{name}=1" for name in names), asked) == ""
    assert asked == ["t"]


def test_what_no_one_reads_any_more_is_forgotten() -> None:
    before = traces("a=1 b=1 F=1", "x:F y:b", "F:a")
    now = merged(before, ["y"], Made({"x": (query("c"),)}, {}, lambda _: b"2"))
    assert now == Traces({query("b"): b"1", query("c"): b"2"}, {"y": (query("b"),), "x": (query("c"),)}, {})


NAMES = st.sampled_from("abcd")
ANSWERS = st.fixed_dictionaries({name: st.sampled_from("12") for name in "abcd"})


@given(st.lists(ANSWERS, min_size=2, max_size=5), st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES)))
def test_a_history_of_builds_ends_as_a_clean_build_does(
    history: list[dict[str, str]], programs: dict[str, dict[str, str]]
) -> None:
    """Outputs are made by small programs that ask further questions depending on the answers they get."""
    before, tree = Traces(), dict[str, str]()
    for answers in history:
        made: dict[str, tuple[Query, ...]] = {}
        stands = standing(before, programs.keys(), lambda of, known=answers: known[of.name].encode())  # type: ignore[misc]
        for path in programs.keys() - stands:
            tree[path], made[path] = run(programs[path], answers)
        before = merged(before, stands, Made(made, {}, lambda of, known=answers: known[of.name].encode()))  # type: ignore[misc]
        assert tree == {path: run(program, answers)[0] for path, program in programs.items()}


def run(program: Mapping[str, str], answers: Mapping[str, str]) -> tuple[str, tuple[Query, ...]]:
    """Ask `a`; where an answer is 1, ask on as the program says."""
    said, asked, name = "", list[Query](), "a"
    while query(name) not in asked:
        asked.append(query(name))
        said += name + answers[name]
        name = program.get(name, name) if answers[name] == "1" else name
    return said, tuple(asked)
