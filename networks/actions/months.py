"""Counting how networks do: each night, on demand, and for the months before anybody counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as hour_of_day
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from networks.figures import Span, count_all
from networks.models import NetworkMonth, NetworkPage
from networks.permissions import can_open_desk
from networks.tasks_desk import count_past_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.models import User

# So far back figures of networks that are older are made up for.
MOST_MONTHS = 36
NETWORKS_AT_A_TIME = 50
# A month is counted again for so long after it ended: questions find late answers.
STILL_MOVES = timedelta(days=10)
# Who asks for fresh figures gets those counted so shortly before.
FRESH = timedelta(minutes=5)


def count_networks(now: datetime | None = None) -> int:
    """The chore of each night: the running month of every network, and what is missing before it.

    Returns how many months were written. Twice is as once.
    """
    now = now or timezone.now()
    live = NetworkPage.objects.live().order_by("pk").values_list("pk", flat=True)
    return sum(
        write_months(networks, month, now)
        for some in in_slices(list(live))
        for month, networks in months_to_count(some, now)
    )


def count_now(network: NetworkPage, by: User, now: datetime | None = None) -> bool:
    """Count this month of one network for somebody who waits; older ones follow by themselves.

    Whether it was counted: what is some minutes old is fresh enough.

    Raises:
        PermissionDenied: the person does not coordinate the network.

    """
    if not can_open_desk(by, network):
        raise PermissionDenied(f"{by} does not coordinate {network}")
    now = now or timezone.now()
    known = NetworkMonth.objects.filter(network=network, month=month_of(now))
    if known.filter(counted_at__gt=now - FRESH).exists():
        return False
    write_months([network.pk], month_of(now), now)
    count_past_months.enqueue(network.pk)
    return True


def count_the_past(network: int, now: datetime | None = None) -> int:
    """The months of one network that nobody counted; returns how many."""
    now = now or timezone.now()
    return sum(write_months(some, month, now) for month, some in months_to_count([network], now))


def months_to_count(networks: Sequence[int], now: datetime) -> Iterator[tuple[date, Sequence[int]]]:
    """The oldest first, with the networks that were open then and lack it.

    The running month, and the last one while it still moves, are counted for all. Two queries.
    """
    running, last = month_of(now), month_of(now - STILL_MOVES)
    opened = dict(
        NetworkPage.objects.filter(pk__in=networks, first_published_at__lt=now)
        .order_by("first_published_at")
        .values_list("pk", "first_published_at")
    )
    if not opened:
        return
    first = {pk: month_of(at) for pk, at in opened.items() if at is not None}
    counted = NetworkMonth.objects.filter(network__in=networks, month__lt=running)
    known = set(counted.values_list("network", "month"))
    for month in months_between(min(first.values()), running):
        again = month in (running, last)
        some = [pk for pk in first if first[pk] <= month and (again or (pk, month) not in known)]
        if some:
            yield month, some


@transaction.atomic
def write_months(networks: Sequence[int], month: date, now: datetime) -> int:
    """Count one month of these networks, which were open in it, and keep it; how many rows.

    What only could be known while the month ran is kept as it was known.
    """
    span = span_of(month, now, networks)
    known = dict(
        NetworkMonth.objects.filter(network__in=span.networks, month=month).values_list(
            "network", "figures"
        )
    )
    rows = [
        NetworkMonth(
            network_id=pk,
            month=month,
            figures={
                name: known.get(pk, {}).get(name) if value is None else value
                for name, value in values.items()
            },
            counted_at=now,
        )
        for pk, values in count_all(span).items()
    ]
    NetworkMonth.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["network", "month"],
        update_fields=["figures", "counted_at"],
    )
    return len(rows)


def span_of(month: date, now: datetime, networks: Sequence[int]) -> Span:
    """The month on the calendar of the site, at most until now."""
    start, end = beginning(month), beginning(next_month(month))
    return Span(month, start, min(end, now), start <= now < end, networks)


def beginning(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(month, hour_of_day()))


def month_of(at: datetime) -> date:
    return timezone.localdate(at).replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def months_between(first: date, last: date) -> list[date]:
    """Both included, at most `MOST_MONTHS` of them."""
    months = []
    while first <= last:
        months.append(first)
        first = next_month(first)
    return months[-MOST_MONTHS:]


def in_slices(keys: list[int]) -> Iterable[list[int]]:
    return (keys[at : at + NETWORKS_AT_A_TIME] for at in range(0, len(keys), NETWORKS_AT_A_TIME))
