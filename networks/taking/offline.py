"""Turning HTML of the site into HTML that is read from a folder, without a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from wagtail.models import Collection

from community.actions.notice_mails import absolute
from community.models import Rendition, UploadedDocument, UploadedImage, visible_collections

if TYPE_CHECKING:
    from networks.models import NetworkPage

FILES = "archivos"
# What only works on the site, or only decorates it.
DROPPED = ("script", "style", "form", "button", "template", "link", "iframe", "object")
POINTING = (("a", "href"), ("img", "src"), ("source", "src"), ("video", "src"), ("audio", "src"))


def place_of_file(name: str) -> str:
    """Where a file of MEDIA_ROOT lies in the archive."""
    return f"{FILES}/{name}"


class Offline:
    """Where things lie in the archive of one network, and which files it needs.

    `places` says of addresses of the site which file of the archive they become.
    `wanted` are the names of files that pages show and that may be taken along:
    those in the collection of the network, and those that everybody may open.
    """

    def __init__(self, network: NetworkPage, places: dict[str, str]) -> None:
        self.network = network
        self.places = places
        self.wanted: set[str] = set()
        self.refused: set[str] = set()
        self._own = own_collections(network)
        self._open = visible_collections(AnonymousUser()).values_list("pk", flat=True)

    def turn(self, html: str, depth: int) -> str:
        """`html` with its links and pictures as seen from a page so many folders down."""
        if "<" not in html:
            return html
        soup = BeautifulSoup(html, "html.parser")
        for gone in soup.find_all(DROPPED):
            gone.decompose()
        for drawing in soup.find_all("svg", attrs={"aria-hidden": "true"}):
            drawing.decompose()
        for picture in soup.find_all("img"):
            take_largest(picture)
        for tag, name in POINTING:
            for each in soup.find_all(tag, attrs={name: True}):
                self.turn_one(each, name, depth)
        return str(soup)

    def turn_one(self, tag: Any, name: str, depth: int) -> None:
        there = self.resolve(str(tag[name]), depth)
        if there:
            tag[name] = there
        elif tag.name == "img":
            tag.replace_with(tag.get("alt") or "")
        else:
            tag.unwrap()

    def resolve(self, address: str, depth: int) -> str:
        """The address as it is written in the archive; "" for a file that does not come along."""
        home, up = settings.WAGTAILADMIN_BASE_URL, "../" * depth
        local = address.removeprefix(home) if address.startswith(f"{home}/") else address
        if not local.startswith("/") or local.startswith("//"):
            return address
        parts = urlsplit(local)
        if parts.path.startswith(settings.MEDIA_URL):
            name = unquote(parts.path.removeprefix(settings.MEDIA_URL))
            return f"{up}{quote(place_of_file(name))}" if self.takes(name) else ""
        if parts.path in self.places:
            mark = f"#{parts.fragment}" if parts.fragment else ""
            return f"{up}{quote(self.places[parts.path])}{mark}"
        return absolute(local)

    def takes(self, name: str) -> bool:
        """Whether the file of that name may come along; then it does."""
        if name in self.wanted:
            return True
        if name in self.refused:
            return False
        known = self.wanted if self.may_take(name) else self.refused
        known.add(name)
        return known is self.wanted

    def may_take(self, name: str) -> bool:
        """Originals of pictures are for those who edit them: only those of the network."""
        takeable = Q(collection__in=self._own) | Q(collection__in=self._open)
        if UploadedDocument.objects.filter(takeable, file=name).exists():
            return True
        pictures = UploadedImage.objects.filter(takeable)
        if Rendition.objects.filter(file=name, image__in=pictures).exists():
            return True
        return UploadedImage.objects.filter(file=name, collection__in=self._own).exists()


def take_largest(picture: Any) -> None:
    """Of a picture in several sizes, the last one: they are written from small to large."""
    sizes = str(picture.get("srcset", "")).split(",")
    largest = sizes[-1].split()
    if largest:
        picture["src"] = largest[0]
    for name in ("srcset", "sizes", "loading", "decoding", "width", "height"):
        del picture[name]


def own_collections(network: NetworkPage) -> Any:
    """Keys of the collection of the network and those in it."""
    if network.collection is None:
        return Collection.objects.none().values("pk")
    return network.collection.get_descendants(inclusive=True).values("pk")
