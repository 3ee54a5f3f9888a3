"""The posts of the demonstration, from the ground they need: networks, people and themes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wagtail.rich_text import RichText

from blog.models import BlogIndexPage, PostPage
from community.models import Affiliation, Organization
from networks.demo.entries import bring_in, person_called, sections_by_network

if TYPE_CHECKING:
    from community.models import User

POSTS = Path(__file__).with_name("posts.json")


def load(password: str | None) -> None:
    """Publish those that are missing, each under its day. Nothing that is there is touched."""
    blogs = sections_by_network(BlogIndexPage)
    for told in json.loads(POSTS.read_text()):
        blog = blogs.get(told["network"])
        if blog is not None:
            author = person_called(told["author"])
            bring_in(blog, make_post(told, author), told, author)


def make_post(told: dict[str, Any], author: User | None) -> PostPage:
    organization = None
    on_behalf_of = told["on_behalf_of"] or PostPage.OnBehalfOf.NOBODY
    if on_behalf_of == PostPage.OnBehalfOf.ORGANIZATION:
        day = date.fromisoformat(told["published_on"])
        organization = employer_of(author, day)
        on_behalf_of = on_behalf_of if organization else PostPage.OnBehalfOf.NOBODY
    return PostPage(
        body=[(block["type"], value_of(block)) for block in told["body"]],
        on_behalf_of=on_behalf_of,
        organization=organization,
    )


def value_of(block: dict[str, Any]) -> Any:
    """What the block holds, as the blocks of a page want it."""
    value = block["value"]
    if block["type"] in {"paragraph", "callout"}:
        return RichText(value)
    if block["type"] == "table":
        rows = "\n".join(" | ".join(row) for row in value["rows"])
        return {"caption": value["caption"], "header": " | ".join(value["header"]), "rows": rows}
    return value


def employer_of(person: User | None, on: date) -> Organization | None:
    posts = Affiliation.objects.filter(user=person).current(on).select_related("organization")
    affiliation = posts.first()
    return affiliation.organization if affiliation else None
