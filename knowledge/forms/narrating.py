"""The sections in which a case is told in texts: why, what was done, how it went, what came of it.

Their texts are made from the fields of the case, with the help of `asides`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge.forms.asides import HELP
from knowledge.forms.row_kinds import EVALUATIONS, INDICATORS, LESSONS, MILESTONES
from knowledge.forms.section import Group, SectionForm
from knowledge.models import Case, TargetGroup


class ProblemForm(SectionForm):
    """Where it comes from: the place, what hurt, what was wanted."""

    layout = (
        Group(("problem", "objectives")),
        Group(("context", "priorities_decision"), title=_("The place and the decision")),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = ["problem", "objectives", "context", "priorities_decision"]


class SolutionForm(SectionForm):
    """What was done, and for whom."""

    layout = (
        Group(("solution", "target_groups")),
        Group(("novelty", "innovation_types", "sdgs"), title=_("What is new about it")),
    )

    target_groups = forms.ModelMultipleChoiceField(
        label=_("People it is for"),
        queryset=TargetGroup.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=HELP["target_groups"],
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = ["solution", "target_groups", "novelty", "innovation_types", "sdgs"]

    def __init__(self, data: Any = None, *, instance: Case, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        carried = [group.pk for group in instance.target_groups.all()]
        usable = TargetGroup.objects.filter(Q(is_active=True) | Q(pk__in=carried))
        groups: Any = self.fields["target_groups"]
        groups.queryset = usable


class ProcessForm(SectionForm):
    """How it really went."""

    row_kinds = (MILESTONES,)
    layout = (
        Group(("process", "milestones")),
        Group(("participation", "participation_spectrum"), title=_("Who joined in")),
        Group(("failures", "analysis"), title=_("Why it went as it went")),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = [
            "process",
            "participation",
            "participation_spectrum",
            "failures",
            "analysis",
        ]


class ResultsForm(SectionForm):
    """What came of it, told and counted."""

    row_kinds = (INDICATORS, EVALUATIONS)
    layout = (
        Group(("results", "indicators")),
        Group(("inclusion", "unexpected"), title=_("For whom, and what nobody expected")),
        Group(("evaluations",)),
    )

    class Meta(SectionForm.Meta):
        fields: ClassVar = ["results", "inclusion", "unexpected"]


class LessonsForm(SectionForm):
    """What somebody else should do, avoid or take care of."""

    row_kinds = (LESSONS,)
    layout = (Group(("lessons",)), Group(("next_steps",)))

    class Meta(SectionForm.Meta):
        fields: ClassVar = ["next_steps"]
