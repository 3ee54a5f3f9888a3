"""How files come to a network's library many at once, and become drafts of resources."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from community.incoming import as_file, forget_unfinished, forget_upload, write_whole
from community.models import PageTheme, UploadedDocument
from community.uploads import check_announced, check_document
from networks.models import ResourceFile, ResourceIndexPage, ResourcePage, ResourceUpload
from networks.permissions import can_write_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User
    from networks.models import NetworkPage

# How many files of one person may wait for their sheets in a network.
MOST_AT_ONCE = 40


@dataclass(frozen=True)
class Sheet:
    """A file and what was filled in for it: see `upload_forms.SheetForm`."""

    upload: ResourceUpload
    told: dict[str, Any]


def waiting_uploads(network: NetworkPage, user: User) -> list[ResourceUpload]:
    """The person's files that are all here, in the order in which they came."""
    mine = ResourceUpload.objects.filter(network=network, user=user.pk).order_by("pk")
    return [upload for upload in mine if upload.is_complete]


def begin_upload(
    network: NetworkPage, user: User, name: str, size: int, stamp: str = ""
) -> ResourceUpload:
    """Where the pieces of a file go; the same file again goes on where it stopped.

    Raises:
        PermissionDenied: this person does not fill this library.
        ValidationError: it is of no kind that is kept here, too large, or one too many.

    """
    if not can_write_in(user, network):
        raise PermissionDenied
    name = name.replace("\x00", "")
    check_announced(name, size)
    mine = ResourceUpload.objects.filter(network=network, user=user)
    facts = {"name": name[-200:], "size": size, "stamp": stamp[:40], "is_checked": False}
    begun = mine.filter(**facts).first() if stamp else None
    if begun is not None:
        return begun
    if mine.count() >= MOST_AT_ONCE:
        raise ValidationError(
            _("“%(name)s” was not kept: %(most)d files wait already. Fill in their sheets first.")
            % {"name": name, "most": MOST_AT_ONCE}
        )
    return ResourceUpload.objects.create(network=network, user=user, **facts)


def receive(network: NetworkPage, user: User, file: File) -> ResourceUpload:
    """A file that came whole, looked at and kept aside until its sheet is filled in.

    Raises:
        PermissionDenied: this person does not fill this library.
        ValidationError: with the sentence why it is not kept.

    """
    upload = begin_upload(network, user, file.name or "", file.size or 0)
    try:
        keep_cleaned(upload, check_document(file))
    except BaseException:
        forget_upload(upload)
        raise
    return upload


def look_at(upload: ResourceUpload) -> None:
    """Judge by its content a file that came piece by piece; one that is refused is forgotten.

    Raises:
        ValidationError: with the sentence why it is not kept.

    """
    try:
        keep_cleaned(upload, check_document(as_file(upload)))
    except ValidationError:
        forget_upload(upload)
        raise


def keep_cleaned(upload: ResourceUpload, checked: File) -> None:
    content = File(BytesIO(checked.read()), name=checked.name)
    upload.name, upload.size, upload.is_checked = content.name or "", content.size, True
    write_whole(upload, content)
    upload.save(update_fields=["name", "size", "is_checked"])


def make_drafts(network: NetworkPage, user: User, sheets: Iterable[Sheet]) -> list[ResourcePage]:
    """A draft of a resource for each, or, when one fails, none; the files are then still here.

    Raises:
        PermissionDenied: this person does not fill this library.

    """
    section = ResourceIndexPage.objects.child_of(network).get()
    if not can_write_in(user, network) or not may_add_to(section, user):
        raise PermissionDenied
    sheets = list(sheets)
    kept: list[str] = []
    try:
        with transaction.atomic():
            pages = [make_draft(network, section, user, sheet, kept) for sheet in sheets]
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise
    for sheet in sheets:
        forget_upload(sheet.upload)
    return pages


def may_add_to(section: ResourceIndexPage, user: User) -> bool:
    return bool(section.permissions_for_user(user).can_add_subpage())


def make_draft(
    network: NetworkPage, section: ResourceIndexPage, user: User, sheet: Sheet, kept: list[str]
) -> ResourcePage:
    told = sheet.told
    document = UploadedDocument(
        title=told["title"], collection=network.collection, uploaded_by_user=user
    )
    with as_file(sheet.upload) as content:
        document.file.save(sheet.upload.name, content, save=False)
    kept.append(document.file.name)
    document.save()
    document.get_file_size()
    document.get_file_hash()
    page = ResourcePage(
        title=told["title"],
        kind=told["kind"],
        resource_language=told["language"],
        licence=told["licence"],
        year=told["year"],
        live=False,
        owner=user,
        author=user,
    )
    page.files.set([ResourceFile(document=document, language=told["language"])])
    if told["theme"]:
        page.page_themes.set([PageTheme(theme=told["theme"], sort_order=0)])
    section.add_child(instance=page)
    page.save_revision(user=user)
    return page


def publish_drafts(pages: Iterable[ResourcePage], user: User) -> int:
    """Make drafts public, as the editor of the admin would; how many. One that may not stays."""
    published = 0
    for page in pages:
        if page.permissions_for_user(user).can_publish():
            page.get_latest_revision().publish(user=user)
            published += 1
    return published


def forget_uploads() -> int:
    """Files whose sheets nobody filled in within a day."""
    return forget_unfinished(ResourceUpload)
