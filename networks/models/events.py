"""What a network does together at a certain hour: the pages of its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from community.blocks import BodyBlock
from community.models import BasePage, ContentPage, with_themes
from community.models.members import zone_called
from networks.blocks import SpeakersBlock
from networks.clock import (
    hours_in_words,
    moment_in_words,
    on_the_wall,
    span_in_words,
    zone_in_words,
)
from networks.event_form import EventForm
from networks.event_listing import list_events
from networks.models.entries import EntryPage, EntryQuerySet, SectionPage
from networks.models.event_parts import EventMaterial, EventQuestion
from networks.models.registrations import EventRegistration, EventStanding
from networks.models.resources import ResourcePage

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from wagtail.models import Revision

    from community.models import User


class EventIndexPage(SectionPage):
    """The events of a network. Right under the home page: those of all, and the site's own."""

    entry_model = "networks.EventPage"
    has_own_entries = True
    subpage_types = ["networks.EventPage"]
    template = "networks/event_index_page.html"
    fragment = "networks/_events.html"

    class Meta:
        verbose_name = _("events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Not the section's own: an event is sought by when it is, not by when it was written.
        context: dict[str, Any] = BasePage.get_context(self, request, *args, **kwargs)
        network = self.network_above()
        context["network"] = network
        context["listing"] = list_events(request, EventPage, network)
        return context


class EventQuerySet(EntryQuerySet):
    def upcoming(self, at: datetime) -> EventQuerySet:
        """Those that are not over, the next one first."""
        return self.filter(ends_at__gte=at).order_by("starts_at", "pk")

    def past(self, at: datetime) -> EventQuerySet:
        """Those that are over, the last one first."""
        return self.filter(ends_at__lt=at).order_by("-starts_at", "-pk")

    def not_called_off(self) -> EventQuerySet:
        return self.filter(standing__called_off_at=None)

    def with_seats(self, user: User | AnonymousUser) -> EventQuerySet:
        """Adds `seats_taken` and `my_state`: how this person is registered, or None. No query."""
        return self.annotate(**seats_for(user))


def seats_for(user: User | AnonymousUser) -> dict[str, Any]:
    """What `with_seats` adds, as expressions for a query of events."""
    told = EventRegistration.objects.filter(event=OuterRef("pk")).order_by()
    taken = told.holding_a_seat().values("event").annotate(number=Count("pk"))
    mine = told.filter(user=user.pk).values("state")[:1]
    none = Value(None, models.CharField())
    return {
        "seats_taken": Coalesce(Subquery(taken.values("number")), Value(0)),
        "my_state": Subquery(mine) if user.is_authenticated else none,
    }


class EventPage(EntryPage):
    """A meeting, a workshop, a visit: when, where, who comes and what came of it.

    `starts_at`, `ends_at` and `registration_until` are instants; `time_zone` is
    that of the place, whose clocks its coordinator writes them by. What must
    not be overwritten by a version (called off, how often changed) lies in its
    `EventStanding`.
    """

    class Registering(models.TextChoices):
        NONE = "none", _("nobody registers: whoever wants comes")
        MEMBERS = "members", _("people with an account")
        EVERYONE = "everyone", _("also people without an account, by e-mail")

    starts_at = models.DateTimeField(_("begins"), db_index=True)
    ends_at = models.DateTimeField(_("ends"), db_index=True)
    time_zone = models.CharField(
        _("time zone of the place"),
        max_length=64,
        default=settings.TIME_ZONE,
    )
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("Name and address. Everybody reads it."),
    )
    link = models.URLField(
        _("link to take part"),
        max_length=500,
        blank=True,
        help_text=_(
            "Of the video call. Shown to those who are registered; if nobody registers, to all."
        ),
    )
    agenda = StreamField(BodyBlock(), verbose_name=_("agenda"), blank=True)
    speakers = StreamField(SpeakersBlock(), verbose_name=_("speakers"), blank=True)
    registering = models.CharField(
        _("who registers"),
        max_length=8,
        choices=Registering.choices,
        default=Registering.MEMBERS,
    )
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit. Who comes later waits, and enters in that order."),
    )
    registration_until = models.DateTimeField(
        _("registration open until"),
        null=True,
        blank=True,
        help_text=_("By the clocks of the place. Empty: until it begins."),
    )
    gives_certificate = models.BooleanField(
        _("certificate of attendance"),
        default=False,
        help_text=_("Whoever you mark as present can download one afterwards."),
    )
    recording = models.URLField(_("recording"), max_length=500, blank=True)
    minutes = StreamField(
        BodyBlock(),
        verbose_name=_("what came of it"),
        blank=True,
        help_text=_("Once it is over: what was said, what was agreed, what follows."),
    )

    objects = PageManager.from_queryset(EventQuerySet)()

    base_form_class = EventForm
    served_with: tuple[str, ...] = (*EntryPage.served_with, "standing")
    parent_page_types = ["networks.EventIndexPage"]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("time_zone"),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("link")], heading=_("Where")),
        FieldPanel("agenda"),
        FieldPanel("speakers"),
        MultiFieldPanel(
            [
                FieldPanel("registering"),
                FieldRowPanel([FieldPanel("capacity"), FieldPanel("registration_until")]),
                FieldPanel("gives_certificate"),
            ],
            heading=_("Registration"),
        ),
        InlinePanel(
            "questions",
            heading=_("What is asked of who registers"),
            label=_("Question"),
            max_num=12,
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("recording"), FieldPanel("minutes")],
            heading=_("Afterwards"),
            classname="collapsed",
        ),
        MultipleChooserPanel(
            "material_links",
            chooser_field_name="resource",
            heading=_("Materials"),
            label=_("Resource"),
            classname="collapsed",
        ),
        *ContentPage.topic_panels,
        *ContentPage.cover_panels,
        *EntryPage.author_panels[:1],
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("contact"), FieldPanel("contact_email")])],
            heading=_("Contact"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *EntryPage.search_fields,
        index.SearchField("place"),
        index.SearchField("agenda"),
        index.SearchField("speakers"),
        index.SearchField("minutes"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]
    grows_old = False
    search_kind = "evento"
    schema_type = "Event"
    is_commentable = True
    template = "networks/event_page.html"
    # Set by `with_seats`.
    seats_taken: int | None = None
    my_state: str | None = None
    # Set by `as_served`.
    has_questions = False
    may_run = False

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_begins"
            )
        ]

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if zone_called(self.time_zone).key != self.time_zone:
            wrong["time_zone"] = _("Choose a time zone of the list.")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            wrong["ends_at"] = _("It ends before it begins: change one of the two.")
        until = self.registration_until
        if until and self.ends_at and until > self.ends_at:
            wrong["registration_until"] = _("By then it is over: choose an earlier moment.")
        if not self.place.strip() and not self.link:
            wrong["place"] = _("Say where it is, or give the link to take part.")
        if wrong:
            raise ValidationError(wrong)

    @classmethod
    def as_served(cls, user: User | AnonymousUser) -> Any:
        """Adds how many seats are taken, how this reader is registered, whether they run it."""
        questions = EventQuestion.objects.filter(event=OuterRef("pk"))
        run = EventPage.objects.moderated_by(user).filter(pk=OuterRef("pk"))
        return (
            super()
            .as_served(user)
            .annotate(**seats_for(user), has_questions=Exists(questions), may_run=Exists(run))
        )

    @cached_property
    def state(self) -> EventStanding:
        """How it stands, as read with it; an empty one for what was never published."""
        return self.standing if hasattr(self, "standing") else EventStanding(event=self)

    @property
    def is_called_off(self) -> bool:
        return self.state.called_off_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def has_open_link(self) -> bool:
        """Whether everybody may read the link to take part: where nobody registers."""
        return bool(self.link) and self.registering == self.Registering.NONE

    @property
    def is_online(self) -> bool:
        return bool(self.link)

    @property
    def happens_on(self) -> date:
        """Its day, as clocks of the place have it: what lists and results show."""
        return on_the_wall(self.starts_at, self.time_zone).date()

    @property
    def closes_at(self) -> datetime:
        """Until when people register."""
        return self.registration_until or self.starts_at

    @property
    def closing_words(self) -> str:
        """Until when people register, by the clocks of the place."""
        return moment_in_words(self.closes_at, self.time_zone)

    @property
    def takes_registrations(self) -> bool:
        """Whether anybody may register now; who, the predicates say."""
        if self.registering == self.Registering.NONE or self.is_called_off or not self.live:
            return False
        if self.network is not None and not self.network.takes_work:
            return False
        return timezone.now() < self.closes_at

    @property
    def takes_guests(self) -> bool:
        """Whether people without an account register: never in a network only members see."""
        open_to_all = self.network is None or self.network.visibility == "public"
        return self.registering == self.Registering.EVERYONE and open_to_all

    @property
    def seats_left(self) -> int | None:
        """None without a limit. One query unless it came by `with_seats`."""
        if self.capacity is None:
            return None
        if self.seats_taken is None:
            held = EventRegistration.objects.filter(event=self.pk).holding_a_seat()
            self.seats_taken = held.count() if self.pk else 0
        return max(0, self.capacity - self.seats_taken)

    @property
    def zone(self) -> ZoneInfo:
        return zone_called(self.time_zone)

    @property
    def span(self) -> str:
        return span_in_words(self.starts_at, self.ends_at, self.time_zone)

    @property
    def hours(self) -> str:
        return hours_in_words(self.starts_at, self.ends_at, self.time_zone)

    @property
    def zone_words(self) -> str:
        return zone_in_words(self.time_zone)

    def search_date(self) -> date:
        return self.happens_on

    def search_facets(self) -> dict[str, list[str]]:
        """Its year is that in which it happens."""
        return {**super().search_facets(), "anio": [str(self.happens_on.year)]}

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Make the revision public. Who listens at the hook `event_was_published` gets the event
        as everybody sees it now: whoever is registered hears of another hour or place.
        """
        with transaction.atomic():
            super().publish(revision, user=user, **options)
            for follow in hooks.get_hooks("event_was_published"):
                follow(EventPage.objects.get(pk=self.pk))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if self.pk is not None:
            seen: Any = ResourcePage.objects.all()
            links = EventMaterial.objects.filter(
                resource__in=seen.visible_to(request.user).values("pk")
            )
            wanted = Prefetch("material_links", links.select_related("resource"))
            prefetch_related_objects([self], with_themes(), wanted)
        context["materials"] = [link.resource for link in self.material_links.all()]
        return context
