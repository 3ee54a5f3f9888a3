"""What networks get that were there before a kind of section was."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from community.models import HomePage
from networks.actions.networks import LANGUAGE, ON_ITS_SECTIONS, found_networks, on_pages
from networks.models import NetworkPage
from networks.models.entries import DEPTH_OF_NETWORKS
from networks.sections import Section, all_sections


@transaction.atomic
def spread_new_sections() -> int:
    """Give every network the sections that none has yet; returns how many pages were made.

    Those came with a new version of the site. What somebody deleted in one
    network while others have it stays deleted. One query for each kind of
    section when none is new.
    """
    new = [each for each in all_sections() if is_new(each)]
    home = HomePage.objects.first()
    if not new or home is None:
        return 0
    found_networks(home)
    return sum(add_section(network, each) for each in new for network in NetworkPage.objects.all())


def is_new(section: Section) -> bool:
    """Whether no network has it."""
    pages = section.page_class()._default_manager
    return not pages.filter(depth__gt=DEPTH_OF_NETWORKS).exists()


def add_section(network: NetworkPage, section: Section) -> int:
    if network.get_children().filter(slug=section.slug).exists():
        return 0
    with translation.override(LANGUAGE):
        page = section.page_class()(title=str(section.title), slug=section.slug)
        network.add_child(instance=page)
    if network.coordinators is not None:
        on_pages(network.coordinators, page, ON_ITS_SECTIONS)
    return 1
