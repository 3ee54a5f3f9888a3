"""Organizations and who works in them. Names follow Popolo (popoloproject.com)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.mail_domains import check_domains
from community.models.places import Election, zones_of
from community.roles import COORDINATING_UNIT, accompanies_a_zone, has_role
from territories.names import fold

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from community.models.members import User

# Words that stand in the addresses of organizations.
RESERVED_SLUGS = {"correo", "invitaciones", "por-confirmar", "vinculos"}


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, user: User | AnonymousUser) -> OrganizationQuerySet:
        """Those that are listed, and those the person says to work in.

        Whoever confirms affiliations sees those that people have typed too:
        the coordinating unit all, a facilitator those of the own zone.
        """
        if not user.is_authenticated or not user.is_active:
            return self.filter(is_listed=True)
        if has_role(user, COORDINATING_UNIT):
            return self
        own = Affiliation.objects.current(timezone.localdate()).filter(user=user.pk)
        shown = Q(is_listed=True) | Q(pk__in=own.values("organization"))
        if accompanies_a_zone(user):
            shown |= Q(Exists(zones_of(user, OuterRef("territory__path"))))
        return self.filter(shown)

    def accompanied_by(self, user: User | AnonymousUser) -> OrganizationQuerySet:
        """Those of the territories that this local facilitator accompanies."""
        if not accompanies_a_zone(user):
            return self.none()
        return self.filter(Exists(zones_of(user, OuterRef("territory__path"))))

    def open_to_act(self, user: User | AnonymousUser, on: date) -> OrganizationQuerySet:
        """Those on behalf of which the person may act that day, by name."""
        if not user.is_authenticated or not user.is_active or user.is_suspended:
            return self.none()
        held = Affiliation.objects.verified().current(on).filter(user=user.pk)
        return self.filter(pk__in=held.values("organization")).order_by("name", "pk")

    def matching(self, words: str) -> OrganizationQuerySet:
        """Those where every word begins one of the name or of where it is."""
        found = self
        for word in fold(words[:200]).split(" "):
            found = found.filter(search_text__contains=f" {word}")
        return found


class Organization(models.Model):
    """A body that acts: the municipal government is the member that stays; people come and go."""

    class Kind(models.TextChoices):
        MUNICIPAL_GOVERNMENT = "municipal_government", _("municipal government")
        MINISTRY = "ministry", _("ministry")
        AGENCY = "agency", _("public agency")
        UNIVERSITY = "university", _("university")
        NGO = "ngo", _("non-governmental organization")
        COMMUNITY = "community", _("community organization")
        COMPANY = "company", _("company")
        INTERNATIONAL = "international", _("international body")
        PROGRAMME = "programme", _("programme")

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("The last part of the address of its page. Made of the name when empty."),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name=_("territory"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("is part of"),
    )
    description = models.TextField(
        _("what it does"),
        max_length=600,
        blank=True,
        help_text=_("Two or three sentences, up to 600 characters."),
    )
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        "community.UploadedImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    mail_domains = models.TextField(
        _("mail domains"),
        blank=True,
        help_text=_(
            "One per line, such as alcaldia.gob.xx. Whoever reads mail at an address there "
            "proves to work in the organization."
        ),
    )
    # What people type into their profile is nobody's page until somebody has confirmed it.
    is_listed = models.BooleanField(
        _("listed"),
        default=False,
        help_text=_("It has a public page. It gets one when a person's affiliation is confirmed."),
    )
    search_text = models.TextField(default="", editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory"],
                condition=models.Q(kind="municipal_government"),
                name="one_municipal_government_per_territory",
            )
        ]
        indexes = [models.Index(fields=["is_listed", "name"], name="organization_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug()
        self.search_text = f" {fold(self.name)} {fold(str(self.territory or ''))}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("organizations:organization", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        refused: dict[str, Any] = {}
        if self.slug in RESERVED_SLUGS:
            refused["slug"] = _("That word stands in another address.")
        if self.parent_id and self.parent_id == self.pk:
            refused["parent"] = _("It cannot be a part of itself.")
        try:
            self.mail_domains = "\n".join(check_domains(self.mail_domains))
        except ValidationError as wrong:
            refused["mail_domains"] = wrong.messages
        if refused:
            raise ValidationError(refused)

    def free_slug(self) -> str:
        """An address nobody has: of the name, then with what it lies in, then with a number."""
        whence = f" {self.territory.parent_names}" if self.territory else ""
        plain = slugify(self.name)[:80].strip("-") or "organizacion"
        whole = slugify(f"{self.name}{whence}")[:90].strip("-") or plain
        taken = set(
            Organization.objects.filter(slug__startswith=plain).values_list("slug", flat=True)
        )
        for slug in (plain, whole):
            if slug not in taken | RESERVED_SLUGS:
                return slug
        number = 2
        while f"{whole}-{number}" in taken:
            number += 1
        return f"{whole}-{number}"

    @property
    def domains(self) -> list[str]:
        """The mail domains that prove belonging."""
        return self.mail_domains.split()

    def proves(self, email: str) -> bool:
        """Whether an address like this belongs to people of the organization."""
        return email.lower().rpartition("@")[2] in self.domains


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self, on: date) -> AffiliationQuerySet:
        """Affiliations that hold on that day, its first and its last included."""
        started = Q(started_on__isnull=True) | Q(started_on__lte=on)
        running = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
        return self.filter(started, running)

    def ended(self, on: date) -> AffiliationQuerySet:
        """Those whose last day has passed."""
        return self.filter(ended_on__lt=on)

    def verified(self) -> AffiliationQuerySet:
        """Those that somebody or something has confirmed, whether they hold or have ended."""
        return self.exclude(verification=Affiliation.Verification.NONE)

    def not_verified(self) -> AffiliationQuerySet:
        return self.filter(verification=Affiliation.Verification.NONE)

    def waiting_for(self, user: User | AnonymousUser, on: date) -> AffiliationQuerySet:
        """What waits for this person to confirm: those who asked first, then the newest.

        The coordinating unit sees all, a local facilitator those of the own zone,
        nobody the own.
        """
        open_ones = self.not_verified().current(on).filter(user__is_active=True)
        return open_ones.answered_for_by(user).order_by(F("asked_at").asc(nulls_last=True), "-pk")

    def to_be_handed_over(self, user: User | AnonymousUser) -> AffiliationQuerySet:
        """Ended ones whose drafts have no heir yet and wait for this person to choose one."""
        left = self.verified().filter(waits_for_heir=True)
        return left.answered_for_by(user).order_by("ended_on", "pk")

    def answered_for_by(self, user: User | AnonymousUser) -> AffiliationQuerySet:
        """Those of organizations for which this person answers; see `can_verify`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        others = self.exclude(user=user.pk)
        if has_role(user, COORDINATING_UNIT):
            return others
        mine = Organization.objects.accompanied_by(user)
        return others.filter(organization__in=mine)

    def to_be_asked(self, on: date) -> AffiliationQuerySet:
        """Who has not been asked for a year, or since the governments of their country changed."""
        elections = Election.objects.filter(
            country__country_code=OuterRef("organization__territory__country_code"),
            held_on__lte=on,
            held_on__gt=OuterRef("last_asked_on"),
        )
        is_long_ago = Q(last_asked_on__lte=on - timedelta(days=365))
        asked = self.current(on).filter(is_long_ago | Exists(elections), user__is_active=True)
        return asked.order_by("last_asked_on", "pk")


class Affiliation(models.Model):
    """A person's post in an organization, from one day to another.

    As the person told it, until `verification` says who or what confirmed it.
    Written by `actions.affiliations`.
    """

    class Verification(models.TextChoices):
        NONE = "none", _("as the person says")
        MAIL_DOMAIN = "mail_domain", _("by an official address")
        INVITATION = "invitation", _("by invitation")
        FACILITATOR = "facilitator", _("by the local facilitator")
        UNIT = "unit", _("by the coordinating unit")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affiliations"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="affiliations"
    )
    post = models.CharField(_("post"), max_length=120, blank=True)
    started_on = models.DateField(_("from"), null=True, blank=True)
    ended_on = models.DateField(_("to"), null=True, blank=True)
    verification = models.CharField(
        _("confirmed"), max_length=12, choices=Verification.choices, default=Verification.NONE
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    verified_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for confirmation at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    # The day on which the person last said, or was last asked, whether it holds.
    last_asked_on = models.DateField(_("last asked on"), default=timezone.localdate)
    handed_over_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    waits_for_heir = models.BooleanField(_("its drafts wait for somebody"), default=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="affiliation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(verification="none", verified_at__isnull=True)
                | (~models.Q(verification="none") & models.Q(verified_at__isnull=False)),
                name="affiliation_is_verified_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "verification"], name="affiliations_of_organization"
            ),
            models.Index(fields=["last_asked_on"], name="affiliations_by_last_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.organization}" if self.post else str(self.organization)

    @property
    def is_verified(self) -> bool:
        return self.verification != self.Verification.NONE

    def holds(self, on: date) -> bool:
        """Whether it holds that day, its first and its last included."""
        has_begun = self.started_on is None or self.started_on <= on
        return has_begun and (self.ended_on is None or self.ended_on >= on)
