"""What an editor does in the admin."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.models import PostPage
from community.models import Activity
from knowledge.models import SolutionPage
from networks import sections
from tests.factories import (
    BlogIndexPageFactory,
    MemberFactory,
    NetworkPageFactory,
    SolutionIndexPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, db):
    editor = MemberFactory(display_name="Edelmira", is_superuser=True)
    client.force_login(editor)
    return editor


def post_form(theme, **fields):
    """The least an editor fills in: title, summary, text and a theme."""
    return nested_form_data(
        {
            "title": "El páramo",
            "slug": "el-paramo",
            "summary": "Quién lo cuida.",
            "body": streamfield([("paragraph", rich_text("<p>Nace aquí.</p>"))]),
            "page_themes": inline_formset([{"theme": theme.pk}]),
            "tags": "",
            "cover_alt": "",
            "author": "",
            "written_with": "",
            "on_behalf_of": "nobody",
            "organization": "",
            "sources": streamfield([]),
            "published_on": "2026-03-17",
            "review_on": "",
            "comments": inline_formset([]),
            "action-publish": "1",
            **fields,
        }
    )


def test_publishing_needs_title_summary_text_and_theme(client, editor, networks):
    network = NetworkPageFactory(parent=networks, slug="agua")
    blog = BlogIndexPageFactory(parent=network)
    address = reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk])
    assert client.get(address).status_code == 200

    response = client.post(address, post_form(ThemeFactory(name="Agua")))

    assert response.status_code == 302, response.context["form"].errors
    post = PostPage.objects.get()
    assert post.live
    assert post.network == network
    assert post.author == editor
    assert Activity.objects.get().page_id == post.pk
    assert b"Nace aqu" in client.get("/redes/agua/blog/el-paramo/").content


def test_the_site_s_blog_takes_posts_and_the_site_s_solutions_take_none(home):
    blog = BlogIndexPageFactory(parent=home)
    solutions = SolutionIndexPageFactory(parent=home)

    assert PostPage.can_create_at(blog)
    assert not SolutionPage.can_create_at(solutions)


def test_every_network_gets_a_blog_before_its_solutions():
    slugs = [section.slug for section in sections.all_sections()]

    assert slugs.index("blog") < slugs.index("soluciones") < slugs.index("recursos")


def test_two_posts_of_one_title_have_addresses_of_their_own(client, editor, networks):
    blog = BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks, slug="agua"))
    address = reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk])
    theme = ThemeFactory(name="Agua")
    for _time in range(3):
        assert client.post(address, post_form(theme)).status_code == 302
    slugs = list(PostPage.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["el-paramo", "el-paramo-2", "el-paramo-3"]

    chosen = client.post(address, post_form(theme, title="La puna", slug="el-paramo"))
    assert "slug" in chosen.context["form"].errors


def test_an_address_left_empty_is_made_of_the_title(client, editor, networks):
    """The script that fills it in may not have come, or not have run yet."""
    blog = BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks, slug="agua"))
    address = reverse("wagtailadmin_pages:add", args=["blog", "postpage", blog.pk])
    theme = ThemeFactory(name="Agua")
    for _time in range(2):
        assert client.post(address, post_form(theme, slug="")).status_code == 302
    posts = PostPage.objects.order_by("pk")
    assert list(posts.values_list("slug", flat=True)) == ["el-paramo", "el-paramo-2"]

    nameless = client.post(address, post_form(theme, title="¡!", slug=""))
    assert nameless.context["form"].errors["slug"] == [
        "Escriba una dirección: con ese nombre no se puede formar ninguna."
    ]
    edited = reverse("wagtailadmin_pages:edit", args=[posts[0].pk])
    emptied = client.post(edited, post_form(theme, slug=""))
    assert "slug" in emptied.context["form"].errors
