from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.signals import post_page_move

from community import archive
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
        archive.register(
            "redes", "networks.archive.memberships", covers=["networks.Membership.user"]
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
        post_page_move.connect(follow_the_tree, dispatch_uid="networks.follow_the_tree")
