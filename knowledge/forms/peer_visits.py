"""Forms of visits between peers: asking, answering, arranging, reporting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.actions.following_transfers import token_of
from knowledge.actions.peer_visits import ARRANGED, TOLD
from knowledge.forms.belonging import RowForm
from knowledge.forms.fields import LineField, PlainField
from knowledge.forms.following import Grouped
from knowledge.forms.systematization import DayField
from knowledge.models import PeerVisit
from knowledge.offers import MOST_PEERS
from knowledge.transfer_kinds import Payer

if TYPE_CHECKING:
    from knowledge.models import Transfer, TransferQuerySet


class VisitForm(Grouped, RowForm):
    """A form of a visit that both sides may have open.

    `seen` is what the visit said when it was opened, `stored` what it says now where
    that is something else: then both texts are shown.
    """

    WATCHED: ClassVar[tuple[str, ...]] = ARRANGED

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        now = token_of(self.instance, self.WATCHED) if self.instance.pk else ""
        self.seen = self.data.get("seen", "") if self.is_bound else now
        self.is_stale = False
        self.stored: dict[str, str] = {}

    @classmethod
    def beside(cls, visit: PeerVisit, data: Any, **options: Any) -> VisitForm:
        """What was sent, beside what somebody else saved meanwhile; sent again it is saved."""
        form = cls(data, instance=visit, **options)
        form.seen, form.is_stale = token_of(visit, cls.WATCHED), True
        form.stored = {
            name: words for name, words in form.stored_words().items() if name in cls.WATCHED
        }
        return form


class ArrangeForm(VisitForm):
    """What both sides settle: what about, how, when, who pays, what is done there."""

    TOGETHER = (("starts_on", "ends_on"), ("people", "payer"))

    topic = LineField(
        label=_("What it is about"),
        max_length=200,
        help_text=_(
            "Once both sides agree, whoever reads the transfer reads this, the days and who "
            "visits whom."
        ),
        error_messages={"required": _("Say what you want to see or talk about.")},
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    people = forms.IntegerField(
        label=_("How many people"),
        required=False,
        min_value=1,
        max_value=200,
        widget=forms.TextInput(attrs={"class": "year", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a whole number from 1 to 200.")
        ),
    )
    payer = forms.ChoiceField(
        label=_("Who pays"),
        choices=[("", _("Still to be agreed")), *Payer.choices],
        required=False,
    )
    agenda = PlainField(
        label=_("Agenda"),
        max_length=4000,
        required=False,
        rows=6,
        help_text=_(
            "Hour, place, with whom. Only both sides read it, and may change it until the "
            "visit is held."
        ),
    )

    class Meta:
        model = PeerVisit
        fields: ClassVar = list(ARRANGED)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(ARRANGED)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        start, end = told.get("starts_on"), told.get("ends_on")
        if end and not start:
            self.add_error("starts_on", _("Say from which day."))
        elif start and end and end < start:
            self.add_error("ends_on", _("It cannot end before it begins."))
        return told

    def settled(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ARRANGED if name in self.cleaned_data}


class AskForm(ArrangeForm):
    """Who meets whom, who receives whom, and the rest as far as it is known already.

    `peers` are those who repeated the same before: where there is none, it is the origin.
    """

    whom = forms.ChoiceField(
        label=_("With whom?"),
        initial="origin",
        help_text=_("Who repeated it before has solved what the origin never met."),
        error_messages={"invalid_choice": _("Choose one of the list.")},
    )

    way = forms.ChoiceField(
        label=_("What do you propose?"),
        choices=[
            ("visit", _("We want to visit them, or call them")),
            ("host", _("We offer to receive them, or their call")),
        ],
        initial="visit",
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *args: Any,
        origin: str = "",
        peers: TransferQuerySet | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.peers = {str(each.pk): each for each in peers[:MOST_PEERS]} if peers else {}
        whom: Any = self.fields["whom"]
        whom.choices = [
            ("origin", origin),
            *((key, named(each)) for key, each in self.peers.items()),
        ]
        if not self.peers:
            self.fields.pop("whom")
        self.order_fields(["whom", "way", *ARRANGED])

    @property
    def peer(self) -> Transfer | None:
        """Whom they want to meet; None is the origin."""
        return self.peers.get(self.cleaned_data.get("whom", ""))

    def clean_starts_on(self) -> Any:
        start = self.cleaned_data["starts_on"]
        if start and start < timezone.localdate():
            raise forms.ValidationError(_("That day has passed."))
        return start


def named(transfer: Transfer) -> str:
    return f"{transfer.adopter.name}: {transfer.get_stage_display()}"


class AnswerVisitForm(ArrangeForm):
    """Agree, with the days as they can be, or decline and say why."""

    is_agreed = forms.ChoiceField(
        label=_("Can it be?"),
        choices=[("yes", _("Yes, we agree")), ("no", _("No, we cannot"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it can be.")},
    )
    answer = PlainField(
        label=_("What you want to tell them"),
        max_length=2000,
        required=False,
        rows=3,
        help_text=_(
            "Only both sides read it. If you decline, say why, so that they may ask otherwise."
        ),
    )

    class Meta(ArrangeForm.Meta):
        fields: ClassVar = ["starts_on", "ends_on", "payer"]

    def __init__(self, *args: Any, **options: Any) -> None:
        # It stands on one page with the form that arranges the visit.
        options.setdefault("auto_id", "answer_%s")
        super().__init__(*args, **options)
        for name in ("topic", "mode", "people", "agenda"):
            self.fields.pop(name, None)
        self.order_fields(["is_agreed", "answer", "starts_on", "ends_on", "payer"])

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("is_agreed") == "no" and not told.get("answer"):
            self.add_error("answer", _("Say why, so that they may ask otherwise."))
        return told


class ReportForm(VisitForm):
    WATCHED = TOLD

    report = PlainField(
        label=_("Report"),
        max_length=8000,
        rows=10,
        help_text=_("What was seen, what was decided, what changes in the plan."),
        error_messages={"required": _("Write what was seen and decided.")},
    )

    is_report_public = forms.BooleanField(
        label=_("Whoever reads the transfer may read the report"),
        required=False,
        help_text=_("Without it, both sides alone read it."),
    )

    class Meta:
        model = PeerVisit
        fields: ClassVar = list(TOLD)

    def __init__(self, *args: Any, may_show: bool, **options: Any) -> None:
        """`may_show`: whether this person says who reads it."""
        super().__init__(*args, **options)
        if not may_show:
            self.fields.pop("is_report_public")
