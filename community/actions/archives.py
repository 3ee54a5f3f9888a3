"""What happens to the archive of a person's data: asked for, made, thrown away."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from community.actions.notices import notify
from community.archive import registered
from community.models import PersonalArchive
from community.tasks import make_archive
from community.upload_storage import name_for_reader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from django.db.models import QuerySet
    from django.db.models.fields.files import FieldFile

    from community.archive import Part
    from community.models import User


@transaction.atomic
def ask_for_archive(user: User) -> PersonalArchive:
    """Have an archive made in the background. Asking while one is being made changes nothing."""
    archive, is_new = PersonalArchive.objects.get_or_create(user=user, ready_at=None)
    if is_new:
        make_archive.enqueue(archive.pk)
    return archive


def fill_archive(archive: PersonalArchive) -> None:
    """Write the file, tell the person. Whoever is interrupted does it again from the beginning."""
    if archive.ready_at:
        return
    PersonalArchive.folder().mkdir(parents=True, exist_ok=True)
    unfinished = archive.path.with_suffix(".unfinished")
    with translation.override(archive.user.language):
        write_archive(archive.user, unfinished)
    os.replace(unfinished, archive.path)
    with transaction.atomic():
        throw_away(PersonalArchive.objects.filter(user=archive.user).exclude(pk=archive.pk))
        archive.ready_at = timezone.now()
        archive.size_bytes = archive.path.stat().st_size
        archive.save(update_fields=["ready_at", "size_bytes"])
        notify(archive.user, "archive_ready", url=reverse("account_data"))


def write_archive(user: User, path: Path) -> None:
    """All parts of the archive, in the language in force: rows as JSON, files, what they mean."""
    told: list[dict[str, Any]] = []
    with ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True) as folder:
        for each in registered():
            part = each.part_of(user)
            number = write_rows(folder, f"datos/{each.name}.json", part.rows)
            written = write_files(folder, f"archivos/{each.name}", part.files)
            told.append(describe(f"datos/{each.name}.json", part, number, written))
        words = {
            "person": user,
            "parts": told,
            "made_at": timezone.now(),
            "controller": settings.LEGAL_CONTROLLER,
            "contact_email": settings.LEGAL_CONTACT_EMAIL,
        }
        folder.writestr("LEAME.txt", render_to_string("account/archive_readme.txt", words))
        folder.writestr("diccionario.json", in_json(told))


def write_rows(folder: ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> int:
    """A list, one row after the other: what is written is not held. Returns how many."""
    number = 0
    with folder.open(name, "w", force_zip64=True) as file:
        for number, row in enumerate(rows, 1):
            file.write(b"[\n" if number == 1 else b",\n")
            file.write(in_json(row).encode())
        file.write(b"\n]\n" if number else b"[]\n")
    return number


def write_files(folder: ZipFile, place: str, files: Iterable[FieldFile]) -> list[str]:
    """Each under its name with a number before it; what is gone from the disk is left out."""
    names = []
    for number, file in enumerate(files, 1):
        name = f"{place}/{number:03}-{name_for_reader(str(file.name))}"
        try:
            with file.open("rb") as opened, folder.open(name, "w", force_zip64=True) as kept:
                for chunk in opened.chunks():
                    kept.write(chunk)
        except FileNotFoundError:
            continue
        names.append(name)
    return names


def describe(name: str, part: Part, number: int, files: list[str]) -> dict[str, Any]:
    return {
        "file": name,
        "title": part.title,
        "rows": number,
        "columns": dict(part.columns),
        "files": files,
    }


def in_json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def forget_archives() -> None:
    """Throw away those whose days are over, and files that belong to none."""
    throw_away(PersonalArchive.objects.expired())
    kept = {f"{key}" for key in PersonalArchive.objects.values_list("key", flat=True)}
    for file in PersonalArchive.folder().glob("*.zip"):
        if file.stem not in kept:
            file.unlink(missing_ok=True)


def throw_away(archives: QuerySet[PersonalArchive]) -> None:
    for archive in archives:
        archive.path.unlink(missing_ok=True)
        archive.delete()
