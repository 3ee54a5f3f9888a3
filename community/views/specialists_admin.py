"""The base of specialists in the admin, kept by the coordinating unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from community.models import Specialist, User
from community.permissions import is_coordinating_unit
from community.views.editors import for_the_unit
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import UserQuerySet


class PersonSearch(SearchFilterMixin, BaseFilterForm):
    """Finds a person by any part of the name, accents or not, or by the address."""

    def filter(self, objects: UserQuerySet) -> UserQuerySet:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        if not self.search_query:
            return objects
        by_name = Q(search_name__contains=fold(self.search_query))
        return objects.filter(by_name | Q(email__icontains=self.search_query))


class OpenAccounts:
    """Whom the unit may choose, whether or not they are listed."""

    filter_form_class = PersonSearch

    def get_object_list(self) -> UserQuerySet:
        return User.objects.filter(is_active=True).order_by("search_name", "pk")

    @property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns  # type: ignore[misc]
        return [*columns, Column("handle", label=_("Handle")), Column("email", label=_("E-mail"))]


@method_decorator(for_the_unit, name="dispatch")
class ChoosePerson(OpenAccounts, ChooseView):
    pass


@method_decorator(for_the_unit, name="dispatch")
class ChoosePersonResults(OpenAccounts, ChooseResultsView):
    pass


@method_decorator(for_the_unit, name="dispatch")
class PersonChosen(ChosenView):
    pass


class PersonChooser(ChooserViewSet):
    """A person among all accounts: names of people who are not listed are the unit's alone."""

    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    register_widget = False
    choose_view_class = ChoosePerson
    choose_results_view_class = ChoosePersonResults
    chosen_view_class = PersonChosen


person_chooser = PersonChooser("choose-person", url_prefix="choose-person")


class UnitPolicy(ModelPermissionPolicy):
    """All of it for the coordinating unit, nothing for others."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return is_coordinating_unit(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return is_coordinating_unit(user)


def names_of_themes(specialist: Specialist) -> str:
    return ", ".join(str(theme) for theme in specialist.themes.all())


class SpecialistViewSet(SnippetViewSet):
    """Who is in the base, for which themes, since when, and a note that only the unit reads."""

    model = Specialist
    icon = "user"
    menu_label = _("Specialists")
    menu_order = 460
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["person", Column(names_of_themes, label=_("Themes")), "since"]
    list_filter = ["themes"]
    ordering = ["person__search_name"]
    # Few enough for the database.
    search_backend_name = None
    search_fields = ["person__display_name", "person__search_name", "note"]
    panels = [
        FieldPanel("person", widget=person_chooser.widget_class),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
        FieldPanel("since"),
        FieldPanel("note"),
    ]

    def get_queryset(self, request: Any) -> Any:
        return Specialist.objects.select_related("person").prefetch_related("themes")

    @property
    def permission_policy(self) -> UnitPolicy:
        return UnitPolicy(self.model)
