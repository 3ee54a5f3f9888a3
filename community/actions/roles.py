"""The groups that stand for the roles of the platform, and what each may do in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from community.permissions import COORDINATING_UNIT, FACILITATORS, KNOWLEDGE_TEAM

if TYPE_CHECKING:
    from collections.abc import Iterable

# Permissions as "app_label.codename"; `pages` and `files` hold for the whole tree.
ADMIN = ["wagtailadmin.access_admin"]
# Wagtail asks for permissions on its own image and document models, not on ours.
FILES = [
    f"{kind}.{act}_{thing}"
    for kind, thing in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for act in ("add", "change", "choose")
]
# What is known of a place can be mended; the tree of places comes from files.
FACTS_OF_PLACES = ["territories.view_territory", "territories.change_territory"]
# Experiences are written here; published on the site alone.
CASES = ["knowledge.view_case", "knowledge.change_case"]
PAGES = ["wagtailcore.add_page", "wagtailcore.change_page"]
ROLES: dict[str, dict[str, list[str]]] = {
    COORDINATING_UNIT: {
        "everywhere": [
            *ADMIN,
            *(f"community.{act}_user" for act in ("add", "change", "view")),
            *(f"community.{act}_theme" for act in ("add", "change", "view")),
            *(f"community.{act}_organization" for act in ("add", "change", "delete", "view")),
            *(
                f"community.{act}_{thing}"
                for act in ("add", "change", "delete", "view")
                for thing in ("facilitation", "election")
            ),
            "community.view_legaltext",
            *FACTS_OF_PLACES,
            *CASES,
            *(
                f"knowledge.{act}_{thing}"
                for act in ("add", "change", "view")
                for thing in ("targetgroup", "condition", "exchangerate", "pricerise")
            ),
            *(
                f"territories.{act}_{thing}"
                for act in ("add", "change", "delete")
                for thing in ("territorygroup", "territorytag")
            ),
            *(f"wagtailredirects.{act}_redirect" for act in ("add", "change", "delete", "view")),
        ],
        "pages": [*PAGES, "wagtailcore.publish_page", "wagtailcore.lock_page"],
        "files": [
            *FILES,
            "wagtailimages.delete_image",
            "wagtaildocs.delete_document",
            "wagtailcore.add_collection",
            "wagtailcore.change_collection",
        ],
    },
    # Writes drafts and corrects everywhere; whoever answers for the place publishes them.
    KNOWLEDGE_TEAM: {
        "everywhere": [*ADMIN, *FACTS_OF_PLACES, *CASES],
        "pages": PAGES,
        "files": FILES,
    },
    FACILITATORS: {"everywhere": [], "pages": [], "files": []},
}


@transaction.atomic
def ensure_roles() -> None:
    """Make the groups of the roles that are missing, each with its permissions.

    A group that is there is left as it is: the unit may have changed it. The
    two groups Wagtail is born with stand for no role of ours; unused, they go.
    """
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()
    for name, rights in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            _grant(group, rights)


def _grant(group: Group, rights: dict[str, list[str]]) -> None:
    called = permissions_called(name for names in rights.values() for name in names)
    group.permissions.set(called[name] for name in rights["everywhere"])
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=called[name])
        for page in Page.objects.filter(depth=1)
        for name in rights["pages"]
    )
    files = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=files, permission=called[name])
        for name in rights["files"]
    )


def permissions_called(names: Iterable[str]) -> dict[str, Permission]:
    """Each by its "app_label.codename"; raises KeyError for one that is not there. One query."""
    names = set(names)
    found = Permission.objects.filter(codename__in={name.partition(".")[2] for name in names})
    labelled = found.annotate(app=F("content_type__app_label"))
    by_name = {f"{permission.app}.{permission.codename}": permission for permission in labelled}
    return {name: by_name[name] for name in names}
