"""The admin in our face, with what its users need and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from community.actions.following import tell_followers
from community.models import Activity, BasePage, Theme
from community.permissions import is_coordinating_unit
from community.views import admin_doors, decisions_admin, work_admin
from community.views.comments_admin import CommentsMenuItem, CommentsReport
from community.views.editors import for_the_unit
from community.views.organizations_admin import OrganizationsMenu
from community.views.specialists_admin import SpecialistViewSet, person_chooser

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern
    from django.utils.safestring import SafeString
    from wagtail.admin.action_menu import ActionMenuItem
    from wagtail.admin.viewsets.chooser import ChooserViewSet

    from community.models import User

# How old something may be to be news when it is published.
NEWS_FOR = timedelta(days=1)
# Wagtail's own guide is in English and about Wagtail; its reports speak of the whole site.
FOR_NOBODY = {"help"}
FOR_THE_UNIT = {"help", "reports"}


class ThemeViewSet(SnippetViewSet):
    """The vocabulary of competences. Themes are deactivated, never deleted."""

    model = Theme
    icon = "tag"
    add_to_admin_menu = True
    menu_order = 400
    list_display = [
        "name",
        "parent",
        "family",
        BooleanColumn("is_active", label=_("may be chosen")),
    ]
    ordering = ["parent__sort_order", "sort_order"]
    list_filter = ["family", "is_active"]
    # Names are few: the database finds them, and filters by any column.
    search_backend_name = None
    search_fields = ["name", "name_pt", "name_en", "slug"]
    list_per_page = 120


register_snippet(ThemeViewSet)
register_snippet(SpecialistViewSet)
register_snippet(OrganizationsMenu)


@hooks.register("register_admin_viewset")
def chooser_of_people() -> ChooserViewSet:
    return person_chooser


@hooks.register("construct_admin_api", order=100)
def files_as_data(router: Any) -> None:
    """In place of Wagtail's, which list every file of the site."""
    router.register_endpoint("images", admin_doors.OwnImagesAsData)
    router.register_endpoint("documents", admin_doors.OwnDocumentsAsData)


class LinksToPages(PageLinkHandler):
    """Wagtail's, without the type of the pages, on which no address hangs here. One query."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        keys = [str(attrs.get("id")) for attrs in attrs_list]
        pages = Page.objects.in_bulk([int(key) for key in keys if key.isdecimal()])
        return [pages.get(int(key)) if key.isdecimal() else None for key in keys]


@hooks.register("register_rich_text_features", order=100)
def read_links_at_once(features: Any) -> None:
    features.register_link_type(LinksToPages)


@hooks.register("insert_global_admin_css")
def house_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("community/admin/colours.css"))


@hooks.register("construct_page_action_menu")
def publish_at_the_first_click(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Who may publish finds that button first, and the draft in the menu beside it.

    Where something waits to be read by another, publishing is to approve it;
    where one cannot publish alone, handing in comes first.
    """
    named = {item.name: item for item in menu_items}
    if "approve" in named and "action-publish" in named:
        menu_items.remove(named["action-publish"])
    for name in ("approve", "action-publish", "action-submit"):
        if name in named:
            menu_items.remove(named[name])
            menu_items.insert(0, named[name])
            return


@hooks.register("register_admin_urls")
def screens_of_ours() -> list[URLPattern]:
    return [
        path("comentarios/", CommentsReport.as_view(), name="comments_report"),
        path(
            "comentarios/resultados/",
            CommentsReport.as_view(results_only=True),
            name="comments_report_results",
        ),
    ]


@hooks.register("register_admin_menu_item")
def comments_to_moderate() -> MenuItem:
    return CommentsMenuItem(
        _("Comments"), reverse_lazy("comments_report"), icon_name="comment", order=450
    )


@hooks.register("construct_main_menu")
def only_what_is_needed(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    hidden = FOR_NOBODY if is_coordinating_unit(request.user) else FOR_THE_UNIT
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("register_admin_urls")
def screens_of_background_work() -> list[URLPattern]:
    screens = {
        "": ("background_work", work_admin.WorkListView.as_view()),
        "results/": (
            "background_work_results",
            work_admin.WorkListView.as_view(results_only=True),
        ),
        "try-again/": ("background_work_try_all_again", work_admin.try_all_again),
        "<uuid:pk>/": ("background_work_piece", work_admin.piece_of_work),
        "<uuid:pk>/try-again/": ("background_work_try_again", work_admin.try_piece_again),
    }
    return [
        path(f"reports/work/{address}", for_the_unit(view), name=name)
        for address, (name, view) in screens.items()
    ]


@hooks.register("register_reports_menu_item")
def report_of_background_work() -> MenuItem:
    return MenuItem(
        _("Background work"),
        reverse_lazy("background_work"),
        name="background-work",
        icon_name="tasks",
        order=900,
    )


@hooks.register("after_publish_page")
def tell_what_follows(request: HttpRequest, page: Page) -> None:
    """Wagtail's editor publishes a draft past `Page.publish`: what follows from it is done here."""
    if page.live and isinstance(page, BasePage):
        editor: Any = request.user
        page.went_out(editor)


@hooks.register("page_was_published")
def tell_who_follows(page: Any, actor: User | None) -> None:
    """Followers hear of what is new, not of what is brought in with a date long past."""
    # What has been published is another copy of the page, made of its revision.
    fresh = Page.objects.filter(pk=page.pk, first_published_at__gt=timezone.now() - NEWS_FOR)
    if fresh.exists():
        tell_followers(page, Activity.Verb.PUBLISHED, actor)


@hooks.register("register_admin_urls")
def screens_of_decisions() -> list[URLPattern]:
    return [
        path(f"reports/moderation/{address}", for_the_unit(view), name=name)
        for address, (name, view) in decisions_admin.screens().items()
    ]


@hooks.register("register_reports_menu_item")
def report_of_decisions() -> MenuItem:
    return MenuItem(
        _("Decisions of moderation"),
        reverse_lazy("moderation_decisions"),
        name="moderation-decisions",
        icon_name="warning",
        order=910,
    )
