"""The files that come to a case: looked at, cleaned, kept among its documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from community.file_kinds import IMAGES, ending_of
from community.incoming import complete_ones, readable_name, write_whole
from community.uploads import check_announced, check_document, content_of
from knowledge.actions.rows import newest, store
from knowledge.kinds import AttachmentKind
from knowledge.models import Attachment, Upload
from knowledge.permissions import can_edit

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from community.models import User
    from knowledge.models import Case

# Larger than any screen shows; a photograph of a telephone weighs ten times as much.
PHOTO_PIXELS = 2560
QUALITY = 88
KINDS = {
    "mp4": AttachmentKind.VIDEO,
    "mp3": AttachmentKind.AUDIO,
    "pptx": AttachmentKind.PRESENTATION,
    "odp": AttachmentKind.PRESENTATION,
    **dict.fromkeys(("csv", "xlsx", "ods", "json", "geojson"), AttachmentKind.DATA),
    **dict.fromkeys(IMAGES, AttachmentKind.PHOTO),
}


@dataclass
class Received:
    """What became of the files of one form: rows of the case, or a sentence for each refused."""

    rows: list[Attachment] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Room:
    """How many files and bytes the newest text of a case still takes."""

    files: int
    size: int

    @classmethod
    def left_in(cls, draft: Case) -> Room:
        kept = [row for row in draft.attachments.all() if row.file]
        size = sum(row.size or 0 for row in kept)
        return cls(settings.CASE_FILES_MOST - len(kept), settings.CASE_FILES_BYTES - size)

    def check(self, name: str, size: int) -> None:
        """Raise a `ValidationError` with the sentence when the file does not fit any more."""
        said = {"name": name, "most": settings.CASE_FILES_MOST}
        if self.files < 1:
            sentence = _(
                "“%(name)s” was not kept: the experience has %(most)d files, and no more fit. "
                "Remove one that is not needed."
            )
            raise ValidationError(sentence % said)
        if size > self.size:
            sentence = _(
                "“%(name)s” was not kept: all the files of an experience weigh %(limit)s at "
                "most, and %(left)s are left. Make it smaller, or give its address on the web."
            )
            limit = filesizeformat(settings.CASE_FILES_BYTES)
            raise ValidationError(
                sentence % {**said, "limit": limit, "left": filesizeformat(max(0, self.size))}
            )


def check_beginning(draft: Case, name: str, size: int) -> None:
    """Raise a `ValidationError` for a file of which only this is known, before it is on its way."""
    check_announced(name, size)
    Room.left_in(draft).check(name, size)


def receive(case: Case, user: User, files: Iterable[File], **told: str) -> Received:
    """Keep the files, each for itself: one that is refused takes no other with it.

    Each is judged by its content; photographs lose where and with what they
    were taken, and what is larger than a screen shows. `told` are the licence,
    author and consent of all of them. Looking at them is slow and done before
    anything is locked.

    Raises:
        PermissionDenied: this person may not write in it now.

    """
    if not can_edit(user, case):
        raise PermissionDenied
    received = Received()
    room = Room.left_in(case.draft())
    for file in files:
        name = file.name or ""
        try:
            room.check(name, file.size)
            row = fit_to_be_kept(case, file, told)
        except ValidationError as refused:
            received.refused += refused.messages
            continue
        room = Room(room.files - 1, room.size - (row.size or 0))
        received.rows.append(row)
    if received.rows:
        try:
            add_rows(case, user, received.rows)
        except BaseException:
            for row in received.rows:
                default_storage.delete(row.file.name or "")
            raise
    return received


def fit_to_be_kept(case: Case, file: File, told: dict[str, str]) -> Attachment:
    """The row of a document that is on disk already, cleaned; raises `ValidationError`."""
    title = (file.name or "").replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    checked = check_document(file)
    ending = ending_of(checked.name or "")
    kept: File = reduced(checked) if ending in IMAGES else checked
    kind = KINDS.get(ending, AttachmentKind.REPORT)
    row = Attachment(kind=kind, title=readable_name(title), size=kept.size, **told)
    if ending in IMAGES:
        row.width, row.height = measures_of(kept)
    if kind not in SHOWS_PEOPLE:
        row.person_consent = ""
    name = f"case_files/{case.key}/{checked.name}"
    kept.seek(0)
    row.file.name = default_storage.save(name, kept, max_length=200)
    return row


SHOWS_PEOPLE = (AttachmentKind.PHOTO, AttachmentKind.VIDEO)


def measures_of(picture: File) -> tuple[int, int]:
    """How wide and high a browser shows it."""
    picture.seek(0)
    with Image.open(content_of(picture)) as opened:
        size: tuple[int, int] = ImageOps.exif_transpose(opened).size
    return size


def reduced(picture: File) -> File:
    """The picture as large as a screen shows it at most. It was cleaned before."""
    picture.seek(0)
    with Image.open(content_of(picture)) as opened:
        if max(opened.size) <= PHOTO_PIXELS:
            return picture
        colours, file_format = opened.info.get("icc_profile"), opened.format
        # JPEG is decoded at the half or the quarter where that is enough.
        opened.draft(None, (PHOTO_PIXELS, PHOTO_PIXELS))
        opened.thumbnail((PHOTO_PIXELS, PHOTO_PIXELS))
        saved = BytesIO()
        opened.save(saved, file_format, quality=QUALITY, icc_profile=colours)
    return ContentFile(saved.getvalue(), picture.name)


@transaction.atomic
def add_rows(case: Case, user: User, rows: list[Attachment]) -> None:
    case, draft = newest(case, user)
    store(draft, case, user, "attachments", [*draft.attachments.all(), *rows])


# --- Files that come a piece at a time ---------------------------------------------------


def begin_upload(case: Case, user: User, name: str, size: int, stamp: str = "") -> Upload:
    """Where the pieces of a file go; the same file again goes on where it stopped.

    Raises:
        PermissionDenied: this person may not write in it now.
        ValidationError: it is of no kind that is kept here, too large, or one too many.

    """
    if not can_edit(user, case):
        raise PermissionDenied
    facts: dict[str, Any] = {
        "case": case,
        "user": user,
        "name": name.replace("\x00", "")[-200:],
        "size": size,
        "stamp": stamp[:40],
    }
    begun = Upload.objects.filter(**facts).first()
    if begun is not None:
        return begun
    check_beginning(case.draft(), name, size)
    # In whatever case: drafts cost nothing, the disk does.
    if Upload.objects.filter(user=user).count() >= settings.CASE_FILES_MOST:
        raise ValidationError(_("Too many files are on their way. Finish or remove some first."))
    return Upload.objects.create(**facts)


def put_aside(case: Case, user: User, file: File) -> Upload | None:
    """A file that came whole with a form that has to be mended: it need not be sent again."""
    try:
        upload = begin_upload(case, user, file.name or "", file.size)
    except ValidationError:
        return None
    write_whole(upload, file)
    return upload


def uploads_of(case: Case, user: User, keys: Iterable[uuid.UUID]) -> list[Upload]:
    """Those of the person that are all here, in the order of `keys`."""
    keys = list(keys)
    return complete_ones(Upload.objects.filter(case=case, user=user, key__in=keys), keys)
