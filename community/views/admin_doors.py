"""Doors of Wagtail's admin that name what their editor may not know of, closed.

Wagtail 7.4 asks for permission late: some screens have said the title of a page or
a file by then, in a message or a list of what one may not touch. Drop this when
it does not (found by walking all of them, `tests/networks/`).
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from taggit.models import TaggedItem
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index as act_on_many
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_permissions
from wagtail.documents.views import documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_permissions
from wagtail.images.views import images
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from community.models import UploadedDocument, UploadedImage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

# What Wagtail's addresses call the pages they are about.
NAMES_OF_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
PAGES = PagePermissionPolicy()
EDITING = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
POLICIES = {UploadedDocument: document_permissions, UploadedImage: image_permissions}
WORKING = ["add", "change", "delete", "choose"]
VERBS = ("add", "change", "delete", "view")


def of_own_pages(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """404 for a page this editor does not work on. Visitors are still asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = {kwargs[name] for name in NAMES_OF_PAGES if name in kwargs}
        asked |= {int(each) for each in args[:1]}
        if request.user.is_authenticated and asked and not are_own(request, asked):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def are_own(request: HttpRequest, pages: set[int]) -> bool:
    """Whether all of them lie where this editor works. Pages that are not there are nobody's."""
    if request.user.is_superuser or not PAGES.user_has_any_permission(request.user, EDITING):
        return True
    return bool(PAGES.explorable_instances(request.user).filter(pk__in=pages).count() == len(pages))


@require_admin_access
def bulk_action(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> HttpResponseBase:
    """Wagtail's, about those things alone that this editor may know of."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as unknown:
        raise Http404 from unknown
    if not works_with(request, model):
        raise PermissionDenied
    known = known_to(request, model)
    if known is not None:
        asked: Iterable[Any] = request.GET.getlist("id")
        if "all" in asked:
            asked = all_listed(request, app_label, model_name, action, model)
        keys = known.filter(pk__in=numbers(asked)).values_list("pk", flat=True)
        narrowed = request.GET.copy()
        narrowed.setlist("id", [str(key) for key in keys])
        request.GET = narrowed  # type: ignore[assignment]
        request.META["QUERY_STRING"] = narrowed.urlencode()
    response: HttpResponseBase = act_on_many(request, app_label, model_name, action)
    return response


def works_with(request: HttpRequest, model: type[Model]) -> bool:
    """Whether this editor has any right to things of a kind that lie in no tree."""
    if issubclass(model, Page) or model in POLICIES:
        return True
    label, name = model._meta.app_label, model._meta.model_name
    return any(request.user.has_perm(f"{label}.{verb}_{name}") for verb in VERBS)


def known_to(request: HttpRequest, model: type[Model]) -> QuerySet[Any] | None:
    """Things of a kind that this editor works with; None for all."""
    if request.user.is_superuser:
        return None
    if issubclass(model, Page):
        pages: QuerySet[Any] = PAGES.explorable_instances(request.user)
        return pages
    policy = POLICIES.get(model)
    if policy is None:
        return None
    mine: QuerySet[Any] = policy.instances_user_has_any_permission_for(request.user, WORKING)
    return mine


def all_listed(
    request: HttpRequest, app_label: str, model_name: str, action: str, model: type[Model]
) -> Iterable[Any]:
    """The keys that “all” stands for."""
    kind = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if kind is None:
        raise Http404
    keys: Iterable[Any] = kind(request, model).get_all_objects_in_listing_query(
        request.GET.get("childOf")
    )
    return keys


def numbers(keys: Iterable[Any]) -> list[int]:
    return [int(key) for key in keys if str(key).isdecimal() and len(str(key)) < 19]


class OwnTags:
    """A filter of files that offers the tags of those this editor works with, not of all."""

    filters: dict[str, Any]
    permission_policy: Any
    _meta: Any

    def __init__(
        self, data: Any = None, queryset: Any = None, *, request: Any = None, **more: Any
    ) -> None:
        super().__init__(data, queryset, request=request, **more)  # type: ignore[call-arg]
        if "tag" not in self.filters:
            return
        model = self._meta.model
        mine = self.permission_policy.instances_user_has_any_permission_for(request.user, WORKING)
        carried = TaggedItem.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=mine.order_by().values("pk"),
        )
        names = set(carried.values_list("tag__name", flat=True))
        choices = [each for each in self.filters["tag"].extra["choices"] if each[0] in names]
        if choices:
            self.filters["tag"].extra["choices"] = choices
        else:
            del self.filters["tag"]


class OwnImageTags(OwnTags, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class OwnDocumentTags(OwnTags, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class OwnFiles:
    """Of files, those this editor works with; for what the admin asks as data."""

    request: HttpRequest
    model: Any

    def get_queryset(self) -> QuerySet[Any]:
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        mine = known_to(self.request, self.model)
        return files if mine is None else files.filter(pk__in=mine.order_by().values("pk"))


class OwnImagesAsData(OwnFiles, ImagesAdminAPIViewSet):
    pass


class OwnDocumentsAsData(OwnFiles, DocumentsAdminAPIViewSet):
    pass


class ImageList(images.IndexView):
    filterset_class = OwnImageTags


class DocumentList(documents.IndexView):
    filterset_class = OwnDocumentTags
