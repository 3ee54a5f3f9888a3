"""Renditions of images, brought along with something else without a query of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Subquery
from django.db.models.functions import JSONObject

from community.models.gathered import Gathered
from community.models.media import Rendition
from community.together import columns_of, row_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import OuterRef

    from community.models import UploadedImage


def renditions_of(image: OuterRef) -> Subquery:
    """Those of the image with this key, as a column that `give_told` reads."""
    rows = Rendition.objects.filter(image=image).order_by().values("image")
    told = JSONObject(**columns_of(Rendition))
    return Subquery(rows.annotate(all=Gathered(told)).values("all"))


def give_told(image: UploadedImage, told: list[dict[str, Any]] | None) -> None:
    give(image, [row_of(Rendition, each) for each in told or ()])


def give(image: Any, renditions: Iterable[Any]) -> None:
    """Put them where Wagtail looks before it asks the database."""
    image.prefetched_renditions = list(renditions)
    for each in image.prefetched_renditions:
        each.image = image
