"""What comes back is written down, and after the third time nothing more is sent there."""

import io
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from community.actions.notices import notify
from community.models import MailAddress, MailDelivery, Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]

REPORT = (Path(__file__).with_name("letters") / "bounce.eml").read_text()


def sent_to(person):
    return MailDelivery.objects.create(recipient=person, address=person.email, state="sent")


def report_on(delivery, action="failed", status="5.1.1"):
    text = REPORT.replace("MESSAGE-ID", delivery.message_id).replace("ADDRESS", delivery.address)
    return text.replace("ACTION", action).replace("STATUS", status)


@pytest.fixture
def read(tmp_path):
    """Reads letters from a mailbox; what the command says."""

    def act(*letters):
        file = tmp_path / "mbox"
        separated = (f"From MAILER-DAEMON Mon Nov 23 12:00:00 2026\n{each}\n" for each in letters)
        file.write_text("\n".join(separated))
        told = io.StringIO()
        call_command("read_bounces", str(file), stdout=told)
        return told.getvalue()

    return act


def test_three_mails_that_came_back_for_good_stop_the_mail_and_the_person_reads_so(member, read):
    deliveries = [sent_to(member) for _each in range(3)]
    reports = [report_on(delivery) for delivery in deliveries]

    # The same report twice is one mail that came back.
    assert "2 of 2 letters report a mail of ours." in read(reports[0], reports[0])
    read(reports[1])
    assert not MailAddress.objects.stopped().exists()
    assert not Notification.objects.exists()
    read(*reports)

    address = MailAddress.objects.stopped().get()
    assert (address.address, address.hard_bounces) == (member.email, 3)
    assert address.reason == "5.1.1 550 5.1.1 No such user here"
    assert {delivery.state for delivery in MailDelivery.objects.all()} == {"bounced"}
    notice = Notification.objects.get()
    assert (notice.recipient, notice.kind, notice.url) == (
        member,
        "mail_stopped",
        "/cuenta/avisos/",
    )


def test_what_is_late_or_not_ours_counts_for_nothing(member, read):
    """Nobody stops the mail of anybody by a report about a mail that was never sent."""
    delivery = sent_to(member)
    unknown = MailDelivery(recipient=member, address=member.email)
    holiday = f"From: {member.email}\nIn-Reply-To: {delivery.message_id}\n\nEstoy de vacaciones."

    told = read(
        report_on(delivery, action="delayed", status="4.4.1"),
        report_on(delivery, action="failed", status="4.2.2"),
        report_on(unknown),
        holiday,
    )

    assert "2 of 4 letters report a mail of ours." in told
    assert not MailAddress.objects.exists()
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_one_letter_may_be_piped_in(member, monkeypatch):
    delivery = sent_to(member)
    piped = io.TextIOWrapper(io.BytesIO(report_on(delivery).encode()))
    monkeypatch.setattr("sys.stdin", piped)

    call_command("read_bounces", stdout=io.StringIO())

    assert MailAddress.objects.get().hard_bounces == 1
    with pytest.raises(CommandError):
        call_command("read_bounces", "/nowhere")


def test_what_the_server_refuses_at_once_counts_too_but_not_for_ever(member, work, monkeypatch):
    refused = SMTPRecipientsRefused({member.email: (550, b"no such user")})

    def refuse(*arguments, **options):
        raise refused

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    for _each in range(2):
        notify(member, "mail_stopped", url="/", address="")
        work(may_fail=True)
    long_ago = timezone.now() - timedelta(days=91)
    MailAddress.objects.update(last_bounce_at=long_ago)
    notify(member, "mail_stopped", url="/", address="")
    work(may_fail=True)

    assert MailAddress.objects.get().hard_bounces == 1
    assert not MailAddress.objects.stopped().exists()
    assert {delivery.state for delivery in MailDelivery.objects.all()} == {"failed"}
