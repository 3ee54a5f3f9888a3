"""The only way a case becomes public, gets a new version, or is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.search.index import insert_or_update_object

from community.actions.notices import notify
from knowledge.actions.writing import log
from knowledge.levels import missing_for
from knowledge.models import Case, CaseEvent, CaseVersion
from knowledge.permissions import can_publish, can_review, can_unpublish
from knowledge.scales import Significance

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User


@transaction.atomic
def publish(
    case: Case, user: User, *, significance: str = Significance.MEDIUM, note: str = ""
) -> CaseVersion:
    """Show the newest text to everybody and keep it as a version, frozen and complete.

    Publishing a text that is published already gives its version again.

    Raises:
        PermissionDenied: not of the team, or it was never sent.
        ValidationError: something the first level asks for is missing.

    """
    case = locked(case)
    if not can_publish(user, case):
        raise PermissionDenied
    return bring_out(case, user, significance, note)


def locked(case: Case) -> Case:
    cases = Case.objects.select_for_update(of=("self",)).select_related("latest_revision")
    return cases.get(pk=case.pk)


def bring_out(case: Case, user: User | None, significance: str, note: str) -> CaseVersion:
    last = case.versions.first()
    if case.live and not case.has_unpublished_changes and last is not None:
        return last
    draft = case.draft()
    missing = missing_for(draft)
    if missing:
        raise ValidationError(
            [ValidationError(_("This is still missing."), code=name) for name in missing]
        )
    revision = case.latest_revision or draft.save_revision(user=user, clean=False)
    PublishRevisionAction(revision, user=user).execute(skip_permission_checks=True)
    Case.objects.filter(pk=case.pk).update(state=Case.State.PUBLISHED, publish_at=None)
    case = Case.objects.with_row().get(pk=case.pk)
    version = CaseVersion.objects.create(
        case=case,
        number=last.number + 1 if last else 1,
        published_by=user,
        significance=significance,
        note=note.strip(),
        level=case.level,
        record=case.serializable_data(),
        names=names_of(case),
        revision=revision,
    )
    log(case, CaseEvent.Verb.PUBLISHED, user, note.strip())
    insert_or_update_object(case)
    tell_author(case, "case_published", user, version=str(version.number))
    return version


def names_of(case: Case) -> dict[str, Any]:
    """What everything the case refers to is called today; see `CaseVersion`."""
    place = case.lead_municipality
    links = case.case_networks.select_related("network")
    return {
        "municipality": case.place,
        "territory_code": place.code if place else "",
        "country_code": place.country_code if place else "",
        "themes": [
            {"slug": theme.slug, "name": theme.name, "family": theme.family}
            for theme in case.themes
        ],
        "networks": [{"slug": link.network.slug, "title": link.network.title} for link in links],
        "target_groups": [group.name for group in case.target_groups.all()],
        "registered_by": str(case.registered_by or ""),
    }


def tell_author(case: Case, kind: str, actor: User | None, **facts: str) -> None:
    author = case.registered_by
    if author is not None and author != actor:
        notify(
            author,
            kind,
            url=case.get_absolute_url(),
            title=case.title,
            code=case.reference,
            **facts,
        )


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
    UnpublishAction(case, user=user).execute(skip_permission_checks=True)
    case.state, case.publish_at = Case.State.WITHDRAWN, None
    case.save(update_fields=["state", "publish_at", "changed_at"])
    log(case, CaseEvent.Verb.UNPUBLISHED, user, reason)
    insert_or_update_object(case)
    tell_author(case, "case_unpublished", user, reason=reason)
    return case


@transaction.atomic
def schedule(case: Case, user: User, at: datetime) -> Case:
    """Have it published at that moment, by `publish_due`.

    Raises:
        PermissionDenied: not of the team, or it was never sent.
        ValidationError: the moment has passed, or something is missing.

    """
    case = locked(case)
    if not can_publish(user, case):
        raise PermissionDenied
    if at <= timezone.now():
        raise ValidationError({"publish_at": _("Choose a moment that has not passed.")})
    missing = missing_for(case.draft())
    if missing:
        raise ValidationError(
            [ValidationError(_("This is still missing."), code=name) for name in missing]
        )
    case.publish_at = at
    case.save(update_fields=["publish_at", "changed_at"])
    log(case, CaseEvent.Verb.SCHEDULED, user, timezone.localtime(at).strftime("%Y-%m-%d %H:%M"))
    return case


@transaction.atomic
def unschedule(case: Case, user: User) -> Case:
    """Take back the day of its publication. Nothing happens when there is none."""
    case = locked(case)
    if not can_review(user):
        raise PermissionDenied
    if case.publish_at is not None:
        case.publish_at = None
        case.save(update_fields=["publish_at", "changed_at"])
        log(case, CaseEvent.Verb.UNSCHEDULED, user)
    return case


def publish_due(now: datetime) -> int:
    """Publish what was scheduled until `now`; how many. One that cannot be stops no other."""
    published = 0
    for case in Case.objects.filter(publish_at__lte=now).order_by("publish_at", "pk"):
        with transaction.atomic():
            case = locked(case)
            if case.publish_at is None or case.publish_at > now:
                continue
            try:
                bring_out(case, None, Significance.MEDIUM, "")
            except ValidationError:
                case.publish_at = None
                case.save(update_fields=["publish_at", "changed_at"])
                log(case, CaseEvent.Verb.UNSCHEDULED, None, _("Something was missing that day."))
            else:
                published += 1
    return published


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
    return case
