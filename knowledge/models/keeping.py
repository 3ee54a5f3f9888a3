"""Whose a case is: who tells it, who goes on with it, in whose name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.models import OnBehalf

if TYPE_CHECKING:
    from community.models import User


class Kept(OnBehalf):
    """Abstract: the people of a case. `registered_by` is the credit and never changes.

    `kept_by` writes it, sends it and is told of it: whoever registered it, until
    they leave the organization on behalf of which they did and another person
    of it is chosen. Nobody, while it waits for that.
    """

    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="registered_cases",
        verbose_name=_("registered by"),
    )
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="kept_cases",
        verbose_name=_("kept by"),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding and self.kept_by_id is None:
            self.kept_by_id = self.registered_by_id
        super().save(*args, **kwargs)

    @cached_property
    def taking_part(self) -> dict[int, bool]:
        """Who has accepted to tell it with others, and whether they may write. One query."""
        theirs: Any = self._meta.get_field("authorships").related_model
        accepted = theirs.objects.accepted().filter(case=self.pk, person__isnull=False)
        return dict(accepted.values_list("person", "may_edit"))

    def authors(self) -> list[User]:
        """Whoever keeps it, then all who take part in telling it: who hears of what becomes of it.

        At most two queries.
        """
        keeper: list[User] = [self.kept_by] if self.kept_by and self.kept_by.is_active else []
        others = set(self.taking_part) - {self.kept_by_id}
        if not others:
            return keeper
        people: Any = get_user_model()._default_manager
        return [*keeper, *people.filter(pk__in=others, is_active=True).order_by("pk")]

    def told_of_comments(self) -> list[User]:
        return self.authors()
