"""What we seal is opened by npm's `jose` and by our script for browsers, and what `jose` seals by both of ours."""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from ordskifte.model.secrets import Secret
from ordskifte.render import grants, jose
from ordskifte.render.jose import base64url
from ordskifte.render.keys import period_keys
from ordskifte.render.sealed import SealedFile, SealedType, Subject, opened, padded, sealed
from tests.gates import tools
from tests.program import REPOSITORY

pytestmark = pytest.mark.gate

SCRIPT = REPOSITORY / "ordskifte/render/unlock.js"
BUDGET = 6_000
SITE = "https://example.org/"
MASTER = Secret(random.Random(1).randbytes(32))
KIDS = ("member.2026-11", "patron.2026-11")
KEYS = period_keys(MASTER, KIDS)
TEXT = "<p>Isen går i mai – «for sent».</p>"
FILE = sealed(Secret(TEXT.encode()), SealedType.ARTICLE, Subject(SITE, "ice", "nb"), KIDS, MASTER)
CODE = grants.new_code(random.Random(2).randbytes)
MEMBER = {KIDS[0]: KEYS[KIDS[0]]}
GRANT = grants.granted(CODE, "0117", SITE, MEMBER, MASTER, random.Random(3).randbytes)
PLAIN_CODE = CODE.bare.decode()


class Answer(Struct):
    value: Any = None
    refused: str | None = None


class Node:
    """Runs tasks in node, all of a list at once."""

    def __init__(self, folder: Path) -> None:
        self._node = tools.program("node", "nodejs", environment=os.environ)
        self._jose = tools.module("jose/dist/webapi/index.js", os.environ)
        self._unlock = Path(shutil.copy(SCRIPT, folder / "unlock.mjs"))

    def answers(self, *tasks: tuple[object, ...]) -> list[Answer]:
        done = subprocess.run(
            [self._node, REPOSITORY / "tests/gates/jose.mjs", self._unlock, self._jose],
            input=msgspec.json.encode(tasks),
            capture_output=True,
            timeout=120,
            check=True,
        )
        return msgspec.json.decode(done.stdout, type=list[Answer])

    def answer(self, *task: object) -> Answer:
        [answer] = self.answers(task)
        return answer


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    return Node(tmp_path_factory.mktemp("node"))


def jwk(kid: str) -> Mapping[str, str]:
    return {"kty": "oct", "kid": kid, "k": base64url(KEYS[kid].bare)}


def text(file: SealedFile) -> str:
    return file.content.decode()


# ---- Ours ------------------------------------------------------------------------------


def test_jose_opens_our_articles(node: Node) -> None:
    for kid in KIDS:
        answer = node.answer("joseOpensArticle", text(FILE), jwk(kid))
        assert answer.refused is None
        assert answer.value["text"].rstrip(" ") == TEXT
        assert answer.value["header"] == jose.said(FILE.protected)


def test_jose_opens_our_grants(node: Node) -> None:
    assert node.answer("joseOpensGrant", GRANT, PLAIN_CODE).value == [jwk(KIDS[0])]


def test_the_browser_opens_our_articles_by_our_grants(node: Node) -> None:
    answer = node.answer("browserOpens", text(FILE), FILE.protected, GRANT, PLAIN_CODE, SITE)
    assert answer.refused is None
    assert answer.value == padded(Secret(TEXT.encode())).bare.decode()


def test_the_browser_opens_what_is_long(node: Node) -> None:
    long = sealed(Secret(b"<p>" * 300_000), SealedType.ARTICLE, Subject(SITE, "ice", "nb"), KIDS, MASTER)
    answer = node.answer("browserOpensWithKeys", text(long), long.protected, [jwk(KIDS[1])])
    assert answer.value.rstrip() == "<p>" * 300_000


def test_the_browser_finds_the_grant_by_the_code(node: Node) -> None:
    assert node.answer("browserNamesGrant", PLAIN_CODE, SITE).value == grants.file_name(CODE, SITE)


def test_the_browser_opens_a_renewed_grant(node: Node) -> None:
    grant = grants.regranted(GRANT, "0117", period_keys(MASTER, ("member.2026-10", *KIDS)), MASTER)
    assert node.answer("browserOpens", text(FILE), FILE.protected, grant, PLAIN_CODE, SITE).value.rstrip() == TEXT


def test_the_key_that_the_browser_may_remember_cannot_be_read(node: Node) -> None:
    assert node.answer("browserKeyCanBeRead", GRANT, PLAIN_CODE).value is False


@pytest.mark.parametrize(
    "typed",
    [
        grants.code_text(CODE),
        grants.code_text(CODE).lower(),
        f" {PLAIN_CODE}\n",
        "oOlL-iIZ2–7kq2 m9xa",
        "U" * 16,
        "",
        "é",
    ],
)
def test_the_browser_reads_codes_as_we_do(node: Node, typed: str) -> None:
    code = grants.typed_code(Secret(typed.encode()))
    assert node.answer("browserReadsCode", typed).value == (code.bare.decode() if code else "")


# ---- Theirs ----------------------------------------------------------------------------


def test_both_of_ours_open_articles_of_jose(node: Node) -> None:
    words = TEXT + " " * 40
    header = jose.said(FILE.protected)
    file = node.answer("joseSealsArticle", words, header, [jwk(kid) for kid in KIDS]).value
    protected = msgspec.json.decode(file)["protected"]
    for kid in KIDS:
        assert opened(SealedFile(protected, file.encode()), {kid: KEYS[kid]}) == Secret(words.encode())
        assert node.answer("browserOpensWithKeys", file, protected, [jwk(kid)]).value == words


def test_both_of_ours_open_grants_of_jose(node: Node) -> None:
    header = {
        "alg": "PBES2-HS512+A256KW",
        "enc": "A256GCM",
        "typ": "ordskifte-grant",
        "cty": "jwk-set+json",
        "site": SITE,
    }
    grant = node.answer("joseSealsGrant", [jwk(KIDS[0])], header, PLAIN_CODE, grants.ROUNDS).value
    assert grants.opened(grant, CODE, SITE) == MEMBER
    assert node.answer("browserOpens", text(FILE), FILE.protected, grant, PLAIN_CODE, SITE).value.rstrip() == TEXT


# ---- What the browser refuses ----------------------------------------------------------


def test_the_browser_refuses_every_changed_byte(node: Node) -> None:
    alone = sealed(Secret(TEXT.encode()), SealedType.ARTICLE, Subject(SITE, "ice", "nb"), KIDS[:1], MASTER)
    content = text(alone)
    end = len(content) - 500
    places = [*range(600), *range(600, end, 97), *range(end, len(content))]
    changed = [content[:at] + ("A" if content[at] != "A" else "B") + content[at + 1 :] for at in places]
    answers = node.answers(*(("browserOpensWithKeys", file, alone.protected, [jwk(KIDS[0])]) for file in changed))
    assert len(answers) == len(places)
    # A key under another name is for someone else, which is no error.
    assert [at for at, answer in zip(places, answers, strict=True) if answer.value is not None] == []


@pytest.mark.parametrize("name", ["typ", "enc", "site", "work", "locale", "rev"])
def test_the_browser_refuses_another_header(node: Node, name: str) -> None:
    protected = base64url(msgspec.json.encode({**jose.said(FILE.protected), name: "x"}))
    moved = text(FILE).replace(FILE.protected, protected)
    keys = [jwk(KIDS[0])]
    assert moved != text(FILE)
    answers = node.answers(
        ("browserOpensWithKeys", moved, FILE.protected, keys),
        ("browserOpensWithKeys", moved, protected, keys),
        ("browserOpensWithKeys", text(FILE), protected, keys),
    )
    assert all(answer.refused for answer in answers)


def test_the_browser_opens_nothing_for_another_month(node: Node) -> None:
    [key] = period_keys(MASTER, ["member.2026-10"]).values()
    other = {"kty": "oct", "kid": "member.2026-10", "k": base64url(key.bare)}
    named, disguised = node.answers(
        ("browserOpensWithKeys", text(FILE), FILE.protected, [other]),
        ("browserOpensWithKeys", text(FILE), FILE.protected, [{**other, "kid": KIDS[0]}]),
    )
    assert (named.value, named.refused) == (None, None)
    assert disguised.refused


@pytest.mark.parametrize("rounds", [1, 1000, grants.ROUNDS - 1])
def test_the_browser_refuses_a_grant_that_can_be_guessed_faster(node: Node, rounds: int) -> None:
    header = {
        "alg": "PBES2-HS512+A256KW",
        "enc": "A256GCM",
        "typ": "ordskifte-grant",
        "cty": "jwk-set+json",
        "site": SITE,
    }
    grant = node.answer("joseSealsGrant", [jwk(KIDS[0])], header, PLAIN_CODE, rounds).value
    assert node.answer("browserOpens", text(FILE), FILE.protected, grant, PLAIN_CODE, SITE).refused


def test_the_browser_refuses_another_code_and_another_site(node: Node) -> None:
    other = grants.new_code(random.Random(9).randbytes).bare.decode()
    answers = node.answers(
        ("browserOpens", text(FILE), FILE.protected, GRANT, other, SITE),
        ("browserOpens", text(FILE), FILE.protected, GRANT, PLAIN_CODE, "https://example.com/"),
        ("browserOpens", text(FILE), FILE.protected, GRANT[:-1], PLAIN_CODE, SITE),
        ("browserOpens", text(FILE), FILE.protected, GRANT + ".a", PLAIN_CODE, SITE),
    )
    assert all(answer.refused for answer in answers)


# ---- What it weighs --------------------------------------------------------------------


def test_the_script_is_small_and_uses_nothing_else() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    assert len(script.encode()) <= BUDGET
    assert not re.search(r"\bimport\b|\beval\b|\bFunction\b|https?:", script)


def test_the_script_has_the_numbers_of_the_program() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    assert f"ROUNDS = {grants.ROUNDS};" in script
    assert "p2c <= 10 * ROUNDS" in script
    assert grants.MOST_ROUNDS == 10 * grants.ROUNDS
