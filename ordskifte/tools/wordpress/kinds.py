"""What a person may have to know of an import or do about it: each kind, and how to put it right."""

from collections.abc import Mapping

from msgspec import Struct


class Kind(Struct, frozen=True):
    title: str
    advice: str
    is_work: bool = True
    """Whether there is something to do; else it is only to be known."""


KINDS: Mapping[str, Kind] = {
    "alt": Kind(
        "Pictures without a description",
        "WordPress has no alternative text for them. They stand with `?` in its place, and a build warns of each."
        " Write what someone who cannot see the picture should know.",
    ),
    "lead-alt": Kind(
        "Lead pictures without a description",
        'As above, in the front matter: `alt: "?"`.',
    ),
    "picture-remote": Kind(
        "Pictures on other sites",
        "They have become links: readers' browsers ask no other site for anything. If you may use the picture, save it"
        " beside the text and write `![description](name.jpg)`.",
    ),
    "picture-wrong": Kind(
        "Pictures that cannot be shown",
        "There is no file of that kind or number in the export. Look at the old page, and put in what is missing.",
    ),
    "embed-title": Kind(
        "Players without a title",
        "Readers see a link, and what it leads to in its place when they click. Its words are its address: write what"
        " there is to see, in the line below `::: embed`. A picture beside the text can stand below that.",
    ),
    "embed-shown": Kind(
        "Players of other sites",
        "They are shown when readers click. Their hosts stand in site.toml, under [embeds]: look whether readers can"
        " trust them. Without a host there, a build tells which texts name it.",
        is_work=False,
    ),
    "embed": Kind(
        "Cards of other sites, and players that cannot be shown",
        "They have become links. Nothing need be done; a sentence about what is behind the link helps readers.",
        is_work=False,
    ),
    "media": Kind(
        "Sound and film",
        "They have become links to the files. Give each link words that say what it is.",
    ),
    "file": Kind(
        "Files that are not published as they are",
        "Files of these kinds can do things by themselves, so the links still lead to the old site. Decide about each.",
    ),
    "shortcode": Kind(
        "Shortcodes that nobody knows here",
        "A plugin filled them in. They stand in the text as they were typed: write what readers saw in their place, or"
        " delete them.",
    ),
    "block": Kind(
        "Blocks that WordPress filled in",
        "They are left out. Write what they showed, if it is missed.",
    ),
    "gallery": Kind("Galleries without pictures", "The export names none for them. Put in the pictures by hand."),
    "table": Kind("Tables", "Look whether they still read well."),
    "raised": Kind(
        "Raised and lowered words", "They stand on the line now, like the others. Look whether that can be misread."
    ),
    "script": Kind("Scripts", "They are left out. Nothing of a text runs in readers' browsers."),
    "html": Kind("Drawings and programs in the text", "They are left out. Put in a picture, if it is missed."),
    "form": Kind("Forms", "Their fields are left out. Link to a page that can take an answer."),
    "pages": Kind("Texts on several pages", "They are one page now.", is_work=False),
    "language": Kind("Languages that are none", "The words are taken to be in the language of the text."),
    "link-old": Kind(
        "Links to what did not come along",
        "They still lead to the old site, where nothing may stand any more. Let them lead elsewhere, or delete them.",
    ),
    "link-wrong": Kind("Links that were wrong", "Their words are kept. Look where they should lead."),
    "link-unsafe": Kind("Links that are not published", "Their words are kept; the link would do something.", False),
    "link-fragment": Kind(
        "Links to a place in a text that is not there",
        "They lead to the text, or nowhere. Look where they should lead.",
    ),
    "error": Kind(
        "Mistakes that a build will tell of", "The site is not built until they are put right; the build says how."
    ),
    "words": Kind(
        "Texts whose words may differ",
        "Something in them could not be written in Markdown. Hold them against the old page.",
    ),
    "large": Kind("Values that are too large", "They are left out."),
    "no-title": Kind("Texts without a title", "Their first words stand as title. Write a better one."),
    "no-date": Kind("Texts without a date", "Write `date:` into the front matter; the site cannot be built without."),
    "no-section": Kind("Texts without a section", "They stand in the section that is named. Choose another."),
    "password": Kind("Texts behind a password", "They have become drafts. Decide whether they are for members.", True),
    "private": Kind("Private texts", "They have become drafts."),
    "pending": Kind("Texts that waited for review", "They have become drafts.", is_work=False),
    "sticky": Kind(
        "Texts that were kept at the top", "There is nothing like that here; lists are by date.", is_work=False
    ),
    "teaser": Kind(
        "Standfirsts from the words before “more”",
        "The text had no excerpt, and one plain paragraph stood before the sign for “more”.",
        is_work=False,
    ),
    "slug": Kind(
        "Addresses that were taken", "Two things would have stood at one address; one of them has a number.", False
    ),
    "redirect": Kind(
        "Old addresses that cannot lead on", "Something else stands there, or two texts have had the same one."
    ),
    "paired-twice": Kind(
        "Translations in a language that is there already", "They stand as texts of their own. Merge or delete one."
    ),
    "wpml": Kind(
        "WPML has not said what belongs together",
        "Its tables are not part of an export. Export again with its add-on “Export and Import”; or name the files"
        " alike, and write `translation: {of: …}` into the translation.",
    ),
    "twice": Kind("Entries that are there twice", "The first one has come.", is_work=False),
    "undecodable": Kind("Bytes that are no text", "They stand as �. Write what should be there."),
    "control": Kind("Characters that no one can see or type", "They are left out.", is_work=False),
    "exists": Kind("What was there already", "It has been left as it was.", is_work=False),
    "missing": Kind("Files that are to be fetched", "See below how."),
    "svg": Kind("Drawings in SVG", "They can hold scripts. Look into them before you publish."),
    "config": Kind(
        "What site.toml needs", "It is written in a way that only you can add to. Add this to it, at its end."
    ),
    "zone": Kind("The time zone", "An export does not say it. Look whether `time_zone` in site.toml is right."),
    "left": Kind("What did not come along", "There is nothing like it here.", is_work=False),
    "unpublished": Kind("Drafts", "They are not on the site until `draft: true` is deleted.", is_work=False),
    "blurb": Kind("Authors without a blurb", "An export does not have it. Write it, if you want one.", is_work=False),
}
"""In the order in which they are told."""
