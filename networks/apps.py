from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Count, F, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _
from wagtail.signals import post_page_move

from community import archive, moderable, sitemaps
from networks import sections
from networks.caches import follow_the_tree
from networks.sections import Section, Shelf


def count_topics(network: Any) -> Any:
    """How many conversations there are in the network, as part of a query of pages."""
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


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Networks")

    def ready(self) -> None:
        sections.register(
            Section(
                "recursos",
                _("Resources"),
                "networks.ResourceIndexPage",
                order=30,
                summary=_(
                    "Norms, guides, templates and courses that the networks gathered, ready to use."
                ),
                call=_("Add a resource"),
            )
        )
        archive.register(
            "redes", "networks.archive.memberships", covers=["networks.Membership.user"]
        )
        archive.register(
            "conversaciones", "networks.archive.topics", covers=["networks.Topic.opened_by"]
        )
        archive.register(
            "publicaciones",
            "networks.archive.entries",
            covers=[
                "networks.ResourcePage.author",
                "knowledge.SolutionPage.author",
                "blog.PostPage.author",
            ],
        )
        moderable.register("conversacion", "networks.Topic", "networks.moderables.OfTopics")
        moderable.register("recurso", "networks.ResourcePage", "networks.moderables.OfEntries")
        sections.register_shelf(
            Shelf(
                "conversaciones",
                _("Conversations"),
                "networks:topics",
                count_topics,
                newest_topics,
            )
        )
        sitemaps.register("topics", "networks.sitemaps.TopicSitemap")
        post_page_move.connect(follow_the_tree, dispatch_uid="networks.follow_the_tree")
