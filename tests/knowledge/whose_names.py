"""Where a name is kept, in whatever table; what an answer says; which addresses there are."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

# Where people are kept as people; nobody but they and those who may know reads it there.
THEIR_OWN = {"community.User", "knowledge.Protection", "account.EmailAddress"}


def holders(name):
    """Every table that holds the name in some text of it."""
    found = set()
    for model in apps.get_models():
        if model._meta.label in THEIR_OWN or not model._meta.managed:
            continue
        texts = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        rows = list(model._default_manager.values(*texts)) if texts else []
        told = json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)
        if name.casefold() in re.sub(r"<[^>]*>", "", told).casefold():
            found.add(model._meta.label)
    return found


def all_that_is_said(response):
    """The text of an answer, a PDF or an office document too, with what it says of itself."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"%PDF"):
        paper = pypdfium2.PdfDocument(content)
        pages = [page.get_textpage().get_text_range() for page in paper]
        return " ".join([*pages, *paper.get_metadata_dict().values()])
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as archive:
            parts = [archive.read(name).decode(errors="ignore") for name in archive.namelist()]
        return re.sub(r"<[^>]*>", "", " ".join(parts))
    return content.decode(errors="ignore")


def routes(patterns, before=""):
    """Every address of some patterns with its name, as it is written there."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern.name
