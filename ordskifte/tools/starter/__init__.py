"""A site that is begun: its files, for the languages that it is to be in, or the whole sample publication.

Knows what a site begins with; not where it is put, nor where the program came from. The sample's files are given to it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files

from ordskifte.load import CONFIG
from ordskifte.model.catalog import SOURCE_LOCALE
from ordskifte.model.document import Kind
from ordskifte.model.locales import primary
from ordskifte.model.translations import ledger_path, text_fingerprint
from ordskifte.parse.config import parse_config
from ordskifte.parse.document import parse_source
from ordskifte.parse.ledger import ledger_text
from ordskifte.parse.names import Name
from ordskifte.parse.po import read
from ordskifte.parse.segments import segments
from ordskifte.render.assets import ASSETS
from ordskifte.render.compiled import FOLDER as TEMPLATES
from ordskifte.render.compiled import compiled
from ordskifte.render.formats import language_name, plural_header
from ordskifte.render.wording import asked, catalog_path
from ordskifte.tools.editions import ALSO_READ
from ordskifte.tools.editor_settings import editor_settings
from ordskifte.tools.messages import template, upkept
from ordskifte.tools.po import po_text
from ordskifte.tools.toml import by_locale, quoted

Contents = Mapping[str, bytes]
"""Files by their paths."""

SAMPLE = ("content", "data", "locales", "site.toml", "templates")
"""What makes the sample publication."""
REPOSITORY = (".github/workflows/site.yml", "build.py", "requirements.txt")
"""What a site has besides, and takes from the sample's repository as it is, or nearly so."""
NAME_OF_SAMPLE = "Nordre Rand"

ARTICLE, AUTHOR, PAGES = "the-first-issue", "editors", ("about", "support")
POT = "locales/messages.pot"
IMPRINT = "templates/macros/imprint.html"
WORKFLOW, REQUIREMENTS = REPOSITORY[0], REPOSITORY[2]

FORMATS = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
"""The languages that a site can begin in, and whose dates and numbers each has. Others begin with texts in English."""
ZONES = {"nb": "Europe/Oslo", "nn": "Europe/Oslo"}
SECTION = {"nb": "Samfunn", "nn": "Samfunn", "en": "Society"}
PLAN = {"nb": "Medlem", "nn": "Medlem", "en": "Member"}
PATTERNS: Mapping[str, Mapping[str, str]] = {
    "article": {"nb": "artikler/{slug}/", "nn": "artiklar/{slug}/"},
    "author": {"nb": "forfattere/{slug}/", "nn": "forfattarar/{slug}/"},
    "authors": {"nb": "forfattere/", "nn": "forfattarar/"},
    "section": {"nb": "seksjon/{slug}/", "nn": "seksjon/{slug}/"},
    "tag": {"nb": "emne/{slug}/", "nn": "emne/{slug}/"},
    "series": {"nb": "serie/{slug}/", "nn": "serie/{slug}/"},
    "corrections": {"nb": "rettelser/", "nn": "rettingar/"},
    "archive": {"nb": "arkiv/", "nn": "arkiv/"},
    "year": {"nb": "arkiv/{year}/", "nn": "arkiv/{year}/"},
    "listing": {"nb": "side-{number}/", "nn": "side-{number}/"},
    "search": {"nb": "sok/", "nn": "sok/"},
}
"""Addresses in these languages; the others have English ones until someone writes their own."""


def starter(sample: Contents, name: str, locales: tuple[str, ...], day: date) -> dict[str, bytes]:
    """The files of a site that is small and complete: in each of these languages an edition, the first at its root.

    `sample` is the sample publication with what stands around it.
    """
    config = site_toml(name, locales)
    looks = {path: content for path, content in sample.items() if path.startswith(TEMPLATES)}
    looks[IMPRINT] = _resource("templates/imprint.html").encode()
    texts = {CONFIG: config, **dict(_content(locales, day))}
    return {
        **{path: text.encode() for path, text in texts.items()},
        **looks,
        **{path: text.encode() for path, text in _catalogs(sample, looks, config)},
        **surroundings(sample, name),
    }


def sample_site(sample: Contents) -> dict[str, bytes]:
    """The files of the sample publication, as a site of its own."""
    own = {path: content for path, content in sample.items() if path.split("/")[0] in SAMPLE}
    return {**own, **surroundings(sample, NAME_OF_SAMPLE)}


def surroundings(sample: Contents, name: str) -> dict[str, bytes]:
    """What a site has around what is published: for those who write it, their editors, and the host of its code."""
    workflow = sample[WORKFLOW].decode()
    return {
        ".editorconfig": _resource("repository/editorconfig").encode(),
        ".gitattributes": _resource("repository/gitattributes").encode(),
        ".gitignore": _resource("repository/gitignore").encode(),
        "README.md": _resource("repository/README.md").replace("{name}", name).encode(),
        "build.py": sample["build.py"],
        WORKFLOW: _OF_OUR_DOCS.sub("# README.md tells how this is turned on.\n", workflow).encode(),
        **{path: text.encode() for path, text in editor_settings().items()},
    }


_OF_OUR_DOCS = re.compile(r"^# docs/deploying\.md .*\n", re.MULTILINE)


def _resource(path: str) -> str:
    return files(__package__).joinpath(path).read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------
# Texts
# --------------------------------------------------------------------------------------


def _content(locales: tuple[str, ...], day: date) -> Iterator[tuple[str, str]]:
    """An article with its translations, its author, and pages, in those of the languages that there are texts in."""
    # Of two Englishes one is enough.
    written = {primary(locale): locale for locale in reversed(locales) if primary(locale) in FORMATS}
    first, *others = [locale for locale in locales if locale in written.values()] or [SOURCE_LOCALE]
    for locale in (first, *others):
        yield f"content/authors/{AUTHOR}.{locale}.md", _resource(f"content/author.{primary(locale)}.md")
        for page in PAGES:
            yield f"content/pages/{page}.{locale}.md", _resource(f"content/{page}.{primary(locale)}.md")
    original = f"date: {day.isoformat()}\nauthors: [{AUTHOR}]\nsection: society"
    path, text = _article(first, original)
    yield path, text
    if others:
        now = segments(parse_source(path, Name(Kind.ARTICLE, ARTICLE, first), text, "UTC"))
        fingerprint = text_fingerprint(now)
        yield ledger_path(ARTICLE), ledger_text({fingerprint: now})
        for locale in others:
            yield _article(locale, f"translation: {{of: {first}, source: {fingerprint}, status: reviewed}}")


def _article(locale: str, about: str) -> tuple[str, str]:
    text = _resource(f"content/article.{primary(locale)}.md").replace("{about}", about)
    return f"content/articles/{ARTICLE}.{locale}.md", text


# --------------------------------------------------------------------------------------
# site.toml
# --------------------------------------------------------------------------------------


def site_toml(name: str, locales: tuple[str, ...]) -> str:
    """The configuration of a site that is begun, with notes for those who have never seen one."""
    return f"""\
# The publication: its name, its languages, its sections.
# What begins with # is a note, and the program does not read it. `ordskifte build` tells what is wrong in here.

[site]
title = {by_locale(dict.fromkeys(locales, name))}
# Where readers find the site: https:// and the host. Change it before you publish.
url = "https://example.org"
# Days and times in articles are by the clocks of this place.
time_zone = {quoted(zone_of(locales))}
default_locale = {quoted(locales[0])}

# The editions: the languages of menus, dates and buttons. An article may be in any language.
# `ordskifte messages new LANGUAGE` begins another one.

{_editions(locales)}
{_urls(locales)}\
# The sections, in the order of the menu. `ordskifte new section "Name"` adds one.
# A name stands once for each language that has its own.

[sections.society]
name = {by_locale(_words(SECTION, locales))}
{_slugs(locales)}\

# Tags, if you want them: articles say `tags: [sea]`.
# [tags.sea]
# name = {by_locale(_words({"nb": "Havet", "nn": "Havet", "en": "The sea"}, locales))}

# Series, if you want them: articles that are read in order. `ordskifte new series "Name"` begins one.

# The pages that every page leads to at its foot. `ordskifte new page "Title"` begins one.
[[menu]]
name = "footer"
links = [{", ".join(quoted(f"page:{page}") for page in PAGES)}]

{_cards(locales)}\
# Everyone may read what does not say otherwise. An article for members says `access: members`.
[access]
default = "free"

# Each edition has a page to search from.
[build]
search = true

# What members have.
[access.plans.member]
name = {by_locale(_words(PLAN, locales))}

# What readers can do for the publication. How, stands on the page that it leads to.
[actions.subscribe]
name = "Subscribe"
url = "page:support"

[actions.donate]
name = "Donate"
url = "page:support#donate"

# The ask that every free article ends with. Its words in other languages stand in locales/.
[[campaign]]
id = "free-article"
slot = "article-end"
access = ["free"]
kinds = ["article"]
icon = "bell"
title = "You have just read a free article"
body = "%(site)s lives only through its readers. To support us, <subscribe>subscribe</subscribe> or \
<donate>donate</donate>!"
actions = ["subscribe", "donate"]
"""


def zone_of(locales: tuple[str, ...]) -> str:
    """The time zone of a site in these languages, as far as they tell."""
    return next((ZONES[locale] for locale in locales if locale in ZONES), "UTC")


def _editions(locales: tuple[str, ...]) -> str:
    return "\n".join("".join(f"{line}\n" for line in _edition(locale, locales)) for locale in locales)


def _edition(locale: str, locales: tuple[str, ...]) -> Iterator[str]:
    yield f"[locales.{locale}]"
    yield f"name = {quoted(language_in_itself(locale, tells_bokmal='nn' in locales))}"
    if locale == locales[0]:
        yield 'path = "" # At the root of the site.'
    else:
        yield f"path = {quoted(locale.lower())} # Its addresses begin with /{locale.lower()}/."
    near = also_read(locale, locales)
    if near:
        yield f"fallback = [{', '.join(map(quoted, near))}] # Where it has no words of its own yet."
    if locale in FORMATS:
        yield f"formats = {quoted(FORMATS[locale])} # Dates and numbers."


def also_read(locale: str, locales: tuple[str, ...]) -> list[str]:
    """The editions whose words a reader of another one understands."""
    return [other for other in ALSO_READ.get(locale, ()) if other in locales]


def language_in_itself(locale: str, *, tells_bokmal: bool) -> str:
    """The language's name in itself, as it stands in a list of languages."""
    name = language_name(locale, locale, tells_bokmal=tells_bokmal)
    return locale if name == locale else name[:1].upper() + name[1:]


def _urls(locales: tuple[str, ...]) -> str:
    """The patterns of addresses, where a language has its own."""
    own = {kind: _among(by_locale, locales) for kind, by_locale in PATTERNS.items()}
    if not any(own.values()):
        return ""
    lines = "".join(f"{kind} = {by_locale(patterns)}\n" for kind, patterns in own.items())
    return f"# What addresses look like, by language. Once readers know them, leave them.\n\n[urls]\n{lines}\n"


def _slugs(locales: tuple[str, ...]) -> str:
    """How the section is called in addresses, where that is not its id."""
    own = _among({"nb": "samfunn", "nn": "samfunn"}, locales)
    return f"slug = {by_locale(own)} # In addresses.\n" if own else ""


def _cards(locales: tuple[str, ...]) -> str:
    """Cards, where the font that comes along has the letters of all editions."""
    names = "".join(language_in_itself(locale, tells_bokmal=False) for locale in locales)
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in names if letter.isalpha()}
    if not scripts <= {"LATIN", "GREEK", "CYRILLIC"}:
        return ""
    return """\
# Pictures for links that are shared, in the colours of templates/assets/site.css.
[cards]
paper = "#fcfcfb"
ink = "#14191e"
accent = "#9c2316"

"""


def _words(words: Mapping[str, str], locales: tuple[str, ...]) -> Mapping[str, str]:
    return _among(words, locales) or {SOURCE_LOCALE: words[SOURCE_LOCALE]}


def _among(words: Mapping[str, str], locales: tuple[str, ...]) -> dict[str, str]:
    """Those in these languages."""
    return {locale: words[primary(locale)] for locale in locales if primary(locale) in words}


# --------------------------------------------------------------------------------------
# The words of the interface
# --------------------------------------------------------------------------------------


def _catalogs(sample: Contents, looks: Contents, site: str) -> Iterator[tuple[str, str]]:
    """The catalogs of the editions with the sample's translations of what this site says, and their template."""
    config, _, _ = parse_config(site)
    assert config is not None
    templates = (
        compiled(path.removeprefix(TEMPLATES), content.decode())
        for path, content in looks.items()
        if not path.startswith(ASSETS)
    )
    uses = asked(config, templates)
    yield POT, po_text(template(uses))
    for locale in config.editions:
        if primary(locale) != SOURCE_LOCALE:
            path = catalog_path(locale)
            known = read(path, sample[path].decode()).entries if path in sample else ()
            entries = upkept(known, uses, locale, plural_header(locale))
            yield path, po_text(entry for entry in entries if not entry.is_obsolete)
