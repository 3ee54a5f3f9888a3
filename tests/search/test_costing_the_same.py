"""A search costs the same with 20 and with 2,000 things, of whatever kinds."""

import gzip

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from blog.models import PostPage
from community.models import Affiliation, Organization, PageTheme, User
from knowledge.models import SolutionPage
from networks.models import ResourcePage
from tests.crowd import crowd_of
from tests.factories import (
    BlogIndexPageFactory,
    MemberFactory,
    NetworkPageFactory,
    ResourceIndexPageFactory,
    SolutionIndexPageFactory,
    ThemeFactory,
)

FOR_A_VISITOR = 8
FOR_A_MEMBER = 12
QUERIES = [
    "q=agua",
    "q=agua&tipo=publicacion&tema=riego",
    "q=agua&orden=recientes",
    "q=zzz+agua",
    "q=ana+agua",
]

pytestmark = pytest.mark.django_db


def populate(networks, number):
    """So many things about water: posts, resources, solutions, and a person for every ten."""
    network = NetworkPageFactory(parent=networks, title="Red de Agua", slug=f"agua-{number}")
    theme = ThemeFactory()
    today, summary = timezone.localdate(), "Agua y riego para la sierra. " * 6
    sections = [
        (PostPage, BlogIndexPageFactory, {}),
        (ResourcePage, ResourceIndexPageFactory, {"kind": "guide", "link": "https://a.example"}),
        (SolutionPage, SolutionIndexPageFactory, {"problem": "<p>Agua.</p>"}),
    ]
    for model, section, fields in sections:
        common = {"network": network, "published_on": today, "summary": summary}
        pages = crowd_of(model, section(parent=network), number // 4, **common, **fields)
        PageTheme.objects.bulk_create(PageTheme(page_id=page.pk, theme=theme) for page in pages)
        get_search_backend().add_bulk(model, pages)
    place = Organization.objects.create(name="Municipio de Loja", kind="ngo")
    for _ in range(number // 10):
        person = MemberFactory(
            display_name="Ana Agua",
            profile_audience=User.Audience.EVERYONE,
            is_listed=True,
            biography="Agua.",
        )
        Affiliation.objects.create(user=person, organization=place, post="Alcaldesa")


def costs(client, bound, django_assert_max_num_queries):
    numbers = []
    for query in QUERIES:
        client.get(f"/buscar/?{query}")
        with django_assert_max_num_queries(bound) as captured:
            response = client.get(f"/buscar/?{query}")
        assert response.status_code == 200
        assert len(gzip.compress(response.content)) < 12_000
        numbers.append(len(captured))
    return numbers


@pytest.mark.parametrize("many_things", [400, pytest.param(2000, marks=pytest.mark.long)])
def test_many_things_cost_no_more_than_20(
    client, networks, member, searchable, django_assert_max_num_queries, many_things
):
    def measure():
        client.logout()
        visitor = costs(client, FOR_A_VISITOR, django_assert_max_num_queries)
        client.force_login(member)
        return visitor, costs(client, FOR_A_MEMBER, django_assert_max_num_queries)

    populate(networks, 20)
    searchable()
    few = measure()
    populate(networks, many_things)
    searchable()

    assert Page.objects.count() > many_things * 3 // 4
    many = measure()
    assert all(
        most >= cost
        for before, after in zip(few, many, strict=True)
        for most, cost in zip(before, after, strict=True)
    ), (few, many)
