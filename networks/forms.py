"""The forms of the Wagtail admin, cut to what the person in front of them may change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from community.forms.pages import BodyForm
from community.models import Organization, User
from community.permissions import is_coordinating_unit, organizations_of
from networks.models.files import number_files
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


class EntryForm(BodyForm):
    """For what is published in a section: who signs it and who answers for it.

    Author and contact are sought among those who take part; organizations are
    those on behalf of which the editor may speak, and the one named now.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("author", "contact"):
            if name in fields:
                fields[name].queryset = self.possible_people(name)
        if "organization" in fields:
            fields["organization"].queryset = self.possible_organizations()
        if "on_behalf_of" in fields:
            fields["on_behalf_of"].required = False
        if "slug" in fields:
            # The editor's script may not have made one of the title before somebody publishes.
            fields["slug"].required = bool(self.instance.pk and self.instance.live)

    def possible_people(self, name: str) -> Any:
        """Members of the network the entry lies in, whoever is named now, and whoever edits."""
        here = self.instance if self.instance.path else self.parent_page
        people = Q(pk=self.for_user.pk) | Q(pk=getattr(self.instance, f"{name}_id"))
        members = Membership.objects.active().filter(network__in=here.get_ancestors(inclusive=True))
        people |= Q(pk__in=members.values("user"))
        return User.objects.filter(people, is_active=True).order_by("display_name", "pk")

    def possible_organizations(self) -> Any:
        """The coordinating unit publishes for others: it is offered all that have a page."""
        offered = Q(pk=self.instance.organization_id)
        if is_coordinating_unit(self.for_user):
            offered |= Q(is_listed=True)
        else:
            mine = organizations_of(self.for_user, timezone.localdate())
            offered |= Q(pk__in=mine.order_by().values("pk"))
        return Organization.objects.filter(offered).order_by("name", "pk")

    def clean_on_behalf_of(self) -> str:
        return self.cleaned_data["on_behalf_of"] or self.instance.OnBehalfOf.NOBODY

    def clean_slug(self) -> str:
        """An address made of the title gets a number where another page has it.

        Left empty, it is made of the title. One that somebody chose is refused
        where it is taken, and one that people know stays.
        """
        made = slugify(self.cleaned_data.get("title", ""))
        slug: str = self.cleaned_data["slug"] or made
        if not slug and self.cleaned_data.get("title"):
            raise ValidationError(_("Write an address: none can be made of that name."))
        if slug != made or (self.instance.pk and self.instance.live):
            return slug
        others = self.parent_page.get_children().exclude(pk=self.instance.pk)
        taken = set(others.filter(slug__startswith=made).values_list("slug", flat=True))
        numbered = (f"{made}-{number}" for number in range(2, len(taken) + 2))
        return slug if slug not in taken else next(each for each in numbered if each not in taken)

    def clean(self) -> dict[str, Any]:
        """What goes out later bears the day on which it goes out."""
        cleaned: dict[str, Any] = super().clean()
        goes_out, day = cleaned.get("go_live_at"), cleaned.get("published_on")
        is_public = self.instance.pk is not None and self.instance.live
        if goes_out and day and not is_public and goes_out > timezone.now():
            cleaned["published_on"] = max(day, timezone.localdate(goes_out))
        return cleaned


class ResourceForm(EntryForm):
    """For a resource: its files are rows of the same form, numbered as they will be kept."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "files" in self.formsets:
            self.instance.files_in_form = self.number_rows(self.formsets["files"])
        return cleaned

    def number_rows(self, rows: Any) -> int:
        """Give the files their numbers; how many there are."""
        rows.is_valid()
        kept = [
            form
            for form in rows.forms
            if (form.has_changed() or form.instance.pk) and not form.cleaned_data.get("DELETE")
        ]
        for form in kept:
            form.instance.sort_order = form.cleaned_data.get("ORDER") or 0
        number_files(form.instance for form in kept if form.instance.dated_on)
        return len(kept)
