"""The demonstration's networks, who belongs to them and what is in their libraries.

The people and the home page are there before. What is there already stays as
an editor left it: a network is loaded whole, with its members and resources,
or not at all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from community.models import HomePage, UploadedDocument, User
from networks import actions
from networks.demo.entries import bring_in, moment, themes_called
from networks.models import NetworkIndexPage, NetworkPage, ResourceIndexPage, ResourcePage

HERE = Path(__file__).parent


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


def load_network(
    index: NetworkIndexPage, row: dict[str, Any], people: dict[str, User]
) -> NetworkPage:
    """One network with the members of it that have an account."""
    texts = {name: row[name] for name in ("slug", "title", "kind", "summary", "purpose", "welcome")}
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
        enter = actions.appoint_coordinator if each in coordinators else actions.join
        enter(network, person, at=moment(each["joined_on"]))
    return network


def load_resource(network: NetworkPage, row: dict[str, Any], by: User | None) -> None:
    resource = ResourcePage(
        kind=row["kind"],
        resource_language=row["language"],
        licence=row["licence"],
        year=row["year"],
        made_by=row["author"],
        link=row["url"] or "",
        file=load_file(network, row, by) if row["file"] else None,
        body=[("paragraph", row["body"])],
    )
    bring_in(ResourceIndexPage.objects.child_of(network).get(), resource, row, by)


def load_file(network: NetworkPage, row: dict[str, Any], by: User | None) -> UploadedDocument:
    path = HERE / row["file"]
    document = UploadedDocument(
        title=row["title"], collection=network.collection, uploaded_by_user=by
    )
    with path.open("rb") as content:
        document.file = File(content, name=path.name)
        document.save()
    document.get_file_size()
    document.get_file_hash()
    return document


def read(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((HERE / name).read_text())
    return rows
