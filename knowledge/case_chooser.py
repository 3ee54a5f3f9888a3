"""Choosing a case in the admin, for a solution that was made of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from knowledge.models import Case
from territories.names import fold


class CaseSearch(SearchFilterMixin, BaseFilterForm):
    """Finds a case by its code, its title or its municipality."""

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        for word in (self.search_query or "").split():
            place = Q(lead_municipality__search_text__contains=fold(word))
            objects = objects.filter(Q(title__icontains=word) | Q(code__icontains=word) | place)
        return objects


class PublishedCases:
    """What everybody reads: drafts are offered to nobody, and named to nobody."""

    filter_form_class = CaseSearch

    def get_object_list(self) -> Any:
        return Case.objects.published().select_related("lead_municipality").newest_first()

    @property
    def columns(self) -> list[Column]:
        columns: list[Column] = super().columns  # type: ignore[misc]
        told = [
            Column("code", label=gettext_lazy("Code")),
            Column("place", label=gettext_lazy("Municipality")),
            Column("evidence_level", label=gettext_lazy("Evidence")),
        ]
        return [*(each for each in columns if each.name != "live"), *told]


class ChooseCase(PublishedCases, ChooseView):
    pass


class ChooseCaseResults(PublishedCases, ChooseResultsView):
    pass


class CaseChosen(SnippetChosenView):
    def get_object(self, pk: Any) -> Case:
        return get_object_or_404(Case.objects.published(), pk=pk)


class CasesChosen(SnippetChosenMultipleView):
    def get_objects(self, pks: Any) -> Any:
        return Case.objects.published().filter(pk__in=pks)


class CaseChooserViewSet(SnippetChooserViewSet):
    """Whoever writes a solution chooses among the cases everybody reads."""

    choose_view_class = ChooseCase
    choose_results_view_class = ChooseCaseResults
    chosen_view_class = CaseChosen
    chosen_multiple_view_class = CasesChosen
