"""The certificate of who was at an event, as a leaf to print that leads back to its proof."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import segno
import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.actions.notice_mails import absolute
from networks.clock import hours_in_zone
from networks.event_links import certificate_address

if TYPE_CHECKING:
    from networks.models import EventRegistration

SHAPE = Path(__file__).with_name("typst") / "constancia.typ"
# An address that long is read from its code, not from the paper.
LONGEST_ADDRESS = 110


def certificate_of(registration: EventRegistration) -> bytes:
    """The PDF, in the reader's language. The same one is the same to the byte.

    Words go in as data, never as source; nothing outside its folder is read.
    """
    url = absolute(certificate_address(registration.key))
    with tempfile.TemporaryDirectory(prefix="cabildo-certificate-") as name:
        folder = Path(name)
        shutil.copyfile(SHAPE, folder / SHAPE.name)
        said = json.dumps(words_of(registration, url), ensure_ascii=False)
        (folder / "data.json").write_text(said, "utf-8")
        (folder / "qr.svg").write_bytes(code_for(url))
        compiler = typst.Compiler(
            str(folder / SHAPE.name),
            root=str(folder),
            ignore_system_fonts=True,
            package_path=str(folder),
            package_cache_path=str(folder),
        )
        day = int(registration.event.ends_at.timestamp())
        made: Any = compiler.compile(format="pdf", timestamp=day)
    return bytes(made)


def words_of(registration: EventRegistration, url: str) -> dict[str, str]:
    event = registration.event
    network = event.network
    return {
        "lang": get_language() or settings.LANGUAGE_CODE,
        "publisher": settings.WAGTAIL_SITE_NAME,
        "title": _("Certificate of attendance"),
        "said": _("It is recorded that"),
        "name": registration.shown_name,
        "took_part": _("took part in"),
        "event": event.title,
        "when": hours_in_zone(event.starts_at, event.ends_at, event.time_zone),
        "network": network.title if network else "",
        "check": _("Whether it is true is seen by reading the code, or at:"),
        "url": url,
        "shown_url": url if len(url) <= LONGEST_ADDRESS else f"{urlsplit(url).hostname}/eventos/…",
        "qr": _("Code that leads to the proof of this certificate"),
    }


def code_for(url: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", border=0, scale=4, dark="#1d2624")
    return drawn.getvalue()
