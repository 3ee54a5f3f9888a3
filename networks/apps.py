from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.signals import post_page_move

from community import moderable
from networks import sections
from networks.caches import follow_the_tree
from networks.sections import Section


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
        moderable.register("recurso", "networks.ResourcePage", "networks.moderables.OfEntries")
        post_page_move.connect(follow_the_tree, dispatch_uid="networks.follow_the_tree")
