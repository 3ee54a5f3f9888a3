"""Hundreds of new cases in one go, as whole as those that are registered one by one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import ModelLogEntry, Revision
from wagtail.search.backends import get_search_backends

from knowledge.evidence import evidence_of
from knowledge.importing.building import build, held_by, load_named
from knowledge.models import (
    Case,
    CaseEvent,
    CaseImport,
    CaseSequence,
    CaseVersion,
    ImportedCase,
    StagedCase,
)
from knowledge.models.sealed import seal
from knowledge.money import Rates
from knowledge.naming import names_of
from knowledge.scales import Level, Significance

if TYPE_CHECKING:
    from knowledge.importing import References


def build_new(begun: CaseImport, rows: list[StagedCase], refs: References) -> list[Case]:
    """The new cases of these rows, not written yet: nobody waits for it."""
    load_named([row.told for row in rows], refs)
    fields: dict[str, Any] = {
        "registered_by": begun.user,
        "kept_by": begun.user,
        "live": False,
        "has_unpublished_changes": True,
    }
    return [build(row.told, refs, **fields) for row in rows]


def write_new(
    begun: CaseImport, rows: list[StagedCase], cases: list[Case], refs: References
) -> None:
    """The cases built of these rows, in the caller's transaction; published when that was asked.

    Nobody is told: what is brought in is no news. The index hears of it once.
    """
    is_public = begun.goal == CaseImport.Goal.PUBLISHED
    now = timezone.now()
    if is_public:
        make_public(cases, now)
    Case.objects.bulk_create(cases)
    write_rows(cases)
    revisions = write_revisions(begun, cases, now)
    write_history(begun, rows, cases, revisions, now)
    if is_public:
        write_versions(begun, cases, revisions, refs)
    for case in cases:
        seal(case)
    if is_public:
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Case, cases)


def make_public(cases: list[Case], now: Any) -> None:
    year = timezone.localdate(now).year
    countries = Counter(case.lead_municipality.country_code for case in cases)  # type: ignore[union-attr]
    given = {country: next_numbers(country, year, many) for country, many in countries.items()}
    for case in cases:
        country = case.lead_municipality.country_code  # type: ignore[union-attr]
        given[country] += 1
        case.code = f"{country}-{year}-{given[country]:04}"
        case.state, case.level, case.live = Case.State.PUBLISHED, Level.REGISTERED, True
        case.has_unpublished_changes = False
        case.sent_at = case.first_published_at = case.last_published_at = now
        case.evidence_level = evidence_of(case).rung


def next_numbers(country: str, year: int, many: int) -> int:
    """The number before the first of `many` that were never given."""
    sequence, _created = CaseSequence.objects.select_for_update().get_or_create(
        country_code=country, year=year
    )
    before = sequence.last
    sequence.last += many
    sequence.save(update_fields=["last"])
    return before


def write_rows(cases: list[Case]) -> None:
    for relation in get_all_child_relations(Case):
        name, attname = relation.get_accessor_name(), relation.field.attname
        rows = []
        for case in cases:
            # As `build` put them there: asking for a query set of each takes longer than this.
            for row in held_by(case)[name]:
                setattr(row, attname, case.pk)
                rows.append(row)
        if rows:
            relation.related_model.objects.bulk_create(rows)
    through: Any = Case.target_groups.through
    links = [
        through(case_id=case.pk, targetgroup_id=group.pk)
        for case in cases
        for group in held_by(case)["target_groups"]
    ]
    through.objects.bulk_create(links)


def write_revisions(begun: CaseImport, cases: list[Case], now: Any) -> list[Revision]:
    kind = ContentType.objects.get_for_model(Case)
    revisions = [
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(case.pk),
            created_at=now,
            user=begun.user,
            object_str=str(case),
            content=case.serializable_data(),
        )
        for case in cases
    ]
    Revision.objects.bulk_create(revisions)
    for case, revision in zip(cases, revisions, strict=True):
        case.latest_revision = revision
        if case.live:
            case.live_revision = revision
    # One query, and not one with two hundred alternatives.
    its = Revision.objects.filter(
        base_content_type=kind, object_id=Cast(OuterRef("pk"), CharField())
    ).values("pk")[:1]
    links = {"latest_revision": Subquery(its)}
    if cases[0].live:
        links["live_revision"] = Subquery(its)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(**links)
    return revisions


def write_history(
    begun: CaseImport,
    rows: list[StagedCase],
    cases: list[Case],
    revisions: list[Revision],
    now: Any,
) -> None:
    """What its authors and the team read of it, what the admin keeps, and where it comes from."""
    note = _("From the file %(name)s.") % {"name": begun.file_name}
    verbs = [CaseEvent.Verb.REGISTERED]
    if begun.goal == CaseImport.Goal.PUBLISHED:
        verbs.append(CaseEvent.Verb.PUBLISHED)
    CaseEvent.objects.bulk_create(
        CaseEvent(case=case, verb=verb, actor=begun.user, at=now, note=note)
        for case in cases
        for verb in verbs
    )
    kind = ContentType.objects.get_for_model(Case)
    told = list(zip(rows, cases, revisions, strict=True))
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(case.pk),
            label=str(case)[:255],
            action="wagtail.create",
            timestamp=now,
            user=begun.user,
            revision=revision,
            content_changed=True,
        )
        for _row, case, revision in told
    )
    ImportedCase.objects.bulk_create(
        ImportedCase(
            case=case,
            source=row.source,
            number=row.number,
            fingerprint=row.fingerprint,
            revision=revision,
        )
        for row, case, revision in told
    )


def write_versions(
    begun: CaseImport, cases: list[Case], revisions: list[Revision], refs: References
) -> None:
    note = _("Brought in from a list.")
    rates = Rates.needed_by(*cases)
    CaseVersion.objects.bulk_create(
        CaseVersion(
            case=case,
            number=1,
            published_by=begun.user,
            significance=Significance.MEDIUM,
            note=note,
            level=case.level,
            record=revision.content,
            names=names_of(case, refs.found, rates.only_of(case)),
            revision=revision,
        )
        for case, revision in zip(cases, revisions, strict=True)
    )
