"""Screens of Wagtail's admin that answer about the whole site, kept to what an editor may know.

The page chooser is narrowed by the hook `construct_page_chooser_queryset`; these
are its side doors, which Wagtail 7.4 leaves open.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.images.permissions import permission_policy as image_permissions
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Page

from community.models import PageTag
from community.permissions import is_coordinating_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from wagtail.query import PageQuerySet

SUGGESTIONS = 10


def for_the_unit(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only the coordinating unit; visitors are still asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_coordinating_unit(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_admin_access
def suggest_tags(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """Words that begin like this and stand on a page the editor may choose."""
    term = request.GET.get("term", "").replace("\x00", "")
    if not term:
        return JsonResponse([], safe=False)
    pages = may_be_chosen(request).order_by().values("pk")
    carried = PageTag.objects.filter(content_object__in=pages).values("tag")
    tags = Tag.objects.filter(name__istartswith=term, pk__in=carried).order_by("name")
    return JsonResponse(list(tags.values_list("name", flat=True)[:SUGGESTIONS]), safe=False)


@require_admin_access
def choose_page_below(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
    if not may_be_chosen(request).filter(pk=parent_page_id).exists():
        raise Http404
    return BrowseView.as_view()(request, parent_page_id)


@require_admin_access
def pages_chosen(request: HttpRequest) -> HttpResponseBase:
    asked = {int(pk) for pk in request.GET.getlist("id") if pk.isdecimal()}
    if may_be_chosen(request).filter(pk__in=asked).count() != len(asked):
        raise Http404
    return ChosenMultipleView.as_view()(request)


@require_admin_access
def choose_format(request: HttpRequest, image_id: int) -> HttpResponseBase:
    images = image_permissions.instances_user_has_any_permission_for(request.user, ["choose"])
    if not images.filter(pk=image_id).exists():
        raise Http404
    return image_chooser.select_format_view(request, image_id)


def may_be_chosen(request: HttpRequest) -> PageQuerySet:
    """Pages this editor may choose, as the hooks of the page chooser say."""
    pages: PageQuerySet = Page.objects.all()
    for narrow in hooks.get_hooks("construct_page_chooser_queryset"):
        pages = narrow(pages, request)
    return pages
