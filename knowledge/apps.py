from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Count, Expression, F, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from community import archive, file_doors, handover, moderable, periodic, sitemaps, sources, waiting
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
        "experiencias-compartidas",
        "knowledge.archive.parts_taken",
        covers=["knowledge.Authorship.person", "knowledge.Authorship.invited_by"],
    )
    archive.leave_out("knowledge.Upload.user", "files on their way, forgotten after a day")
    archive.register(
        "sistematizaciones",
        "knowledge.archive.systematizations",
        covers=["knowledge.Systematization.facilitator"],
    )
    archive.register(
        "experiencias-a-su-cargo",
        "knowledge.archive.assigned",
        covers=["knowledge.Case.assignee"],
    )
    archive.register(
        "registros-asistidos",
        "knowledge.archive.assistances",
        covers=[
            "knowledge.AssistedRegistration.facilitator",
            "knowledge.AssistedRegistration.answered_by",
        ],
    )
    archive.register(
        "enlaces-de-revision",
        "knowledge.archive.review_links",
        covers=["knowledge.ReviewLink.created_by"],
    )
    archive.register(
        "observaciones-respondidas",
        "knowledge.archive.remarks_answered",
        covers=["knowledge.Remark.answered_by"],
    )
    archive.register(
        "nombres-protegidos",
        "knowledge.archive.protections",
        covers=["knowledge.Protection.person"],
    )
    archive.register(
        "preguntas-sobre-vigencia",
        "knowledge.archive.validity_questions",
        covers=["knowledge.ValidityQuestion.person"],
    )
    archive.register(
        "entrevistas",
        "knowledge.archive.interviews",
        covers=["knowledge.Interview.recorded_by"],
    )
    archive.register(
        "llevado-a-fichas",
        "knowledge.archive.carryings",
        covers=["knowledge.Carrying.carried_by"],
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
        file_doors.register("interview_consents", "knowledge.files.may_open_consent")
        waiting.register("knowledge.matters.of_an_author")
        waiting.register("knowledge.matters.of_the_team")
        waiting.register("knowledge.matters.of_a_town")
        waiting.register("knowledge.matters.of_who_is_invited")
        sources.register(
            Source.CASES,
            "case_published",
            "case_scheduled",
            "case_unscheduled",
            "case_confirmed",
            "case_confirmed_by_town",
            "case_taken_up",
            "case_put_down",
            "case_systematized",
            "case_verified",
            "case_lowered",
            "case_unassigned",
        )
        sources.register(
            Source.WAITING,
            "case_returned",
            "case_waiting",
            "case_request",
            "case_not_published",
            "case_assigned",
            "case_to_confirm",
            "case_refused_by_town",
            "case_remark",
        )
        sources.register(Source.WAITING, "case_validity", "case_validity_reminder")
        periodic.register(
            "ask_validity",
            timedelta(hours=12),
            "knowledge.actions.validity.ask_today",
            title=_("Ask whether experiences go on"),
        )
        sources.register(Source.CASES, "author_accepted", "author_declined", "author_left")
        sources.register(Source.WAITING, "author_invited")
        sources.register(
            Source.ACCOUNT,
            "author_removed",
            "case_sent",
            "case_unpublished",
            "case_request_answered",
        )
        periodic.register(
            "case_files",
            timedelta(days=1),
            "knowledge.files.clean_up",
            title=_("Delete files that no experience has any more"),
        )
        periodic.register(
            "author_invitations",
            timedelta(days=1),
            "knowledge.actions.authorship.forget_old_invitations",
            title=_("Forget the addresses of old invitations to tell an experience"),
        )
        register_personal_data()
        moderable.register("solucion", "knowledge.SolutionPage", "networks.moderables.OfEntries")
        moderable.register("experiencia", "knowledge.Case", "knowledge.moderables.OfCases")
        handover.register("cases", "knowledge.actions.keeping.pass_on")
        sitemaps.register("cases", "knowledge.sitemaps.CaseSitemap")
        sections.register_shelf(
            Shelf("experiencias", _("Experiences"), "network_cases", count_cases, newest_cases)
        )
