"""The index is built anew beside the one in use; nothing is lost and nobody waits."""

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from blog.models import PostPage
from search import rebuilding
from search.condition import tend, what_is_wrong
from search.draining import drain
from search.folder import IndexUnavailable, here
from search.models import IndexChange
from search.rebuilding import AlreadyRebuilding, rebuild
from search.snapshot import latest
from tests.factories import BlogIndexPageFactory, NetworkPageFactory, PostPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def blog(networks):
    return BlogIndexPageFactory(parent=NetworkPageFactory(parent=networks, title="Red de Agua"))


@pytest.fixture
def post(blog):
    return PostPageFactory(parent=blog, title="Compostaje")


def titles(words):
    return [page.title for page in PostPage.objects.search(words)]


def test_the_command_builds_a_new_folder_and_removes_the_old(post, searchable):
    former = here().current()

    call_command("wagtail_update_index", verbosity=0)

    assert here().current() != former
    assert not former.exists()
    assert titles("compostaje") == ["Compostaje"]


def test_the_former_index_answers_until_the_new_one_is_there(post, searchable, monkeypatch):
    searchable()
    add_items = rebuilding.NewGeneration.add_items

    def look_meanwhile(index, model, items):
        assert titles("compostaje") == ["Compostaje"]
        add_items(index, model, items)

    monkeypatch.setattr(rebuilding.NewGeneration, "add_items", look_meanwhile)

    assert rebuild()


def test_what_changes_while_it_is_built_is_in_both(post, searchable, monkeypatch):
    searchable()
    add_items = rebuilding.NewGeneration.add_items

    def change_meanwhile(index, model, items):
        add_items(index, model, items)
        if model is PostPage:
            fresh = PostPage.objects.get(pk=post.pk)
            fresh.title = "Lombrices"
            fresh.save()
            drain()
            assert titles("lombrices") == ["Lombrices"]
            assert IndexChange.objects.count() == 1, "kept for the new one"

    monkeypatch.setattr(rebuilding.NewGeneration, "add_items", change_meanwhile)

    assert rebuild()

    assert titles("lombrices") == ["Lombrices"]
    assert titles("compostaje") == []
    assert not IndexChange.objects.exists()


def test_a_page_that_slips_between_two_portions_is_fetched(blog, searchable, monkeypatch):
    for number in range(4):
        PostPageFactory(parent=blog, title=f"Agua {number}")
    searchable()
    add_items = rebuilding.NewGeneration.add_items

    def delete_the_first(index, model, items):
        add_items(index, model, items)
        if model is PostPage and len(index.seen) and PostPage.objects.count() == 4:
            PostPage.objects.first().delete()

    monkeypatch.setattr(rebuilding.NewGeneration, "add_items", delete_the_first)

    call_command("wagtail_update_index", verbosity=0, chunk_size=2)

    assert len(titles("agua")) == 3


def test_a_second_rebuild_leaves_it_to_the_first(searchable):
    with here().rebuilding():
        assert rebuild() is False
        with pytest.raises(AlreadyRebuilding):
            call_command("wagtail_update_index", verbosity=0)


def test_an_interrupted_rebuild_leaves_the_former_index_and_no_lock(post, searchable, monkeypatch):
    searchable()
    former = here().current()
    monkeypatch.setattr(
        rebuilding.NewGeneration, "add_items", lambda *_: (_ for _ in ()).throw(SystemExit)
    )
    with pytest.raises(SystemExit):
        rebuild()
    monkeypatch.undo()

    assert here().current() == former
    assert titles("compostaje") == ["Compostaje"]
    assert rebuild()
    assert [each for each in here().path.iterdir() if each.is_dir()] == [here().current()]


@pytest.mark.parametrize("address", ["/buscar/?q=compostaje", "/admin/pages/search/?q=comp"])
def test_a_missing_index_is_built_while_the_site_stays_up(admin_client, post, work, address):
    response = admin_client.get(address)
    assert response.status_code == 200
    assert "Compostaje" in response.content.decode()

    work()

    assert latest().live
    assert "Compostaje" in admin_client.get(address).content.decode().replace("<mark>", "").replace(
        "</mark>", ""
    )


def test_a_search_without_index_says_so_and_is_asked_for_once(client, post, work):
    html = client.get("/buscar/?q=compostaje&tema=agua").content.decode()
    client.get("/buscar/?q=compostaje")

    assert "solo busca en los títulos" in html
    assert "falta el índice" in what_is_wrong().casefold()
    assert work() >= 1
    assert what_is_wrong() == ""


def test_the_worker_builds_what_is_missing_before_anybody_searches(post, work):
    with pytest.raises(IndexUnavailable):
        latest()

    work()

    assert titles("compostaje") == ["Compostaje"]


def test_what_was_left_over_is_told_by_the_timer(post, searchable, work):
    DBTaskResult.objects.all().delete()

    tend()
    work()

    assert not IndexChange.objects.exists()


def test_a_reader_elsewhere_notices_a_commit_at_once(post, blog, searchable):
    searchable()
    for number in range(5):
        PostPageFactory(parent=blog, title=f"Nueva {number}")
        drain()
        assert len(titles("nueva")) == number + 1
