"""What a site has for the text editors of those who write it."""

import json
from collections.abc import Mapping
from importlib.resources import files

from ordskifte.tools.keys import SUBJECTS
from ordskifte.tools.schemas import NO_NAMES, Names, schema_text

SCHEMAS = ".vscode/schemas"
"""The folder of the schemas."""
EXTENSION = ".vscode/extensions/ordskifte"
"""The folder of an extension of VS Code's that completes and checks front matter. VS Code proposes to install what lies
there; from elsewhere there is none that knows front matter and schemas."""
_PARTS = ("package.json", "extension.js", "front_matter.js")
_RECOMMENDED = ("tombi-toml.tombi",)
"""Extensions from elsewhere that VS Code proposes. Tombi completes and checks TOML by schemas."""
_IN_TOML = {"site": "site.toml", "glossary": "locales/glossary.*.toml", "members": "members.toml"}
_HEAD_OF_TOMBI = """\
# So that editors complete and check these files as you type: VS Code with the extension Tombi, and others that know it.

[schema.catalog]
paths = [] # Nothing is fetched from elsewhere.
"""
_SETTINGS = {
    "[markdown]": {
        # What the extension proposes comes as one types, and nothing comes between someone and their prose.
        "editor.quickSuggestions": {"other": "on", "comments": "on", "strings": "on"},
        "editor.wordBasedSuggestions": "off",
        "editor.snippetSuggestions": "none",
        "editor.wordWrap": "on",
    },
    "files.exclude": {"**/__pycache__": True, ".cache": True},
}


def editor_settings(known: Names = NO_NAMES) -> Mapping[str, str]:
    """Files that make an editor complete and check what is typed, by their paths in a site.

    Where its names are known, as `ordskifte schema --write` has them, they are among what is proposed.
    """
    return {
        ".tombi.toml": _tombi(),
        ".vscode/extensions.json": _json({"recommendations": list(_RECOMMENDED)}),
        ".vscode/settings.json": _json(_SETTINGS),
        **{f"{EXTENSION}/{name}": files(__package__).joinpath("vscode", name).read_text("utf-8") for name in _PARTS},
        **schema_files(known),
    }


def is_made(path: str) -> bool:
    """Whether a file is made by the program and by nobody else; the others may have become someone's own."""
    return path.startswith((SCHEMAS, EXTENSION))


def schema_files(known: Names) -> Mapping[str, str]:
    """The schemas of all that people write."""
    return {f"{SCHEMAS}/{subject}.json": schema_text(subject, known) for subject in SUBJECTS}


def _tombi() -> str:
    tables = (
        f'\n[[schemas]]\npath = "{SCHEMAS}/{subject}.json"\ninclude = ["{path}"]\n'
        for subject, path in _IN_TOML.items()
    )
    return _HEAD_OF_TOMBI + "".join(tables)


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
