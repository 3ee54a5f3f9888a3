from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from networks import sections
from networks.sections import Section


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        sections.register(
            Section(
                "soluciones",
                _("Solutions"),
                "knowledge.SolutionIndexPage",
                order=20,
                summary=_(
                    "What to do about a problem of a municipality, step by step: what it costs,"
                    " who is needed and which legal text to start from."
                ),
                call=_("Write a solution"),
            )
        )
