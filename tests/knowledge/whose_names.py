"""Where a name is kept, in whatever table."""

import json
import re

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
