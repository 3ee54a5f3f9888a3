"""A text of a case, the published one, a draft or an old version, ready to be shown.

One shape for the three, so that one template draws them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.functional import cached_property

from community.models import Theme, User
from knowledge.evidence import Completeness, Evidence, completeness_of, evidence_of
from knowledge.feedback_shown import feedback_columns
from knowledge.levels import label_of
from knowledge.models import (
    AssistedRegistration,
    Case,
    CaseTheme,
    CaseVersion,
    Remark,
    Transfer,
)
from knowledge.models.endorsements import endorsement_columns
from knowledge.money import Amount, Costs, Rates, budget_of, costs_of
from knowledge.naming import names_in_rows
from knowledge.reading_parts import CHAPTERS
from knowledge.reading_rows import (
    Ally,
    Credit,
    Inspiration,
    Needed,
    allies_of,
    credits_of,
    needs_of,
)
from knowledge.scales import Level
from knowledge.shown_beside import solution_columns
from networks.models import NetworkPage
from networks.permissions import leads
from territories.models import Territory

if TYPE_CHECKING:
    from uuid import UUID

    from django_stubs_ext import StrOrPromise

    from knowledge.models import Attachment

RELATED = 3


@dataclass
class Reading:
    """What a page shows of one text of a case.

    `case` is the record as it stands (code, state, who registered it), `text`
    what it says here. `networks` are those the reader may open. `number` is
    that of the version shown, None for a draft. `names` are those of its
    references, as a version keeps them. `replicated` is how many repeated it with
    results. The rows that refer to nothing are read off the text:
    `told.text.milestones.all`. None of its properties asks a query.
    """

    case: Case
    text: Case
    place: str = ""
    parents: str = ""
    municipality: Territory | None = None
    themes: list[Any] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    networks: list[NetworkPage] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    allies: list[Ally] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    level: int = 1
    number: int | None = None
    replicated: int = 0

    @property
    def family(self) -> str:
        return self.themes[0].family if self.themes else "gestion"

    @property
    def place_with_parents(self) -> str:
        return f"{self.place} ({self.parents})" if self.parents else self.place

    @property
    def chapters(self) -> list[tuple[str, StrOrPromise, str]]:
        """Place on the page, heading and text of what has been told."""
        told = [(anchor, title, getattr(self.text, name)) for name, anchor, title in CHAPTERS]
        return [chapter for chapter in told if chapter[2]]

    @property
    def credits(self) -> list[Credit]:
        """Who made the record, as far as readers may know."""
        return credits_of(self.text, self.names)

    @property
    def needs(self) -> list[Needed]:
        """The conditions of success, by name."""
        return needs_of(self.text, self.names)

    @property
    def keywords(self) -> list[str]:
        told: list[str] = self.names.get("keywords", [])
        return told

    @property
    def other_municipalities(self) -> list[str]:
        told: list[str] = self.names.get("other_municipalities", [])
        return told

    @property
    def inspired_by(self) -> dict[str, str] | None:
        """Code and title of the experience it came from."""
        told: dict[str, str] | None = self.names.get("inspired_by")
        return told

    @property
    def inspirations(self) -> list[Inspiration]:
        """Where the idea came from: one, or none when that is not told."""
        text = self.text
        told = Inspiration(text.prior_inspiration, text.inspiration_url, self.inspired_by or {})
        return [told] if any((told.words, told.url, told.case)) else []

    @property
    def offered(self) -> list[StrOrPromise]:
        """What the municipality offers to others, in words."""
        return labels(self.text, "support_offered")

    @property
    def goals(self) -> list[StrOrPromise]:
        """The Sustainable Development Goals it serves, by number and name."""
        names = labels(self.text, "sdgs")
        return [f"{goal}. {name}" for goal, name in zip(self.text.sdgs, names, strict=False)]

    @property
    def innovations(self) -> list[StrOrPromise]:
        return labels(self.text, "innovation_types")

    @property
    def workers(self) -> list[StrOrPromise]:
        """Who did the work."""
        return labels(self.text, "staff_profile")

    @cached_property
    def documents(self) -> dict[UUID, Attachment]:
        """The attachments by their key, by which other rows name them."""
        return {row.key: row for row in self.attachments}

    @cached_property
    def costs(self) -> Costs:
        """The costs in dollars and for each inhabitant, by the rates of that day."""
        inhabitants = self.municipality.population if self.municipality else None
        return costs_of(self.text, self.rates, inhabitants)

    @cached_property
    def budget(self) -> Amount | None:
        """The budget of the municipality at the time."""
        return budget_of(self.text, self.rates)

    @cached_property
    def rates(self) -> Rates:
        return Rates.kept(self.names.get("rates", []))

    @cached_property
    def proof(self) -> Evidence:
        """How well it is proved, and why. No query."""
        return evidence_of(self.text, replicated=self.replicated)

    @property
    def evidence(self) -> int:
        """The rung of the ladder."""
        return self.proof.rung

    @cached_property
    def completeness(self) -> Completeness:
        """What the next level still asks for. No query."""
        return completeness_of(self.text, self.level)


def labels(text: Case, name: str) -> list[StrOrPromise]:
    """What the values of a list in one column are called."""
    field: Any = Case._meta.get_field(name)
    told: list[StrOrPromise] = field.labels(getattr(text, name))
    return told


def to_read(reader: User | AnonymousUser) -> Any:
    """Cases with what their page shows, the record of the newest version included.

    `author_is_open` says whether the reader may open the profile of whoever
    registered it. No query of its own.
    """
    newest = CaseVersion.objects.filter(case=OuterRef("pk")).order_by("-number")
    author = User.objects.visible_to(reader).filter(pk=OuterRef("registered_by"))
    cases: Any = Case.objects.annotate(
        newest_record=Subquery(newest.values("record")[:1]),
        newest_names=Subquery(newest.values("names")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
        author_is_open=Exists(author),
        reader_leads_some=leads(reader),
        transfers_seen=transfers_seen(reader),
        **endorsement_columns(reader, "case"),
        **solution_columns(reader),
        **feedback_columns(reader),
    )
    if reader.is_authenticated:
        # What the desk of the team tells, should the reader be one of them.
        remarks = Remark.objects.open().filter(case=OuterRef("pk")).order_by().values("case")
        cases = cases.annotate(
            number_of_remarks=Subquery(remarks.annotate(n=Count("pk")).values("n")),
            was_assisted=Exists(AssistedRegistration.objects.filter(case=OuterRef("pk"))),
        )
    return cases


def transfers_seen(reader: User | AnonymousUser) -> Any:
    """How many repeat a case as far as the reader may know, as part of a query of cases."""
    seen = Transfer.objects.visible_to(reader).filter(origin_case=OuterRef("pk")).order_by()
    return Subquery(seen.values("origin_case").annotate(n=Count("pk")).values("n"))


def read(
    case: Case, text: Case, reader: User | AnonymousUser, names: dict[str, Any] | None = None
) -> Reading:
    """A text that is current: the row itself or its draft.

    At most five queries with the `names` a version kept; without them, one more
    for each kind of reference the text holds.
    """
    municipality = case.lead_municipality
    if text.lead_municipality_id != case.lead_municipality_id:
        municipality = Territory.objects.filter(pk=text.lead_municipality_id).first()
    if municipality is not None:
        text.lead_municipality = municipality
    wanted = [link.theme_id for link in text.case_themes.all()]
    themes = Theme.objects.in_bulk(wanted)
    links = [link.network_id for link in text.case_networks.all()]
    networks = open_networks(reader, pk__in=links) if links else []
    if names is None:
        names = names_in_rows(text, networks[0].title if networks else "")
    return Reading(
        case,
        text,
        place=municipality.name if municipality else "",
        parents=municipality.parent_names if municipality else "",
        municipality=municipality,
        themes=[themes[pk] for pk in wanted if pk in themes],
        groups=[str(group) for group in text.target_groups.all()],
        networks=networks,
        attachments=list(text.attachments.all()),
        allies=allies_of(text, names, reader),
        names=names,
        level=case.level,
        replicated=case.replications,
    )


def read_published(case: Case, reader: User | AnonymousUser) -> Reading:
    """The text everybody reads. Three queries for a case that was asked `to_read`."""
    record = getattr(case, "newest_record", None)
    names = getattr(case, "newest_names", None)
    reading = read(case, case.as_told(record) if record else case, reader, names)
    reading.number = getattr(case, "newest_number", None)
    return reading


def read_kept(case: Case, kept: CaseVersion, municipality: Territory | None = None) -> Reading:
    """What a version says, to be set beside another. No query.

    Without its networks, and without the contacts of its actors. With the
    `municipality` as it is today, its facts are there too.
    """
    names = kept.names
    # The names of the groups are kept; reading them off the record would ask for them.
    text = Case.from_serializable_data({**kept.record, "target_groups": []}, check_fks=False)
    place, _bracket, parents = names["municipality"].partition(" (")
    return Reading(
        case,
        text,
        place=place,
        parents=parents.removesuffix(")"),
        municipality=municipality,
        themes=[Theme(**told) for told in names["themes"]],
        groups=names["target_groups"],
        attachments=list(text.attachments.all()),
        allies=allies_of(text, names, AnonymousUser()),
        names=names,
        level=case.level,
        replicated=case.replications,
        number=kept.number,
    )


def read_version(version: CaseVersion, reader: User | AnonymousUser) -> Reading:
    """An old text, with the names its references had that day. Two queries."""
    text, names = version.as_case(), version.names
    place, _bracket, parents = names["municipality"].partition(" (")
    slugs = [network["slug"] for network in names["networks"]]
    return Reading(
        version.case,
        text,
        place=place,
        parents=parents.removesuffix(")"),
        municipality=Territory.objects.filter(
            country_code=names["country_code"], code=names["territory_code"]
        ).first(),
        themes=[Theme(**told) for told in names["themes"]],
        groups=names["target_groups"],
        networks=open_networks(reader, slug__in=slugs) if slugs else [],
        attachments=list(text.attachments.all()),
        allies=allies_of(text, names, reader),
        names=names,
        level=version.level,
        # A version says of itself what it was when it came out.
        replicated=version.case.replications if version.level == Level.TRANSFERRED else 0,
        number=version.number,
    )


def name_of(field_name: str) -> str:
    """What a field of a case is called where people read."""
    return label_of(Case, field_name)


def open_networks(reader: User | AnonymousUser, **which: Any) -> list[NetworkPage]:
    networks: Any = NetworkPage.objects.visible_to(reader)
    return list(networks.filter(**which).order_by("title"))


def related_to(reading: Reading, reader: User | AnonymousUser) -> list[Case]:
    """Up to three others about one of the same themes, the newest ones. One query.

    Each with `hue`, the family of its first theme.
    """
    themes = [theme.pk for theme in reading.themes if theme.pk]
    if not themes:
        return []
    sharing = CaseTheme.objects.filter(theme__in=themes).values("case")
    return list(
        Case.objects.visible_to(reader)
        .filter(pk__in=sharing)
        .exclude(pk=reading.case.pk)
        .with_tile()
        .newest_first()[:RELATED]
    )
