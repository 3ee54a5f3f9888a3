"""Working through a case in the five moments, and carrying what comes of it into the record."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from knowledge.actions import writing
from knowledge.actions.writing import ConflictError, save_draft
from knowledge.carrying import DESTINATIONS, WriteForm, destination_called
from knowledge.forms.fields import LONGEST_NARRATIVE
from knowledge.models import (
    Carrying,
    Case,
    DrawnLesson,
    LivedMoment,
    Phase,
    Systematization,
)
from knowledge.models.sealed import signs
from knowledge.moments import ROWS
from knowledge.permissions import can_edit, can_work_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from community.models import User
    from knowledge.models import Interview
    from knowledge.moments import Screen


class MeanwhileError(Exception):
    """Somebody else changed the same screen since it was opened. `current` is how it is now."""

    def __init__(self, current: Systematization) -> None:
        super().__init__("changed meanwhile")
        self.current = current


def locked(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("latest_revision")
        .get(pk=case.pk)
    )


def of_case(case: Case) -> Systematization:
    """That of the case, kept or new."""
    found = Systematization.objects.filter(case=case).select_related("facilitator").first()
    return found or Systematization(case=case)


def seen_of(systematization: Systematization, screen: Screen) -> str:
    """What a screen was opened with: a token of what it said, and when it was saved last.

    The second tells a browser that keeps a copy whether what it sent has arrived.
    """
    token = token_of(systematization, screen.form_class.names())
    return f"{token}.{systematization.screens_saved.get(screen.slug, '')}"


def token_of(systematization: Systematization, names: Iterable[str]) -> str:
    """Changes whenever one of these fields or tables does."""
    part = {name: stored(systematization, name) for name in names}
    text = json.dumps(part, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def stored(systematization: Systematization, name: str) -> Any:
    if name not in ROWS:
        field: Any = Systematization._meta.get_field(name)
        return getattr(systematization, field.attname)
    if systematization.pk is None:
        return []
    # Keys of rows that were not seen yet change each time they are kept.
    told = [field.attname for field in ROWS[name]._meta.concrete_fields]
    told = [each for each in told if each not in ("id", "key")]
    return list(getattr(systematization, name).values(*told))


@transaction.atomic
def save_screen(case: Case, screen: Screen, data: Any, user: User, *, seen: str = "") -> Any:
    """Keep what one screen says; return its form, valid or not. The first time, it is begun.

    Nothing is written when the form is not valid. `seen` is what `seen_of` said
    when the screen was opened ("": do not compare).

    Raises:
        PermissionDenied: this person may not work in it.
        MeanwhileError: somebody else has changed the screen since.

    """
    case = locked(case)
    if not can_work_through(user, case):
        raise PermissionDenied
    systematization = of_case(case)
    token = seen.partition(".")[0]
    if token and token != token_of(systematization, screen.form_class.names()):
        raise MeanwhileError(systematization)
    form = screen.form_class(data, instance=systematization, user=user)
    if form.is_valid():
        systematization.screens_saved[screen.slug] = timezone.now().strftime("%Y%m%d%H%M%S%f")
        # A row needs it kept.
        systematization.save()
        form.save()
    return form


@transaction.atomic
def save_interview(case: Case, form: Any, user: User) -> Interview:
    """Keep a valid form of an interview; a proof that another one replaces is deleted.

    Raises:
        PermissionDenied: this person may not work in it.

    """
    case = locked(case)
    if not can_work_through(user, case):
        raise PermissionDenied
    systematization = of_case(case)
    systematization.save()
    proof = form.initial.get("consent_file")
    before = proof.name if proof else ""
    interview: Interview = form.save(commit=False)
    if interview.pk is None:
        interview.recorded_by = user
        interview.sort_order = systematization.interviews.count()
    interview.systematization = systematization
    interview.save()
    if before and before != interview.consent_file.name:
        forget(interview, before)
    return interview


@transaction.atomic
def remove_interview(interview: Interview, user: User) -> None:
    """Delete it with the proof of its consent: who withdraws a consent is not kept."""
    if not can_work_through(user, interview.systematization.case):
        raise PermissionDenied
    name = interview.consent_file.name
    interview.delete()
    if name:
        forget(interview, name)


def forget(interview: Interview, name: str) -> None:
    """Delete a proof of consent that nothing says any more."""
    transaction.on_commit(partial(interview.consent_file.storage.delete, name))


@transaction.atomic
def take_up(case: Case, screen: Screen, user: User) -> int:
    """Take what the record already says into the table of a screen; how many rows were new.

    Raises:
        PermissionDenied: this person may not work in it.

    """
    case = locked(case)
    if not can_work_through(user, case):
        raise PermissionDenied
    draft = case.draft()
    systematization = of_case(case)
    systematization.save()
    table: Any = getattr(systematization, screen.relation)
    known = set(table.values_list("key", flat=True))
    told = draft.milestones.all() if screen.relation == "moments" else draft.lessons.all()
    fresh = [row for row in told if row.key not in known]
    for order, row in enumerate(fresh, start=len(known)):
        taken = moment_from(row, draft) if screen.relation == "moments" else lesson_from(row)
        taken.systematization, taken.sort_order = systematization, order
        taken.save()
    if fresh and screen.relation == "moments":
        put_in_order(systematization, screen)
    return len(fresh)


def moment_from(row: Any, case: Case) -> LivedMoment:
    facts = {name: getattr(row, name) for name in ("year", "month", "day", "title", "change")}
    return LivedMoment(key=row.key, kind=row.kind, phase=phase_of(row, case), **facts)


def phase_of(row: Any, case: Case) -> str:
    """A first guess, which the team mends."""
    if row.kind in ("crisis", "change_of_government"):
        return Phase.CHANGE
    if row.kind == "start":
        return Phase.START
    if case.start_year and row.year < case.start_year:
        return Phase.BEFORE
    return Phase.PREPARATION if row.kind in ("decision", "norm") else Phase.COURSE


def lesson_from(row: Any) -> DrawnLesson:
    return DrawnLesson(key=row.key, kind=row.kind, text=row.text)


def put_in_order(systematization: Systematization, screen: Screen) -> None:
    form = screen.form_class(instance=systematization, user=None)
    for order, row in enumerate(form.in_order(list(systematization.moments.all()))):
        LivedMoment.objects.filter(pk=row.pk).update(sort_order=order)


@transaction.atomic
def carry(case: Case, ways: Mapping[str, str], user: User, *, seen: str = "") -> list[Carrying]:
    """Write what was worked out into the draft of the case: {field: a `Carrying.Way`}.

    Each field remembers where its text comes from and what it said before. Fields
    in which nothing would change are left alone.

    Raises:
        PermissionDenied: the record is not this person's to write now.
        ConflictError: the record was changed since `seen`.
        ValidationError: a text would become too long; its code is the field.

    """
    case = locked(case)
    if not can_edit(user, case):
        raise PermissionDenied
    draft, systematization = case.draft(), of_case(case)
    if seen and seen != record_token(draft):
        raise ConflictError(draft)
    done, values = [], {}
    for name, way in ways.items():
        place = destination_called(name)
        brought = place.brought(systematization) if place else None
        if place is None or not brought:
            continue
        before = place.present(draft)
        after = place.together(before, brought, way)
        refuse_too_long(place.label, name, after)
        if after != before:
            values[name] = after
            done.append(
                Carrying(
                    systematization=systematization,
                    field=name,
                    way=way,
                    before=before,
                    brought=brought,
                    after=after,
                    carried_by=signs(case, user),
                )
            )
    if values:
        write(case, values, user)
        Carrying.objects.bulk_create(done)
    return done


def record_token(draft: Case) -> str:
    """Changes whenever a field of the record does into which something can be carried."""
    return writing.token_of(draft, [place.field for place in DESTINATIONS])


def write(case: Case, values: Mapping[str, Any], user: User) -> None:
    save_draft(case, partial(WriteForm, values=values), sorted(values), {}, user)


def refuse_too_long(label: str, name: str, value: Any) -> None:
    if isinstance(value, str) and len(strip_tags(value)) > LONGEST_NARRATIVE:
        sentence = _("“%(field)s” would become too long: put it in place, or shorten it first.")
        raise ValidationError(sentence % {"field": label}, code=name)


@transaction.atomic
def put_back(carrying: Carrying, user: User) -> bool:
    """The field says again what it said before; False when somebody has changed it since.

    Raises:
        PermissionDenied: the record is not this person's to write now.

    """
    case = locked(carrying.systematization.case)
    if not can_edit(user, case):
        raise PermissionDenied
    place = destination_called(carrying.field)
    if place is None or carrying.undone_at or place.present(case.draft()) != carrying.after:
        return False
    write(case, {carrying.field: carrying.before}, user)
    carrying.undone_at = timezone.now()
    carrying.save(update_fields=["undone_at"])
    return True
