"""`completion`: the script by which a shell completes what is typed; and the names of the site that it is offered."""

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from ordskifte.app import console
from ordskifte.load import CONFIG
from ordskifte.model.config import Config
from ordskifte.model.document import Kind
from ordskifte.model.members import MEMBERS
from ordskifte.parse.config import parse_config
from ordskifte.parse.members import parse_members
from ordskifte.parse.names import FOLDERS, named

PROGRAM = "ordskifte"
VARIABLE = "_ORDSKIFTE_COMPLETE"
"""By which the program is asked what could be typed next."""
SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what lets your shell complete commands, options, folders, and the names that your site knows.

    \b
    bash: put  eval "$(ordskifte completion bash)"     into ~/.bashrc
    zsh:  put  eval "$(ordskifte completion zsh)"      into ~/.zshrc
    fish: put  ordskifte completion fish | source      into
          ~/.config/fish/completions/ordskifte.fish
    """
    completion = get_completion_class(shell)
    assert completion is not None
    console.tell(completion(ctx.find_root().command, {}, PROGRAM, VARIABLE).source())


# --------------------------------------------------------------------------------------
# What is offered
# --------------------------------------------------------------------------------------


def section_ids(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The sections of the site that begin so."""
    config = _config(ctx)
    return _beginning(config.sections if config else (), begun)


def languages(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The languages of the site's editions that begin so."""
    config = _config(ctx)
    return _beginning(config.editions if config else (), begun)


def article_keys(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The articles of the site that begin so."""
    source = _source(ctx)
    return _beginning(_keys(source, Kind.ARTICLE) if source else (), begun)


def member_labels(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The members of the site that begin so."""
    source, config = _source(ctx), _config(ctx)
    text = _text(source / MEMBERS) if source else ""
    members, _faults = parse_members(MEMBERS, text, tuple(config.plans) if config else ())
    return _beginning((member.label for member in members), begun)


def folders(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """That the shell is to complete a folder."""
    return [CompletionItem(begun, type="dir")]


def series_ids(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The series of the site that begin so."""
    config = _config(ctx)
    return _beginning(config.series if config else (), begun)


def author_ids(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The authors of the site that begin so."""
    source = _source(ctx)
    return _beginning(_keys(source, Kind.AUTHOR) if source else (), begun)


def _keys(source: Path, kind: Kind) -> Iterable[str]:
    """The keys of a kind by the names of its files, which are not read."""
    folder = next(f"content/{name}" for name, one in FOLDERS.items() if one is kind)
    paths = (path.relative_to(source).as_posix() for path in (source / folder).rglob("*.md"))
    names = (named(path, ())[0] for path in paths)
    return (name.key for name in names if name)


def _source(ctx: click.Context) -> Path | None:
    """The folder of the site, if what has been typed so far names one."""
    source: Path | None = ctx.params.get("source")
    return source


def _config(ctx: click.Context) -> Config | None:
    """The configuration of the site, as far as it can be read."""
    source = _source(ctx)
    return parse_config(_text(source / CONFIG))[0] if source else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    return sorted({name for name in names if name.startswith(begun)})
