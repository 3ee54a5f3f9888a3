"""Who is kept from readers, and who they are: the one place that still knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knowledge.kinds import ShownAs

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


class Protection(models.Model):
    """Somebody who made a case and is protected there.

    Their name is here and nowhere else: texts, versions, revisions and history
    of the case hold what stands for them (`label`). `keys` are those of their
    rows among the contributors; none, of whoever registered the case and
    stands in no row. Unversioned: it holds for all versions, old ones included.
    """

    case = models.ForeignKey("knowledge.Case", on_delete=models.CASCADE, related_name="protections")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    post = models.CharField(_("post at that time"), max_length=160, blank=True)
    organization = models.ForeignKey(
        "community.Organization",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization on this site"),
    )
    organization_name = models.CharField(_("organization at that time"), max_length=200, blank=True)
    shown_as = models.CharField(
        _("what readers see"), max_length=12, choices=ShownAs.choices, default=ShownAs.ORGANIZATION
    )
    label = models.CharField(_("what stands for the person"), max_length=200, blank=True)
    keys = models.JSONField(_("rows"), default=list, editable=False)
    since = models.DateTimeField(_("protected since"), default=timezone.now)

    class Meta:
        verbose_name = _("protected person")
        verbose_name_plural = _("protected people")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(person__isnull=False),
                name="person_is_protected_once_in_a_case",
            )
        ]

    def __str__(self) -> str:
        return self.label or str(self.get_shown_as_display())

    @property
    def known_as(self) -> list[str]:
        """The names the person goes by in the case, the longest first."""
        account = self.person.display_name if self.person else ""
        return sorted({self.name, account} - {""}, key=len, reverse=True)


class PeopleShown(models.Model):
    """Abstract: what readers are told of who registered a case.

    Unversioned, written by `knowledge.sealing` alone, so that lists of cases need no query.
    """

    protects = models.BooleanField(_("protects somebody"), default=False, editable=False)
    author_shown_as = models.CharField(
        _("what readers see of who registered it"),
        max_length=12,
        choices=ShownAs.choices,
        default=ShownAs.PERSON,
        editable=False,
    )
    author_label = models.CharField(
        _("what stands for who registered it"), max_length=200, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @property
    def hides_author(self) -> bool:
        return self.author_shown_as != ShownAs.PERSON

    @property
    def open_author(self) -> User | None:
        """Who registered it, as an account that readers may be led to; None when protected."""
        author: User | None = getattr(self, "registered_by", None)
        return None if self.hides_author else author

    def caution_for(self, user: User | AnonymousUser) -> str:
        """What a protected person should know before they comment the case, "" for others."""
        protections: Any = getattr(self, "protections", None)
        if not self.protects or not protections.filter(person=user.pk).exists():
            return ""
        return gettext(
            "Your name is kept in this experience, but a comment shows it: what you say here "
            "is signed with your name, also on behalf of an organization."
        )

    @property
    def told_by(self) -> str:
        """What readers are told of who registered it: a name, an institution, or nothing."""
        return self.author_label if self.hides_author else str(self.open_author or "")

    @property
    def written_by(self) -> str:
        """Whoever goes on with it, as those who work on cases are told."""
        keeper: User | None = getattr(self, "kept_by", None) or self.open_author
        is_author = keeper is not None and keeper.pk == getattr(self, "registered_by_id", None)
        return (
            self.told_by if self.hides_author and (is_author or not keeper) else str(keeper or "")
        )

    @property
    def open_organization(self) -> Any:
        """On behalf of which organization it is told; None where that would tell of the author."""
        is_told = self.author_shown_as in (ShownAs.PERSON, ShownAs.ORGANIZATION)
        return getattr(self, "on_behalf_of", None) if is_told else None
