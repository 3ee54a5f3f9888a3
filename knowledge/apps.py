from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Count, Expression, F, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from community import (
    archive,
    file_doors,
    handover,
    moderable,
    periodic,
    sitemaps,
    sources,
    waiting,
)
from community.sources import Source
from networks import sections
from networks.sections import Section, Shelf


def count_cases(network: Any) -> Expression:
    """How many published cases are in the network, as part of a query of pages."""
    links: Any = apps.get_model("knowledge.CaseNetwork").objects
    of_it = links.filter(network=network, case__live=True).order_by().values("network")
    return Coalesce(Subquery(of_it.annotate(total=Count("pk")).values("total")), Value(0))


def newest_cases(network: Any) -> Any:
    """Title, code and municipality of the cases in the network, the newest first, as JSON."""
    links: Any = apps.get_model("knowledge.CaseNetwork").objects
    of_it = links.filter(network=network, case__live=True)
    told = JSONObject(
        title=F("case__title"), code=F("case__code"), place=F("case__lead_municipality__name")
    )
    newest = of_it.order_by("-case__first_published_at", "-case__pk")
    return newest.annotate(told=told).values("told")


def register_personal_data() -> None:
    """What the archive of somebody's data holds of theirs here."""
    archive.register(
        "experiencias",
        "knowledge.archive.cases",
        covers=["knowledge.Case.registered_by", "knowledge.Case.kept_by"],
    )
    archive.register(
        "pasos-de-experiencias",
        "knowledge.archive.acts",
        covers=["knowledge.CaseEvent.actor", "knowledge.CaseVersion.published_by"],
    )
    archive.register(
        "solicitudes",
        "knowledge.archive.requests",
        covers=["knowledge.CorrectionRequest.asker"],
    )
    archive.register(
        "solicitudes-respondidas",
        "knowledge.archive.answers",
        covers=["knowledge.CorrectionRequest.answered_by"],
    )
    archive.register(
        "creditos-en-experiencias",
        "knowledge.archive.credits_given",
        covers=["knowledge.Contributor.person"],
    )
    archive.register(
        "sistematizaciones",
        "knowledge.archive.systematizations",
        covers=["knowledge.Systematization.facilitator"],
    )
    archive.register(
        "importaciones-de-experiencias",
        "knowledge.archive.imports",
        covers=["knowledge.CaseImport.user"],
    )
    archive.leave_out("knowledge.Case.locked_by", "a lock of the admin, not what they did")


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
        periodic.register(
            "forget_case_imports",
            timedelta(hours=1),
            "knowledge.actions.importing.forget_imports",
            title=_("Throw away imports of experiences that nobody confirmed"),
        )
        file_doors.register("case_files", "knowledge.files.may_open")
        waiting.register("knowledge.matters.of_an_author")
        waiting.register("knowledge.matters.of_the_team")
        sources.register(
            Source.CASES, "case_published", "case_scheduled", "case_unscheduled", "case_confirmed"
        )
        sources.register(
            Source.WAITING, "case_returned", "case_waiting", "case_request", "case_not_published"
        )
        sources.register(Source.ACCOUNT, "case_sent", "case_unpublished", "case_request_answered")
        register_personal_data()
        moderable.register("solucion", "knowledge.SolutionPage", "networks.moderables.OfEntries")
        moderable.register("experiencia", "knowledge.Case", "knowledge.moderables.OfCases")
        handover.register("cases", "knowledge.actions.keeping.pass_on")
        sitemaps.register("cases", "knowledge.sitemaps.CaseSitemap")
        sections.register_shelf(
            Shelf("experiencias", _("Experiences"), "network_cases", count_cases, newest_cases)
        )
