"""Cases that a local facilitator tells for a municipality, and what its people say to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.search.index import insert_or_update_object

from community.models import Affiliation, User
from knowledge.actions.history import log, tell, those_on
from knowledge.models import AssistedRegistration, Case, CaseEvent
from knowledge.models.sealed import signature
from knowledge.permissions import assists, can_answer_for_town

if TYPE_CHECKING:
    from community.models import Organization, UserQuerySet
    from territories.models import Territory


def people_of(place: Territory | None) -> UserQuerySet:
    """Who is known to work today for the government of that municipality."""
    current = Affiliation.objects.verified().current(timezone.localdate())
    posts = current.filter(organization__kind="municipal_government", organization__territory=place)
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk")


def ask_municipality(case: Case, sender: User, draft: Case) -> AssistedRegistration | None:
    """When `sender` told it as the facilitator of the zone, ask the people of the municipality.

    Not again where they have confirmed it, or are being asked. None where nobody is to be asked.
    """
    place = draft.lead_municipality
    if case.confirmed_at is not None or not assists(sender, place):
        return None
    asked = AssistedRegistration.objects.filter(case=case).first()
    if asked is not None and asked.is_pending and asked.municipality == place:
        return asked
    asked, _is_new = AssistedRegistration.objects.update_or_create(
        case=case,
        defaults={
            "municipality": place,
            "facilitator": sender,
            "asked_at": timezone.now(),
            "answer": AssistedRegistration.Answer.PENDING,
            "answered_by": None,
            "answered_at": None,
            "note": "",
        },
    )
    log(case, CaseEvent.Verb.ASSISTED, sender)
    url = reverse("cases:confirmation", args=[case.reference])
    tell(
        people_of(place),
        case,
        "case_to_confirm",
        sender,
        url=url,
        name=signature(case, sender),
        place=draft.place,
    )
    return asked


@transaction.atomic
def answer_for_town(case: Case, user: User, *, is_confirmed: bool, note: str = "") -> Case:
    """Confirm or refuse what a facilitator told, in the name of the municipality.

    What is confirmed stands from then on in the municipality's name. A draft that
    is refused goes back to the facilitator, with the reason; what readers see
    already is for the team to decide: it is told why.

    Raises:
        PermissionDenied: not of the municipality, or somebody answered before.
        ValidationError: it is refused without a reason.

    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    assistance = AssistedRegistration.objects.filter(case=case).first()
    if assistance is None or not can_answer_for_town(user, assistance):
        raise PermissionDenied
    if case.draft().lead_municipality_id != assistance.municipality_id:
        raise PermissionDenied
    note = note.strip()
    if not is_confirmed and not note:
        raise ValidationError({"note": _("Say why: whoever told it reads it, and the team.")})
    answers = AssistedRegistration.Answer
    assistance.answer = answers.CONFIRMED if is_confirmed else answers.REFUSED
    assistance.answered_by, assistance.answered_at = user, timezone.now()
    assistance.note = note
    assistance.save()
    if is_confirmed:
        take_as_own(case, organization_of(user, assistance.municipality_id))
        log(case, CaseEvent.Verb.CONFIRMED, user, note)
    else:
        give_back(case)
        log(case, CaseEvent.Verb.REFUSED, user, note)
    kind = "case_confirmed_by_town" if is_confirmed else "case_refused_by_town"
    told = [assistance.facilitator, *case.authors(), *those_on(case)]
    tell(told, case, kind, user, name=signature(case, user), reason=note)
    return case


def take_as_own(case: Case, organization: Organization | None) -> None:
    case.confirmed_at = timezone.now()
    case.on_behalf_of = case.on_behalf_of or organization
    case.save(update_fields=["confirmed_at", "on_behalf_of", "changed_at"])
    insert_or_update_object(case)


def give_back(case: Case) -> None:
    if case.state == Case.State.SENT:
        case.state, case.publish_at = Case.State.RETURNED, None
        case.save(update_fields=["state", "publish_at", "changed_at"])


def organization_of(user: User, municipality_id: int | None) -> Organization | None:
    """The municipal government for which the person works there."""
    current = user.affiliations.verified().current(timezone.localdate())
    here = current.filter(
        organization__kind="municipal_government", organization__territory=municipality_id
    )
    post = here.select_related("organization").first()
    return post.organization if post else None
