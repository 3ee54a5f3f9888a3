"""The desk of a network: who opens it, what waits there, how the network does, what it costs."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.actions.conversation import post_comment
from community.actions.moderation import report
from community.actions.searches import forget_old_searches, note_miss
from community.models import Comment, SearchMiss
from networks import actions
from networks.actions.months import count_the_past, write_months
from networks.figures import all_figures
from networks.models import THE_LINK, Letter, Membership, NetworkMonth, ResourcePage, Topic
from networks.permissions import can_open_desk
from tests.crowd import crowd_of
from tests.factories import MemberFactory, ResourcePageFactory
from tests.networks.moderation import as_

pytestmark = pytest.mark.django_db

DESK = "/redes/agua/mesa/"
ADDRESSES = (
    DESK,
    f"{DESK}salud/",
    f"{DESK}salud/csv/",
    f"{DESK}salud/json/",
    f"{DESK}salud/diccionario/",
    f"{DESK}cartas/",
    f"{DESK}cartas/nueva/",
)


def page(person, address=DESK):
    response = as_(person).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_desk_is_of_those_who_coordinate_or_govern(client, everybody, network, closed_network):
    for address in ADDRESSES:
        assert client.get(address).status_code == 302, address
    for role, person in everybody.items():
        opens = role in {"coordinator", "unit"}
        assert can_open_desk(person, network) is opens, role
        browser = as_(person)
        for address in ADDRESSES:
            answer = browser.get(address)
            assert answer.status_code == (200 if opens else 403), (role, address)
        assert browser.post(f"{DESK}salud/contar/").status_code == (302 if opens else 403), role
        # Of a closed network nobody else learns that it is there.
        closed = {"unit": 200, "team": 403}.get(role, 404)
        assert browser.get("/redes/cerrada/mesa/").status_code == closed, role
        months = NetworkMonth.objects.visible_to(person).filter(network=network)
        assert months.exists() is opens, role
    assert not NetworkMonth.objects.visible_to(client.get("/").wsgi_request.user).exists()


def test_the_desk_tells_what_waits(network, library, coordinator, other_coordinator, unit):
    asker, stranger = MemberFactory(), MemberFactory(display_name="Quien pide")
    actions.join(network, asker)
    Membership.objects.create(network=network, user=stranger, state="requested")
    open_ones = [
        actions.open_topic(network, asker, f"¿Pregunta {n}?", "Texto.", "question")
        for n in range(3)
    ]
    post_comment(open_ones[0], coordinator, "Una respuesta.")
    bad = post_comment(open_ones[1], asker, "Compre ya.")
    report(bad, stranger, "spam")
    guide = ResourcePageFactory.build(title="Guía vieja", slug="guia")
    guide.review_on = date(2020, 1, 1)
    actions.publish_entry(library, guide, by=coordinator)
    library.add_child(instance=ResourcePageFactory.build(title="A medias", live=False))

    told = page(coordinator)

    for words in (
        '<b class="figures">1</b> persona pide unirse',
        '<b class="figures">3</b> preguntas sin respuesta aceptada',
        "2 no han recibido ninguna respuesta",
        '<b class="figures">1</b> informe por decidir',
        '<b class="figures">1</b> página con la revisión vencida',
        "Guía vieja",
        '<b class="figures">1</b> borrador sin publicar',
        "A medias",
    ):
        assert words in told, words
    assert "Guía vieja" in page(unit)
    assert "2 preguntas que nadie ha respondido" in page(coordinator, "/mi-espacio/")
    # Nothing of it stands at another's desk.
    other = page(other_coordinator, "/redes/residuos/mesa/")
    assert "Hoy no espera nada en esta red" in other
    assert "Guía vieja" not in other


def test_the_ways_to_the_desk_stand_where_coordinators_are(
    network, coordinator, member, with_groups
):
    for address in ("/redes/agua/", "/mi-espacio/", "/admin/"):
        assert f'href="{DESK}"' in page(coordinator, address), address
    assert f'href="{DESK}"' in page(with_groups["unit"], "/redes/agua/")
    actions.join(network, member)
    for address in ("/redes/agua/", "/mi-espacio/"):
        assert DESK not in page(member, address), address


def test_a_month_counts_who_came_went_took_part_and_answered(network, library, coordinator):
    """Told for October 2026, from the tables alone, and twice as once."""
    october, november = datetime(2026, 10, 1, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC)
    type(network).objects.filter(pk=network.pk).update(first_published_at=october - timedelta(300))
    tie = Membership.objects.filter(network=network)
    tie.filter(user=coordinator).update(joined_at=october - timedelta(200))
    for name, joined, state, ended in (
        ("silent", october - timedelta(120), "active", None),
        ("fresh", october + timedelta(3), "active", None),
        ("gone", october - timedelta(50), "left", october + timedelta(9)),
        ("went-later", october - timedelta(50), "removed", november + timedelta(5)),
        ("asks", october + timedelta(2), "requested", None),
    ):
        tie.create(
            network=network,
            user=MemberFactory(handle=name),
            joined_at=joined,
            state=state,
            ended_at=ended,
        )
    fresh = Membership.objects.get(user__handle="fresh").user
    asked = [
        actions.open_topic(
            network, fresh, f"¿{n}?", "Texto.", "question", at=october + timedelta(9)
        )
        for n in range(3)
    ]
    post_comment(asked[0], coordinator, "Así.", at=october + timedelta(9, hours=2))
    post_comment(asked[1], fresh, "Añado algo.", at=october + timedelta(9, hours=1))
    post_comment(asked[1], coordinator, "Así no.", at=october + timedelta(9, hours=10))
    guide = ResourcePageFactory.build(title="Guía", slug="guia")
    actions.publish_entry(library, guide, by=coordinator, at=october + timedelta(4))
    note_miss(network.pk, "bombas", date(2026, 10, 3))

    for _twice in range(2):
        assert write_months([network.pk], date(2026, 10, 1), november + timedelta(20)) == 1

    [month] = NetworkMonth.objects.all()
    assert month.figures == {
        **dict.fromkeys((figure.name for figure in all_figures()), 0),
        # Nobody counted readers yet: that is not known, which is not none.
        "experiencias_vistas": None,
        "miembros": 4,
        "nuevos": 1,
        "salidas": 1,
        "activos_30": 2,
        "activos_90": 2,
        "silenciosos": 1,
        "conversaciones": 3,
        "comentarios": 3,
        "preguntas": 3,
        "respondidas": 2,
        "horas_hasta_respuesta": 6.0,
        "recursos": 1,
        "descargas": None,
        "descargas_en_total": None,
        "busquedas_sin_resultado": 1,
    }


def test_past_months_are_made_up_for_and_downloads_told_since_they_are_counted(
    network, other_network, library, coordinator, work
):
    others = NetworkMonth.objects.filter(network=other_network)
    guide = ResourcePageFactory.build(title="Guía", slug="guia")
    actions.publish_entry(library, guide, by=coordinator)
    opened = datetime(2026, 3, 20, 12, tzinfo=UTC)
    open_since = type(network).objects.filter(pk__in=[network.pk, other_network.pk])
    open_since.filter(pk=network.pk).update(first_published_at=opened)
    open_since.filter(pk=other_network.pk).update(first_published_at=opened + timedelta(60))
    june = datetime(2026, 6, 30, 20, tzinfo=UTC)
    actions.count_download(guide, THE_LINK, june.date())

    assert actions.count_networks(june) == 4 + 2
    assert [f"{month.month:%m}" for month in others] == ["05", "06"]
    # What was counted before stays; the running month is counted again, of both.
    assert actions.count_networks(june) == 2
    for _time in range(2):
        actions.count_download(guide, THE_LINK, june.date())
    # The third of July: June is counted again, and what only June could know is kept.
    assert actions.count_networks(june + timedelta(3)) == 4

    mine = NetworkMonth.objects.filter(network=network)
    told = {f"{month.month:%m}": month.figures for month in mine}
    assert list(told) == ["03", "04", "05", "06", "07"]
    assert [told[month]["descargas_en_total"] for month in told] == [None, None, None, 1, 3]
    assert [told[month]["descargas"] for month in told] == [None, None, None, None, 2]
    NetworkMonth.objects.all().delete()
    assert as_(coordinator).post(f"{DESK}salud/contar/").status_code == 302
    assert NetworkMonth.objects.count() == 1
    work()
    assert NetworkMonth.objects.count() > 4
    assert count_the_past(network.pk) == NetworkMonth.objects.filter(month__gte=month_now()).count()
    assert not actions.count_now(network, coordinator)


def month_now():
    return timezone.localdate().replace(day=1)


def test_figures_are_taken_along_with_what_they_mean(network, coordinator):
    for number, month in enumerate((date(2026, 8, 1), date(2026, 9, 1))):
        figures = {"miembros": 40 + number, "horas_hasta_respuesta": None}
        NetworkMonth.objects.create(network=network, month=month, figures=figures)
    note_miss(network.pk, "Bombas  solares", timezone.localdate())
    note_miss(network.pk, "la bomba solar", timezone.localdate())
    note_miss(network.pk, "tarifas", timezone.localdate())

    shown = page(coordinator, f"{DESK}salud/")
    table = list(csv.DictReader(StringIO(page(coordinator, f"{DESK}salud/csv/").lstrip("\ufeff"))))
    data = json.loads(page(coordinator, f"{DESK}salud/json/"))
    meanings = csv.DictReader(
        StringIO(page(coordinator, f"{DESK}salud/diccionario/").lstrip("\ufeff"))
    )

    assert [(row["mes"], row["miembros"]) for row in table] == [
        ("2026-08", "40"),
        ("2026-09", "41"),
    ]
    assert data["meses"][1]["miembros"] == 41
    assert data["meses"][1]["horas_hasta_respuesta"] is None
    names = {row["nombre"] for row in meanings}
    assert names == {*table[0]} - {"mes"} == {row["nombre"] for row in data["diccionario"]}
    assert all(row["significado"] for row in data["diccionario"])
    assert "41" in shown
    # Asked twice, under whatever form, it stands there; once could be one person.
    assert "bombas solares" in shown
    assert "tarifas" not in shown


def test_searches_in_vain_are_counted_and_nobody_is_written_down(network, client, searchable):
    searchable()
    for query in ("q=desaladora&red=agua", "q=Desaladoras&red=agua", "q=desaladora"):
        client.get(f"/buscar/?{query}")
    client.get("/buscar/?q=desaladora&red=agua&tipo=recurso")
    client.get("/buscar/?q=ana@town.example&red=agua")
    client.get("/buscar/?q=8888 123 456&red=agua")
    client.get("/redes/agua/conversaciones/?q=desaladora")

    [miss] = SearchMiss.objects.all()
    assert (miss.network_id, miss.times, miss.words) == (network.pk, 3, "desaladora")
    assert {field.name for field in SearchMiss._meta.fields} == {
        "id",
        "network",
        "key",
        "words",
        "month",
        "times",
    }
    assert forget_old_searches(timezone.localdate() + timedelta(300)) == 0
    assert forget_old_searches(timezone.localdate() + timedelta(400)) == 1


def test_the_desk_costs_the_same_with_twenty_and_two_thousand_rows(network, library, coordinator):
    def counted(address):
        browser = as_(coordinator)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(address)
        assert answer.status_code == 200
        return len(queries), len(answer.content)

    def fill(number):
        crowd_of(
            ResourcePage, library, number, network=network, kind="guide", review_on="2020-01-01"
        )
        topics = Topic.objects.bulk_create(
            Topic(network=network, title=f"¿{n}?", body="<p>x</p>", kind="question")
            for n in range(number)
        )
        Comment.objects.bulk_create(
            Comment(
                content_type=ContentType.objects.get_for_model(Topic),
                object_id=topic.pk,
                author=coordinator,
                body="<p>x</p>",
            )
            for topic in topics[::2]
        )

    for number in range(24):
        month = date(2024 + number // 12, number % 12 + 1, 1)
        figures = {figure.name: number for figure in all_figures()}
        NetworkMonth.objects.create(network=network, month=month, figures=figures)
    Letter.objects.create(network=network, author=coordinator, subject="Uno", body="<p>x</p>")
    fill(20)
    before = {address: counted(address) for address in ADDRESSES[:2]}
    library.refresh_from_db()
    fill(1980)
    for address, (queries, weight) in before.items():
        after = counted(address)
        assert after[0] == queries <= 15, address
        assert max(weight, after[1]) < 60_000, address
