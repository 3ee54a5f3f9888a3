"""The board of transfers at /replicas/: whose, by stage, with what is late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.facets import Option
from community.models import Organization
from community.models.themes import name_of_theme
from community.permissions import organizations_of
from community.roles import accompanies_a_zone
from knowledge.following import FollowUp, late_milestones
from knowledge.models import CaseNetwork, CaseTheme, Transfer, TransferMilestone
from knowledge.transfer_kinds import STOPPED, TransferStage
from networks.models import Membership
from territories.models import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, QueryDict
    from django_stubs_ext import StrOrPromise

    from community.models import User
    from knowledge.models import TransferQuerySet

# Of each stage so many are shown at once; the rest on a page of its own.
PER_STAGE = 8
PER_PAGE = 20


@dataclass(frozen=True)
class Scope:
    """Whose transfers: its word in the address and what it is called."""

    name: str
    title: StrOrPromise
    is_empty: StrOrPromise


ALL = Scope("todas", _("All"), _("Nobody repeats an experience yet."))
MINE = Scope("mias", _("Mine"), _("You keep no transfer and hold no post in one."))
OF_TOWN = Scope("municipio", _("Of my municipality"), _("Your municipality repeats nothing yet."))
OF_CASES = Scope(
    "de-lo-nuestro", _("Of our experiences"), _("Nobody repeats an experience of yours yet.")
)
OF_ZONE = Scope("zona", _("Of my zone"), _("No municipality of your zone repeats anything yet."))
OF_NETWORKS = Scope(
    "redes", _("Of my networks"), _("Nobody repeats an experience of your networks yet.")
)


def scopes_of(user: User | AnonymousUser) -> list[Scope]:
    """Those that make sense for this person, in order."""
    if not user.is_authenticated:
        return [ALL]
    own = [MINE, OF_TOWN, OF_CASES]
    return [*own, *([OF_ZONE] if accompanies_a_zone(user) else []), OF_NETWORKS, ALL]


def within(scope: Scope, user: Any, on: date) -> Q:
    """The condition of a scope, to be asked of transfers the person may read."""
    if scope == ALL:
        return Q()
    towns = organizations_of(user, on).order_by()
    if scope == MINE:
        return Q(pk__in=Transfer.objects.of_the_team_of(user).values("pk"))
    if scope == OF_TOWN:
        return Q(adopter__in=towns.values("pk"))
    if scope == OF_CASES:
        governments = towns.filter(kind=Organization.Kind.MUNICIPAL_GOVERNMENT)
        told = Q(origin_case__kept_by=user.pk) | Q(
            origin_case__in=user.authorships.accepted().values("case")
        )
        return told | Q(origin_case__lead_municipality__in=governments.values("territory"))
    if scope == OF_ZONE:
        return Q(adopter__in=Organization.objects.accompanied_by(user).values("pk"))
    networks = Membership.objects.active().filter(user=user.pk).values("network")
    return Q(origin_case__in=CaseNetwork.objects.filter(network__in=networks).values("case"))


@dataclass
class Column:
    """A stage with the newest transfers in it; `total` is how many there are."""

    stage: TransferStage
    total: int = 0
    rows: list[Any] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(0, self.total - len(self.rows))


@dataclass
class Facet:
    """A select above the board: its word in the address and what it offers."""

    name: str
    label: StrOrPromise
    every: StrOrPromise
    options: list[Option]

    @property
    def is_offered(self) -> bool:
        return bool(self.options)


class Board:
    """What somebody sees of the board, by the address. Nine queries, however much there is."""

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        self.params: QueryDict = request.GET
        self.path = request.path
        self.on = timezone.localdate()
        self.scopes = scopes_of(self.user)

    @cached_property
    def seen(self) -> TransferQuerySet:
        return Transfer.objects.visible_to(self.user)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are in each scope. One query."""
        asked = {
            f"in_{place}": Count("pk", filter=within(scope, self.user, self.on), distinct=True)
            if scope != ALL
            else Count("pk", distinct=True)
            for place, scope in enumerate(self.scopes)
        }
        found = self.seen.order_by().aggregate(**asked)
        return {scope.name: found[f"in_{place}"] for place, scope in enumerate(self.scopes)}

    @cached_property
    def scope(self) -> Scope:
        """The one that was asked for; else the first in which there is something."""
        wanted = self.params.get("parte", "")
        asked = next((each for each in self.scopes if each.name == wanted), None)
        filled = (each for each in self.scopes if self.counts[each.name])
        return asked or next(filled, ALL)

    @property
    def tabs(self) -> list[tuple[Scope, int]]:
        return [(scope, self.counts[scope.name]) for scope in self.scopes]

    @cached_property
    def stage(self) -> str:
        """The only stage that is shown, if one was asked for."""
        wanted = self.params.get("etapa", "")
        return wanted if wanted in TransferStage.values else ""

    @property
    def stage_label(self) -> str:
        return str(TransferStage(self.stage).label) if self.stage else ""

    @cached_property
    def is_late_only(self) -> bool:
        return "atrasadas" in self.params

    @property
    def query(self) -> str:
        """Its scope and filters as they stand in an address; without a stage."""
        told = {"parte": self.scope.name, "pais": self.country, "tema": self.theme}
        if self.is_late_only:
            told["atrasadas"] = "1"
        return urlencode({name: value for name, value in told.items() if value})

    @cached_property
    def in_scope(self) -> TransferQuerySet:
        found = self.seen
        if self.scope != ALL:
            found = found.filter(within(self.scope, self.user, self.on))
        return found

    @cached_property
    def found(self) -> TransferQuerySet:
        """Those of the scope that all filters let through, but for the stage."""
        found = self.in_scope
        if self.country:
            found = found.filter(place__country_code=self.country)
        if self.theme:
            found = found.filter(
                origin_case__in=CaseTheme.objects.filter(theme__slug=self.theme).values("case")
            )
        if self.is_late_only:
            late = TransferMilestone.objects.filter(late_milestones(self.on))
            found = found.going_on().filter(pk__in=late.values("transfer"))
        return found

    @property
    def country(self) -> str:
        return self.params.get("pais", "")[:2].upper()

    @property
    def theme(self) -> str:
        return self.params.get("tema", "")[:80].replace("\x00", "")

    # --- What is drawn ------------------------------------------------------------------

    @cached_property
    def columns(self) -> list[Column]:
        """All stages in their order; what stopped stands at the end. Three queries."""
        columns = {stage.value: Column(stage) for stage in TransferStage}
        newest = []
        for pk, stage, total in self.numbered():
            newest.append(pk)
            columns[stage].total = total
        rows = Transfer.objects.filter(pk__in=newest).with_row()
        for row in self.with_milestones(rows.order_by("-stage_since", "-pk")):
            columns[row.stage].rows.append(row)
        return list(columns.values())

    @property
    def course(self) -> list[Column]:
        return [each for each in self.columns if each.stage not in STOPPED]

    @property
    def stopped(self) -> list[Column]:
        return [each for each in self.columns if each.stage in STOPPED and each.total]

    @property
    def total(self) -> int:
        return sum(each.total for each in self.columns)

    def numbered(self) -> Any:
        """The newest of each stage: its key, its stage, and how many there are in that stage."""
        place = Window(RowNumber(), partition_by=["stage"], order_by=["-stage_since", "-pk"])
        numbered = self.found.order_by().annotate(
            place_in_stage=place, total=Window(Count("pk"), partition_by=["stage"])
        )
        newest = numbered.filter(place_in_stage__lte=PER_STAGE)
        return newest.values_list("pk", "stage", "total")

    def of_stage(self) -> Any:
        """All of one stage, the latest in it first, to be shown by pages."""
        return self.found.filter(stage=self.stage).with_row().order_by("-stage_since", "-pk")

    def with_milestones(self, rows: Iterable[Any]) -> list[Any]:
        """The same, each with `follow`: what is late, done and next in it. One query.

        Asked of the rows that are shown: as parts of the query that finds them they
        would be worked out for all there are.
        """
        shown = list(rows)
        told: dict[int, list[TransferMilestone]] = defaultdict(list)
        for each in TransferMilestone.objects.filter(transfer__in=[row.pk for row in shown]):
            told[each.transfer_id].append(each)
        for row in shown:
            row.follow = FollowUp.read(row, told[row.pk], self.on)
        return shown

    @cached_property
    def facets(self) -> list[Facet]:
        """Countries and themes of the scope. Three queries."""
        return [
            Facet("pais", _("Country"), _("Any country"), self.countries()),
            Facet("tema", _("Theme"), _("Any theme"), self.themes()),
        ]

    def countries(self) -> list[Option]:
        rows = self.in_scope.filter(place__isnull=False).order_by().values("place__country_code")
        counted = dict(rows.annotate(n=Count("pk")).values_list("place__country_code", "n"))
        names = Territory.objects.filter(level="country", country_code__in=counted)
        return [
            Option(code, name, counted[code], code == self.country)
            for code, name in names.order_by("name").values_list("country_code", "name")
        ]

    def themes(self) -> list[Option]:
        of_scope = self.in_scope.order_by().values("pk")
        rows = CaseTheme.objects.filter(case__transfers__in=of_scope).order_by()
        named = rows.annotate(called=name_of_theme("theme__")).values("theme__slug", "called")
        counted = named.annotate(n=Count("case__transfers", distinct=True)).order_by("called")
        return [
            Option(row["theme__slug"], row["called"], row["n"], row["theme__slug"] == self.theme)
            for row in counted
        ]
