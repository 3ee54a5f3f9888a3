"""What the forms of all the sections of a case share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelcluster.forms import ClusterForm
from wagtail.rich_text import expand_db_html

from community.html import text_of
from knowledge.forms.fields import NarrativeField
from territories.forms import MunicipalityField

if TYPE_CHECKING:
    from knowledge.models import Case


class SectionForm(ClusterForm):
    """Some fields of a case, all of which may stay empty while it is a draft but the title.

    `relations` are the rows of the case that the section writes; no two
    sections write the same.
    """

    relations: tuple[str, ...] = ()
    use_required_attribute = False

    def __init__(self, data: Any = None, *, instance: Case, **options: Any) -> None:
        super().__init__(data, instance=instance, **options)
        for name in self.narratives():
            self.initial[name] = text_of(expand_db_html(getattr(instance, name)))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields and relations of the section: what a conflict can be about."""
        return (*cls._meta.fields, *cls.relations)

    def narratives(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, NarrativeField)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        # A text nobody touched stays to the letter as it was, whatever an editor set in it.
        for name in self.narratives():
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned

    def stored_words(self) -> dict[str, str]:
        """For each field that differs from what is kept: what is kept, in words."""
        return {name: self.words_of(name) for name in self.changed_data}

    def words_of(self, name: str) -> str:
        field: Any = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field, MunicipalityField):
            return str(value.text)
        if not hasattr(field, "choices"):
            return "" if value is None else str(value)
        chosen = value if isinstance(value, list | tuple) else [value]
        names = names_of_choices(field.choices)
        return ", ".join(names[str(key)] for key in chosen if str(key) in names and key != "")


def names_of_choices(choices: Any) -> dict[str, str]:
    """What each value of a list of choices is called, those in groups too."""
    names: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            names |= names_of_choices(label)
        else:
            names[str(value)] = str(label)
    return names
