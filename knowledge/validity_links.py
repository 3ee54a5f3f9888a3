"""The link of a mail by which somebody says, without signing in, whether an experience goes on."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from knowledge.models import ValidityQuestion
from knowledge.scales import Validity

SALT = "knowledge.validity"
LASTS = timedelta(days=120)
# What may be said, in this order; "not confirmed" is what silence means.
ANSWERS = (
    Validity.CURRENT,
    Validity.REDUCED,
    Validity.INSTITUTIONALIZED,
    Validity.INTERRUPTED,
)


def link_to(question: ValidityQuestion, answer: str) -> str:
    """The address, with its host, that carries one answer. It tells nothing of who was asked."""
    token = signing.dumps([question.pk, answer], salt=SALT)
    with translation.override(question.person.language):
        return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('cases:validity_link', args=[token])}"


def read_link(token: str) -> tuple[ValidityQuestion, str] | None:
    """Question and answer of a link; None when it is not ours, too old, or its case is gone."""
    try:
        pk, answer = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    questions = ValidityQuestion.objects.select_related("case__lead_municipality", "person")
    question = questions.filter(pk=pk, case__live=True, person__is_active=True).first()
    return (question, answer) if question and answer in ANSWERS else None
