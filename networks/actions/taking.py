"""What happens to the archive of a network: asked for, made, thrown away."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from community.actions.notices import notify
from networks.actions.networks import LANGUAGE
from networks.models import NetworkArchive
from networks.permissions import can_coordinate
from networks.taking.writing import Writing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.models import User
    from networks.models import NetworkPage


@transaction.atomic
def ask_for_network_archive(network: NetworkPage, user: User) -> NetworkArchive:
    """Have an archive made in the background. Asking while one is being made changes nothing.

    One that stopped is begun again.

    Raises:
        PermissionDenied: neither coordinates the network nor governs it.

    """
    if not can_coordinate(user, network):
        raise PermissionDenied
    archive, is_new = NetworkArchive.objects.get_or_create(
        network=network, ready_at=None, defaults={"asked_by": user}
    )
    if is_new or archive.has_stopped:
        NetworkArchive.objects.filter(pk=archive.pk).update(moved_at=timezone.now(), done=0)
        make_in_background(archive.pk)
    return archive


def make_in_background(pk: int) -> None:
    # By its path: the task fills the archive by a function of this module.
    import_string("networks.tasks.make_network_archive").enqueue(pk)


def fill_network_archive(archive: NetworkArchive) -> None:
    """Write the file, tell whoever asked. Broken off it leaves nothing; it is done from the start.

    While it is written it has another name: what can be downloaded is whole.
    """
    if archive.ready_at:
        return
    archive.folder().mkdir(parents=True, exist_ok=True)
    try:
        with translation.override(LANGUAGE):
            Writing(archive).write()
        os.replace(archive.unfinished, archive.path)
    except BaseException:
        archive.unfinished.unlink(missing_ok=True)
        raise
    hand_over(archive)


@transaction.atomic
def hand_over(archive: NetworkArchive) -> None:
    """It is whole: those before it go, and whoever asked is told if they may still have it."""
    throw_away(NetworkArchive.objects.of(archive.network).exclude(pk=archive.pk))
    archive.ready_at = timezone.now()
    archive.size_bytes = archive.path.stat().st_size
    archive.save(update_fields=["ready_at", "size_bytes"])
    person, network = archive.asked_by, archive.network
    if person is not None and can_coordinate(person, network):
        where = reverse("networks:archive", args=[network.slug])
        notify(person, "network_archive_ready", url=where, network=network.title)


def forget_network_archives() -> None:
    """Throw away those whose days are over, and files that belong to none."""
    throw_away(NetworkArchive.objects.expired())
    kept = {f"{key}" for key in NetworkArchive.objects.values_list("key", flat=True)}
    for file in NetworkArchive.folder().glob("*"):
        if file.stem not in kept:
            file.unlink(missing_ok=True)


def throw_away(archives: QuerySet[NetworkArchive]) -> None:
    for archive in archives:
        archive.path.unlink(missing_ok=True)
        archive.unfinished.unlink(missing_ok=True)
        archive.delete()
