"""What coordinators and members of the closed network do besides publishing, all of it marked."""

from django.utils import timezone

from community.actions.searches import note_miss
from knowledge.actions import endorse
from networks import actions
from networks.actions.registering import mark_attendance, register
from networks.models import (
    EventPage,
    EventQuestion,
    EventRegistration,
    InvitationList,
    LinkCheck,
    Membership,
    NetworkMonth,
    ResourceUpload,
)
from tests.factories import MemberFactory


def organise(hidden, words, mark):
    """Events with people, letters, invitations, requests, choices: told in `words` and `mark`."""
    network, coordinator = hidden.network, hidden.coordinator
    register_people(hidden, words, mark)
    hidden.letters = [
        actions.write_letter(network, coordinator, words, words, "todos") for _each in range(2)
    ]
    actions.send_letter(hidden.letters[0], coordinator)
    actions.feature(network, hidden.entries[0], coordinator, words)
    endorse(hidden.case, network, coordinator, f"{words} para quienes recién empiezan")
    hidden.invitations = [
        actions.invite(network, coordinator, email=f"{mark}@invited.example", message=words)
    ]
    hidden.lists = [
        InvitationList.objects.create(
            network=network,
            by=coordinator,
            file_name=f"{mark}.csv",
            rows=[{"row": 2, "email": f"{mark}@listed.example", "fate": ""}],
        )
    ]
    hidden.asking = Membership.objects.create(
        network=network,
        user=MemberFactory(handle="quien-pide"),
        state=Membership.State.REQUESTED,
        answer=words,
    )
    hidden.uploads = [
        ResourceUpload.objects.create(
            network=network, user=coordinator, name=f"{mark}.pdf", size=9, is_checked=True
        )
    ]
    LinkCheck.objects.create(
        page=hidden.entries[0], url=f"https://example.org/{mark}/roto", failures=3, state="gone"
    )
    NetworkMonth.objects.create(network=network, month=timezone.localdate().replace(day=1))
    for _each in range(2):
        note_miss(network.pk, words, timezone.localdate())


def register_people(hidden, words, mark):
    """A member and a guest are registered for what lies ahead; the member was there."""
    hidden.events = [page for page in hidden.entries if isinstance(page, EventPage)]
    event = hidden.events[0]
    question = EventQuestion(text=words)
    event.questions.add(question)
    event.registering, event.gives_certificate = EventPage.Registering.MEMBERS, True
    event.save_revision(user=hidden.coordinator).publish(user=hidden.coordinator)
    told = [{"key": str(question.key), "question": words, "answer": words}]
    own = register(event, hidden.insider, told)
    mark_attendance(own, hidden.coordinator, was_there=True)
    # From the days when the network was open.
    guest = EventRegistration.objects.create(
        event=event,
        name=words,
        email=f"{mark}@guest.example",
        state=EventRegistration.State.REGISTERED,
        answers=told,
    )
    hidden.registrations = [own, guest]
