"""What the knowledge team may decide about a case now, with the forms to do it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from knowledge.feedback_shown import to_bundle
from knowledge.forms.feedback import choices_to_bundle
from knowledge.forms.review import (
    AssignForm,
    ConfirmForm,
    DecisionForm,
    LowerForm,
    PublishForm,
    PutDownForm,
    ReturnForm,
    ScheduleForm,
    SystematizedForm,
    TakeUpForm,
    VerifiedForm,
    WithdrawForm,
)
from knowledge.levels import all_missing
from knowledge.models import AssistedRegistration, Case
from knowledge.permissions import (
    can_assign,
    can_lower,
    can_publish,
    can_put_down,
    can_return,
    can_systematize,
    can_take_up,
    can_unpublish,
    can_verify,
    is_granted,
    is_news_to_its_author,
)
from knowledge.scales import Level
from knowledge.sections import way_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

    from community.models import User
    from knowledge.models import CaseEvent


@dataclass(frozen=True)
class Lack:
    """Something the level asks for and is not there, with where it is told."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Kind:
    """A decision there is: its form, the words around it, when it is possible.

    `level` is the one it recognizes: it waits for what that level asks for.
    """

    form: type[DecisionForm]
    title: StrOrPromise
    button: StrOrPromise
    is_possible: Callable[[User, Case], bool]
    style: str = "second"
    level: int | None = None


@dataclass
class Act:
    """One decision: the last part of its address, its form and the words around it."""

    name: str
    form: DecisionForm
    kind: Kind
    missing: list[Lack] = field(default_factory=list)

    @property
    def title(self) -> StrOrPromise:
        return self.kind.title

    @property
    def button(self) -> StrOrPromise:
        return self.kind.button

    @property
    def style(self) -> str:
        return self.kind.style

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
    # What the people of its municipality were asked, if they were.
    assistance: AssistedRegistration | None = None
    # The team has changed it since: its author has not read what would be recognized.
    is_news_to_its_author: bool = False
    # Remarks nobody has closed.
    open_remarks: int = 0


def has_news(case: Case) -> bool:
    return case.has_unpublished_changes or not case.live


KINDS: dict[str, Kind] = {
    "publicar": Kind(
        PublishForm,
        _("Publish"),
        _("Publish now"),
        lambda user, case: has_news(case) and can_publish(user, case),
        "",
    ),
    "devolver": Kind(
        ReturnForm,
        _("Return it to its author"),
        _("Return it"),
        lambda user, case: can_return(user, case),
    ),
    "programar": Kind(
        ScheduleForm,
        _("Set the day"),
        _("Set the day"),
        lambda user, case: has_news(case) and case.publish_at is None and can_publish(user, case),
    ),
    "asignar": Kind(
        AssignForm,
        _("Who of the team has it"),
        _("Give it to them"),
        lambda user, case: can_assign(user, case),
    ),
    "empezar-sistematizacion": Kind(
        TakeUpForm,
        _("Begin its systematization"),
        _("Begin it"),
        lambda user, case: can_take_up(user, case),
    ),
    "sistematizada": Kind(
        SystematizedForm,
        _("It is systematized (N2)"),
        _("Publish it as systematized"),
        lambda user, case: can_systematize(user, case),
        "",
        Level.SYSTEMATIZED,
    ),
    "dejar-sistematizacion": Kind(
        PutDownForm,
        _("Stop its systematization"),
        _("Stop it"),
        lambda user, case: can_put_down(user, case),
    ),
    "verificada": Kind(
        VerifiedForm,
        _("It is verified (N3)"),
        _("Publish it as verified"),
        lambda user, case: can_verify(user, case),
        "",
        Level.VERIFIED,
    ),
    "bajar-nivel": Kind(
        LowerForm,
        _("Take its level back"),
        _("Take it back"),
        lambda user, case: can_lower(user, case),
    ),
    "confirmar": Kind(
        ConfirmForm,
        _("Record the confirmation"),
        _("Record the confirmation"),
        lambda user, case: case.confirmed_at is None and case.code is not None,
    ),
    "retirar": Kind(
        WithdrawForm,
        _("Withdraw it"),
        _("Withdraw it"),
        lambda user, case: can_unpublish(user, case),
        "danger",
    ),
}


def is_possible(name: str, case: Case, user: User) -> bool:
    return KINDS[name].is_possible(user, case)


def review_of(case: Case, user: User, name: str = "", data: Any = None) -> Review:
    """The acts that are possible; the one called `name` with what was typed in it."""
    acts = [
        act_of(each, kind, case, data if each == name else None)
        for each, kind in KINDS.items()
        if kind.is_possible(user, case)
    ]
    events = list(case.events.select_related("actor")[:20])
    return Review(
        case,
        acts,
        events,
        is_with_author=case.code is not None and not is_granted(case),
        is_news_to_its_author=any(each.kind.level for each in acts) and is_news_to_its_author(case),
        assistance=assistance_of(case),
        open_remarks=open_remarks_of(case),
    )


def assistance_of(case: Case) -> AssistedRegistration | None:
    """No query for a case that was asked `to_read` and that its authors told themselves."""
    if not vars(case).get("was_assisted", True):
        return None
    return AssistedRegistration.objects.filter(case=case).select_related("answered_by").first()


def open_remarks_of(case: Case) -> int:
    """Told by a case that was asked `to_read`; one query for another."""
    if "number_of_remarks" in vars(case):
        return vars(case)["number_of_remarks"] or 0
    return int(case.remarks.open().count())


def act_of(name: str, kind: Kind, case: Case, data: Any) -> Act:
    initial = {"seen": case.latest_revision_id, "assignee": case.assignee_id}
    form = kind.form(data, initial=initial, prefix=name)
    if isinstance(form, PublishForm):
        offer_feedback(form, case)
    missing = lacks(case, kind.level) if kind.level else []
    return Act(name, form, kind, missing)


def offer_feedback(form: PublishForm, case: Case) -> None:
    """Accepted feedback that waits for a version; what the text is said to have is chosen.

    One query for all forms of a case, none where nothing waits.
    """
    if "_to_bundle" not in vars(case):
        case.__dict__["_to_bundle"] = to_bundle(case)
    rows = case.__dict__["_to_bundle"]
    form.offer(choices_to_bundle(rows), [str(row.pk) for row in rows if row.in_draft])


def lacks(case: Case, level: int) -> list[Lack]:
    """What the newest text lacks for that level, with the way to each field."""
    return [
        Lack(each.sentence, way_to(case, each.field)) for each in all_missing(newest(case), level)
    ]


def newest(case: Case) -> Case:
    """The newest text, read off its revision: no query for any of its rows."""
    revision = case.latest_revision
    return case.as_told(revision.content) if revision else case
