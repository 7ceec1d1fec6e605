"""Tokens become HTML with holes. Nothing is decided here: what the rules have found is written down."""

from collections.abc import Mapping, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from ordskifte.model.document import BACK, BACK_AGAIN, Embed, Label, Payments, Slot
from ordskifte.model.locales import Direction, direction
from ordskifte.model.payments import Purpose
from ordskifte.parse.body.draft import Draft

_BACK: Mapping[Direction, str] = {"ltr": "↩\ufe0e", "rtl": "↪\ufe0e"}
"""Arrows to where a line has come from, as text: without U+FE0E they become emojis."""

CONTAINERS: Mapping[str, tuple[str, str, str]] = {
    "note": ('<div class="note"', ">\n", "</div>\n"),
    "pullquote": ('<figure class="pullquote"', "><blockquote>\n", "</blockquote></figure>\n"),
    "quote": ("<blockquote", ">\n", "</blockquote>\n"),
    "embed": ('<figure class="embed"', ">\n", "</figure>\n"),
}
"""What is written before the attributes of `::: name`, behind them, and behind its blocks."""


class Renderer(RendererHTML):
    """markdown-it's renderer, where each method is the rule for the tokens of its name."""

    # These three write what markdown-it's own would. The tags of paragraphs, and words that hold nothing else, are most
    # of what there is: to write them without its questions saves a thirtieth of the time for a text.

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:
        rules, written = self.rules, list[str]()
        for n, token in enumerate(tokens):
            if token.type == "inline":
                written.append(self.renderInline(token.children or (), options, env))
            elif token.type in rules:
                written.append(rules[token.type](tokens, n, options, env))
            elif token.nesting < 0 and token.block and not token.attrs and not token.hidden:
                written.append(f"</{token.tag}>\n")
            elif token.type == "paragraph_open" and not token.attrs and not token.hidden and not tokens[n - 1].hidden:
                written.append("<p>")
            else:
                written.append(self.renderToken(tokens, n, options, env))
        return "".join(written)

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:  # noqa: N802 - the parser's name
        rules, tag = self.rules, self.renderToken
        return "".join([rules.get(token.type, tag)(tokens, n, options, env) for n, token in enumerate(tokens)])

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _escaped(tokens[idx].content)

    def address(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return escapeHtml(tokens[n].content)

    def raw_inline(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return escapeHtml(tokens[n].content)

    def raw_block(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return f"<p{self.renderAttrs(tokens[n])}>{escapeHtml(tokens[n].content.strip())}</p>\n"

    def container_open(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        before, behind, _ = CONTAINERS.get(tokens[n].info, CONTAINERS["note"])
        return before + self.renderAttrs(tokens[n]) + behind

    def container_close(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return CONTAINERS.get(tokens[n].info, CONTAINERS["note"])[2]

    def slot(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return Draft.of(env).hole(Slot(tokens[n].info)) + "\n"

    def payments(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return Draft.of(env).hole(Payments(Purpose(tokens[n].info))) + "\n"

    def embed_link_open(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return "<a" + Draft.of(env).hole(Embed(tokens[n].info)) + ">"

    def embed_link_close(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return f' <span class="embed-host">{escapeHtml(tokens[n].info)}</span></a>\n'

    def th_open(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return _cell(tokens[n])

    def td_open(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return _cell(tokens[n])

    def link_open(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        link = tokens[n].meta.get("hole")
        return "<a" + (Draft.of(env).hole(link) if link else "") + self.renderAttrs(tokens[n]) + ">"

    def image(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        picture = tokens[n].meta.get("hole")
        return Draft.of(env).hole(picture) if picture else escapeHtml(tokens[n].content)

    def note_mark(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        mark = tokens[n]
        return f'<sup><a href="#{mark.meta["note"]}" id="{mark.meta["id"]}" role="doc-noteref">{mark.content}</a></sup>'

    def notes_open(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        draft = Draft.of(env)
        title, id = draft.hole(Label("Notes")), draft.notes_id
        start = f' start="{draft.notes_before + 1}"' if draft.notes_before else ""
        return (
            f'<section class="footnotes" role="doc-endnotes" aria-labelledby="{id}">\n'
            f'<h2 id="{id}" class="visually-hidden">{title}</h2>\n<ol{start}>\n'
        )

    def notes_close(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return "</ol>\n</section>\n"

    def note_open(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return f'<li id="{tokens[n].content}"{self.renderAttrs(tokens[n])}>\n'

    def note_close(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        return "</li>\n"

    def note_backlink(self, tokens: Sequence[Token], n: int, options: OptionsDict, env: EnvType) -> str:
        """The arrow is for the eye, the label for the ear; from the second on they have a number."""
        draft, mark = Draft.of(env), tokens[n].meta
        sign, words = _BACK[direction(draft.source.locale)], Label(BACK)
        if mark["number"] > 1:
            sign, words = f"{sign}<sup>{mark['number']}</sup>", Label(BACK_AGAIN, mark["number"])
        label = draft.hole(words)
        return f' <a href="#{mark["id"]}" role="doc-backlink"><span aria-hidden="true">{sign}</span>{label}</a>'


def _escaped(words: str) -> str:
    """The words with what HTML wants of them; to look for it first takes a fifth of the time where there is nothing."""
    if "&" in words or "<" in words or ">" in words or '"' in words:
        return escapeHtml(words)
    return words


def _cell(token: Token) -> str:
    """A class says how a column is aligned: a style would need `unsafe-inline` in a site's content security policy."""
    alignment = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f'<{token.tag} class="align-{alignment}">' if alignment else f"<{token.tag}>"
