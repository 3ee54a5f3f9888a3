"""What it costs to reach a page."""

import pytest

from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def test_the_front_door_is_not_read_on_the_way_to_another_page(
    client, home, django_assert_max_num_queries
):
    StandardPageFactory(parent=home, slug="acerca", title="Acerca de Cabildo")
    client.get("/acerca/")

    with django_assert_max_num_queries(4) as queries:
        assert "Acerca de Cabildo" in client.get("/acerca/").content.decode()

    assert not [query for query in queries if "community_homepage" in query["sql"]]


def test_the_front_door_itself_is_read_whole(client, home):
    assert client.get("/").status_code == 200
    assert client.get("/no-existe/").status_code == 404
