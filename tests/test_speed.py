"""Pages cost the same whether there are 20 posts or 2,000."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from blog.models import PostPage
from community.models import Activity
from networks.actions import create_network, found_networks
from networks.models import NetworkPage
from tests.crowd import crowd_of
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

FOR_A_VISITOR = 8
FOR_A_MEMBER = 12


@pytest.fixture
def network(home):
    index = found_networks(home)
    return create_network(index, NetworkPage(title="Agua", slug="agua", purpose="Compartir."))


def write_posts(network, number):
    section = Page.objects.child_of(network).get(slug="blog")
    posts = crowd_of(
        PostPage,
        section,
        number,
        network=network,
        author=MemberFactory(),
        published_on=timezone.localdate(),
        summary="Un resumen.",
    )
    Activity.objects.bulk_create(
        Activity(
            actor_id=post.author_id,
            verb=Activity.Verb.PUBLISHED,
            page_id=post.pk,
            network_id=network.pk,
        )
        for post in posts
    )


def addresses():
    return [
        "/",
        "/redes/",
        "/redes/agua/",
        "/redes/agua/blog/",
        "/redes/agua/blog/crowd-7/",
        "/blog/",
        "/redes/agua/miembros/",
    ]


def cost(client, address, django_assert_max_num_queries, bound):
    with django_assert_max_num_queries(bound) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries)


@pytest.mark.parametrize(("signed_in", "bound"), [(False, FOR_A_VISITOR), (True, FOR_A_MEMBER)])
def test_pages_cost_the_same_with_20_and_with_2000_posts(
    network, django_assert_max_num_queries, signed_in, bound
):
    client = Client()
    if signed_in:
        client.force_login(MemberFactory())
    write_posts(network, 20)
    for address in addresses():
        client.get(address)
    few = {
        address: cost(client, address, django_assert_max_num_queries, bound)
        for address in addresses()
    }

    Page.objects.filter(slug__startswith="crowd-").delete()
    write_posts(network, 2000)
    for address in addresses():
        client.get(address)
    many = {
        address: cost(client, address, django_assert_max_num_queries, bound)
        for address in addresses()
    }

    assert many == few


def test_anonymous_pages_can_be_cached_whole(network, client):
    """No token of a form, no cookie, nothing that differs from one visitor to the next."""
    write_posts(network, 3)
    for address in addresses():
        response = client.get(address)

        assert b"csrfmiddlewaretoken" not in response.content, address
        assert not response.cookies, address
