"""The forms of the Wagtail admin, cut to what the person in front of them may change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm

from community.models import User
from networks.models.membership import Membership
from networks.permissions import rights_above


class SkeletonForm(WagtailAdminPageForm):
    """For networks and sections: address, kind and visibility are shown to those above alone."""

    governed = ("slug", "kind", "visibility")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not rights_above(self.for_user, self.instance.get_network_path()):
            for name in self.governed:
                self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug") or self.instance.slug or slugify(cleaned.get("title", ""))
        try:
            self.instance.refuse_reserved_slug(slug, self.parent_page)
        except ValidationError as refusal:
            self.add_error("slug" if "slug" in self.fields else None, refusal)
        return cleaned


class EntryForm(WagtailAdminPageForm):
    """For what is published in a section: the author is sought among those who take part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "author" in self.fields:
            self.fields["author"].queryset = self.possible_authors()

    def possible_authors(self) -> Any:
        """Members of the network the entry lies in, whoever signs it now, and whoever edits."""
        here = self.instance if self.instance.path else self.parent_page
        people = Q(pk=self.for_user.pk) | Q(pk=self.instance.author_id)
        members = Membership.objects.active().filter(network__in=here.get_ancestors(inclusive=True))
        people |= Q(pk__in=members.values("user"))
        return User.objects.filter(people, is_active=True).order_by("display_name", "pk")
