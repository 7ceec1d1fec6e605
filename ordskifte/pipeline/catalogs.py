"""All that translators are told beside what a build tells: of their words, of the glossaries, of what they are asked.

No build comes here, so a glossary is part of nothing that is published.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ordskifte.check.messages import findings
from ordskifte.load import CONFIG, Files
from ordskifte.model.catalog import unnamed
from ordskifte.model.codes import CODES
from ordskifte.model.diagnostics import At, Diagnostic, Diagnostics, Span, error, placed
from ordskifte.model.glossary import Glossary, glossary_tag
from ordskifte.parse.config import message_place
from ordskifte.parse.glossary import parse_glossary
from ordskifte.parse.languages import language
from ordskifte.parse.text import decoded
from ordskifte.pipeline.memo import Memo
from ordskifte.pipeline.sources import Parsed
from ordskifte.render.compiled import unnamed_remark
from ordskifte.render.wording import asked


def catalog_findings(files: Files, texts: Parsed, memo: Memo) -> Diagnostics:
    """What is to be said of the words of all catalogs, of the glossaries, and of messages in templates and `site.toml`.

    What is wrong with the catalogs themselves is told where they are read.
    """
    glossaries = _glossaries(files, texts, memo)
    return (
        *(finding for locale in texts.readings for finding in _findings(texts, locale, glossaries.by_locale)),
        *glossaries.diagnostics,
        *(remark for template in texts.templates.values() for remark in template.remarks),
        *_config_remarks(texts),
    )


def _findings(texts: Parsed, locale: str, glossaries: Mapping[str, Glossary]) -> Iterator[Diagnostic]:
    edition = texts.config.editions.get(locale)
    formats = edition.formats if edition else locale
    return findings(texts.readings[locale], glossaries.get(locale, Glossary()), formats)


class _Glossaries(Struct, frozen=True):
    by_locale: Mapping[str, Glossary]
    diagnostics: Diagnostics


def _glossaries(files: Files, texts: Parsed, memo: Memo) -> _Glossaries:
    found: dict[str, Glossary] = {}
    problems: list[Diagnostic] = []
    for path in files.under("locales/"):
        tag = glossary_tag(path)
        if tag is None:
            continue
        locale, tag_problems = language(tag, Span(path))
        problems += tag_problems
        if locale in found:
            message = f"This is a second glossary of `{locale}`."
            problems.append(error("language-duplicate", message, Span(path), "Bring the two together in one file."))
        elif locale:
            found[locale], said = _glossary(path, memo)
            problems += (*said, *_unused(path, locale, texts))
    return _Glossaries(found, tuple(problems))


def _glossary(path: str, memo: Memo) -> tuple[Glossary, Diagnostics]:
    content = memo.read(path)
    if isinstance(content, Diagnostic):
        return Glossary(), (content,)
    text, problems = decoded(path, content)
    glossary, faults = parse_glossary(path, text)
    return glossary, (*problems, *faults)


def _unused(path: str, locale: str, texts: Parsed) -> Iterator[Diagnostic]:
    if locale not in texts.readings:
        hint = f"`messages new {locale}` begins one, if that is the language."
        yield _warning("glossary-unused", f"There is no catalog in `{locale}`.", Span(path), hint)


def _config_remarks(texts: Parsed) -> Iterator[Diagnostic]:
    for use in asked(texts.config, (), ()):
        if stray := unnamed(use.message.msgid):
            at = At(CONFIG, message_place(use.message.context, texts.config))
            yield placed(unnamed_remark(stray, at), {CONFIG: texts.config_places})


def _warning(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(CODES[code], code, message, span, hint)
