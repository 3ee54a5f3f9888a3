"""What changes is noted in the transaction that changes it, and the index hears of it."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from blog.models import PostPage
from community.models import Affiliation, Organization, PageTheme, User
from search import draining
from search.folder import here, writer_for
from search.models import MOST_ATTEMPTS, IndexChange
from search.snapshot import latest
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
    return BlogIndexPageFactory(
        parent=NetworkPageFactory(parent=networks, title="Red de Agua", slug="agua")
    )


@pytest.fixture
def post(blog, searchable):
    post = PostPageFactory(parent=blog, title="Compostaje")
    searchable()
    return post


def marks_of(thing):
    snapshot = latest()
    uid = (
        f"wagtailcore.page:{thing.pk}" if isinstance(thing, Page) else f"community.user:{thing.pk}"
    )
    document = [each for each in range(snapshot.size) if snapshot.live >> each & 1]
    numbers = [each for each in document if snapshot.uids[each] == uid]
    assert len(numbers) <= 1, "one document for one object"
    return {mark for mark, bits in snapshot.marks.items() for each in numbers if bits >> each & 1}


def found(words):
    return [page.title for page in PostPage.objects.search(words)]


def test_a_rolled_back_save_is_never_found(post, searchable):
    with transaction.atomic():
        post.title = "Lombrices"
        post.save()
        transaction.set_rollback(True)

    assert searchable() == 0
    assert found("lombrices") == []


def test_a_save_is_one_note_however_often(post):
    for _ in range(3):
        post.save()

    assert IndexChange.objects.count() == 1
    assert DBTaskResult.objects.filter(task_path__endswith="drain_changes").count() == 1


def test_the_worker_tells_the_index(post, work):
    post.title = "Lombrices"
    post.save()

    work()

    assert found("lombrices") == ["Lombrices"]
    assert not IndexChange.objects.exists()


def test_a_deleted_page_goes_with_all_under_it(post, blog, searchable):
    blog.delete()

    searchable()

    assert marks_of(post) == set()


def test_what_changes_again_while_the_index_is_told_is_not_forgotten(post, searchable, monkeypatch):
    post.title = "Lombrices"
    post.save()
    commit = draining.commit

    def change_meanwhile(writer):
        commit(writer)
        monkeypatch.setattr(draining, "commit", commit)
        PostPage.objects.get(pk=post.pk).save()
        assert IndexChange.objects.count() == 1

    monkeypatch.setattr(draining, "commit", change_meanwhile)

    assert searchable() == 2
    assert not IndexChange.objects.exists()


def test_a_death_before_the_commit_loses_nothing(post, searchable, monkeypatch):
    post.title = "Lombrices"
    post.save()
    monkeypatch.setattr(draining, "commit", lambda writer: (_ for _ in ()).throw(SystemExit))

    with pytest.raises(SystemExit):
        searchable()
    assert IndexChange.objects.count() == 1

    monkeypatch.undo()
    assert searchable() == 1
    assert found("lombrices") == ["Lombrices"]


def test_a_death_after_the_commit_does_it_twice_without_harm(post, searchable, monkeypatch):
    post.title = "Lombrices"
    post.save()
    monkeypatch.setattr(draining, "forget", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        searchable()
    monkeypatch.undo()

    assert searchable() == 1
    assert found("lombrices") == ["Lombrices"]
    assert marks_of(post)


def test_a_second_writer_leaves_it_to_the_first(post, searchable, monkeypatch):
    monkeypatch.setattr(draining, "SECONDS_TO_WAIT", 0.1)
    post.save()
    first = writer_for(here().current())

    assert searchable() == 0

    first.cancel()
    assert searchable() == 1


def test_what_cannot_be_described_does_not_hold_up_the_others(post, blog, searchable, monkeypatch):
    good = PostPageFactory(parent=blog, title="Buena")
    post.save()
    describe = draining.describe

    def fail(thing, closed_by):
        if thing.pk == post.pk:
            raise ValueError("no text")
        return describe(thing, closed_by)

    monkeypatch.setattr(draining, "describe", fail)

    for _ in range(MOST_ATTEMPTS + 1):
        searchable()

    assert found("buena") == [good.title]
    stuck = IndexChange.objects.stuck().get()
    assert "no text" in stuck.problem
    monkeypatch.undo()
    post.save()
    assert searchable() == 1


def test_closing_and_opening_a_subtree_is_noted_for_all_of_it(post, blog, searchable):
    closing = PageViewRestriction.objects.create(page=blog.get_parent(), restriction_type="groups")
    closing.groups.add(Group.objects.create(name="circle"))
    searchable()
    assert f"closed={closing.pk}" in marks_of(post)

    closing.delete()
    searchable()
    assert f"closed={closing.pk}" not in marks_of(post)


def test_a_moved_section_takes_its_pages_along(post, blog, networks, searchable):
    other = NetworkPageFactory(parent=networks, title="Otra", slug="otra")

    blog.move(other, pos="last-child")
    searchable()

    assert "red=otra" in marks_of(post)


def test_a_network_with_another_address_takes_its_pages_along(post, blog, searchable):
    network = blog.get_parent().specific
    network.slug = "aguas"
    network.save_revision().publish()

    searchable()

    assert "red=aguas" in marks_of(post)


def test_a_theme_with_another_address_is_heard_of(post, searchable):
    theme = ThemeFactory(slug="riego")
    PageTheme.objects.create(page=post, theme=theme)
    post.save()
    searchable()
    assert "tema=riego" in marks_of(post)

    theme.slug = "riegos"
    theme.save()
    searchable()
    assert {"tema=riegos"} <= marks_of(post)


def test_a_renamed_tag_is_found_by_its_new_name(post, searchable):
    post.tags.add("lombrices")
    post.save()
    tag = Tag.objects.get(name="lombrices")
    tag.name = "gusanos"
    tag.save()

    searchable()

    assert found("gusanos") == ["Compostaje"]
    assert found("lombrices") == []


def test_a_person_is_heard_of_once_the_address_is_confirmed(searchable):
    person = MemberFactory(profile_audience=User.Audience.EVERYONE, is_listed=True, verified=False)
    address = EmailAddress.objects.create(user=person, email=person.email, verified=False)
    searchable()
    assert "audience=everyone" not in marks_of(person)

    address.verified = True
    address.save()
    searchable()
    assert "audience=everyone" in marks_of(person)


def test_where_somebody_works_is_part_of_the_person(member, searchable):
    place = Organization.objects.create(name="Municipio de Loja", kind="municipal_government")
    Affiliation.objects.create(user=member, organization=place, post="Alcaldesa")
    searchable()
    assert list(get_search_backend().search("alcaldesa loja", User)) == [member]

    place.name = "Municipio de Quito"
    place.save()
    searchable()
    assert list(get_search_backend().search("quito", User)) == [member]


def test_signing_in_changes_nothing_that_is_found(member, searchable):
    searchable()
    member.save(update_fields=["last_login"])

    assert not IndexChange.objects.exists()


def test_actions_can_say_it_by_wagtails_own_functions(post, searchable):
    index.insert_or_update_object(post)
    assert IndexChange.objects.count() == 1

    searchable()
    index.remove_object(post)
    get_search_backend().add_bulk(PostPage, [post])
    assert IndexChange.objects.count() == 1


def test_many_are_noted_in_few_queries(blog, searchable, django_assert_max_num_queries):
    posts = [PostPageFactory(parent=blog) for _ in range(30)]
    searchable()

    with django_assert_max_num_queries(6):
        get_search_backend().add_bulk(PostPage, posts)

    assert IndexChange.objects.count() == 30
