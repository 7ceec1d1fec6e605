"""The key of a site, from the environment or from a file outside its folder. Read here and nowhere else."""

import os
from pathlib import Path

import click

from ordskifte.model.secrets import Secret
from ordskifte.render.keys import master_key

KEY = "ORDSKIFTE_ACCESS_KEY"
"""The variable of the environment that has it."""
OPTION = "--key-file"


def given_key(source: Path, file: Path | None) -> Secret | None:
    """The site's key; None where none is given. Stops where something is that is no key, and says nothing of it."""
    if file is None:
        given, where = Secret(os.environ.get(KEY, "").encode()), f"${KEY}"
    else:
        refuse_inside(source, file, OPTION)
        try:
            given, where = Secret(file.read_bytes()), str(file)
        except OSError as problem:
            raise click.BadParameter(f"{file} cannot be read: {problem.strerror}.", param_hint=OPTION) from None
    if not given.bare.strip():
        if file is not None:
            raise click.ClickException(f"There is no key in {where}. `access key` makes one.")
        return None
    master = master_key(given)
    if master is None:
        raise click.ClickException(f"What is in {where} is no key; `access key` shows what one looks like.")
    return master


def refuse_inside(source: Path, file: Path, option: str) -> None:
    """Stop where a secret would lie beside what is committed and published."""
    if file.resolve().is_relative_to(source.resolve()):
        raise click.BadParameter(f"{file} lies in the folder of the site; keep it elsewhere.", param_hint=option)
