"""Pages and conversations as cards in the body of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from community.cards import Card
from community.models import visible_pages
from community.models.gathered import Gathered
from community.together import Source
from networks.models import NetworkPage, Topic
from networks.outline import family_of
from networks.publications import entry_models
from networks.uses import address_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

TOPIC = re.compile(r"/redes/([-\w]+)/conversaciones/(\d{1,18})/")


def find_pages(paths: Collection[str], reader: User | AnonymousUser) -> Iterator[Source]:
    """Networks, what is published in them and other pages; also by an address they had before.

    Paths begin under the home page, whatever its slug.
    """
    paths = [path for path in paths if not TOPIC.fullmatch(path)]
    if not paths:
        return
    places = {
        f"{site.root_path.rstrip('/')}{path}": path
        for site in Site.get_site_root_paths()
        for path in paths
    }
    here = visible_pages(reader).filter(url_path__in=places)
    yield Source(here, told_of_pages(), lambda told: [(places[told["place"]], card_of(told))])
    old = Redirect.objects.filter(
        old_path__in=[path.rstrip("/") for path in paths], redirect_page=OuterRef("pk")
    )
    names = old.order_by().values("redirect_page").annotate(names=Gathered("old_path"))
    moved = visible_pages(reader).filter(Exists(old)).annotate(was=Subquery(names.values("names")))
    told = {**told_of_pages(), "was": F("was")}
    yield Source(moved, told, lambda told: [(f"{path}/", card_of(told)) for path in told["was"]])


def told_of_pages() -> dict[str, Any]:
    """What a card shows of a page of any type."""
    entries = [str(model._meta.model_name) for model in entry_models()]
    nothing = Value("", CharField())
    return {
        "title": F("title"),
        "place": F("url_path"),
        "type": F("content_type"),
        "hue": family_of(OuterRef("pk")),
        "summary": Coalesce(*(f"{name}__summary" for name in ("networkpage", *entries)), nothing),
        "network": Coalesce(*(f"{name}__network__title" for name in entries), nothing),
    }


def card_of(told: dict[str, Any]) -> Card:
    model = ContentType.objects.get_for_id(told["type"]).model_class() or Page
    named = model if model in (NetworkPage, *entry_models()) else Page
    return Card(
        kind=str(named._meta.verbose_name),
        title=told["title"],
        url=address_of(told["place"]),
        summary=told["summary"],
        whence=told["network"],
        family=told["hue"] or "gestion",
        seed=told["place"],
    )


def find_topics(paths: Collection[str], reader: User | AnonymousUser) -> Iterator[Source]:
    """Conversations of networks."""
    asked = {int(match[2]): path for path in paths if (match := TOPIC.fullmatch(path))}
    if asked:
        rows = Topic.objects.visible_to(reader).filter(pk__in=asked)
        told = {"pk": F("pk"), "title": F("title")}
        for name in ("title", "slug", "url_path"):
            told[f"network_{name}"] = F(f"network__{name}")
        yield Source(rows, told, lambda told: [(asked[told["pk"]], card_of_topic(told))])


def card_of_topic(told: dict[str, Any]) -> Card:
    return Card(
        kind=gettext("conversation"),
        title=told["title"],
        url=reverse("networks:topic", args=[told["network_slug"], told["pk"]]),
        whence=told["network_title"],
        seed=told["network_url_path"],
    )
