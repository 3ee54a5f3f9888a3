"""Asking once a year whether an experience goes on, and noting what is said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.actions.notices import notify
from community.models import Affiliation, Organization, User
from community.permissions import may_contribute
from knowledge.actions.proof import doubt_solutions
from knowledge.actions.writing import log
from knowledge.models import Case, CaseEvent, ProofChange, ValidityQuestion
from knowledge.permissions import can_review, is_keeper
from knowledge.scales import Validity
from knowledge.validity_links import ANSWERS, link_to

if TYPE_CHECKING:
    from datetime import date

VALID_FOR = timedelta(days=365)
REMINDER_AFTER = timedelta(days=30)
# Of those who work in an organization no more are asked at once.
MOST_ASKED = 10
# An answer that needs a reason, and one that may have it.
NEEDS_REASON = {Validity.INTERRUPTED}
TAKES_REASON = {Validity.INTERRUPTED, Validity.REDUCED}


# --- Whom to ask ----------------------------------------------------------------------


def to_ask(on: date) -> Any:
    """Published cases of which nobody has said for a year whether they go on.

    Not those that ended or were interrupted, nor those asked about in that year.
    """
    limit = on - VALID_FOR
    asked = ValidityQuestion.objects.filter(case=OuterRef("pk"), asked_on__gt=limit)
    known_on = Coalesce("validity_checked_on", TruncDate("first_published_at"))
    goes_on = Q(end_year=None) | Q(is_ongoing=True)
    cases = Case.objects.published().exclude(validity_status=Validity.INTERRUPTED)
    return (
        cases.filter(goes_on, ~Exists(asked))
        .annotate(known_on=known_on)
        .filter(known_on__lte=limit)
        .order_by("pk")
    )


def responsible_for(case: Case, on: date) -> list[User]:
    """Who works today, and it is sure, in the organization of a case; without any, its keeper."""
    government = Q(kind=Organization.Kind.MUNICIPAL_GOVERNMENT, territory=case.lead_municipality_id)
    if case.lead_municipality_id is None:
        government = Q(pk__in=[])
    organizations = Organization.objects.filter(Q(pk=case.on_behalf_of_id) | government)
    posts: Any = Affiliation.objects.verified().current(on)
    working = posts.filter(organization__in=organizations, user__is_active=True)
    people = User.objects.filter(pk__in=working.values("user")).order_by("pk")
    found = list(people[:MOST_ASKED])
    keeper = case.kept_by or case.registered_by
    return found or ([keeper] if keeper is not None and keeper.is_active else [])


# --- Asking ------------------------------------------------------------------------------


def ask_validity(on: date) -> dict[str, int]:
    """Do what is due that day: "asked", "reminded" and "unconfirmed" cases.

    Twice on one day, or on every day, asks nobody twice.
    """
    asked = sum(ask_about(case, on) for case in to_ask(on).iterator(chunk_size=100))
    return {"asked": asked, "reminded": remind(on), "unconfirmed": give_up(on)}


def ask_today() -> None:
    ask_validity(timezone.localdate())


@transaction.atomic
def ask_about(case: Case, on: date) -> int:
    """1 when somebody was asked; 0 when another did meanwhile, or there is nobody to ask.

    What nobody can be asked about is not confirmed.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not to_ask(on).filter(pk=case.pk).exists():
        return 0
    people = responsible_for(case, on)
    for person in people:
        question = ValidityQuestion.objects.create(case=case, person=person, asked_on=on)
        tell(question, "case_validity")
    if not people and case.validity_status != Validity.UNCONFIRMED:
        note_silence(case, str(_("Nobody is left to be asked: not confirmed.")))
    return int(bool(people))


def note_silence(case: Case, words: str) -> None:
    Case.objects.filter(pk=case.pk).update(validity_status=Validity.UNCONFIRMED)
    log(case, CaseEvent.Verb.VALIDITY, None, words)
    if case.validity_status != Validity.UNCONFIRMED:
        doubt_solutions(case, ProofChange.Kind.VALIDITY, None, Validity.UNCONFIRMED)


def tell(question: ValidityQuestion, kind: str) -> None:
    case = question.case
    links = {f"{answer.value}_url": link_to(question, answer) for answer in ANSWERS}
    notify(
        question.person,
        kind,
        url=reverse("cases:validity", args=[case.reference]),
        thing=case,
        title=case.title,
        code=case.reference,
        **links,
    )


def remind(on: date) -> int:
    """Ask those again, once, who have not answered for thirty days; of how many cases."""
    cases = set()
    waiting = ValidityQuestion.objects.to_remind(on - REMINDER_AFTER)
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            questions = waiting.select_for_update(of=("self",)).select_related("case", "person")
            question = questions.filter(pk=pk, case__live=True).first()
            if question is not None:
                question.reminded_on = on
                question.save(update_fields=["reminded_on"])
                tell(question, "case_validity_reminder")
                cases.add(question.case_id)
    return len(cases)


def give_up(on: date) -> int:
    """What nobody answered thirty days after the reminder is not confirmed any more."""
    silent = ValidityQuestion.objects.to_give_up(on - REMINDER_AFTER)
    cases = list(silent.values_list("case", flat=True).distinct().order_by("case"))
    for pk in cases:
        with transaction.atomic():
            case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
            if not silent.filter(case=case).update(closed_on=on):
                continue
            note_silence(case, str(_("Nobody answered: not confirmed.")))
    return len(cases)


# --- Answering ---------------------------------------------------------------------------


def can_answer_validity(user: User, case: Case, on: date) -> bool:
    """Say whether it goes on: who keeps it, who works for those responsible, who reviews cases."""
    if not may_contribute(user) or not case.live:
        return False
    return is_keeper(user, case) or can_review(user) or user in responsible_for(case, on)


@transaction.atomic
def answer_question(
    question: ValidityQuestion, answer: str, reason: str = "", note: str = ""
) -> Case:
    """Note what somebody who was asked says. Saying the same twice changes nothing.

    Raises:
        PermissionDenied: somebody answered or it was given up meanwhile, or they have left.
        ValidationError: an interruption without its reason.

    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=question.case_id)
    question = ValidityQuestion.objects.select_related("person").get(pk=question.pk)
    if question.closed_on is not None and question.answer == answer:
        return case
    today = timezone.localdate()
    if question.closed_on is not None or not can_answer_validity(question.person, case, today):
        raise PermissionDenied
    reason = checked_reason(answer, reason)
    question.answer, question.reason = answer, reason
    question.save(update_fields=["answer", "reason"])
    return note_validity(case, question.person, answer, reason, note)


@transaction.atomic
def answer_validity(case: Case, user: User, answer: str, reason: str = "", note: str = "") -> Case:
    """The same by somebody who has signed in, asked or not.

    Raises:
        PermissionDenied: not theirs to say.
        ValidationError: an interruption without its reason.

    """
    today = timezone.localdate()
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not can_answer_validity(user, case, today):
        raise PermissionDenied
    reason = checked_reason(answer, reason)
    mine = case.validity_questions.open().filter(person=user)
    mine.update(answer=answer, reason=reason)
    return note_validity(case, user, answer, reason, note)


def checked_reason(answer: str, reason: str) -> str:
    if answer in NEEDS_REASON and not reason:
        raise ValidationError({"reason": _("Choose why it was interrupted.")})
    return reason if answer in TAKES_REASON else ""


def note_validity(case: Case, person: User, answer: str, reason: str, note: str) -> Case:
    today = timezone.localdate()
    told = {
        "validity_status": answer,
        "validity_checked_on": today,
        "interruption_reason": reason,
        "validity_note": note.strip(),
    }
    before = case.validity_status
    # Not `save`: validity belongs to no version, and the text has not changed.
    Case.objects.filter(pk=case.pk).update(**told)
    for name, value in told.items():
        setattr(case, name, value)
    case.validity_questions.open().update(closed_on=today)
    words = [str(case.get_validity_status_display())]
    words += [str(case.get_interruption_reason_display())] if reason else []
    log(case, CaseEvent.Verb.VALIDITY, person, ": ".join(words))
    if answer != before:
        doubt_solutions(case, ProofChange.Kind.VALIDITY, person, answer)
    return case
