"""That many who press the button at the same moment never get one seat twice.

Run by hand, with settings that name a PostgreSQL database, migrated or empty, that
may be thrown away; SQLite lets one write at a time anyhow. In each round some
people, each with a connection of their own, register at once for an event with
fewer seats; then everybody who has a seat gives it back at once. Exits 1 when a
seat was given twice, stayed empty while somebody waited, or somebody was lost.

    verify_last_seat.py [--rounds 20] [--people 8] [--seats 1]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="cabildo-seats-"))
os.environ["DATA_DIR"] = str(FOLDER)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.local")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from community.actions.site import found_site  # noqa: E402
from community.models import User  # noqa: E402
from networks import actions  # noqa: E402
from networks.actions.registering import give_back, register  # noqa: E402
from networks.models import (  # noqa: E402
    EventIndexPage,
    EventPage,
    EventRegistration,
    NetworkIndexPage,
    NetworkPage,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def at_once(act: Callable[[User], object], people: Sequence[User]) -> None:
    """Have each do it in a thread, with a connection, of their own; all begin together."""
    ready = Barrier(len(people))

    def begin(person: User) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            act(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(begin, people))


def hold(network: NetworkPage, number: int, seats: int) -> EventPage:
    begins = timezone.now() + timedelta(days=7)
    event = EventPage(
        title=f"Taller {number}",
        slug=f"taller-{number}",
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        place="Casa comunal",
        capacity=seats,
    )
    actions.publish_entry(EventIndexPage.objects.child_of(network).get(), event, by=None)
    return EventPage.objects.get(pk=event.pk)


def count(event: EventPage) -> tuple[int, int]:
    """How many have a seat, how many wait."""
    told = EventRegistration.objects.filter(event=event)
    return told.holding_a_seat().count(), told.waiting().count()


def play(network: NetworkPage, number: int, people: Sequence[User], seats: int) -> list[str]:
    """One round; what was not as it should be."""
    event = hold(network, number, seats)
    at_once(lambda person: register(event, person), people)
    waiting = len(people) - seats
    wrong = [] if count(event) == (seats, waiting) else [f"registered: {count(event)}"]
    held = EventRegistration.objects.filter(event=event).holding_a_seat().select_related("user")
    leaving = [told.user for told in held if told.user]
    at_once(
        lambda person: give_back(EventRegistration.objects.get(event=event, user=person)), leaving
    )
    should_be = min(seats, waiting), max(0, waiting - len(leaving))
    return wrong if count(event) == should_be else [*wrong, f"given back: {count(event)}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seats", type=int, default=1)
    asked = parser.parse_args()
    if connection.vendor != "postgresql":
        sys.exit("Name settings with a PostgreSQL database in DJANGO_SETTINGS_MODULE.")
    call_command("migrate", verbosity=0)
    found_site()
    index = NetworkIndexPage.objects.get()
    network = actions.create_network(index, NetworkPage(title="Agua", slug="agua", purpose="Agua."))
    people = [
        User.objects.create(
            email=f"p{number}@town.example", handle=f"p-{number}", display_name=f"Persona {number}"
        )
        for number in range(asked.people)
    ]
    wrong = [
        f"round {number}: {each}"
        for number in range(asked.rounds)
        for each in play(network, number, people, asked.seats)
    ]
    print(f"{connection.vendor}: {asked.rounds} rounds of {asked.people} for {asked.seats}")
    print("\n".join(wrong) if wrong else "Every seat was given once.")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        connection.close()
        shutil.rmtree(FOLDER, ignore_errors=True)
