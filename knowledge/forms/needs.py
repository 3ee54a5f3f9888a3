"""What somebody fills in to post a need, to answer one and to say how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.forms.conversation import voices_of
from community.forms.themes import ThemeField
from community.models import Organization, Theme
from community.roles import accompanies_a_zone
from knowledge.forms.fields import LineField, PlainField
from knowledge.models.need_answers import LONGEST_WORDS
from knowledge.models.needs import LONGEST_TITLE, works_for
from knowledge.need_kinds import Means, NeedState
from territories.forms import MunicipalityField
from territories.models import Territory

if TYPE_CHECKING:
    from datetime import date

    from django.core.exceptions import ValidationError

    from community.models import User
    from knowledge.models import Need

# Who plans for longer writes a plan, not a need.
YEARS_AHEAD = 10


class DayInput(forms.DateInput):
    """The calendar of the browser; it sends and gets days as 2027-03-31."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NeedForm(forms.Form):
    """Of a need that is new, `place` asks for whom; of one that is `edited`, it stays.

    Who works in several governments chooses one, who accompanies a zone writes its name.
    """

    place: Any
    title = LineField(
        label=_("What do you want to solve?"),
        max_length=LONGEST_TITLE,
        help_text=_(
            "In one sentence and in your own words, as you would say it to a colleague: “The"
            " market floods each time it rains”."
        ),
        error_messages={"required": _("Say in one sentence what you want to solve.")},
    )
    theme = ThemeField(
        Theme.objects.none(),
        label=_("Theme"),
        empty_label=pgettext_lazy("theme", "Choose one"),
        error_messages={"required": _("Choose the theme: by it others find you.")},
    )
    problem = PlainField(
        label=_("What happens?"),
        max_length=3000,
        rows=7,
        help_text=_(
            "Since when, whom it touches and how many, and what would be different if it were"
            " solved. Do not name people."
        ),
        error_messages={
            "required": _("Tell what happens: who reads it knows your municipality as little.")
        },
    )
    tried = PlainField(
        label=_("What have you tried already?"),
        max_length=1500,
        rows=3,
        required=False,
        help_text=_("And why it was not enough. It saves others from proposing it again."),
    )
    means_band = forms.ChoiceField(
        label=_("How much could you put into it?"),
        choices=[(value, capfirst(label)) for value, label in Means.choices],
        initial=Means.UNKNOWN.value,
        help_text=_("In US dollars, to compare it with what others spent."),
    )
    means = PlainField(
        label=_("What else do you have?"),
        max_length=800,
        rows=2,
        required=False,
        help_text=_("People and their time, land, machines, an agreement that is signed."),
    )
    wanted_by = forms.DateField(
        label=_("When do you need it by?"),
        required=False,
        widget=DayInput(),
        help_text=_("If there is a day: the budget, the rains, an obligation by law."),
        error_messages={"invalid": _("Write a day with its month and year.")},
    )
    number = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, user: User, edited: Need | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.edited = edited
        usable = Q(is_active=True) | (Q(pk=edited.theme_id) if edited else Q(pk__in=[]))
        themes: Any = self.fields["theme"]
        themes.queryset = Theme.objects.filter(usable).in_tree()
        if edited is None:
            self.ask_for_place(user)

    def ask_for_place(self, user: User) -> None:
        governed = Territory.objects.filter(
            pk__in=works_for(user).values("organization__territory")
        )
        own = list(governed.order_by("name", "pk"))
        said: dict[str, Any] = {"label": _("Municipality")}
        if accompanies_a_zone(user):
            field: Any = MunicipalityField(
                **said,
                initial=own[0] if own else None,
                help_text=_("One of those you accompany. Its people are told."),
            )
        else:
            field = forms.ModelChoiceField(
                governed.order_by("name", "pk"),
                **said,
                initial=own[0].pk if own else None,
                empty_label=None,
            )
        self.fields = {"place": field, **self.fields}

    def clean_wanted_by(self) -> date | None:
        day: date | None = self.cleaned_data["wanted_by"]
        today = timezone.localdate()
        kept = self.edited is not None and day == self.edited.wanted_by
        if day is not None and day < today and not kept:
            raise forms.ValidationError(
                _("That day has passed. Write one to come, or leave it empty.")
            )
        if day is not None and day.year > today.year + YEARS_AHEAD:
            raise forms.ValidationError(_("That is very far away. Check the year."))
        return day

    @property
    def text(self) -> dict[str, Any]:
        """What `post_need` and `edit_need` take."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("place", "number")
        }

    def refuse(self, refusal: ValidationError) -> None:
        self.add_error(None, refusal)


class AnswerForm(forms.Form):
    """What to say with what was chosen; alone it is advice, and must say something."""

    words = PlainField(
        label=_("What do you say to them?"),
        max_length=LONGEST_WORDS,
        rows=6,
        required=False,
    )
    on_behalf_of = forms.TypedChoiceField(
        label=_("On behalf of"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any = None, *, user: User, is_advice: bool, **options: Any) -> None:
        super().__init__(data, **options)
        words: Any = self.fields["words"]
        if is_advice:
            words.required = True
            words.help_text = _(
                "What you would do first, what to avoid, whom to ask. Everybody reads it, with"
                " your name."
            )
            words.error_messages["required"] = _("Write your advice before you send it.")
        else:
            words.help_text = _(
                "Why it may serve them, and what they would have to change. Everybody reads it,"
                " with your name."
            )
        voices = voices_of(user)
        if voices:
            chosen: Any = self.fields["on_behalf_of"]
            chosen.choices = [("", _("Myself")), *voices]
        else:
            del self.fields["on_behalf_of"]

    @property
    def organization(self) -> Organization | None:
        """The one that was chosen; None for whoever speaks for themselves."""
        chosen = self.cleaned_data.get("on_behalf_of")
        return Organization.objects.get(pk=chosen) if chosen else None


class StateForm(forms.Form):
    """How a need stands; of one that is solved, with what."""

    ELSEWHERE = "otra"

    state = forms.ChoiceField(
        label=_("How does it stand?"),
        choices=[
            (NeedState.OPEN.value, _("Open: nobody is solving it with us yet")),
            (NeedState.IN_CONTACT.value, _("In contact: we talk with somebody who can help")),
            (NeedState.SOLVED.value, _("Solved")),
            (NeedState.WITHDRAWN.value, _("Withdrawn: we look for nothing any more")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.ChoiceField(
        label=_("If it is solved: with which answer?"), required=False, widget=forms.RadioSelect
    )
    address = LineField(
        label=_("Or with an experience or solution of this site"),
        max_length=300,
        required=False,
        help_text=_("Paste its address, or the code of the experience: XA-2026-0001."),
    )
    words = LineField(
        label=_("In your own words"),
        max_length=300,
        required=False,
        help_text=_("What solved it, or why you withdraw it. Others who need the same read it."),
    )

    def __init__(self, data: Any = None, *, answers: list[Any], **options: Any) -> None:
        super().__init__(data, **options)
        self.answers = {str(each.pk): each for each in answers}
        chosen: Any = self.fields["answer"]
        if answers:
            labels = [(key, self.label_of(each)) for key, each in self.answers.items()]
            chosen.choices = [("", _("With none of these")), *labels]
        else:
            del self.fields["answer"]

    @staticmethod
    def label_of(answer: Any) -> str:
        author = str(answer.author or "")
        named = answer.case.title if answer.case and answer.case.live else ""
        named = named or Truncator(answer.words).chars(80)
        named = named or str(capfirst(answer.get_kind_display()))
        return f"{named} ({author})" if author else named
