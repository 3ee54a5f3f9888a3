"""Organizations, who belongs to them, and how that is confirmed."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.actions import affiliations as acts
from community.actions.invitations import accept_invitation, invite, withdraw_invitation
from community.actions.members import organization_called, set_affiliation
from community.mail_domains import check_domain
from community.models import Affiliation, Election, Notification, Organization, User
from community.permissions import (
    can_act_for,
    can_edit_organization,
    can_end_affiliation,
    can_invite,
    can_verify,
    is_official,
    organizations_of,
)
from community.tokens import invitation_address, proof_address
from community.zones import facilitators_of, who_answers_for
from tests.community.belonging import Way, person, today, works

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search")]


def who(cast, may):
    return {name for name, somebody in cast.items() if may(somebody)}


def test_each_role_may_what_it_should_about_an_organization(cast, vado):
    claim = cast["claimant"].affiliations.get()
    answering = {"facilitator", "unit"}

    assert who(cast, is_official) == {"colleague"}
    assert who(cast, lambda it: can_act_for(it, vado, today())) == {"colleague"}
    assert who(cast, lambda it: vado in organizations_of(it, today())) == {"colleague"}
    assert who(cast, lambda it: can_invite(it, vado)) == {"colleague", *answering}
    assert who(cast, lambda it: can_edit_organization(it, vado)) == {"colleague", *answering}
    assert who(cast, lambda it: can_verify(it, claim)) == answering
    assert who(cast, lambda it: can_end_affiliation(it, claim)) == {
        "claimant",
        "colleague",
        *answering,
    }
    assert (
        who(
            cast,
            lambda it: Affiliation.objects.waiting_for(it, today()).filter(pk=claim.pk).exists(),
        )
        == answering
    )
    assert [it.display_name for it in facilitators_of(vado.territory)] == ["Facilitator"]


def test_nobody_confirms_themselves_and_a_closed_account_confirms_nobody(cast, vado):
    unit = cast["unit"]
    own = works(unit, vado, Way.NONE)
    assert not can_verify(unit, own)

    cast["facilitator"].is_active = False
    cast["facilitator"].save()
    assert not can_verify(cast["facilitator"], cast["claimant"].affiliations.get())
    assert who_answers_for(vado) == [unit]


def test_what_people_type_has_no_page_until_somebody_confirms_it(cast, client):
    club = organization_called("Casino Gratis", Organization.Kind.COMPANY)
    set_affiliation(cast["stranger"], club, "")

    seen = who(cast, lambda it: club in Organization.objects.visible_to(it))
    assert seen == {"stranger", "unit"}
    assert client.get(club.get_absolute_url()).status_code == 404
    assert "Casino" not in client.get("/organizaciones/").content.decode()

    acts.confirm_affiliation(cast["stranger"].affiliations.get(), cast["unit"])
    assert client.get(club.get_absolute_url()).status_code == 200


def test_the_facilitator_confirms_by_the_list_and_the_person_is_told(cast, client, vado, work):
    claim = cast["claimant"].affiliations.get()
    for name in ("stranger", "colleague", "other facilitator", "team"):
        client.force_login(cast[name])
        answer = client.post(f"/organizaciones/vinculos/{claim.pk}/confirmar/")
        assert answer.status_code == 403, name
    client.force_login(cast["facilitator"])
    queue = client.get("/organizaciones/por-confirmar/").content.decode()
    assert "Claimant" in queue
    assert cast["claimant"].email not in queue, "only who asks shows the address"
    acts.ask_to_be_confirmed(claim, cast["claimant"])
    queue = client.get("/organizaciones/por-confirmar/").content.decode()
    assert cast["claimant"].email in queue
    client.post(f"/organizaciones/vinculos/{claim.pk}/confirmar/")

    claim.refresh_from_db()
    assert (claim.verification, claim.verified_by) == (Way.FACILITATOR, cast["facilitator"])
    assert claim.verified_at is not None
    work()
    assert [message.to for message in mail.outbox] == [
        [cast["facilitator"].email],
        [cast["claimant"].email],
    ]


# --- By an official address -------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["gmail.com", "HOTMAIL.es", "yahoo.com.ve", "cantv.net", "gob.pa", "vado", "a b.com", ""],
)
def test_domains_that_prove_nothing_are_refused(typed):
    with pytest.raises(ValidationError):
        check_domain(typed)


def test_an_official_address_proves_where_somebody_works(cast, client, vado, link_in, work):
    vado.mail_domains = "vado.gob.xa"
    vado.save()
    claim, claimant = cast["claimant"].affiliations.get(), cast["claimant"]
    client.force_login(claimant)
    address = f"/organizaciones/vinculos/{claim.pk}/correo/"

    refused = client.post(address, {"email": "ana@vado.gob.xa.example"})
    assert "vado.gob.xa" in refused.content.decode()
    assert not work()

    client.post(address, {"email": "Ana@VADO.gob.xa"})
    work()
    assert mail.outbox[-1].to == ["ana@vado.gob.xa"]
    link = link_in(mail.outbox[-1])

    client.get(link)
    claim.refresh_from_db()
    assert not claim.is_verified, "mail servers open links on their own"
    client.force_login(cast["stranger"])
    client.post(link)
    claim.refresh_from_db()
    assert not claim.is_verified, "the link is one person's"
    client.force_login(claimant)
    client.post(link)
    claim.refresh_from_db()
    assert claim.verification == Way.MAIL_DOMAIN
    assert can_act_for(claimant, vado, today())


def test_a_proof_that_is_old_changed_or_of_another_domain_confirms_nothing(cast, vado, monkeypatch):
    vado.mail_domains = "vado.gob.xa"
    vado.save()
    claimant, claim = cast["claimant"], cast["claimant"].affiliations.get()
    token = proof_address(claim.pk, "ana@vado.gob.xa").rstrip("/").rpartition("/")[2]

    vado.mail_domains = "otro.gob.xa"
    vado.save()
    for bad in (token, token[:-2], "x"):
        with pytest.raises(ValidationError):
            acts.accept_proof(bad, claimant)
    vado.mail_domains = "vado.gob.xa"
    vado.save()
    monkeypatch.setattr("community.tokens.PROOF_LASTS", timedelta(seconds=-1))
    with pytest.raises(ValidationError):
        acts.accept_proof(token, claimant)


# --- By invitation ----------------------------------------------------------------


def test_a_colleague_invites_people_with_and_without_an_account(cast, client, vado, link_in, work):
    client.force_login(cast["colleague"])
    address = f"{vado.get_absolute_url()}invitar/"
    answers = set()
    for email in ("nobody@vado.gob.xa", cast["stranger"].email):
        said = client.post(address, {"email": email, "post": "Jefa"}, follow=True)
        answers.add(said.content.decode().count(email))
    assert len(answers) == 1, "the answer does not tell who has an account"
    work()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        ["nobody@vado.gob.xa", cast["stranger"].email]
    )
    to_nobody = next(it for it in mail.outbox if it.to == ["nobody@vado.gob.xa"])
    link = link_in(to_nobody)

    client.force_login(cast["stranger"])
    assert "cuenta/organizaciones" in client.get("/cuenta/").content.decode()
    assert "/organizaciones/invitaciones/" in client.get("/cuenta/organizaciones/").content.decode()
    client.logout()
    page = client.get(link).content.decode()
    assert "Colleague" in page
    assert "cuenta/crear" in page
    newcomer = person("Newcomer")
    client.force_login(newcomer)
    assert client.post(link).url == vado.get_absolute_url()

    held = newcomer.affiliations.get()
    assert (held.verification, held.verified_by, held.post) == (
        Way.INVITATION,
        cast["colleague"],
        "Jefa",
    )
    client.force_login(person("Thief"))
    assert client.post(link).status_code == 200
    assert vado.affiliations.verified().current(today()).count() == 2


def test_an_invitation_dies_with_its_time_its_withdrawal_and_its_sender(cast, vado):
    colleague = cast["colleague"]

    def token_of(invitation):
        return invitation_address(invitation.pk).rstrip("/").rpartition("/")[2]

    old = invite(vado, colleague, "old@vado.gob.xa")
    old.expires_at = timezone.now() - timedelta(seconds=1)
    old.save()
    withdrawn = invite(vado, colleague, "withdrawn@vado.gob.xa")
    withdraw_invitation(withdrawn, cast["unit"])
    orphan = invite(vado, colleague, "orphan@vado.gob.xa")
    acts.end_affiliation(colleague.affiliations.get(), cast["unit"])
    suspended = person("Suspended")
    works(suspended, vado)
    muted = invite(vado, suspended, "muted@vado.gob.xa")
    User.objects.filter(pk=suspended.pk).update(suspended_at=timezone.now())

    for invitation in (old, withdrawn, orphan, muted):
        with pytest.raises(ValidationError):
            accept_invitation(token_of(invitation), cast["stranger"])
    for name in ("visitor", "stranger", "claimant", "former", "colleague", "team"):
        with pytest.raises(PermissionDenied):
            invite(vado, cast[name], "x@vado.gob.xa")


# --- Leaving ----------------------------------------------------------------------


def test_whoever_leaves_no_longer_speaks_for_it_and_keeps_the_record(cast, client, vado):
    colleague, held = cast["colleague"], cast["colleague"].affiliations.get()
    client.force_login(cast["stranger"])
    assert client.post(f"/organizaciones/vinculos/{held.pk}/terminar/").status_code == 403

    client.force_login(colleague)
    client.post(f"/organizaciones/vinculos/{held.pk}/terminar/")

    held.refresh_from_db()
    assert held.ended_on == today() - timedelta(days=1)
    assert held.is_verified
    assert not can_act_for(colleague, vado, today())
    assert can_act_for(colleague, vado, held.ended_on)
    assert not Notification.objects.filter(recipient=colleague).exists()


def test_saying_another_employer_in_the_profile_ends_the_one_shown(cast, vado):
    colleague = cast["colleague"]
    set_affiliation(colleague, organization_called("Otra", Organization.Kind.NGO), "Asesora")

    assert not can_act_for(colleague, vado, today())
    assert not is_official(colleague), "the new one is only said"


# --- Still there? -----------------------------------------------------------------


def test_everybody_is_asked_once_a_year_and_after_a_change_of_governments(cast, vado, client):
    colleague, held = cast["colleague"], cast["colleague"].affiliations.get()
    assert acts.ask_who_is_still_there() == 0
    in_a_year = today() + timedelta(days=366)
    assert acts.ask_who_is_still_there(in_a_year) == 2
    assert acts.ask_who_is_still_there(in_a_year) == 0

    Election.objects.create(
        country=vado.territory.get_root(), held_on=in_a_year + timedelta(days=30)
    )
    assert acts.ask_who_is_still_there(in_a_year + timedelta(days=29)) == 0
    assert acts.ask_who_is_still_there(in_a_year + timedelta(days=31)) == 2

    notice = Notification.objects.filter(recipient=colleague).first()
    assert client.get(notice.url).status_code == 302, "it needs a session"
    client.force_login(cast["stranger"])
    assert client.get(notice.url).status_code == 404
    client.force_login(colleague)
    assert "/terminar/" in client.get(notice.url).content.decode()
    client.post(notice.url)
    held.refresh_from_db()
    assert held.last_asked_on == today()
