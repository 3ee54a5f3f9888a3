"""Reading the reports of mail servers about mail that did not arrive (RFC 3464)."""

from __future__ import annotations

import mailbox
import re
import tempfile
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

# Our Message-ID: the key of a delivery and the host of the site; letters say first what they are.
OURS = re.compile(r"<(?:[a-z_]+-)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
# What begins a letter in a file of many.
BEGINNING = b"From "


@dataclass(frozen=True)
class Bounce:
    """That a mail came back. `is_for_good`: it will never arrive; else it is late."""

    key: UUID
    is_for_good: bool
    reason: str


def read_bounce(source: bytes) -> Bounce | None:
    """What a letter reports; None when it reports nothing, or of a mail that is not ours.

    An answer of somebody on holiday, or a letter of a person, reports nothing.
    """
    letter: EmailMessage = message_from_bytes(source, policy=default)
    key = _key_of_original(letter)
    fields = _fields_of_recipient(letter)
    if key is None or fields is None:
        return None
    status = str(fields.get("Status", "")).strip()
    action = str(fields.get("Action", "")).strip().lower()
    words = str(fields.get("Diagnostic-Code", "")).partition(";")[2].strip()
    return Bounce(
        key=key,
        is_for_good=action == "failed" and status.startswith("5"),
        reason=" ".join(f"{status} {words}".split()),
    )


def letters_in(source: bytes) -> Iterator[bytes]:
    """Each letter of a mailbox in one file (mbox), or the one letter that it is."""
    if not source.startswith(BEGINNING):
        yield source
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "mbox")
        file.write_bytes(source)
        box = mailbox.mbox(file, create=False)
        for key in box.iterkeys():
            yield box.get_bytes(key)
        box.close()


def _fields_of_recipient(letter: EmailMessage) -> EmailMessage | None:
    """The part of the report that speaks of the recipient; ours have one each."""
    for part in letter.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                if block.get("Final-Recipient") or block.get("Action"):  # type: ignore[union-attr]
                    return block  # type: ignore[return-value]
    return None


def _key_of_original(letter: EmailMessage) -> UUID | None:
    """The key in the Message-ID of the mail that is sent back, whole or its head alone."""
    for part in letter.walk():
        if part is letter:
            continue
        if part.get_content_type() == "text/rfc822-headers":
            found = re.search(r"^Message-ID:\s*(\S+)", part.get_content(), re.I | re.M)
            named = found.group(1) if found else ""
        else:
            named = str(part.get("Message-ID", ""))
        if ours := OURS.search(named):
            return UUID(ours.group(1))
    return None
