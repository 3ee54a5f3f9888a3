"""Choosing a theme: each competence of the first level, with what lies under it set in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from community.models import Theme
    from community.models.themes import ThemeQuerySet

SET_IN = "\u2003"


def theme_in_list(theme: Theme) -> str:
    """Its name as a line of `ThemeQuerySet.in_tree`."""
    return f"{SET_IN}{theme}" if theme.parent_id else str(theme)


class ThemeField(forms.ModelChoiceField):
    """One theme of a list of about a hundred, in the order in which people look for it."""

    def __init__(self, queryset: ThemeQuerySet, **kwargs: Any) -> None:
        super().__init__(queryset.in_tree(), **kwargs)

    def label_from_instance(self, theme: Any) -> str:
        return theme_in_list(theme)
