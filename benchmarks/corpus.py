"""The magazine that every generator builds: articles in English from a seed, by authors with Norwegian blurbs.

An article depends on nothing but the seed and its number, so the first thousand of ten thousand are the thousand. This
module knows no generator, and touches no disk.
"""

import random
import re
from datetime import datetime, timedelta

from msgspec import Struct

SEED = 7
NEWEST = datetime(2026, 10, 1, 7, 30)  # noqa: DTZ001 - every generator is told that its zone is UTC
"""When the newest article was published; each is about three hours older than the one before."""
PAGE_SIZE = 20


class Section(Struct, frozen=True):
    """A section, and its name in both editions."""

    slug: str
    nb: str
    en: str


class Author(Struct, frozen=True):
    """Who writes; the blurb is in Norwegian."""

    slug: str
    name: str
    role_nb: str
    role_en: str
    bio_nb: str


class Article(Struct, frozen=True):
    """One article; its body is the same bytes for every generator."""

    title: str
    slug: str
    date: datetime
    author: str
    section: str
    tags: tuple[str, ...]
    access: str
    summary: str
    body: str


def _listed(words: str) -> tuple[str, ...]:
    """What stands between semicolons."""
    return tuple(" ".join(part.split()) for part in words.split(";"))


SECTIONS = (
    Section("nyheter", "Nyheter", "News"),
    Section("klima", "Klima", "Climate"),
    Section("okonomi", "Økonomi", "Economy"),
    Section("velferd", "Velferd", "Welfare"),
    Section("demokrati", "Demokrati", "Democracy"),
    Section("arbeid", "Arbeidsliv", "Work"),
    Section("utdanning", "Utdanning", "Education"),
    Section("verden", "Verden", "World"),
)
_TOPICS = (
    "housing energy pensions schools hospitals transport taxes wages unions privacy elections fisheries forestry "
    "shipping migration security research broadband childcare culture"
).split()
TAGS = tuple(f"{topic}-{angle}" for topic in _TOPICS for angle in ("policy", "reform", "costs", "history", "future"))

_FIRST = "Anne Berit Cato Dag Eva Frode Guro Hans Ida Jon Kari Lars Mari Nils Oda Per Ragnhild Stein Tone Ulf".split()
_LAST = (
    "Aasen Berg Dahl Eide Foss Grimstad Haug Iversen Johnsen Krogh Lien Moe Nygård Olsen Prytz Rød Solberg Tveit"
).split()

_SUBJECTS = _listed("""the ministry; a new report; the municipal council; most voters; the labour federation;
small employers; the parliamentary committee; researchers at the university; the central bank;
a majority of households; the regional health authority; teachers; the energy regulator; local journalists;
the finance department; younger workers; the housing cooperative; our own survey; the public auditor;
neighbouring countries; critics of the plan; the transport agency; pension funds; the coastal districts;
the advisory board; several former ministers; the statistics office""")
_VERBS = _listed("""has argued that; now expects that; found that; continues to deny that; warned last spring that;
takes for granted that; would rather assume that; could not show that; concluded that; quietly accepted that;
reminds us that; has yet to explain why; estimated that; was slow to admit that; still believes that; hopes that""")
_CLAIMS = _listed("""the cost of waiting is larger than the cost of acting;
public trust depends on ordinary services working well; investment follows stable rules rather than generous grants;
the gap between large cities and small towns keeps growing; prices respond more slowly than the models suggest;
a shorter list of priorities would be easier to defend; the benefits arrive long after the next election;
nobody had measured the effect before the law was passed; the savings were counted twice;
early support matters more than late correction; families plan around rules they expect to last;
the old compromise no longer holds; open data made the difference visible;
the burden falls on those with the least time; the same reform can succeed in one county and fail in the next;
skills are harder to rebuild than buildings; the market alone will not close the gap;
the numbers are better than the debate""")
_TAILS = _listed(""", even when the budget is tight; , at least in the first two years; , and the evidence is not weak;
, although the details remain open; ; , which few people noticed at the time; , according to figures published in March;
, as it did in the nineties; , both in the north and along the coast; , and that is the central question here; ;
, with some important exceptions""")
_LEADS = _listed("""In practice; By contrast; Over the past decade; For many families; On paper; Seen from the outside;
At the same time; Since the last reform; In the smaller towns; This spring; As a rule; Elsewhere in Europe""")
_ASKS = "What Why Where How When".split()
_ABOUT = _listed("""the numbers show; the reform missed; the money went; the rules changed; comes next;
local government matters; trust is built; the debate stalled; the coast is different""")
_QUALITIES = _listed("""The Quiet; A Fair; The Long; An Honest; The Missing; Rethinking the; The Unfinished; A Better;
The Hidden; Beyond the""")
_MATTERS = _listed("""Reform; Compromise; Budget; Bargain; Transition; Majority; Promise; Welfare State;
Price of Power; Housing Question; School Debate; Climate Account; Labour Market; Public Square""")

WORDS = {
    "site_name": ("Tankesmien", "Tankesmien"),
    "tagline": ("Analyse, debatt og nye ideer", "Analysis, debate and new ideas"),
    "read_more": ("Les mer", "Read more"),
    "latest_news": ("Siste nytt", "Latest news"),
    "published": ("Publisert", "Published"),
    "by": ("Av", "By"),
    "section": ("Seksjon", "Section"),
    "tags": ("Emner", "Topics"),
    "about_author": ("Om forfatteren", "About the author"),
    "more_by": ("Mer av", "More by"),
    "all_articles": ("Alle artikler", "All articles"),
    "home": ("Forside", "Home"),
    "next": ("Neste", "Next"),
    "prev": ("Forrige", "Previous"),
    "page": ("Side", "Page"),
    "of": ("av", "of"),
    "skip": ("Hopp til innhold", "Skip to content"),
    "menu": ("Meny", "Menu"),
    "search": ("Søk", "Search"),
    "subscribe": ("Abonner", "Subscribe"),
    "login": ("Logg inn", "Log in"),
    "newsletter": ("Få nyhetsbrevet", "Get the newsletter"),
    "banner": (
        "Denne artikkelen er skrevet på engelsk. Menyer og dato vises på norsk.",
        "This article is written in English. Menus and dates follow your chosen language.",
    ),
    "access_free": ("Åpen artikkel", "Open article"),
    "access_metered": (
        "Du har lest noen av månedens gratis artikler. Støtt oss for å lese mer.",
        "You have read some of this month's free articles. Support us to read more.",
    ),
    "access_members": (
        "Denne artikkelen er for medlemmer. Bli medlem for å lese hele teksten.",
        "This article is for members. Join to read the whole text.",
    ),
    "share": ("Del artikkelen", "Share this article"),
    "contact": ("Kontakt oss", "Contact us"),
    "privacy": ("Personvern", "Privacy"),
    "about": ("Om tankesmien", "About the think tank"),
    "footer": (
        "Tankesmien er en uavhengig ideell organisasjon. Vi mottar ikke partistøtte.",
        "Tankesmien is an independent non-profit organisation. We receive no party funding.",
    ),
    "minutes": ("min lesetid", "min read"),
}
"""The words of the interface by their key: in Norwegian, in English."""


def slug(words: str) -> str:
    """The words as a part of an address."""
    plain = words.lower().replace("å", "a").replace("ø", "o").replace("æ", "ae")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _author(number: int, first: str, last: str) -> Author:
    topic = _TOPICS[number % len(_TOPICS)]
    blurb = (
        f"{first} {last} er seniorrådgiver i Tankesmien og har skrevet om samfunn, økonomi og politikk i over "
        f"{5 + number % 20} år. Hun eller han har bakgrunn fra forvaltningen, forskning og frivilligheten, og arbeider "
        f"særlig med temaet «{topic}». Tidligere har {first} ledet utvalg, holdt foredrag i inn- og utland og bidratt "
        "til flere bøker om velferdsstatens framtid."
    )
    return Author(slug(f"{first} {last}"), f"{first} {last}", "seniorrådgiver", "senior adviser", blurb)


def _authors() -> tuple[Author, ...]:
    names = [(first, last) for first in _FIRST for last in _LAST]
    random.Random(1234).shuffle(names)
    return tuple(_author(number, *name) for number, name in enumerate(names[:60]))


AUTHORS = _authors()


def article(number: int) -> Article:
    """The article of this number; 0 is the newest."""
    chance = random.Random(SEED * 1_000_003 + number)
    title = f"{chance.choice(_QUALITIES)} {chance.choice(_MATTERS)} of {chance.choice(_TOPICS).title()}"
    section = SECTIONS[chance.randrange(8)].slug
    return Article(
        title=title,
        slug=f"{slug(title)}-{number:05d}",
        date=NEWEST - timedelta(minutes=number * 173 + chance.randrange(90)),
        author=AUTHORS[chance.randrange(60)].slug,
        section=section,
        tags=tuple(sorted(chance.sample(TAGS, chance.randint(2, 4)))),
        access=chance.choices(["free", "metered", "members"], [5, 3, 2])[0],
        summary=f"{_sentence(chance, is_plain=True)} {_sentence(chance, is_plain=True)}",
        body=_body(chance),
    )


def _sentence(chance: random.Random, is_plain: bool = False) -> str:
    subject = chance.choice(_SUBJECTS)
    if chance.random() < 0.35:
        subject = f"{chance.choice(_LEADS)}, {subject}"
    verb, claim, tail = chance.choice(_VERBS), chance.choice(_CLAIMS), chance.choice(_TAILS)
    kind = 1.0 if is_plain else chance.random()
    if kind < 0.05:
        claim = f"*{claim}*"
    elif kind < 0.08:
        claim = f"**{claim}**"
    elif kind < 0.11:
        claim = f"[{claim}](https://example.org/{chance.choice(TAGS)}/{chance.randint(100, 999)})"
    words = f"{subject} {verb} {claim}{tail}."
    return words[0].upper() + words[1:]


def _paragraph(chance: random.Random, least: int, most: int) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(least, most)))


def _table(chance: random.Random) -> str:
    rows = (
        f"| {2015 + row} | {chance.randint(10, 90)} % "
        f"| {chance.choice('+-')}{chance.randint(0, 9)}.{chance.randint(0, 9)} | {chance.choice(_TOPICS)} |"
        for row in range(chance.randint(4, 7))
    )
    return "\n".join(("| Year | Share | Change | Note |\n| --- | ---: | ---: | :-- |", *rows))


def _special(chance: random.Random, kind: str) -> tuple[str, str]:
    """A block of a kind, and the footnote that it needs, if any."""
    if kind == "quote":
        return f"> {_sentence(chance, is_plain=True)} {_sentence(chance, is_plain=True)}", ""
    if kind == "list":
        return "\n".join(f"- {_sentence(chance)}" for _ in range(chance.randint(3, 5))), ""
    if kind == "table":
        return _table(chance), ""
    noted = f"{_sentence(chance, is_plain=True)[:-1]}.[^1] {_sentence(chance, is_plain=True)}"
    return noted, f"[^1]: {_sentence(chance, is_plain=True)} See <https://example.org/report/{chance.randint(1, 99)}>."


def _body(chance: random.Random) -> str:
    """900 to 1,100 words under 3 to 5 headings: a quotation, a list, links, a footnote, and in one of three a table."""
    headings = chance.randint(3, 5)
    wanted = chance.randint(930, 1050)
    blocks = [_paragraph(chance, 3, 5)]
    length = len(blocks[0].split())
    places: dict[int, list[str]] = {}
    for kind in ("quote", "list", "note", *(("table",) if chance.random() < 1 / 3 else ())):
        places.setdefault(chance.randrange(headings), []).append(kind)
    footnote = ""
    for heading in range(headings):
        blocks.append(f"## {chance.choice(_ASKS)} {chance.choice(_ABOUT)}")
        for kind in places.get(heading, ()):
            block, note = _special(chance, kind)
            footnote = note or footnote
            blocks.append(block)
            length += len(block.split())
        while length < wanted * (heading + 1) / headings - 35:
            blocks.append(_paragraph(chance, 2, 4))
            length += len(blocks[-1].split())
    return "\n\n".join((*blocks, footnote)) + "\n"
