"""Imports of cases begun in the admin: looked at, confirmed, written in the background."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from knowledge.actions import importing
from knowledge.importing import SourceError, open_cases
from knowledge.models import CaseImport, UploadedCases
from knowledge.permissions import can_import

if TYPE_CHECKING:
    from community.models import User

State = CaseImport.State
# A file up to here is opened at once, so that one that is no table is refused at once.
OPENED_AT_ONCE = 2 * 1024 * 1024


@transaction.atomic
def begin_import(by: User, name: str, content: bytes, *, source: str, goal: str) -> CaseImport:
    """Keep a file until it has been read; reading is for `read_upload`.

    Raises:
        SourceError: it is no table of cases, as far as can be seen at once.

    """
    if len(content) <= OPENED_AT_ONCE:
        open_cases(io.BytesIO(content))
    begun = CaseImport.objects.create(
        user=by,
        file_name=name[:160],
        digest=hashlib.sha256(content).hexdigest(),
        source=source,
        goal=goal,
        language=get_language() or "es",
    )
    UploadedCases.objects.create(case_import=begun, content=content)
    return begun


def read_upload(pk: int) -> None:
    """Read the file into the staging table and throw it away. Twice is as once."""
    begun = CaseImport.objects.select_related("user").get(pk=pk)
    if begun.state != State.READING:
        return
    with override(begun.language):
        try:
            importing.stage(begun, open_cases(io.BytesIO(bytes(begun.upload.content))))
        except SourceError as error:
            importing.end(begun, str(error))
    UploadedCases.objects.filter(case_import=begun).delete()


def discard_import(begun: CaseImport) -> None:
    """Throw away what was only looked at."""
    CaseImport.objects.filter(pk=begun.pk, state__in=(State.PREVIEW, State.READING)).delete()


def carry_out(pk: int) -> None:
    """Write a confirmed import; broken off and begun again, it goes on where it was."""
    begun = CaseImport.objects.select_related("user").get(pk=pk)
    if begun.state not in (State.WAITING, State.RUNNING):
        return
    with override(begun.language):
        user: Any = begun.user
        if user is not None and not can_import(user):
            importing.end(begun, _("You may not import experiences now."))
        else:
            importing.write_staged(begun)
