"""The report of a site, put together of its works and its messages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from ordskifte.model.catalog import PSEUDO_LOCALE, Extracted
from ordskifte.model.config import Config
from ordskifte.model.text import Text
from ordskifte.model.translations import State
from ordskifte.render.formats import language_name
from ordskifte.tools.report.messages import Shelf, messages, other_findings
from ordskifte.tools.report.order import tasks
from ordskifte.tools.report.values import FORMAT, Language, Message, MessageState, Report, Work
from ordskifte.tools.report.works import Desk, sections, works
from ordskifte.tools.statuses import Status


def report(
    desk: Desk, shelf: Shelf, statuses: Iterable[Status], uses: Iterable[Extracted], title: Text, now: datetime
) -> Report:
    """What there is to say of a site at a moment; `title` is that of the publication.

    Of the locale that a machine words, nothing: nobody translates into it.
    """
    config = desk.site.config
    found = works((status for status in statuses if status.locale != PSEUDO_LOCALE), desk)
    worded = _in_order(config, shelf.readings)
    locales = _in_order(config, {*shelf.readings, *(version.locale for work in found for version in work.versions)})
    interface = messages(uses, worded, shelf)
    return Report(
        format=FORMAT,
        title=title.value,
        title_language=title.locale,
        url=config.url + config.base_path,
        at=now,
        time_zone=config.time_zone,
        languages=tuple(_language(locale, locales, found, interface, desk, now) for locale in locales),
        sections=sections(config),
        works=found,
        messages=interface,
        findings=other_findings(interface, shelf),
    )


def _in_order(config: Config, locales: Iterable[str]) -> tuple[str, ...]:
    """The editions in the site's order, then these others."""
    return tuple(locale for locale in dict.fromkeys((*config.editions, *sorted(locales))) if locale != PSEUDO_LOCALE)


def _language(
    locale: str,
    locales: Sequence[str],
    works: Sequence[Work],
    messages: Sequence[Message],
    desk: Desk,
    now: datetime,
) -> Language:
    config = desk.site.config
    states = Counter(version.state for work in works if (version := work.version(locale)))
    wordings = [worded for message in messages if (worded := message.worded(locale))]
    of_messages = Counter(worded.state for worded in wordings)
    following = tasks(works, locale, [*config.sections], now)
    return Language(
        locale=locale,
        name=language_name(locale, "en_GB", tells_bokmal="nn" in locales),
        autonym=config.editions[locale].name if locale in config.editions else "",
        states={state: states[state] for state in State if states[state]},
        words=sum(task.words or 0 for task in following),
        messages={state: of_messages[state] for state in MessageState if of_messages[state]},
        findings=sum(len(worded.findings) for worded in wordings),
        next=following,
    )
