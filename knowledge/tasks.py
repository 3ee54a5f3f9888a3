"""What knowledge does in the background."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.actions.letters import letter
from community.background import background
from community.mails import add_html
from knowledge.models import Authorship, CorrectionRequest
from knowledge.tokens import invitation_address


@background(title=_("Answer a request about an experience by mail"))
def send_answer(pk: int) -> None:
    """Mail the answer to somebody who asked without an account."""
    request = CorrectionRequest.objects.select_related("case").get(pk=pk)
    case = request.case
    with override(settings.LANGUAGE_CODE):
        url = translate_url(case.get_absolute_url(), settings.LANGUAGE_CODE)
        text = render_to_string(
            "notices/case_request_answered.txt",
            {
                "title": case.title,
                "answer": request.answer,
                "url": f"{settings.WAGTAILADMIN_BASE_URL}{url}",
            },
        )
        subject, _blank, body = text.strip().partition("\n")
        message = EmailMultiAlternatives(subject, body.strip(), to=[request.email])
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
            name=invitation.invited_by.display_name,
            title=invitation.case.draft().title,
            message=invitation.message,
            until=invitation.expires_at,
        ).send()
