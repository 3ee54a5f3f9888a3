"""What this app does in the background."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from community.actions.notice_mails import mail_notice
from community.background import HopelessError, background
from community.models import Notification, PersonalArchive

# A code of a mail server from here on means: never; below it means: not now.
REFUSED_FOR_GOOD = 500


# Eight attempts bear a mail server that is away for most of a day.
@background(attempts=8, title=_("Send a notice by mail"))
def send_notice(pk: int) -> None:
    notice = Notification.objects.select_related("recipient").get(pk=pk)
    try:
        mail_notice(notice)
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _reason in refused.recipients.values()]
        if codes and min(codes) >= REFUSED_FOR_GOOD:
            raise HopelessError(f"The server takes no mail for {notice.recipient}") from refused
        raise


@background(title=_("Gather the data of a person"))
def make_archive(pk: int) -> None:
    archive = PersonalArchive.objects.select_related("user").get(pk=pk)
    # By its path: it tells the person, and the mail of that is a task of this module.
    import_string("community.actions.archives.fill_archive")(archive)
