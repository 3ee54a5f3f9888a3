"""How far cases travel, from being seen to results elsewhere, without following anybody."""

import gzip
import io
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from community.models import Comment, Facilitation, Follow
from community.permissions import FACILITATORS
from knowledge import actions, funnel, sightings
from knowledge.actions.funnel import add_up_what_was_seen, count_the_funnel
from knowledge.demo import funnel as demo
from knowledge.models import Case, CaseMonth, CaseNetwork, TransferEvent
from knowledge.transfer_kinds import TransferAudience, TransferStage
from networks.actions.months import month_of, write_months
from networks.models import Membership, NetworkMonth
from territories.models import GroupedTerritory, TerritoryGroup
from tests.factories import CaseFactory, MemberFactory, NetworkPageFactory
from tests.knowledge.conftest import somebody_of
from tests.knowledge.many_transfers import many
from tests.knowledge.transfers import official, repeat, town

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("silent_search", "no_lines", "english"),
]
READER = {"User-Agent": "Mozilla/5.0"}


def words(response):
    return " ".join(response.content.decode().split())


def later(hours=2):
    return timezone.now() + timedelta(hours=hours)


def this_month():
    return month_of(timezone.now())


def numbers(case, month=None):
    row = CaseMonth.objects.filter(case=case, month=month or this_month()).first()
    return (row.seen, row.saved, row.asked, row.adopting, row.with_results) if row else None


# --- The other steps ------------------------------------------------------------------


def comment(case, author, **fields):
    return Comment.objects.create(thing=case, author=author, body="<p>How?</p>", **fields)


def test_who_follows_asks_and_repeats_is_counted_by_month(case, member):
    Follow.objects.create(user=member, thing=case)
    asked = comment(case, member)
    comment(case, member, parent=asked)
    comment(case, member, hidden_at=timezone.now(), hidden_reason="Spam")
    comment(case, member, state="waiting")
    repeat(case, town("Baruta"))
    repeat(case, town("Chacao"), stage=TransferStage.WITH_RESULTS)

    count_the_funnel()

    assert numbers(case) == (0, 1, 1, 2, 1)


def test_counting_twice_is_as_once(case, member):
    Follow.objects.create(user=member, thing=case)
    repeat(case, town("Baruta"))
    sightings.note_seen(case.pk)
    add_up_what_was_seen(later())
    count_the_funnel()

    assert count_the_funnel() == 0
    assert numbers(case) == (1, 1, 0, 1, 0)


def test_who_stops_following_this_month_is_not_counted_and_long_ago_still_is(case, member):
    old = timezone.now() - timedelta(days=100)
    other = MemberFactory()
    Follow.objects.create(user=member, thing=case)
    Follow.objects.create(user=other, thing=case, since=old)
    count_the_funnel()
    Follow.objects.all().delete()

    count_the_funnel()

    assert numbers(case)[1] == 0
    assert numbers(case, month_of(old))[1] == 1


@pytest.mark.parametrize("audience", [TransferAudience.TEAM, TransferAudience.MEMBERS])
def test_no_number_betrays_a_transfer_that_not_everybody_may_read(case, audience):
    old = timezone.now() - timedelta(days=100)
    transfer = repeat(
        case, town("Baruta"), stage=TransferStage.CONSOLIDATED, created_at=old, stage_since=old
    )
    count_the_funnel()
    assert numbers(case, month_of(old))[3:] == (1, 1)
    transfer.visibility = audience
    transfer.save()

    actions.renew_standing(case)

    assert numbers(case, month_of(old))[3:] == (0, 0)
    count_the_funnel()
    assert numbers(case, month_of(old))[3:] == (0, 0)


def test_results_count_in_the_month_in_which_they_were_first_there(case):
    old = timezone.now() - timedelta(days=100)
    transfer = repeat(case, town("Baruta"), stage=TransferStage.CONSOLIDATED)
    TransferEvent.objects.create(
        transfer=transfer, verb="stage", value=TransferStage.WITH_RESULTS, at=old
    )
    TransferEvent.objects.create(transfer=transfer, verb="stage", value=TransferStage.CONSOLIDATED)

    count_the_funnel()

    assert numbers(case, month_of(old))[4] == 1
    assert numbers(case)[4] == 0


# --- Pages ---------------------------------------------------------------------------------


def page_of(client, case):
    return client.get(reverse("cases:funnel_of_case", args=[case.code]))


@pytest.fixture
def network(networks):
    return NetworkPageFactory(parent=networks, title="Compost", slug="compost")


def coordinator_of(network, handle="coordina"):
    person = MemberFactory(handle=handle)
    Membership.objects.create(network=network, user=person, role=Membership.Role.COORDINATOR)
    return person


def test_who_may_see_how_far_a_case_travels(case, client, author, team, unit, member, network):
    CaseNetwork.objects.create(case=case, network=network)
    elsewhere = NetworkPageFactory(parent=network.get_parent(), slug="otra")
    government = town("Baruta")
    Case.objects.filter(pk=case.pk).update(lead_municipality=government.territory)
    allowed = [author, team, unit, coordinator_of(network), official(government, "oficial")]
    refused = [member, coordinator_of(elsewhere, "ajena"), official(town("Chacao"), "vecina")]

    for person, status in [*((each, 200) for each in allowed), *((each, 403) for each in refused)]:
        client.force_login(person)
        assert page_of(client, case).status_code == status, person.handle
        for shape in ("csv", "xlsx", "json"):
            file = client.get(reverse(f"cases:funnel_of_case_{shape}", args=[case.code]))
            assert file.status_code == status
    client.logout()
    assert page_of(client, case).status_code == 302


def test_of_a_draft_there_is_nothing_to_see(draft, client, author, member):
    for person in (author, member):
        client.force_login(person)
        address = reverse("cases:funnel_of_case", args=[draft.reference])
        assert client.get(address).status_code == 404


def counted(case, **steps):
    return CaseMonth.objects.create(case=case, month=this_month(), **steps)


def test_the_page_tells_each_step_and_what_it_counts(case, client, author):
    counted(case, seen=400, saved=8, asked=3, adopting=2, with_results=1)
    client.force_login(author)

    told = words(page_of(client, case))

    assert "20 for each thousand times it was seen" in told
    assert "2.5 for each thousand" in told
    assert "nobody is followed" in told
    assert "How far it travels" in words(client.get(case.get_absolute_url()))


def test_files_say_the_same_by_month(case, client, author):
    counted(case, seen=40, saved=8, asked=3, adopting=2, with_results=1)
    client.force_login(author)

    def file(shape):
        return client.get(reverse(f"cases:funnel_of_case_{shape}", args=[case.code]))

    month = f"{this_month():%Y-%m}"
    table = b"".join(file("csv").streaming_content).decode("utf-8-sig")
    assert f"{month};40;8;3;2;1" in table
    book = load_workbook(io.BytesIO(file("xlsx").content))
    assert [cell.value for cell in book.worksheets[0][2]] == [month, 40, 8, 3, 2, 1]
    assert json.loads(file("json").content)["meses"][0]["vistas"] == 40


def test_networks_places_and_themes_have_a_funnel_for_who_answers_for_them(
    case, client, team, member, network
):
    CaseNetwork.objects.create(case=case, network=network)
    government = town("Baruta")
    Case.objects.filter(pk=case.pk).update(lead_municipality=government.territory)
    counted(case, seen=77)
    coordinator, worker = coordinator_of(network), official(government, "oficial")
    place, theme = government.territory, case.themes[0]
    asked = {
        "red": (network.slug, {coordinator, team}),
        "municipio": (f"xa-{place.code}", {worker, team}),
        "tema": (theme.slug, {coordinator, team}),
    }
    for name, (value, allowed) in asked.items():
        for person in (member, coordinator, worker, team):
            client.force_login(person)
            response = client.get(reverse("cases:funnel"), {name: value})
            assert response.status_code == (200 if person in allowed else 403), (name, person)
            if person in allowed:
                assert "77" in words(response)
            for shape in ("csv", "xlsx", "json"):
                file = client.get(reverse(f"cases:funnel_{shape}"), {name: value})
                assert file.status_code == response.status_code


def test_a_facilitator_sees_the_funnel_of_the_municipalities_of_the_zone_alone(case, client):
    near, far = town("Baruta").territory, town("Chacao").territory
    Case.objects.filter(pk=case.pk).update(lead_municipality=near)
    person = somebody_of(FACILITATORS, "acompana")
    zone = TerritoryGroup.objects.create(name="Zone", kind="zone")
    GroupedTerritory.objects.create(group=zone, territory=near)
    Facilitation.objects.create(user=person, zone=zone)
    client.force_login(person)

    assert page_of(client, case).status_code == 200
    for place, status in ((near, 200), (far, 403)):
        answer = client.get(reverse("cases:funnel"), {"municipio": f"xa-{place.code}"})
        assert answer.status_code == status


def test_what_is_not_there_is_not_found(client, team):
    client.force_login(team)
    for query in ({"red": "nope"}, {"municipio": "xa"}, {"municipio": "'"}, {"tema": "x\x00"}):
        assert client.get(reverse("cases:funnel"), query).status_code == 404
    assert client.get(reverse("cases:funnel"), {"meses": "9999999"}).status_code == 200


def test_without_a_choice_one_sees_ones_own(case, client, author, member):
    counted(case, seen=77)
    client.force_login(author)
    assert case.title in words(client.get(reverse("cases:funnel")))
    client.force_login(member)
    other = words(client.get(reverse("cases:funnel")))
    assert case.title not in other
    assert "Nothing has been counted yet" in other


def test_the_page_is_as_light_with_many_cases(case, client, team, django_assert_max_num_queries):
    counted(case, seen=1)
    for place in range(30):
        each = CaseFactory()
        Case.objects.filter(pk=each.pk).update(live=True, code=f"XA-2026-{place + 100:04}")
        counted(each, seen=place)
    client.force_login(team)
    client.get(reverse("cases:funnel"))

    with django_assert_max_num_queries(12):
        response = client.get(reverse("cases:funnel"))

    assert len(gzip.compress(response.content)) < 12_000


def test_a_network_counts_it_among_its_figures(case, network):
    CaseNetwork.objects.create(case=case, network=network)
    counted(case, seen=40, adopting=2)

    write_months([network.pk], this_month(), timezone.now())

    figures = NetworkMonth.objects.get(network=network).figures
    assert figures["experiencias_vistas"] == 40
    assert figures["experiencias_replicas"] == 2
    assert figures["experiencias_con_resultados"] == 0
    CaseMonth.objects.all().delete()
    write_months([network.pk], date(2025, 1, 1), timezone.now())
    before = NetworkMonth.objects.get(network=network, month=date(2025, 1, 1)).figures
    assert before["experiencias_vistas"] is None
    assert before["experiencias_guardadas"] == 0


def test_the_home_page_tells_the_public_total(case, client, home):
    assert "From being read" not in words(client.get("/en/"))
    counted(case, seen=1234, adopting=7)

    told = words(client.get("/en/"))

    assert "From being read to being repeated" in told
    assert "1,234" in told


def test_totals_leave_out_what_was_withdrawn(case):
    counted(case, seen=9)
    other = CaseFactory()
    Case.objects.filter(pk=other.pk).update(live=True, code="XA-2026-0100")
    counted(other, seen=2, saved=1)

    def seen():
        told = Case.objects.filter(pk=other.pk).values_list(funnel.totals(), flat=True)[0]
        return {step.name: number for step, number in funnel.told_in_steps(told)}["seen"]

    assert seen() == 11
    Case.objects.filter(pk=case.pk).update(live=False)
    assert seen() == 2


def test_last_months_end_with_the_one_that_runs():
    months = funnel.last_months(12)

    assert len(months) == 12
    assert months[-1] == this_month()
    assert months == sorted(months)


def test_a_case_page_with_200_transfers_is_as_light_as_without(case, client):
    address = case.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        without = client.get(address)
    many(case, 200)

    with CaptureQueriesContext(connection) as after:
        response = client.get(address)

    assert len(after) == len(before) <= 8
    assert "200 transfers" in words(response)
    assert len(response.content) - len(without.content) < 500


def test_the_demonstration_tells_a_year_of_readers_once(case):
    title = next(iter(json.loads(demo.TOLD.read_text())))
    place = town("Baruta").territory
    place.country_code = "XA"
    place.save()
    Case.objects.filter(pk=case.pk).update(
        title=title, lead_municipality=place, first_published_at=timezone.now() - timedelta(days=70)
    )
    # A transfer that was told before has brought this month along.
    CaseMonth.objects.create(case=case, month=timezone.localdate().replace(day=1))
    for _time in range(2):
        demo.load()

    rows = CaseMonth.objects.filter(case=case)
    assert len(rows) in (3, 4)
    assert all(row.seen for row in rows)
    assert numbers(case)[1:] == (0, 0, 0, 0)
