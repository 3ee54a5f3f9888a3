"""Wagtail's screens for users, with our forms and our limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)
from wagtail.users.views.users import (
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    UserViewSet,
)

from community.actions.directory import renew_entries
from community.actions.members import set_address
from community.forms.people_admin import PersonCreationForm, PersonEditForm
from community.models import User
from community.permissions import can_manage_account

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import ModelForm
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.views import View
    from wagtail.admin.ui.tables import Column


class PeopleIndexView(IndexView):
    page_title = _("People")

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's, where what people sign in with is called by what it is."""
        columns: list[Column] = super().columns
        for column in columns:
            if column.name == User.USERNAME_FIELD:
                column.label = _("E-mail")
        return columns

    def get_edit_url(self, instance: User) -> str | None:
        may_edit = can_manage_account(self.request.user, instance)
        return super().get_edit_url(instance) if may_edit else None


class PersonCreateView(CreateView):
    """A new account has no password: its owner gets one through "recover password"."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}

    def save_instance(self) -> User:
        person = super().save_instance()
        set_address(person, person.email, verified=False)
        return person


class PersonEditView(EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_manage_account(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}

    def save_instance(self) -> User:
        """Another address must be confirmed by whoever reads its mail."""
        person = super().save_instance()
        if "email" in self.form.changed_data:
            set_address(person, person.email, verified=False)
        return person


class PersonDeleteView(DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_manage_account(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@hooks.register("before_bulk_action")
def refuse_to_reach_above(
    request: HttpRequest, _action: str, objects: Iterable[Any], _view: View
) -> None:
    """Acts on many people at once keep to the same limits as acts on one."""
    if any(isinstance(it, User) and not can_manage_account(request.user, it) for it in objects):
        raise PermissionDenied


@hooks.register("after_bulk_action")
def renew_the_directory(
    request: HttpRequest, _action: str, objects: Iterable[Any], _view: View
) -> None:
    """Acts on many people at once write past the model: no receiver hears of them."""
    keys = [it.pk for it in objects if isinstance(it, User)]
    if keys:
        renew_entries(User.objects.filter(pk__in=keys))


class EditorSettingsView(AccountView):
    """An editor's own settings, but for what has its place on the site: the profile, the mails."""

    def get_panels(self) -> list[Any]:
        elsewhere = (NameEmailSettingsPanel, AvatarSettingsPanel, NotificationsSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, elsewhere)]


editor_settings = require_admin_access(EditorSettingsView.as_view())


class PeopleViewSet(UserViewSet):
    menu_label = _("People")
    # Nobody is made out of somebody else.
    copy_view_enabled = False
    # All fields on one page: Wagtail's own templates name fields that our forms do not have.
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    index_view_class = PeopleIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm
