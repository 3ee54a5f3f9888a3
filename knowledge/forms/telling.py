"""The sections in which a case is told: what it is, when and where, why, what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.models import Organization, Theme
from community.permissions import organizations_of
from knowledge.forms import examples
from knowledge.forms.fields import LineField, NarrativeField, YearField
from knowledge.forms.section import SectionForm
from knowledge.levels import WORD_GUIDE
from knowledge.models import Case, CaseTheme, TargetGroup
from knowledge.permissions import is_keeper
from knowledge.scales import (
    CostBand,
    InterruptionReason,
    RecordKind,
    Recurrence,
    Scope,
    Stage,
    Validity,
)
from territories.forms import MunicipalityField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import User

MOST_THEMES = 3
THEME_FIELDS = [f"theme_{number}" for number in range(1, MOST_THEMES + 1)]
NEEDS_A_REASON = (Validity.REDUCED, Validity.INTERRUPTED)


class EssentialsForm(SectionForm):
    """What it is called, in two sentences, where, and about what."""

    relations = ("case_themes",)

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

    class Meta:
        model = Case
        fields: ClassVar = [
            "title",
            "summary",
            "lead_municipality",
            "record_kind",
            "language",
            "on_behalf_of",
        ]

    def __init__(self, data: Any = None, *, instance: Case, user: User, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        self.offer_organizations(instance, user)
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

    def save(self, commit: bool = True) -> Case:
        case: Case = super().save(commit=commit)
        kept = {str(link.theme_id): link for link in case.case_themes.all()}
        chosen = [self.cleaned_data[name] for name in THEME_FIELDS if self.cleaned_data[name]]
        links = [kept.get(key) or CaseTheme(theme_id=int(key)) for key in chosen]
        for order, link in enumerate(links):
            link.sort_order = order
        case.case_themes.set(links)
        return case


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
    """When, how far it has come, how wide it reaches, whether it still holds."""

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

    class Meta:
        model = Case
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


class ProblemForm(SectionForm):
    """Where it comes from: the place, what hurt, what was wanted."""

    context = NarrativeField(
        label=_("Context of the municipality"),
        guide=WORD_GUIDE["context"],
        example=examples.CONTEXT,
        help_text=_("What somebody from another country should know to understand the rest."),
    )
    problem = NarrativeField(
        label=_("Initial situation and problem"),
        guide=WORD_GUIDE["problem"],
        example=examples.PROBLEM,
        help_text=_("Whom it affected, how many they were, since when, and how you knew."),
    )
    objectives = NarrativeField(
        label=_("Objectives and strategy"),
        guide=WORD_GUIDE["objectives"],
        example=examples.OBJECTIVES,
        help_text=_("What you set out to achieve, by when, and by which way."),
    )

    class Meta:
        model = Case
        fields: ClassVar = ["context", "problem", "objectives"]


class SolutionForm(SectionForm):
    """What was done and what came of it."""

    solution = NarrativeField(
        label=_("The solution: what was done"),
        guide=WORD_GUIDE["solution"],
        example=examples.SOLUTION,
        help_text=_("Step by step: who did what, with whom, and what had to be decided."),
    )
    results = NarrativeField(
        label=_("Results and effects"),
        guide=WORD_GUIDE["results"],
        example=examples.RESULTS,
        help_text=_(
            "What changed, with figures and where they come from. And what was not achieved."
        ),
    )

    class Meta:
        model = Case
        fields: ClassVar = ["solution", "results"]


class MeansForm(SectionForm):
    """Whom it is for, and what it takes."""

    target_groups = forms.ModelMultipleChoiceField(
        label=_("People it is for"),
        queryset=TargetGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("If it was for everybody, mark only “The whole population”."),
    )
    cost_band = forms.ChoiceField(
        label=_("Order of cost"),
        choices=CostBand.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "What it takes to begin, in US dollars. An order of size is enough; if nobody knows "
            "it any more, say so."
        ),
    )

    class Meta:
        model = Case
        fields: ClassVar = ["target_groups", "cost_band"]

    def __init__(self, data: Any = None, *, instance: Case, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        carried = [group.pk for group in instance.target_groups.all()]
        usable = TargetGroup.objects.filter(Q(is_active=True) | Q(pk__in=carried))
        groups: Any = self.fields["target_groups"]
        groups.queryset = usable
