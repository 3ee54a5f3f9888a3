"""Cases in the admin: read, searched, compared and written; published on the site alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import (
    EditView,
    IndexView,
    RevisionsUnscheduleView,
    SnippetViewSet,
    SnippetViewSetGroup,
    UnpublishView,
)

from community.models import Theme
from knowledge.actions.authors import take_name_off, unfinished_by
from knowledge.actions.writing import follow_edit
from knowledge.bulk_actions import ACTIONS, CaseAction, exported
from knowledge.case_chooser import CaseChooserViewSet
from knowledge.case_panels import EDITOR
from knowledge.forms.review import team_of_cases
from knowledge.models import (
    Case,
    Condition,
    ExchangeRate,
    ImportedCase,
    PriceRise,
    TargetGroup,
)
from knowledge.permissions import can_import
from networks.models import NetworkPage
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponse

    from community.models import User

# Wagtail's own ways of publishing, of which a case knows none.
ELSEWHERE = {"action-publish", "action-unpublish"}


def where_to_publish() -> str:
    return _(
        "Experiences are published, scheduled and withdrawn on their page of the site, where "
        "each publication becomes a version. The text was kept as a draft."
    )


class CasePolicy(ModelPermissionPolicy):
    """Whoever may change cases reads and writes them here. Nothing else is done here.

    They are registered, published and withdrawn on the site, and never deleted:
    superusers keep to it too.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action not in ("view", "change"):
            return False
        return bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        return super().users_with_any_permission({"view", "change"} & set(actions))


def countries() -> list[tuple[str, str]]:
    """Those of the cases there are."""
    codes = Case.objects.values("lead_municipality__country_code")
    found = Territory.objects.countries().filter(country_code__in=codes)
    return list(found.order_by("search_name").values_list("country_code", "name"))


def sources() -> list[tuple[str, str]]:
    """The lists cases were imported from."""
    found = ImportedCase.objects.exclude(source="").values_list("source", flat=True)
    return [(source, source) for source in found.distinct().order_by("source")]


class CaseFilterSet(WagtailFilterSet):
    theme = django_filters.ModelChoiceFilter(
        field_name="case_themes__theme",
        queryset=lambda request: Theme.objects.active().order_by("name"),
        label=gettext_lazy("Theme"),
    )
    network = django_filters.ModelChoiceFilter(
        field_name="case_networks__network",
        queryset=lambda request: NetworkPage.objects.live().order_by("title"),
        label=gettext_lazy("Network"),
    )
    assignee = django_filters.ModelChoiceFilter(
        queryset=lambda request: team_of_cases(),
        null_label=gettext_lazy("nobody yet"),
        label=gettext_lazy("Who has it"),
    )
    is_third_party = django_filters.BooleanFilter(
        field_name="confirmed_at",
        lookup_expr="isnull",
        label=gettext_lazy("told by a third party"),
    )
    source = django_filters.ChoiceFilter(
        field_name="imported__source", choices=sources, label=gettext_lazy("brought in from")
    )
    country = django_filters.ChoiceFilter(
        field_name="lead_municipality__country_code",
        choices=countries,
        label=gettext_lazy("Country"),
    )

    class Meta:
        model = Case
        fields = [
            *("state", "level", "live", "record_kind", "stage", "validity_status"),
            *("evidence_level", "language", "country"),
        ]


class CaseList(IndexView):
    def get_base_queryset(self) -> Any:
        return (
            super()
            .get_base_queryset()
            .select_related("lead_municipality", "registered_by", "assignee")
        )

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """All of the record of what the filters leave, in the shape of an import."""
        wanted = Case.objects.filter(pk__in=queryset.order_by().values("pk"))
        return exported(wanted, spreadsheet_format)


class CaseEditView(EditView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saves, whatever button was pressed; who asked to publish is told where that is done."""
        if ELSEWHERE & set(request.POST):
            messages.error(request, where_to_publish())
        return super().post(request, *args, **kwargs)

    @transaction.atomic
    def save_instance(self) -> Case:
        case: Case = super().save_instance()
        follow_edit(case)
        return case


class Refused:
    """What is done on the site alone: says so and leads back, superusers included."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        messages.error(request, where_to_publish())
        return redirect(reverse("wagtailsnippets_knowledge_case:edit", args=[kwargs["pk"]]))


class RefusedUnpublish(Refused, UnpublishView):
    pass


class RefusedUnschedule(Refused, RevisionsUnscheduleView):
    pass


class CaseViewSet(SnippetViewSet):
    model = Case
    chooser_viewset_class = CaseChooserViewSet
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Experiences")
    list_display = [
        "title",
        Column("code", label=gettext_lazy("Code"), sort_key="code"),
        Column("place", label=gettext_lazy("Municipality")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("get_level_display", label=gettext_lazy("Level"), sort_key="level"),
        BooleanColumn("live", label=gettext_lazy("on the site")),
        Column("told_by", label=gettext_lazy("registered by")),
        Column("assignee", label=gettext_lazy("Who has it"), sort_key="assignee__display_name"),
    ]
    filterset_class = CaseFilterSet
    list_per_page = 50
    # The columns are those of an import; that there are some makes the buttons.
    list_export = ["title"]
    ordering = ["-changed_at"]
    # The database finds them, drafts included, and by any column.
    search_backend_name = None
    search_fields = ["title", "code", "summary", "lead_municipality__search_text"]
    edit_handler = EDITOR
    index_view_class = CaseList
    edit_view_class = CaseEditView
    unpublish_view_class = RefusedUnpublish
    revisions_unschedule_view_class = RefusedUnschedule
    copy_view_enabled = False

    @property
    def permission_policy(self) -> CasePolicy:
        return CasePolicy(self.model)


class VocabularyViewSet(SnippetViewSet):
    """Words of a list. They are deactivated, never deleted."""

    list_display = [
        "name",
        "slug",
        BooleanColumn("is_active", label=gettext_lazy("may be chosen")),
    ]
    list_filter = ["is_active"]
    search_backend_name = None
    search_fields = ["name", "name_pt", "name_en", "slug"]
    copy_view_enabled = False


class TargetGroupViewSet(VocabularyViewSet):
    """The people a case is for."""

    model = TargetGroup
    icon = "group"
    menu_label = gettext_lazy("Target groups")


class ConditionViewSet(VocabularyViewSet):
    """What must be there for it to work."""

    model = Condition
    icon = "list-ul"
    menu_label = gettext_lazy("Conditions of success")


class YearlyViewSet(SnippetViewSet):
    """A number of each year with its source; `load_rates` brings many at once."""

    icon = "table"
    list_per_page = 50
    search_backend_name = None
    copy_view_enabled = False


class ExchangeRateViewSet(YearlyViewSet):
    """What a dollar cost in a year."""

    model = ExchangeRate
    menu_label = gettext_lazy("Exchange rates")
    list_display = ["currency", "year", "per_dollar", "source", "retrieved_on"]
    list_filter = ["currency", "year"]
    search_fields = ["currency"]


class PriceRiseViewSet(YearlyViewSet):
    """By how much prices rose in a year."""

    model = PriceRise
    menu_label = gettext_lazy("Rises of prices")
    list_display = ["country", "year", "percent", "source", "retrieved_on"]
    list_filter = ["country", "year"]
    search_fields = ["country"]


class QueueMenuItem(MenuItem):
    """Leads to what waits for the team, in the list of the admin."""

    def is_shown(self, request: HttpRequest) -> bool:
        return CasePolicy(Case).user_has_permission(request.user, "change")


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_import(request.user)


class CasesMenu(SnippetViewSetGroup):
    items = (
        CaseViewSet,
        TargetGroupViewSet,
        ConditionViewSet,
        ExchangeRateViewSet,
        PriceRiseViewSet,
    )
    menu_icon = "doc-full-inverse"
    menu_label = gettext_lazy("Experiences")
    menu_name = "cases"
    menu_order = 150

    def get_submenu_items(self) -> list[MenuItem]:
        items: list[MenuItem] = super().get_submenu_items()
        waiting = f"{reverse('wagtailsnippets_knowledge_case:list')}?state={Case.State.SENT}"
        queue = QueueMenuItem(
            gettext_lazy("In review"), waiting, name="cases-sent", icon_name="time", order=5
        )
        importing = ImportMenuItem(
            gettext_lazy("Import experiences"),
            reverse("import_cases:begin"),
            name="import-cases",
            icon_name="upload",
            order=900,
        )
        return [*items, queue, importing]


register_snippet(CasesMenu)


@hooks.register("register_admin_urls")
def screens_of_importing() -> list[URLResolver]:
    return [path("import-cases/", include("knowledge.urls_imports"))]


class ReviewOnSite(ActionMenuItem):
    name = "action-review-on-site"
    label = gettext_lazy("Review and publish on the site")
    icon_name = "view"

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return address_on_site(parent_context["instance"])

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit"


def address_on_site(case: Case) -> str:
    """Its page, at the text that is being worked on."""
    return f"{case.get_absolute_url()}{'?borrador=1' if case.live else ''}"


@hooks.register("register_snippet_action_menu_item")
def review_on_site(model: type[Any]) -> ReviewOnSite | None:
    return ReviewOnSite(order=10) if model is Case else None


@hooks.register("construct_snippet_action_menu")
def nothing_is_published_here(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    if context["model"] is Case:
        menu_items[:] = [item for item in menu_items if item.name not in ELSEWHERE]


@hooks.register("register_snippet_listing_buttons")
def button_to_the_site(snippet: Any, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Case):
        yield Button(
            _("Review and publish on the site"),
            address_on_site(snippet),
            icon_name="view",
            priority=5,
        )


@hooks.register("before_bulk_action")
def keep_the_record(
    request: HttpRequest, action_type: str, objects: Any, action_class_instance: Any
) -> HttpResponse | None:
    """Refuse what Wagtail's acts on many rows would do without asking the policy."""
    model = getattr(action_class_instance, "model", None)
    if model not in (Case, TargetGroup, Condition) or isinstance(action_class_instance, CaseAction):
        return None
    messages.error(request, _("Nothing of the record is deleted here: others speak of it."))
    return redirect(model.snippet_viewset.get_url_name("list"))


# After Wagtail's own, because one of them takes the place of its "delete".
for each in ACTIONS:
    hooks.register("register_bulk_action", each, order=1000)


@hooks.register("contributions")
def published_cases() -> Q:
    """Those who registered an experience that is published."""
    mine = Case.objects.published().filter(registered_by=OuterRef("pk"))
    return Q(Exists(mine.order_by()))


@hooks.register("consequences_of_closing")
def experiences_left_alone(user: User) -> list[str]:
    return unfinished_by(user)


@hooks.register("take_name_off")
def take_name_off_experiences(user: User) -> None:
    take_name_off(user)
