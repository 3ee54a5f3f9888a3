"""What knowledge does in the background."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.background import background
from community.mails import add_html
from knowledge.actions.uploads import carry_out, read_upload
from knowledge.models import CorrectionRequest


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


@background(attempts=3, title=_("Look at a file of experiences"))
def read_cases_file(pk: int) -> None:
    """Read and check the file of that import; nothing is written yet."""
    read_upload(pk)


@background(attempts=3, title=_("Import experiences"))
def write_cases(pk: int) -> None:
    """Do the import of that number; broken off and begun again, it goes on where it was."""
    carry_out(pk)
