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
from ordskifte.render.grants import is_of, kids_of, site_of
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
    here = [member for member in members if member not in elsewhere]
    foreign = [member for member in here if not is_of(member.grant, member.label, options.master)]
    if elsewhere:
        message = f"{_codes(elsewhere)} issued for {site_of(elsewhere[0].grant)}, and this is {site}"
        hint = "Give `url` and `base_path` back what they were; or revoke these grants and issue them again."
        yield _problem(message, hint, options)
    if foreign:
        hint = "Build with the key that they were issued under; or revoke these grants and issue them again."
        yield _problem(f"{_codes(foreign)} issued under another key than this one", hint, options)
    shut = {member: _shut(member, sealed, config, options.master) for member in here if member not in foreign}
    if articles := sorted(set[str]().union(*shut.values())):
        yield _older([member for member in shut if shut[member]], articles)


def _shut(member: Member, sealed: Collection[SealedPage], config: Config, master: Secret) -> set[str]:
    """The articles of a member's plan and time whose key the grant does not hold."""
    kids = kids_of(member.grant, member.label, master)
    theirs = (page for page in sealed if page.access == member.plan or page.access not in config.plans)
    return {page.key for page in theirs if page.month <= member.until and kid(member.plan, page.month) not in kids}


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
