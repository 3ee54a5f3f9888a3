"""The mails of an installation somebody tries out, readable where no mail server is."""

import sys
from importlib import reload

import pytest
from django.core.mail import get_connection, send_mail
from django.urls import clear_url_caches

FILES = "django.core.mail.backends.filebased.EmailBackend"


def reload_addresses():
    clear_url_caches()
    reload(sys.modules["community.urls"])


@pytest.fixture
def readable(settings, tmp_path):
    settings.MAIL_IS_READABLE_ON_SITE = True
    settings.EMAIL_FILE_PATH = tmp_path
    settings.EMAIL_BACKEND = FILES
    reload_addresses()
    yield tmp_path
    settings.MAIL_IS_READABLE_ON_SITE = False
    reload_addresses()


def send(subject="Confirme su correo", body="Señora:\n\nhttp://testserver/cuenta/?a=1&b=2"):
    with get_connection(FILES) as connection:
        send_mail(subject, body, None, ["ana@town.example"], connection=connection)


def test_on_a_real_site_the_address_does_not_exist(client, home):
    assert client.get("/correo/").status_code == 404


def test_an_empty_mailbox_says_what_will_be_there(client, db, readable):
    page = client.get("/correo/").content.decode()

    assert 'class="empty"' in page


def test_a_message_is_listed_and_opens_with_its_link(client, db, readable):
    send()

    listed = client.get("/correo/").content.decode()
    assert "Confirme su correo" in listed
    name = next(readable.iterdir()).stem
    assert f"/correo/{name}/" in listed
    page = client.get(f"/correo/{name}/").content.decode()
    assert "Señora:" in page
    assert "ana@town.example" in page
    assert 'href="http://testserver/cuenta/?a=1&amp;b=2"' in page


def test_nothing_in_a_message_is_html(client, db, readable):
    send(subject="<b>hola</b>", body="<script>alert(1)</script>")

    name = next(readable.iterdir()).stem
    for address in ("/correo/", f"/correo/{name}/"):
        page = client.get(address).content.decode()
        assert "<b>hola" not in page
        assert "<script>alert" not in page


@pytest.mark.parametrize(
    "name", ["../settings", "..%2f..%2fetc%2fpasswd", "20260101-000000-1", "x", "/etc/passwd"]
)
def test_no_other_file_can_be_read(client, home, readable, name):
    assert client.get(f"/correo/{name}/").status_code == 404


def test_several_messages_in_one_file_are_all_shown(client, db, readable):
    with get_connection(FILES) as connection:
        for subject in ("Uno", "Dos"):
            send_mail(subject, "Hola", None, ["ana@town.example"], connection=connection)

    page = client.get("/correo/").content.decode()

    assert "Uno" in page
    assert "Dos" in page


def test_the_html_of_a_message_is_drawn_and_runs_nothing(client, db, readable):
    with get_connection(FILES) as connection:
        html = '<p style="color:red">Hola</p>'
        send_mail("Hola", "Hola", None, ["a@b.example"], html_message=html, connection=connection)
    name = next(readable.iterdir()).stem
    assert f"/correo/{name}/1/" in client.get(f"/correo/{name}/").content.decode()

    answer = client.get(f"/correo/{name}/1/")

    assert html in answer.content.decode()
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["script-src"] == "'self'"
    assert "'unsafe-inline'" in policy["style-src"]
    assert client.get(f"/correo/{name}/2/").status_code == 404
