from datetime import timedelta
from typing import Any

from django.apps import AppConfig, apps
from django.db.models import Count, Exists, Expression, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community import (
    archive,
    cards,
    file_doors,
    handover,
    moderable,
    periodic,
    sitemaps,
    sources,
    waiting,
)
from community.sources import Source
from networks import desk, featurable, filters, sections, taking, uses
from networks.filters import OwnFilter
from networks.sections import Section, Shelf


def count_cases(network: Any) -> Expression:
    """How many published cases the network shows, as part of a query of pages."""
    links: Any = apps.get_model("knowledge.CaseNetwork").objects
    endorsed: Any = apps.get_model("knowledge.Endorsement").objects
    told = links.filter(network=OuterRef("network"), case=OuterRef("case"))
    from_elsewhere = endorsed.filter(~Exists(told), network=network, case__live=True)
    return number(links.filter(network=network, case__live=True)) + number(from_elsewhere)


def count_solutions(network: Any) -> Expression:
    """How many solutions it shows that lie elsewhere, where everybody may open them."""
    endorsed: Any = apps.get_model("knowledge.Endorsement").objects
    return number(
        endorsed.filter(
            network=network, solution__live=True, solution__network__visibility="public"
        )
    )


def number(rows: Any) -> Expression:
    """How many rows of a network there are, as an expression."""
    of_it = rows.order_by().values("network")
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


# What the archive of somebody's data holds of theirs here: name, function of
# `knowledge.archive`, and which relations to them it covers.
PERSONAL_DATA = [
    ("experiencias", "cases", ["Case.registered_by", "Case.kept_by"]),
    ("pasos-de-experiencias", "acts", ["CaseEvent.actor", "CaseVersion.published_by"]),
    ("solicitudes", "requests", ["CorrectionRequest.asker"]),
    ("solicitudes-respondidas", "answers", ["CorrectionRequest.answered_by"]),
    ("creditos-en-experiencias", "credits_given", ["Contributor.person"]),
    ("experiencias-compartidas", "parts_taken", ["Authorship.person", "Authorship.invited_by"]),
    ("sistematizaciones", "systematizations", ["Systematization.facilitator"]),
    ("experiencias-a-su-cargo", "assigned", ["Case.assignee"]),
    (
        "registros-asistidos",
        "assistances",
        ["AssistedRegistration.facilitator", "AssistedRegistration.answered_by"],
    ),
    ("enlaces-de-revision", "review_links", ["ReviewLink.created_by"]),
    ("observaciones-respondidas", "remarks_answered", ["Remark.answered_by"]),
    ("nombres-protegidos", "protections", ["Protection.person"]),
    ("preguntas-sobre-vigencia", "validity_questions", ["ValidityQuestion.person"]),
    ("entrevistas", "interviews", ["Interview.recorded_by"]),
    ("llevado-a-fichas", "carryings", ["Carrying.carried_by"]),
    ("importaciones-de-experiencias", "imports", ["CaseImport.user"]),
    ("lo-que-mostro-en-redes", "endorsements", ["Endorsement.by"]),
    ("soluciones-revisadas", "solutions_looked_at", ["ProofChange.looked_at_by"]),
]
# Which notices may wait for a digest, and how: see `community.sources`.
NOTICES = [
    (
        Source.CASES,
        [
            "case_published",
            "case_scheduled",
            "case_unscheduled",
            "case_confirmed",
            "case_confirmed_by_town",
            "case_taken_up",
            "case_put_down",
            "case_systematized",
            "case_changed_by_team",
            "case_verified",
            "case_lowered",
            "case_unassigned",
            "author_accepted",
            "author_declined",
            "author_left",
            "endorsed",
        ],
    ),
    (
        Source.WAITING,
        [
            "case_returned",
            "case_waiting",
            "case_request",
            "case_not_published",
            "case_assigned",
            "case_to_confirm",
            "case_refused_by_town",
            "case_remark",
            "case_validity",
            "case_validity_reminder",
            "author_invited",
            "solution_doubted",
        ],
    ),
    (Source.ACCOUNT, ["author_removed", "case_sent", "case_unpublished", "case_request_answered"]),
]
# From which rung on the experiences of a solution may be asked for.
EVIDENCE: list[tuple[str, Any]] = [
    ("2", _("documented or more")),
    ("3", _("measured or more")),
    ("4", _("checked by others or more")),
    ("5", _("repeated with results")),
]
CHORES = [
    (
        "forget_case_imports",
        timedelta(hours=1),
        "knowledge.actions.importing.forget_imports",
        _("Throw away imports of experiences that nobody confirmed"),
    ),
    (
        "ask_validity",
        timedelta(hours=12),
        "knowledge.actions.validity.ask_today",
        _("Ask whether experiences go on"),
    ),
    (
        "case_files",
        timedelta(days=1),
        "knowledge.files.clean_up",
        _("Delete files that no experience has any more"),
    ),
    (
        "author_invitations",
        timedelta(days=1),
        "knowledge.actions.authorship.forget_old_invitations",
        _("Forget the addresses of old invitations to tell an experience"),
    ),
]


def register_personal_data() -> None:
    for name, function, relations in PERSONAL_DATA:
        covers = [f"knowledge.{relation}" for relation in relations]
        archive.register(name, f"knowledge.archive.{function}", covers=covers)
    archive.leave_out("knowledge.Upload.user", "files on their way, forgotten after a day")
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
                from_elsewhere=count_solutions,
            )
        )
        filters.register(
            "evidencia",
            OwnFilter(
                _("Evidence"),
                _("Any evidence"),
                EVIDENCE,
                lambda entries, rung: entries.proved_to(int(rung)),
            ),
        )
        featurable.register(
            "knowledge.Case", "knowledge.featuring.cases", "knowledge.featuring.address"
        )
        file_doors.register("case_files", "knowledge.files.may_open")
        file_doors.register("interview_consents", "knowledge.files.may_open_consent")
        cards.register("knowledge.cards.find_cases")
        waiting.register("knowledge.matters.of_an_author")
        waiting.register("knowledge.matters.of_the_team")
        waiting.register("knowledge.matters.of_a_town")
        waiting.register("knowledge.matters.of_who_is_invited")
        waiting.register("knowledge.matters_of_solutions.of_solutions")
        for source, kinds in NOTICES:
            sources.register(source, *kinds)
        for name, every, function, title in CHORES:
            periodic.register(name, every, function, title=title)
        register_personal_data()
        moderable.register("solucion", "knowledge.SolutionPage", "networks.moderables.OfEntries")
        moderable.register("experiencia", "knowledge.Case", "knowledge.moderables.OfCases")
        uses.register("knowledge.uses.of_a_resource")
        handover.register("cases", "knowledge.actions.keeping.pass_on")
        sitemaps.register("cases", "knowledge.sitemaps.CaseSitemap")
        import_string("knowledge.figures.register_all")()
        import_string("knowledge.needs_registry.register_needs")()
        import_string("knowledge.feedback_registry.register_feedback")()
        import_string("knowledge.transfers_registry.register_transfers")()
        import_string("knowledge.following_registry.register_following")()
        import_string("knowledge.standing_registry.register_standing")()
        taking.register("experiencias", "knowledge.taking.cases")
        desk.register("knowledge.matters_of_solutions.at_the_desk")
        sections.register_shelf(
            Shelf("experiencias", _("Experiences"), "network_cases", count_cases, newest_cases)
        )
