"""From the first line of a case until the knowledge team has it."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields

from knowledge.actions.assisting import ask_municipality
from knowledge.actions.history import knowledge_team, log, tell, those_on, works_for
from knowledge.actions.proof import doubt_solutions
from knowledge.levels import missing_for
from knowledge.models import Case, CaseEvent, CaseSequence, ProofChange
from knowledge.models.sealed import signs
from knowledge.permissions import can_edit, can_register, can_return, can_send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.forms import ModelForm

    from community.models import User

__all__ = ["knowledge_team", "log", "works_for"]

# Somebody who goes on writing within this time goes on in the same revision.
SAME_SITTING = timedelta(minutes=10)
# Rows that lists and the doors of files read. The others are in the revision until it is published.
LISTED = {"case_themes", "case_networks", "keyword_rows", "other_municipalities", "attachments"}
# What the table says of a row, not the record.
OF_THE_TABLE = {"pk", "case", "content_object", "sort_order"}
VALIDITY = ("validity_status", "validity_checked_on", "interruption_reason", "validity_note")


class ConflictError(Exception):
    """Somebody else changed the same part since it was opened. `current` is what it says now."""

    def __init__(self, current: Case) -> None:
        super().__init__("changed meanwhile")
        self.current = current


@transaction.atomic
def register(user: User, **fields: Any) -> Case:
    """A new draft of which `user` is the author; only they and the team see it.

    Raises:
        PermissionDenied: nobody has signed in.

    """
    if not can_register(user):
        raise PermissionDenied
    case = Case(registered_by=user, live=False, **fields)
    case.save()
    case.save_revision(user=user, clean=False)
    log(case, CaseEvent.Verb.REGISTERED, user)
    return case


def token_of(case: Case, names: Iterable[str]) -> str:
    """Changes whenever one of these fields or relations does: what a form was opened with."""
    return token_for(parts_of(case, names))


def token_for(parts: dict[str, str]) -> str:
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def parts_of(case: Case, names: Iterable[str]) -> dict[str, str]:
    """What each of these fields and relations says, in words that can be compared."""
    return {
        name: json.dumps(told_in(case, name), cls=PlainEncoder, sort_keys=True) for name in names
    }


class PlainEncoder(DjangoJSONEncoder):
    """Writes an amount the same way whatever zeros it ends with."""

    def default(self, o: Any) -> Any:
        return f"{o.normalize():f}" if isinstance(o, Decimal) else super().default(o)


def told_in(case: Case, name: str) -> Any:
    """What a field says, or the rows of a relation, as a revision would have it.

    Ids of rows are not stable from version to version; their keys are.
    """
    field: Any = Case._meta.get_field(name)
    if field.one_to_many:
        rows = map(get_serializable_data_for_fields, getattr(case, name).all())
        return [{key: row[key] for key in row if key not in OF_THE_TABLE} for row in rows]
    if field.many_to_many:
        return sorted(thing.pk for thing in getattr(case, name).all())
    return field.value_from_object(case)


@transaction.atomic
def save_draft(
    case: Case,
    form_class: Callable[..., ModelForm[Case]],
    names: Iterable[str],
    data: Any,
    user: User,
    *,
    seen: str = "",
) -> ModelForm[Case]:
    """Save one section of the newest text; return its form, valid or not.

    What readers see does not change. Of a form that is not valid nothing is
    written, or, if it says that it `keeps_what_is_right`, all but what is wrong.
    `names` are the fields and relations of the section, `seen` is the token it
    was opened with ("": do not compare).

    Raises:
        PermissionDenied: this person may not write in it now.
        ConflictError: somebody else has changed the section since.

    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("latest_revision")
        .get(pk=case.pk)
    )
    if not can_edit(user, case):
        raise PermissionDenied
    draft = case.draft()
    before = parts_of(draft, names)
    if seen and seen != token_for(before):
        raise ConflictError(draft)
    form = form_class(data, instance=draft)
    is_saved = form.is_valid() or getattr(form, "keeps_what_is_right", False)
    if is_saved and form.has_changed():
        told = form.save(commit=False)
        after = parts_of(told, names)
        # What is wrong is no change; what did not change need not be written.
        if moved := [name for name in before if after[name] != before[name]]:
            keep(told, case, user, moved)
    return form


def keep(draft: Case, case: Case, user: User, names: Iterable[str]) -> None:
    """Store the text: what `names` says in the row too while nobody reads it, for the lists."""
    if not case.live:
        if has_moved(draft, case, "lead_municipality"):
            # What one municipality has confirmed, another has not.
            draft.confirmed_at = None
        draft.save(update_fields=stored(names))
    elif unversioned := [name for name in Case.UNVERSIONED if has_moved(draft, case, name)]:
        Case.objects.filter(pk=case.pk).update(
            **{name: getattr(draft, name) for name in unversioned}
        )
    last = case.latest_revision
    signer = signs(case, user)
    is_mine = (
        last is not None
        and last.pk != case.live_revision_id
        and last.user_id == (signer and signer.pk)
        and timezone.now() - last.created_at < SAME_SITTING
    )
    draft.save_revision(user=user, clean=False, overwrite_revision=last if is_mine else None)
    # The text may be what protects the first of them.
    case.protects = case.protects or draft.protects
    if case.state == Case.State.PUBLISHED:
        Case.objects.filter(pk=case.pk).update(state=Case.State.DRAFT)


def stored(names: Iterable[str]) -> list[str]:
    """What saving these fields and relations has to write: not the hundreds of other rows."""
    wanted = {*names, "confirmed_at", "changed_at"}
    if "keywords" in wanted:
        wanted.add("keyword_rows")
    relations = {relation.get_accessor_name() for relation in get_all_child_relations(Case)}
    fields = [*Case._meta.concrete_fields, *Case._meta.local_many_to_many]
    return sorted(wanted & ((relations & LISTED) | {field.name for field in fields}))


def follow_edit(draft: Case) -> None:
    """After the admin has kept a draft: the row follows, all of it while nobody reads it.

    Of a published case, in what belongs to no version: its validity. One whose
    text is being changed has its author's draft again.
    """
    row = Case.objects.get(pk=draft.pk)
    if not row.live:
        draft.save()
        return
    moved = {name: getattr(draft, name) for name in VALIDITY if has_moved(draft, row, name)}
    if row.state == Case.State.PUBLISHED:
        moved["state"] = Case.State.DRAFT
    if moved:
        Case.objects.filter(pk=draft.pk).update(**moved)
    if "validity_status" in moved:
        doubt_solutions(row, ProofChange.Kind.VALIDITY, None, moved["validity_status"])


def has_moved(draft: Case, case: Case, name: str) -> bool:
    field: Any = Case._meta.get_field(name)
    return bool(getattr(draft, field.attname) != getattr(case, field.attname))


@transaction.atomic
def send(case: Case, user: User) -> Case:
    """Hand the newest text in, and grant CC BY 4.0 on it. The first time it gets its code.

    Raises:
        PermissionDenied: not the author, or nothing to send.
        ValidationError: something the first level asks for is missing; `error_list`
            has one error per field, its code the name of the field.

    """
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("latest_revision")
        .get(pk=case.pk)
    )
    if not can_send(user, case):
        raise PermissionDenied
    draft = case.draft()
    missing = missing_for(draft)
    if missing:
        raise ValidationError(
            [ValidationError(_("This is still missing."), code=name) for name in missing]
        )
    now = timezone.now()
    place = draft.lead_municipality
    if case.code is None and place is not None:
        case.code = next_code(place.country_code, timezone.localdate(now).year)
    case.state, case.sent_at = Case.State.SENT, now
    # A published case is confirmed for what readers see; a new place counts when it is published.
    is_same_place = not case.live or not has_moved(draft, case, "lead_municipality")
    if case.confirmed_at is None and is_same_place and works_for(user, draft):
        case.confirmed_at = now
    case.save(update_fields=["code", "state", "sent_at", "confirmed_at", "changed_at"])
    log(case, CaseEvent.Verb.SENT, user)
    # Whoever sent it too: it is their receipt.
    tell(case.authors(), case, "case_sent", None)
    tell(those_on(case), case, "case_waiting", user)
    ask_municipality(case, user, draft)
    return case


def next_code(country_code: str, year: int) -> str:
    """A code like "VE-2026-0007": a number that was never given in that country and year."""
    sequence, _created = CaseSequence.objects.select_for_update().get_or_create(
        country_code=country_code, year=year
    )
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return f"{country_code}-{year}-{sequence.last:04}"


@transaction.atomic
def return_to_author(case: Case, user: User, reason: str) -> Case:
    """Give it back, saying what to change. What is published stays published.

    Raises:
        PermissionDenied: not of the team, or it is not waiting.
        ValidationError: there is no reason.

    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not can_return(user, case):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say what the author should change.")})
    case.state, case.publish_at = Case.State.RETURNED, None
    case.save(update_fields=["state", "publish_at", "changed_at"])
    log(case, CaseEvent.Verb.RETURNED, user, reason)
    url = reverse("cases:edit", args=[case.reference])
    tell(case.authors(), case, "case_returned", user, url=url, reason=reason)
    return case
