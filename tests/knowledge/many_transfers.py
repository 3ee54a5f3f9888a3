"""Many transfers of a case, and pages about them."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from community.models import Organization
from knowledge.models import Case, Transfer
from knowledge.transfer_kinds import TransferStage
from tests.factories import CaseFactory

VISITOR = AnonymousUser()


def page_of(client, case, **query):
    return client.get(reverse("cases:replicas", args=[case.reference]), query)


def words(response):
    return " ".join(response.content.decode().split())


def names(branches):
    return [each.name for each in branches]


def another_case(code="XA-2026-0900", **fields):
    case = CaseFactory(**fields)
    Case.objects.filter(pk=case.pk).update(
        code=code, live=True, first_published_at=timezone.now(), state=Case.State.PUBLISHED
    )
    case.refresh_from_db()
    case.versions.create(number=1, level=1, record=case.serializable_data(), names={})
    return case


def many(case, number):
    """So many public transfers; each tenth learned from the one before."""
    version = case.versions.first()
    governments = Organization.objects.bulk_create(
        Organization(name=f"Alcaldía {n}", slug=f"alcaldia-{n}", kind="municipal_government")
        for n in range(number)
    )
    now = timezone.now()
    rows = Transfer.objects.bulk_create(
        Transfer(
            origin_case=case,
            origin_version=version,
            adopter=each,
            stage=list(TransferStage)[n % 6],
            created_at=now - timedelta(days=5 * n),
        )
        for n, each in enumerate(governments)
    )
    for place, row in enumerate(rows):
        if place % 10 == 9:
            row.learned_from = rows[place - 1]
    Transfer.objects.bulk_update(rows, ["learned_from"])
    return rows
