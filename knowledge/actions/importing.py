"""Cases that come from a file: read whole first, then written a few at a time."""

from __future__ import annotations

import gc
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.actions.publishing import bring_out, locked
from knowledge.actions.writing import next_code
from knowledge.actions.writing_many import build_new, write_new
from knowledge.importing import ReadCase, References, read_cases, shape
from knowledge.importing.building import tell
from knowledge.importing.showing import Names, record_of
from knowledge.levels import all_missing, asked_for
from knowledge.models import Case, CaseImport, ImportedCase, StagedCase
from knowledge.scales import Level, Significance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from knowledge.importing import Opened

Goal, Fate, State = CaseImport.Goal, StagedCase.Fate, CaseImport.State
# In one transaction: others wait no longer than it takes.
BATCH = 100
# Whoever waits for the lock of SQLite asks ten times a second: with what is done between two
# batches it is long enough for each to come in.
PAUSE = 0.06
# Those that are brought to another text are written one by one.
CHANGED_AT_ONCE = 10
# As long as its report may be of use.
REPORTS_KEPT = timedelta(days=90)
# Where the levels and the columns call one thing by two names.
COLUMN_OF = {"case_themes": "themes", "start_year": "start"}


@contextmanager
def among_many() -> Iterator[None]:
    """What the process holds already is not looked through for waste each few hundred cases."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@among_many()
def stage(begun: CaseImport, opened: Opened, progress: Callable[[int], None] | None = None) -> None:
    """Read the whole file into the staging table: what each row would do is decided, none done.

    Begun again after a broken run it starts over. `progress` is called with
    how many have been read.

    Raises:
        SourceError: it turned out to be no table of cases.

    """
    begun.rows.all().delete()
    refs, names = References(begun.user), Names()
    counts: Counter[str] = Counter()
    read = read_cases(opened, refs, begun.source)
    for batch in batches(read, BATCH):
        rows = decide(begun, batch, refs, names)
        counts.update(row.fate for row in rows)
        with transaction.atomic():
            StagedCase.objects.bulk_create(rows)
            begun.total = sum(counts.values())
            CaseImport.objects.filter(pk=begun.pk).update(total=begun.total)
        if progress:
            progress(begun.total)
    begun.counts, begun.notes = dict(counts), opened.notes
    begun.state = State.PREVIEW
    begun.save(update_fields=["total", "counts", "notes", "state"])


def batches(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    batch = []
    for thing in things:
        batch.append(thing)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


# --- What becomes of each -------------------------------------------------------------


def decide(
    begun: CaseImport, batch: list[ReadCase], refs: References, names: Names
) -> list[StagedCase]:
    known = known_imports(batch)
    cases = known_cases(batch, known)
    rows = []
    for read in batch:
        imported = known.get((read.source, read.number))
        if imported is not None and is_as_imported(begun, read, imported):
            rows.append(staged_as(begun, read, Fate.UNCHANGED, "", imported.case_id))
            continue
        case = cases.get(imported.case_id if imported else read.told.get("key", ""))
        if case is not None and imported is None:
            imported = getattr(case, "imported", None)
        fate, reason = fate_of(begun, read, case, imported, refs, names)
        rows.append(staged_as(begun, read, fate, reason, case.pk if case else None))
    return rows


def staged_as(
    begun: CaseImport, read: ReadCase, fate: str, reason: str, case: int | None
) -> StagedCase:
    return StagedCase(
        case_import=begun,
        row=read.row,
        source=read.source,
        number=read.number,
        title=read.title,
        told=read.told if fate in (Fate.NEW, Fate.CHANGED, Fate.KEPT) else {},
        fingerprint=read.fingerprint,
        problems=read.problems,
        fate=fate,
        reason=reason[:280],
        case_id=case,
    )


def known_imports(batch: list[ReadCase]) -> dict[tuple[str, str], ImportedCase]:
    """Those of the batch that were imported before, by source and number."""
    rows = ImportedCase.objects.filter(
        source__in={read.source for read in batch}, number__in={read.number for read in batch}
    )
    known = rows.annotate(is_live=F("case__live"))
    return {(imported.source, imported.number): imported for imported in known}


def is_as_imported(begun: CaseImport, read: ReadCase, imported: Any) -> bool:
    """The file says what it said, and the case stands where it should. No query."""
    is_same = imported.fingerprint == read.fingerprint and not read.problems
    return is_same and (imported.is_live or begun.goal != Goal.PUBLISHED)


def known_cases(
    batch: list[ReadCase], known: dict[tuple[str, str], ImportedCase]
) -> dict[Any, Case]:
    """Cases whose text may have to change, by their id; and by the key a file exported here has."""
    wanted = [
        imported.case_id
        for read in batch
        if (imported := known.get((read.source, read.number)))
        and imported.fingerprint != read.fingerprint
    ]
    wanted += [each.case_id for each in known.values() if not each.is_live]  # type: ignore[attr-defined]
    keys = [read.told["key"] for read in batch if read.told.get("key")]
    found: dict[Any, Case] = {}
    if wanted or keys:
        cases = Case.objects.filter(Q(pk__in=wanted) | Q(key__in=keys))
        for case in cases.select_related("latest_revision", "imported"):
            found[case.pk] = found[str(case.key)] = case
    return found


def fate_of(
    begun: CaseImport,
    read: ReadCase,
    case: Case | None,
    imported: ImportedCase | None,
    refs: References,
    names: Names,
) -> tuple[str, str]:
    """What becomes of it, and why when it is left alone. Adds to its problems."""
    if read.problems:
        return Fate.BAD, ""
    if case is None:
        if begun.goal == Goal.PUBLISHED:
            complain_of_gaps(read, missing_in(read.told))
        return (Fate.BAD if read.problems else Fate.NEW), ""
    is_to_come_out = begun.goal == Goal.PUBLISHED and not case.live
    if is_same(read, case, imported, refs, names) and not is_to_come_out:
        return Fate.UNCHANGED, ""
    reason = reason_to_leave(begun, case, read.told)
    if reason:
        return Fate.KEPT, reason
    if begun.goal == Goal.PUBLISHED:
        draft = case.draft()
        tell(draft, read.told, refs)
        complain_of_gaps(read, [missing.field for missing in all_missing(draft)])
    return (Fate.BAD if read.problems else Fate.CHANGED), ""


def reason_to_leave(begun: CaseImport, case: Case, told: dict[str, Any]) -> str:
    """Why the text of the case stays as it is; empty where it may be renewed."""
    if case.state == Case.State.WITHDRAWN:
        return _("was withdrawn here, and stays so")
    imported = getattr(case, "imported", None)
    seen = told.get("revision") or (imported.revision_id if imported else None)
    if seen != case.latest_revision_id and not begun.overwrites:
        return _("was edited here since: that text stays")
    return ""


def leave(begun: CaseImport, row: StagedCase, reason: str) -> None:
    """Between the look at the file and now somebody wrote in the case."""
    StagedCase.objects.filter(pk=row.pk).update(fate=Fate.KEPT, reason=reason)
    counts = Counter(begun.counts)
    counts.update({Fate.CHANGED: -1, Fate.KEPT: 1})
    begun.counts = {str(fate): number for fate, number in counts.items() if number}
    CaseImport.objects.filter(pk=begun.pk).update(counts=begun.counts)


def is_same(
    read: ReadCase, case: Case, imported: ImportedCase | None, refs: References, names: Names
) -> bool:
    """Whether the case says already what the file says."""
    if imported is not None and imported.fingerprint == read.fingerprint:
        return True
    draft = case.draft()
    before = record_of(draft, names)
    tell(draft, read.told, refs)
    return without_keys(before) == without_keys(record_of(draft, names))


def without_keys(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [{k: v for k, v in row.items() if k != "key"} for row in value]
        if name in shape.ROWS
        else value
        for name, value in told.items()
    }


def missing_in(told: dict[str, Any]) -> list[str]:
    """Of a new case, what the first level asks for, without making it."""
    return [
        name
        for name in asked_for(Level.REGISTERED)
        if told.get({"case_themes": "themes"}.get(name, name)) in (None, "", [])
    ]


def complain_of_gaps(read: ReadCase, missing: list[str]) -> None:
    """What readers are not shown without."""
    columns = {column.name: column for column in shape.sheet(shape.CASES).columns}
    for name in missing:
        column = columns.get(COLUMN_OF.get(name, name))
        read.complain(shape.CASES, read.row, column, None, _("nothing is published without it"))


# --- Writing -------------------------------------------------------------------------------


@transaction.atomic
def confirm(begun: CaseImport, *, partial: bool, overwrite: bool = False) -> bool:
    """Have it written. False when it was not waiting for that, or has bad rows."""
    current = CaseImport.objects.select_for_update().get(pk=begun.pk)
    if current.state != State.PREVIEW or (current.bad and not partial):
        return False
    current.state, current.is_partial = State.WAITING, partial
    if overwrite and not current.overwrites:
        # What was left alone is written too.
        kept = current.rows.filter(fate=Fate.KEPT).exclude(case__state=Case.State.WITHDRAWN)
        moved = kept.update(fate=Fate.CHANGED)
        counts = Counter(current.counts)
        counts.update({Fate.CHANGED: moved, Fate.KEPT: -moved})
        current.counts, current.overwrites = dict(counts), True
    current.save(update_fields=["state", "is_partial", "overwrites", "counts"])
    begun.refresh_from_db()
    return True


@among_many()
def write_staged(begun: CaseImport, progress: Callable[[int], None] | None = None) -> None:
    """Write what was staged and confirmed, each batch whole or not at all.

    Broken off and begun again, it goes on where it was.
    """
    refs = References(begun.user)
    settled = begun.rows.exclude(fate__in=(Fate.NEW, Fate.CHANGED)).count()
    settled += begun.rows.filter(is_written=True).count()
    CaseImport.objects.filter(pk=begun.pk).update(state=State.RUNNING, done=settled)
    while batch := next_batch(begun):
        new = build_new(begun, batch, refs) if batch[0].fate == Fate.NEW else []
        with transaction.atomic():
            if new:
                write_new(begun, batch, new, refs)
            else:
                for row in batch:
                    renew(begun, row, refs)
            settle(batch)
            settled += len(batch)
            CaseImport.objects.filter(pk=begun.pk).update(done=settled)
        if progress:
            progress(settled)
        if len(batch) == BATCH:
            time.sleep(PAUSE)
    end(begun)


def settle(batch: list[StagedCase]) -> None:
    """They are written: which case each became is known, and what it said is needed no more."""
    became = ImportedCase.objects.filter(source=OuterRef("source"), number=OuterRef("number"))
    StagedCase.objects.filter(pk__in=[row.pk for row in batch]).update(
        is_written=True, told={}, case_id=Subquery(became.values("case_id")[:1])
    )


def next_batch(begun: CaseImport) -> list[StagedCase]:
    waiting = begun.rows.to_write()
    new = list(waiting.filter(fate=Fate.NEW)[:BATCH])
    return new or list(waiting.select_related("case")[:CHANGED_AT_ONCE])


def renew(begun: CaseImport, row: StagedCase, refs: References) -> None:
    """Bring a case to what the file says: a new revision, published when that was asked."""
    if row.case_id is None:
        return
    case = locked(row.case)  # type: ignore[arg-type]
    reason = reason_to_leave(begun, case, row.told)
    if reason:
        leave(begun, row, reason)
        return
    draft = case.draft()
    tell(draft, row.told, refs)
    if case.live:
        moved = {
            name: getattr(draft, name)
            for name in Case.UNVERSIONED
            if name in row.told and getattr(draft, name) != getattr(case, name)
        }
        if case.state == Case.State.PUBLISHED:
            moved["state"] = Case.State.DRAFT
        Case.objects.filter(pk=case.pk).update(**moved) if moved else None
    else:
        draft.save()
    revision = draft.save_revision(user=begun.user, clean=False)
    if begun.goal == Goal.PUBLISHED:
        bring_out_as_it_is(case, begun)
    ImportedCase.objects.update_or_create(
        case=case,
        defaults={
            "source": row.source,
            "number": row.number,
            "fingerprint": row.fingerprint,
            "revision": revision,
            "imported_at": timezone.now(),
        },
    )


def bring_out_as_it_is(case: Case, begun: CaseImport) -> None:
    case = locked(case)
    draft = case.draft()
    if case.code is None and draft.lead_municipality is not None:
        year = timezone.localdate().year
        code = next_code(draft.lead_municipality.country_code, year)
        Case.objects.filter(pk=case.pk).update(code=code, sent_at=timezone.now())
        case = locked(case)
    bring_out(case, begun.user, Significance.MEDIUM, _("Brought up to date from a list."))


@transaction.atomic
def end(begun: CaseImport, reason: str = "") -> None:
    """It is over; with a reason, it could not be done."""
    begun.state = State.FAILED if reason else State.DONE
    begun.reason, begun.finished_at = reason, timezone.now()
    # The report needs no more of it, and it may name people.
    begun.rows.filter(is_written=False).update(told={})
    begun.save(update_fields=["state", "reason", "finished_at"])


def forget_imports() -> None:
    """Throw away what nobody confirmed, with the files, and reports of long ago."""
    now = timezone.now()
    CaseImport.objects.forgotten(now).delete()
    CaseImport.objects.filter(finished_at__lt=now - REPORTS_KEPT).delete()
