"""Thousands of pages in a moment, for tests that ask whether a list grows with its data."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page


def crowd_of(model, parent, number, **fields):
    """Make `number` live pages of `model` under `parent` with bulk inserts; return them.

    The tree stays sound. No revisions, no index, no activity.
    """
    fresh = Page.objects.get(pk=parent.pk)
    last = fresh.get_last_child()
    step = int(last.path[-Page.steplen :], 36) if last else 0
    now, kind, locale = (
        timezone.now(),
        ContentType.objects.get_for_model(model),
        Locale.objects.get(),
    )
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(fresh.path, fresh.depth + 1, step + count),
            depth=fresh.depth + 1,
            title=f"{model.__name__} {count}",
            draft_title=f"{model.__name__} {count}",
            slug=f"crowd-{count}",
            url_path=f"{fresh.url_path}crowd-{count}/",
            content_type=kind,
            locale=locale,
            live=True,
            first_published_at=now,
            last_published_at=now,
        )
        for count in range(1, number + 1)
    )
    Page.objects.filter(pk=fresh.pk).update(numchild=fresh.numchild + number)
    for page in pages:
        model(page_ptr=page, **fields).save_base(raw=True, force_insert=True)
    return list(model.objects.filter(pk__in=[page.pk for page in pages]))
