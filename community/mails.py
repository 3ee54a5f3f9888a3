"""The face of our mails: a plain text, and the same words as simple HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

# "Confirm my address:" and, alone on the next line, an address: drawn as a button.
ACTION = re.compile(r"^(?P<label>[^\n]+?):?\n(?P<url>https?://\S+)$")


def add_html(message: EmailMultiAlternatives) -> None:
    """Attach the text of the mail as HTML: one place to write what a mail says.

    Blank lines part paragraphs. A line of words with an address alone on the
    line below becomes a button; the last paragraph, the reason, is set small.
    """
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", str(message.body).strip())]
    context = {
        "subject": message.subject,
        "blocks": [_block(paragraph) for paragraph in paragraphs[:-1]],
        "reason": paragraphs[-1],
    }
    message.attach_alternative(render_to_string("mail/frame.html", context), "text/html")


def _block(paragraph: str) -> dict[str, str]:
    action = ACTION.match(paragraph)
    return action.groupdict() if action else {"text": paragraph}
