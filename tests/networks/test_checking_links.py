"""Links of pages are asked in the background; what fails is shown to those it concerns."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.rich_text import RichText

from networks import actions
from networks.actions.links import check_links, excuse_links
from networks.link_probe import Prober, is_public
from networks.links import broken_links, links_of
from networks.matters.links import of_broken_links
from networks.models import LinkCheck
from tests.factories import ResourcePageFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = datetime(2030, 3, 2, 12, tzinfo=UTC)
PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 "
    "255.255.255.255 ::1 fe80::1%eth0 fc00::1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 ff02::1"
).split()


class Door(BaseHTTPRequestHandler):
    """A server that answers as its paths say, and remembers what was asked."""

    asked: list = []
    statuses = {"/bien": 200, "/falta": 404, "/cerrado": 403, "/roto": 500, "/sin-cabeza": 405}

    def answer(self):
        self.asked.append((self.command, self.path))
        onward = self.path.partition("?a=")[2]
        status = self.statuses.get(self.path.partition("?")[0], 302 if onward else 200)
        if self.path == "/sin-cabeza" and self.command == "GET":
            status = 200
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        self.answer()

    def do_HEAD(self):
        self.answer()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def prober():
    Door.asked.clear()
    return Prober(allows=lambda address: True, pause=0, timeout=3)


def test_what_each_answer_means(server, prober):
    expected = {
        "/bien": "works",
        "/falta": "gone",
        "/cerrado": "refuses",
        "/roto": "silent",
        "/sin-cabeza": "works",
        "/lleva?a=/bien": "works",
        "/lleva?a=/falta": "gone",
        "/vueltas?a=/vueltas?a=/vueltas?a=/v?a=/v?a=/v?a=/v?a=/v": "gone",
        "/fuera?a=file:///etc/passwd": "not_public",
    }
    answers = prober.ask_all([f"{server}{path}" for path in expected], 60)

    assert {url.removeprefix(server): each.state for url, each in answers.items()} == expected
    assert Door.asked[0] == ("HEAD", "/bien")
    assert prober.ask("http://127.0.0.1:9/").state == "silent"
    assert prober.ask("http://no.such.host.invalid/").state == "silent"


def test_nothing_inside_is_ever_asked(server):
    Door.asked.clear()
    careful = Prober(pause=0, timeout=3)
    elsewhere = Prober(lambda address: len(Door.asked) == 0, pause=0, timeout=3)

    for address in PRIVATE:
        assert not is_public(address), address
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert careful.ask(f"{server}/bien").state == "not_public"
    assert careful.ask(server.replace("127.0.0.1", "localhost") + "/bien").state == "not_public"
    assert Door.asked == []
    assert elsewhere.ask(f"{server}/lleva?a={server}/bien").state == "not_public"
    assert len(Door.asked) == 1


def test_one_host_is_asked_once_in_a_second(server):
    paced = Prober(allows=lambda address: True, pause=0.3, timeout=3)
    begun = datetime.now(tz=UTC)

    paced.ask_all([f"{server}/{number}" for number in range(3)], 60)

    assert datetime.now(tz=UTC) - begun >= timedelta(seconds=0.6)


def test_links_stand_in_fields_texts_and_sources(library):
    page = ResourcePageFactory.build(
        slug="guia",
        link="https://leyes.example/ley?id=1#art",
        body=[("paragraph", RichText('<p><a href="https://guia.example/a&amp;b">A</a></p>'))],
    )
    page.sources = [
        ("source", {"title": "S", "publisher": "", "year": 2020, "url": "http://f.example/"})
    ]

    assert links_of(page) == {
        "https://leyes.example/ley?id=1#art",
        "https://guia.example/a&b",
        "http://f.example/",
    }


def test_a_link_that_fails_twice_is_shown_until_it_answers_or_somebody_says_it_is_fine(
    server, prober, client, library, coordinator, network
):
    page = ResourcePageFactory.build(slug="guia", link=f"{server}/falta")
    actions.publish_entry(library, page)
    LinkCheck.objects.all().delete()

    def seen():
        return "did not answer on" in client.get("/en/redes/agua/recursos/guia/").content.decode()

    assert check_links(NOW, prober) == 0, "no link of ours"
    check = LinkCheck.objects.create(page=page, url=page.link, due_at=NOW)
    check_links(NOW, prober)
    assert check_links(NOW, prober) == 0, "asked twice at once"
    assert not broken_links(network)
    check_links(NOW + DAY, prober)

    check.refresh_from_db()
    assert (check.state, check.status, check.since) == ("gone", 404, NOW)
    assert list(broken_links(network)) == [check]
    assert [each.url for each in of_broken_links(coordinator)] == ["/redes/agua/enlaces/"]
    assert seen()

    excuse_links([check], NOW)
    assert not broken_links(network)
    Door.statuses["/falta"] = 200
    check_links(NOW + 9 * DAY, prober)
    check.refresh_from_db()
    Door.statuses["/falta"] = 404
    assert (check.state, check.excused_at, check.failures) == ("works", None, 0)
    assert not seen()


def test_only_who_coordinates_sees_the_list_of_links(client, everybody, library, coordinator):
    page = ResourcePageFactory(parent=library, link="https://falta.example/")
    check = LinkCheck.objects.create(page=page, url=page.link, failures=2, state="gone", since=NOW)
    allowed = {"coordinator": 200, "unit": 200}

    assert client.get("/redes/agua/enlaces/").status_code == 302
    for role, person in everybody.items():
        client.force_login(person)
        answer = client.get("/redes/agua/enlaces/")
        assert answer.status_code == allowed.get(role, 403), role
        assert (page.link in answer.content.decode()) == (role in allowed), role
        said = client.post("/redes/agua/enlaces/", {"acto": "vale", "enlace": check.pk})
        assert said.status_code == (302 if role in allowed else 403), role
        check.refresh_from_db()
        assert (check.excused_at is not None) == (role in allowed), role
        LinkCheck.objects.update(excused_at=None)
    client.force_login(coordinator)
    assert client.post("/redes/agua/enlaces/", {"acto": "vale", "enlace": "x"}).status_code == 404


def test_who_coordinates_has_the_broken_ones_asked_again_but_not_at_every_click(
    client, coordinator, library, settings
):
    settings.CHECK_LINKS = True
    page = ResourcePageFactory(parent=library, link="https://falta.example/")
    check = LinkCheck.objects.create(
        page=page, url=page.link, failures=2, state="gone", since=NOW, due_at=NOW
    )
    client.force_login(coordinator)

    for asked_at, is_asked in ((timezone.now(), False), (timezone.now() - DAY, True)):
        LinkCheck.objects.update(checked_at=asked_at)
        client.post("/redes/agua/enlaces/", {"acto": "preguntar"})
        check.refresh_from_db()
        assert (check.due_at < NOW) is is_asked
    assert DBTaskResult.objects.filter(task_path="networks.tasks.check_links_of").count() == 1
