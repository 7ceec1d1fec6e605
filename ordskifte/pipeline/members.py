"""The members of a site: which grants are published, and whether their codes open anything there.

No problem names a member: in the place of a label someone may have written a code.
"""

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from ordskifte.load import Files
from ordskifte.model.config import Config
from ordskifte.model.diagnostics import Diagnostic, Diagnostics, Severity, Span, warning
from ordskifte.model.members import MEMBERS, Member, Members
from ordskifte.model.secrets import Secret
from ordskifte.parse.members import parse_members
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.resolved import SealedPage
from ordskifte.pipeline.results import Options
from ordskifte.render.grants import kids_of, site_of
from ordskifte.render.jose import Refused
from ordskifte.render.keys import kid


def read_members(files: Files, config: Config, memo: Memo) -> tuple[Members, Diagnostics]:
    """The members, and what is wrong where they stand; where anything is, there are none."""
    if MEMBERS not in files.stamps:
        return (), ()
    content = memo.read(MEMBERS)
    if isinstance(content, Diagnostic):
        return (), (content,)
    text, problems = decoded(MEMBERS, content)
    members, faults = parse_members(MEMBERS, text, tuple(config.plans))
    return members, (*problems, *faults)


def locked_out(
    members: Members, sealed: Collection[SealedPage], config: Config, options: Options
) -> Iterator[Diagnostic]:
    """That codes which have been issued open nothing on this site, an error where there has to be the key; or that
    they do not open what is older than they are, and has become a text for members since.
    """
    if options.master is None or not options.has_own_key:
        return
    site = config.url + config.base_path
    elsewhere = [member for member in members if site_of(member.grant) != site]
    held = {member: _kids(member, options.master) for member in members if member not in elsewhere}
    foreign = [member for member, kids in held.items() if kids is None]
    if elsewhere:
        message = f"{_codes(elsewhere)} issued for {site_of(elsewhere[0].grant)}, and this is {site}"
        hint = "Give `url` and `base_path` back what they were; or revoke these grants and issue them again."
        yield _problem(message, hint, options)
    if foreign:
        hint = "Build with the key that they were issued under; or revoke these grants and issue them again."
        yield _problem(f"{_codes(foreign)} issued under another key than this one", hint, options)
    wanted = {plan: _by_month(plan, sealed, config) for plan in config.plans}
    shut = {member: _shut(member, kids, wanted[member.plan]) for member, kids in held.items() if kids is not None}
    if late := {member: months for member, months in shut.items() if months}:
        articles = {key for member, months in late.items() for month in months for key in wanted[member.plan][month]}
        yield _older([*late], sorted(articles))


def _kids(member: Member, master: Secret) -> frozenset[str] | None:
    """The names of the keys that a member's grant holds; None where it was made by another master key."""
    try:
        return kids_of(member.grant, member.label, master)
    except Refused:
        return None


def _by_month(plan: str, sealed: Collection[SealedPage], config: Config) -> dict[str, set[str]]:
    """The articles that members of a plan may read, by the months of their keys."""
    found: dict[str, set[str]] = {}
    for page in sealed:
        if page.access == plan or page.access not in config.plans:
            found.setdefault(page.month, set()).add(page.key)
    return found


def _shut(member: Member, kids: frozenset[str], wanted: Collection[str]) -> list[str]:
    """The months of a member's time that the grant holds no key of."""
    return [month for month in wanted if month <= member.until and kid(member.plan, month) not in kids]


def _older(members: list[Member], articles: list[str]) -> Diagnostic:
    rest = f" and {len(articles) - 1} more" if articles[1:] else ""
    message = f"{_codes(members)} issued before `{articles[0]}`{rest} had text for members: that stays shut to them."
    hint = "`access renew --all` opens it, too; the codes and their last months stay as they are."
    return warning("member-outside", message, Span(MEMBERS), hint)


def _codes(members: list[Member]) -> str:
    return f"The codes of {len(members)} members were" if len(members) > 1 else "The code of a member was"


def _problem(message: str, hint: str, options: Options) -> Diagnostic:
    problem = warning("member-locked-out", f"{message}: nothing opens here.", Span(MEMBERS), hint)
    return replace(problem, severity=Severity.ERROR) if options.requires_key else problem
