"""Covers are small, sized and cost a list nothing more."""

from django.template import Context, Template
from wagtail.models import Collection

from community.models import UploadedImage
from networks.models import NetworkPage
from tests.community.files_made_up import picture
from tests.factories import NetworkPageFactory

COVERS = Template("{% for page in pages %}{% cover page %}{% endfor %}")


def networks_with_covers(networks, count):
    for number in range(count):
        image = UploadedImage.objects.create(
            title="Plaza",
            file=picture(f"plaza-{number}.jpg", size=(1000, 600)),
            collection=Collection.get_first_root_node(),
        )
        NetworkPageFactory(parent=networks, cover=image, cover_alt="The square at noon")


def shown():
    pages = NetworkPage.objects.with_cover().prefetch_related("page_themes__theme")
    return COVERS.render(Context({"pages": pages}))


def test_a_list_with_covers_costs_the_same_with_two_and_with_twelve(
    networks, django_assert_num_queries
):
    for count in (2, 10):
        networks_with_covers(networks, count)
        shown()
        with django_assert_num_queries(3):
            shown()


def test_a_cover_tells_its_size_its_sources_and_what_it_shows(networks):
    networks_with_covers(networks, 1)

    html = shown()

    for part in ('width="', 'height="', "srcset=", ".webp", 'loading="lazy"', "sizes="):
        assert part in html
    assert 'alt="The square at noon"' in html
    assert "original_images" not in html
