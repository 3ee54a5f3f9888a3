"""The only way a case becomes public, gets a new version, or is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.search.index import insert_or_update_object

from community.actions.following import tell_followers
from community.actions.moderation import vouch_for
from community.actions.streams import tell_streams
from community.models import Activity
from knowledge.actions.crediting import take_up, tell_adopters
from knowledge.actions.history import log, tell, those_on, works_for
from knowledge.actions.proof import doubt_solutions
from knowledge.actions.transfer_history import index_transfers
from knowledge.evidence import evidence_of
from knowledge.levels import all_missing
from knowledge.models import Case, CaseEvent, CaseVersion, ProofChange
from knowledge.models.sealed import signs
from knowledge.naming import names_of
from knowledge.permissions import can_publish, can_review, can_unpublish, is_granted
from knowledge.scales import Level, Significance
from knowledge.sheets.keeping import forget

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from community.models import User


@transaction.atomic
def publish(
    case: Case,
    user: User,
    *,
    significance: str = Significance.MEDIUM,
    note: str = "",
    resolves: Iterable[int] | None = None,
) -> CaseVersion:
    """Show the newest text to everybody and keep it as a version, frozen and complete.

    `resolves` are the keys of the feedback it takes up; None: what its authors said
    the text has. Publishing a text that is published already gives its version again.

    Raises:
        PermissionDenied: not of the team, or its author has not sent all they wrote.
        ValidationError: something its level asks for is missing.

    """
    case = locked(case)
    if not can_publish(user, case):
        raise PermissionDenied
    return bring_out(case, user, significance, note, resolves=resolves)


def locked(case: Case) -> Case:
    cases = Case.objects.select_for_update(of=("self",)).select_related("latest_revision")
    return cases.get(pk=case.pk)


def bring_out(
    case: Case,
    user: User | None,
    significance: str,
    note: str,
    *,
    level: int | None = None,
    told: str = "case_published",
    resolves: Iterable[int] | None = None,
) -> CaseVersion:
    """What `publish` does once it is allowed; with another `level`, where no word has changed too.

    `told` is the kind of the notice that its author gets.
    """
    last = case.versions.first()
    if last is not None and not has_news(case) and level in (None, last.level):
        return last
    level, before = level or case.level, case.evidence_level
    draft = case.draft()
    refuse_incomplete(draft, level)
    revision = case.latest_revision or draft.save_revision(user=user, clean=False)
    PublishRevisionAction(revision, user=user).execute(skip_permission_checks=True)
    Case.objects.filter(pk=case.pk).update(
        state=Case.State.PUBLISHED,
        level=level,
        evidence_level=evidence_of(draft, replicated=case.replications).rung,
        publish_at=None,
        confirmed_at=confirmation_of(case, draft, last),
    )
    case = Case.objects.with_row().get(pk=case.pk)
    version = CaseVersion.objects.create(
        case=case,
        number=last.number + 1 if last else 1,
        published_by=signs(case, user),
        significance=significance,
        note=note.strip(),
        level=case.level,
        record=case.serializable_data(),
        names=names_of(case),
        revision=revision,
    )
    log(case, CaseEvent.Verb.PUBLISHED, user, note.strip())
    if case.registered_by is not None:
        vouch_for(case.registered_by)
    insert_or_update_object(case)
    index_transfers(case)
    tell_author(case, told, user, version=str(version.number))
    tell_others(case, version, user, take_up(version, resolves))
    doubt_what_was_made_of(case, version, user, before)
    return version


def doubt_what_was_made_of(
    case: Case, version: CaseVersion, user: User | None, before: int
) -> None:
    """A large change, and evidence that is less than before, touch the solutions made of it."""
    if version.number > 1 and version.significance == Significance.MAJOR:
        doubt_solutions(case, ProofChange.Kind.VERSION, user, str(version.number))
    if version.number > 1 and case.evidence_level < before:
        doubt_solutions(case, ProofChange.Kind.EVIDENCE, user, str(case.evidence_level))


def tell_others(case: Case, version: CaseVersion, user: User | None, credited: list[User]) -> None:
    """The streams and, unless little changed, whoever adopts an older version or follows it.

    Each once: who is `credited` and who adopts it have heard of it. A major change
    waits for no digest.
    """
    verb = Activity.Verb.PUBLISHED if version.number == 1 else Activity.Verb.RENEWED
    tell_streams(verb, case, case.open_author)
    adopters = tell_adopters(version, user)
    if version.number == 1 or version.significance != Significance.MINOR:
        is_major = version.number > 1 and version.significance == Significance.MAJOR
        heard = [*credited, *adopters]
        words = version.note
        tell_followers(case, verb, case.open_author, besides=heard, at_once=is_major, words=words)


def has_news(case: Case) -> bool:
    """Whether publishing would show readers something they do not see yet."""
    return case.has_unpublished_changes or not case.live


def refuse_incomplete(draft: Case, level: int = Level.REGISTERED) -> None:
    """Raise a `ValidationError` with one error for all that is missing, its code the field's."""
    missing = all_missing(draft, level)
    if missing:
        raise ValidationError([ValidationError(each.sentence, code=each.field) for each in missing])


def confirmation_of(case: Case, draft: Case, last: CaseVersion | None) -> datetime | None:
    """When its municipality confirmed it. What one has confirmed, another has not."""
    if last is None or last.record["lead_municipality"] == draft.lead_municipality_id:
        return case.confirmed_at
    author = case.kept_by
    return timezone.now() if author is not None and works_for(author, draft) else None


def tell_author(case: Case, kind: str, actor: User | None, **facts: str) -> None:
    """All its authors: who keeps it, who tells it with them."""
    tell(case.authors(), case, kind, actor, **facts)


@transaction.atomic
def unpublish(case: Case, user: User, reason: str) -> Case:
    """Withdraw it from everybody's sight; its versions and history stay for the team.

    Raises:
        PermissionDenied: not of the team, or not published.
        ValidationError: there is no reason.

    """
    case = locked(case)
    if not can_unpublish(user, case):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why it is withdrawn: its author reads it.")})
    withdraw(case, user, reason)
    tell_author(case, "case_unpublished", user, reason=reason)
    return case


def withdraw(case: Case, user: User, reason: str) -> None:
    """What `unpublish` does once it is allowed; tells nobody. No link leads to it any more."""
    UnpublishAction(case, user=user).execute(skip_permission_checks=True)
    case.state, case.publish_at = Case.State.WITHDRAWN, None
    case.systematizing_since = None
    case.save(update_fields=["state", "publish_at", "systematizing_since", "changed_at"])
    case.review_links.open().update(revoked_at=timezone.now())
    log(case, CaseEvent.Verb.UNPUBLISHED, user, reason)
    doubt_solutions(case, ProofChange.Kind.WITHDRAWN, user)
    forget(case)
    insert_or_update_object(case)
    index_transfers(case)


@transaction.atomic
def schedule(case: Case, user: User, at: datetime) -> Case:
    """Have it published at that moment, by `publish_due`.

    Raises:
        PermissionDenied: not of the team, or its author has not sent all they wrote.
        ValidationError: the moment has passed, something is missing, or nothing is new.

    """
    case = locked(case)
    if not can_publish(user, case):
        raise PermissionDenied
    if at <= timezone.now():
        raise ValidationError({"publish_at": _("Choose a moment that has not passed.")})
    if not has_news(case):
        raise ValidationError(_("All of it is published already."))
    refuse_incomplete(case.draft(), case.level)
    case.publish_at = at
    case.save(update_fields=["publish_at", "changed_at"])
    log(case, CaseEvent.Verb.SCHEDULED, user, moment(at))
    for person in case.authors():
        with override(person.language):
            when = moment(at)
        tell([person], case, "case_scheduled", user, when=when)
    return case


def moment(at: datetime) -> str:
    """Day and hour in words, in the time zone of the site and the language of now."""
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


@transaction.atomic
def unschedule(case: Case, user: User) -> Case:
    """Take back the day of its publication. Nothing happens when there is none."""
    case = locked(case)
    if not can_review(user):
        raise PermissionDenied
    if case.publish_at is not None:
        give_up_the_day(case, user)
        tell_author(case, "case_unscheduled", user)
    return case


def give_up_the_day(case: Case, user: User | None, reason: str = "") -> None:
    case.publish_at = None
    case.save(update_fields=["publish_at", "changed_at"])
    log(case, CaseEvent.Verb.UNSCHEDULED, user, reason)


def publish_due(now: datetime) -> int:
    """Publish what was scheduled until `now`; how many.

    One that cannot be published stops no other: the team is told why.
    """
    published = 0
    for case in Case.objects.filter(publish_at__lte=now).order_by("publish_at", "pk"):
        with transaction.atomic():
            case = locked(case)
            if case.publish_at is None or case.publish_at > now:
                continue
            reason = obstacle_to(case)
            if reason:
                give_up_the_day(case, None, reason)
                tell_team(case, "case_not_published", reason=reason)
            else:
                bring_out(case, None, Significance.MEDIUM, "")
                published += 1
    return published


def obstacle_to(case: Case) -> str:
    """Why a case is not published on its day; empty when it is."""
    if not has_news(case):
        return _("All of it is published already.")
    if not is_granted(case):
        return _("Its author went on writing and has not sent it.")
    if all_missing(case.draft(), case.level):
        return _("Something was missing that day.")
    return ""


def tell_team(case: Case, kind: str, **facts: str) -> None:
    tell(those_on(case), case, kind, None, **facts)


@transaction.atomic
def confirm(case: Case, user: User, note: str = "") -> Case:
    """Record that the municipality stands behind it. Confirming twice changes nothing.

    Raises:
        PermissionDenied: not of the team.

    """
    case = locked(case)
    if not can_review(user):
        raise PermissionDenied
    if case.confirmed_at is None:
        case.confirmed_at = timezone.now()
        case.save(update_fields=["confirmed_at", "changed_at"])
        log(case, CaseEvent.Verb.CONFIRMED, user, note)
        tell_author(case, "case_confirmed", user)
    return case
