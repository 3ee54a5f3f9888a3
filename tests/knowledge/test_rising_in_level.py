"""From registered to systematized and verified: who moves a case, what it takes, who is told."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.models import Notification
from community.permissions import COORDINATING_UNIT, KNOWLEDGE_TEAM
from knowledge import actions, permissions
from knowledge.models import Case, CaseEvent, Indicator
from tests.factories import CaseFactory, MemberFactory
from tests.knowledge.conftest import somebody_of, verbs, write
from tests.knowledge.whole import fill
from tests.knowledge.workspace import ROOT, at, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_search", "english")]

QUEUE = f"{ROOT}cola/"


@pytest.fixture(scope="module")
def stage(lasting):
    """Two published cases: one with the whole record, one with what N1 asks for."""
    with lasting():
        author = MemberFactory(handle="autora")
        team = somebody_of(KNOWLEDGE_TEAM, "equipo")
        cases = [
            fill(CaseFactory(registered_by=author, title="Told whole")),
            CaseFactory(registered_by=author, title="Just begun"),
        ]
        for case in cases:
            actions.send(case, author)
            actions.publish(case, team)
        for case in cases:
            case.refresh_from_db()
        yield SimpleNamespace(
            author=author,
            team=team,
            colleague=somebody_of(KNOWLEDGE_TEAM, "colega"),
            unit=somebody_of(COORDINATING_UNIT, "unidad"),
            stranger=MemberFactory(handle="extrana"),
            whole=cases[0],
            begun=cases[1],
        )


def again(case):
    return Case.objects.get(pk=case.pk)


def kinds_told(person):
    return set(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def test_each_move_has_its_conditions_its_line_and_its_notice(stage):
    case, author, team = stage.whole, stage.author, stage.team
    with pytest.raises(PermissionDenied):
        actions.systematize(again(case), team)

    actions.take_up(again(case), team, "Let us begin with the figures.")
    assert again(case).assignee == team
    with pytest.raises(PermissionDenied):
        actions.take_up(again(case), team)

    actions.return_to_author(again(case), team, "Who weighed it?")
    actions.send(again(case), author)
    version = actions.systematize(again(case), team, note="The whole of it.")
    assert (version.number, version.level, again(case).level) == (2, 2, 2)
    assert again(case).systematizing_since is None

    version = actions.verify(again(case), stage.colleague)
    assert (version.number, version.level, again(case).level) == (3, 3, 3)
    assert case.versions.get(number=1).level == 1

    with pytest.raises(ValidationError):
        actions.lower(again(case), team, "  ")
    actions.lower(again(case), team, "The source was withdrawn.")
    actions.lower(again(case), team, "And so was the rest.")
    assert again(case).level == 1
    assert again(case).systematizing_since is not None
    actions.put_down(again(case), team, "Nobody is left to ask.")

    assert verbs(case)[2:] == [
        *("taken_up", "returned", "sent", "published", "systematized"),
        *("published", "verified", "lowered", "lowered", "put_down"),
    ]
    assert kinds_told(author) >= {
        *("case_taken_up", "case_returned", "case_systematized", "case_verified"),
        *("case_lowered", "case_put_down"),
    }


def test_its_author_is_told_what_the_team_changed_after_it_was_sent(stage, client):
    case, author, team = stage.whole, stage.author, stage.team
    warning = "Its author has not seen the last changes"
    actions.take_up(again(case), team)
    client.force_login(team)
    assert warning not in words(client.get(at(case)))

    write(again(case), team, "Told otherwise")
    assert warning in words(client.get(at(case)))
    assert permissions.can_return(team, again(case)), "who wants them to agree first asks them"
    actions.systematize(again(case), team)

    told = Notification.objects.get(recipient=author, kind="case_changed_by_team")
    client.force_login(author)
    assert "Told otherwise" in words(client.get(told.url))
    actions.verify(again(case), stage.colleague)
    assert Notification.objects.filter(kind="case_changed_by_team").count() == 1


def test_what_a_level_lacks_is_listed_with_the_way_to_each_field(stage, client):
    client.force_login(stage.team)
    actions.take_up(again(stage.begun), stage.team)

    page = client.get(at(stage.begun))
    assert "The process as it was lived: nothing is told yet." in words(page)
    assert f'href="{at(stage.begun, "editar", "problema")}#id_context"' in page.content.decode()

    data = {"sistematizada-significance": "medium"}
    response = client.post(at(stage.begun, "sistematizada"), data)
    assert response.status_code == 422
    assert "Missing: " in words(response)
    assert again(stage.begun).level == 1


def test_the_workspace_says_whether_the_last_level_is_reached(stage, client):
    client.force_login(stage.author)
    Case.objects.filter(pk=stage.whole.pk).update(level=2)
    assert "To reach N3" in words(client.get(at(stage.whole, "editar")))

    Case.objects.filter(pk=stage.whole.pk).update(level=3)
    page = words(client.get(at(stage.whole, "editar")))
    assert "What N3 asks for" in page
    assert "To reach N3" not in page


def test_a_version_of_a_verified_case_still_has_all_of_its_level(stage):
    case, team = stage.whole, stage.team
    actions.take_up(again(case), team)
    actions.systematize(again(case), team)
    draft = again(case).draft()
    Indicator.objects.filter(case=case).delete()
    draft.indicators.set([])
    draft.save_revision(user=team, clean=False)

    with pytest.raises(ValidationError) as refused:
        actions.publish(again(case), team)
    assert [error.code for error in refused.value.error_list] == ["indicators"]


def test_only_the_team_moves_a_case_and_nobody_verifies_their_own(stage, client):
    case, data = stage.whole, {"x-reason": "x"}
    acts = ("asignar", "tomar", "empezar-sistematizacion", "sistematizada", "bajar-nivel")
    for act in acts:
        assert client.post(at(case, act), data).status_code == 302, act
    for person in (stage.stranger, stage.author):
        client.force_login(person)
        for act in acts:
            assert client.post(at(case, act), data).status_code == 403, (person, act)
    assert again(case).systematizing_since is None

    for person in (stage.team, stage.unit):
        assert permissions.can_take_up(person, again(case))
    mine = Case(level=2, live=True, code="XA-2026-9999", state="sent", kept_by=stage.team)
    assert not permissions.can_verify(stage.team, mine)
    assert permissions.can_verify(stage.unit, mine)


def test_the_queue_has_parts_with_counts_the_longest_wait_first(
    stage, client, django_assert_max_num_queries
):
    team, author = stage.team, stage.author
    ages = {"Old": 20, "Older": 40, "New": 1}
    for title, days in ages.items():
        case = CaseFactory(registered_by=author, title=title)
        actions.send(case, author)
        Case.objects.filter(pk=case.pk).update(sent_at=timezone.now() - timedelta(days=days))
    back = CaseFactory(registered_by=author, title="Went back")
    actions.send(back, author)
    actions.assign(again(back), team, team)
    actions.return_to_author(again(back), team, "How many?")
    CaseEvent.objects.filter(case=back, verb="returned").update(
        at=timezone.now() - timedelta(days=31)
    )
    actions.take_up(again(stage.whole), stage.colleague)
    client.force_login(team)

    def part(name):
        with django_assert_max_num_queries(12):
            response = client.get(QUEUE, {"parte": name})
        rows = [row.title for row in response.context["page_obj"]]
        counts = {each.name: count for each, count in response.context["parts"]}
        assert counts[name] == len(rows), name
        return rows

    assert part("sin-asignar") == ["Older", "Old", "New"]
    assert part("mias") == ["Went back"]
    assert part("devueltas") == ["Went back"]
    assert part("vencidas") == ["Older", "Went back", "Old"]
    assert part("en-sistematizacion") == ["Told whole"]
    assert part("por-verificar") == []

    oldest = Case.objects.get(title="Older")
    client.post(at(oldest, "tomar"))
    assert part("mias") == ["Older", "Went back"]
    assert "New" not in part("mias")


def test_what_is_withdrawn_is_read_by_no_link_and_systematized_no_more(stage):
    case = again(stage.whole)
    actions.take_up(case, stage.team)
    actions.share(case, stage.author, for_whom="Rosa")

    actions.unpublish(again(case), stage.team, "The municipality asked.")

    assert not case.review_links.open().exists()
    assert again(case).systematizing_since is None


def test_who_takes_a_case_a_moment_later_does_not_have_it(stage, client):
    address = f"{ROOT}{stage.begun.reference}/tomar/"
    for person in (stage.team, stage.colleague):
        client.force_login(person)
        client.post(address)
    assert again(stage.begun).assignee == stage.team
    assert "Somebody took it before you" in client.get(QUEUE).content.decode()


def test_whoever_gets_a_case_hears_of_it_alone(stage):
    case = again(stage.begun)
    actions.assign(case, stage.team, stage.colleague)
    assert "case_assigned" in kinds_told(stage.colleague)
    with pytest.raises(ValidationError):
        actions.assign(case, stage.team, stage.stranger)
    Notification.objects.all().delete()

    case.save_revision(user=stage.author, clean=False)
    Case.objects.filter(pk=case.pk).update(state="draft")
    actions.send(again(case), stage.author)

    told = Notification.objects.filter(kind="case_waiting")
    assert [notice.recipient for notice in told] == [stage.colleague]
