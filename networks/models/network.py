"""Networks and the page that lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Collection, Page, PageManager
from wagtail.search import index

from community.models import BasePage, BasePageQuerySet, ContentPage, with_themes
from networks.closing import enforce_visibility
from networks.forms import SkeletonForm
from networks.models.membership import Membership
from networks.outline import Outline, outline_at
from networks.permissions import SkeletonPermissions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from wagtail.models import Revision

    from community.models import User

# Addresses under a network that are plain views, not pages; `urls.py` serves them.
RESERVED_SLUGS = {
    "experiencias",
    "conversaciones",
    "miembros",
    "eventos",
    "unirse",
    "salir",
    "atom.xml",
}


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
            [FieldPanel("joining"), FieldPanel("visibility"), FieldPanel("kind")],
            heading=_("Who joins and who sees it"),
        ),
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

    def search_facets(self) -> dict[str, list[str]]:
        """Adds the network itself."""
        return {**super().search_facets(), "red": [self.slug]}

    def get_stream_page(self) -> Page:
        return self.page_ptr

    def get_network_path(self) -> str:
        """Where in the tree the network stands that this page is part of."""
        return self.path

    def refuse_reserved_slug(self, slug: str, parent: Page | None) -> None:
        """Nothing is reserved beside a network, only inside it."""

    def permissions_for_user(self, user: User) -> SkeletonPermissions:
        return SkeletonPermissions(user, self, self.path)

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
        """An old text of it; groups and collection belong to the network, not to a version."""
        page: NetworkPage = super().with_content_json(content)
        for name in ("coordinators_id", "circle_id", "collection_id"):
            setattr(page, name, getattr(self, name))
        return page

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Make the revision public, and open or close the network as it says."""
        with transaction.atomic():
            super().publish(revision, user=user, **options)
            enforce_visibility(NetworkPage.objects.get(pk=self.pk))

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
