from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community import archive, moderable, periodic
from networks import sections
from networks.sections import Section


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        sections.register(
            Section(
                "blog",
                _("Blog"),
                "blog.BlogIndexPage",
                order=10,
                summary=_(
                    "What the networks and the team of Cabildo tell: what they tried,"
                    " what went well and what did not."
                ),
                call=_("Write a post"),
            )
        )
        archive.register(
            "importaciones", "blog.archive.imports", covers=["blog.ArticleImport.user"]
        )
        moderable.register("publicacion", "blog.PostPage", "networks.moderables.OfEntries")
        periodic.register(
            "forget_imports",
            timedelta(hours=1),
            "blog.actions.uploads.forget_imports",
            title=_("Throw away previews of imports that nobody confirmed"),
        )
