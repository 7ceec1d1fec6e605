"""The keys of a site: each is derived from its master key, by what it is for, and none but that is kept anywhere.

    HKDF-SHA256(master key, "ordskifte" NUL purpose NUL word NUL word …)

Knows what keys are for; not what they seal, nor where the master key comes from.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from ordskifte.model.secrets import Secret
from ordskifte.render.jose import IV_SIZE, KEY_SIZE, ContentKey, Refused, base64url, derived, unbase64url

Draw = Callable[[int], bytes]
"""So many random bytes, as `secrets.token_bytes` gives them."""


def new_master_key(draw: Draw) -> Secret:
    return Secret(draw(KEY_SIZE))


def master_key_text(master: Secret) -> str:
    """As it stands in the environment or in a file: 43 letters, digits and signs."""
    return base64url(master.bare)


def master_key(text: Secret) -> Secret | None:
    """The key that is written so, white space around it left out; None where it is none."""
    try:
        master = Secret(unbase64url(text.bare.decode().strip()))
    except (Refused, UnicodeDecodeError):
        return None
    return master if len(master.bare) == KEY_SIZE else None


def kid(plan: str, month: str) -> str:
    """The name of the key for what was published in a month: `member.2026-11`."""
    return f"{plan}.{month}"


def period_keys(master: Secret, kids: Iterable[str]) -> Mapping[str, Secret]:
    """The keys with these names."""
    return {name: _derived(master, "period", name) for name in kids}


def content_key(master: Secret, protected: str, plaintext: Secret) -> ContentKey:
    """Key and IV for a text under its header: never the same for another text, or another header."""
    both = _derived(master, "content", protected, _digest(plaintext), size=KEY_SIZE + IV_SIZE)
    return ContentKey(Secret(both.bare[:KEY_SIZE]), both.bare[KEY_SIZE:])


def grant_key(master: Secret, label: str, protected: str, payload: Secret) -> ContentKey:
    """Key and IV for a grant. The key is the same for whatever the grant comes to hold; the IV is not."""
    key = _derived(master, "grant", label, protected)
    return ContentKey(key, _derived(master, "grant iv", label, protected, _digest(payload), size=IV_SIZE).bare)


def revision(master: Secret, *words: str, plaintext: Secret) -> str:
    """A name for one state of a text, by which nobody without the key can find out whether he has guessed it."""
    return base64url(_derived(master, "revision", *words, _digest(plaintext), size=9).bare)


def runs_key(master: Secret) -> Secret:
    """By which runs of sealed words are kept, to be searched for in outputs."""
    return _derived(master, "runs")


def notes_key(master: Secret) -> Secret:
    """By which builds keep for the next one what says something of sealed texts."""
    return _derived(master, "notes")


def _derived(master: Secret, *words: str, size: int = KEY_SIZE) -> Secret:
    return derived(master, "\0".join(("ordskifte", *words)).encode(), size)


def _digest(secret: Secret) -> str:
    return sha256(secret.bare).hexdigest()
