"""Problems as SARIF 2.1.0, which code hosts and editors read: a rule for each code, a result for each problem."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ordskifte import __version__
from ordskifte.app.explain import LINK, explanation, meaning, page, plain
from ordskifte.check.findings import fingerprints
from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(diagnostics: Diagnostics) -> str:
    """One log; lines and columns count from 1, and a place without them is a whole file."""
    codes = sorted({problem.code for problem in diagnostics})
    names = fingerprints(diagnostics)
    driver = {"name": "Ordskifte", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(problem, codes.index(problem.code), name) for problem, name in zip(diagnostics, names, strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str) -> Mapping[str, Any]:
    if code not in CODES:  # A site's own renderer may have codes of its own.
        return {"id": code, "shortDescription": {"text": code}, "defaultConfiguration": {"level": "warning"}}
    told = page(code)
    return {
        "id": code,
        "shortDescription": {"text": plain(meaning(told))},
        # Consoles and editors show it beside the result (§ 3.49.9); its links lead to files that they do not have.
        "help": {"text": explanation(code), "markdown": LINK.sub(r"\1", told)},
        "defaultConfiguration": {"level": CODES[code].value},
    }


def _result(problem: Diagnostic, rule: int, name: str) -> Mapping[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity.value,
        "message": {"text": f"{problem.message} {problem.hint}".strip()},
        # One only: of a problem that is mended in several places each is a result of its own (§ 3.27.12).
        "locations": [{"physicalLocation": _place(problem)}],
        # The name that GitHub knows a result by from one commit to the next.
        "partialFingerprints": {"primaryLocationLineHash": name},
    }
    shown = [
        {"id": number, "physicalLocation": {"artifactLocation": _file(path)}, "message": {"text": "It shows here."}}
        for number, path in enumerate(problem.outputs, 1)
    ]
    return {**result, "relatedLocations": shown} if shown else result


def _file(path: str) -> Mapping[str, str]:
    return {"uri": quote(path, safe="/:")}


def _place(problem: Diagnostic) -> Mapping[str, Any]:
    span = problem.span
    place: dict[str, Any] = {"artifactLocation": _file(span.source)}
    if isinstance(span, Span) and span.line:
        region = {"startLine": span.line}
        place["region"] = {**region, "startColumn": span.column} if span.column else region
    return place
