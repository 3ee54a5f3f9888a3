"""Somebody without an account reads a draft by a link, and says what they think of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.models import Notification
from knowledge import actions
from knowledge.actions import authorship
from knowledge.models import Case, Contributor, Remark, ReviewLink
from knowledge.tokens import invitation_address
from tests.factories import CaseFactory
from tests.knowledge.conftest import verbs
from tests.knowledge.workspace import at, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]

SAID = {"part": "problem", "text": "Since when?", "name": "Rosa", "email": "rosa@town.example"}


def test_a_link_shows_the_draft_takes_remarks_and_can_be_withdrawn(
    client, draft, author, work, settings
):
    client.force_login(author)
    asked = {"for_whom": "Rosa", "email": "rosa@town.example", "days": "7"}
    client.post(at(draft, "observaciones"), asked)
    link = ReviewLink.objects.get()
    work()
    [letter] = mail.outbox
    assert f"{link.get_absolute_url().removeprefix('/en')}" in letter.body
    client.logout()
    address = link.get_absolute_url()

    page = client.get(address)
    assert page.status_code == 200
    assert "What hurt." in words(page)
    assert page["X-Robots-Tag"].startswith("noindex")
    assert client.get(at(draft)).status_code == 404
    settings.SECONDS_TO_FILL_IN_A_FORM = 0
    assert client.post(address, SAID).status_code == 302

    remark = Remark.objects.get()
    assert Notification.objects.filter(recipient=author, kind="case_remark").exists()
    assert verbs(draft)[-2:] == ["shared", "remarked"]
    client.force_login(author)
    assert "1 remark to answer" in words(client.get(at(draft, "editar")))
    assert "Since when?" in words(client.get(at(draft, "editar", "problema")))
    client.post(at(draft, "observaciones", str(remark.pk)), {"answer": "Since 2018.", "close": "1"})
    work()
    assert "Since 2018." in mail.outbox[-1].body
    assert not draft.remarks.open().exists()
    client.logout()
    assert "Since 2018." in words(client.get(address))

    actions.revoke(link, author)
    assert client.get(address).status_code == 410
    assert client.post(address, SAID).status_code == 410


def test_what_has_expired_or_was_changed_opens_nothing(client, draft, author):
    link = actions.share(draft, author, for_whom="Rosa")
    address = link.get_absolute_url()
    assert client.get(address[:-2] + "x/").status_code == 410
    ReviewLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(address).status_code == 410


def test_only_its_keeper_and_the_team_share_a_draft(client, draft, member, team, unit):
    for person in (member,):
        with pytest.raises(PermissionDenied):
            actions.share(draft, person, for_whom="x")
        client.force_login(person)
        assert client.get(at(draft, "observaciones")).status_code == 404
    for person in (team, unit):
        client.force_login(person)
        assert client.get(at(draft, "observaciones")).status_code == 200


def test_a_link_names_nobody_who_is_protected(client, author):
    case = CaseFactory(registered_by=author)
    case.contributors.add(Contributor(name="Luisa Secreta", post="Secretary", shown_as="nobody"))
    case.save()
    case.save_revision(user=author, clean=False)
    link = actions.share(case, author, for_whom="Rosa")

    assert "Luisa Secreta" not in client.get(link.get_absolute_url()).content.decode()


def test_an_address_nobody_confirmed_gets_so_many_mails_and_no_more(
    client, draft, author, settings
):
    few = {"remark_answer": "1/d/key", "official_mailbox": "1/d/key"}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **few}
    link = actions.share(draft, author, for_whom="Rosa")
    made = actions.remark(link, text="Since when?", name="Rosa", email="flood@town.example")
    client.force_login(author)
    for answer in ("Since 2018.", "Since 2019."):
        client.post(at(draft, "observaciones", str(made.pk)), {"answer": answer})
    asked = {"for_whom": "Rosa", "email": "more@town.example", "days": "7"}
    client.post(at(draft, "observaciones"), asked)
    page = client.post(at(draft, "observaciones"), asked)

    made.refresh_from_db()
    assert made.answer == "Since 2019.", "it is kept, and read by the link"
    assert DBTaskResult.objects.filter(task_path__endswith="send_remark_answer").count() == 1
    assert "That is enough for today" in words(page)


def test_remarks_stand_page_by_page_and_the_notice_leads_to_its_own(
    client, draft, author, django_assert_num_queries
):
    client.force_login(author)
    link, address = actions.share(draft, author, for_whom="Rosa"), at(draft, "observaciones")
    first = actions.remark(link, text="Who pays?", name="Rosa")
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Remark.objects.bulk_create(
        Remark(case=draft, link=link, name="Rosa", text=f"Number {number}.") for number in range(29)
    )
    last = actions.remark(link, text="The last one.", name="Rosa")

    with django_assert_num_queries(len(few)):
        page = client.get(address)
    assert "Number 18." in words(page)
    assert "Number 19." not in words(page)
    assert "To be answered 31" in words(page)
    told = Notification.objects.filter(recipient=author, kind="case_remark").latest("pk")
    opened = client.get(told.url, follow=True)
    assert opened.redirect_chain[-1][0].endswith(f"?pagina=2#observacion-{last.pk}")
    assert f'id="observacion-{last.pk}"' in opened.content.decode()
    closing = f"{at(draft, 'observaciones', str(last.pk))}?pagina=2"
    closed = client.post(closing, {"answer": "", "close": "1"}, follow=True)
    assert "To be answered 30" in words(closed)
    assert "Closed 1" in words(closed)
    assert client.get(f"{address}?observacion=x").status_code == 404
    assert client.get(f"{address}?observacion={first.pk}").status_code == 302


def test_who_is_taken_off_reads_on_by_no_link_they_made(client, draft, author, member):
    invited = authorship.invite(draft, author, person=member)
    theirs = authorship.accept(invitation_address(invited.pk).rstrip("/").split("/")[-1], member)
    draft = Case.objects.get(pk=draft.pk)
    link = actions.share(draft, member, for_whom="Me")
    kept = actions.share(draft, author, for_whom="Rosa")

    authorship.remove(theirs, author)

    assert client.get(link.get_absolute_url()).status_code == 410
    assert client.get(kept.get_absolute_url()).status_code == 200
