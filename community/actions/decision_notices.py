"""Who is told of a report, and of what was decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, override

from community.actions.notices import notify
from community.models import ModerationAct, Report, User
from community.moderable import QUOTED, kind_of
from community.roles import COORDINATING_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Appeal

Kind = ModerationAct.Kind
# The text that tells the person of a decision about their words or about themselves.
TEMPLATES = {
    Kind.SHOWN: "thing_shown",
    Kind.RELEASED: "thing_released",
    Kind.WARNED: "author_warned",
    Kind.SUSPENDED: "author_suspended",
    Kind.REINSTATED: "author_reinstated",
    Kind.HIDDEN: "thing_hidden",
}


def unit() -> Iterable[User]:
    """Those of the coordinating unit who can act today."""
    people = User.objects.filter(groups__name=COORDINATING_UNIT, is_active=True)
    return [person for person in people if not person.is_suspended]


def tell_moderators(report: Report, thing: Any, people: list[User]) -> None:
    """That something waits for a decision: the unit when nobody else answers for it."""
    kind = kind_of(thing)
    for person in people or unit():
        if person.pk == report.person_id:
            continue
        with override(person.language):
            reason = str(report.get_reason_display())
        notify(
            person,
            "report_received",
            url=reverse("moderation:queue"),
            title=kind.title(thing),
            reason=reason,
            words=Truncator(kind.words(thing)).chars(QUOTED),
        )


def tell_unit(number: int, besides: User | None = None) -> None:
    for person in unit():
        if person != besides:
            notify(person, "report_passed_on", url=reverse("moderation:queue"), number=str(number))


def tell_reporters(reports: Iterable[Report], thing: Any, state: str) -> None:
    """Thank whoever reported and say what came of it, without the reason, which is the author's."""
    kind = kind_of(thing)
    for report in reports:
        if report.reporter is not None:
            notify(
                report.reporter,
                "report_decided",
                url=kind.address(thing) if state == Report.State.DISMISSED else reverse(NOTICES),
                title=kind.title(thing),
                upheld="1" if state == Report.State.UPHELD else "",
            )


NOTICES = "community:notices"


def tell_person(act: ModerationAct) -> None:
    """Tell whoever wrote it, or is suspended, what was decided, why, and how to appeal."""
    person = act.person
    if person is None:
        return
    with override(person.language):
        until = in_words(act)
    template = TEMPLATES[Kind(act.kind)]
    if is_comment(act) and act.kind in (Kind.HIDDEN, Kind.SHOWN):
        template = f"comment_{act.kind}"
    notify(
        person,
        template,
        url=act.get_absolute_url(),
        title=act.title,
        words=act.words,
        reason=act.reason,
        until=until,
    )


def is_comment(act: ModerationAct) -> bool:
    return act.content_type is not None and act.content_type.model == "comment"


def in_words(act: ModerationAct) -> str:
    """Until when: the day and hour, or that there is no end."""
    if act.until is None:
        return gettext("without an end")
    return formats.date_format(timezone.localtime(act.until), "DATETIME_FORMAT")


def tell_of_appeal(appeal: Appeal) -> None:
    """Those of the unit who may decide about it."""
    for person in unit():
        if person.pk not in (appeal.act.by_id, appeal.by_id):
            notify(
                person,
                "appeal_received",
                url=appeal.act.get_absolute_url(),
                name=str(appeal.by),
                title=appeal.act.title,
                words=Truncator(appeal.words).chars(QUOTED),
            )


def tell_of_answer(appeal: Appeal) -> None:
    if appeal.by is not None:
        notify(
            appeal.by,
            "appeal_decided",
            url=appeal.act.get_absolute_url(),
            title=appeal.act.title,
            answer=appeal.answer,
            accepted="1" if appeal.state == appeal.State.ACCEPTED else "",
        )
