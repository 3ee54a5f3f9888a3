"""Territories in the admin: facts are edited here, the tree is loaded from files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from territories import actions
from territories.models import Territory, TerritoryGroup, TerritoryQuerySet, TerritoryTag
from territories.permissions import can_edit_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse


class FactsPolicy(ModelPermissionPolicy):
    """Who may edit facts may; nobody adds, copies or deletes a node of the tree here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in ("add", "delete"):
            return False
        if action == "change":
            return can_edit_facts(user)
        return bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class TerritoryList(IndexView):
    def search_queryset(self, queryset: TerritoryQuerySet) -> TerritoryQuerySet:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    @property
    def columns(self) -> list[Any]:
        """Without the boxes for acts on many rows: the only such act is to delete."""
        return [column for column in super().columns if column.name != "bulk_actions"]


class TerritoryEditView(EditView):
    @transaction.atomic
    def save_instance(self) -> Territory:
        territory: Territory = super().save_instance()
        actions.renew_names(territory)
        return territory


class ChooserSearch(SearchFilterMixin, BaseFilterForm):
    """Finds a place by its name or its parents', accents or not."""

    def filter(self, objects: TerritoryQuerySet) -> TerritoryQuerySet:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        return objects.matching(self.search_query) if self.is_searching else objects


class TerritoryChoose(ChooseView):
    filter_form_class = ChooserSearch


class TerritoryChooseResults(ChooseResultsView):
    filter_form_class = ChooserSearch


class TerritoryChooserViewSet(SnippetChooserViewSet):
    choose_view_class = TerritoryChoose
    choose_results_view_class = TerritoryChooseResults


class TerritoryViewSet(SnippetViewSet):
    model = Territory
    icon = "site"
    menu_label = gettext_lazy("Territories")
    list_display = ["name", "kind", "parent_names", "population", "population_year"]
    list_filter = {"level": ["exact"], "country_code": ["exact"]}
    list_per_page = 50
    search_fields = ["search_text"]
    index_view_class = TerritoryList
    edit_view_class = TerritoryEditView
    chooser_viewset_class = TerritoryChooserViewSet
    copy_view_enabled = False

    @property
    def permission_policy(self) -> FactsPolicy:
        return FactsPolicy(self.model)


class TerritoryGroupViewSet(SnippetViewSet):
    model = TerritoryGroup
    icon = "group"
    menu_label = gettext_lazy("Groups of territories")
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]


class TerritoryTagViewSet(SnippetViewSet):
    model = TerritoryTag
    icon = "tag"
    menu_label = gettext_lazy("Territory tags")
    list_display = ["name", "slug"]
    search_fields = ["name"]


class TerritoriesMenu(SnippetViewSetGroup):
    items = (TerritoryViewSet, TerritoryGroupViewSet, TerritoryTagViewSet)
    menu_icon = "site"
    menu_label = gettext_lazy("Territories")
    menu_name = "territories"
    menu_order = 400


register_snippet(TerritoriesMenu)


@hooks.register("before_bulk_action")
def keep_the_tree(
    request: HttpRequest, action_type: str, objects: Any, action_class_instance: Any
) -> HttpResponse | None:
    """Refuse what Wagtail's acts on many rows would do without asking the policy."""
    if getattr(action_class_instance, "model", None) is not Territory:
        return None
    messages.error(request, _("Territories are not removed here: others speak of them."))
    return redirect("wagtailsnippets_territories_territory:list")
