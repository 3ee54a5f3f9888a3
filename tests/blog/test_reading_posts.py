"""The page of a post: what it says, who signs it, where to go on from it."""

from datetime import date

import pytest
from django.utils.translation import gettext
from wagtail.rich_text import RichText

from blog.models import PostPage
from community.models import Organization, PageTheme, User
from tests.factories import (
    BlogIndexPageFactory,
    MemberFactory,
    NetworkPageFactory,
    PostPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(networks):
    network = NetworkPageFactory(parent=networks, title="Red de Agua", slug="agua")
    return BlogIndexPageFactory(parent=network)


def read(client, post):
    response = client.get(post.get_url())
    assert response.status_code == 200
    return response.content.decode()


def test_post_shows_title_summary_and_text(client, blog):
    post = PostPageFactory(
        parent=blog,
        title="El páramo",
        summary="Quién lo cuida.",
        body=[("heading", "Una cuenca"), ("paragraph", RichText("<p>Nace <b>aquí</b>.</p>"))],
    )

    html = read(client, post)

    assert "<h1>El páramo</h1>" in html
    assert "Quién lo cuida." in html
    assert "<h2>Una cuenca</h2>" in html
    assert "Nace <b>aquí</b>." in html


def test_table_names_its_columns_and_rows_and_can_be_scrolled(client, blog):
    table = {"caption": "Plazos", "header": " | Meses", "rows": "Acta | 1\nObra\t6\n\n"}
    post = PostPageFactory(parent=blog, body=[("table", table)])

    html = read(client, post)

    assert "<caption><span>Plazos</span></caption>" in html
    assert '<th scope="col">Meses</th>' in html
    assert '<th scope="row">Obra</th><td>6</td>' in html
    assert '<th scope="col"></th>' not in html
    assert 'role="region" tabindex="0" aria-label="Plazos"' in html


def test_what_an_editor_types_is_escaped(client, blog):
    post = PostPageFactory(
        parent=blog,
        title="<script>x</script>",
        body=[("table", {"caption": "<i>c", "header": "a", "rows": "<b>x"})],
    )

    html = read(client, post)

    assert "<script>x" not in html
    assert "<i>c" not in html
    assert "<b>x" not in html


def test_author_is_linked_for_those_who_may_open_the_profile(client, blog):
    open_one = MemberFactory(display_name="Ana", profile_audience=User.Audience.EVERYONE)
    shy = MemberFactory(display_name="Berta", profile_audience=User.Audience.NOBODY)
    first = PostPageFactory(parent=blog, author=open_one)
    second = PostPageFactory(parent=blog, author=shy)

    assert f'href="{open_one.get_absolute_url()}"' in read(client, first)
    html = read(client, second)
    assert "Berta" in html
    assert f'href="{shy.get_absolute_url()}"' not in html


def test_post_on_behalf_of_an_organization_or_of_its_network_says_so(client, blog):
    town = Organization.objects.create(name="Alcaldía de Valdeniebla", kind="municipal_government")
    first = PostPageFactory(parent=blog, on_behalf_of="organization", organization=town)
    second = PostPageFactory(parent=blog, on_behalf_of="network")

    assert "Alcaldía de Valdeniebla" in read(client, first)
    assert gettext("on behalf of its network") in read(client, second)


def test_organization_must_be_named(blog):
    post = PostPage(title="x", slug="x", body=[], on_behalf_of="organization")

    with pytest.raises(Exception) as refusal:
        post.clean()

    assert "organization" in refusal.value.message_dict


def test_sources_are_listed_with_their_links(client, blog):
    source = {"title": "Informe", "publisher": "CEPAL", "year": 2019, "url": "https://x.example/"}
    post = PostPageFactory(parent=blog, sources=[("source", source)])

    html = read(client, post)

    assert 'href="https://x.example/"' in html
    assert "CEPAL" in html
    assert "2019" in html


def test_sharing_loads_nothing_from_elsewhere(client, blog):
    html = read(client, PostPageFactory(parent=blog))

    assert 'href="https://wa.me/' in html
    assert 'href="mailto:' in html
    assert 'src="https:' not in html
    assert " style=" not in html
    assert "csrfmiddlewaretoken" not in html


def test_previous_and_next_follow_the_dates_within_the_blog(client, blog, home):
    site_blog = BlogIndexPageFactory(parent=home)
    PostPageFactory(parent=site_blog, title="Of another blog", published_on=date(2026, 2, 2))
    first = PostPageFactory(parent=blog, title="First", published_on=date(2026, 1, 1))
    second = PostPageFactory(parent=blog, title="Second", published_on=date(2026, 2, 1))
    third = PostPageFactory(parent=blog, title="Third", published_on=date(2026, 3, 1))

    html = read(client, second)

    assert f'rel="prev" href="{first.get_url()}"' in html
    assert f'rel="next" href="{third.get_url()}"' in html
    assert 'rel="next"' not in read(client, third)
    assert "Of another blog" not in html


def test_related_posts_share_a_theme_or_a_tag(client, blog, home):
    water, streets = ThemeFactory(), ThemeFactory()
    site_blog = BlogIndexPageFactory(parent=home)
    post = PostPageFactory(parent=blog)
    PageTheme.objects.create(page=post, theme=water)
    post.tags.add("páramo")
    post.save()
    close = PostPageFactory(parent=site_blog, title="By theme")
    PageTheme.objects.create(page=close, theme=water)
    tagged = PostPageFactory(parent=site_blog, title="By tag")
    tagged.tags.add("páramo")
    tagged.save()
    far = PostPageFactory(parent=site_blog, title="Neither")
    PageTheme.objects.create(page=far, theme=streets)
    draft = PostPageFactory(parent=site_blog, title="Draft", live=False)
    PageTheme.objects.create(page=draft, theme=water)

    html = read(client, post)

    assert "By theme" in html
    assert "By tag" in html
    assert "Neither" not in html
    assert "Draft" not in html


def test_preview_of_a_new_post_shows_it(client, blog):
    post = PostPage(title="New", slug="new", body=[("heading", "Hoy")])

    response = post.make_preview_request()

    assert response.status_code == 200
    assert "Hoy" in response.rendered_content


def test_queries_do_not_grow(client, member, blog, django_assert_max_num_queries):
    theme = ThemeFactory()

    def write(number):
        posts = PostPageFactory.create_batch(number, parent=blog, author=member)
        for post in posts:
            PageTheme.objects.create(page=post, theme=theme)
            post.tags.add("páramo", "agua")
            post.save()
        return posts[0]

    def count(address, bound):
        client.get(address)
        with django_assert_max_num_queries(bound) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    address = write(3).get_url()
    few = count(address, 8)
    write(27)
    assert count(address, 8) == few
    client.force_login(member)
    count(address, 12)
