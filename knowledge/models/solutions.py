"""What municipalities learned, distilled so that any of them can do it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.search import index

from community.models import BasePage, ContentPage, with_themes
from knowledge.blocks import INLINE, InstrumentsBlock, PitfallsBlock, StepsBlock
from knowledge.scales import CostBand
from networks.models import EntryPage, ResourcePage, SectionPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

    from community.models import User


class SolutionIndexPage(SectionPage):
    """The solutions of a network or, right under the home page, of all of them."""

    entry_model = "knowledge.SolutionPage"
    subpage_types = ["knowledge.SolutionPage"]
    template = "knowledge/solution_index_page.html"
    fragment = "knowledge/_solutions.html"

    class Meta:
        verbose_name = _("solutions")
        verbose_name_plural = _("solutions")


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
    legal_instruments = StreamField(
        InstrumentsBlock(), verbose_name=_("legal texts to copy"), blank=True
    )
    pitfalls = StreamField(PitfallsBlock(), verbose_name=_("pitfalls"), blank=True)

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
                FieldPanel("staff"),
            ],
            heading=_("Means it takes"),
        ),
        FieldPanel("legal_instruments"),
        FieldPanel("pitfalls"),
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
    search_labels = {"costo": dict(CostBand.choices)}
    is_commentable = True
    template = "knowledge/solution_page.html"

    class Meta:
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")

    def search_facets(self) -> dict[str, list[str]]:
        """Adds the order of its cost, where it is known."""
        known = self.cost_band != CostBand.UNKNOWN
        return {**super().search_facets(), "costo": [self.cost_band] if known else []}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        self.load_shown(request.user)
        context["resources"] = [link.resource for link in self.resource_links.all()]
        return context

    def load_shown(self, user: User | AnonymousUser) -> None:
        """Read its themes and resources in two queries; what this visitor may not open stays out.

        A draft in preview keeps those of its form.
        """
        if self.pk is None:
            return
        seen: Any = ResourcePage.objects.all()
        links = SolutionResource.objects.filter(resource__in=seen.visible_to(user).values("pk"))
        prefetch_related_objects(
            [self], with_themes(), Prefetch("resource_links", links.select_related("resource"))
        )


class SolutionResource(Orderable):
    """That a resource helps with a solution. `key` stays the same from version to version."""

    solution = ParentalKey(SolutionPage, on_delete=models.CASCADE, related_name="resource_links")
    resource = models.ForeignKey(
        "networks.ResourcePage",
        on_delete=models.CASCADE,
        related_name="solution_links",
        verbose_name=_("resource"),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    panels = [PageChooserPanel("resource")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["solution", "resource"], name="solution_names_a_resource_once"
            )
        ]
