"""Thousands of pages in a moment, for tests that ask whether a list grows with its data."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

from knowledge.models import Case, CaseNetwork, CaseTheme
from knowledge.scales import CostBand


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


def crowd_of_cases(number, *, author, place, themes, networks=()):
    """Make `number` published cases with bulk inserts; no versions, no events, no index."""
    now = timezone.now()
    cases = Case.objects.bulk_create(
        Case(
            title=f"Case {count}",
            summary="What was done.",
            code=f"XA-2001-{count:04}",
            state=Case.State.PUBLISHED,
            live=True,
            first_published_at=now,
            last_published_at=now,
            registered_by=author,
            lead_municipality=place,
            start_year=1990 + count % 30,
            cost_band=CostBand.values[count % 8],
            level=1 + count % 2,
        )
        for count in range(1, number + 1)
    )
    CaseTheme.objects.bulk_create(
        CaseTheme(case=case, theme=themes[at % len(themes)]) for at, case in enumerate(cases)
    )
    CaseNetwork.objects.bulk_create(
        CaseNetwork(case=case, network=network) for case in cases for network in networks
    )
    return cases
