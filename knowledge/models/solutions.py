"""What municipalities learned, distilled so that any of them can do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import (
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from community.models import BasePage, ContentPage, with_themes
from knowledge.blocks import INLINE, InstrumentsBlock, PitfallsBlock, StepsBlock
from knowledge.models.endorsements import (
    Endorsement,
    endorsement_columns,
    networks_showing,
)
from knowledge.models.proof_changes import ProofChange
from knowledge.models.solution_rows import SolutionCase, SolutionResource
from knowledge.proof import proof_of
from knowledge.scales import CostBand
from networks.models import EntryPage, EntryQuerySet, ResourcePage, SectionPage
from networks.permissions import leads

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from community.models import User
    from networks.models import NetworkPage


class SolutionIndexPage(SectionPage):
    """The solutions of a network or, right under the home page, of all of them."""

    entry_model = "knowledge.SolutionPage"
    subpage_types = ["knowledge.SolutionPage"]
    template = "knowledge/solution_index_page.html"
    fragment = "knowledge/_solutions.html"
    filtered_by = ("tema", "costo", "evidencia", "red", "anio")

    class Meta:
        verbose_name = _("solutions")
        verbose_name_plural = _("solutions")


class SolutionQuerySet(EntryQuerySet):
    def shown_in(self, network: NetworkPage) -> SolutionQuerySet:
        """Its own, and those it shows from elsewhere."""
        elsewhere = Endorsement.objects.filter(network=network, solution__isnull=False)
        return self.filter(Q(network=network) | Q(pk__in=elsewhere.values("solution")))

    def proved_to(self, rung: int) -> SolutionQuerySet:
        """Made of a published case whose evidence reaches that rung."""
        cases = SolutionCase.objects.filter(case__live=True, case__evidence_level__gte=rung)
        return self.filter(Exists(cases.filter(solution=OuterRef("pk"))))

    def in_list(self, network: NetworkPage | None = None) -> SolutionQuerySet:
        """Each with `proved_by`, of how many published cases it was made, `proved_at`, the highest
        rung of evidence among them, and `said_here`, what the network says of why it shows it.
        """
        cases = SolutionCase.objects.filter(solution=OuterRef("pk"), case__live=True)
        told = cases.order_by().values("solution")
        number, highest = Count("pk"), Max("case__evidence_level")
        return self.annotate(
            proved_by=Subquery(told.annotate(number=number).values("number")),
            proved_at=Subquery(told.annotate(highest=highest).values("highest")),
            said_here=said_in(network),
        )


def said_in(network: NetworkPage | None) -> Any:
    """What the network says of why it shows a solution and who says so, as an expression."""
    if network is None:
        return Value(None, models.JSONField())
    said = Endorsement.objects.filter(network=network.pk, solution=OuterRef("pk"))
    by = JSONObject(display_name=F("by__display_name"))
    return Subquery(said.annotate(told=JSONObject(note=F("note"), by=by)).values("told")[:1])


class SolutionPage(EntryPage):
    """What any municipality can do about a problem, step by step, with the means it takes.

    A case is what one municipality lived; this is what its network made of
    several, for others to use.
    """

    problem = RichTextField(_("problem"), features=INLINE, help_text=_("What it is for."))
    serves_when = RichTextField(_("serves when"), features=INLINE, blank=True)
    does_not_serve_when = RichTextField(_("does not serve when"), features=INLINE, blank=True)
    steps = StreamField(StepsBlock(), verbose_name=_("steps"), blank=True)
    cost_band = models.CharField(
        _("order of cost"), max_length=12, choices=CostBand.choices, default=CostBand.UNKNOWN
    )
    staff = models.TextField(
        _("staff"), blank=True, max_length=400, help_text=_("Who is needed and for how long.")
    )
    months_to_first_result = models.PositiveSmallIntegerField(
        _("months to the first result"), null=True, blank=True
    )
    staff_months = models.DecimalField(
        _("months of work of one person"),
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("All of them together: two people during three months are six."),
    )
    means_note = models.TextField(
        _("what else to know of the means"),
        blank=True,
        max_length=400,
        help_text=_("What the cost includes, what is paid every year, where the money came from."),
    )
    legal_instruments = StreamField(
        InstrumentsBlock(), verbose_name=_("legal texts to copy"), blank=True
    )
    pitfalls = StreamField(PitfallsBlock(), verbose_name=_("pitfalls"), blank=True)

    objects = PageManager.from_queryset(SolutionQuerySet)()

    parent_page_types = ["knowledge.SolutionIndexPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel(
            "problem", help_text=_("What is wrong, whom it touches and how one notices it.")
        ),
        MultiFieldPanel(
            [FieldPanel("serves_when"), FieldPanel("does_not_serve_when")],
            heading=_("When it serves and when it does not"),
        ),
        FieldPanel("steps"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cost_band"), FieldPanel("months_to_first_result")]),
                FieldRowPanel([FieldPanel("staff_months"), FieldPanel("staff")]),
                FieldPanel("means_note"),
            ],
            heading=_("Means it takes"),
        ),
        FieldPanel("legal_instruments"),
        FieldPanel("pitfalls"),
        MultipleChooserPanel(
            "case_links",
            chooser_field_name="case",
            heading=_("Made of these experiences"),
            label=_("Experience"),
            help_text=_(
                "They prove that it works. Their evidence and validity are shown beside the"
                " solution, and you are told when one of them changes."
            ),
        ),
        *ContentPage.topic_panels,
        MultipleChooserPanel(
            "resource_links",
            chooser_field_name="resource",
            heading=_("Resources that help"),
            label=_("Resource"),
            classname="collapsed",
        ),
        FieldPanel("sources", classname="collapsed"),
        *ContentPage.cover_panels,
        *EntryPage.author_panels,
    ]
    search_fields = [
        *EntryPage.search_fields,
        index.SearchField("problem"),
        index.SearchField("serves_when"),
        index.SearchField("steps"),
        index.SearchField("legal_instruments"),
        index.SearchField("pitfalls"),
        index.FilterField("cost_band"),
    ]
    search_kind = "solucion"
    schema_type = "HowTo"
    search_labels = {"costo": dict(CostBand.choices)}
    is_commentable = True
    template = "knowledge/solution_page.html"
    # Only a page that is served knows.
    is_doubted = False
    reader_leads_some = False
    # Set by `in_list`.
    said_here: dict[str, Any] | None = None

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")

    def search_facets(self) -> dict[str, list[str]]:
        """Adds the order of its cost, where it is known, and the networks that show it."""
        known = self.cost_band != CostBand.UNKNOWN
        told = super().search_facets()
        return {
            **told,
            "red": [*told["red"], *networks_showing(self)],
            "costo": [self.cost_band] if known else [],
        }

    @classmethod
    def as_served(cls, user: User | AnonymousUser) -> Any:
        """Adds whether something happened to its proof that somebody ought to look at, and the
        networks that show it.
        """
        changes = ProofChange.objects.open().filter(solution=OuterRef("pk"))
        said = endorsement_columns(user, "solution")
        pages = super().as_served(user).annotate(is_doubted=Exists(changes), **said)
        return pages.annotate(reader_leads_some=leads(user))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        self.load_shown(request.user)
        context["resources"] = [link.resource for link in self.resource_links.all()]
        context["proof"] = proof_of(self)
        return context

    @property
    def shown_here(self) -> list[dict[str, Any]]:
        """What the network whose list is read says of why it shows it."""
        return [self.said_here] if self.said_here else []

    @property
    def permanent_path(self) -> str:
        """An address that leads to it wherever it is moved and whatever it is called."""
        return reverse("solutions:solution", args=[self.pk])

    def load_shown(self, user: User | AnonymousUser) -> None:
        """Read its themes, resources and cases in three queries; what this visitor may not
        open stays out.

        A draft in preview keeps those of its form.
        """
        if self.pk is None:
            return
        seen: Any = ResourcePage.objects.all()
        links = SolutionResource.objects.filter(resource__in=seen.visible_to(user).values("pk"))
        prefetch_related_objects(
            [self],
            with_themes(),
            Prefetch("resource_links", links.select_related("resource")),
            Prefetch("case_links", SolutionCase.objects.with_case()),
        )
