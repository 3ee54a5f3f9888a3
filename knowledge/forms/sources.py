"""The last section: where the case is shown, and where its facts come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.forms.fields import LineField, YearField
from knowledge.forms.section import SectionForm
from knowledge.kinds import AttachmentKind
from knowledge.models import Attachment, Case, CaseNetwork
from networks.models import NetworkPage

if TYPE_CHECKING:
    from community.models import User

MOST_SOURCES = 30


class SourceForm(forms.Form):
    """A document or address. A row left empty is no row."""

    use_required_attribute = False

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = LineField(
        label=_("What it is called"),
        max_length=200,
        error_messages={"required": _("Say what it is called.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AttachmentKind.choices, initial=AttachmentKind.REPORT
    )
    author = LineField(label=_("Author or institution"), max_length=160, required=False)
    year = YearField(label=_("Year"), first=1500)
    url = forms.URLField(
        label=_("Address on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
        error_messages={
            "invalid": _("Write a whole address, for example https://www.example.org/report.pdf")
        },
    )

    WRITTEN: ClassVar = ("title", "kind", "author", "year", "url")

    def has_changed(self) -> bool:
        """A new row of which only the kind was chosen is still empty."""
        ignored = set() if self.initial.get("key") else {"kind"}
        return bool(set(self.changed_data) - ignored)


SourceFormSet = forms.formset_factory(
    SourceForm,
    extra=1,
    max_num=MOST_SOURCES,
    absolute_max=2 * MOST_SOURCES,
    validate_max=True,
    can_delete=True,
)


class SourcesForm(SectionForm):
    """Networks in which the case is shown, and rows of sources in `sources`.

    Of the networks, those `user` may open. What others added in networks that
    are closed to this person stays.
    """

    relations = ("case_networks", "attachments")

    networks = forms.MultipleChoiceField(
        label=_("Networks"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The case is shown in them, and their coordinators may hide comments on it."),
    )

    class Meta:
        model = Case
        fields: ClassVar[list[str]] = []

    def __init__(self, data: Any = None, *, instance: Case, user: User, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        visible = NetworkPage.objects.visible_to(user).order_by("title", "pk")
        open_to_user = {str(pk): title for pk, title in visible.values_list("pk", "title")}
        networks: Any = self.fields["networks"]
        networks.choices = list(open_to_user.items())
        carried = [str(link.network_id) for link in instance.case_networks.all()]
        self.initial["networks"] = [key for key in carried if key in open_to_user]
        self.hidden_networks = {key for key in carried if key not in open_to_user}
        self.sources = SourceFormSet(data, prefix="sources", initial=rows_of(instance))

    def is_valid(self) -> bool:
        # Both, so that all that is wrong is said at once.
        return all([super().is_valid(), self.sources.is_valid()])

    def has_changed(self) -> bool:
        return super().has_changed() or self.sources.has_changed()

    def stored_words(self) -> dict[str, str]:
        stored = super().stored_words()
        if self.sources.has_changed():
            titles = [str(row["title"]) for row in self.sources.initial or []]
            stored["sources"] = ", ".join(titles)
        return stored

    def save(self, commit: bool = True) -> Case:
        case: Case = super().save(commit=commit)
        self.save_networks(case)
        self.save_sources(case)
        return case

    def save_networks(self, case: Case) -> None:
        chosen = set(self.cleaned_data["networks"])
        kept = {str(link.network_id): link for link in case.case_networks.all()}
        links = [link for key, link in kept.items() if key in chosen | self.hidden_networks]
        links += [
            CaseNetwork(network_id=int(key))
            for key in self.cleaned_data["networks"]
            if key not in kept
        ]
        for order, link in enumerate(links):
            link.sort_order = order
        case.case_networks.set(links)

    def save_sources(self, case: Case) -> None:
        kept: dict[Any, Attachment] = {row.key: row for row in case.attachments.all()}
        rows: list[Attachment] = []
        for form in self.sources.forms:
            told = form.cleaned_data
            if not told.get("title") or told.get("DELETE"):
                continue
            # Of each row known, once; whatever else the browser says is a new one.
            row = kept.pop(told.get("key"), None) or Attachment()
            for name in SourceForm.WRITTEN:
                setattr(row, name, told[name])
            row.sort_order = len(rows)
            rows.append(row)
        case.attachments.set(rows)


def rows_of(case: Case) -> list[dict[str, Any]]:
    return [
        {name: getattr(row, name) for name in ("key", *SourceForm.WRITTEN)}
        for row in case.attachments.all()
    ]
