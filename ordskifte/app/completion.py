"""`completion`: the script by which a shell completes what is typed; and the names of the site that it is offered."""

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from ordskifte.app import console
from ordskifte.load import CONFIG
from ordskifte.model.config import Config
from ordskifte.model.document import Kind
from ordskifte.parse.config import parse_config
from ordskifte.parse.names import FOLDERS, named

PROGRAM = "ordskifte"
VARIABLE = "_ORDSKIFTE_COMPLETE"
"""By which the program is asked what could be typed next."""
SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what lets your shell complete commands, options, and the names of sections, authors and editions.

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


def editions(ctx: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The editions of the site that begin so."""
    config = _config(ctx)
    return _beginning(config.editions if config else (), begun)


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


def _config(ctx: click.Context) -> Config | None:
    """What site.toml says, if it can be read."""
    source = _source(ctx)
    if source is None:
        return None
    try:
        return parse_config((source / CONFIG).read_text(encoding="utf-8-sig"))[0]
    except (OSError, UnicodeDecodeError):
        return None


def _source(ctx: click.Context) -> Path | None:
    """The folder of the site, if what has been typed so far names one."""
    source: Path | None = ctx.params.get("source")
    return source


def _beginning(names: Iterable[str], begun: str) -> list[str]:
    return sorted({name for name in names if name.startswith(begun)})
