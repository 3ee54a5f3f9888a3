"""What knowledge does in the background."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.actions.letters import letter
from community.background import background
from community.mails import add_html
from knowledge.actions.uploads import carry_out, read_upload
from knowledge.models import Authorship, CorrectionRequest, Remark, ReviewLink
from knowledge.models.sealed import signature
from knowledge.tokens import invitation_address


@background(title=_("Answer a request about an experience by mail"))
def send_answer(pk: int) -> None:
    """Mail the answer to somebody who asked without an account."""
    request = CorrectionRequest.objects.select_related("case").get(pk=pk)
    case = request.case
    facts = {"title": case.title, "answer": request.answer}
    mail(request.email, "case_request_answered", case.get_absolute_url(), **facts)


@background(title=_("Send the link to the draft of an experience by mail"))
def send_review_link(pk: int) -> None:
    """Mail the link to whom it was made for, unless it was withdrawn meanwhile."""
    link = ReviewLink.objects.select_related("case__latest_revision", "created_by").get(pk=pk)
    if not (link.is_open and link.email):
        return
    with override(settings.LANGUAGE_CODE):
        until = formats.date_format(timezone.localtime(link.expires_at), "DATE_FORMAT")
    name = signature(link.case, link.created_by)
    facts = {"title": link.case.draft().title, "name": name, "until": until}
    mail(link.email, "review_link", link.get_absolute_url(), **facts)


@background(title=_("Answer a remark on the draft of an experience by mail"))
def send_remark_answer(pk: int) -> None:
    """Mail the answer to who left a remark and an address; with the link, while it holds."""
    made = Remark.objects.select_related("case__latest_revision", "link").get(pk=pk)
    if not (made.email and made.answer):
        return
    link = made.link
    url = link.get_absolute_url() if link and link.is_open else "/"
    facts = {"title": made.case.draft().title, "text": made.text, "answer": made.answer}
    mail(made.email, "remark_answered", url, **facts)


def mail(address: str, kind: str, url: str, **facts: str) -> None:
    """What a notice says, to somebody without an account, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        url = translate_url(url, settings.LANGUAGE_CODE)
        text = render_to_string(
            f"notices/{kind}.txt", {**facts, "url": f"{settings.WAGTAILADMIN_BASE_URL}{url}"}
        )
        subject, _blank, body = text.strip().partition("\n")
        message = EmailMultiAlternatives(subject, body.strip(), to=[address])
        add_html(message)
    message.send()


@background(attempts=8, title=_("Mail an invitation to tell an experience"))
def send_author_invitation(pk: int) -> None:
    """To an address without an account. None where it was answered, withdrawn or grew old."""
    invitation = Authorship.objects.select_related("case__latest_revision", "invited_by").get(pk=pk)
    if invitation.is_open and invitation.invited_by is not None:
        letter(
            "author_invitation",
            invitation.email,
            invitation.language,
            f"{pk}-{invitation.invited_at:%Y%m%d%H%M%S}",
            invitation_address(pk),
            name=signature(invitation.case, invitation.invited_by),
            title=invitation.case.draft().title,
            message=invitation.message,
            until=invitation.expires_at,
        ).send()


@background(attempts=3, title=_("Look at a file of experiences"))
def read_cases_file(pk: int) -> None:
    """Read and check the file of that import; nothing is written yet."""
    read_upload(pk)


@background(attempts=3, title=_("Import experiences"))
def write_cases(pk: int) -> None:
    """Do the import of that number; broken off and begun again, it goes on where it was."""
    carry_out(pk)
