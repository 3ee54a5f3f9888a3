"""The face of our mails: a plain text, and the same words as simple HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMultiAlternatives

# "Confirm my address:" and, alone on the next line, an address: drawn as a button.
ACTION = re.compile(r"^(?P<label>[^\n]+?):?\n(?P<url>https?://\S+)$")


def add_html(message: EmailMultiAlternatives, links: Sequence[tuple[str, str]] = ()) -> None:
    """Attach the text of the mail as HTML: one place to write what a mail says.

    Blank lines part paragraphs. A line of words with an address alone on the
    line below becomes a button; what is `quoted` is set as a quote, and nothing
    in it becomes a button; the last paragraph, the reason, is set small. Below
    it stand the `links`, words and address of each, in both parts.
    """
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", str(message.body).strip())]
    context = {
        "subject": message.subject,
        "heading": message.subject.removeprefix(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX),
        "blocks": [_block(paragraph) for paragraph in paragraphs[:-1]],
        "reason": paragraphs[-1],
        "links": links,
    }
    message.body = f"{message.body}{as_text(links)}"
    message.attach_alternative(render_to_string("mail/frame.html", context), "text/html")


def as_text(links: Sequence[tuple[str, str]]) -> str:
    """The links below the reason, as the text part writes them."""
    return "".join(f"\n\n{label}:\n{url}" for label, url in links)


def quoted(words: str) -> str:
    """What somebody wrote, as mails quote it: one paragraph of lines behind a ">".

    Whatever people write must pass here on its way into a mail: two lines of
    theirs could otherwise pass for a button of ours.
    """
    return "\n".join(f"> {line}".rstrip() for line in words.strip().splitlines())


def _block(paragraph: str) -> dict[str, str]:
    lines = paragraph.splitlines()
    if all(line.startswith(">") for line in lines):
        return {"quote": "\n".join(line[1:].strip() for line in lines)}
    action = ACTION.match(paragraph)
    return action.groupdict() if action else {"text": paragraph}
