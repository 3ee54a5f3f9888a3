"""How a letter reaches its people: a notice for each in the site, a mail for who wants it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse, translate_url
from django.utils import timezone

from community.actions.digests import send_what_waits
from community.actions.mailing import people_with_mail
from community.actions.notice_mails import letter_of
from community.actions.notices import notify
from community.models import MailDelivery, Mailing, MailPreference, Notification, User
from community.notices import name_of_thing
from community.sources import COLLECTED, Frequency, Source
from networks.models import Letter, Membership
from networks.permissions import can_open_desk
from networks.segments import people_in
from networks.tasks_desk import prepare_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

# People of one transaction: short enough for the pages of others to be saved between two.
AT_A_TIME = 500
KIND = "network_letter"
State = Letter.State
# What becomes of a mail, in the order in which the report tells it.
OUTCOMES = ("to_send", "sent", "failed", "bounced")


def post_due_letters(now: datetime | None = None) -> int:
    """The chore of each minute: begin with the letters whose hour has come; how many."""
    due = Letter.objects.due(now or timezone.now()).values_list("pk", flat=True)
    for pk in (keys := list(due)):
        prepare_letter.enqueue(pk)
    return len(keys)


def prepare(pk: int, now: datetime | None = None) -> None:
    """Make the notice and the mail of everybody the letter is for, and have the mails sent.

    Whoever is interrupted goes on where the last whole batch ended; nobody gets
    it twice. A letter whose author no longer coordinates is held back.
    """
    now = now or timezone.now()
    letter = Letter.objects.select_related("network", "author").get(pk=pk)
    if letter.state not in (State.SCHEDULED, State.PREPARING):
        return
    if not letter.prepared_up_to and not is_answered_for(letter):
        hold_back(letter)
        return
    if not begin(letter, now):
        return
    titles: dict[str, Notice] = {}
    while prepare_some(letter, titles):
        pass
    done = Letter.objects.filter(pk=pk, state=State.PREPARING)
    done.update(state=State.SENT, sent_at=timezone.now())
    send_what_waits()


def is_answered_for(letter: Letter) -> bool:
    """Whether whoever signs it still coordinates the network, which is still there."""
    if letter.author is None or not letter.network.live:
        return False
    return can_open_desk(letter.author, letter.network)


@transaction.atomic
def begin(letter: Letter, now: datetime) -> bool:
    """Give it the mailing its mails hang on; whether there is something to prepare."""
    locked = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if locked.state not in (State.SCHEDULED, State.PREPARING):
        return False
    if locked.mailing_id is None:
        locked.mailing = Mailing.objects.create(
            kind=Mailing.Kind.LETTER, day=timezone.localdate(now)
        )
    locked.state = State.PREPARING
    locked.save(update_fields=["mailing", "state"])
    letter.mailing, letter.state = locked.mailing, locked.state
    letter.prepared_up_to = locked.prepared_up_to
    return True


@dataclass(frozen=True)
class Notice:
    """What a letter's notice says and where it leads, in one language."""

    title: str
    url: str
    facts: dict[str, str]


@transaction.atomic
def prepare_some(letter: Letter, notices: dict[str, Notice]) -> bool:
    """The next people, in the order of their keys; whether there may be more."""
    ties = people_in(letter.network, letter.segment, letter.send_at or timezone.now())
    rows = list(
        ties.filter(user__gt=letter.prepared_up_to)
        .order_by("user")
        .values_list("user", "user__language", "mail_frequency")[:AT_A_TIME]
    )
    if not rows:
        return False
    last = rows[-1][0]
    mine = Letter.objects.filter(pk=letter.pk, prepared_up_to=letter.prepared_up_to)
    sorted_out = sort_out(rows)
    if not mine.update(
        prepared_up_to=last,
        addressed=F("addressed") + len(rows),
        in_digest=F("in_digest") + len(sorted_out.digest),
        unwanted=F("unwanted") + len(sorted_out.unwanted),
        unreachable=F("unreachable") + len(sorted_out.unreachable),
    ):
        return False
    letter.prepared_up_to = last
    made = MailDelivery.objects.bulk_create(
        MailDelivery(mailing=letter.mailing, recipient_id=pk) for pk in sorted_out.mailed
    )
    mail_of = {delivery.recipient_id: delivery for delivery in made}
    Notification.objects.bulk_create(
        notice_for(letter, notices, pk, language, mail_of.get(pk), pk in sorted_out.digest)
        for pk, language, _frequency in rows
    )
    return len(rows) == AT_A_TIME


@dataclass(frozen=True)
class SortedOut:
    """Who gets a mail of its own, who reads it in their digest, and who gets none and why."""

    mailed: list[int]
    digest: set[int]
    unwanted: set[int]
    unreachable: set[int]


def sort_out(rows: Sequence[tuple[int, str, str]]) -> SortedOut:
    """Two queries. A digest gets it where somebody chose one for what their networks tell."""
    keys = [pk for pk, _language, _frequency in rows]
    chosen = dict(
        MailPreference.objects.filter(user__in=keys, source=Source.NETWORKS).values_list(
            "user", "frequency"
        )
    )
    never = Membership.MailFrequency.NEVER
    unwanted = {pk for pk, _language, frequency in rows if frequency == never}
    unwanted |= {pk for pk in keys if chosen.get(pk) == Frequency.NEVER}
    reached = people_with_mail([pk for pk in keys if pk not in unwanted])
    unreachable = {pk for pk in keys if pk not in unwanted and pk not in reached}
    digest = {pk for pk in reached if chosen.get(pk) in COLLECTED}
    mailed = [pk for pk in keys if pk in reached and pk not in digest]
    return SortedOut(mailed, digest, unwanted, unreachable)


def notice_for(
    letter: Letter,
    notices: dict[str, Notice],
    person: int,
    language: str,
    delivery: MailDelivery | None,
    waits: bool,
) -> Notification:
    if language not in notices:
        notices[language] = notice_in(letter, language)
    told = notices[language]
    return Notification(
        recipient_id=person,
        kind=KIND,
        source=Source.NETWORKS,
        thing=name_of_thing(letter),
        title=told.title,
        url=told.url,
        facts=told.facts,
        delivery=delivery,
        waits_for_digest=waits,
    )


def notice_in(letter: Letter, language: str) -> Notice:
    """What the site shows of it to whoever reads that language."""
    facts = {"network": letter.network.title, "title": letter.subject}
    url = translate_url(letter.get_absolute_url(), language)
    somebody = Notification(recipient=User(language=language), kind=KIND, url=url, facts=facts)
    return Notice(letter_of(somebody)[0][:255], url, facts)


def hold_back(letter: Letter) -> None:
    """Nobody answers for it any more: a draft again, and those who coordinate are told."""
    with transaction.atomic():
        held = Letter.objects.filter(pk=letter.pk, state=letter.state, prepared_up_to=0)
        if not held.update(state=State.DRAFT, send_at=None):
            return
        coordinators = Membership.objects.coordinators().filter(network=letter.network)
        for tie in coordinators.select_related("user"):
            notify(
                tie.user,
                "letter_held",
                url=reverse("networks:prepared_letter", args=[letter.network.slug, letter.pk]),
                title=letter.subject,
                network=letter.network.title,
            )


def outcome_of(letter: Letter) -> dict[str, int]:
    """How many mails of it are where: to_send, sent, failed, bounced; one query.

    Once the single mails are forgotten, what was written down of them.
    """
    mails = MailDelivery.State
    names = {
        mails.PENDING: "to_send",
        mails.SENDING: "to_send",
        mails.SENT: "sent",
        mails.FAILED: "failed",
        mails.BOUNCED: "bounced",
    }
    counted: dict[str, int] = dict.fromkeys(OUTCOMES, 0)
    rows: Any = MailDelivery.objects.filter(mailing=letter.mailing_id or 0).order_by()
    for state, number in rows.values_list("state").annotate(number=Count("pk")):
        counted[names[mails(state)]] += number
    return counted if any(counted.values()) or not letter.outcome else dict(letter.outcome)


def write_down_outcomes() -> int:
    """The chore of each day: keep the sums of letters whose mails will be forgotten; how many."""
    rows = Letter.objects.filter(state=State.SENT, mailing__deliveries__isnull=False).distinct()
    number = 0
    for letter in rows.iterator(chunk_size=200):
        counted = outcome_of(letter)
        if counted != letter.outcome:
            number += Letter.objects.filter(pk=letter.pk).update(outcome=counted)
    return number
