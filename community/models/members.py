"""People who take part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.search import index

from community.models.contact import LISTING, Audience, Reachable, audiences_of
from community.models.conversation import Comment
from community.models.legal import Acceptance, LegalText
from community.models.notices import Notification
from community.models.organizations import Affiliation
from community.models.standing import Standing
from community.models.themes import slugs_of
from community.roles import COORDINATING_UNIT, may_have_a_role
from territories.names import fold

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

# Words that would be mistaken for the platform speaking.
RESERVED_HANDLES = {"admin", "administracion", "cabildo", "cuenta-cerrada", "todas", "todos"}

HANDLE = RegexValidator(
    r"^[a-z0-9](?:[a-z0-9-]{1,28}[a-z0-9])$",
    _("Between 3 and 30 small letters, digits and hyphens, without a hyphen at either end."),
)


def zone_called(name: str) -> ZoneInfo:
    """The time zone of that name; that of the site for none, or for one nobody knows."""
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def people_coordinated_by(user: User) -> models.QuerySet[User]:
    """People in a network that `user` coordinates: the audience "coordinators of my networks".

    Networks lie above this app; they answer through the Wagtail hook
    `people_coordinated_by`, a function of `user` that returns a query set of people.
    """
    people = User.objects.none()
    for answer in hooks.get_hooks("people_coordinated_by"):
        people = people | answer(user)
    return people


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User | AnonymousUser) -> UserQuerySet:
        """People whose profile this visitor may open.

        Everyone sees who said so; members see each other once listed among
        members; nobody sees an account that was closed, or whose address was
        never confirmed, or a profile hidden by who moderates. Each sees the own.
        """
        shown = models.Q(profile_audience__in=audiences_of(user)) | models.Q(pk=user.pk)
        if user.is_authenticated:
            shown |= models.Q(
                profile_audience=User.Audience.COORDINATORS, pk__in=people_coordinated_by(user)
            )
        confirmed = EmailAddress.objects.filter(user=models.OuterRef("pk"), verified=True)
        real = models.Exists(confirmed) | models.Q(pk=user.pk)
        in_sight = models.Q(profile_hidden_at=None) | models.Q(pk=user.pk)
        return self.filter(shown, real, in_sight, is_active=True)

    def listed(self) -> UserQuerySet:
        """Those who asked to stand in the directory. Whom a visitor sees, `visible_to` says."""
        return self.filter(is_listed=True, profile_audience__in=LISTING)

    def with_posts(self, on: date) -> UserQuerySet:
        """Loads where each works on that day, for `current_affiliation`, in one query."""
        current = Affiliation.objects.current(on).select_related("organization__territory")
        return self.prefetch_related(
            models.Prefetch("affiliations", queryset=current, to_attr="current_affiliations")
        )

    def with_contributions(self) -> UserQuerySet:
        """Adds `has_contributed`, in the same query: whether something of theirs can be read.

        Comments, and what apps above name through the Wagtail hook `contributions`,
        a function that returns a condition on people.
        """
        said = Comment.objects.present().filter(author=models.OuterRef("pk"))
        contributed = models.Q(models.Exists(said.order_by()))
        for condition in hooks.get_hooks("contributions"):
            contributed |= condition()
        return self.annotate(
            has_contributed=models.Case(
                models.When(contributed, then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def for_search(self) -> UserQuerySet:
        """Loads what the row of a result shows: two queries, three with a photograph."""
        faces = self.select_related("photo").prefetch_related("photo__renditions")
        return faces.with_posts(timezone.localdate())

    def with_unread(self) -> UserQuerySet:
        """Adds `unread_notices`: how many notices each has not opened, in the same query."""
        unread = Notification.objects.unread().filter(recipient=models.OuterRef("pk"))
        count = unread.order_by().values("recipient").annotate(number=models.Count("pk"))
        return self.annotate(
            unread_notices=Coalesce(models.Subquery(count.values("number")), models.Value(0))
        )

    def with_renewed_texts(self) -> UserQuerySet:
        """Adds `has_renewed_texts`: whether a text they accepted has a newer version in force."""
        person = models.OuterRef(models.OuterRef("pk"))
        accepted = Acceptance.objects.filter(user=person)
        renewed = LegalText.objects.in_force().filter(
            ~models.Exists(accepted.filter(text=models.OuterRef("pk"))),
            models.Exists(accepted.filter(text__kind=models.OuterRef("kind"))),
        )
        return self.annotate(has_renewed_texts=models.Exists(renewed))


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new account. `handle` and `display_name` are made from the address when missing."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account with all rights, made by whoever runs the site.

        Its address counts as verified: nobody without a verified one can sign in.
        """
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


# Type ignore: the mirrors of relations that Wagtail and django-modelcluster, which have no
# types, declare are unknown to the plugin.
class User(index.Indexed, Reachable, AbstractBaseUser, PermissionsMixin, Standing):  # type: ignore[django-manager-missing]
    """A person with an account. Signs in with the e-mail address, is shown by name and handle.

    `first_name` and `last_name` are there for Wagtail, which greets and sorts
    by them: written by `save` from `display_name`, the one everything of ours shows.
    """

    Audience = Audience

    email = models.EmailField(_("e-mail"), max_length=254)
    handle = models.CharField(
        _("handle"),
        max_length=30,
        unique=True,
        validators=[HANDLE],
        help_text=_("The short name in your address and in mentions: @ana-perez"),
    )
    display_name = models.CharField(_("name"), max_length=80)
    first_name = models.CharField(_("first name"), max_length=60, blank=True)
    last_name = models.CharField(_("last name"), max_length=60, blank=True)
    biography = models.CharField(_("short biography"), max_length=280, blank=True)
    ask_me_about = models.CharField(
        _("ask me about"),
        max_length=120,
        blank=True,
        help_text=_("What a colleague of another town may ask you."),
    )
    photo = models.ForeignKey(
        "community.UploadedImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photograph"),
    )
    themes = models.ManyToManyField(
        "community.Theme", related_name="people", blank=True, verbose_name=_("themes")
    )
    spoken_languages = models.JSONField(_("languages"), default=list, blank=True)
    language = models.CharField(
        _("language of mails and of the admin"),
        max_length=5,
        choices=[("es", "Español"), ("pt", "Português"), ("en", "English")],
        default="es",
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("Blank: that of the site."),
    )
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the digest"), default=7, validators=[MaxValueValidator(23)]
    )
    profile_audience = models.CharField(
        _("who sees my profile"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.MEMBERS,
    )
    email_audience = models.CharField(
        _("who sees my e-mail"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.NOBODY,
    )
    # Follows from the base of specialists (`Specialist`), so that lists need not ask it.
    is_specialist = models.BooleanField(_("specialist"), default=False, editable=False)
    is_staff = models.BooleanField(_("may enter Django's own tools"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager.from_queryset(UserQuerySet)()

    # The address is not searched, only completed, which the admin alone does:
    # who finds somebody by it has read it.
    search_fields = [
        index.AutocompleteField("display_name"),
        index.AutocompleteField("email"),
        index.SearchField("display_name", boost=2),
        index.SearchField("biography"),
        index.SearchField("ask_me_about"),
        index.SearchField("post_in_words"),
    ]
    search_kind = "persona"
    search_template = "community/_found_person.html"
    is_followable = True
    follow_kind = "persona"

    # What the directory sorts and finds by, folded. Renewed by `actions.directory`.
    search_name = models.CharField(max_length=80, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_in_any_case"),
            models.CheckConstraint(
                condition=models.Q(digest_hour__lte=23), name="digest_hour_is_an_hour"
            ),
        ]
        indexes = [models.Index(fields=["search_name", "id"], name="people_by_name")]

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the groups. Asked once: like Django's permissions, as of when first used."""
        return frozenset(self.groups.values_list("name", flat=True))

    @property
    def is_of_the_unit(self) -> bool:
        """Sees all reports. Superusers count as the coordinating unit; somebody suspended not."""
        if self.is_suspended:
            return False
        return self.is_superuser or (may_have_a_role(self) and COORDINATING_UNIT in self.roles)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        if not self.display_name:
            self.display_name = self.email.partition("@")[0]
        self.search_name = self.search_name or fold(self.display_name)[:80]
        first, _space, rest = self.display_name.partition(" ")
        self.first_name, self.last_name = first[:60], rest[:60]
        if not self.handle:
            self.handle = self.free_handle()
        super().save(*args, **kwargs)

    def free_handle(self) -> str:
        """A handle made of the name that nobody has: "ana-perez", then "ana-perez-2"."""
        base = slugify(self.display_name).replace("_", "-")[:24].strip("-")
        base = base if len(base) >= 3 else f"persona-{base}".rstrip("-")
        taken = set(User.objects.filter(handle__startswith=base).values_list("handle", flat=True))
        taken |= set(
            FormerHandle.objects.filter(handle__startswith=base).values_list("handle", flat=True)
        )
        taken |= RESERVED_HANDLES
        number, handle = 2, base
        while handle in taken:
            handle, number = f"{base}-{number}", number + 1
        return handle

    @property
    def current_affiliation(self) -> Affiliation | None:
        """Where the person works today. One query, none after `with_posts`."""
        if not hasattr(self, "current_affiliations"):
            today = timezone.localdate()
            current = self.affiliations.current(today).select_related("organization__territory")
            self.current_affiliations = list(current[:1])
        return self.current_affiliations[0] if self.current_affiliations else None

    def post_in_words(self) -> str:
        """Where the person works today: "Alcaldesa, Municipio de Loja"."""
        return str(self.current_affiliation or "")

    @classmethod
    def get_indexed_objects(cls) -> UserQuerySet:
        confirmed = models.Prefetch(
            "emailaddress_set", EmailAddress.objects.filter(verified=True), "confirmed_addresses"
        )
        people = cls.objects.with_posts(timezone.localdate())
        return people.prefetch_related("themes__parent", confirmed)

    def search_audience(self) -> str:
        """Whom the lists show them to: who asked for it, with an open account and real address."""
        is_open = self.is_active and self.has_confirmed_address and not self.profile_hidden_at
        if is_open and self.stands_in_lists:
            return str(self.profile_audience)
        return "nobody"

    @property
    def has_confirmed_address(self) -> bool:
        """One query, none on what `get_indexed_objects` gives."""
        known = getattr(self, "confirmed_addresses", None)
        if known is None:
            return EmailAddress.objects.filter(user=self.pk, verified=True).exists()
        return bool(known)

    def search_facets(self) -> dict[str, list[str]]:
        """What the search page filters people by: their themes and where they work."""
        post = self.current_affiliation
        place = post.organization.territory if post else None
        return {
            "tema": slugs_of(self.themes.all()),
            "pais": [place.country_code] if place else [],
            "municipio": [place.code] if place else [],
        }

    @property
    def zone(self) -> ZoneInfo:
        return zone_called(self.time_zone)

    def clean(self) -> None:
        super().clean()
        if self.time_zone and zone_called(self.time_zone).key != self.time_zone:
            raise ValidationError({"time_zone": _("Choose a time zone of the list.")})

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def initials(self) -> str:
        """One or two letters for the face of somebody without a photograph."""
        words = [word for word in self.display_name.split() if word[:1].isalpha()]
        return "".join(
            word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)
        ).upper()

    def get_absolute_url(self) -> str:
        return reverse("community:profile", args=[self.handle])


class FormerHandle(models.Model):
    """A handle somebody gave up. Its address leads to the person; nobody else ever gets it."""

    handle = models.CharField(_("handle"), max_length=30, unique=True)
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="former_handles"
    )
    given_up_at = models.DateTimeField(_("given up at"), default=timezone.now)

    class Meta:
        verbose_name = _("former handle")
        verbose_name_plural = _("former handles")

    def __str__(self) -> str:
        return self.handle
