"""What makes the index stale, heard in the transaction that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_save
from taggit.models import ItemBase, Tag
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import class_is_indexed, get_indexed_models
from wagtail.signals import post_page_move

from community.models import Affiliation, Organization, Theme, User
from search.changes import record, record_all
from search.kinds import NETWORK, findable_models, models_of

if TYPE_CHECKING:
    from django.db.models import Model

# Columns in which no text and no filter lies.
WITHOUT_TEXT = {
    "draft_title",
    "has_unpublished_changes",
    "last_login",
    "latest_revision",
    "latest_revision_created_at",
    "numchild",
}


def connect() -> None:
    """Listen to everything that is indexed, and to what is written in it from elsewhere."""
    for model in get_indexed_models():
        if getattr(model, "search_auto_update", True):
            post_save.connect(record_saved, sender=model, dispatch_uid=f"search.saved.{model}")
            post_delete.connect(record_deleted, sender=model, dispatch_uid=f"search.gone.{model}")
    post_page_move.connect(record_subtree, dispatch_uid="search.moved")
    for model in models_of(NETWORK):
        pre_save.connect(record_network, sender=model, dispatch_uid=f"search.slug.{model}")
    for signal in (post_save, post_delete):
        signal.connect(record_closed, sender=PageViewRestriction, dispatch_uid="search.closed")
        signal.connect(record_person, sender=EmailAddress, dispatch_uid="search.address")
        signal.connect(record_person, sender=Affiliation, dispatch_uid="search.post")
    post_save.connect(record_staff, sender=Organization, dispatch_uid="search.organization")
    post_save.connect(record_tagged, sender=Tag, dispatch_uid="search.tag")
    pre_save.connect(record_themed, sender=Theme, dispatch_uid="search.theme")


def record_saved(
    sender: type[Model],
    instance: Model,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    if raw or (update_fields and WITHOUT_TEXT.issuperset(update_fields)):
        return
    record(instance)


def record_deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    record(instance)


def record_subtree(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page moved: what lies under it is filtered otherwise."""
    record_all(Page.objects.descendant_of(instance, inclusive=True))


def record_network(sender: type[Page], instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """A network got another address, by which all that lies in it is filtered."""
    former = Page.objects.filter(pk=instance.pk).exclude(slug=instance.slug)
    if instance.pk and not raw and former.exists():
        record_subtree(sender, instance)


def record_closed(
    sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any
) -> None:
    """A subtree was closed or opened."""
    record_all(Page.objects.descendant_of(instance.page, inclusive=True))


def record_person(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """An address was confirmed, or somebody changed posts."""
    record_all(User.objects.filter(pk=instance.user_id))


def record_staff(
    sender: type[Organization], instance: Organization, created: bool, **kwargs: Any
) -> None:
    if not created:
        record_all(User.objects.filter(affiliations__organization=instance))


def record_tagged(sender: type[Tag], instance: Tag, created: bool, **kwargs: Any) -> None:
    """A tag got another name, which is part of the text of what carries it."""
    if created:
        return
    throughs: list[Any] = [model for model in apps.get_models() if issubclass(model, ItemBase)]
    for through in throughs:
        if through.tag_model() is Tag:
            tagged = through._default_manager.filter(tag=instance)
            things = [link.content_object for link in tagged.prefetch_related("content_object")]
            record(*(thing for thing in things if thing and class_is_indexed(type(thing))))


def record_themed(sender: type[Theme], instance: Theme, raw: bool = False, **kwargs: Any) -> None:
    """A theme got another address or place: everything may be filtered by it."""
    former = Theme.objects.filter(pk=instance.pk).values("slug", "parent_id").first()
    if former in (None, {"slug": instance.slug, "parent_id": instance.parent_id}):
        return
    for model in findable_models():
        record_all(model._default_manager.all())
