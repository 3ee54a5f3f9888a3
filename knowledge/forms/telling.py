"""The first two sections of a case: what it is, when and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from community.models import Organization, Theme
from community.permissions import organizations_of
from knowledge.forms import examples
from knowledge.forms.asides import HELP
from knowledge.forms.fields import KeywordsField, LineField, YearField
from knowledge.forms.row_kinds import PARTNERS, CurrencyField
from knowledge.forms.section import Group, SectionForm
from knowledge.models import Case, CaseNetwork, CaseTheme
from knowledge.models.rows.means import CURRENCY
from knowledge.permissions import is_keeper
from knowledge.scales import (
    InterruptionReason,
    RecordKind,
    Recurrence,
    Scope,
    Stage,
    Validity,
)
from networks.models import NetworkPage
from territories.forms import MunicipalityField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User

MOST_THEMES = 3
THEME_FIELDS = [f"theme_{number}" for number in range(1, MOST_THEMES + 1)]
NEEDS_A_REASON = (Validity.REDUCED, Validity.INTERRUPTED)


class EssentialsForm(SectionForm):
    """What it is called, in two sentences, where, and about what."""

    relations = ("case_themes", "case_networks", "keyword_rows")
    layout = (
        Group(
            ("title", "lead_municipality", "summary", "record_kind", "theme_1", "language"),
            template="knowledge/workspace/_essentials.html",
        ),
        Group(("keywords", "networks"), title=_("So that others find it")),
    )

    title = LineField(
        label=_("Title"),
        max_length=100,
        help_text=_("What was done, in plain words and without acronyms."),
        example=examples.TITLE,
        error_messages={"required": _("Give it a title, even a provisional one.")},
    )
    summary = LineField(
        label=_("Summary"),
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences: what was done and what came of it."),
        example=examples.SUMMARY,
    )
    lead_municipality = MunicipalityField(
        label=_("Municipality"),
        required=False,
        help_text=_("The one that did it, even if you do not work there."),
    )
    record_kind = forms.ChoiceField(
        label=_("What you are telling"),
        choices=RecordKind.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("What did not work is welcome too: it saves others the mistake."),
    )
    language = forms.ChoiceField(
        label=_("Language you write in"), choices=Case.Language.choices, required=False
    )

    on_behalf_of = forms.ModelChoiceField(
        label=_("You tell it"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("In my own name"),
        help_text=_("If you leave the organization, a colleague goes on; you stay its author."),
    )

    keywords = KeywordsField(
        label=_("Keywords"),
        help_text=_("Words by which somebody would look for it, between commas: compost, market."),
    )
    networks = forms.MultipleChoiceField(
        label=_("Networks"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The case is shown in them, and their coordinators may hide comments on it."),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = [
            "title",
            "summary",
            "lead_municipality",
            "record_kind",
            "language",
            "on_behalf_of",
        ]

    def __init__(self, data: Any = None, *, instance: Case, user: User, **options: Any) -> None:
        super().__init__(data, instance=instance, user=user, **options)
        self.offer_organizations(instance, user)
        self.offer_networks(instance, user)
        self.initial["keywords"] = ", ".join(words_of(instance))
        links = list(instance.case_themes.all())
        choices = choices_of_themes([link.theme_id for link in links])
        for index, name in enumerate(THEME_FIELDS):
            self.fields[name] = forms.ChoiceField(
                label=THEME_LABELS[index], choices=choices, required=False
            )
            self.initial[name] = str(links[index].theme_id) if index < len(links) else ""

    def offer_organizations(self, case: Case, user: User) -> None:
        """Those the person may speak for; nothing to others, nor once readers see the case."""
        theirs = list(organizations_of(user, timezone.localdate()))
        is_another = case.on_behalf_of_id not in {None, *(each.pk for each in theirs)}
        may_choose = case._state.adding or (is_keeper(user, case) and not case.live)
        if not theirs or is_another or not may_choose:
            del self.fields["on_behalf_of"]
            return
        field: Any = self.fields["on_behalf_of"]
        field.queryset = Organization.objects.filter(pk__in=[each.pk for each in theirs])
        field.label_from_instance = in_its_name

    def offer_networks(self, case: Case, user: User) -> None:
        """Open ones not archived, and those it is in. What others added in closed ones stays."""
        carried = [str(link.network_id) for link in case.case_networks.all()]
        visible = NetworkPage.objects.visible_to(user).order_by("title", "pk")
        visible = visible.filter(Q(archived_at=None) | Q(pk__in=carried))
        open_to_user = {str(pk): title for pk, title in visible.values_list("pk", "title")}
        self.hidden_networks = {key for key in carried if key not in open_to_user}
        if not open_to_user:
            del self.fields["networks"]
            return
        networks: Any = self.fields["networks"]
        networks.choices = list(open_to_user.items())
        self.initial["networks"] = [key for key in carried if key in open_to_user]

    def clean_language(self) -> str:
        return str(self.cleaned_data["language"] or self.instance.language)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen: set[str] = set()
        for name in THEME_FIELDS:
            chosen = cleaned.get(name)
            if chosen and chosen in seen:
                self.add_error(name, _("You already chose this theme. Choose another one."))
            seen.add(chosen or "")
        return cleaned

    def save(self, commit: bool = False) -> Case:
        case = super().save(commit)
        if not self.wrong_themes():
            self.save_themes(case)
        if "networks" in self.cleaned_data:
            self.save_networks(case)
        if "keywords" in self.changed_data and "keywords" in self.cleaned_data:
            case.keywords.set(self.cleaned_data["keywords"])
        return case

    def wrong_themes(self) -> bool:
        return bool(set(THEME_FIELDS) & set(self.errors))

    def save_themes(self, case: Case) -> None:
        kept = {str(link.theme_id): link for link in case.case_themes.all()}
        chosen = [self.cleaned_data[name] for name in THEME_FIELDS if self.cleaned_data[name]]
        links = [kept.get(key) or CaseTheme(theme_id=int(key)) for key in chosen]
        for order, link in enumerate(links):
            link.sort_order = order
        case.case_themes.set(links)

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


def words_of(case: Case) -> list[str]:
    """The free words of a text, in one query for all of them."""
    keys = [row.tag_id for row in case.keyword_rows.all()]
    names = dict(Tag.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    return [names[key] for key in keys if key in names]


def in_its_name(organization: Organization) -> str:
    return gettext("On behalf of %(name)s") % {"name": organization.name}


THEME_LABELS = [_("First theme"), _("Second theme"), _("Third theme")]


def choices_of_themes(carried: Iterable[int]) -> list[Any]:
    """Themes by what they lie under: those that may be chosen, and those carried already."""
    usable = Theme.objects.filter(Q(is_active=True) | Q(pk__in=carried)).select_related("parent")
    groups: dict[int, tuple[Theme, list[Theme]]] = {}
    for theme in usable:
        top = theme.parent or theme
        groups.setdefault(top.pk, (top, []))[1].append(theme)
    choices: list[Any] = [("", _("No theme"))]
    tops = sorted(groups.values(), key=lambda group: (group[0].sort_order, group[0].pk))
    for top, themes in tops:
        themes.sort(key=lambda theme: theme.parent_id is not None)
        choices.append((str(top), [(str(theme.pk), str(theme)) for theme in themes]))
    return choices


def months(empty: Any) -> list[tuple[Any, Any]]:
    return [("", empty), *MONTHS.items()]


class PeriodForm(SectionForm):
    """When, how far it has come, how wide it reaches, whether it still holds; and where."""

    row_kinds = (PARTNERS,)
    layout = (
        Group(
            ("stage", "start_month", "start_year", "is_ongoing", "recurrence", "scope"),
            template="knowledge/workspace/_period.html",
        ),
        Group(
            ("other_municipalities", "association", "latitude", "longitude"),
            title=_("Where, more exactly"),
        ),
        Group(
            (
                "population",
                "population_year",
                "budget_amount",
                "budget_currency",
                "budget_year",
                "snapshot_source",
            ),
            title=_("The municipality at the time"),
            lead=_("So that others see whether it looked like theirs when it was done."),
        ),
    )

    stage = forms.ChoiceField(
        label=_("How far it has come"),
        choices=Stage.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    start_month = forms.TypedChoiceField(
        label=_("Month"),
        choices=months(_("Not known")),
        coerce=int,
        empty_value=None,
        required=False,
    )
    start_year = YearField(label=_("Year"))
    is_ongoing = forms.TypedChoiceField(
        label=_("Is it still going on?"),
        choices=[("yes", _("Yes, it goes on")), ("no", _("No, it ended"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    end_month = forms.TypedChoiceField(
        label=_("Month"),
        choices=months(_("Not known")),
        coerce=int,
        empty_value=None,
        required=False,
    )
    end_year = YearField(label=_("Year"))
    recurrence = forms.ChoiceField(
        label=_("Once or repeated"),
        choices=Recurrence.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=Scope.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Where it was applied, not where it was decided."),
    )
    validity_status = forms.ChoiceField(
        label=_("Does it still hold today?"),
        choices=Validity.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    interruption_reason = forms.ChoiceField(
        label=_("Why it was reduced or interrupted"),
        choices=[("", _("Choose one")), *InterruptionReason.choices],
        required=False,
    )
    validity_note = LineField(
        label=_("What is known of it"),
        max_length=280,
        required=False,
        help_text=_("In one sentence, with the year for which it is known."),
    )

    budget_currency = CurrencyField(
        label=_("Currency of the budget"),
        max_length=3,
        required=False,
        validators=[CURRENCY],
        help_text=HELP["budget_currency"],
        widget=forms.TextInput(attrs={"class": "year", "autocapitalize": "characters"}),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = [
            "stage",
            "start_month",
            "start_year",
            "is_ongoing",
            "end_month",
            "end_year",
            "recurrence",
            "scope",
            "validity_status",
            "interruption_reason",
            "validity_note",
            "association",
            "latitude",
            "longitude",
            "population",
            "population_year",
            "budget_amount",
            "budget_currency",
            "budget_year",
            "snapshot_source",
        ]

    def __init__(self, data: Any = None, *, instance: Case, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        self.initial["is_ongoing"] = {True: "yes", False: "no"}.get(instance.is_ongoing, "")  # type: ignore[arg-type]

    def clean_validity_status(self) -> str:
        return str(self.cleaned_data["validity_status"] or Validity.UNCONFIRMED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for moment in ("start", "end"):
            if cleaned.get(f"{moment}_month") and self.is_blank(f"{moment}_year", cleaned):
                self.add_error(f"{moment}_year", _("Write the year too, or leave out the month."))
        began, ended = self.moment("start", cleaned), self.moment("end", cleaned)
        if began and ended and ended < began:
            self.add_error("end_year", _("It cannot end before it began."))
            # The database would say the same again, beside no field.
            cleaned.pop("end_year", None)
        if cleaned.get("interruption_reason") and not self.asks_why(cleaned):
            self.add_error(
                "interruption_reason",
                _("Choose a reason only when it was reduced or interrupted."),
            )
        return cleaned

    def stays_together(self) -> tuple[str, ...]:
        # The database refuses an end before the beginning.
        return ("start_month", "start_year", "is_ongoing", "end_month", "end_year")

    def is_blank(self, name: str, cleaned: dict[str, Any]) -> bool:
        return cleaned.get(name) is None and name not in self.errors

    @staticmethod
    def asks_why(cleaned: dict[str, Any]) -> bool:
        return cleaned.get("validity_status") in NEEDS_A_REASON

    @staticmethod
    def moment(which: str, cleaned: dict[str, Any]) -> tuple[int, int] | None:
        """Year and month; an unknown month is no reason to doubt."""
        year, month = cleaned.get(f"{which}_year"), cleaned.get(f"{which}_month")
        return (year, month or (1 if which == "start" else 12)) if year else None
