"""Cases that a network shows first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.db.models.functions import JSONObject
from django.urls import reverse

from knowledge.models import Case

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def cases(reader: User | AnonymousUser) -> Any:
    """Those this reader may read, each with `told`: title, family and code."""
    told = JSONObject(title=F("title"), family=F("hue"), code=F("code"))
    return Case.objects.visible_to(reader).with_tile().annotate(told=told)


def address(told: dict[str, Any]) -> str:
    return reverse("cases:case", args=[told["code"]])
