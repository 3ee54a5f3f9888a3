"""What the tabs of a network show of what is no page, as parts of a query of pages."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Count, F, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Now


def count_topics(network: Any) -> Any:
    """How many conversations there are in the network."""
    topics: Any = apps.get_model("networks.Topic").objects
    of_it = topics.filter(network=network, hidden_at=None, is_waiting=False)
    of_it = of_it.order_by().values("network")
    return Coalesce(Subquery(of_it.annotate(total=Count("pk")).values("total")), Value(0))


def newest_topics(network: Any) -> Any:
    """Number and title of the conversations of the network, the newest first, as JSON."""
    topics: Any = apps.get_model("networks.Topic").objects
    newest = topics.filter(network=network, hidden_at=None, is_waiting=False)
    newest = newest.order_by("-opened_at", "-pk")
    return newest.annotate(told=JSONObject(pk=F("pk"), title=F("title"))).values("told")


def coming_events(network: Any) -> Any:
    """The next events of the network as JSON: slug, title, when, whether called off."""
    events: Any = apps.get_model("networks.EventPage").objects.live()
    events = events.filter(network=network, ends_at__gte=Now()).order_by("starts_at", "pk")
    told = JSONObject(
        slug=F("slug"),
        title=F("title"),
        starts_at=F("starts_at"),
        ends_at=F("ends_at"),
        time_zone=F("time_zone"),
        called_off_at=F("standing__called_off_at"),
    )
    return events.annotate(told=told).values("told")
