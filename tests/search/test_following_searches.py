"""Being told once a day of what a search finds that is new."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.actions import following
from community.models import Notification
from search import saved
from search.saved import tell_searches
from search.tasks import begin_telling
from tests.factories import MemberFactory, ResourceIndexPageFactory, ResourcePageFactory

pytestmark = pytest.mark.django_db


def told(person):
    return list(Notification.objects.filter(recipient=person, kind="followed_search"))


def test_a_search_tells_each_day_of_what_came_the_day_before(
    home, member, searchable, monkeypatch, work
):
    monkeypatch.setattr(saved, "AT_A_TIME", 1)
    today = timezone.localdate()
    library = ResourceIndexPageFactory(parent=home)
    other = MemberFactory()
    following.save_search("q=compost", "Compost", member)
    following.save_search("q=catastro", "Catastro", other)
    for title, days in (("Compost viejo", 9), ("Compost nuevo", 0), ("Compost mejor", 0)):
        day = today - timedelta(days=days)
        ResourcePageFactory(parent=library, title=title, published_on=day)
    searchable()

    begin_telling()
    work()
    assert not told(member)

    tomorrow = today + timedelta(days=1)
    after = tell_searches(tomorrow)
    assert tell_searches(tomorrow, after) != 0
    for _ in range(2):
        tell_searches(tomorrow)

    (notice,) = told(member)
    assert notice.facts["count"] == "2"
    assert "Compost" in notice.title
    assert notice.url == "/buscar/?q=compost"
    assert not told(other)
