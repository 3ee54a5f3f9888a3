"""How often one wants mail, source by source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from community.actions.mail_preferences import choose, preferences_of
from community.sources import EXPLAINED, Source, can_be_left, frequencies_of

if TYPE_CHECKING:
    from community.models import User


class MailPreferencesForm(forms.Form):
    """A row of radio buttons for each source that leaves a choice."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        chosen = preferences_of(person)
        for source in filter(can_be_left, Source):
            self.fields[source.value] = forms.ChoiceField(
                label=source.label,
                help_text=EXPLAINED[source],
                choices=[(choice.value, choice.label) for choice in frequencies_of(source)],
                initial=chosen[source],
                widget=forms.RadioSelect,
            )

    def save(self) -> None:
        choose(self.person, self.cleaned_data)
