"""Whatever is dropped on the admin's upload screens, the answer is a sentence."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from community.models import UploadedDocument, UploadedImage, User
from tests.community.files_made_up import animation, office, pdf, picture, png_header, zip_bomb

BAD_IMAGES = {
    "truncated": lambda: SimpleUploadedFile("half.jpg", picture(size=(400, 400)).read()[:900]),
    "bomb": lambda: png_header(100_000, 100_000),
    "renamed": lambda: picture("gif.png", "GIF"),
    "moving": animation,
    "svg": lambda: SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>"),
    "heavy": lambda: SimpleUploadedFile("heavy.jpg", b"\xff\xd8\xff" + bytes(60 << 20)),
}
BAD_DOCUMENTS = {
    "bomb": zip_bomb,
    "page": lambda: SimpleUploadedFile("page.pdf", b"<html><script>x</script>"),
    "macros": lambda: office("macros.docx", more=[("word/vbaProject.bin", "x")]),
    "program": lambda: SimpleUploadedFile("setup.exe", b"MZ"),
    "bad photograph": lambda: png_header(100_000, 100_000),
    "heavy": lambda: SimpleUploadedFile("heavy.pdf", bytes(60 << 20)),
}


@pytest.fixture
def editor(client, db):
    person = User.objects.create_superuser("unit@town.example")
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def fields(file, name="file", **more):
    root = Collection.get_first_root_node()
    return {"title": "A title", "collection": root.pk, "tags": "", name: file, **more}


def sentence_in(response):
    assert response.status_code == 200
    return json.loads(response.content)["error_message"]


@pytest.mark.parametrize("make", BAD_IMAGES.values(), ids=BAD_IMAGES)
def test_several_images_at_once_say_what_is_wrong_with_each(editor, make):
    file = make()
    response = editor.post(reverse("wagtailimages:add_multiple"), fields(file, "files[]"))

    assert file.name in sentence_in(response)
    assert not UploadedImage.objects.exists()


@pytest.mark.parametrize("make", BAD_IMAGES.values(), ids=BAD_IMAGES)
@pytest.mark.parametrize("screen", ["wagtailimages:add", "wagtailimages_chooser:create"])
def test_one_bad_image_comes_back_with_its_sentence(editor, make, screen):
    file = make()
    prefix = "image-chooser-upload-" if "chooser" in screen else ""
    data = {f"{prefix}{key}": value for key, value in fields(file).items()}

    response = editor.post(reverse(screen), data)

    assert response.status_code == 200
    assert file.name in response.content.decode()
    assert not UploadedImage.objects.exists()


@pytest.mark.parametrize("make", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS)
def test_several_documents_at_once_say_what_is_wrong_with_each(editor, make):
    file = make()
    response = editor.post(reverse("wagtaildocs:add_multiple"), fields(file, "files[]"))

    said = sentence_in(response)
    assert file.name in said
    assert "File extension" not in said
    assert not UploadedDocument.objects.exists()


@pytest.mark.parametrize("make", BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS)
@pytest.mark.parametrize("screen", ["wagtaildocs:add", "wagtaildocs_chooser:create"])
def test_one_bad_document_comes_back_with_its_sentence(editor, make, screen):
    file = make()
    prefix = "document-chooser-upload-" if "chooser" in screen else ""
    data = {f"{prefix}{key}": value for key, value in fields(file).items()}

    response = editor.post(reverse(screen), data)

    assert response.status_code == 200
    assert file.name in response.content.decode()
    assert not UploadedDocument.objects.exists()


def test_an_empty_file_and_no_file_get_a_sentence(editor):
    empty = SimpleUploadedFile("empty.pdf", b"")

    response = editor.post(reverse("wagtaildocs:add_multiple"), fields(empty, "files[]"))

    assert "empty.pdf" in sentence_in(response)
    assert editor.post(reverse("wagtaildocs:add"), fields("")).status_code == 200


def test_a_good_image_is_kept_clean_under_a_safe_name(editor):
    file = picture("Mi Plaza (1).JPG", comment=b"by Ana")

    editor.post(reverse("wagtailimages:add_multiple"), fields(file, "files[]"))

    image = UploadedImage.objects.get()
    with image.open_file() as kept:
        content = kept.read()
    assert b"Ana" not in content
    assert image.file_size == len(content)
    assert image.file.name.startswith("original_images/Mi-Plaza-1")
    assert image.get_rendition("width-20").width == 20


def test_an_image_whose_title_has_to_be_asked_for_waits_clean(editor):
    """Wagtail puts it aside until the form is right; it must not put the raw file aside."""
    file = picture(comment=b"by Ana")

    editor.post(reverse("wagtailimages:add_multiple"), fields(file, "files[]", title=""))

    waiting = UploadedFile.objects.get()
    assert b"Ana" not in waiting.file.read()


def test_a_replaced_image_is_checked_as_a_new_one(editor):
    editor.post(reverse("wagtailimages:add_multiple"), fields(picture(), "files[]"))
    image = UploadedImage.objects.get()
    edit = reverse("wagtailimages:edit", args=[image.pk])

    refused = editor.post(edit, fields(png_header(100_000, 100_000)))
    changed = editor.post(edit, fields(picture("other.jpg", size=(60, 60), comment=b"Ana")))

    assert refused.status_code == 200
    assert changed.status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height) == (60, 60)
    with image.open_file() as kept:
        assert b"Ana" not in kept.read()


def test_title_and_text_of_an_image_can_be_changed_without_a_new_file(editor):
    editor.post(reverse("wagtailimages:add_multiple"), fields(picture(), "files[]"))
    image = UploadedImage.objects.get()

    edit = reverse("wagtailimages:edit_multiple", args=[image.pk])
    prefix = f"image-{image.pk}-"
    data = {f"{prefix}{key}": value for key, value in fields("").items() if key != "file"}
    response = editor.post(edit, {**data, f"{prefix}description": "The square at noon"})

    assert json.loads(response.content)["success"]
    image.refresh_from_db()
    assert image.description == "The square at noon"


def test_the_form_asks_for_the_alternative_text_in_its_words(editor):
    page = editor.get(reverse("wagtailimages:add")).content.decode()

    assert "for those who cannot see it" in page


def test_a_good_document_is_kept_under_a_safe_name(editor):
    editor.post(reverse("wagtaildocs:add"), fields(pdf("Guía (final).pdf")))

    document = UploadedDocument.objects.get()
    assert document.file.name.startswith("documents/Guía-final-")
    assert document.url.startswith("/media/documents/")


def test_a_face_for_the_admin_that_is_no_picture_is_refused(editor):
    bomb = png_header(100_000, 100_000)

    response = editor.post(reverse("wagtailadmin_account"), {"avatar-avatar": bomb})

    assert response.status_code == 200


def test_a_request_that_is_too_large_is_not_kept_on_disk(rf, settings):
    settings.DOCUMENT_MAX_BYTES = 1000
    files = {
        "a": SimpleUploadedFile("a.pdf", bytes(600)),
        "b": SimpleUploadedFile("b.pdf", bytes(600)),
    }

    request = rf.post("/", files)

    assert request.FILES["a"].size == len(request.FILES["a"].read()) == 600
    assert request.FILES["b"].size > 1000
    assert request.FILES["b"].read() == b""


def test_renditions_are_made_of_every_accepted_picture(editor):
    for name, file_format, mode in [
        ("a.jpg", "JPEG", "L"),
        ("b.png", "PNG", "RGBA"),
        ("c.png", "PNG", "P"),
        ("d.webp", "WEBP", "RGB"),
    ]:
        file = picture(name, file_format, mode=mode)
        editor.post(reverse("wagtailimages:add_multiple"), fields(file, "files[]"))

    for image in UploadedImage.objects.all():
        rendition = image.get_rendition("fill-20x20|format-webp")
        assert Image.open(BytesIO(rendition.file.read())).format == "WEBP"
    assert UploadedImage.objects.count() == 4
