"""Strategies for PO files: whole ones, ones that something has happened to, and ones that are hardly any."""

from hypothesis import strategies as st
from msgspec.structs import replace

from ordskifte.model.text import Message
from ordskifte.parse.po import PoEntry, Previous
from ordskifte.tools.po import po_text

WORDS = st.text(alphabet='ab "\\\n\t\r-–—/å%\u00a0\u2028', max_size=120)
LINE = st.text(alphabet="ab #.:,~|", max_size=20)
MESSAGES = st.builds(Message, WORDS, WORDS)
SINGULARS = st.builds(PoEntry, MESSAGES, forms=st.tuples(WORDS))
PLURALS = st.builds(PoEntry, MESSAGES, WORDS.filter(bool), st.lists(WORDS, min_size=1, max_size=3).map(tuple))
ENTRIES = st.builds(
    replace,
    SINGULARS | PLURALS,
    flags=st.lists(st.sampled_from(["fuzzy", "python-format", "max-length:20"]), unique=True).map(tuple),
    notes=st.lists(LINE.map(lambda line: f" {line}".rstrip()), max_size=2).map(tuple),
    comments=st.lists(LINE.map(str.strip), max_size=2).map(tuple),
    references=st.lists(st.text(alphabet="ab/.:1", min_size=1, max_size=40), max_size=5).map(tuple),
    previous=st.none() | st.builds(Previous, MESSAGES, WORDS),
    is_obsolete=st.booleans(),
)

KEYWORDS = ["msgctxt", "msgid", "msgid_plural", "msgstr", "msgstr[0]", "msgstr[1]", "msgstr[99999]", "fuzzy", "domain"]
MARKS = ["#", "#.", "#:", "#,", "#=", "#|", "#~", "#~|", '"', '""', '"a"', '"b', "\\", "\\n", "\\q"]
SPACES = [" ", "\t", "\n", "\n\n", "\r\n", "\u2028", "\ufeff"]
FRAGMENTS = st.sampled_from(KEYWORDS + MARKS + SPACES) | st.text(max_size=3)

FORMULAS = st.text(alphabet="n0129 ()!=<>&|?:+-*/%;", max_size=30)
HEADERS = st.lists(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["Language", "Plural-Forms", "Content-Type", "", "X"]),
        st.sampled_from([": ", ":", ""]),
        st.sampled_from(["nb", "nn_NO", "Norwegian", "nplurals=2; plural=(n != 1);", "text/plain; charset=latin-1"])
        | FORMULAS.map(lambda formula: f"nplurals=2; plural={formula};")
        | st.text(max_size=10),
    ),
    max_size=4,
).map(lambda fields: PoEntry(Message(""), forms=("".join(f"{field}\n" for field in fields),)))


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """One of the texts, some of whose lines were lost, doubled, cut off or written into."""
    lines = draw(texts).split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        cut = draw(st.integers(0, len(lines[at])))
        before, after, written = lines[at][:cut], lines[at][cut:], draw(FRAGMENTS)
        lines[at : at + 1] = draw(
            st.sampled_from([[""], [lines[at], lines[at]], [before], [before, after], [before + written + after]])
        )
    return "\n".join(lines)


PO_TEXTS = st.builds(lambda header, entries: po_text((header, *entries)), HEADERS, st.lists(ENTRIES, max_size=4))
PO_LIKE = st.lists(FRAGMENTS, max_size=40).map("".join)
ANY_TEXT = st.text() | PO_LIKE | PO_TEXTS | damaged(PO_TEXTS)
