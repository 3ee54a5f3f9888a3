"""The posts and solutions of the demonstration."""

import json

import pytest
from wagtail.models import Page

from blog import demo as blog_demo
from blog.models import BlogIndexPage, PostPage
from community.models import Activity, Theme
from knowledge import demo as knowledge_demo
from knowledge.demo.solutions import SOLUTIONS
from knowledge.models import SolutionPage
from networks.actions import found_networks
from tests.conftest import make_home
from tests.factories import (
    BlogIndexPageFactory,
    MemberFactory,
    NetworkPageFactory,
    ResourceIndexPageFactory,
    ResourcePageFactory,
    SolutionIndexPageFactory,
)

pytestmark = pytest.mark.django_db

NETWORKS = ["residuos", "finanzas", "agua", "movilidad", "participacion", "planificacion"]


@pytest.fixture(scope="module")
def loaded(lasting):
    with lasting():
        make_ground()
        load()
        yield


def make_ground():
    """What the apps below have loaded before."""
    networks = found_networks(make_home())
    MemberFactory(handle="edelmira-bustillo", display_name="Edelmira Bustillo")
    Theme.objects.get_or_create(slug="residuos-y-aseo", defaults={"family": "residuos"})
    for slug in NETWORKS:
        network = NetworkPageFactory(parent=networks, slug=slug)
        BlogIndexPageFactory(parent=network)
        SolutionIndexPageFactory(parent=network)
        library = ResourceIndexPageFactory(parent=network)
    ResourcePageFactory(parent=library, slug="planilla-para-pesar-y-caracterizar-residuos")


def load():
    blog_demo.load(None)
    knowledge_demo.load(None)


def test_all_are_published_under_their_day_by_their_author(loaded):
    assert PostPage.objects.live().count() == 12
    assert SolutionPage.objects.live().count() == 8
    post = PostPage.objects.get(slug="la-pintana-separar-solo-lo-vegetal")
    assert post.author.display_name == "Edelmira Bustillo"
    assert post.network.slug == "residuos"
    assert f"{post.published_on}" == "2026-03-17"
    assert f"{post.first_published_at:%Y-%m-%d}" == "2026-03-17"
    activity = Activity.objects.get(page=post.pk)
    assert f"{activity.at:%Y-%m-%d}" == "2026-03-17"
    assert activity.actor == post.author
    assert post.themes[0].slug == "residuos-y-aseo"
    assert sorted(post.tags.names()) == ["Chile", "compostaje", "separación en origen"]


def test_loading_twice_changes_nothing(loaded, django_assert_max_num_queries):
    before = list(Page.objects.values("pk", "title", "latest_revision", "last_published_at"))

    with django_assert_max_num_queries(95):
        load()

    after = list(Page.objects.values("pk", "title", "latest_revision", "last_published_at"))
    assert after == before


def test_what_an_editor_changed_stays(loaded):
    post = PostPage.objects.first()
    post.title = "Otro título"
    post.save_revision().publish()

    load()

    assert PostPage.objects.filter(title="Otro título").exists()
    assert PostPage.objects.count() == 12


def test_what_belongs_to_no_network_lies_in_the_blog_of_the_site(loaded):
    blog = BlogIndexPage.objects.get(depth=3)

    assert PostPage.objects.child_of(blog).count() == 2


def test_every_page_of_it_opens(client, loaded):
    for page in [*PostPage.objects.all(), *SolutionPage.objects.all()]:
        assert client.get(page.get_url()).status_code == 200


def test_a_solution_keeps_its_steps_and_its_resources(client, loaded):
    told = json.loads(SOLUTIONS.read_text())[0]
    page = SolutionPage.objects.get(slug=told["slug"])
    assert [step.value["title"] for step in page.steps] == [row["title"] for row in told["steps"]]
    assert [link.resource.slug for link in page.resource_links.all()] == [
        "planilla-para-pesar-y-caracterizar-residuos"
    ]
