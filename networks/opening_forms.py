"""The form by which a network is opened in one step, and that of what the unit keeps of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import Page

from community.forms.themes import ThemeField
from community.models import Theme, User
from community.views.specialists_admin import person_chooser
from networks.birth import template_of
from networks.models import NetworkPage
from networks.places import check_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import TextChoices

    from networks.models import NetworkIndexPage

MOST_THEMES = 3
THEMES = tuple(f"theme_{number}" for number in range(1, MOST_THEMES + 1))
MOST_COORDINATORS = 5
COORDINATORS = tuple(f"coordinator_{number}" for number in range(1, MOST_COORDINATORS + 1))
TEXTS = ("title", "summary", "purpose", "welcome", "visibility", "joining", "joining_question")


def above_choices(but: NetworkPage | None = None) -> Any:
    """Networks that another may be part of."""
    networks = NetworkPage.objects.live().filter(part_of=None)
    allowed = Q(archived_at=None)
    if but is not None:
        # Of which it is part already, archived or not.
        allowed |= Q(pk=but.part_of_id)
        networks = networks.exclude(pk=but.pk)
    return networks.filter(allowed).order_by("title")


def capitalized(kind: type[TextChoices]) -> Callable[[], list[tuple[str, str]]]:
    """The choices as they stand beside a button, in the language of who reads them."""
    return lambda: [(value, capfirst(str(words))) for value, words in kind.choices]


class OpeningForm(forms.Form):
    """Everything a network is born with. `kind` chooses the words it begins from."""

    title = forms.CharField(label=_("Name of the network"), max_length=120)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("The last part of its address, /redes/…/. Empty: made of the name."),
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences. Shown on cards and in search results."),
    )
    purpose = forms.CharField(
        label=_("Purpose"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )
    welcome = forms.CharField(
        label=_("Welcome message"), required=False, help_text=_("What a new member reads first.")
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=capitalized(NetworkPage.Visibility),
        widget=forms.RadioSelect,
        initial=NetworkPage.Visibility.PUBLIC,
    )
    joining = forms.ChoiceField(
        label=_("Way of joining"),
        choices=capitalized(NetworkPage.Joining),
        widget=forms.RadioSelect,
    )
    joining_question = forms.CharField(
        label=_("Question to those who want to join"),
        max_length=300,
        required=False,
        help_text=_("For networks that people join on request. Empty: none is asked."),
    )
    is_official = forms.BooleanField(
        label=_("Official network"),
        required=False,
        help_text=_("An institution answers for it. It carries a mark."),
    )
    part_of = forms.ModelChoiceField(
        label=_("Part of the network"),
        queryset=NetworkPage.objects.none(),
        required=False,
        empty_label=_("None: it stands alone"),
    )

    def __init__(
        self, *args: Any, index: NetworkIndexPage, kind: str, user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.index, self.kind = index, kind
        template = template_of(kind)
        self.fields["purpose"].help_text = template.purpose_hint
        self.fields["welcome"].widget = get_rich_text_editor_widget(
            features=["bold", "italic", "link", "ol", "ul"]
        )
        self.fields["welcome"].initial = template.welcome
        self.fields["joining"].initial = template.joining
        self.fields["joining_question"].initial = template.question
        self.fields["part_of"].queryset = above_choices()  # type: ignore[attr-defined]
        themes = Theme.objects.active()
        for number, name in enumerate(THEMES, 1):
            self.fields[name] = ThemeField(
                label=_("Main theme")
                if number == 1
                else _("Theme %(number)d") % {"number": number},
                queryset=themes,
                required=False,
                empty_label=_("None"),
                help_text=_("It gives the network its colour.") if number == 1 else "",
            )
        people = User.objects.filter(is_active=True)
        for number, name in enumerate(COORDINATORS, 1):
            self.fields[name] = forms.ModelChoiceField(
                label=_("Coordinator %(number)d") % {"number": number},
                queryset=people,
                required=number == 1,
                widget=person_chooser.widget_class(),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.check_address(cleaned)
        if {"visibility", "joining", "purpose", "title"} <= cleaned.keys():
            network = self.network()
            try:
                network.clean()
            except ValidationError as refused:
                self.add_error(None, refused)
        return cleaned

    def check_address(self, cleaned: dict[str, Any]) -> None:
        slug = cleaned.get("slug") or slugify(cleaned.get("title", ""))[:80]
        if not slug:
            if cleaned.get("title"):
                self.add_error("slug", _("Write an address: none can be made of that name."))
            return
        cleaned["slug"] = slug
        taken = Page.objects.child_of(self.index).filter(slug=slug)
        deleted = NetworkPage.objects.filter(slug=slug, deleted_at__isnull=False)
        if deleted.exists():
            said = _("A network that was deleted keeps that address until it ends. Choose another.")
            self.add_error("slug", said)
        elif taken.exists():
            self.add_error("slug", _("There is a network at that address: choose another."))
        try:
            NetworkPage().refuse_reserved_slug(slug, self.index)
        except ValidationError as refused:
            self.add_error(None, refused)

    def network(self) -> NetworkPage:
        """The page as the form describes it, not saved."""
        told = self.cleaned_data
        texts = {name: told.get(name, "") for name in TEXTS}
        return NetworkPage(
            **texts,
            slug=told.get("slug", ""),
            kind=self.kind,
            is_official=told.get("is_official", False),
            part_of=told.get("part_of"),
        )

    def coordinators(self) -> list[User]:
        """Those chosen, each once."""
        return self.chosen(COORDINATORS)

    def themes(self) -> list[Theme]:
        """Those chosen, the main one first, each once."""
        return self.chosen(THEMES)

    def chosen(self, names: tuple[str, ...]) -> list[Any]:
        found = [self.cleaned_data.get(name) for name in names]
        return list(dict.fromkeys(each for each in found if each is not None))

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields as the page shows them, under their headings."""
        return [
            (_("The network"), [self["title"], self["slug"], self["summary"], self["purpose"]]),
            (_("Who coordinates it"), [self[name] for name in COORDINATORS]),
            (_("Themes"), [self[name] for name in THEMES]),
            (_("The door"), [self["visibility"], self["joining"], self["joining_question"]]),
            (_("What new members read"), [self["welcome"]]),
            (_("Its place"), [self["is_official"], self["part_of"]]),
        ]


class PlaceForm(forms.ModelForm):
    """The official mark and the network it is part of, at once and not as a version."""

    is_official = forms.BooleanField(
        label=_("Official network"),
        required=False,
        help_text=_("An institution answers for it. It carries a mark."),
    )
    part_of = forms.ModelChoiceField(
        label=_("Part of the network"),
        queryset=NetworkPage.objects.none(),
        required=False,
        empty_label=_("None: it stands alone"),
    )

    class Meta:
        model = NetworkPage
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part_of"].queryset = above_choices(self.instance)  # type: ignore[attr-defined]
        self.initial.setdefault("is_official", self.instance.is_official)
        self.initial.setdefault("part_of", self.instance.part_of_id)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        network = self.instance
        network.part_of = cleaned.get("part_of")
        try:
            check_place(network)
        except ValidationError as refused:
            self.add_error("part_of", refused.messages)
        return cleaned

    def _post_clean(self) -> None:
        """Nothing of the page itself is judged here."""
