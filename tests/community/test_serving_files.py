"""Files have one door, and it asks who wants to come in."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import NoReverseMatch, reverse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
)
from wagtail.users.models import UserProfile

from community.models import UploadedDocument, UploadedImage, User
from community.upload_storage import name_for_reader
from tests.community.files_made_up import picture
from tests.factories import MemberFactory

CONTENT = bytes(range(256)) * 600


@pytest.fixture
def circle(db):
    return Group.objects.create(name="circle")


@pytest.fixture
def open_collection(db):
    return Collection.get_first_root_node().add_child(name="open")


@pytest.fixture
def closed_collection(circle):
    """A collection inside one that only the circle may see."""
    root = Collection.get_first_root_node()
    network = root.add_child(name="network")
    restriction = CollectionViewRestriction.objects.create(
        collection=network, restriction_type="groups"
    )
    restriction.groups.add(circle)
    return network.add_child(name="inner")


@pytest.fixture
def insider(circle):
    person = MemberFactory()
    person.groups.add(circle)
    return person


def document_in(collection, name="Guía.pdf", content=CONTENT):
    file = ContentFile(content, name=name)
    return UploadedDocument.objects.create(title="Guide", file=file, collection=collection)


def image_in(collection):
    return UploadedImage.objects.create(title="Plaza", file=picture(), collection=collection)


def rendition_in(collection):
    return image_in(collection).get_rendition("fill-20x20|format-webp")


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("made_in", [document_in, rendition_in])
def test_anybody_gets_a_public_file_to_keep_without_a_session(
    client, open_collection, made_in, django_assert_num_queries
):
    kept = made_in(open_collection)

    with django_assert_num_queries(1):
        response = client.get(kept.url)

    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
    with kept.file.open() as file:
        assert body(response) == file.read()


@pytest.mark.parametrize("made_in", [document_in, rendition_in])
def test_a_closed_file_is_for_its_circle_alone(client, closed_collection, insider, made_in):
    kept = made_in(closed_collection)

    assert client.get(kept.url).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(kept.url).status_code == 404
    client.force_login(insider)
    response = client.get(kept.url)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_a_member_of_another_circle_stays_outside(client, closed_collection):
    kept = document_in(closed_collection)
    other = MemberFactory()
    other.groups.add(Group.objects.create(name="other circle"))
    client.force_login(other)

    assert client.get(kept.url).status_code == 404


def test_one_restriction_passed_does_not_open_the_next(client, closed_collection, insider):
    inner = CollectionViewRestriction.objects.create(
        collection=closed_collection, restriction_type="groups"
    )
    inner.groups.add(Group.objects.create(name="board"))
    kept = document_in(closed_collection)
    client.force_login(insider)

    assert client.get(kept.url).status_code == 404


def test_a_collection_for_all_who_sign_in(client, open_collection):
    CollectionViewRestriction.objects.create(collection=open_collection, restriction_type="login")
    kept = document_in(open_collection)

    assert client.get(kept.url).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(kept.url).status_code == 200


def test_a_collection_behind_a_password_is_closed(client, open_collection):
    CollectionViewRestriction.objects.create(
        collection=open_collection, restriction_type="password", password="x"
    )
    kept = document_in(open_collection)
    client.force_login(MemberFactory())

    assert client.get(kept.url).status_code == 404


def test_who_works_in_a_collection_and_superusers_open_its_files(client, closed_collection):
    kept = rendition_in(closed_collection)
    editors = Group.objects.create(name="editors")
    GroupCollectionPermission.objects.create(
        group=editors,
        collection=closed_collection,
        permission=Permission.objects.get(codename="add_uploadedimage"),
    )
    editor = MemberFactory()
    editor.groups.add(editors)

    client.force_login(editor)
    assert client.get(kept.url).status_code == 200
    client.force_login(User.objects.create_superuser("admin@town.example"))
    assert client.get(kept.url).status_code == 200


def test_originals_are_for_those_who_may_edit_them(client, open_collection, closed_collection):
    original = image_in(open_collection)
    strangers = [None, MemberFactory()]

    for stranger in strangers:
        client.logout()
        if stranger:
            client.force_login(stranger)
        assert client.get(original.file.url).status_code == 404
    client.force_login(User.objects.create_superuser("admin@town.example"))
    response = client.get(original.file.url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_faces_of_the_admin_are_for_those_who_may_enter_it(client, member):
    profile = UserProfile.get_for_user(member)
    profile.avatar.save("face.jpg", picture())

    client.force_login(member)
    assert client.get(profile.avatar.url).status_code == 404
    client.force_login(User.objects.create_superuser("admin@town.example"))
    assert client.get(profile.avatar.url).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "nothing.jpg",
        "documents/nothing.pdf",
        "../db.sqlite3",
        "documents/../../db.sqlite3",
        "%2e%2e/db.sqlite3",
        "/etc/passwd",
        "documents/",
        "original_images/none.jpg",
        "wagtail_uploads/waiting.jpg",
        "documents/a\0b.pdf",
    ],
)
def test_other_names_lead_nowhere(client, db, name):
    default_storage.save("wagtail_uploads/waiting.jpg", ContentFile(b"x"))

    assert client.get(f"/media/{name}").status_code in (400, 404)


def test_a_file_that_is_gone_from_the_disk_is_not_found(client, open_collection):
    kept = document_in(open_collection)
    default_storage.delete(kept.file.name)

    assert client.get(kept.url).status_code == 404


def test_there_is_no_second_door(open_collection):
    kept = document_in(open_collection)

    assert kept.url == kept.file.url
    with pytest.raises(NoReverseMatch):
        reverse("wagtaildocs_serve", args=[kept.pk, kept.filename])
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", 1, "y"])


@pytest.mark.parametrize(
    ("name", "content_type", "disposition"),
    [
        ("guide.pdf", "application/pdf", 'inline; filename="guide.pdf"'),
        (
            "Guía de año.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "attachment; filename*=utf-8''Gu%C3%ADa_de_a%C3%B1o.docx",
        ),
        ("data.csv", "text/csv; charset=utf-8", 'attachment; filename="data.csv"'),
        ("old.html", "application/octet-stream", 'attachment; filename="old.html"'),
        ("old.svg", "application/octet-stream", 'attachment; filename="old.svg"'),
    ],
)
def test_each_kind_is_named_and_only_the_harmless_shown(
    client, open_collection, name, content_type, disposition
):
    response = client.get(document_in(open_collection, name).url)

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == disposition


def test_the_address_is_never_used_twice(open_collection):
    first = document_in(open_collection, "guide.pdf")
    address = first.url
    default_storage.delete(first.file.name)

    second = document_in(open_collection, "guide.pdf")

    assert second.url != address
    assert name_for_reader(second.file.name) == "guide.pdf"


def test_what_the_browser_has_is_not_sent_again(client, open_collection):
    url = document_in(open_collection).url
    first = client.get(url)

    for header, value in [
        ("If-None-Match", first["ETag"]),
        ("If-Modified-Since", first["Last-Modified"]),
    ]:
        again = client.get(url, headers={header: value})
        assert again.status_code == 304
        assert body(again) == b""
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_is_not_allowed_any_more_is_not_confirmed_either(
    client, closed_collection, insider, circle
):
    url = document_in(closed_collection).url
    client.force_login(insider)
    etag = client.get(url)["ETag"]

    insider.groups.remove(circle)

    assert client.get(url, headers={"If-None-Match": etag}).status_code == 404


def test_the_head_alone(client, open_collection):
    response = client.head(document_in(open_collection).url)

    assert response.status_code == 200
    assert response["Content-Length"] == str(len(CONTENT))


def test_files_are_only_read(client, open_collection):
    assert client.post(document_in(open_collection).url).status_code == 405


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-10", slice(-10, None)),
        ("bytes=0-99999999", slice(0, None)),
        ("bytes=70000-140000", slice(70_000, 140_001)),
    ],
)
def test_one_part_of_a_file(client, open_collection, asked, part):
    response = client.get(document_in(open_collection).url, headers={"Range": asked})

    expected = CONTENT[part]
    first = range(len(CONTENT))[part].start
    assert response.status_code == 206
    assert body(response) == expected
    assert response["Content-Length"] == str(len(expected))
    assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(CONTENT)}"


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=x"])
def test_parts_that_are_not_understood_are_answered_with_the_whole(client, open_collection, asked):
    response = client.get(document_in(open_collection).url, headers={"Range": asked})

    assert response.status_code == 200
    assert body(response) == CONTENT


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=50-10", "bytes=-0"])
def test_a_part_that_is_not_there(client, open_collection, asked):
    response = client.get(document_in(open_collection).url, headers={"Range": asked})

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(CONTENT)}"


def test_a_part_of_an_older_content_is_answered_with_the_whole(client, open_collection):
    url = document_in(open_collection).url
    changed = datetime(2020, 1, 1, tzinfo=UTC)

    for condition in ['"older"', f"{changed:%a, %d %b %Y} 00:00:00 GMT"]:
        response = client.get(url, headers={"Range": "bytes=0-9", "If-Range": condition})
        assert response.status_code == 200
    etag = client.get(url)["ETag"]
    same = client.get(url, headers={"Range": "bytes=0-9", "If-Range": etag})
    assert same.status_code == 206


def test_a_proxy_may_send_what_was_decided_here(
    client, open_collection, closed_collection, settings
):
    settings.FILES_ACCEL_PREFIX = "/guarded-media/"
    kept = document_in(open_collection)

    response = client.get(kept.url)

    address = kept.url.replace("/media/", "/guarded-media/")
    assert response["X-Accel-Redirect"] == address
    assert "%C3%AD" in address
    assert response["Content-Type"] == "application/pdf"
    assert response.content == b""
    assert client.get(document_in(closed_collection).url).status_code == 404


def test_thumbnails_of_the_admin_can_be_seen_there(client, closed_collection):
    image_in(closed_collection)
    client.force_login(User.objects.create_superuser("admin@town.example"))

    listing = client.get(reverse("wagtailimages:index")).content.decode()

    address = listing.partition('src="/media/')[2].partition('"')[0]
    assert client.get(f"/media/{address}").status_code == 200
