"""What the directory knows of people, kept in step with what they say and where they work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.models import Affiliation, Specialist, Trait, User
from community.models.themes import slugs_of
from territories.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.db.models import QuerySet

    from community.models import Theme, UserQuerySet

AT_ONCE = 100
LONGEST_NAME = 80


def renew_entries(people: QuerySet[User]) -> int:
    """Write anew what the directory finds these people by; how many they are.

    People who are not listed keep nothing there but their place in the order.
    Twice is as once. Few queries, and one short transaction, for every `AT_ONCE`.
    """
    done = 0
    keys = list(people.order_by("pk").values_list("pk", flat=True))
    while batch := keys[done : done + AT_ONCE]:
        _renew(User.objects.filter(pk__in=batch))
        done += len(batch)
    return done


def renew_where_posts_changed(on: date | None = None) -> int:
    """Those whose affiliation began, or ended the day before; without a date, today.

    And those of whom nothing was written yet, which have no name to be sorted by.
    """
    today = on or timezone.localdate()
    yesterday = today - timedelta(days=1)
    moved = Affiliation.objects.filter(Q(started_on=today) | Q(ended_on=yesterday))
    return renew_entries(User.objects.filter(Q(pk__in=moved.values("user")) | Q(search_name="")))


@transaction.atomic
def _renew(people: UserQuerySet) -> None:
    loaded = list(
        people.select_related("specialty")
        .with_posts(timezone.localdate())
        .prefetch_related("themes__parent", "specialty__themes__parent", "emailaddress_set")
    )
    traits: list[Trait] = []
    changed = []
    for person in loaded:
        before = (person.search_name, person.search_text, person.is_specialist)
        is_confirmed = any(address.verified for address in person.emailaddress_set.all())
        person.search_name = fold(person.display_name)[:LONGEST_NAME] or person.handle
        person.is_specialist = person.is_active and hasattr(person, "specialty")
        is_open = person.is_active and not person.profile_hidden_at
        is_shown = is_confirmed and is_open and person.stands_in_lists
        person.search_text = _words(person) if is_shown else ""
        if is_shown:
            traits += _traits(person)
        if before != (person.search_name, person.search_text, person.is_specialist):
            changed.append(person)
    User.objects.bulk_update(changed, ["search_name", "search_text", "is_specialist"])
    Trait.objects.filter(person__in=[person.pk for person in loaded]).delete()
    Trait.objects.bulk_create(traits)


def _words(person: User) -> str:
    """All that finds somebody, folded, every word with a space before it."""
    told = [
        person.display_name,
        person.handle,
        person.biography,
        person.ask_me_about,
        *(str(affiliation) for affiliation in person.current_affiliations),
        *(
            affiliation.organization.territory.name_with_parent
            for affiliation in person.current_affiliations
            if affiliation.organization.territory
        ),
        *(theme.name for theme in _themes(person)),
    ]
    return f" {fold(' '.join(told))}"


def _traits(person: User) -> Iterator[Trait]:
    kinds = Trait.Kind
    found: list[tuple[Trait.Kind, Iterable[str]]] = [
        (kinds.PERSON, [""]),
        (kinds.THEME, slugs_of(_themes(person))),
        (kinds.LANGUAGE, person.spoken_languages),
        (kinds.SPECIALIST, ["1"] if person.is_specialist else []),
        (kinds.ORGANIZATION, [it.organization.kind for it in person.current_affiliations]),
        (
            kinds.COUNTRY,
            [
                affiliation.organization.territory.country_code
                for affiliation in person.current_affiliations
                if affiliation.organization.territory
            ],
        ),
    ]
    for kind, values in found:
        for value in dict.fromkeys(values):
            yield Trait(person=person, kind=kind, value=value, audience=person.profile_audience)


def _themes(person: User) -> list[Theme]:
    """Those the person told and those the unit keeps them for."""
    themes = list(person.themes.all())
    if person.is_specialist:
        themes += person.specialty.themes.all()
    return themes


@transaction.atomic
def list_specialist(person: User, themes: Iterable[Theme], note: str = "") -> Specialist:
    """Take somebody into the base of specialists; who is in it gets these themes."""
    specialist, _is_new = Specialist.objects.get_or_create(person=person, defaults={"note": note})
    specialist.themes.set(themes)
    return specialist
