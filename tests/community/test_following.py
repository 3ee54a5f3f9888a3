"""Following networks, themes, places, cases, people and searches, and ending it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from community.actions import following as actions
from community.actions.members import close_account
from community.followable import check_declarations, followable_model, followable_models
from community.models import Follow, Theme, User
from community.permissions import can_follow
from knowledge.demo import follows
from knowledge.models import Case
from networks.actions import appoint_coordinator, create_network
from networks.models import NetworkPage
from territories.models import Territory
from tests.factories import CaseFactory, MemberFactory, ThemeFactory, make_municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(networks):
    return create_network(networks, NetworkPage(title="Agua", slug="agua", purpose="Compartir."))


@pytest.fixture
def closed_network(networks):
    closed = NetworkPage.Visibility.MEMBERS
    invited = NetworkPage.Joining.INVITATION
    page = NetworkPage(title="Cerrada", slug="cerrada", purpose="Compartir.")
    page.visibility, page.joining = closed, invited
    return create_network(networks, page)


def address(thing, act="follow"):
    return reverse(f"following:{act}", args=[thing.follow_kind, thing.pk])


def test_what_people_may_follow_says_so_and_lacks_nothing():
    assert {NetworkPage, Theme, Territory, Case, User} <= set(followable_models())
    assert check_declarations() == []
    assert followable_model("red") is NetworkPage
    assert followable_model("ninguna") is None


def test_following_twice_is_as_once_and_so_is_letting_be(member, network):
    assert actions.follow(network, member) == actions.follow(network, member)
    assert list(Follow.objects.followers_of(network)) == [member]

    actions.unfollow(network, member)
    actions.unfollow(network, member)

    assert not Follow.objects.followers_of(network).exists()


def test_everybody_may_follow_what_is_open_to_them(member, network, closed_network):
    insider, coordinator = MemberFactory(), MemberFactory()
    appoint_coordinator(closed_network, insider)
    appoint_coordinator(network, coordinator)
    shut = MemberFactory(is_active=False)
    unit = MemberFactory(is_superuser=True)
    hidden = MemberFactory(profile_audience="nobody")
    draft = CaseFactory()
    expected = {
        "visitor": (AnonymousUser(), False, False),
        "closed account": (shut, False, False),
        "stranger": (member, True, False),
        "coordinator of another network": (coordinator, True, False),
        "coordinator": (insider, True, True),
        "unit": (unit, True, True),
    }
    for role, (person, of_open, of_closed) in expected.items():
        assert can_follow(person, network) is of_open, role
        assert can_follow(person, closed_network) is of_closed, role
        assert not can_follow(person, draft), role
        assert not can_follow(person, hidden), role
    assert not can_follow(member, member)
    with pytest.raises(PermissionDenied):
        actions.follow(closed_network, member)


def test_nobody_sees_what_another_follows(member, network):
    actions.follow(network, member)

    assert not Follow.objects.of(MemberFactory(is_superuser=True)).exists()
    assert Follow.objects.visible_to(member).count() == 1


def test_there_is_an_end_to_following(member, monkeypatch):
    monkeypatch.setattr(actions, "AT_MOST", 1)
    actions.follow(ThemeFactory(), member)

    with pytest.raises(ValidationError):
        actions.follow(ThemeFactory(), member)


def test_a_closed_account_follows_nothing_and_nobody_follows_it(member, network):
    actions.follow(network, member)
    actions.follow(member, MemberFactory())

    close_account(member, keep_name=True)

    assert not Follow.objects.exists()


def test_the_button_works_without_javascript(signed_in, member, network):
    page = "/redes/agua/"
    assert escape(address(network)) in signed_in.get(page).content.decode()

    response = signed_in.post(address(network), {"next": page})

    assert response.url == page
    assert list(Follow.objects.followers_of(network)) == [member]
    html = signed_in.get(page).content.decode()
    assert address(network, "unfollow") in html
    signed_in.post(address(network, "unfollow"), {"next": "https://elsewhere.example/"})
    assert not Follow.objects.exists()


def test_the_button_with_htmx_is_all_that_comes_back(signed_in, network):
    response = signed_in.post(address(network), headers={"HX-Request": "true"})

    assert b"<html" not in response.content
    assert address(network, "unfollow") in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_a_visitor_signs_in_and_is_asked_once(client, member, network):
    page = client.get("/redes/agua/").content.decode()
    assert f'href="{address(network)}"' in page
    assert "csrfmiddlewaretoken" not in page

    assert "/cuenta/entrar/" in client.get(address(network)).url
    client.force_login(member)

    assert "Agua" in client.get(address(network)).content.decode()
    assert not Follow.objects.exists()


def test_what_is_closed_does_not_admit_that_it_exists(signed_in, closed_network):
    for act in ("follow", "unfollow"):
        assert signed_in.post(address(closed_network, act)).status_code == 404
    assert signed_in.post("/seguir/ninguna/1/").status_code == 404
    for door in ("/seguir/red/{}/", "/comentarios/nuevo/recurso/{}/"):
        assert signed_in.post(door.format(2**63)).status_code == 404, door


def test_the_own_page_shows_all_and_ends_each(signed_in, member, closed_network):
    place, theme = make_municipality(), ThemeFactory(name="Mercados")
    for thing in (place, theme, MemberFactory(display_name="Inés Paredal")):
        actions.follow(thing, member)
    actions.save_search("q=compost", "compost", member)
    join_closed = appoint_coordinator(closed_network, member)
    actions.follow(closed_network, member)
    member.groups.clear()
    join_closed.delete()

    page = signed_in.get("/mi-espacio/sigo/").content.decode()

    for name in ("Sucre", "Mercados", "Inés Paredal", "compost"):
        assert name in page
    assert "Cerrada" not in page
    for follow in Follow.objects.of(member):
        assert signed_in.post(reverse("following:stop", args=[follow.pk])).status_code == 302
    assert not Follow.objects.exists()


def test_nobody_ends_what_another_follows(signed_in, network):
    other = actions.follow(network, MemberFactory())

    assert signed_in.post(reverse("following:stop", args=[other.pk])).status_code == 404


def test_a_theme_is_chosen_from_the_list_of_those_not_followed(signed_in, member):
    theme = ThemeFactory(name="Residuos")

    signed_in.post("/seguir/tema/", {"theme": theme.pk})

    assert Follow.objects.get().thing == theme
    again = signed_in.post("/seguir/tema/", {"theme": theme.pk})
    assert again.status_code == 200
    assert Follow.objects.count() == 1


def test_a_search_is_kept_once_and_an_empty_one_not(signed_in, member):
    door = "/seguir/busqueda/?q=compost&tema=agua&titulo=Compost%2C+agua"
    assert 'value="Compost, agua"' in signed_in.get(door).content.decode()
    for _ in range(2):
        signed_in.post(door, {"query": "q=compost&tema=agua", "title": "Compost, agua"})
    assert signed_in.post(door, {"query": "q=", "title": "x"}).status_code == 200

    kept = Follow.objects.get()
    assert kept.get_absolute_url() == "/buscar/?q=compost&tema=agua"
    assert str(kept) == "Compost, agua"
    assert reverse("following:stop", args=[kept.pk]) in signed_in.get(door).content.decode()
    member.suspended_at = timezone.now()
    with pytest.raises(PermissionDenied):
        actions.save_search("q=agua", "Agua", member)


def test_the_demonstration_follows_what_is_there_and_twice_is_as_once(network):
    person = MemberFactory(email="funcionaria@demo.example")
    theme = Theme.objects.get(slug="residuos-y-aseo")

    for _ in range(2):
        follows.load()

    assert {follow.thing for follow in Follow.objects.of(person)} == {network, theme}
