"""A real worker and a real mail server: what a death in the middle of the digests leaves."""

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import MailDelivery, Mailing, Notification
from tests.community.test_collecting_digests import crowd
from tests.mail_server import mail_server
from tests.workers import WorkedSite

PEOPLE = 60
REFUSING = "c7@town.example"
DEADLY = 25


@pytest.fixture
def waiting_digests(db):
    """Each of them in its row, as `prepare_digests` leaves them."""
    mailing = Mailing.objects.create(kind="digest", day=timezone.localdate())
    for person in crowd(PEOPLE):
        Notification.objects.create(
            recipient=person,
            kind="case_published",
            source="cases",
            title="Se publicó",
            url="/experiencias/XA-2026-0001/",
            facts={"title": "Ferias", "code": "XA-2026-0001"},
            created_at=timezone.now() - timedelta(days=7),
            delivery=MailDelivery.objects.create(mailing=mailing, recipient=person),
        )


@pytest.mark.long
def test_a_killed_mailer_loses_no_mail_and_repeats_at_most_the_one_in_hand(
    waiting_digests, tmp_path, monkeypatch
):
    """It is killed when the server has taken a mail and has not yet said so."""
    with mail_server() as server, WorkedSite(tmp_path) as site:
        monkeypatch.setitem(os.environ, "SMTP_PORT", str(server.port))
        server.refusals[REFUSING] = 550
        first = site.start_worker(settings="tests.smtp_settings")
        server.before_answer = lambda number: number == DEADLY and first.send_signal(signal.SIGKILL)
        first.wait(30)
        assert len(server.taken) == DEADLY

        site.start_worker(settings="tests.smtp_settings")
        site.wait_for(lambda: states(site) == {"sent": PEOPLE - 1, "failed": 1}, seconds=20)

        reached = Counter(recipient for (recipient,), _source in server.taken)
        assert set(reached) == {f"c{n}@town.example" for n in range(PEOPLE)} - {REFUSING}
        assert reached.total() <= PEOPLE
        identities = Counter(message["Message-ID"] for message in server.messages())
        assert len(identities) == PEOPLE - 1
        assert server.messages()[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def states(site):
    return dict(site.ask("SELECT state, count(*) FROM community_maildelivery GROUP BY state"))
