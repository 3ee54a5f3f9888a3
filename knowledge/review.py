"""What the knowledge team may decide about a case now, with the forms to do it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from knowledge.forms.review import (
    ConfirmForm,
    DecisionForm,
    PublishForm,
    ReturnForm,
    ScheduleForm,
    WithdrawForm,
)
from knowledge.permissions import can_publish, can_return, can_unpublish, is_granted

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from community.models import User
    from knowledge.models import Case, CaseEvent


@dataclass
class Act:
    """One decision: the last part of its address, its form and the words around it."""

    name: str
    form: DecisionForm
    title: StrOrPromise
    button: StrOrPromise
    style: str = ""

    @property
    def is_wrong(self) -> bool:
        return bool(self.form.errors)


@dataclass
class Review:
    case: Case
    acts: list[Act] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    # Its author writes in it: it can be published once it is sent.
    is_with_author: bool = False


FORMS: dict[str, tuple[type[DecisionForm], StrOrPromise, StrOrPromise, str]] = {
    "publicar": (PublishForm, _("Publish"), _("Publish now"), ""),
    "devolver": (ReturnForm, _("Return it to its author"), _("Return it"), "second"),
    "programar": (ScheduleForm, _("Set the day"), _("Set the day"), "second"),
    "confirmar": (
        ConfirmForm,
        _("Record the confirmation"),
        _("Record the confirmation"),
        "second",
    ),
    "retirar": (WithdrawForm, _("Withdraw it"), _("Withdraw it"), "danger"),
}
TO_PUBLISH = ("publicar", "programar")


def review_of(case: Case, user: User, name: str = "", data: Any = None) -> Review:
    """The acts that are possible; the one called `name` with what was typed in it."""
    last = case.latest_revision_id
    is_with_author = case.code is not None and not is_granted(case)
    names = [each for each in FORMS if not (is_with_author and each in TO_PUBLISH)]
    acts = [
        Act(
            each,
            form_class(
                data if each == name else None,
                initial={"seen": last},
                prefix=each,
            ),
            title,
            button,
            style,
        )
        for each in names
        if is_possible(each, case, user)
        for form_class, title, button, style in [FORMS[each]]
    ]
    events = list(case.events.select_related("actor")[:20])
    return Review(case, acts, events, is_with_author)


def is_possible(name: str, case: Case, user: User) -> bool:
    is_new = case.has_unpublished_changes or not case.live
    match name:
        case "publicar":
            return is_new and can_publish(user, case)
        case "programar":
            return is_new and case.publish_at is None and can_publish(user, case)
        case "devolver":
            return can_return(user, case)
        case "retirar":
            return can_unpublish(user, case)
    return case.confirmed_at is None and case.code is not None
