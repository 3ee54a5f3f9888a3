"""What the people of the demonstration's networks talk over."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.actions.conversation import post_comment
from community.actions.reactions import find_useful
from community.models import User
from networks import actions
from networks.models import NetworkPage, Topic
from networks.permissions import can_open_topic

TOPICS = Path(__file__).with_name("topics.json")


def load_topics(file: Path = TOPICS) -> None:
    """Open what is missing, each with all that is said in it. Twice is as once.

    What is of a network or by a person that is not there is left out. `answers`
    is the place, in `said`, of the comment that is answered.
    """
    people = User.objects.in_bulk(field_name="handle")
    networks = {network.slug: network for network in NetworkPage.objects.all()}
    for told in json.loads(file.read_text()):
        network, opener = networks.get(told["network"]), people.get(told["by"])
        if network is None or opener is None or not can_open_topic(opener, network):
            continue
        if not Topic.objects.filter(network=network, title=told["title"]).exists():
            load_topic(network, opener, told, people)


@transaction.atomic
def load_topic(
    network: NetworkPage, opener: User, told: dict[str, Any], people: dict[str, User]
) -> None:
    topic = actions.open_topic(
        network, opener, told["title"], told["text"], told["kind"], at=moment(told["at"])
    )
    said: list[Any] = []
    for words in told["said"]:
        author = people.get(words["by"])
        answered = said[words["answers"]] if "answers" in words else None
        comment = author and post_comment(
            topic, author, words["text"], at=moment(words["at"]), answering=answered
        )
        said.append(comment)
        for handle in words.get("useful", []):
            if comment and handle in people:
                find_useful(comment, people[handle])
        if words.get("accepted"):
            topic.accepted = comment
    topic.closed_at = said[-1].posted_at if told.get("closed") else None
    topic.pinned_at = topic.opened_at if told.get("pinned") else None
    topic.save()


def moment(written: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(written))
