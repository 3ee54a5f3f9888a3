"""Files of every kind, good and hostile, made in memory."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument."


def upload(content, name):
    return SimpleUploadedFile(name, content)


def picture(name="plaza.jpg", file_format="JPEG", size=(40, 20), mode="RGB", **options):
    """A picture whose left half is dark and right half light."""
    image = Image.new(mode, size)
    bright = {"RGB": (240, 230, 220), "RGBA": (240, 230, 220, 128), "P": 1, "L": 230}[mode]
    image.paste(bright, (size[0] // 2, 0, *size))
    output = BytesIO()
    image.save(output, file_format, **options)
    return upload(output.getvalue(), name)


def animation(file_format="WEBP", name="moving.webp"):
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "blue")]
    output = BytesIO()
    frames[0].save(output, file_format, save_all=True, append_images=frames[1:], duration=90)
    return upload(output.getvalue(), name)


def png_header(width, height, name="huge.png"):
    """A PNG that only claims to be this large."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 64)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels)
    return upload(content + chunk(b"IEND", b""), name)


def archive(entries, name):
    """A zip of `entries`: (name, content) pairs, the first stored, the rest deflated."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as made:
        for number, (entry, content) in enumerate(entries):
            method = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            made.writestr(entry, content, compress_type=method)
    return upload(output.getvalue(), name)


def office(name="guide.docx", kind="wordprocessingml.document", more=()):
    types = f'<Types><Override ContentType="{OFFICE}{kind}.main+xml" PartName="/x.xml"/></Types>'
    return archive([("[Content_Types].xml", types), ("word/document.xml", "<w/>"), *more], name)


def open_document(name="guide.odt", kind="text", more=()):
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return archive([("mimetype", mimetype), ("content.xml", "<office/>"), *more], name)


def pdf(name="guide.pdf", more=b""):
    return upload(b"%PDF-1.7\n1 0 obj <<>> endobj\n" + more + b"\n%%EOF\n", name)


def zip_bomb(name="bomb.docx"):
    """A small document whose directory says that it unpacks to half a gigabyte."""
    output = BytesIO(office().read())
    with zipfile.ZipFile(output, "a") as made:
        made.writestr("word/media/zeros.xml", b"0" * 1000, compress_type=zipfile.ZIP_DEFLATED)
        made.infolist()[-1].file_size = 512 << 20
    return upload(output.getvalue(), name)
