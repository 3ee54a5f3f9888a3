"""The form of a post in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from community.models import Organization
from community.permissions import is_coordinating_unit, organizations_of
from networks.forms import EntryForm


class PostForm(EntryForm):
    """Offers the organizations on behalf of which the editor may speak, and the one named now.

    The coordinating unit publishes for others: it is offered all that have a page.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "organization" in self.fields:
            self.fields["organization"].queryset = self.possible_organizations()

    def possible_organizations(self) -> Any:
        offered = Q(pk=self.instance.organization_id)
        if is_coordinating_unit(self.for_user):
            offered |= Q(is_listed=True)
        else:
            mine = organizations_of(self.for_user, timezone.localdate())
            offered |= Q(pk__in=mine.order_by().values("pk"))
        return Organization.objects.filter(offered).order_by("name", "pk")
