"""Networks and the page that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Collection, GroupPagePermission, Page, PageManager
from wagtail.search import index

from community.models import BasePage, BasePageQuerySet, ContentPage, with_themes
from networks.closing import enforce_visibility
from networks.forms import SkeletonForm
from networks.models.membership import Membership
from networks.outline import Outline, outline_at
from networks.page_permissions import IndexPermissions, NetworkPermissions
from networks.places import check_place
from networks.second_reading import enforce_reviews

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from wagtail.models import Revision

    from community.models import User

# Addresses under a network that are plain views, not pages; `urls.py` serves them.
RESERVED_SLUGS = {
    "experiencias",
    "conversaciones",
    "destacados",
    "miembros",
    "primeros-pasos",
    "unirse",
    "salir",
    "cargar",
    "enlaces",
    "mesa",
    "cartas",
    "atom.xml",
}
# Addresses beside the networks.
RESERVED_BESIDE = {"descargas", "invitacion"}

# How many networks that are part of one its front names.
PARTS_SHOWN = 6
# Columns that no version of its texts brings back.
OF_THE_NETWORK = (
    "coordinators_id",
    "circle_id",
    "collection_id",
    "is_official",
    "part_of_id",
    "archived_at",
    "deleted_at",
)


class NetworkIndexPage(BasePage):
    """All networks. One per site, at /redes/."""

    max_count = 1
    parent_page_types = ["community.HomePage"]
    subpage_types = ["networks.NetworkPage"]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list[Any] = []
    template = "networks/network_index_page.html"

    class Meta:
        verbose_name = _("index of networks")

    def permissions_for_user(self, user: User) -> IndexPermissions:
        return IndexPermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        kind = request.GET.get("tipo", "")
        context["kinds"] = NetworkPage.Kind.choices
        context["kind"] = kind if kind in NetworkPage.Kind.values else ""
        return context


class NetworkQuerySet(BasePageQuerySet):
    def of(self, user: User | AnonymousUser) -> NetworkQuerySet:
        """Networks this person is an active member of."""
        return self.filter(memberships__user=user.pk, memberships__state=Membership.State.ACTIVE)

    def kept(self) -> NetworkQuerySet:
        """Those that were not deleted, archived ones too."""
        return self.filter(deleted_at=None)

    def in_work(self) -> NetworkQuerySet:
        """Those that people may join and write in."""
        return self.filter(archived_at=None, deleted_at=None)

    def coordinated_by(self, user: User | AnonymousUser) -> NetworkQuerySet:
        """Live networks this person coordinates, or publishes in from above."""
        if not user.is_authenticated or not user.is_active or user.is_suspended:
            return self.none()
        if user.is_superuser:
            return self.live()
        mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
        above = GroupPagePermission.objects.alias(
            at=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(
            at__startswith=F("page__path"),
            group__user=user.pk,
            permission__codename="publish_page",
        )
        above = above.exclude(page=OuterRef("pk"))
        return self.live().filter(Q(pk__in=mine) | Exists(above))


def relatives_seen_by(user: User | AnonymousUser) -> dict[str, Any]:
    """The columns of `NetworkPage.with_relatives`, as expressions: no query of their own."""
    seen: Any = NetworkPage.objects.visible_to(user).annotate(
        told=JSONObject(title=F("title"), slug=F("slug"))
    )
    above = seen.filter(pk=OuterRef("part_of"))
    parts = seen.filter(part_of=OuterRef("pk")).order_by("title", "pk")
    return {
        "told_above": Subquery(above.values("told")[:1]),
        **{
            f"told_part_{place}": Subquery(parts.values("told")[place : place + 1])
            for place in range(PARTS_SHOWN)
        },
    }


class NetworkPage(ContentPage):
    """A network: its front shows what happened lately, its children are its sections.

    Born by `actions.create_network`, which also makes its sections, its
    collection and its two groups: `coordinators` (permissions on exactly this
    subtree) and `circle` (its active members, who alone see a closed network).
    """

    class Kind(models.TextChoices):
        THEMATIC = "thematic", _("thematic network")
        SECTORAL = "sectoral", _("sectoral network")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("everyone")
        MEMBERS = "members", _("its members only")

    class Joining(models.TextChoices):
        OPEN = "open", _("open to all members of the platform")
        REQUEST = "request", _("on request")
        INVITATION = "invitation", _("by invitation")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.THEMATIC)
    purpose = models.TextField(_("purpose"), max_length=600, help_text=_("Why people meet here."))
    welcome = RichTextField(
        _("welcome message"),
        blank=True,
        features=["bold", "italic", "link", "ol", "ul"],
        help_text=_("What a new member reads first."),
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    joining = models.CharField(
        _("way of joining"), max_length=10, choices=Joining.choices, default=Joining.OPEN
    )
    joining_question = models.CharField(
        _("question to those who want to join"),
        max_length=300,
        blank=True,
        help_text=_("For networks that people join on request. Empty: none is asked."),
    )
    # Kept by the coordinating unit, of the network and not of a version of its texts.
    is_official = models.BooleanField(
        _("official"),
        default=False,
        editable=False,
        help_text=_("An institution answers for it."),
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="parts",
        verbose_name=_("part of"),
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True, editable=False)
    reviews_before_publishing = models.BooleanField(
        _("somebody else reads before publishing"),
        default=False,
        help_text=_(
            "What one coordinator writes is published by another. Needs at least two coordinators;"
            " the coordinating unit can always publish."
        ),
    )
    coordinators = models.OneToOneField(
        "auth.Group",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="coordinated_network",
    )
    circle = models.OneToOneField(
        "auth.Group",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="network_of_circle",
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="network",
    )

    objects = PageManager.from_queryset(NetworkQuerySet)()

    is_followable = True
    follow_kind = "red"

    parent_page_types = ["networks.NetworkIndexPage"]
    base_form_class = SkeletonForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("welcome"),
        *ContentPage.cover_panels,
        *ContentPage.topic_panels,
        MultiFieldPanel(
            [
                FieldPanel("joining"),
                FieldPanel("joining_question"),
                FieldPanel("visibility"),
                FieldPanel("kind"),
            ],
            heading=_("Who joins and who sees it"),
        ),
        FieldPanel("reviews_before_publishing"),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list[Any] = []
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("purpose"),
        index.FilterField("kind"),
    ]
    search_kind = "red"
    template = "networks/network_page.html"

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def clean(self) -> None:
        super().clean()
        closed = self.visibility == self.Visibility.MEMBERS
        if closed and self.joining == self.Joining.OPEN:
            raise ValidationError(
                {"joining": _("Nobody could find the door of a network that only members see.")}
            )
        check_place(self)

    def search_facets(self) -> dict[str, list[str]]:
        """Adds the network itself."""
        return {**super().search_facets(), "red": [self.slug]}

    @classmethod
    def as_served(cls, user: User | AnonymousUser) -> Any:
        """Adds what `with_relatives` does."""
        return super().as_served(user).annotate(**relatives_seen_by(user))

    @classmethod
    def with_relatives(cls, user: User | AnonymousUser) -> Any:
        """Networks with the one above (`told_above`) and the first parts (`told_part_0`…) of each.

        Each as `{"title": …, "slug": …}`, or None; only those this reader may open.
        """
        return cls.objects.annotate(**relatives_seen_by(user))

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it."""
        return self.visibility == self.Visibility.PUBLIC

    @property
    def is_archived(self) -> bool:
        """Can be read and takes nothing new: nobody joins, publishes, asks or comments."""
        return self.archived_at is not None

    @property
    def is_deleted(self) -> bool:
        """Off the site, until it is put back or ends for good."""
        return self.deleted_at is not None

    @property
    def takes_work(self) -> bool:
        """Whether people may join it and write in it, as far as the network is concerned."""
        return self.archived_at is None and self.deleted_at is None

    def get_stream_page(self) -> Page:
        return self.page_ptr

    def get_network_path(self) -> str:
        """Where in the tree the network stands that this page is part of."""
        return self.path

    def refuse_reserved_slug(self, slug: str, parent: Page | None) -> None:
        """Raise ValidationError where something else answers under the index."""
        if slug in RESERVED_BESIDE:
            message = _("“%(slug)s” is an address the site already uses: choose another.")
            raise ValidationError({"slug": message % {"slug": slug}})

    def permissions_for_user(self, user: User) -> NetworkPermissions:
        return NetworkPermissions(user, self, self.path)

    @cached_property
    def outline(self) -> Outline | None:
        """Its sections, how many people it has, what is newest in each. One query."""
        return outline_at(self.path)

    @property
    def family(self) -> str:
        """As of every page; out of the outline or the list that was read, where that is at hand."""
        outline = self.__dict__.get("outline")
        if outline:
            return outline.family
        if "hue" in self.__dict__:
            return self.__dict__["hue"] or "gestion"
        return super().family

    def with_content_json(self, content: dict[str, Any]) -> NetworkPage:
        """An old text of it; what belongs to the network, and not to a version, stays."""
        page: NetworkPage = super().with_content_json(content)
        for name in OF_THE_NETWORK:
            setattr(page, name, getattr(self, name))
        return page

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Make the revision public, and open or close the network as it says."""
        with transaction.atomic():
            super().publish(revision, user=user, **options)

    def went_out(self, user: User | None) -> None:
        """Open or close the network, and lay a second reading on it, as it says."""
        super().went_out(user)
        enforce_visibility(self)
        enforce_reviews(self, user)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Take its groups and its collection, with the files in it, along."""
        groups = [self.coordinators_id, self.circle_id]
        with transaction.atomic():
            outcome = super().delete(*args, **kwargs)
            Group.objects.filter(pk__in=groups).delete()
            Collection.objects.filter(pk=self.collection_id).delete()
        return outcome

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        coordinating = Membership.objects.coordinators().filter(network=self.pk)
        prefetch_related_objects([self], with_themes())
        context["network"] = self
        context["outline"] = self.outline
        context["share_url"] = request.build_absolute_uri(self.get_url(request) or request.path)
        context["coordinators"] = (
            coordinating.visible_to(request.user)
            .select_related("user__photo")
            .order_by("joined_at", "pk")
        )
        return context
