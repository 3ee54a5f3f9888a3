"""The conversation of the demonstration."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from blog.models import PostPage
from community.demo.comments import COMMENTS, load_comments
from community.demo.digest import READER, load_digest
from community.models import Comment, MailDelivery
from tests.factories import BlogIndexPageFactory, MemberFactory, PostPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(home):
    return PostPageFactory(parent=BlogIndexPageFactory(parent=home), slug="una", title="Una")


def write(folder, *rows):
    file = folder / "comments.json"
    file.write_text(json.dumps(rows))
    return file


def row(**told):
    about = {"kind": "publicacion", "slug": "una"}
    return {"about": about, "author": "ana-perez", "at": "2026-05-01T09:00", "text": "Hola", **told}


def test_twice_is_as_once(post, member, tmp_path):
    corrected = {"at": "2026-05-01T09:30", "text": "Buenos días"}
    file = write(tmp_path, row(corrected=corrected))

    for _time in range(2):
        load_comments(file)

    comment = Comment.objects.about(post).get()
    assert comment.body == "<p>Buenos días</p>"
    assert comment.versions.get().body == "<p>Hola</p>"
    assert comment.posted_at < comment.edited_at


@pytest.mark.parametrize(
    "missing",
    [
        {"author": "nadie"},
        {"about": {"kind": "publicacion", "slug": "otra"}},
        {"about": {"kind": "experiencia", "title": "Una"}},
    ],
)
def test_what_has_no_place_is_left_out(post, member, tmp_path, missing):
    load_comments(write(tmp_path, row(**missing), row()))

    assert Comment.objects.count() == 1


def test_a_thing_is_found_by_whatever_names_it(post, member, tmp_path):
    load_comments(write(tmp_path, row(about={"kind": "publicacion", "title": "Una"})))

    assert Comment.objects.about(post).exists()


def test_an_hour_can_be_told_from_the_day_of_publication(post, member, tmp_path):
    PostPage.objects.update(first_published_at=datetime(2026, 3, 2, 23, tzinfo=UTC))
    told = row(after={"days": 3, "hour": "10:20"})
    del told["at"]

    for _time in range(2):
        load_comments(write(tmp_path, told))

    assert timezone.localtime(Comment.objects.get().posted_at).isoformat()[:16] == (
        "2026-03-05T10:20"
    )


def test_those_of_the_platform_are_of_invented_people_and_fit(post):
    rows = json.loads(COMMENTS.read_text())
    people = json.loads(COMMENTS.with_name("people.json").read_text())

    assert {told["author"] for told in rows} <= {person["handle"] for person in people}
    assert 14 <= len(rows) <= 60


def test_somebody_is_not_found_twice_by_the_same_hour(post, member, tmp_path):
    MemberFactory(handle="otra-persona")

    load_comments(write(tmp_path, row(), row(author="otra-persona")))

    assert Comment.objects.count() == 2


def test_somebody_gets_a_digest_of_what_was_said_and_only_once(home, member, tmp_path):
    reader = MemberFactory(handle=READER)
    index = BlogIndexPageFactory(parent=home)
    PostPageFactory(parent=index, slug="una", title="Una", author=reader)
    load_comments(write(tmp_path, row()))

    for _time in range(2):
        load_digest()

    assert MailDelivery.objects.get().recipient == reader
    assert reader.notifications.get().created_at == Comment.objects.get().posted_at
