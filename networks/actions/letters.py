"""What coordinators do with letters to their members: write, try, send, put off, hold, copy."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.html import html_of
from networks.letter_mails import compose
from networks.models import Letter, Membership, NetworkPage
from networks.models.letters import LONGEST_SUBJECT
from networks.permissions import can_open_desk, can_write_in, membership_of
from networks.segments import people_in
from networks.tasks_desk import prepare_letter

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import User

WEEK = timedelta(days=7)
LONGEST_TEXT = 10_000
# So far ahead somebody may still know why it was written.
LATEST = timedelta(days=180)
State = Letter.State


@transaction.atomic
def write_letter(
    network: NetworkPage,
    by: User,
    subject: str,
    text: str,
    segment: str,
    letter: Letter | None = None,
) -> Letter:
    """Keep a draft, new or changed, in light Markdown. It stays until somebody deletes it.

    Raises:
        PermissionDenied: the person does not coordinate the network, or it is archived.
        ValidationError: a part is missing or too long, or the letter is no draft any more.

    """
    refuse_at_rest(by, network)
    subject, body = " ".join(subject.replace("\x00", "").split()), html_of(text)
    refuse_empty(subject, text, body)
    if letter is None:
        return Letter.objects.create(
            network=network, author=by, subject=subject, body=body, segment=segment
        )
    changed = Letter.objects.filter(pk=letter.pk, state=State.DRAFT).update(
        subject=subject, body=body, segment=segment, author=by, written_at=timezone.now()
    )
    if not changed:
        raise ValidationError(_("Somebody sent or scheduled this letter meanwhile."), "too_late")
    letter.refresh_from_db()
    return letter


def refuse_empty(subject: str, text: str, body: str) -> None:
    wrong: dict[str, ValidationError] = {}
    if not subject:
        wrong["subject"] = ValidationError(_("Say in a few words what the letter is about."))
    elif len(subject) > LONGEST_SUBJECT:
        words = _("A subject takes up to %(most)s characters and yours has %(count)s.")
        told = {"most": LONGEST_SUBJECT, "count": len(subject)}
        wrong["subject"] = ValidationError(words, "too_long", told)
    if not body:
        wrong["text"] = ValidationError(_("Write something to your members."))
    elif len(text) > LONGEST_TEXT:
        words = _("A letter takes up to %(most)s characters and yours has %(count)s.")
        told = {"most": LONGEST_TEXT, "count": len(text)}
        wrong["text"] = ValidationError(words, "too_long", told)
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def send_letter(letter: Letter, by: User, at: datetime | None = None) -> None:
    """Send the draft to its segment: now, or at that moment. Twice is as once.

    Whoever sends it signs it.

    Raises:
        PermissionDenied: the person does not coordinate the network, or it is archived.
        ValidationError: nobody is in its segment, the moment is past or far away, or
            the network has sent as many letters as a week bears.

    """
    refuse_at_rest(by, letter.network)
    now = timezone.now()
    moment = at or now
    # One at a time for each network: two at once would both find room in the week.
    NetworkPage.objects.select_for_update(of=("self",)).get(pk=letter.network_id)
    if not Letter.objects.filter(pk=letter.pk, state=State.DRAFT).exists():
        return
    if at is not None and not now < at < now + LATEST:
        raise ValidationError(_("Choose a moment within the next six months."), "moment")
    if not people_in(letter.network, letter.segment, now).exists():
        raise ValidationError(_("Nobody is in that group today: choose another."), "nobody")
    refuse_too_many(letter, moment)
    letter.author, letter.send_at = by, moment
    letter.state = State.SCHEDULED if at else State.PREPARING
    letter.save(update_fields=["author", "send_at", "state"])
    if at is None:
        prepare_letter.enqueue(letter.pk)


def refuse_too_many(letter: Letter, moment: datetime) -> None:
    others = moments_of(letter.network, besides=letter)
    if has_room(others, moment):
        return
    most = settings.NETWORK_LETTERS_A_WEEK
    words = ngettext(
        "A network sends at most %(most)d letter in seven days, and there is one already."
        " Keep this one as a draft, or choose a later day.",
        "A network sends at most %(most)d letters in seven days, and there are as many already."
        " Keep this one as a draft, or choose a later day.",
        most,
    )
    raise ValidationError(words % {"most": most}, "limit")


def moments_of(network: NetworkPage, besides: Letter | None = None) -> list[datetime]:
    """When its letters went and will go out, since two weeks ago. One query."""
    around = Letter.objects.under_way().filter(
        network=network, send_at__gt=timezone.now() - 2 * WEEK
    )
    return [
        at
        for pk, at in around.order_by("send_at").values_list("pk", "send_at")
        if at is not None and (besides is None or pk != besides.pk)
    ]


def has_room(others: list[datetime], moment: datetime) -> bool:
    """Whether no seven days would hold more letters than allowed with one more at that moment."""
    all_of_them = sorted([*others, moment])
    most = settings.NETWORK_LETTERS_A_WEEK
    return not any(
        all_of_them[place + most] - first < WEEK
        for place, first in enumerate(all_of_them[: len(all_of_them) - most])
    )


def next_room(others: list[datetime], now: datetime) -> datetime:
    """The first moment from now on at which another letter may go out."""
    later = sorted(at + WEEK for at in others if at + WEEK > now)
    return next((at for at in (now, *later) if has_room(others, at)), now)


@transaction.atomic
def hold_letter(letter: Letter, by: User) -> None:
    """A scheduled letter is a draft again. What is on its way cannot be called back.

    Raises:
        PermissionDenied: the person does not coordinate the network.
        ValidationError: it has begun to go out.

    """
    refuse_strangers(by, letter.network)
    scheduled = Letter.objects.filter(pk=letter.pk, state=State.SCHEDULED)
    if scheduled.update(state=State.DRAFT, send_at=None):
        return
    if not Letter.objects.filter(pk=letter.pk, state=State.DRAFT).exists():
        raise ValidationError(_("The letter is on its way: it cannot be held any more."), "late")


@transaction.atomic
def delete_letter(letter: Letter, by: User) -> None:
    """Throw a draft away. Raises PermissionDenied, ValidationError as `hold_letter`."""
    refuse_strangers(by, letter.network)
    if not Letter.objects.filter(pk=letter.pk, state=State.DRAFT).delete()[0]:
        raise ValidationError(_("Only a draft can be deleted."), "late")


@transaction.atomic
def copy_letter(letter: Letter, by: User) -> Letter:
    """A new draft with the same words. Raises PermissionDenied as `write_letter`."""
    refuse_at_rest(by, letter.network)
    return Letter.objects.create(
        network=letter.network,
        author=by,
        subject=letter.subject,
        body=letter.body,
        segment=letter.segment,
    )


def try_letter(letter: Letter, by: User) -> None:
    """Mail it to whoever writes it, as its readers will get it.

    Raises:
        PermissionDenied: the person does not coordinate the network, or it is archived.
        OSError: the mail server is away.

    """
    refuse_at_rest(by, letter.network)
    message = compose(letter, by, {"Auto-Submitted": "auto-generated"})
    message.subject = f"{_('[Test]')} {message.subject}"
    message.send()


@transaction.atomic
def want_letters(network: NetworkPage, person: User, wanted: bool) -> None:
    """Get the letters of this network by mail, or not. They stand in the site in any case."""
    tie = membership_of(person, network)
    if tie is not None and tie.is_active:
        set_wanted(tie, wanted)


def set_wanted(tie: Membership, wanted: bool) -> None:
    """Twice is as once; who wanted them anyhow keeps the frequency chosen."""
    frequency = Membership.MailFrequency
    if wanted != (tie.mail_frequency != frequency.NEVER):
        tie.mail_frequency = frequency.WEEKLY if wanted else frequency.NEVER
        tie.save(update_fields=["mail_frequency"])


def refuse_strangers(by: User, network: NetworkPage) -> None:
    if not can_open_desk(by, network):
        raise PermissionDenied(f"{by} does not coordinate {network}")


def refuse_at_rest(by: User, network: NetworkPage) -> None:
    if not can_write_in(by, network):
        raise PermissionDenied(f"{by} writes no letters in {network}")
