"""What the index has not been told yet."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.documents import root_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# What could not be described so often waits for somebody to look at it.
MOST_ATTEMPTS = 5
ROWS_AT_ONCE = 200


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    def pending(self, generation: str) -> IndexChangeQuerySet:
        """Those that this generation of the index has not been told, the oldest first."""
        untold = self.exclude(written_to=generation).filter(attempts__lt=MOST_ATTEMPTS)
        return untold.order_by("recorded_at", "pk")

    def stuck(self) -> IndexChangeQuerySet:
        """Those whose object could not be described, however often it was tried."""
        return self.filter(attempts__gte=MOST_ATTEMPTS)


class IndexChanges(models.Manager.from_queryset(IndexChangeQuerySet)):  # type: ignore[misc]
    def record(self, model: type[models.Model], keys: Iterable[Any]) -> int:
        """Note that these objects were written or deleted; return how many.

        An object noted before is noted anew under another stamp, so that
        whoever is just telling the index its former state does not take the
        note away.
        """
        kind = ContentType.objects.get_for_model(root_of(model))
        rows = [IndexChange(content_type=kind, object_key=str(key)) for key in dict.fromkeys(keys)]
        self.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["content_type", "object_key"],
            update_fields=["stamp", "recorded_at", "attempts", "problem", "written_to"],
            batch_size=ROWS_AT_ONCE,
        )
        return len(rows)


class IndexChange(models.Model):
    """That an object changed and the index does not know it yet.

    Written in the transaction that changes the object, so that both happen or
    neither does; gone once the index knows.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_key = models.CharField(_("key"), max_length=64)
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.TextField(_("what went wrong"), blank=True)
    # While a new generation is built, the one in use is told and the note kept.
    written_to = models.CharField(max_length=40, blank=True, editable=False)

    objects = IndexChanges()

    class Meta:
        verbose_name = _("index change")
        verbose_name_plural = _("index changes")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_key"], name="an_object_changes_the_index_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_key}"
