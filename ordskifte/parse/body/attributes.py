"""What is written in braces: the language of words, and ids.

`lang` reaches the HTML where the language changes and nowhere else, with `dir` where the direction of writing does.
"""

from collections.abc import Mapping

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from ordskifte.model.diagnostics import Span
from ordskifte.model.locales import direction, normalised
from ordskifte.parse.body.draft import Draft
from ordskifte.parse.markdown import ATTRIBUTES

# A picture among words is a hole, which carries no attributes; a footnote has the id that its marks link to.
_KEPT: Mapping[str, tuple[str, ...]] = {"image": (), "note_open": ("lang",)}


def attributes(state: StateCore) -> None:
    """Core rule after `structure`. Each run of words (`inline`) and each link learns its language, `meta["locale"]`."""
    draft = Draft.of(state.env)
    languages = [draft.source.locale]
    if "{" not in state.src:
        _settle_plain(state.tokens, draft.source.locale)
        return
    for n, block in enumerate(state.tokens):
        if block.nesting < 0:
            languages.pop()
            continue
        language = _settled(draft, block, block, languages[-1])
        if block.nesting > 0:
            languages.append(language)
        elif block.type == "inline":
            block.meta["locale"] = language
            if "{" in block.content:
                _settle_children(draft, block, language)
        if block.hidden and block.attrs:
            # The paragraph of a tight list has no tag, but now has something to say.
            block.hidden = state.tokens[n + 2].hidden = False


def _settle_plain(blocks: list[Token], language: str) -> None:
    """Where nothing has attributes, all words are in the language of the source."""
    for block in blocks:
        if block.type == "inline":
            block.meta["locale"] = language


def _settle_children(draft: Draft, block: Token, surrounding: str) -> None:
    languages = [surrounding]
    for child in block.children or ():
        if child.nesting < 0:
            languages.pop()
            continue
        language = _settled(draft, block, child, languages[-1])
        if child.nesting > 0:
            languages.append(language)
        if child.type == "link_open":
            child.meta["locale"] = languages[-2]


def _settled(draft: Draft, block: Token, token: Token, surrounding: str) -> str:
    """The language of the words in a token, of whose attributes those are left that HTML is to have."""
    if not token.attrs and not token.meta:
        return surrounding
    _refuse(draft, block, token)
    if "id" in token.attrs:
        _claim(draft, block, token)
    if "lang" not in token.attrs:
        return surrounding
    language = _language(draft, block, token) or surrounding
    if language != surrounding:
        token.attrs["lang"] = language
        if direction(language) != direction(surrounding):
            token.attrs["dir"] = direction(language)
    return language


def _refuse(draft: Draft, block: Token, token: Token) -> None:
    kept = _KEPT.get(token.type, ("lang", "id"))
    dropped = [name for name in ATTRIBUTES if name in token.attrs and name not in kept]
    for name in dropped:
        del token.attrs[name]
    for name in (*dropped, *token.meta.get("insecure_attrs", ())):
        hint = "Only `lang` and `id` are, and `credit` on a picture in a paragraph of its own."
        draft.warn(
            "markdown-attribute", f"`{draft.told(name)}` is not published here.", _place(draft, block, token), hint
        )


def _claim(draft: Draft, block: Token, token: Token) -> None:
    """Takes the id, which is an anchor, or drops it."""
    id = str(token.attrs["id"])
    if id and id not in draft.ids and not any(character.isspace() for character in id):
        draft.ids.add(id)
        draft.anchors.append(id)
        return
    del token.attrs["id"]
    is_taken, told = id in draft.ids, draft.told(id)
    code, message = ("duplicate", f"`#{told}` is there already.") if is_taken else ("invalid", f"`{told}` is no id.")
    draft.error(f"anchor-{code}", message, _place(draft, block, token), "Give it another id, without spaces.")


def _language(draft: Draft, block: Token, token: Token) -> str | None:
    tag = str(token.attrs.pop("lang"))
    try:
        language = normalised(tag)
    except ValueError as wrong:
        message = str(wrong).replace(f"`{tag}`", f"`{draft.told(tag)}`")
        draft.error("language-unknown", f"{message}.", _place(draft, block, token))
        return None
    if language != tag:
        message, hint = f"`{draft.told(tag)}` is read as `{language}`.", f"Write `lang={language}`."
        draft.warn("language-alias", message, _place(draft, block, token), hint)
    return language


def _place(draft: Draft, block: Token, token: Token) -> Span:
    return draft.place(block, token.meta.get("at", 0))
