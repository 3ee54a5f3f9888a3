"""Where networks step into Wagtail: its public door, its choosers, its editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from community.models import User, visible_pages
from networks import actions
from networks.actions.events import follow_publishing, forget_person, people_ahead_of
from networks.actions.sections import spread_new_sections
from networks.matters.questions import coordinated
from networks.models import EventPage, Membership, NetworkPage
from networks.permissions import rights_above
from networks.publications import entry_models
from networks.views import governing
from networks.writing import WritePanel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern
    from django.views import View
    from wagtail.admin.ui.components import Component

    from community.bounces import Bounce
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


@hooks.register("before_create_page")
def open_networks_in_one_step(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """The editor of pages would make one without its people: there is a page of its own."""
    return redirect("open_network") if issubclass(page_class, NetworkPage) else None


@hooks.register("register_admin_urls")
def screens_of_networks() -> list[URLPattern]:
    return [
        path("redes/", governing.networks, name="govern_networks"),
        path("redes/nueva/", governing.new, name="open_network"),
        path("redes/<int:pk>/", governing.govern, name="govern_network"),
    ]


class GovernorsMenuItem(MenuItem):
    """For whoever opens networks and brings them to rest; asked once for a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        known: bool | None = request.__dict__.get("may_govern")
        if known is None:
            known = governing.may_govern(request.user)  # type: ignore[arg-type]
            request.__dict__["may_govern"] = known
        return known


@hooks.register("register_admin_menu_item")
def all_networks() -> MenuItem:
    return GovernorsMenuItem(
        _("Networks"), reverse_lazy("govern_networks"), icon_name="group", order=410
    )


@hooks.register("register_admin_menu_item")
def new_network() -> MenuItem:
    return GovernorsMenuItem(
        _("New network"), reverse_lazy("open_network"), icon_name="plus", order=411
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def way_to_govern(
    page: Page, user: User, next_url: str | None = None, view_name: str = ""
) -> Iterator[Button]:
    """From a network in the admin to where it is archived, deleted and marked."""
    if page.specific_class is NetworkPage and rights_above(user, page.path):
        yield Button(
            gettext("Govern the network"),
            reverse("govern_network", args=[page.pk]),
            icon_name="cog",
            priority=60,
        )


@hooks.register("mail_came_back")
def invitation_came_back(bounce: Bounce) -> None:
    actions.note_returned_invitation(bounce)


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
    return bool(coordinated(user))


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


@hooks.register("before_bulk_action")
def call_them_off_first(
    request: HttpRequest, action: str, objects: Iterable[Any], _view: View
) -> HttpResponse | None:
    """The same for several at once: the first that is not called off stops them all."""
    if action not in ("delete", "unpublish"):
        return None
    answers = (call_it_off_first(request, each) for each in objects if isinstance(each, Page))
    return next((answer for answer in answers if answer), None)


@hooks.register("event_was_published")
def tell_who_comes(event: EventPage) -> None:
    """Another hour or place is told to those who are registered; more seats let some in."""
    follow_publishing(event)


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def call_it_off_first(request: HttpRequest, page: Page) -> HttpResponse | None:
    """People who come must not learn it from a page that is gone: it is called off first."""
    if request.method != "POST":
        return None
    event = page.specific
    told = people_ahead_of(event) if isinstance(event, EventPage) else 0
    if not told or event.is_called_off:
        return None
    said = ngettext(
        "%(number)s person is registered or waits: call the event off first, to tell them.",
        "%(number)s people are registered or wait: call the event off first, to tell them.",
        told,
    )
    messages.error(request, said % {"number": told})
    return redirect("events:call_off", event.pk)


@hooks.register("close_account")
def leave_all_events(user: User) -> None:
    """Who closes the account comes to nothing any more, and others get the seats."""
    forget_person(user)


@hooks.register("close_account")
def leave_all_networks(user: User) -> None:
    """Who closes the account belongs to no network any more."""
    actions.leave_all(user)


@hooks.register("close_account")
def be_asked_no_more(user: User) -> None:
    """Nobody is sent with questions to a closed account."""
    for model in entry_models():
        model._default_manager.filter(contact=user.pk).update(contact=None)


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
    """A new site has its index of networks and the sections across them from the start.

    Networks of an older one get the sections that are new.
    """
    actions.found_networks(home)
    spread_new_sections()
