"""The texts of a systematization, one form for each moment of Jara's five."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import expand_db_html

from community.html import text_of
from community.models import User
from community.permissions import KNOWLEDGE_TEAM
from knowledge.forms import systematization_examples as examples
from knowledge.forms.fields import NarrativeField
from knowledge.levels import WORD_GUIDE
from knowledge.models import Systematization

if TYPE_CHECKING:
    from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2100


class DayField(forms.DateField):
    """A day as people write it: 21/11/2026, or as a browser sends it: 2026-11-21."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day"})

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"],
            **options,
        )

    def to_python(self, value: Any) -> date | None:
        """Raises ValidationError with what was typed: browsers show no day that does not exist."""
        try:
            day = super().to_python(value)
        except forms.ValidationError:
            day = None
            if str(value).strip():
                self.refuse(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.refuse(value)
        return day

    @staticmethod
    def refuse(value: Any) -> None:
        sentence = _("“%(typed)s” is no day of the calendar. Write it like 21/11/2026.")
        raise forms.ValidationError(sentence, params={"typed": str(value)[:40]}, code="invalid")


class LinesField(forms.CharField):
    """Plain text of several lines, with nothing in it that no text has."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:
        typed = str(value or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(typed))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class MomentForm(forms.ModelForm):
    """Some fields of a systematization, all of which may stay empty."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, instance: Systematization, user: User, **options: Any
    ) -> None:
        super().__init__(data, instance=instance, **options)
        for name in self.narratives():
            self.initial[name] = text_of(expand_db_html(getattr(instance, name)))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls._meta.fields)  # type: ignore[arg-type]

    def narratives(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, NarrativeField)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.narratives():
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned

    def stored_words(self) -> dict[str, str]:
        """For each answer that differs from what is kept: what is kept, in words."""
        return {name: self.words_of(name) for name in self.changed_data}

    def words_of(self, name: str) -> str:
        value = self.get_initial_for_field(self.fields[name], name)
        if name == "facilitator":
            return str(self.instance.facilitator or "")
        return "" if value is None else str(value)


class StartingPointForm(MomentForm):
    """Who lived it, who works on it now, what was kept of it."""

    starting_point_on = DayField(label=_("Day you worked on it"))
    facilitator = forms.ModelChoiceField(
        label=_("Who accompanies it"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Somebody of the knowledge team who leads the work through the moments."),
    )
    team = LinesField(
        label=_("Who takes part in the systematization"),
        max_length=2000,
        help_text=_("One person in each line, with the post. At least one who lived it."),
    )
    starting_point = NarrativeField(
        label=_("Who lived the experience"),
        guide=WORD_GUIDE["participation"],
        example=examples.STARTING_POINT,
        help_text=_("Which groups, since when, and what each did. Groups and posts, not names."),
    )
    registers = NarrativeField(
        label=_("What was kept of it"),
        guide=80,
        example=examples.REGISTERS,
        help_text=_("Minutes, photographs, budgets, messages, press: what there is, and where."),
    )

    class Meta:
        model = Systematization
        fields: ClassVar = [
            "starting_point_on",
            "facilitator",
            "team",
            "starting_point",
            "registers",
        ]

    def __init__(self, data: Any = None, *, instance: Systematization, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        team = Q(is_active=True, groups__name=KNOWLEDGE_TEAM)
        people: Any = self.fields["facilitator"]
        people.queryset = (
            User.objects.filter(team | Q(pk=instance.facilitator_id))
            .distinct()
            .order_by("display_name", "pk")
        )
        people.label_from_instance = named


def named(person: User) -> str:
    return person.display_name


class QuestionsForm(MomentForm):
    """What for, which part of it, seen from where; what to ask, and who does what."""

    questions_on = DayField(label=_("Day you worked on it"))
    objective = NarrativeField(
        label=_("What do we want to systematize it for?"),
        guide=40,
        example=examples.OBJECTIVE,
        help_text=_("The use it will have: to improve it, to pass it on, to defend its budget."),
    )
    object = NarrativeField(
        label=_("Which experience, and which part of it?"),
        guide=40,
        example=examples.OBJECT,
        help_text=_(
            "The place and the period. A part well looked at is worth more than the whole."
        ),
    )
    axis = NarrativeField(
        label=_("From which point of view?"),
        guide=40,
        example=examples.AXIS,
        help_text=_("The one thread to follow through the story: participation, costs, the norm."),
    )
    questions = NarrativeField(
        label=_("What do we want to find out?"),
        guide=80,
        example=examples.QUESTIONS,
        help_text=_("Three to five questions that nobody can answer today with yes or no."),
    )
    plan = NarrativeField(
        label=_("Plan: who does what, until when"),
        guide=100,
        help_text=_("One task in each line, with the post that answers for it and the day."),
    )

    class Meta:
        model = Systematization
        fields: ClassVar = ["questions_on", "objective", "object", "axis", "questions", "plan"]


class RecoveryForm(MomentForm):
    """The story, as it was lived."""

    recovery_on = DayField(label=_("Day you worked on it"))
    recovery = NarrativeField(
        label=_("How it went, from the beginning until today"),
        guide=WORD_GUIDE["process"],
        example=examples.RECOVERY,
        help_text=_("In the order of time, without judging yet. Where memories differ, tell both."),
    )

    class Meta:
        model = Systematization
        fields: ClassVar = ["recovery_on", "recovery"]


class ReflectionForm(MomentForm):
    """Why it happened as it did."""

    reflection_on = DayField(label=_("Day you worked on it"))
    tensions = NarrativeField(
        label=_("Tensions: what pulled in opposite directions?"),
        guide=WORD_GUIDE["failures"],
        example=examples.TENSIONS,
        help_text=_(
            "Between areas, with the council, with neighbours; mistakes and how you met them."
        ),
    )
    turning_points = NarrativeField(
        label=_("Turning points: when could it have gone otherwise?"),
        guide=WORD_GUIDE["analysis"] // 2,
        example=examples.TURNING_POINTS,
        help_text=_("The decision, the person, the day after which nothing was the same."),
    )
    reflection = NarrativeField(
        label=_("Why did what happened happen?"),
        guide=WORD_GUIDE["analysis"] // 2,
        example=examples.REFLECTION,
        help_text=_(
            "The causes, not the facts. What would another municipality need for the same?"
        ),
    )
    surprises = NarrativeField(
        label=_("What did nobody expect?"),
        guide=WORD_GUIDE["unexpected"],
        help_text=_("For better and for worse."),
    )

    class Meta:
        model = Systematization
        fields: ClassVar = [
            "reflection_on",
            "tensions",
            "turning_points",
            "reflection",
            "surprises",
        ]


class ArrivalForm(MomentForm):
    """What one arrives at, and what is made of it."""

    arrival_on = DayField(label=_("Day you worked on it"))
    arrival = NarrativeField(
        label=_("Conclusions: what came of it?"),
        guide=WORD_GUIDE["results"],
        example=examples.ARRIVAL,
        help_text=_("The answers to the first questions, each with what proves it."),
    )
    recommendations = NarrativeField(
        label=_("Recommendations to another municipality"),
        guide=WORD_GUIDE["transferability_note"],
        example=examples.RECOMMENDATIONS,
        help_text=_("Where it fits, where it does not, what to settle before beginning."),
    )
    next_steps = NarrativeField(
        label=_("Next steps of your own"),
        guide=WORD_GUIDE["next_steps"],
        help_text=_("What the municipality will do now with what it learned."),
    )
    products = LinesField(
        label=_("Products of the systematization"),
        max_length=2000,
        help_text=_("Sheet, video, workshop, exhibition: one in each line, and for whom."),
    )

    class Meta:
        model = Systematization
        fields: ClassVar = ["arrival_on", "arrival", "recommendations", "next_steps", "products"]
