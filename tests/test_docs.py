"""The documentation says what is true: its codes, keys, links and examples are those of the program."""

import ast
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from types import UnionType
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from msgspec import Struct

from ordskifte import __version__, extending
from ordskifte.app import messages, translate
from ordskifte.app.cli import COMMANDS, program
from ordskifte.model import answers, config, site, text
from ordskifte.model.codes import CODES, OF_CHECK
from ordskifte.model.translations import State
from ordskifte.pipeline.manifest import Manifest
from ordskifte.render.view import View
from ordskifte.tools.reference import reference
from tests.program import REPOSITORY, environment, ordskifte
from tests.stories import KEY, TWO_EDITIONS, story

DOCS = REPOSITORY / "docs"
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.glob("*.md"), *DOCS.glob("[!s]*/*.md")])
SITE = ("build.py", "content", "data", "locales", "site.toml", "templates")
AT = "2026-12-01"
LANGUAGES = ("nb", "en")


def doc(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(words: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", words, re.DOTALL | re.MULTILINE)


def prose(words: str) -> str:
    """The text without its code blocks."""
    return re.sub(r"^```.*?^```$", "", words, flags=re.DOTALL | re.MULTILINE)


def part(words: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or a higher one."""
    level = len(heading.partition(" ")[0])
    below = prose(words).partition(f"\n{heading}\n")[2]
    return re.split(rf"^#{{1,{level}}} ", below, maxsplit=1, flags=re.MULTILINE)[0]


def first_column(words: str) -> list[str]:
    """Every name in backticks in the first column of the tables, `campaign(slot)` as `campaign`."""
    cells = re.findall(r"^\| (`.*?) \|", words, re.MULTILINE)
    return [name.partition("(")[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def copied(folder: Path) -> Path:
    """A copy of the sample publication."""
    for name in SITE:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


# --------------------------------------------------------------------------------------
# Links
# --------------------------------------------------------------------------------------


def anchors(page: Path) -> list[str]:
    """The ids that GitHub gives to the headings of a page, in their order."""
    headings = re.findall(r"^#+ (.*)$", prose(page.read_text(encoding="utf-8")), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    words = re.sub(r"`[^`\n]*`", "", prose(page.read_text(encoding="utf-8")))
    for target in re.findall(r'\]\(([^)\s]+)\)|src="([^"]+)"', words):
        address, _, anchor = "".join(target).partition("#")
        if address.startswith("https://"):
            continue
        file = (page.parent / address).resolve() if address else page
        assert file.is_relative_to(REPOSITORY), f"{page.name}: {target}"
        assert file.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(file), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_of_the_program_that_are_named_are_there(page: Path) -> None:
    words = prose(page.read_text(encoding="utf-8"))
    named = re.findall(r"`((?:ordskifte|tests)/[\w/.]+)`", words)
    assert [name for name in named if not (REPOSITORY / name).exists()] == []


def test_every_decision_stands_in_the_list_of_decisions() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", doc("decisions/README.md"))
    assert listed == sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *groups["dev"], *groups["gates"]]
    names = {re.split(r"[><=]", name)[0] for name in wanted if isinstance(name, str)}
    npm = msgspec.json.decode((REPOSITORY / "package.json").read_bytes())["devDependencies"]
    words = doc("decisions/0004-dependencies.md")
    assert [name for name in sorted({*names, *npm}) if f"`{name}`" not in words] == []


# --------------------------------------------------------------------------------------
# Diagnostics
# --------------------------------------------------------------------------------------

SEVERITIES = {
    "error": "error",
    "refuse": "error",
    "warning": "warning",
    "warn": "warning",
    "_dropped": "warning",
    "_warning": "warning",
}
"""What each function that makes a diagnostic makes of the code it is given first."""

COMPUTED = "{what}-unknown"
"""The codes that are made of the name of what is not known; UNKNOWN gives all of them."""

UNKNOWN = """
-- site.toml --
[site]
title = {nb = "Prøven"}
url = "https://example.org"
default_locale = "se"
[locales.nb]
name = "Norsk"
[kinds.poem]
untranslated = "shell"
[urls]
poem = "poems/"
[access]
default = "some"
[[campaign]]
id = "a"
slot = "sky"
title = {nb = "A"}
body = {nb = "A"}
actions = ["give"]
-- content/articles/a.nb.md --
---
title: A
date: 2026-05-01
section: none
tags: [none]
authors: [none]
related: [none]
editions: [se]
series: {id: none, part: 1}
---
-- content/pages/a.nb.md --
---
title: A
---
[a](page:none)
"""


def modules() -> Iterator[ast.Module]:
    for path in sorted((REPOSITORY / "ordskifte").rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


OF_CHECK_ALONE = ("Fault", "Remark", "_remark", "_warning")
"""The functions that are given the code of what no build tells."""


def codes_of_faults() -> set[str]:
    """The codes of what is wrong with outputs, and of what `check` alone says of sources."""
    return {
        code
        for module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and called(node) in OF_CHECK_ALONE and node.args
        for code in constants(node.args[0])
    }


def called(node: ast.AST) -> str:
    """The name of the function or method that a call calls."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def constants(node: ast.AST | None) -> set[str]:
    """The strings that an expression can be: a literal, one of two, or the first of several values."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    if isinstance(node, ast.Tuple):
        return constants(node.elts[0])
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def assigned(function: ast.AST, module: ast.Module) -> set[str]:
    """What `code` can be in a function: what it is set to, or what comes first of what a function returns."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(re.search(r"\bcode\b", ast.unparse(target)) for target in node.targets):
            found |= constants(node.value)
            for other in ast.walk(module):
                if isinstance(other, ast.FunctionDef) and other.name == called(node.value):
                    found |= {
                        code
                        for each in ast.walk(other)
                        if isinstance(each, ast.Return)
                        for code in constants(each.value)
                    }
    return found


def codes(code: ast.AST, function: ast.AST, module: ast.Module) -> set[str]:
    """What the first argument of a diagnostic can be; a pattern with `{…}` where only the running program knows."""
    if isinstance(code, ast.Name):
        return assigned(function, module) if code.id == "code" else set()
    if isinstance(code, ast.JoinedStr):
        pattern = ast.unparse(code)[2:-1]
        return {pattern.replace("{code}", each) for each in assigned(function, module)} or {pattern}
    return constants(code)


def codes_in_source() -> set[tuple[str, str]]:
    """Every code of the program with its severity."""
    return {
        (code, SEVERITIES[called(node)])
        for module in modules()
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and called(node) in SEVERITIES and node.args
        for code in codes(node.args[0], function, module)
    }


def unknown_codes(folder: Path) -> set[str]:
    """The codes of what there is not, from a site that names nothing that there is."""
    told = {problem.code for problem in story(folder, TWO_EDITIONS, UNKNOWN).made().diagnostics}
    return {code for code in told if code.endswith("-unknown")}


def rows_of_codes() -> list[tuple[str, str, str]]:
    """Each code, how grave it is, and what it means, as the table has it."""
    row = r"^\| \[`([^`]+)`\]\(diagnostics/\1\.md\) \| (error|warning) \| (.*) \|$"
    return re.findall(row, doc("diagnostics.md"), re.MULTILINE)


def test_every_code_is_documented_and_none_that_there_is_not(tmp_path: Path) -> None:
    documented = {(code, severity) for code, severity, _ in rows_of_codes()}
    unknown = {(code, "error") for code in unknown_codes(tmp_path)}
    of_check = {(code, CODES[code].value) for code in codes_of_faults()}
    assert documented == codes_in_source() - {(COMPUTED, "error")} | unknown | of_check


def test_every_documented_code_is_one_that_site_toml_may_name() -> None:
    documented = {code: severity for code, severity, _ in rows_of_codes()}
    assert documented == {code: severity.value for code, severity in CODES.items()}
    assert codes_of_faults() == set(OF_CHECK)


def test_each_code_is_documented_once() -> None:
    codes = [code for code, _, _ in rows_of_codes()]
    assert [code for code in codes if codes.count(code) > 1] == []


def test_the_table_of_codes_says_what_their_pages_say() -> None:
    for code, severity, means in rows_of_codes():
        page = doc(f"diagnostics/{code}.md")
        first = page.split("\n\n")[1].replace("](../diagnostics.md#", "](#").replace("](../", "](").replace("|", "\\|")
        assert page.startswith(f"# {code}\n\n**{severity.capitalize()}.** "), code
        assert f"**{severity.capitalize()}.** {means}" == first
    assert {page.stem for page in (DOCS / "diagnostics").glob("*.md")} == set(CODES)


# --------------------------------------------------------------------------------------
# Keys
# --------------------------------------------------------------------------------------


def structs_in(annotation: Any) -> Iterator[type[Struct]]:
    """The structs that a field's value can be, or can be a list of."""
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        if annotation is not text.Texts:
            yield annotation
    elif typing.get_origin(annotation) in (tuple, UnionType, typing.Union):
        for argument in typing.get_args(annotation):
            yield from structs_in(argument)


def keys(kind: type[Struct]) -> Iterator[str]:
    """Every key of a table, those of the tables in it behind a full stop."""
    hints = typing.get_type_hints(kind)
    for field in msgspec.structs.fields(kind):
        yield field.name
        for inner in structs_in(hints[field.name]):
            yield from (f"{field.name}.{name}" for name in keys(inner))


def test_the_reference_is_what_the_program_says() -> None:
    assert doc("reference.md") == reference(), "ordskifte schema --markdown --output docs/reference.md"


def test_the_examples_of_configuration_are_those_of_the_sample() -> None:
    files = (REPOSITORY / "site.toml", REPOSITORY / "locales/glossary.nb.toml")
    sample = "\n".join(file.read_text(encoding="utf-8") for file in files)
    lines = [line for block in blocks(doc("configuration.md"), "toml") for line in block.splitlines()]
    assert [line for line in lines if f"\n{line}\n" not in sample] == []


# --------------------------------------------------------------------------------------
# What deploying is told by
# --------------------------------------------------------------------------------------


def test_every_key_of_the_manifest_is_documented_and_no_other() -> None:
    assert first_column(part(doc("deploying.md"), "## The manifest")) == list(keys(Manifest))


def test_every_command_that_deploying_names_is_there() -> None:
    named = re.findall(r"(?:^|[`$] ?)ordskifte ([a-z]+)", doc("deploying.md"), re.MULTILINE)
    assert {"build", "check", "deploy", "due", "messages", "urls"} == {*named}
    assert {*named} <= {*COMMANDS}


# --------------------------------------------------------------------------------------
# What templates are given
# --------------------------------------------------------------------------------------

VALUES: tuple[type[Struct], ...] = (
    text.Text,
    site.Entry,
    site.Page,
    site.Listing,
    site.Profile,
    site.Person,
    site.Alternate,
    site.Withdrawal,
    site.Illustration,
    site.Switch,
    site.DatedNote,
    site.Contribution,
    answers.PublishedPicture,
    answers.SealedPart,
    answers.Term,
    answers.MenuEntry,
    answers.Year,
    answers.Group,
    answers.Ask,
    answers.Payment,
    answers.Symbol,
    config.Edition,
)
BEHIND_THE_FUNCTIONS = {"said", "formats", "asked", "filled"}
"""What the View has for `_()`, for the filters, for whoever keeps its questions, and for what is sealed."""


def public(names: Iterable[str]) -> set[str]:
    return {name for name in names if not name.startswith("_")}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_field_of_a_value_is_documented_and_no_other(value: type[Struct]) -> None:
    documented = first_column(part(doc("templates.md"), f"### {value.__name__}"))
    assert sorted(documented) == sorted(public({*vars(value), *value.__struct_fields__}))


def test_every_question_of_a_template_is_documented_and_no_other() -> None:
    documented = first_column(part(doc("templates.md"), "## Site"))
    assert sorted(documented) == sorted(
        f"site.{name}" for name in public({*vars(View), "locale"}) - BEHIND_THE_FUNCTIONS
    )


# --------------------------------------------------------------------------------------
# What a site's own Python is promised
# --------------------------------------------------------------------------------------


def test_the_names_that_are_promised_are_documented_and_few() -> None:
    documented = first_column(part(doc("stability.md"), "## Names for Python"))
    assert sorted(documented) == sorted(extending.__all__)
    assert len(documented) <= 20
    assert all(hasattr(extending, name) for name in documented)


# --------------------------------------------------------------------------------------
# Examples
# --------------------------------------------------------------------------------------


def test_the_first_article_of_the_readme_comes_out_as_it_says(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    words = readme.partition("\n### Try it\n")[2].partition("\n## ")[0]
    [(path, article)] = re.findall(
        r"^Save this as `(\S+)`:\n\n```markdown\n(.*?)^```$", words, re.DOTALL | re.MULTILINE
    )
    written(folder / path, article)
    broken = ordskifte(folder, "build", "--at", AT)
    assert broken.returncode == 1
    assert broken.stdout == blocks(words, "text")[0]

    for wrong, right in re.findall(r"change `([\w-]+)` to `([\w-]+)`", words):
        changed(folder / path, wrong, right)
    assert ordskifte(folder, "build", "--at", AT).stdout.partition("removed. ")[2].startswith("0 errors, 0 warnings.")
    addresses = re.findall(r"http://127\.0\.0\.1:8000/(\S+/) ", words)
    assert len(addresses) == 2
    for address in addresses:
        assert "The Bench by the Harbour" in (folder / "output" / address / "index.html").read_text(encoding="utf-8")


def test_the_editors_examples_are_one_article_in_each_language_without_problems(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    articles = folder / "content/articles"
    guides = {
        "en/articles/the-guide": exemplified(articles / "the-guide/index.en.md", "editors.md", "Translations"),
        "artikler/veiledningen": exemplified(articles / "veiledningen/index.nb.md", "editors.nb.md", "Oversettelser"),
    }
    built = ordskifte(folder, "build", "--at", AT)
    assert built.returncode == 0, built.stdout
    assert "0 errors, 0 warnings." in built.stdout
    for address, words in guides.items():
        page = (folder / f"output/{address}/index.html").read_text(encoding="utf-8")
        free, sealed = blocks(words, "markdown")[-1].split("\n\n<!-- paywall -->\n\n")
        assert free in page
        assert sealed.strip() not in page
        ids = re.findall(r"`#([a-z-]+)`", prose(words))
        assert ids
        assert [id for id in ids if f'id="{id}"' not in page] == []


def exemplified(article: Path, guide: str, heading: str) -> str:
    """A guide up to a heading; its examples are written as one article for members."""
    words = doc(guide).partition(f"\n## {heading}\n")[0]
    front, *texts = blocks(words, "markdown")
    article.parent.mkdir()
    article.write_text("\n".join([front.replace("section:", "access: members\nsection:"), *texts]), encoding="utf-8")
    shutil.copy(REPOSITORY / "content/authors/karl-aaro.svg", article.parent / "ferry.svg")
    return words


def test_the_renderer_and_the_query_of_the_architecture_work(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    [code] = blocks(doc("architecture.md"), "python")
    (folder / "build.py").write_text(code, encoding="utf-8")
    built = subprocess.run(
        [sys.executable, "build.py", "--at", AT],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    for locale in LANGUAGES:
        first, *titles = (folder / f"output/titles-{locale}.txt").read_text(encoding="utf-8").splitlines()
        assert re.fullmatch(r"\d+ articles", first)
        assert len(titles) == 3


# --------------------------------------------------------------------------------------
# What readers are told to do
# --------------------------------------------------------------------------------------

STEP = re.compile(
    r"`(?P<file>[^`\n]+)`[^`\n]*\b(?:change|endrer?)\b[^`\n]*`(?P<old>[^`\n]+)` (?:to|til) `(?P<new>[^`\n]+)`"
    r"|^```(?P<language>\w+)\n(?P<block>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
"""A change that the reader is told to make, or a block."""


def written(file: Path, block: str) -> None:
    file.write_text(block, encoding="utf-8")


def added(file: Path, block: str) -> None:
    with file.open("a", encoding="utf-8") as end:
        end.write(f"\n{block}")


def stands(file: Path, block: str) -> None:
    assert block in file.read_text(encoding="utf-8")


LEADS: Mapping[str, Callable[[Path, str], None]] = {
    "Save this as": written,
    "Lagre dette som": written,
    "Add this at the end of": added,
    "Legg dette til nederst i": added,
    "This now stands in": stands,
    "Nå står dette i": stands,
}
"""What is done with a block, by the words above it that name a file."""


def walked(folder: Path, words: str) -> None:
    """Do in a site what a text tells its readers to do, and hold the files and the program to what it says of them."""
    for step in STEP.finditer(words):
        lead = words[: step.start()].rstrip().rpartition("\n")[2]
        if step["file"]:
            changed(folder / step["file"], step["old"], step["new"])
        elif step["language"] == "console":
            answered(folder, step["block"])
        elif named := re.fullmatch(r"(\D*) `(\S+)`:", lead):
            LEADS[named[1]](folder / named[2], step["block"])


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file}: {old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def answered(folder: Path, block: str) -> None:
    typed = r"^\$ (?:python build\.py|ordskifte) (.*)\n((?:(?!\$ ).*\n)*)"
    for command, said in re.findall(typed, block, re.MULTILINE):
        told = uncounted if command.split()[0] in COUNTING else str.rstrip
        assert told(untimed(ran(folder, *shlex.split(command)))) == told(said), command


def ran(folder: Path, *words: str) -> str:
    """What the program said in a folder, in this process: a guide has many commands."""
    known = {"SOURCE_DATE_EPOCH": "1795400000", "ORDSKIFTE_ACCESS_KEY": KEY}
    with chdir(folder):
        return CliRunner().invoke(program, words, env=known, prog_name="ordskifte").stdout


def test_who_begins_a_site_as_it_is_told_has_one_without_problems(tmp_path: Path) -> None:
    words = doc("getting-started.md")
    walked(tmp_path, words)
    [issue] = re.findall(r"^ordskifte (access issue .*)$", words, re.MULTILINE)
    assert "reader-1" in ran(tmp_path, *issue.split())
    page = (tmp_path / "output/nb/artikler/the-bench/index.html").read_text(encoding="utf-8")
    assert "En benk er det minste serveringsstedet som finnes." in page
    members = (tmp_path / "output/articles/what-the-harbour-costs/index.html").read_text(encoding="utf-8")
    assert "Everyone can read this." in members
    assert "And this is for members." not in members


def test_a_beginner_is_told_of_the_wheel_that_there_is() -> None:
    wheel = f"ordskifte-{__version__}-py3-none-any.whl"
    assert wheel in doc("getting-started.md")
    assert wheel in (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_every_command_that_a_beginner_is_told_of_is_there() -> None:
    named = re.findall(r"ordskifte (\w+)", doc("getting-started.md"))
    assert {"init", "new", "serve", "build", "check", "translate", "access", "completion"} <= {*named} <= {*COMMANDS}


COUNTING = ("messages", "build", "check")
"""The commands whose figures are others with each word and each file that the program gains or loses."""


def untimed(said: str) -> str:
    """Without the line that says how long a build took."""
    return re.sub(r"^parse \d.*\n", "", said, flags=re.MULTILINE)


def uncounted(said: str) -> str:
    """Without numbers."""
    return re.sub(r" *\d+", " 0", said.rstrip())


@pytest.mark.parametrize("name", ["translators.md", "translators.nb.md"])
def test_the_examples_for_translators_come_out_as_they_say(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path)
    _, interface, articles = re.split(r"^## ", doc(name), flags=re.MULTILINE)
    walked(folder, articles)
    walked(folder, interface)  # It ends with a further edition, which the other part knows nothing of.
    assert ordskifte(folder, "build", "--at", AT).returncode == 0


def test_the_pseudo_locale_is_begun_as_the_templates_are_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    walked(folder, doc("templates.md").partition("\n## The pseudo locale\n")[2])


# --------------------------------------------------------------------------------------
# Guides in two languages
# --------------------------------------------------------------------------------------

GUIDES = sorted(path.name for path in DOCS.glob("*.nb.md"))
"""The guides that exist in Norwegian too."""

WORDS = re.compile(r'"[^"\n]*"|(?<=lang=)\w+|(?<=^#)[a-z][a-z-]*$')
"""What another language has other words for in a name: what is quoted, a language itself, the id of a heading."""

ASIDE = re.compile(r"(?<=\S)(?: {2,}| (?=# )).*")
"""What is said of a line at its end, after a gap or as a comment."""

SIGNS = re.compile(
    r"[a-z_]+:(?: [\[{]?[a-z0-9][a-z0-9, -]*[\]}]?$)?"  # A key, and its value if it is made of names.
    r"|^(?::::(?: \w+)?|#+ |> |: |\|[-:|]+\|$)|<!--[ \w]+-->|[*~`|]+|\[\^?|\]\([^)\s]*|\{#?\w+|[\w./-]+\.(?:md|svg)",
    re.MULTILINE,
)
"""What is the same in an example whose words are in another language."""


def english(name: str) -> str:
    return name.replace(".nb.md", ".md")


def examples(words: str) -> list[str | list[str]]:
    """The code blocks: of a text its signs, and all else letter by letter."""
    fenced = re.findall(r"^```(\w+)\n(.*?)^```$", words, re.DOTALL | re.MULTILINE)
    return [signs(block) if language in ("markdown", "yaml") else ASIDE.sub("", block) for language, block in fenced]


def signs(example: str) -> list[str]:
    return SIGNS.findall(WORDS.sub("", ASIDE.sub("", example)))


def sections(words: str) -> list[str]:
    """What stands under each heading, without code blocks."""
    return re.split(r"^#+ .*$", prose(words), flags=re.MULTILINE)


def levels(words: str) -> list[str]:
    return re.findall(r"^#+(?= )", prose(words), re.MULTILINE)


def names(words: str) -> list[str]:
    """What stands in backticks, in no order that a language has."""
    return sorted(WORDS.sub("", name) for name in re.findall(r"`([^`\n]+)`", words))


def rows(words: str) -> list[tuple[int, list[str]]]:
    """Of each row of the tables: its columns, and the names in it."""
    return [(len(re.findall(r"(?<!\\)\|", row)), names(row)) for row in re.findall(r"^\|.*$", words, re.MULTILINE)]


def entries(words: str) -> list[str]:
    """The marks of the lists."""
    return re.findall(r"^(?:-|\d+\.) ", words, re.MULTILINE)


def links(words: str, name: str) -> list[tuple[str, str]]:
    """Where the links of a page lead to: the English file, and the heading, by its number in a guide."""
    targets = [target.partition("#") for target in re.findall(r"\]\(([^)\s]+)\)", words)]
    return sorted((english(file or name), numbered(file or name, anchor)) for file, _, anchor in targets)


def numbered(file: str, anchor: str) -> str:
    is_guide = english(file) in map(english, GUIDES)
    return str(anchors(DOCS / file).index(anchor)) if is_guide and anchor else anchor


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_in_two_languages_does_not_drift_apart(name: str) -> None:
    ours, theirs = doc(english(name)), doc(name)
    assert examples(ours) == examples(theirs)
    assert levels(ours) == levels(theirs)
    for our, their in zip(sections(ours), sections(theirs), strict=True):
        assert names(our) == names(their)
        assert rows(our) == rows(their)
        assert links(our, english(name)) == links(their, name)
        assert entries(our) == entries(their)


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_leads_its_readers_to_what_is_there_in_their_language(name: str) -> None:
    led = re.findall(r"\]\(([^)\s#]+)", doc(name))
    assert [file for file in led if file in map(english, GUIDES)] == [english(name)]
    assert f"]({name})" in doc(english(name))


# --------------------------------------------------------------------------------------
# What translators are told
# --------------------------------------------------------------------------------------


def test_every_state_of_a_translation_is_explained_and_no_other() -> None:
    assert sorted(first_column(part(doc("translators.md"), "### What the states mean"))) == sorted(State)


OF_TEMPLATES = {"message-unnamed", "message-value", "message-variable"}
"""The mistakes in the English itself."""


def test_every_remark_on_a_translation_is_explained_and_no_other() -> None:
    explained = first_column(part(doc("translators.md"), "### Remarks on your words"))
    assert {*explained} == {code for code in CODES if code.startswith("message-")} - OF_TEMPLATES


def test_every_command_for_translators_is_explained_and_no_other() -> None:
    explained = re.findall(r"^\| `(messages|translate) ([a-z]+)", doc("translators.md"), re.MULTILINE)
    groups = {"messages": messages.command, "translate": translate.command}
    assert {*explained} == {(group, name) for group, command in groups.items() for name in command.commands}
