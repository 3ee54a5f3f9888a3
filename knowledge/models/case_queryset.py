"""Which cases: those a visitor may read, those an author writes, those the team has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from community.permissions import may_contribute
from knowledge.kinds import ShownAs
from knowledge.models.endorsements import Endorsement
from knowledge.models.rows import CaseNetwork, CaseTheme
from knowledge.permissions import can_review
from networks.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from knowledge.models.cases import Case  # noqa: F401 - the string below
    from networks.models import NetworkPage


class CaseQuerySet(models.QuerySet["Case"]):
    def published(self) -> CaseQuerySet:
        return self.filter(live=True)

    def visible_to(self, user: User | AnonymousUser) -> CaseQuerySet:
        """Cases this visitor may read where all can: those that are published.

        Drafts are reached through `editable_by` and `waiting`, never through a public list.
        """
        return self.published()

    def moderated_by(self, user: User) -> CaseQuerySet:
        """Those on which the person may hide comments: whoever works on cases, on all.

        Others on those shown in a network they coordinate.
        """
        if can_review(user):
            return self
        if not may_contribute(user):
            return self.none()
        mine = Membership.objects.coordinators().filter(user=user.pk).values("network")
        return self.filter(pk__in=CaseNetwork.objects.filter(network__in=mine).values("case"))

    def written_by(self, user: User) -> CaseQuerySet:
        """Those the person keeps or tells with others, and published ones they registered.

        The last touched first.
        """
        theirs = models.Q(kept_by=user) | models.Q(registered_by=user, live=True)
        theirs |= models.Q(pk__in=user.authorships.accepted().values("case"))
        return self.filter(theirs).order_by("-changed_at", "-pk")

    def writable_by(self, user: User) -> CaseQuerySet:
        """Those the person is an author of, who may write: asked of `may_write` for one case."""
        shared = user.authorships.accepted().filter(may_edit=True).values("case")
        return self.filter(models.Q(kept_by=user) | models.Q(pk__in=shared))

    def told_openly_by(self, user: User) -> CaseQuerySet:
        """Those the person registered and is named as their author."""
        return self.filter(registered_by=user, author_shown_as=ShownAs.PERSON)

    def waiting(self) -> CaseQuerySet:
        """The queue of the knowledge team: sent and not decided, the oldest first."""
        return self.filter(state="sent").order_by("sent_at", "pk")

    def newest_first(self) -> CaseQuerySet:
        return self.order_by("-first_published_at", "-pk")

    def with_row(self) -> CaseQuerySet:
        """Loads what a row of a list shows: municipality and themes."""
        themes = models.Prefetch("case_themes", CaseTheme.objects.select_related("theme"))
        return self.select_related("lead_municipality").prefetch_related(themes)

    def with_tile(self) -> CaseQuerySet:
        """Loads the municipality, and as `hue` the family of the first theme, for a short row."""
        first = CaseTheme.objects.filter(case=models.OuterRef("pk")).order_by("sort_order", "pk")
        return self.select_related("lead_municipality").annotate(
            hue=models.Subquery(first.values("theme__family")[:1])
        )

    def for_search(self) -> CaseQuerySet:
        return self.with_row().prefetch_related("keyword_rows__tag")

    def about(self, theme_slug: str) -> CaseQuerySet:
        """About a theme, or about one that lies under it."""
        of_theme = models.Q(theme__slug=theme_slug) | models.Q(theme__parent__slug=theme_slug)
        return self.filter(pk__in=CaseTheme.objects.filter(of_theme).values("case"))

    def about_themes(self, themes: Iterable[int]) -> CaseQuerySet:
        """About one of the themes with these keys."""
        return self.filter(pk__in=CaseTheme.objects.filter(theme__in=themes).values("case"))

    def in_networks(self, networks: Iterable[int]) -> CaseQuerySet:
        """Shown in one of the networks with these keys."""
        return self.filter(pk__in=CaseNetwork.objects.filter(network__in=networks).values("case"))

    def in_network(self, network: NetworkPage) -> CaseQuerySet:
        return self.filter(pk__in=CaseNetwork.objects.filter(network=network).values("case"))

    def shown_in(self, network: NetworkPage) -> CaseQuerySet:
        """Those told in the network, and those its coordinators show in it."""
        told = CaseNetwork.objects.filter(network=network).values("case")
        endorsed = Endorsement.objects.filter(network=network, case__isnull=False).values("case")
        return self.filter(models.Q(pk__in=told) | models.Q(pk__in=endorsed))
