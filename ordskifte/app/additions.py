"""What `serve` adds to a page on its way to the browser: the script that listens, the problems, the strip at the foot.

Each stands in a shadow root, so that the site's style sheets and these do not touch each other. All of it is English.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from ordskifte.app import console
from ordskifte.app.explain import explanation
from ordskifte.model.catalog import SOURCE_LOCALE
from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import Diagnostic, Span
from ordskifte.model.locales import primary
from ordskifte.model.translations import State
from ordskifte.pipeline.living import About, Shown
from ordskifte.pipeline.results import Made
from ordskifte.render import formats

AS_OF = "/.ordskifte/as-of"
EVENTS = "/.ordskifte/events"
PROBLEMS = "/.ordskifte/problems"
SCRIPT = "/.ordskifte/additions.js"
ENGLISH = "en_GB"

STYLE = Path(__file__).with_name("additions.css").read_text(encoding="utf-8")
LISTENER = Path(__file__).with_name("additions.js").read_bytes()

ROOT = Markup(
    '<{name} style="display:block"><template shadowrootmode="open"><style>{style}</style>{inside}</template></{name}>'
)
LISTENING = Markup(
    '<script src="{script}" data-version="{version}" data-problems="{problems}" data-events="{events}"'
    ' data-address="{address}"></script>'
)
OVERLAY = Markup('<div class="overlay" role="alert" lang="en" dir="ltr">{parts}</div>')
PART = Markup("""<details open><summary><strong>{heading}</strong> {advice}</summary>
<div class="problems" tabindex="0" role="group" aria-label="{heading}">{problems}</div></details>""")
PROBLEM = Markup("""<div class="problem"><p><strong>{place}</strong>: <b class="{severity}">{severity}</b>: {message} \
[{code}]</p>{line}{hint}{explained}</div>""")
EXPLAINED = Markup("<details><summary>What it means, and what to do</summary><pre>{}</pre></details>")
STRIP = Markup("""<aside class="strip" aria-label="Ordskifte" lang="en" dir="ltr">
<details><summary><strong>Ordskifte</strong> <span>{languages}</span> <span>{words}</span> \
<span>As of {moment}</span></summary>
<div class="more">{missing}
<form method="post" action="{action}"><input type="hidden" name="page" value="{path}"><label>Show the site as of \
<input type="datetime-local" name="at" value="{value}" required></label>
<span class="zone">{zone} time</span> <button>Show</button> \
<button name="now" value="yes" formnovalidate>Back to now</button></form>
<p>This strip is only here, never in the site that is built.</p></div></details></aside>""")
STATES: Mapping[State, str] = {
    State.CURRENT: ", a translation that is current",
    State.AGED: ", a translation that has aged: little things in the original are others",
    State.STALE: ", a translation that is stale: the original has changed",
    State.UNTRACKED: ", a translation that does not say what it was made from",
    State.MACHINE: ", translated by a machine",
    State.DRAFT: ", a draft of a translation",
    State.ORPHAN: ", a translation of what is not there",
}


class Additions(Struct, frozen=True):
    """What is added to pages at one moment: what is shown, and what the program itself could not do."""

    shown: Shown
    failure: str = ""

    @property
    def news(self) -> str:
        """What an open page has to know to become the newest one, as JSON."""
        news = {
            "version": self.shown.version,
            "since": self.shown.since,
            "styles": self.shown.styles,
            "problems": _digest(self.problems),
        }
        return json.dumps(news)

    @property
    def problems(self) -> Markup:
        """What is wrong, to stand over the page; nothing where there are no errors."""
        failure = _failure(self.failure) if self.failure else Markup()
        parts = failure + (_problems(self.shown.made) if self.shown.has_errors else Markup())
        return OVERLAY.format(parts=parts) if parts else Markup()

    def to_page(self, version: str, path: str, about: About | None) -> Markup:
        """What is to stand at the end of the page at a path that was made in this version."""
        problems = self.problems
        listening = LISTENING.format(
            script=SCRIPT, version=version, problems=_digest(problems), events=EVENTS, address=PROBLEMS
        )
        strip = _rooted("ordskifte-strip", _strip(path, about)) if about else Markup()
        return strip + _rooted("ordskifte-problems", problems) + listening


def _rooted(name: str, inside: Markup) -> Markup:
    return ROOT.format(name=name, style=Markup(STYLE), inside=inside)  # noqa: S704 - it is our own


def _digest(words: Markup) -> str:
    return sha256(words.encode()).hexdigest()[:16]


# --------------------------------------------------------------------------------------
# What is wrong
# --------------------------------------------------------------------------------------


def _problems(made: Made) -> Markup:
    advice = "What they touch is shown as it last was without errors."
    first = {problem.code: problem for problem in reversed(made.diagnostics)}
    problems = Markup().join(_problem(each, made, is_first=first[each.code] is each) for each in made.diagnostics)
    return PART.format(heading=console.noted(made), advice=advice, problems=problems)


def _failure(words: str) -> Markup:
    problem = Markup("<p>{}</p><p>The terminal says more. This is a mistake in Ordskifte, not in your text.</p>")
    return PART.format(
        heading="Ordskifte itself failed.", advice="The next save tries again.", problems=problem.format(words)
    )


def _problem(problem: Diagnostic, made: Made, *, is_first: bool) -> Markup:
    """A problem as it stands over the page; the first one with a code is explained."""
    line = made.lines.get(problem.span, "") if isinstance(problem.span, Span) else ""
    return PROBLEM.format(
        place=console.place(problem),
        severity=problem.severity.value,
        message=problem.message,
        code=problem.code,
        line=Markup("<pre>{}</pre>").format(line) if line else "",
        hint=Markup("<p>{}</p>").format(problem.hint) if problem.hint else "",
        explained=EXPLAINED.format(explanation(problem.code)) if is_first and problem.code in CODES else "",
    )


# --------------------------------------------------------------------------------------
# The strip
# --------------------------------------------------------------------------------------


def _strip(path: str, about: About) -> Markup:
    return STRIP.format(
        languages=_languages(about),
        words=_words(about),
        moment=f"{formats.date(about.moment, ENGLISH, about.zone)}, {formats.time(about.moment, ENGLISH, about.zone)}",
        missing=_missing(about) if about.missing else "",
        action=AS_OF,
        path=path,
        value=f"{about.moment:%Y-%m-%dT%H:%M}",
        zone=about.zone,
    )


def _languages(about: About) -> str:
    """In which languages a page is, and what has become of a translation."""
    interface, text = _language(about.interface, about), _language(about.text, about)
    state = STATES.get(about.state, "")
    if text == interface:
        return f"All in {text}{state}."
    return f"Interface in {interface}, text in {text}{state}."


def _words(about: About) -> str:
    """Whether messages are missing; where the interface is in English, they are its words themselves."""
    if about.missing:
        return f"{console.counted(len(about.missing), 'message')} missing on this page."
    return "" if primary(about.interface) == SOURCE_LOCALE else "No message is missing."


def _missing(about: About) -> Markup:
    heading = f"These words of the interface are not translated to {_language(about.interface, about)}:"
    words = Markup().join(
        Markup("<li>“{}”, shown in {}</li>").format(missing.msgid, _language(missing.language, about))
        for missing in about.missing
    )
    return Markup("<p>{}</p><ul>{}</ul>").format(heading, words)


def _language(locale: str, about: About) -> str:
    """What a language is called where these are named: Bokmål is Norwegian, but beside Nynorsk."""
    named = {about.interface, about.text, *(missing.language for missing in about.missing)}
    return formats.language_name(locale, ENGLISH, tells_bokmal="nn" in named)
