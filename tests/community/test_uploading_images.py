"""A picture is decoded, cleaned and bounded before it is kept."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils.translation import override
from PIL import Image

from community.uploads import check_image, safe_name
from tests.community.files_made_up import (
    animation,
    office,
    pdf,
    picture,
    png_header,
    upload,
)

GPS = 0x8825


def refusal(file):
    """The code and the sentence with which it is refused."""
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            check_image(file)
        return refused.value.code, refused.value.messages[0]


def with_exif(**tags):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ana"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (8.0, 58.0, 47.0)
    exif[0x0112] = tags.get("orientation", 1)
    return exif


@pytest.mark.parametrize(
    ("name", "file_format", "mode"),
    [
        ("plaza.jpg", "JPEG", "RGB"),
        ("plaza.JPEG", "JPEG", "L"),
        ("logo.png", "PNG", "RGBA"),
        ("logo.png", "PNG", "P"),
        ("plaza.webp", "WEBP", "RGB"),
    ],
)
def test_a_picture_of_each_kind_is_kept_as_it_looks(name, file_format, mode):
    kept = check_image(picture(name, file_format, mode=mode))

    shown = Image.open(kept)
    assert (shown.format, shown.size) == (file_format, (40, 20))
    kept.seek(0)
    assert kept.size == len(kept.read())


def test_where_and_with_what_it_was_taken_is_gone():
    taken = picture(exif=with_exif(), comment=b"by Ana", icc_profile=b"profile of colours")
    assert b"Camera of Ana" in taken.read()

    kept = check_image(taken)

    content = kept.read()
    assert b"Ana" not in content
    assert len(Image.open(BytesIO(content)).getexif()) == 0
    assert b"profile of colours" in content


@pytest.mark.parametrize(("name", "file_format"), [("a.png", "PNG"), ("a.webp", "WEBP")])
def test_the_other_formats_lose_their_metadata_too(name, file_format):
    kept = check_image(picture(name, file_format, exif=with_exif()))

    assert b"Ana" not in kept.read()


def test_a_picture_taken_on_its_side_is_turned_upright():
    kept = check_image(picture(exif=with_exif(orientation=6)))

    shown = Image.open(kept)
    assert shown.size == (20, 40)
    assert shown.getpixel((10, 4))[0] < 60
    assert shown.getpixel((10, 36))[0] > 180


def test_what_was_hidden_behind_the_picture_is_gone():
    hidden = picture().read() + b"<script>alert(1)</script>"

    kept = check_image(upload(hidden, "plaza.jpg"))

    assert b"<script>" not in kept.read()


def test_a_large_upload_is_cleaned_in_its_own_file():
    """What arrives on disk is rewritten there: whoever moves the file moves the clean one."""
    content = picture(exif=with_exif()).read()
    taken = TemporaryUploadedFile("plaza.jpg", "image/jpeg", len(content), None)
    taken.write(content)

    check_image(taken)

    with open(taken.temporary_file_path(), "rb") as file:
        on_disk = file.read()
    assert b"Ana" not in on_disk
    assert taken.size == len(on_disk)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (upload(b"", "empty.jpg"), "empty"),
        (upload(picture(size=(400, 400)).read()[:900], "half.jpg"), "damaged"),
        (upload(picture("a.png", "PNG", size=(400, 400)).read()[:-60], "half.png"), "damaged"),
        (upload(b"\xff\xd8\xff" + b"\0" * 500, "noise.jpg"), "damaged"),
        (picture("gif.png", "GIF"), "content"),
        (picture("really-a-png.jpg", "PNG"), "content"),
        (upload(b"<html><script>x</script>", "page.png"), "content"),
        (picture("drawing.gif", "GIF"), "kind"),
        (upload(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg"), "kind"),
        (upload(b"MZ\x90\0", "photo.exe"), "kind"),
        (office("photo.docx"), "kind"),
        (pdf("photo.png"), "content"),
        (upload(picture().read(), "no-ending"), "kind"),
        (animation(), "moves"),
        (animation("PNG", "moving.png"), "moves"),
        (png_header(100_000, 100_000), "pixels"),
        (png_header(12_000, 10), "pixels"),
        (png_header(9_000, 9_000), "pixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_what_is_no_fit_picture_is_refused_with_a_sentence(file, code):
    found, sentence = refusal(file)

    assert found == code
    assert file.name in sentence
    assert sentence.endswith(".")


def test_a_picture_above_the_weight_is_refused_before_it_is_read(settings):
    settings.IMAGE_MAX_BYTES = 200

    code, sentence = refusal(picture(size=(300, 300)))

    assert code == "too_big"
    assert "the limit is 200" in sentence


def test_a_picture_that_would_be_drawn_a_thousand_times_is_refused():
    """Progressive pictures are painted scan by scan; hostile ones have thousands."""
    scans = upload(picture().read() + b"\xff\xda" * 100, "scans.jpg")

    assert refusal(scans)[0] == "damaged"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Año nuevo en la Plaza.JPG", "Año-nuevo-en-la-Plaza.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fotos\\plaza.png", "plaza.png"),
        ("factura.php.jpg", "factura-php.jpg"),
        (".htaccess", "file.htaccess"),
        ("<img onerror=x>.png", "img-onerror-x.png"),
        ("a\u202egpj.exe.png", "a-gpj-exe.png"),
        ("x" * 300 + ".png", "x" * 60 + ".png"),
        ("nin\u0303o.png", "niño.png"),
        (None, "file"),
    ],
)
def test_names_are_made_safe_and_stay_readable(given, kept):
    assert safe_name(given) == kept
