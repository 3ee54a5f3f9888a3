"""Links by which somebody without an account reads a draft, and what they said of it."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge.models.cases import Case

SALT = "knowledge.review_link"
MOST_LINKS = 20


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    def open(self) -> ReviewLinkQuerySet:
        """Those that still lead to the draft."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def of_token(self, token: str) -> ReviewLinkQuerySet:
        """The open one that a link means; none when it was changed, is old or was withdrawn."""
        try:
            pk = int(signing.loads(token, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return self.none()
        return self.open().filter(pk=pk)


class ReviewLink(models.Model):
    """Whoever has its address reads the draft until it expires or is withdrawn."""

    LASTS = (7, 30, 90)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="review_links")
    for_whom = models.CharField(
        _("for whom"),
        max_length=120,
        help_text=_("A name that tells you later whom you gave it to."),
    )
    email = models.EmailField(
        _("their e-mail"), blank=True, help_text=_("If you write it, we send the link there.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("last opened at"), null=True, blank=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.case}: {self.for_whom}"

    def get_absolute_url(self) -> str:
        return reverse("cases:review_link", args=[signing.dumps(self.pk, salt=SALT)])

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> RemarkQuerySet:
        return self.filter(closed_at=None)


class Remark(models.Model):
    """What somebody with a link said of a part of a draft. Only its authors and the team read it.

    `part` is the name of the field it is about; "": the whole.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remarks")
    link = models.ForeignKey(
        ReviewLink, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks"
    )
    part = models.CharField(_("part"), max_length=40, blank=True)
    text = models.TextField(_("remark"), max_length=4000)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["case", "closed_at"], name="remark_open_of_case")]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
