"""What the directory of people finds somebody by, and the base of specialists."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.contact import Audience


class Trait(models.Model):
    """Something a listed person is found by: a theme, a country, a language...

    Repeats what profiles, affiliations and the base of specialists say, so that
    filters count a hundred thousand people in a moment; written by
    `actions.directory` alone. Everybody listed has one of the kind `PERSON`.
    Who is not listed has none.
    """

    class Kind(models.TextChoices):
        PERSON = "persona", _("person")
        THEME = "tema", _("theme")
        COUNTRY = "pais", _("country")
        ORGANIZATION = "organizacion", _("kind of organization")
        LANGUAGE = "idioma", _("language")
        SPECIALIST = "especialista", _("specialist")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="traits"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    value = models.CharField(_("value"), max_length=60, blank=True)
    # The person's, repeated here so that counting need not ask for it.
    audience = models.CharField(max_length=12, choices=Audience.choices)

    class Meta:
        verbose_name = _("trait of a person")
        verbose_name_plural = _("traits of people")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "value"], name="a_person_has_a_trait_once"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "value", "audience", "person"], name="people_by_trait")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.value}"


class Specialist(models.Model):
    """Somebody in the base of specialists, which the coordinating unit keeps."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="specialty",
        verbose_name=_("person"),
    )
    themes = models.ManyToManyField(
        "community.Theme", related_name="specialists", verbose_name=_("themes")
    )
    since = models.DateField(_("in the base since"), default=timezone.localdate)
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("Why they are in the base, who proposed them. Only the unit reads it."),
    )

    # Not what Wagtail means by a use of something.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("specialist")
        verbose_name_plural = _("specialists")
        ordering = ["person__search_name", "pk"]

    def __str__(self) -> str:
        return str(self.person)
