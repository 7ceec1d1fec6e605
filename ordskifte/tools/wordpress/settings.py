"""`site.toml` of a site that is begun with an import: what the export says of the publication."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from ordskifte.model.slugs import is_slug, slug
from ordskifte.tools.starter import FORMATS, PATTERNS, PLAN, language_in_itself
from ordskifte.tools.toml import by_locale, quoted
from ordskifte.tools.wordpress.index import WORKS, Index
from ordskifte.tools.wordpress.languages import Languages
from ordskifte.tools.wordpress.plain import one_line
from ordskifte.tools.wordpress.terms import Topics, toml
from ordskifte.tools.wordpress.works import old_site

HOME = "https://example.org"
_ZONES: Mapping[str, str] = {
    "nb": "Europe/Oslo",
    "nn": "Europe/Oslo",
    "se": "Europe/Oslo",
    "sv": "Europe/Stockholm",
    "da": "Europe/Copenhagen",
    "fi": "Europe/Helsinki",
    "is": "Atlantic/Reykjavik",
    "fo": "Atlantic/Faroe",
    "de": "Europe/Berlin",
    "fr": "Europe/Paris",
    "nl": "Europe/Amsterdam",
    "it": "Europe/Rome",
    "es": "Europe/Madrid",
    "pl": "Europe/Warsaw",
    "en": "Europe/London",
}
"""Where a language is most at home; believed only where every hour of the export agrees."""


def zone(index: Index, languages: Languages) -> str:
    """The zone by whose clocks all times of the export are; UTC where none is known that they all agree with."""
    pairs = [
        (datetime.fromisoformat(entry.date), datetime.fromisoformat(entry.date_gmt))
        for entry in index.entries
        if entry.date and entry.date_gmt and entry.kind in WORKS and _is_day(entry.date) and _is_day(entry.date_gmt)
    ]
    for locale in languages.locales:
        name = _ZONES.get(locale.partition("-")[0])
        if name and pairs and all(_agrees(here, there, ZoneInfo(name)) for here, there in pairs):
            return name
    return "UTC"


def _is_day(text: str) -> bool:
    try:
        return 1 < datetime.fromisoformat(text).year < 9999
    except ValueError:
        return False


def _agrees(here: datetime, there: datetime, clock: ZoneInfo) -> bool:
    return here.replace(tzinfo=clock).utcoffset() == here - there


def site_toml(index: Index, languages: Languages, topics: Topics, footer: Iterable[str] = ()) -> str:
    """The whole configuration; `footer` are the keys of the pages that every page is to lead to."""
    locales = languages.locales
    title = one_line(index.channel.title) or "Magazine"
    tagline = one_line(index.channel.tagline)
    url, base = _home(index)
    lines = [
        "# The publication, as an export of WordPress tells of it: its name, its languages, its sections.",
        "# What begins with # is a note, and the program does not read it.",
        "",
        "[site]",
        f"title = {by_locale(dict.fromkeys(locales, title))}",
        *([f"tagline = {by_locale({languages.default: tagline})}"] if tagline else []),
        "# Where readers find the site: https:// and the host.",
        f"url = {quoted(url)}",
        f"base_path = {quoted(base)}",
        "# Days and times in articles are by the clocks of this place.",
        f"time_zone = {quoted(zone(index, languages))}",
        f"default_locale = {quoted(languages.default)}",
        "",
        *(line for locale in locales for line in _edition(locale, languages)),
        "# Sections, tags and authors stay where they were, and articles where that can be.",
        "[urls]",
        *_patterns(index, languages),
        "",
        toml(topics).rstrip("\n"),
        "",
        "# The pages that every page leads to at its foot.",
        "[[menu]]",
        'name = "footer"',
        f"links = [{', '.join(quoted(f'page:{key}') for key in footer)}]",
        "",
        "# Everyone may read what does not say otherwise. An article for members says `access: members`.",
        "[access]",
        'default = "free"',
        "",
        "# What members have.",
        "[access.plans.member]",
        f"name = {by_locale({locale: PLAN[locale] for locale in locales if locale in PLAN} or {'en': PLAN['en']})}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _home(index: Index) -> tuple[str, str]:
    """Scheme and host, and the path that the old site lay under."""
    for address in index.channel.addresses:
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.hostname and slug(parts.hostname):
            parts_of_path = [slug(part) for part in parts.path.split("/")]
            base = "/".join(part for part in parts_of_path if part)
            return f"https://{parts.hostname}", f"/{base}/" if base else "/"
    return HOME, "/"


def _patterns(index: Index, languages: Languages) -> Iterator[str]:
    """The patterns of addresses: WordPress's own, and for what it does not have those of each language."""
    own = {**PATTERNS, "section": {}, "tag": {}, "author": {}}
    kept = {"section": "category/{slug}/", "tag": "tag/{slug}/", "author": "author/{slug}/"}
    articles = {locale: _pattern(index, languages, locale) for locale in languages.locales}
    own["article"] = {
        locale: found or PATTERNS["article"].get(locale, "articles/{slug}/") for locale, found in articles.items()
    }
    for kind, by_language in own.items():
        known = {locale: by_language[locale] for locale in languages.locales if locale in by_language}
        if kind in kept:
            yield f"{kind} = {quoted(kept[kind])}"
        elif known:
            yield f"{kind} = {by_locale(known)}"


def _pattern(index: Index, languages: Languages, locale: str) -> str:
    """Where most articles of a language stood, if that is one folder and no day; empty if it is not."""
    folders: Counter[str] = Counter()
    old = old_site(index)
    for entry in index.entries:
        if entry.kind == "post" and entry.status == "publish" and languages.tongues[entry.place].locale == locale:
            path = re.sub(r"^/index\.php(?=/)", "", old.path(entry.link) or "")
            own = re.sub(rf"^/{locale.lower()}(?=/)", "", path) if locale != languages.default else path
            folders[
                own.removesuffix(f"{unquote(entry.slug)}/") if own.endswith(f"/{unquote(entry.slug)}/") else ""
            ] += 1
    folder, count = folders.most_common(1)[0] if folders else ("", 0)
    is_plain = all(is_slug(part) and not part.isdigit() for part in folder.strip("/").split("/") if part)
    return f"{folder.lstrip('/')}{{slug}}/" if folder and is_plain and 2 * count > folders.total() else ""


def _edition(locale: str, languages: Languages) -> Iterator[str]:
    yield f"[locales.{locale}]"
    yield f"name = {quoted(language_in_itself(locale, tells_bokmal='nn' in languages.locales))}"
    yield f"path = {quoted('' if locale == languages.default else locale.lower())}"
    if locale in FORMATS:
        yield f"formats = {quoted(FORMATS[locale])}"
    yield ""
