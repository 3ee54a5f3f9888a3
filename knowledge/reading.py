"""A text of a case, the published one, a draft or an old version, ready to be shown.

One shape for the three, so that one template draws them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.models import Theme, User
from knowledge.evidence import Evidence, evidence_of
from knowledge.models import Case, CaseTheme, CaseVersion
from networks.models import NetworkPage
from territories.models import Territory

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from knowledge.models import Attachment

# The narrative, in its order: field, place on the page, heading.
CHAPTERS: tuple[tuple[str, str, StrOrPromise], ...] = (
    ("context", "contexto", _("The municipality")),
    ("problem", "problema", _("The problem")),
    ("objectives", "objetivos", _("What was sought")),
    ("solution", "solucion", _("What was done")),
    ("results", "resultados", _("Results")),
)
RELATED = 3


@dataclass
class Reading:
    """What a page shows of one text of a case.

    `case` is the record as it stands (code, state, who registered it), `text`
    what it says here. `networks` are those the reader may open. `number` is
    that of the version shown, None for a draft.
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
    level: int = 1
    number: int | None = None

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

    @cached_property
    def proof(self) -> Evidence:
        """How well it is proved, and why. No query."""
        return evidence_of(self.text)

    @property
    def evidence(self) -> int:
        """The rung of the ladder."""
        return self.proof.rung


def to_read(reader: User | AnonymousUser) -> Any:
    """Cases with what their page shows, the record of the newest version included.

    `author_is_open` says whether the reader may open the profile of whoever
    registered it. No query of its own.
    """
    newest = CaseVersion.objects.filter(case=OuterRef("pk")).order_by("-number")
    author = User.objects.visible_to(reader).filter(pk=OuterRef("registered_by"))
    cases: Any = Case.objects.annotate(
        newest_record=Subquery(newest.values("record")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
        author_is_open=Exists(author),
    )
    return cases


def read(case: Case, text: Case, reader: User | AnonymousUser) -> Reading:
    """A text that is current: the row itself or its draft. At most five queries."""
    municipality = case.lead_municipality
    if text.lead_municipality_id != case.lead_municipality_id:
        municipality = Territory.objects.filter(pk=text.lead_municipality_id).first()
    wanted = [link.theme_id for link in text.case_themes.all()]
    themes = Theme.objects.in_bulk(wanted)
    links = [link.network_id for link in text.case_networks.all()]
    return Reading(
        case,
        text,
        place=municipality.name if municipality else "",
        parents=municipality.parent_names if municipality else "",
        municipality=municipality,
        themes=[themes[pk] for pk in wanted if pk in themes],
        groups=[str(group) for group in text.target_groups.all()],
        networks=open_networks(reader, pk__in=links) if links else [],
        attachments=list(text.attachments.all()),
        level=case.level,
    )


def read_published(case: Case, reader: User | AnonymousUser) -> Reading:
    """The text everybody reads. Three queries for a case that was asked `to_read`."""
    record = getattr(case, "newest_record", None)
    reading = read(case, case.as_told(record) if record else case, reader)
    reading.number = getattr(case, "newest_number", None)
    return reading


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
        level=version.level,
        number=version.number,
    )


def name_of(field_name: str) -> str:
    """What a field of a case is called where people read."""
    if field_name == "case_themes":
        return gettext("themes")
    field: Any = Case._meta.get_field(field_name)
    return str(field.verbose_name)


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
