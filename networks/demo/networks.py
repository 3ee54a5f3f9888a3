"""The demonstration's networks, who belongs to them and what is in their libraries.

The people and the home page are there before. What is there already stays as
an editor left it: a network is loaded whole, with its members and resources,
or not at all.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from community.models import HomePage, UploadedDocument, User
from networks import actions
from networks.actions.membership import enter, tell_of_arrival
from networks.demo.entries import bring_in, moment, themes_called
from networks.models import (
    LinkCheck,
    LinkReading,
    Membership,
    NetworkIndexPage,
    NetworkInvitation,
    NetworkPage,
    ResourceFile,
    ResourceIndexPage,
    ResourcePage,
)
from networks.models.invitations import LASTS

HERE = Path(__file__).parent
# What a row says of its network as the page keeps it.
TOLD = (
    *("slug", "title", "kind", "summary", "purpose", "welcome"),
    *("joining", "joining_question", "is_official"),
)


def load(password: str | None = None) -> None:
    """Load what is missing. One query when nothing is. `password` is not needed here.

    Raises:
        HomePage.DoesNotExist: the site has not been founded yet.

    """
    rows = read("networks.json")
    slugs = [row["slug"] for row in rows]
    have = set(NetworkPage.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    missing = [row for row in rows if row["slug"] not in have]
    if not missing:
        return
    with transaction.atomic():
        load_networks(missing)


def load_networks(rows: list[dict[str, Any]]) -> None:
    index = actions.found_networks(HomePage.objects.earliest("pk"))
    people = {person.email: person for person in User.objects.all()}
    resources = read("resources.json")
    for row in rows:
        network = load_network(index, row, people)
        for resource in resources:
            if resource["network"] == network.slug:
                load_resource(network, resource, people.get(resource["posted_by"]))
    for row in rows:
        above = NetworkPage.objects.filter(slug=row.get("part_of", "")).first()
        NetworkPage.objects.filter(slug=row["slug"]).update(part_of=above)


def load_network(
    index: NetworkIndexPage, row: dict[str, Any], people: dict[str, User]
) -> NetworkPage:
    """One network with the members of it that have an account."""
    texts = {name: row[name] for name in TOLD if name in row}
    coordinators = [each for each in row["members"] if each["role"] == "coordinator"]
    opener = people.get(coordinators[0]["email"]) if coordinators else None
    network = actions.create_network(
        index,
        NetworkPage(**texts),
        themes=themes_called(row["themes"]),
        by=opener,
        at=moment(row["opened_on"]),
    )
    for each in row["members"]:
        person = people.get(each["email"])
        if person is None:
            continue
        joined_at = moment(each["joined_on"])
        if each in coordinators:
            actions.appoint_coordinator(network, person, at=joined_at)
        else:
            tell_of_arrival(network, person, enter(network, person, joined_at).joined_at)
    load_door(network, row, people, opener)
    return network


def load_door(
    network: NetworkPage, row: dict[str, Any], people: dict[str, User], keeper: User | None
) -> None:
    """Who waits to be let in, and who was invited and has not answered; nobody is mailed."""
    now = timezone.now()
    for told in row.get("asking", ()):
        if told["email"] in people:
            Membership.objects.get_or_create(
                network=network,
                user=people[told["email"]],
                defaults={
                    "state": Membership.State.REQUESTED,
                    "answer": told["answer"],
                    "joined_at": now - timedelta(days=told["days_ago"]),
                },
            )
    for told in row.get("invited", ()):
        invited_at = now - timedelta(days=told["days_ago"])
        NetworkInvitation.objects.create(
            network=network,
            email=told["email"],
            invited_by=keeper,
            invited_at=invited_at,
            expires_at=invited_at + LASTS,
        )


def load_resource(network: NetworkPage, row: dict[str, Any], by: User | None) -> None:
    """A resource with its file and, if `row` names any, the `older` versions of it.

    `silent_since` is the day from which its link did not answer.
    """
    resource = ResourcePage(
        kind=row["kind"],
        resource_language=row["language"],
        licence=row["licence"],
        year=row["year"],
        made_by=row["author"],
        link=row["url"] or "",
        body=[("paragraph", row["body"])],
    )
    newest = [{**row, "dated_on": row["published_on"]}] if row["file"] else []
    resource.files.set(
        ResourceFile(
            document=load_file(network, row["title"], each["file"], by),
            language=row["language"],
            dated_on=date.fromisoformat(each["dated_on"]),
            note=each.get("note", ""),
        )
        for each in (*row.get("older", ()), *newest)
    )
    bring_in(ResourceIndexPage.objects.child_of(network).get(), resource, row, by)
    if "silent_since" in row and resource.pk:
        since = moment(row["silent_since"])
        told = {"state": LinkCheck.State.SILENT, "failures": 3, "since": since}
        LinkCheck.objects.create(page=resource, url=resource.link, checked_at=since, **told)
        LinkReading.objects.create(page=resource, read_at=timezone.now())


def load_file(network: NetworkPage, title: str, file: str, by: User | None) -> UploadedDocument:
    path = HERE / file
    document = UploadedDocument(title=title, collection=network.collection, uploaded_by_user=by)
    with path.open("rb") as content:
        document.file = File(content, name=path.name)
        document.save()
    document.get_file_size()
    document.get_file_hash()
    return document


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((HERE / name).read_text())
    return rows
