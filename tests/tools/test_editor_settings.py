"""What a site has for text editors: files that they can read, and that know of each other."""

import json
import tomllib

from ordskifte.tools.editor_settings import EXTENSION, editor_settings
from ordskifte.tools.keys import SUBJECTS
from ordskifte.tools.schemas import schema


def test_what_is_json_can_be_read() -> None:
    for path, text in editor_settings().items():
        if path.endswith(".json"):
            assert isinstance(json.loads(text), dict), path


def test_each_subject_has_its_schema() -> None:
    files = editor_settings({"section": ["society"]})
    for subject in SUBJECTS:
        assert json.loads(files[f".vscode/schemas/{subject}.json"]) == schema(subject, {"section": ["society"]})


def test_the_settings_for_toml_name_schemas_that_are_there() -> None:
    files = editor_settings()
    named = {each["path"]: each["include"] for each in tomllib.loads(files[".tombi.toml"])["schemas"]}
    assert named[".vscode/schemas/site.json"] == ["site.toml"]
    assert {*named} <= {*files}


def test_the_extension_is_whole() -> None:
    files = editor_settings()
    package = json.loads(files[f"{EXTENSION}/package.json"])
    assert f"{EXTENSION}/{package['main'].removeprefix('./')}" in files
    assert "./front_matter.js" in files[f"{EXTENSION}/extension.js"]
