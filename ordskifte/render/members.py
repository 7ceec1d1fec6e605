"""What members' browsers fetch: sealed files, grants, and the script that opens the one with the other.

All of it may lie anywhere: without a code it is noise. Knows no key, and no text that is sealed.
"""

from collections.abc import Iterable

from ordskifte.model.document import Kind
from ordskifte.model.site import Target
from ordskifte.render.queries import Ground
from ordskifte.render.renderers import Renderer
from ordskifte.render.templates import Templates
from ordskifte.render.view import View

GRANTS_FOLDER = "access"
SCRIPT = "unlock.js"
"""What templates call it: `site.asset("unlock.js")`."""


def sealed_path(locale: str, key: str) -> str:
    """Where the sealed part of an article's page lies: at one address for ever, so that a page may be a day older."""
    return f"sealed/{locale}/{key}.json"


def _sealed_targets(ground: Ground) -> Iterable[Target]:
    for locale, key in ground.sealed:
        yield Target(sealed_path(locale, key), "sealed", locale, (Kind.ARTICLE.value, key))


def _render_sealed(target: Target, view: View, _: Templates) -> bytes:
    content = view.ask("sealed_file", target.locale, str(target.subject[1]))
    assert isinstance(content, bytes)
    return content


def _grant_targets(ground: Ground) -> Iterable[Target]:
    for file in ground.grants:
        yield Target(f"{GRANTS_FOLDER}/{file}", "grants", ground.site.config.default_locale, (file,))


def _render_grant(target: Target, view: View, _: Templates) -> bytes:
    grant = view.ask("grant", str(target.subject[0]))
    assert isinstance(grant, str)
    return grant.encode()


def _script_targets(ground: Ground) -> Iterable[Target]:
    for path in ground.scripts:
        yield Target(path, "scripts", ground.site.config.default_locale, (path,))


def _render_script(target: Target, view: View, _: Templates) -> bytes:
    script = view.ask("script", target.path)
    assert isinstance(script, bytes)
    return script


SEALED = Renderer("sealed", _sealed_targets, _render_sealed)
GRANTS = Renderer("grants", _grant_targets, _render_grant)
SCRIPTS = Renderer("scripts", _script_targets, _render_script)
