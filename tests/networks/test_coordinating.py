"""A coordinator in Wagtail's admin: everything of the own network, nothing of another."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file as image_file
from wagtail.models import Page

from community.models import UploadedDocument, UploadedImage
from networks import actions
from networks.models import NetworkPage, ResourceIndexPage, ResourcePage
from networks.permissions import membership_of
from networks.sections import all_sections
from tests.factories import MemberFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, coordinator):
    """A browser in which the coordinator of `network` has signed in."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def elsewhere(other_network):
    """The draft of another network."""
    section = ResourceIndexPage.objects.child_of(other_network).get()
    return ResourcePageFactory(parent=section, title="Borrador ajeno", live=False)


def fields(**more):
    return {
        "title": "Guía de tarifas",
        "slug": "guia-de-tarifas",
        "summary": "",
        "link": "https://example.org/guia",
        "kind": "guide",
        "resource_language": "es",
        "licence": "cc-by-4.0",
        "body-count": "0",
        "sources-count": "0",
        "page_themes-TOTAL_FORMS": "0",
        "page_themes-INITIAL_FORMS": "0",
        "files-TOTAL_FORMS": "0",
        "files-INITIAL_FORMS": "0",
        "published_on": "2026-11-20",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **more,
    }


def add_url(section, model="resourcepage", app="networks"):
    return reverse("wagtailadmin_pages:add", args=[app, model, section.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_publishes_a_resource(admin, library, coordinator):
    response = admin.post(add_url(library), fields(**{"action-publish": "1"}))

    assert response.status_code == 302
    resource = ResourcePage.objects.get()
    assert resource.live
    assert resource.author == coordinator


def test_the_admin_begins_with_what_can_be_written(admin, network, other_network, library):
    page = admin.get(reverse("wagtailadmin_home")).content.decode()

    assert network.title in page
    assert other_network.title not in page
    for each in all_sections():
        assert str(each.call) in page
    assert add_url(library) in page


def test_a_section_leads_its_coordinator_to_the_form(admin, library):
    assert f'href="{add_url(library)}"' in admin.get(library.url).content.decode()


def test_a_section_leads_nobody_else_there(client, library, network):
    stranger = MemberFactory()
    actions.join(network, stranger)
    client.force_login(stranger)

    assert "/admin/" not in client.get(library.url).content.decode()


def test_publishing_is_the_first_button_of_the_form(admin, library):
    page = admin.get(add_url(library)).content.decode()

    assert page.index('name="action-publish"') < page.index("Guardar borrador")


def test_the_form_asks_for_no_workflow_where_the_network_wants_none(admin, library):
    assert "action-submit" not in admin.get(add_url(library)).content.decode()


def test_the_form_of_a_resource_asks_only_what_is_needed(admin, library):
    page = admin.get(add_url(library)).content.decode()

    for absent in ("seo_title", "search_description", "show_in_menus"):
        assert f'name="{absent}"' not in page


def test_the_author_is_sought_among_those_who_take_part(admin, library, coordinator, network):
    inside, outside = MemberFactory(), MemberFactory()
    actions.join(network, inside)

    page = admin.get(add_url(library)).content.decode()

    assert inside.display_name in page
    assert coordinator.display_name in page
    assert outside.display_name not in page


def test_the_explorer_opens_at_the_own_network(admin, network):
    response = admin.get(reverse("wagtailadmin_explore_root"), follow=True)

    assert response.redirect_chain[-1][0].endswith(f"/{network.pk}/")


@pytest.mark.parametrize("view", ["edit", "history", "view_draft", "copy", "move", "usage"])
def test_pages_of_another_network_are_out_of_reach(admin, elsewhere, view):
    response = admin.get(reverse(f"wagtailadmin_pages:{view}", args=[elsewhere.pk]))

    assert response.status_code in (302, 403, 404)
    assert "Borrador ajeno" not in response.content.decode()


def test_the_page_chooser_does_not_tell_of_drafts_elsewhere(admin, elsewhere, library):
    own = ResourcePageFactory(parent=library, title="Borrador propio", live=False)
    search = reverse("wagtailadmin_choose_page_search")

    found = admin.get(search, {"q": "Borrador", "page_type": "wagtailcore.Page"})

    assert own.title in found.content.decode()
    assert "Borrador ajeno" not in found.content.decode()


def test_the_page_chooser_does_not_tell_of_closed_networks(admin, closed_network):
    search = reverse("wagtailadmin_choose_page_search")

    found = admin.get(search, {"q": "cerrada", "page_type": "wagtailcore.Page"})

    assert closed_network.title not in found.content.decode()


def test_the_page_chooser_has_no_side_doors(admin, closed_network, network):
    below = "wagtailadmin_choose_page_child"
    chosen = reverse("wagtailadmin_choose_page_chosen_multiple")

    assert admin.get(reverse(below, args=[network.pk])).status_code == 200
    assert admin.get(reverse(below, args=[closed_network.pk])).status_code == 404
    assert admin.get(chosen, {"id": network.pk}).status_code == 200
    assert admin.get(chosen, {"id": [network.pk, closed_network.pk]}).status_code == 404


def test_a_picture_of_another_network_cannot_be_looked_at_by_number(admin, network, other_network):
    for place, status in [(network, 200), (other_network, 404)]:
        picture = UploadedImage.objects.create(
            title="Fuente", file=image_file(), collection=place.collection
        )
        asked = reverse("wagtailimages_chooser:select_format", args=[picture.pk])

        assert admin.get(asked).status_code == status


def test_tags_are_suggested_from_pages_one_may_read(admin, library, closed_network):
    section = ResourceIndexPage.objects.child_of(closed_network).get()
    for parent, tag in [(library, "pozos"), (section, "pozo-secreto")]:
        page = ResourcePageFactory(parent=parent)
        page.tags.add(tag)
        page.save()

    for address in ("/admin/tag-autocomplete/", "/admin/tag-autocomplete/taggit/tag/"):
        assert admin.get(address, {"term": "pozo"}).json() == ["pozos"]


def test_reports_about_the_whole_site_are_not_for_coordinators(admin):
    assert admin.get(reverse("wagtailadmin_reports:page_types_usage")).status_code == 403
    assert admin.get(reverse("wagtailadmin_reports:site_history")).status_code == 403


def test_the_network_leads_its_coordinators_to_where_they_publish(
    client, network, coordinator, member
):
    address = f'href="{reverse("wagtailadmin_home")}"'

    client.force_login(member)
    assert address not in client.get("/redes/agua/").content.decode()
    client.force_login(coordinator)
    assert address in client.get("/redes/agua/").content.decode()


def test_edits_the_texts_of_the_network(admin, network):
    page = admin.get(edit_url(network)).content.decode()
    assert 'name="purpose"' in page
    for governed in ("slug", "visibility", "kind"):
        assert f'name="{governed}"' not in page

    response = admin.post(
        edit_url(network),
        {
            "title": network.title,
            "summary": "Nuevo resumen.",
            "purpose": "Nuevo propósito.",
            "welcome": "null",
            "joining": "open",
            "cover_alt": "",
            "page_themes-TOTAL_FORMS": "0",
            "page_themes-INITIAL_FORMS": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "slug": "otra-direccion",
            "visibility": "members",
            "action-publish": "1",
        },
    )

    assert response.status_code == 302
    changed = NetworkPage.objects.get(pk=network.pk)
    assert changed.purpose == "Nuevo propósito."
    assert changed.slug == "agua"
    assert changed.visibility == "public"


@pytest.mark.parametrize("view", ["delete", "unpublish", "set_privacy", "copy"])
@pytest.mark.parametrize("slug", ["agua", "recursos"])
def test_the_skeleton_of_the_network_stands_fast(admin, network, library, view, slug):
    page = {"agua": network, "recursos": library}[slug]

    response = admin.post(reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))

    assert response.status_code in (302, 403)
    assert Page.objects.get(pk=page.pk).live
    assert Page.objects.filter(slug=slug).count() == 1


def test_no_section_is_moved_by_a_coordinator(admin, library, network, other_network):
    actions.appoint_coordinator(other_network, MemberFactory())
    target = reverse("wagtailadmin_pages:move_confirm", args=[library.pk, other_network.pk])

    admin.post(target)

    assert library.get_parent(update=True).pk == network.pk


def test_deletes_a_resource_of_the_network(admin, library):
    resource = ResourcePageFactory(parent=library)

    admin.post(reverse("wagtailadmin_pages:delete", args=[resource.pk]))

    assert not ResourcePage.objects.exists()


def test_files_of_other_networks_are_not_offered(admin, network, other_network):
    for owner in (network, other_network):
        UploadedDocument.objects.create(
            title=f"Archivo de {owner.slug}",
            file=ContentFile(b"%PDF-1.4", name=f"{owner.slug}.pdf"),
            collection=owner.collection,
        )

    chooser = admin.get(reverse("wagtaildocs_chooser:choose")).content.decode()

    assert "Archivo de agua" in chooser
    assert "Archivo de residuos" not in chooser


@pytest.mark.parametrize(
    "name",
    ["wagtailusers_users:index", "wagtailadmin_collections:index", "wagtailusers_groups:index"],
)
def test_people_and_collections_are_not_hers(admin, name):
    assert admin.get(reverse(name)).status_code in (302, 403)


def test_whoever_is_dismissed_is_out_of_the_admin(admin, network, coordinator):
    actions.dismiss_coordinator(network, coordinator)

    assert admin.get(reverse("wagtailadmin_home")).status_code in (302, 403)


def test_groups_ticked_in_the_admin_appoint_and_dismiss(client, network, member):
    client.force_login(MemberFactory(is_superuser=True))
    address = reverse("wagtailusers_users:edit", args=[member.pk])
    about = {"email": member.email, "display_name": "Ana Pérez", "handle": "ana-perez"}

    def tick(*groups):
        asked = {**about, "is_active": "on", "groups": [group.pk for group in groups]}
        assert client.post(address, asked).status_code == 302
        return membership_of(member, network)

    assert tick(network.coordinators).is_coordinator
    assert member.groups.filter(pk=network.circle.pk).exists()
    plain = tick(network.circle)
    assert plain.is_active
    assert not plain.is_coordinator
    assert not tick().is_active
