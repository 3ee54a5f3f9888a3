"""What belongs to an event: what is asked of who registers, what was used in it."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable


class EventQuestion(Orderable):
    """What is asked of who registers. `key` stays the same from version to version."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a line to write in")
        CHOICE = "choice", _("one of several")
        YES = "yes", _("a box to tick")

    event = ParentalKey("networks.EventPage", on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.TEXT)
    options = models.TextField(_("possible answers"), blank=True, help_text=_("One in each line."))
    is_required = models.BooleanField(_("must be answered"), default=False)

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required")]),
        FieldPanel("options"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("question")

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.CHOICE and len(self.answers) < 2:
            raise ValidationError({"options": _("Give at least two answers to choose from.")})

    @property
    def answers(self) -> list[str]:
        lines = [" ".join(line.split())[:200] for line in self.options.splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class EventMaterial(Orderable):
    """That a resource was used in an event. `key` stays the same from version to version."""

    event = ParentalKey(
        "networks.EventPage", on_delete=models.CASCADE, related_name="material_links"
    )
    resource = models.ForeignKey(
        "networks.ResourcePage",
        on_delete=models.CASCADE,
        related_name="event_links",
        verbose_name=_("resource"),
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    panels = [PageChooserPanel("resource")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["event", "resource"], name="event_names_a_material_once"
            )
        ]
