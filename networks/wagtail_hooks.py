"""Where networks step into Wagtail: its public door, its choosers, its editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.permission_policies.pages import PagePermissionPolicy

from community.models import User, visible_pages
from networks import actions
from networks.models import Membership, NetworkPage
from networks.publications import entry_models
from networks.writing import WritePanel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.views import View
    from wagtail.admin.ui.components import Component
    from wagtail.models import Page

    from community.models import HomePage


@hooks.register("before_serve_page", order=-10)
def refuse_what_is_hidden(
    page: Page, request: HttpRequest, serve_args: list[Any], serve_kwargs: dict[str, Any]
) -> None:
    """A page in a network closed to this visitor does not exist for them.

    Whether it lies in a closed subtree at all came with the page, so that
    public ones cost nothing here and do not look at the session.
    """
    if getattr(page, "is_closed", None) is False:
        return
    if not visible_pages(request.user).filter(pk=page.pk).exists():
        raise Http404


@hooks.register("construct_page_chooser_queryset")
def live_or_mine(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """In the chooser: what this editor may read on the site, and what they work on.

    Stock Wagtail offers every page of the site, drafts of other networks
    included (github.com/wagtail/wagtail/issues/9714); drop this when it does not.
    """
    if request.user.is_superuser:
        return pages
    mine = PagePermissionPolicy().explorable_instances(request.user).values("pk")
    readable = visible_pages(request.user).values("pk")
    return pages.filter(pk__in=readable) | pages.filter(pk__in=mine)


@hooks.register("after_create_page")
def furnish_new_network(request: HttpRequest, page: Page) -> None:
    """A network made in the admin gets its sections, groups and collection too."""
    if isinstance(page, NetworkPage):
        actions.furnish(page)


@hooks.register("construct_homepage_panels")
def begin_with_writing(request: HttpRequest, panels: list[Component]) -> None:
    """Who comes to publish finds the form of a new page on the first one."""
    panels.insert(0, WritePanel())


@hooks.register("people_coordinated_by")
def people_coordinated_by(user: User) -> QuerySet[User]:
    """Members of the networks this person coordinates."""
    mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
    members = Membership.objects.active().filter(network__in=mine)
    return User.objects.filter(pk__in=members.values("user"))


@hooks.register("contributions")
def published_entries() -> Q:
    """Authors of posts, solutions and resources that are published."""
    live = [
        Exists(model._default_manager.filter(author=OuterRef("pk"), live=True).order_by())
        for model in entry_models()
    ]
    return Q(*live, _connector=Q.OR)


@hooks.register("is_moderator")
def coordinates_a_network(user: User) -> bool:
    return Membership.objects.coordinators().filter(user=user.pk).exists()


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def take_up_the_appointment(request: HttpRequest, user: User) -> None:
    """Groups ticked in the admin become memberships, so that the two tables agree."""
    actions.follow_groups(user)


@hooks.register("after_bulk_action")
def take_up_appointments(
    request: HttpRequest, _action: str, objects: Iterable[Any], _view: View
) -> None:
    for person in objects:
        if isinstance(person, User):
            actions.follow_groups(person)


@hooks.register("close_account")
def leave_all_networks(user: User) -> None:
    """Who closes the account belongs to no network any more."""
    actions.leave_all(user)


@hooks.register("consequences_of_closing")
def networks_left_alone(user: User) -> list[str]:
    """The networks that nobody coordinates once this person is gone."""
    return [
        gettext("You are the only one who coordinates “%(network)s”: appoint somebody else first.")
        % {"network": network.title}
        for network in actions.coordinated_alone(user)
    ]


@hooks.register("found_site")
def found_networks_with_the_site(home: HomePage) -> None:
    """A new site has its index of networks and the sections across them from the start."""
    actions.found_networks(home)
