"""Organizations, facilitators and elections in the admin, for the coordinating unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from community.models import Election, Facilitation, Organization, User
from community.roles import FACILITATORS
from territories.models import Territory, TerritoryGroup


class OrganizationAdminForm(WagtailAdminModelForm):
    website = forms.URLField(label=_("Website"), assume_scheme="https", required=False)


class FacilitationForm(WagtailAdminModelForm):
    """Only people who have the role, and only zones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, groups__name=FACILITATORS)
        self.fields["user"].queryset = people.order_by("display_name")
        self.fields["zone"].queryset = TerritoryGroup.objects.filter(kind="zone").order_by("name")


class ElectionForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Territory.objects.countries().order_by("name")


class OrganizationViewSet(SnippetViewSet):
    model = Organization
    icon = "home"
    menu_label = _("Organizations")
    list_display = ["name", "kind", "territory", BooleanColumn("is_listed", label=_("listed"))]
    list_filter = ["kind", "is_listed"]
    list_per_page = 50
    ordering = ["name"]
    # Found by the words of name and place, accents or not, without the search engine.
    search_backend_name = None
    search_fields = ["search_text"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("kind"),
            FieldPanel("territory"),
            FieldPanel("parent"),
            FieldPanel("description"),
            FieldPanel("website"),
            FieldPanel("logo"),
            FieldPanel("mail_domains"),
            FieldPanel("is_listed"),
        ],
        base_form_class=OrganizationAdminForm,
    )


class FacilitationViewSet(SnippetViewSet):
    model = Facilitation
    icon = "user"
    menu_label = _("Facilitators of zones")
    list_display = ["zone", "user"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("zone"), FieldPanel("user")], base_form_class=FacilitationForm
    )


class ElectionViewSet(SnippetViewSet):
    model = Election
    icon = "date"
    menu_label = _("Changes of government")
    list_display = ["country", "held_on", "note"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("country"), FieldPanel("held_on"), FieldPanel("note")],
        base_form_class=ElectionForm,
    )


class OrganizationsMenu(SnippetViewSetGroup):
    items = (OrganizationViewSet, FacilitationViewSet, ElectionViewSet)
    menu_icon = "home"
    menu_label = _("Organizations")
    menu_name = "organizations"
    menu_order = 420
