"""The process says that it lives, and whether the site can do its work."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community import readiness
from tests.community.tasks_made_up import fail, note


def test_the_process_answers_without_a_database(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content == b"ok\n"


@pytest.mark.django_db
def test_the_site_is_ready(client):
    note.enqueue("just now")

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_work_that_waits_too_long_is_told(client):
    note.enqueue("long ago")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "1 tarea espera desde hace más de 5 minutos" in response.content.decode()


@pytest.mark.django_db
def test_work_put_off_until_later_is_no_trouble(client, work):
    fail.enqueue("agua")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    work(may_fail=True)

    assert client.get("/readyz").status_code == 200

    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(minutes=6))
    assert client.get("/readyz").status_code == 503


def test_a_database_that_is_away_is_told(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr("community.readiness.connection.cursor", away)
    monkeypatch.setattr("community.readiness.connection.close", lambda: None)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert "La base de datos no responde." in response.content.decode()


@pytest.mark.django_db
def test_other_apps_have_their_say(client, monkeypatch):
    monkeypatch.setitem(readiness._probes, "search", "tests.community.test_health.no_index")

    assert client.get("/readyz").content == b"No index.\n"


def no_index():
    return "No index."
