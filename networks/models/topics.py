"""What the people of a network talk about among themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from community.models import Comment, User, Visit, may_publish, visible_pages
from networks.models.membership import Membership
from networks.models.network import NetworkPage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

LONGEST_TITLE = 150


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: User | AnonymousUser) -> TopicQuerySet:
        """Those of networks this visitor may open.

        One that is hidden or waits for approval is read by whoever opened it and
        by those who moderate there.
        """
        shown = Q(hidden_at=None, is_waiting=False)
        if user.is_authenticated:
            steered = Topic.objects.moderated_by(user).values("pk")
            shown |= Q(opened_by=user.pk) | Q(pk__in=steered)
        return self.filter(shown, network__in=visible_pages(user).values("pk"))

    def in_networks(self, networks: Iterable[int]) -> TopicQuerySet:
        """Of one of the networks with these keys."""
        return self.filter(network__in=networks)

    def moderated_by(self, user: User | AnonymousUser) -> TopicQuerySet:
        """Those of networks this person coordinates, or publishes in from above."""
        if not user.is_authenticated or not user.is_active or user.is_suspended:
            return self.none()
        if user.is_superuser:
            return self
        mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
        above = NetworkPage.objects.filter(Q(may_publish(user))).values("pk")
        return self.filter(Q(network__in=mine) | Q(network__in=above))

    def as_read_by(self, user: User | AnonymousUser) -> TopicQuerySet:
        """Loads what its page shows, and whether the reader may steer it. One query."""
        steered = Topic.objects.moderated_by(user).filter(pk=OuterRef("pk"))
        is_open = User.objects.visible_to(user).filter(pk=OuterRef("opened_by"))
        return self.select_related("network", "opened_by__photo", "accepted__author").annotate(
            may_steer=Exists(steered), author_is_open=Exists(is_open)
        )

    def in_list_of(self, user: User | AnonymousUser) -> TopicQuerySet:
        """Adds what a row of the list shows, and puts first what is pinned, then what is livelier.

        `said`: how many comments; `last_word_at`, `last_word_by`: a name, or None where
        nobody answered; `is_unread`: something was said since the reader was there last.
        """
        about = Comment.objects.present().filter(
            content_type=ContentType.objects.get_for_model(Topic), object_id=OuterRef("pk")
        )
        total = about.order_by().values("object_id").annotate(n=Count("pk")).values("n")
        last = about.order_by("-posted_at", "-pk")
        rows: Any = self.select_related("opened_by__photo").annotate(
            said=Coalesce(Subquery(total), Value(0)),
            last_word_at=Coalesce(Subquery(last.values("posted_at")[:1]), F("opened_at")),
            last_word_by=Subquery(last.values("author__display_name")[:1]),
            last_author=Subquery(last.values("author")[:1]),
        )
        return rows.annotate(is_unread=unread_by(user)).order_by(
            F("pinned_at").desc(nulls_last=True), "-last_word_at", "-pk"
        )

    def for_search(self) -> TopicQuerySet:
        return self.select_related("network", "opened_by__photo")


def unread_by(user: User | AnonymousUser) -> Any:
    """Whether others said the last word, and after the reader's visit, as an expression."""
    if not user.is_authenticated:
        return Value(False)
    seen = Visit.objects.filter(
        user=user.pk,
        content_type=ContentType.objects.get_for_model(Topic),
        object_id=OuterRef("pk"),
        seen_at__gte=OuterRef("last_word_at"),
    )
    mine = Q(last_author=user.pk) | Q(last_author=None, opened_by=user.pk)
    return Case(When(mine | Exists(seen), then=Value(False)), default=Value(True))


class Topic(index.Indexed, models.Model):
    """Something to talk over in a network: a discussion, or a question that may find its answer.

    `body` is clean HTML. Written by `actions.topics` alone. A closed one can be
    read and takes no more comments.
    """

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("discussion")
        QUESTION = "question", _("question")

    network = models.ForeignKey(NetworkPage, on_delete=models.CASCADE, related_name="topics")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DISCUSSION)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    body = models.TextField(_("text"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="topics",
        verbose_name=_("opened by"),
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    is_waiting = models.BooleanField(_("waits for approval"), default=False)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_reason = models.CharField(_("reason"), max_length=400, blank=True)
    pinned_at = models.DateTimeField(_("pinned at"), null=True, blank=True)
    accepted = models.ForeignKey(
        "community.Comment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted answer"),
    )
    comments = GenericRelation("community.Comment")

    objects = TopicQuerySet.as_manager()

    is_commentable = True
    stream_fields = ("title", "network__slug")
    search_kind = "conversacion"
    search_template = "networks/_found_topic.html"
    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("words"),
        index.FilterField("network"),
    ]
    wagtail_reference_index_ignore = True
    _network_slug = ""
    # Set by `as_read_by`.
    may_steer = False
    author_is_open = False

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        indexes = [
            models.Index(fields=["network", "-opened_at"], name="topics_of_a_network"),
            models.Index(fields=["opened_by", "opened_at"], name="topics_of_a_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(kind="question"),
                name="only_questions_have_an_accepted_answer",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("networks:topic", args=[self.network_slug, self.pk])

    @property
    def network_slug(self) -> str:
        """Of its network; streams know it without loading the network."""
        return self._network_slug or self.network.slug

    @network_slug.setter
    def network_slug(self, slug: str) -> None:
        self._network_slug = slug

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def takes_comments(self) -> bool:
        is_out = self.closed_at is None and not self.is_hidden and not self.is_waiting
        return is_out and self.network.takes_work

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    def accepting(self, user: User | AnonymousUser) -> str:
        """Where this person may say which comment is the answer. No query after `as_read_by`."""
        may = user.is_authenticated and (self.may_steer or self.opened_by_id == user.pk)
        if not may or not self.is_question or not self.network.takes_work:
            return ""
        return reverse("networks:accept_answer", args=[self.network.slug, self.pk])

    def is_moderated_by(self, user: User | AnonymousUser) -> bool:
        return Topic.objects.moderated_by(user).filter(pk=self.pk).exists()

    def told_of_comments(self) -> list[User]:
        """Whoever opened it."""
        return [self.opened_by] if self.opened_by else []

    def get_stream_page(self) -> NetworkPage:
        """Its network, in whose stream it stands."""
        return self.network

    def followed_through(self) -> list[Any]:
        """Its network: whoever follows it hears of new conversations."""
        return [self.network]

    def words(self) -> str:
        """The text without its marks, for the search."""
        return strip_tags(self.body)

    def search_facets(self) -> dict[str, list[str]]:
        year = str(timezone.localdate(self.opened_at).year)
        return {"red": [self.network.slug], "anio": [year]}

    def search_audience(self) -> str:
        """What is said in a closed network is found in its own list alone."""
        is_public = self.network.visibility == NetworkPage.Visibility.PUBLIC
        is_out = not self.is_hidden and not self.is_waiting
        return "everyone" if is_public and self.network.live and is_out else "nobody"

    def search_date(self) -> datetime:
        return self.opened_at

    @classmethod
    def get_indexed_objects(cls) -> TopicQuerySet:
        return cls.objects.select_related("network")
