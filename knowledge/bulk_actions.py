"""What the team does to several cases at once in the list of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from community.models import Theme, User
from knowledge.actions.filing import add_theme, add_to_network
from knowledge.actions.levels import assign
from knowledge.actions.publishing import unpublish
from knowledge.forms.review import team_of_cases
from knowledge.importing.writing import FORMATS
from knowledge.models import Case
from knowledge.permissions import can_assign, can_review, can_unpublish
from networks.models import NetworkPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

# One after the other in one transaction: others wait for it.
MOST_AT_ONCE = 100


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[("xlsx", "XLSX"), ("csv", "CSV"), ("jsonl", "JSON Lines")],
        widget=forms.RadioSelect,
        initial="xlsx",
        help_text=gettext_lazy(
            "In the shape of an import: what you change there can be imported again."
        ),
    )


class NetworkForm(forms.Form):
    network = forms.ModelChoiceField(
        label=gettext_lazy("Network"), queryset=NetworkPage.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network: Any = self.fields["network"]
        network.queryset = NetworkPage.objects.live().in_work().order_by("title")


class ThemeForm(forms.Form):
    theme = forms.ModelChoiceField(label=gettext_lazy("Theme"), queryset=Theme.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Any = self.fields["theme"]
        theme.queryset = Theme.objects.active().order_by("name")


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=gettext_lazy("Who has them"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody: they wait for somebody to take them"),
        help_text=gettext_lazy("They are told in the site and by mail."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["assignee"]
        people.queryset = team_of_cases()


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Their authors read it."),
    )


class CaseAction(SnippetBulkAction):
    """Abstract. An act that asks one question and says how many cases it changed."""

    template_name = "knowledge/admin/bulk_action.html"
    question: StrOrPromise = ""
    button: StrOrPromise = ""

    models = [Case]

    @property
    def user(self) -> User:
        user: User = self.request.user
        return user

    def check_perm(self, obj: Case) -> bool:
        return can_review(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"question": self.question, "button": self.button, "name": self.display_name}
        context: dict[str, Any] = super().get_context_data(**kwargs, **told)
        return context

    @classmethod
    def execute_action(cls, objects: Iterable[Case], **kwargs: Any) -> tuple[int, int]:
        objects = list(objects)
        action: CaseAction = kwargs["self"]
        changed = sum(action.act(case) for case in objects[:MOST_AT_ONCE])
        return changed, len(objects) - changed

    def act(self, case: Case) -> bool:
        raise NotImplementedError

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        changed = ngettext(
            "%(number)d experience changed.", "%(number)d experiences changed.", num_parent_objects
        ) % {"number": num_parent_objects}
        if not num_child_objects:
            return changed
        left = ngettext(
            "%(number)d was left as it is.", "%(number)d were left as they are.", num_child_objects
        ) % {"number": num_child_objects}
        return f"{changed} {left}"


class Assign(CaseAction):
    """Not of drafts that were never sent."""

    display_name = gettext_lazy("Assign")
    action_type = "assign"
    aria_label = gettext_lazy("Assign the chosen experiences to somebody of the team")
    question = gettext_lazy("Who of the team shall work on them?")
    button = gettext_lazy("Give them")
    form_class = AssignForm
    action_priority = 5

    def check_perm(self, obj: Case) -> bool:
        return can_assign(self.user, obj)

    def act(self, case: Case) -> bool:
        to = self.cleaned_form.cleaned_data["assignee"]
        if to == case.assignee:
            return False
        assign(case, self.user, to)
        return True


class AddToNetwork(CaseAction):
    display_name = gettext_lazy("Add to a network")
    action_type = "add_to_network"
    aria_label = gettext_lazy("Add the chosen experiences to a network")
    question = gettext_lazy("In which network shall they be shown?")
    button = gettext_lazy("Add them")
    form_class = NetworkForm
    action_priority = 10

    def act(self, case: Case) -> bool:
        network = self.cleaned_form.cleaned_data["network"]
        note = _("Shown in the network %(network)s.") % {"network": network.title}
        return add_to_network(case, network, self.user, note[:280])


class AddTheme(CaseAction):
    display_name = gettext_lazy("Add a theme")
    action_type = "add_theme"
    aria_label = gettext_lazy("Add a theme to the chosen experiences")
    question = gettext_lazy("Which theme shall they carry? Those with three keep theirs.")
    button = gettext_lazy("Add it")
    form_class = ThemeForm
    action_priority = 20

    def act(self, case: Case) -> bool:
        theme = self.cleaned_form.cleaned_data["theme"]
        note = _("Theme added: %(theme)s.") % {"theme": theme}
        return add_theme(case, theme, self.user, note[:280])


class Export(CaseAction):
    display_name = gettext_lazy("Export")
    action_type = "export"
    aria_label = gettext_lazy("Export the chosen experiences")
    question = gettext_lazy("All of their record, in the text that is being worked on.")
    button = gettext_lazy("Download")
    form_class = ExportForm
    action_priority = 30

    def prepare_action(
        self, objects: list[Case], objects_without_access: Any
    ) -> HttpResponse | StreamingHttpResponse:
        cases = Case.objects.filter(pk__in=[case.pk for case in objects])
        return exported(cases, self.cleaned_form.cleaned_data["format"])


class Withdraw(CaseAction):
    """Stands where Wagtail would delete: nothing of the record is deleted."""

    display_name = gettext_lazy("Withdraw")
    action_type = "delete"
    aria_label = gettext_lazy("Withdraw the chosen experiences")
    question = gettext_lazy("Readers will no longer see them; their versions and history stay.")
    button = gettext_lazy("Withdraw them")
    form_class = WithdrawForm
    action_priority = 40
    classes = {"serious"}

    def check_perm(self, obj: Case) -> bool:
        return can_unpublish(self.user, obj)

    def act(self, case: Case) -> bool:
        unpublish(case, self.user, self.cleaned_form.cleaned_data["reason"])
        return True


def exported(cases: Any, kind: str) -> HttpResponse | StreamingHttpResponse:
    content_type, write = FORMATS[kind]
    content = write(cases)
    is_whole = isinstance(content, bytes)
    response: Any = (HttpResponse if is_whole else StreamingHttpResponse)(
        content, content_type=content_type
    )
    name = _("experiences")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response


ACTIONS = (Assign, AddToNetwork, AddTheme, Export, Withdraw)
