"""Which page may stand under which, so that an editor cannot build a wrong tree."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, get_page_models

from networks import actions
from networks.models import (
    EntryPage,
    NetworkPage,
    ResourceIndexPage,
    ResourcePage,
    SectionPage,
)
from tests.factories import ResourcePageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

ENTRIES = [each for each in get_page_models() if issubclass(each, EntryPage)]


def may_stand_under(kind):
    return {parent.__name__ for parent in kind.allowed_parent_page_models()}


def expected_parents(kind):
    if issubclass(kind, SectionPage):
        return {"HomePage", "NetworkPage"}
    if issubclass(kind, EntryPage):
        return {each.__name__ for each in get_page_models() if is_section_of(each, kind)}
    return {
        "HomePage": {"Page"},
        "StandardPage": {"HomePage"},
        "LegalPage": {"HomePage"},
        "NetworkIndexPage": {"HomePage"},
        "NetworkPage": {"NetworkIndexPage"},
    }[kind.__name__]


def is_section_of(section, kind):
    return issubclass(section, SectionPage) and section.entry_model == kind._meta.label


@pytest.mark.parametrize("kind", [each for each in get_page_models() if each is not Page])
def test_every_page_type_has_its_place(kind):
    assert may_stand_under(kind) == expected_parents(kind)


@pytest.mark.parametrize(
    "kind", [each for each in get_page_models() if issubclass(each, EntryPage)]
)
def test_nothing_stands_under_an_entry(kind):
    assert kind.allowed_subpage_models() == []


def test_a_place_has_one_section_of_a_kind(network):
    assert not ResourceIndexPage.can_create_at(network)


def test_a_section_cannot_move_to_where_one_of_its_kind_stands(library, other_network):
    assert not library.can_move_to(other_network)


def test_resources_are_published_in_networks_only(home, library):
    actions.found_networks(home)
    across = ResourceIndexPage.objects.child_of(home).get()

    assert ResourcePage.can_create_at(library)
    assert not ResourcePage.can_create_at(across)
    assert not ResourcePageFactory(parent=library).can_move_to(across)


@pytest.mark.parametrize("slug", ["miembros", "experiencias", "unirse", "salir"])
def test_a_section_cannot_take_an_address_the_network_uses(library, slug):
    library.slug = slug

    with pytest.raises(ValidationError, match=slug):
        library.full_clean()


def test_such_an_address_is_free_right_under_the_home_page(home):
    actions.found_networks(home)
    across = ResourceIndexPage.objects.child_of(home).get()
    across.slug = "miembros"

    across.full_clean()


def test_an_entry_knows_its_network(library, network):
    assert ResourcePageFactory(parent=library).network == network


def test_an_entry_that_moves_lies_in_the_other_network(library, other_network):
    resource = ResourcePageFactory(parent=library)

    resource.move(ResourceIndexPage.objects.child_of(other_network).get(), pos="last-child")

    assert ResourcePage.objects.get(pk=resource.pk).network == other_network


def test_entries_follow_a_section_that_moves(library, other_network, django_assert_max_num_queries):
    ResourceIndexPage.objects.child_of(other_network).get().delete()
    resources = [ResourcePageFactory(parent=library) for _ in range(3)]

    library.move(NetworkPage.objects.get(pk=other_network.pk), pos="last-child")

    where = ResourcePage.objects.filter(pk__in=[page.pk for page in resources])
    assert set(where.values_list("network", flat=True)) == {other_network.pk}


def test_moving_a_page_of_another_kind_changes_nothing(home):
    first, second = StandardPageFactory(parent=home), StandardPageFactory(parent=home)

    second.move(first, pos="left")

    assert second.get_parent() == home.page_ptr


def test_a_closed_network_cannot_be_open_to_all_comers(network):
    network.visibility = NetworkPage.Visibility.MEMBERS

    with pytest.raises(ValidationError) as refused:
        network.full_clean()
    assert "joining" in refused.value.message_dict


def test_a_cover_needs_words_for_those_who_cannot_see_it(network):
    network.cover_id = 1

    with pytest.raises(ValidationError) as refused:
        network.clean()
    assert "cover_alt" in refused.value.message_dict


def test_a_resource_is_a_file_or_a_link(library):
    resource = ResourcePageFactory(parent=library)
    resource.link = ""

    with pytest.raises(ValidationError) as refused:
        resource.full_clean()
    assert "link" in refused.value.message_dict
