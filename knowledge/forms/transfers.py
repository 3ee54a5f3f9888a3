"""Beginning a transfer, answering it, saying what it is and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.models import Affiliation, User
from community.uploads import check_document
from knowledge.forms.belonging import Compared
from knowledge.forms.review import RefusableForm, area
from knowledge.models import Case, Transfer
from knowledge.scales import Support
from knowledge.transfer_kinds import (
    COURSE,
    STOPPED,
    Agreement,
    OriginAnswer,
    Relation,
    StopReason,
    TransferAudience,
    TransferStage,
)

if TYPE_CHECKING:
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from community.models import OrganizationQuerySet

Choices = list[tuple[str, "StrOrPromise"]]
# What each relation means, for who has to choose one.
RELATIONS: Choices = [
    (Relation.FULL, _("The same, whole: we do it as they did")),
    (Relation.ADAPTED, _("Adapted: all of it, changed for our municipality")),
    (Relation.PARTIAL, _("A part of it")),
    (Relation.INSPIRED, _("Inspired by it: we take the idea, not the way")),
    (Relation.TRAINED, _("They train us for it")),
]
AUDIENCES: Choices = [
    (TransferAudience.PUBLIC, _("Everybody")),
    (TransferAudience.MEMBERS, _("Who has an account here")),
    (TransferAudience.TEAM, _("Only the team, the origin and who accompanies it")),
]


class OtherTransferField(forms.ModelChoiceField):
    """Another municipality that repeated the same; `unread` is one that the person may not read."""

    unread: int | None = None

    def label_from_instance(self, obj: Any) -> str:
        if obj.pk == self.unread:
            return gettext("The municipality named before, whose transfer is closed to you")
        return f"{obj.adopter} ({obj.get_stage_display()})"


class CaseOfOursField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.code})"


def others_than(case: Case, user: User, adopter: int | None = None) -> Any:
    """Transfers of the same case, or of what it came of, that the person may read; no own ones."""
    same = Transfer.objects.visible_to(user).filter(origin_case=case)
    source = Transfer.objects.visible_to(user).filter(adopter_case=case)
    return (same | source).exclude(adopter=adopter).select_related("adopter").order_by("pk")


class BeginForm(RefusableForm):
    """`adopters` are the governments for which the person may begin it."""

    adopter: Any = forms.ModelChoiceField(
        queryset=None, label=_("Your municipality"), empty_label=_("Choose it")
    )
    relation = forms.ChoiceField(
        label=_("How near to what they did"),
        choices=RELATIONS,
        initial=Relation.ADAPTED,
        widget=forms.RadioSelect,
        help_text=_("It may be changed later."),
    )
    reason = forms.CharField(
        label=_("Why you want to repeat it"),
        max_length=2000,
        required=False,
        widget=area(4),
        help_text=_("What happens in your municipality, and what you would like to reach."),
    )
    learned_from = OtherTransferField(
        queryset=None,
        label=_("From whom you learned of it"),
        required=False,
        empty_label=_("From the municipality that did it first"),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it"),
        choices=AUDIENCES,
        initial=TransferAudience.PUBLIC,
        widget=forms.RadioSelect,
        help_text=_("Only those that everybody may read count as proof that it works elsewhere."),
    )

    def __init__(
        self, *args: Any, adopters: OrganizationQuerySet, case: Case, user: User, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        adopter: Any = self.fields["adopter"]
        adopter.queryset = adopters
        theirs = list(adopters[:2])
        if len(theirs) == 1:
            adopter.initial, adopter.empty_label = theirs[0].pk, None
        learned: Any = self.fields["learned_from"]
        learned.queryset = others_than(case, user)
        if not learned.queryset.exists():
            del self.fields["learned_from"]


class AnswerForm(Compared, RefusableForm):
    """What the origin says to a municipality that wants to repeat what it did."""

    answer = forms.ChoiceField(
        label=_("In the name of your municipality"),
        choices=[
            (OriginAnswer.CONFIRMED, _("We know of it and it is fine")),
            (OriginAnswer.DECLINED, _("We decline it: it is not to name us as its origin")),
        ],
        widget=forms.RadioSelect,
    )
    support = forms.MultipleChoiceField(
        label=_("Help that they may count on"),
        choices=Support.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever carries it reads it on its page."),
    )
    contact = forms.CharField(
        label=_("Whom they may talk to"),
        max_length=300,
        required=False,
        help_text=_(
            "The post, and how to reach it: a telephone or an e-mail address. Only those who"
            " carry the transfer and you read it. Name a person only if that person agrees."
        ),
    )
    note = forms.CharField(
        label=_("What you want to tell them"),
        max_length=2000,
        required=False,
        widget=area(4),
        help_text=_("Needed if you decline it. Whoever may read the transfer reads it."),
    )


class StageForm(Compared, RefusableForm):
    """Where it stands; why, if it stops; what it leaves, if it closes."""

    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[(stage.value, stage.label) for stage in (*COURSE, *STOPPED)],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=_("Why it stops or pauses"),
        choices=[("", _("It does not stop")), *StopReason.choices],
        required=False,
        help_text=_("Only if you suspend or abandon it. It is counted, so that others foresee it."),
    )
    note = forms.CharField(
        label=_("What happened"), max_length=2000, required=False, widget=area(3)
    )
    lessons = forms.CharField(
        label=_("Lessons for the origin"),
        max_length=4000,
        required=False,
        widget=area(6),
        help_text=_(
            "What you would tell the municipality that did it first, and the next one."
            " They arrive at the origin as feedback when you close it."
        ),
    )

    def clean_stage(self) -> TransferStage:
        return TransferStage(self.cleaned_data["stage"])


class DescribeForm(Compared, RefusableForm, forms.ModelForm):
    """What it is, what both sides agreed on, who may read it."""

    file = forms.FileField(
        label=_("File of the agreement"),
        required=False,
        help_text=_("PDF, Word or a photograph. Only both sides open it."),
    )
    without_file = forms.BooleanField(label=_("Take the file away"), required=False)

    class Meta:
        model = Transfer
        fields: ClassVar = [
            "relation",
            "reason",
            "learned_from",
            "adopter_case",
            "agreement",
            "visibility",
        ]
        field_classes: ClassVar = {
            "learned_from": OtherTransferField,
            "adopter_case": CaseOfOursField,
        }
        widgets: ClassVar = {
            "relation": forms.RadioSelect,
            "reason": area(4),
            "agreement": forms.RadioSelect,
            "visibility": forms.RadioSelect,
        }

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        transfer = self.instance
        fields["relation"].choices = RELATIONS
        fields["agreement"].choices = Agreement.choices
        fields["visibility"].choices = AUDIENCES
        learned = others_than(transfer.origin_case, user, transfer.adopter_id)
        chosen = Transfer.objects.filter(pk=transfer.learned_from_id)
        # What was chosen stays, even if it was closed to them since; then nobody is named.
        if not chosen.visible_to(user).exists():
            fields["learned_from"].unread = transfer.learned_from_id
        fields["learned_from"].queryset = learned | chosen.select_related("adopter")
        fields["learned_from"].empty_label = _("From the municipality that did it first")
        ours = Case.objects.published().filter(
            lead_municipality=transfer.place_id, lead_municipality__isnull=False
        )
        # What was chosen stays, even if it was withdrawn since.
        withdrawn = Case.objects.filter(pk=transfer.adopter_case_id)
        fields["adopter_case"].queryset = (ours | withdrawn).exclude(pk=transfer.origin_case_id)
        fields["adopter_case"].empty_label = _("It has no record of its own")
        if not transfer.agreement_file:
            del self.fields["without_file"]

    def _post_clean(self) -> None:
        """The instance stays as it is: the action writes what it has looked at."""

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        return check_document(upload) if upload else None

    @property
    def told(self) -> dict[str, Any]:
        return {
            **{name: self.cleaned_data[name] for name in self._meta.fields or ()},
            "agreement_file": self.cleaned_data["file"],
            "without_file": self.cleaned_data.get("without_file", False),
        }


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class TeamForm(RefusableForm):
    """The posts of the team, a line for each and some empty ones; people may hold none."""

    EMPTY, MOST = 3, 20

    # Stands for the team as it was when the page was opened.
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, transfer: Transfer, on: date) -> None:
        self.rows = list(transfer.team.select_related("person"))
        self.now = " ".join(f"{row.pk}:{row.person_id}:{row.post}" for row in self.rows)
        self.is_stale = data is not None and data.get("shown", self.now) != self.now
        if self.is_stale:
            data = data.copy()
            data["shown"] = self.now
        super().__init__(data, initial={"shown": self.now})
        known = Affiliation.objects.verified().current(on).filter(organization=transfer.adopter_id)
        people = User.objects.filter(is_active=True, pk__in=known.values("user"))
        held = [row.person_id for row in self.rows if row.person_id]
        keeper = [transfer.kept_by_id] if transfer.kept_by_id else []
        self.people = (people | User.objects.filter(pk__in=[*held, *keeper])).order_by(
            "display_name", "pk"
        )
        self.numbers = range(min(len(self.rows) + self.EMPTY, self.MOST))
        for number in self.numbers:
            self.add_line(number)

    def add_line(self, number: int) -> None:
        row = self.rows[number] if number < len(self.rows) else None
        self.fields[f"post-{number}"] = forms.CharField(
            label=_("Post"), max_length=120, required=False, initial=row.post if row else ""
        )
        self.fields[f"person-{number}"] = PersonField(
            queryset=self.people,
            label=_("Who holds it"),
            required=False,
            empty_label=_("Nobody named"),
            initial=row.person_id if row else None,
        )

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        return [(self[f"post-{number}"], self[f"person-{number}"]) for number in self.numbers]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.is_stale:
            raise forms.ValidationError(
                _("Somebody else changed the team meanwhile. Look it over and save again.")
            )
        for number in self.numbers:
            if cleaned.get(f"person-{number}") and not cleaned.get(f"post-{number}"):
                self.add_error(f"post-{number}", _("Say which post this person holds."))
        return cleaned

    @property
    def posts(self) -> list[tuple[Any, str, User | None]]:
        """Row, post and person of each line that says something."""
        told = self.cleaned_data
        return [
            (
                self.rows[number] if number < len(self.rows) else None,
                told[f"post-{number}"],
                told[f"person-{number}"],
            )
            for number in self.numbers
            if told.get(f"post-{number}")
        ]
