"""The first and the last moment of a draft that nobody else has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from knowledge.actions.writing import register, save_draft
from knowledge.models import Case
from knowledge.permissions import can_discard

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable

    from django.forms import ModelForm

    from community.models import User


@transaction.atomic
def begin(
    user: User,
    form_class: Callable[..., ModelForm[Case]],
    names: Iterable[str],
    data: Any,
    *,
    key: uuid.UUID | None = None,
) -> tuple[Case | None, ModelForm[Case]]:
    """A new draft from its first section; no draft when the form is not valid.

    `key` is what the form was opened with: sent twice, it makes one draft.

    Raises:
        PermissionDenied: nobody has signed in.

    """
    form = form_class(data, instance=Case(registered_by=user))
    if not form.is_valid():
        return None, form
    again = Case.objects.filter(key=key, registered_by=user).first() if key else None
    if again is None:
        taken = key is not None and Case.objects.filter(key=key).exists()
        fields = {"key": key} if key and not taken else {}
        again = register(user, title=form.cleaned_data["title"], **fields)
    return again, save_draft(again, form_class, names, data, user)


@transaction.atomic
def discard(case: Case, user: User) -> None:
    """Delete a draft for good, with all its revisions.

    Raises:
        PermissionDenied: somebody else's, or it was sent before.

    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not can_discard(user, case):
        raise PermissionDenied
    case.delete()
