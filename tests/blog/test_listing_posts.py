"""The list of a blog: of one network, or of all of them and the site's own."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from community.models import PageTheme
from tests.factories import (
    BlogIndexPageFactory,
    NetworkPageFactory,
    PostPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_blog(home):
    return BlogIndexPageFactory(parent=home)


@pytest.fixture
def water(networks):
    return NetworkPageFactory(parent=networks, title="Agua", slug="agua")


@pytest.fixture
def water_blog(water):
    return BlogIndexPageFactory(parent=water)


def read(client, address, **headers):
    return client.get(address, headers=headers).content.decode()


def test_blog_of_a_network_lists_only_its_own(client, site_blog, water_blog):
    PostPageFactory(parent=water_blog, title="El páramo")
    PostPageFactory(parent=site_blog, title="Novedades")

    html = read(client, "/redes/agua/blog/")

    assert "El páramo" in html
    assert "Novedades" not in html


def test_blog_of_the_site_lists_everybody_and_its_own(client, site_blog, water_blog):
    PostPageFactory(parent=water_blog, title="El páramo")
    PostPageFactory(parent=site_blog, title="Novedades")

    html = read(client, "/blog/")

    assert "El páramo" in html
    assert "Novedades" in html


def test_newest_stands_first(client, site_blog):
    PostPageFactory(parent=site_blog, title="Older", published_on=date(2026, 1, 1))
    PostPageFactory(parent=site_blog, title="Newer", published_on=date(2026, 2, 1))

    html = read(client, "/blog/")

    assert html.index("Newer") < html.index("Older")


def test_drafts_are_not_listed(client, site_blog):
    PostPageFactory(parent=site_blog, title="Secret", live=False)

    assert "Secret" not in read(client, "/blog/")


def test_posts_of_a_closed_network_are_for_its_circle(client, site_blog, water, water_blog, member):
    PostPageFactory(parent=water_blog, title="El páramo")
    circle = Group.objects.create(name="circle")
    closing = PageViewRestriction.objects.create(page=water, restriction_type="groups")
    closing.groups.add(circle)

    assert "El páramo" not in read(client, "/blog/")
    assert "Agua" not in read(client, "/blog/")
    client.force_login(member)
    assert "El páramo" not in read(client, "/blog/")
    member.groups.add(circle)
    assert "El páramo" in read(client, "/blog/")


def test_theme_filter_finds_the_themes_below(client, site_blog):
    water, wells = ThemeFactory(slug="agua"), ThemeFactory(slug="pozos")
    wells.parent = water
    wells.save()
    about = PostPageFactory(parent=site_blog, title="On wells")
    PageTheme.objects.create(page=about, theme=wells)
    PostPageFactory(parent=site_blog, title="On streets")

    html = read(client, "/blog/?tema=agua")

    assert "On wells" in html
    assert "On streets" not in html


def test_network_and_year_filters(client, site_blog, water_blog):
    PostPageFactory(parent=water_blog, title="Now", published_on=date(2026, 5, 1))
    PostPageFactory(parent=water_blog, title="Then", published_on=date(2024, 5, 1))
    PostPageFactory(parent=site_blog, title="Elsewhere", published_on=date(2026, 5, 1))

    html = read(client, "/blog/?red=agua&anio=2026")

    assert "Now" in html
    assert "Then" not in html
    assert "Elsewhere" not in html


@pytest.mark.parametrize(
    "query", ["tema=%00", "tema=a'b", "anio=x", "anio=99999", "pagina=-1", "pagina=x", "red=ñ%20"]
)
def test_any_address_gives_a_page(client, site_blog, query):
    PostPageFactory(parent=site_blog)

    assert client.get(f"/blog/?{query}").status_code == 200


def test_filters_that_find_nothing_offer_to_be_removed(client, site_blog):
    PostPageFactory(parent=site_blog)

    html = read(client, "/blog/?tema=no-hay")

    assert 'class="empty"' in html
    assert 'href="/blog/"' in html


def test_an_empty_blog_says_what_will_be_here(client, site_blog):
    assert 'class="empty"' in read(client, "/blog/")


def test_htmx_gets_the_list_alone_from_the_same_address(client, site_blog):
    PostPageFactory(parent=site_blog, title="Novedades")

    part = client.get("/blog/", headers={"HX-Request": "true"})
    whole = client.get("/blog/")

    assert b"<html" not in part.content
    assert "Novedades" in part.content.decode()
    assert b"<html" in whole.content
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in whole["Vary"]


def test_second_page_keeps_the_filters(client, site_blog):
    PostPageFactory.create_batch(15, parent=site_blog, published_on=date(2026, 1, 1))

    html = read(client, "/blog/?anio=2026")

    assert "anio=2026&amp;pagina=2" in html
    assert client.get("/blog/?anio=2026&pagina=2").content.count(b'<li class="record"') == 3


def count_queries(client, address, django_assert_max_num_queries, bound):
    client.get(address)
    with django_assert_max_num_queries(bound) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/blog/", "/redes/agua/blog/"])
def test_queries_do_not_grow(
    client, member, site_blog, water_blog, address, django_assert_max_num_queries
):
    theme = ThemeFactory()

    def write(number):
        for post in PostPageFactory.create_batch(number, parent=water_blog, author=member):
            PageTheme.objects.create(page=post, theme=theme)

    write(3)
    few = count_queries(client, address, django_assert_max_num_queries, 8)
    write(27)
    assert count_queries(client, address, django_assert_max_num_queries, 8) == few
    client.force_login(member)
    count_queries(client, address, django_assert_max_num_queries, 12)
