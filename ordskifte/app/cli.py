"""The command line: which commands there are. Each lives in a module of its own, imported when it is called for."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from ordskifte import __version__

if TYPE_CHECKING:
    from concurrent.futures import Executor  # Only a site with workers of its own pays for the import.

COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("ordskifte.app.init", "Begin a new site in a folder of its own."),
    "new": ("ordskifte.app.new", "Begin an article, an author, a page or a section."),
    "build": ("ordskifte.app.build", "Build the site into its output folder."),
    "serve": ("ordskifte.app.serve", "Show the site in a browser on this machine while you write."),
    "check": ("ordskifte.app.check", "Look over the sources and the built site, for people and for CI."),
    "explain": ("ordskifte.app.explain", "Tell what the code behind a message means, and what to do."),
    "deploy": ("ordskifte.app.deploy", "Put the built site where readers find it, and go back if need be."),
    "due": ("ordskifte.app.due", "Tell what fell due since the last build, and what comes next."),
    "access": ("ordskifte.app.access", "Keep the key of the site, and the access of its members."),
    "import": ("ordskifte.app.import_", "Bring texts from another system into a site."),
    "messages": ("ordskifte.app.messages", "Gather the words of the interface for translators."),
    "translate": ("ordskifte.app.translate", "Give articles to translators, and see what is left to do."),
    "campaigns": ("ordskifte.app.campaigns", "Say which campaigns stand on a page, and why."),
    "newsletter": ("ordskifte.app.newsletter", "Write a letter to readers of what is new in an edition."),
    "report": (
        "ordskifte.app.report",
        "Write pages for translators: what is left, what comes next.",
    ),
    "schema": ("ordskifte.app.schema", "Show what front matter and site.toml can say, for editors."),
    "urls": ("ordskifte.app.urls", "Keep the ledger of the addresses that have been published."),
    "redirects": ("ordskifte.app.redirects", "Say what becomes of addresses that have moved or vanished."),
    "completion": ("ordskifte.app.completion", "Let your shell complete what you type."),
}
DEFAULT = "build"
OPTIONS = {"help": "--help", "version": "--version"}
"""What is a command in other programs."""
INTERRUPTED = 130
"""The exit code of a program that was stopped from the keyboard: 128 and the number of SIGINT."""


class Commands(click.Group):
    """The commands by name; what begins with no command's name is meant for `build`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        is_completed = ctx.resilient_parsing  # What would be typed next is a command.
        if not (args or is_completed) or (args and args[0].startswith("-") and args[0] not in own):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in OPTIONS:
            ctx.fail(f"No such command {args[0]!r}. Type `{ctx.info_name} {OPTIONS[args[0]]}`.")
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing one of them."""
        found = ((name, purpose) for name, (_, purpose) in COMMANDS.items() if name.startswith(incomplete))
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(CompletionItem(name, help=purpose) for name, purpose in found), *options]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


@click.group(
    cls=Commands,
    commands={name: click.Command(name) for name in COMMANDS},  # Known by name, for "did you mean".
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit code: 0 done, 1 there are errors to mend, 2 the command itself cannot be understood.",
)
@click.version_option(__version__, prog_name="ordskifte")
def program() -> None:
    """Turn a folder of Markdown into a magazine in more than one language.

    Stand in the folder of a site, the one that holds site.toml. Without a command, the site is built. COMMAND --help
    tells more of each.
    """


def main(
    renderers: tuple[object, ...] = (),
    queries: Mapping[str, Callable[..., object]] | None = None,
    executor: "Callable[[], Executor] | None" = None,
) -> None:
    """Run the program; `renderers` and `queries` are what a site adds to the built-in ones.

    `executor` makes one that does the work of a build, on this machine or on others that see the same files.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # Windows may have no – where it prints.
    program(obj={"renderers": tuple(renderers), "queries": queries or {}, "executor": executor})
