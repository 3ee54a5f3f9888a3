"""Entries of the demonstration: finding what a file names by its slug or handle."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from community.models import PageTheme, Theme, User
from networks.actions import publish_entry
from networks.models import NetworkPage

if TYPE_CHECKING:
    from networks.models import EntryPage, SectionPage

# At what time of the day things happened that only have a date.
MORNING = time(9, 30)


def bring_in(
    section: SectionPage, entry: EntryPage, told: dict[str, Any], author: User | None
) -> None:
    """Publish `entry` in `section` as of its day, unless its slug is taken there.

    What lies there already is left alone: somebody may have edited it.
    `told` holds slug, title, summary, themes (slugs, the first gives the hue),
    tags, published_on and review_on (ISO days) and, if it names any, sources.
    """
    if section.get_children().filter(slug=told["slug"]).exists():
        return
    entry.slug, entry.title, entry.summary = told["slug"], told["title"], told["summary"]
    entry.published_on = date.fromisoformat(told["published_on"])
    entry.review_on = date.fromisoformat(told["review_on"]) if told["review_on"] else None
    entry.sources = [
        ("source", {**source, "url": source["url"] or ""}) for source in told.get("sources", ())
    ]
    entry.author = entry.owner = author
    for order, theme in enumerate(themes_called(told["themes"])):
        entry.page_themes.add(PageTheme(theme=theme, sort_order=order))
    entry.tags.add(*told["tags"])
    publish_entry(section, entry, at=moment(told["published_on"]))


def sections_by_network(kind: type[SectionPage]) -> dict[str | None, SectionPage]:
    """The sections of that kind by the slug of their network; the one across them under None."""
    slugs = dict(NetworkPage.objects.values_list("path", "slug"))
    sections: Any = kind._default_manager.all()
    return {slugs.get(section.path[: -section.steplen]): section for section in sections}


def person_called(handle: str) -> User | None:
    """The person with that handle, in which a point counts as a hyphen."""
    return User.objects.filter(handle=handle.replace(".", "-")).first()


def themes_called(slugs: list[str]) -> list[Theme]:
    """Those that the site has, in the order given."""
    found = {theme.slug: theme for theme in Theme.objects.filter(slug__in=slugs)}
    return [found[slug] for slug in slugs if slug in found]


def moment(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), MORNING))
