"""How a site begins: the front door and the pages that speak about the platform itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from wagtail import hooks
from wagtail.models import Collection, Page, Site

from community.actions.roles import ensure_roles
from community.models import HomePage, LegalPage, StandardPage

if TYPE_CHECKING:
    from wagtail.models import Page as AnyPage

FIRST_PAGES = Path(__file__).with_name("first_pages.json")


@transaction.atomic
def found_site() -> HomePage:
    """The home page with the standard and the legal pages under it, as the root of the site.

    What is there already stays as its editors left it, so that this can run
    at every start. Apps above add their own under the home page by the hook
    `found_site`, which is called with it.
    """
    first = json.loads(FIRST_PAGES.read_text())
    home = HomePage.objects.first() or new_home(first)
    taken = set(home.get_children().values_list("slug", flat=True))
    for row in first["pages"]:
        if row["slug"] not in taken:
            add_page(home, row)
    ensure_roles()
    for found in hooks.get_hooks("found_site"):
        found(home)
    return home


def new_home(first: dict[str, Any]) -> HomePage:
    """Put the home page in the place of the page that Wagtail is born with."""
    # Both roots are born in English, and editors read them.
    Page.objects.filter(depth=1).update(title=first["root"], draft_title=first["root"])
    Collection.objects.filter(depth=1).update(name=first["root"])
    root = Page.objects.get(depth=1)
    home: HomePage = root.add_child(
        instance=HomePage(
            title=first["title"],
            slug=first["slug"],
            question=first["question"],
            summary=first["summary"],
        )
    )
    home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )
    # The welcome page, once no site stands on it.
    for page in Page.objects.filter(depth=2, content_type__model="page", sites_rooted_here=None):
        page.delete()
    return home


def add_page(home: HomePage, row: dict[str, Any]) -> AnyPage:
    """A standard page, or a legal one when the row says of which kind."""
    words = {key: row[key] for key in ("slug", "title", "summary")}
    body = json.dumps([as_block(part) for part in row["body"]])
    page = (
        LegalPage(**words, kind=row["kind"], version=row["version"], body=body)
        if "kind" in row
        else StandardPage(**words, body=body)
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def as_block(part: dict[str, Any]) -> dict[str, Any]:
    """A block as the page keeps it; a table's rows become lines of cells."""
    if part["type"] != "table":
        return part
    table = part["value"]
    lines = [" | ".join(row) for row in table["rows"]]
    return {
        "type": "table",
        "value": {**table, "header": " | ".join(table["header"]), "rows": "\n".join(lines)},
    }


def publish_scheduled() -> None:
    """Publish and take down what has a date, pages and other things alike."""
    call_command("publish_scheduled", verbosity=0)
