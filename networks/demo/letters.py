"""Letters and searches of the demonstration: what a desk shows that is in use.

Nothing is mailed: what became of the mails is told, as of letters whose mails
are forgotten.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.actions.searches import note_miss
from community.html import html_of
from community.models import Notification, SearchMiss, User
from networks.actions import notice_in
from networks.actions.posting import KIND
from networks.models import Letter, Membership, NetworkPage

LETTERS = Path(__file__).with_name("letters.json")


def load_letters(file: Path = LETTERS) -> None:
    """Write what is missing, twice is as once; nothing of a network that is not there."""
    people = User.objects.in_bulk(field_name="handle")
    networks = {network.slug: network for network in NetworkPage.objects.all()}
    told = json.loads(file.read_text())
    for row in told["letters"]:
        network, author = networks.get(row["network"]), people.get(row["by"])
        if network is None or author is None:
            continue
        if not Letter.objects.filter(network=network, subject=row["subject"]).exists():
            load_letter(network, author, row)
    for slug, words in told["searched"].items():
        network = networks.get(slug)
        if network is None or SearchMiss.objects.of_network(network.pk).exists():
            continue
        for each, times in words.items():
            for _once in range(times):
                note_miss(network.pk, each, timezone.localdate())


@transaction.atomic
def load_letter(network: NetworkPage, author: User, row: dict[str, Any]) -> None:
    letter = Letter(
        network=network,
        author=author,
        segment="todos",
        subject=row["subject"],
        body=html_of(row["text"]),
    )
    if "days_ago" not in row:
        letter.save()
        return
    ties = Membership.objects.active().filter(network=network)
    people = list(ties.values_list("user", "user__language"))
    at = timezone.now() - timedelta(days=row["days_ago"])
    letter.state, letter.written_at, letter.send_at, letter.sent_at = Letter.State.SENT, at, at, at
    letter.addressed = len(people)
    letter.outcome = {"to_send": 0, "sent": len(people), "failed": 0, "bounced": 0}
    letter.save()
    Notification.objects.bulk_create(
        Notification(
            recipient_id=pk,
            kind=KIND,
            source="networks",
            thing=f"networks.letter:{letter.pk}",
            title=notice_in(letter, language).title,
            url=notice_in(letter, language).url,
            facts=notice_in(letter, language).facts,
            created_at=at,
        )
        for pk, language in people
    )
