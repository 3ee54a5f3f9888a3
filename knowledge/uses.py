"""Which solutions and cases use a resource of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge.models import Attachment, Case, SolutionPage
from networks.uses import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from networks.models import ResourcePage
    from networks.uses import Reader


def of_a_resource(resource: ResourcePage, addresses: set[str], reader: Reader) -> Iterator[Source]:
    """Solutions that name it, and cases among whose documents is its address."""
    solutions: Any = SolutionPage.objects.all()
    named = solutions.visible_to(reader).filter(resource_links__resource=resource.pk)
    yield Source(_("solution"), named)
    holding = Attachment.objects.filter(url__in=addresses).values("case")
    cases: Any = Case.objects.visible_to(reader).filter(pk__in=holding)
    yield Source(_("experience"), cases, "code", address_of_case)


def address_of_case(code: str) -> str:
    return reverse("cases:case", args=[code])
