"""The files of cases: who may open one, and which are no longer anybody's."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.http import Http404

from community.incoming import forget_unfinished
from knowledge.models import Attachment, Case, Interview, Upload
from knowledge.permissions import can_read_draft
from knowledge.protection import may_know_interviewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser

    from community.models import User

FOLDER = "case_files"
# What was kept a moment ago may belong to a text that is being saved.
SETTLED = timedelta(hours=24)


def may_open(user: User | AnonymousUser, name: str) -> bool:
    """False, when the visitor may: what a published version shows, or a draft they may read.

    It is never open for good: a case may be withdrawn, and nobody is to keep a copy.

    Raises:
        Http404: there is no such case, or not for this visitor.

    """
    case = case_of(name)
    if case is None:
        raise Http404
    if not (case.live and is_published(case, name)) and not can_read_draft(user, case):
        raise Http404
    return False


def may_open_consent(user: User | AnonymousUser, name: str) -> bool:
    """False, when the visitor may: whoever may know the name, see `may_know_interviewed`.

    Raises:
        Http404: there is no such proof, or not for this visitor.

    """
    found = Interview.objects.filter(consent_file=name).select_related("systematization__case")
    interview = found.first()
    if interview is None:
        raise Http404
    # The proof says who it was.
    if not may_know_interviewed(user, interview.systematization.case, interview):
        raise Http404
    return False


def case_of(name: str) -> Case | None:
    """By the second part of the name: "case_files/<key of the case>/report.pdf"."""
    _folder, _slash, rest = name.partition("/")
    try:
        key = uuid.UUID(rest.partition("/")[0])
    except ValueError:
        return None
    return Case.objects.filter(key=key).first()


def is_published(case: Case, name: str) -> bool:
    """Whether readers find it, in the newest version or in an old one."""
    if Attachment.objects.filter(case=case, file=name).exists():
        return True
    return name in names_in(case.versions.values_list("record", flat=True))


def names_in(texts: Any) -> set[str]:
    """The files that some texts of a case have among their documents."""
    return {row.get("file") or "" for text in texts for row in text.get("attachments", [])}


def clean_up() -> int:
    """Delete what no text of a case has any more, and uploads nobody finished; how many files.

    What a version or a revision shows stays, however old: it can be read again.
    """
    limit = time.time() - SETTLED.total_seconds()
    deleted = 0
    for folder, names in kept_files(limit):
        for name in orphans_in(folder, names):
            default_storage.delete(name)
            deleted += 1
    return deleted + forget_unfinished(Upload)


def kept_files(limit: float) -> Iterator[tuple[str, set[str]]]:
    """For each folder of a case the names of its files that were last changed before `limit`."""
    root = Path(default_storage.path(FOLDER))
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        names = {
            f"{FOLDER}/{folder.name}/{file.name}"
            for file in folder.iterdir()
            if file.is_file() and file.stat().st_mtime < limit
        }
        if names:
            yield folder.name, names


def orphans_in(folder: str, names: set[str]) -> set[str]:
    """Those no text has. Revisions are read last: they are many, and hardly ever needed."""
    case = case_of(f"{FOLDER}/{folder}/")
    if case is None:
        return names
    left = names - set(Attachment.objects.filter(case=case).values_list("file", flat=True))
    left -= names_in(case.versions.values_list("record", flat=True)) if left else set()
    if left:
        revisions = case.revisions.values_list("content", flat=True)
        left -= names_in(revisions.iterator(chunk_size=50))
    return left
