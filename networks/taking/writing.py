"""The making of an archive: pages to read, rows to load, files, and what they all mean."""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from community.actions.notice_mails import absolute
from community.models import UploadedDocument, UploadedImage
from community.upload_storage import name_for_reader
from networks.models import NetworkArchive
from networks.taking.bundle import CHUNK, Bundle, in_json, listed
from networks.taking.drawing import own_fields, told
from networks.taking.entries import parts_of
from networks.taking.offline import Offline, own_collections, place_of_file
from networks.taking.people import coordinators_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from networks.models import NetworkPage
    from networks.taking import Part, Taken

SECONDS_BETWEEN_SIGNS = 1.0
# Pages of a kind lie in a folder of that name.
DEPTH = 1
# Said by other names, or how the site keeps it together.
TOLD_OF_A_NETWORK = {
    *("summary", "purpose", "welcome", "kind", "visibility", "joining"),
    *("cover", "coordinators", "circle", "collection"),
}


class Writing:
    """The making of one archive, from its first file to its last."""

    def __init__(self, archive: NetworkArchive) -> None:
        self.archive = archive
        self.network = archive.network
        self.done = 0
        self.said_at = time.monotonic()
        self.kinds: list[dict[str, Any]] = []

    def write(self) -> None:
        self.parts = parts_of(self.network)
        self.files = list(own_files(self.network))
        self.offline = Offline(self.network, places_of(self.network, self.parts))
        total = sum(part.number for part in self.parts.values()) + len(self.files)
        self.say(total=total)
        with Bundle(self.archive.unfinished, self.archive.name) as bundle:
            self.bundle = bundle
            for name, part in self.parts.items():
                self.write_part(name, part)
            self.write_files()
            self.write_front()

    def say(self, **more: int) -> None:
        now = timezone.now()
        mine = NetworkArchive.objects.filter(pk=self.archive.pk)
        mine.update(done=self.done, moved_at=now, **more)

    def step(self) -> None:
        """One more thing is in it. Said now and then: each time would cost more than the thing."""
        self.done += 1
        if time.monotonic() - self.said_at > SECONDS_BETWEEN_SIGNS:
            self.said_at = time.monotonic()
            self.say()

    def write_part(self, name: str, part: Part) -> None:
        """A page for each thing; then the list of them, and their rows, kept on disk until then."""
        with closing(self.spool()) as rows, closing(self.spool()) as lines:
            number = 0
            for number, thing in enumerate(part.things, 1):  # noqa: B007 - how many there were
                self.write_thing(name, part, thing, rows, lines)
                self.step()
            about = {"name": name, "title": part.title, "number": number, "note": part.note}
            self.kinds.append({**about, "terms": dict(part.terms), "file": f"datos/{name}.json"})
            rows.seek(0)
            self.bundle.add(f"datos/{name}.json", listed(rows))
            lines.seek(0)
            self.write_page(f"{name}/index.html", part.title, lists_of(lines, part.note))

    def write_thing(self, name: str, part: Part, thing: Taken, rows: Any, lines: Any) -> None:
        self.offline.wanted.update(thing.files)
        body = self.offline.turn(thing.body, DEPTH) if thing.body else ""
        row = {**thing.told, thing.text: body} if thing.text else thing.told
        rows.write(f"{in_json(row)}\n")
        link = f"{thing.page}.html" if thing.page else ""
        line = {"title": thing.title, "said": thing.said, "link": link}
        lines.write(" ".join(render_to_string("networks/taking/_line.html", line).split()) + "\n")
        if thing.page:
            above = (f"{name}/index.html", part.title)
            self.write_page(f"{name}/{thing.page}.html", thing.title, [body], thing.said, above)

    def write_page(
        self, name: str, title: str, body: Any, said: str = "", above: tuple[str, str] = ("", "")
    ) -> None:
        context = {
            "title": title,
            "said": said,
            "network": self.network,
            "above": above,
            "root": "../" * name.count("/"),
        }
        frame = render_to_string("networks/taking/page.html", context)
        head, _mark, foot = frame.partition("[[body]]")
        self.bundle.add(name, chained(head, body, foot))

    def write_files(self) -> None:
        """The files of the network, and those of its pages that lie elsewhere."""
        rows = []
        files = [*self.files, *({"name": name} for name in self.extra_files())]
        self.say(total=self.done + len(files))
        for file in files:
            summed = self.write_file(file["name"])
            if summed:
                rows.append({**file_told(file), **summed})
            self.step()
        self.kinds.append(
            {
                "name": "archivos",
                "title": _("Files"),
                "number": len(rows),
                "terms": terms_of_files(),
                "file": "datos/archivos.json",
            }
        )
        self.bundle.add("datos/archivos.json", listed(in_json(each) for each in rows))
        page = [render_to_string("networks/taking/files.html", {"files": rows})]
        self.write_page("archivos/index.html", _("Files"), page)

    def extra_files(self) -> list[str]:
        return sorted(self.offline.wanted - {file["name"] for file in self.files})

    def write_file(self, name: str) -> dict[str, Any] | None:
        """None for what is gone from the disk."""
        place = place_of_file(name)
        try:
            with default_storage.open(name) as file:
                digest = self.bundle.add(place, iter(lambda: file.read(CHUNK), b""), squeeze=False)
        except FileNotFoundError:
            return None
        return {"contentSize": default_storage.size(name), "sha256": digest}

    def write_front(self) -> None:
        network = self.network
        context = {
            "network": network,
            "kinds": self.kinds,
            "coordinators": coordinators_told(network),
            "made_at": timezone.now(),
            "asked_by": self.archive.asked_by,
            "address": absolute(network.url or ""),
            "welcome": expand_db_html(network.welcome),
            "controller": settings.LEGAL_CONTROLLER,
            "contact_email": settings.LEGAL_CONTACT_EMAIL,
        }
        front = render_to_string("networks/taking/front.html", context)
        self.write_page("index.html", network.title, [self.offline.turn(front, 0)])
        words = render_to_string("networks/taking/dictionary.html", context)
        self.write_page("diccionario.html", _("Data dictionary"), [words])
        self.bundle.add("datos/diccionario.json", [in_json(self.kinds, 1)])
        self.bundle.add("datos/red.json", [in_json(network_told(network), 1)])
        self.bundle.add("estilo.css", [render_to_string("networks/taking/style.css")])
        self.bundle.add("LEAME.txt", [render_to_string("networks/taking/readme.txt", context)])
        self.say()

    def spool(self) -> Any:
        """A file that is gone when it is closed, or the process ends."""
        return tempfile.TemporaryFile("w+", dir=self.archive.folder(), encoding="utf-8")


def places_of(network: NetworkPage, parts: dict[str, Part]) -> dict[str, str]:
    """Which file of the archive each address of the network becomes."""
    front = network.url or "/"
    places = {front: "index.html"}
    for name, part in parts.items():
        places[f"{front}{name}/"] = f"{name}/index.html"
        for address, page in part.places.items():
            places[address] = f"{name}/{page}.html"
    return places


def own_files(network: NetworkPage) -> Iterator[dict[str, Any]]:
    """Documents and pictures of the network, as somebody called them."""
    for model in (UploadedDocument, UploadedImage):
        mine: Any = model.objects.filter(collection__in=own_collections(network)).order_by("pk")
        for each in mine.prefetch_related("tags"):
            yield {
                "name": str(each.file.name),
                "title": each.title,
                "credit": getattr(each, "credit", ""),
                "description": getattr(each, "description", ""),
                "keywords": sorted(tag.name for tag in each.tags.all()),
                "uploadDate": each.created_at,
            }


def file_told(file: dict[str, Any]) -> dict[str, Any]:
    name = file["name"]
    return {
        "@type": "MediaObject",
        "name": file.get("title") or name_for_reader(name),
        "contentUrl": place_of_file(name),
        "creditText": file.get("credit", ""),
        "description": file.get("description", ""),
        "keywords": file.get("keywords", []),
        "uploadDate": file.get("uploadDate"),
    }


def terms_of_files() -> dict[str, str]:
    return {
        "@type": _("The kind of thing, of schema.org"),
        "name": _("Title"),
        "contentUrl": _("Where it lies in the archive"),
        "creditText": _("Who made it"),
        "description": _("What it shows"),
        "keywords": _("Tags"),
        "uploadDate": _("When it was uploaded"),
        "contentSize": _("Size in bytes"),
        "sha256": _("Its checksum"),
    }


def network_told(network: NetworkPage) -> dict[str, Any]:
    """The network by the names of Popolo, as far as these go; the rest under `fields`."""
    rest = [column for column in own_fields(type(network)) if column.name not in TOLD_OF_A_NETWORK]
    return {
        "@type": "Organization",
        "name": network.title,
        "identifier": network.slug,
        "classification": network.get_kind_display(),
        "abstract": network.summary,
        "purpose": network.purpose,
        "welcome": expand_db_html(network.welcome),
        "visibility": network.visibility,
        "joining": network.joining,
        "about": [{"termCode": theme.slug, "name": str(theme)} for theme in network.themes],
        "keywords": sorted(tag.name for tag in network.tags.all()),
        "founding_date": network.first_published_at,
        "url": absolute(network.url or ""),
        "coordinators": coordinators_told(network),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "fields": {column.name: told(column, getattr(network, column.name)) for column in rest},
    }


def lists_of(lines: Any, note: str) -> Iterator[str]:
    """The list of a kind: one line each, or that there is nothing."""
    context = {"note": note}
    yield render_to_string("networks/taking/_list_begins.html", context)
    is_empty = True
    for line in lines:
        is_empty = False
        yield line
    yield render_to_string("networks/taking/_list_ends.html", {"is_empty": is_empty})


def chained(head: str, body: Any, foot: str) -> Iterator[str]:
    yield head
    yield from body
    yield foot
