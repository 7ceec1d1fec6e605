"""Words as a message of e-mail that has no sender, no reader and no moment yet, in the form of RFC 5322.

The same words make the same bytes.
"""

from email.message import EmailMessage
from email.policy import SMTP

from ordskifte.model.fingerprints import digest
from ordskifte.model.text import Text


def mail(subject: Text, text: str, html: str) -> bytes:
    """A message that shows the HTML, or the text where a program shows none. Programs open it as a draft."""
    message = EmailMessage(SMTP)
    message["Subject"] = subject.value
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = (
        subject.locale
    )  # Behind the parts: those take along what of the content was said before.
    # RFC 2046 §5.1.1: it must stand in no part. Quoted-printable never has "=_".
    message.set_boundary(f"=_{digest((text + html).encode()).hex()[:32]}")
    return message.as_bytes()
