"""Where a name is still written in a case: texts that somebody typed, names of its files.

What the record says of people is sealed by itself; words in a sentence are not.
They are found here, without regard to accents or capitals, and replaced where
those who may decide so wish.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import ModelLogEntry, Revision

from community.file_kinds import ending_of
from community.file_traces import OFFICE, authors_in, words_in
from community.models import Comment, Notification
from community.notices import name_of_thing
from community.upload_storage import name_for_reader
from knowledge.levels import label_of
from knowledge.models import (
    Adaptation,
    AssistedRegistration,
    Attachment,
    Case,
    FitAnswer,
    Interview,
    PeerVisit,
    Systematization,
    TransferCost,
    TransferEvent,
    TransferIndicator,
    TransferMilestone,
    TransferProof,
)
from knowledge.transfer_kinds import TransferAudience

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from django_stubs_ext import StrOrPromise

# What is no text of a person: keys, codes, what stands for something else.
NOT_WORDS = {"key", "code", "search_text", "url", "inspiration_url", "file", "document"}
# What the people of a case say in rows of others: what others say to them is not theirs to change.
ANSWERS = ("answer", "origin_note")
# What two sides alone read, whoever reads the rest of the row.
BETWEEN_SIDES = ("origin_contact",)
# Rows of a transfer that may be copied from the case: its `origin_key` says so.
COPIED = (FitAnswer, Adaptation, TransferMilestone)
ADDED = (TransferIndicator, TransferCost, TransferProof, TransferEvent)
AROUND = 60
# Between the words of a name there may be marks, as in "<b>Ana</b> Pérez".
BETWEEN = r"(?:\s|&nbsp;|<[^>]{0,200}>)+"
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Trace:
    """One place where the name is written, with the words around it.

    `advice` is what to do where nothing can be replaced from here.
    """

    where: StrOrPromise
    words: str
    advice: StrOrPromise = ""


def elsewhere() -> str:
    return _("Whoever wrote it may change it, and whoever moderates may hide it.")


def in_files() -> str:
    return _("Take the file out and upload it again without the name.")


def folded(text: str) -> str:
    """Without accents and capitals, letter by letter: as long as the text itself."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    return "".join(each if len(each.lower()) != 1 else each.lower() for each in letters)


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of the names in a folded text; None when there is none to look for."""
    wanted = [
        BETWEEN.join(re.escape(word) for word in folded(name).split())
        for name in names
        if len(name.strip()) > 2
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)") if wanted else None


def replaced(text: str, pattern: re.Pattern[str], words: str) -> str:
    """The text with the words in the place of the name; marks within the name stay."""
    told, end = [], 0
    for found in pattern.finditer(folded(text)):
        told += [text[end : found.start()], words, *TAG.findall(found[0])]
        end = found.end()
    return "".join([*told, text[end:]])


def around(text: str, found: re.Match[str]) -> str:
    start, end = max(found.start() - AROUND, 0), found.end() + AROUND
    plain = re.sub(r"<[^>]*>?|^[^<]*>", " ", text[start:end])
    return " ".join(plain.split())


def texts_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a record with the field it stands in, rows included."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from texts_in(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each, name)
    elif isinstance(value, str) and name not in NOT_WORDS:
        yield name, value


def traces_of(case: Case, names: Iterable[str]) -> list[Trace]:
    """Every place, once: the newest text first, then what only older versions say."""
    pattern = pattern_of(names)
    if pattern is None:
        return []
    found: dict[tuple[str, str], Trace] = {}
    latest = case.latest_revision.content if case.latest_revision else case.serializable_data()
    note(found, pattern, latest)
    for version in case.versions.all():
        note(found, pattern, version.record, version.number)
    for where, words, advice in (*said_beside(case, pattern), *in_its_files(case, pattern)):
        found.setdefault((where, words), Trace(where, words, advice))
    return list(found.values())


def said_beside(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """In its history and the notes of its versions; in what others said and wrote of it."""
    others = list(rows_of_others(case))
    for where, text, is_private in texts_beside(case, others):
        for each in pattern.finditer(folded(text)):
            words = text[each.start() : each.end()]
            yield where, words if is_private else around(text, each), ""
    for said in Comment.objects.present().about(case).select_related("author"):
        for each in pattern.finditer(folded(said.body)):
            told = _("Comment by %(name)s") % {"name": said.author or ""}
            yield told, around(said.body, each), elsewhere()

    # Of visits between two who repeat it nothing was said by the people of the case.
    between = visits_of(case).exclude(peer=None)
    told_by_others = (*((*each, ANSWERS) for each in others), *((row, True, ()) for row in between))
    for row, is_closed, answers in told_by_others:
        for where, text, is_private in texts_of(row, is_closed, besides=answers):
            for each in pattern.finditer(folded(text)):
                words = text[each.start() : each.end()]
                yield where, words if is_private else around(text, each), elsewhere()


def in_its_files(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    for file in sorted(files_of(case)):
        for where, words in names_in_file(file, pattern):
            yield where, words, in_files()


def note(
    found: dict[tuple[str, str], Trace], pattern: re.Pattern[str], record: Any, version: int = 0
) -> None:
    for name, text in texts_in(record):
        for each in pattern.finditer(folded(text)):
            words, where = around(text, each), called(name)
            if version:
                told = {"field": where, "number": version}
                where = _("%(field)s, version %(number)s") % told
            found.setdefault((name, words), Trace(where, words))


def called(name: str) -> str:
    """The field by its label; one of a row by that of the row."""
    try:
        return label_of(Case, name)
    except Exception:
        return name.replace("_", " ")


def texts_beside(
    case: Case, others: Iterable[tuple[models.Model, bool]]
) -> Iterator[tuple[str, str, bool]]:
    """Where it stands, the text, and whether what stands around the name is told in confidence."""
    for event in case.events.exclude(note=""):
        yield _("History"), event.note, False
    for version in case.versions.exclude(note=""):
        yield _("What changed"), version.note, False
    if case.validity_note:
        yield _("Validity"), case.validity_note, False
    for row, is_private in rows_beside(case):
        yield from texts_of(row, is_private)
    for row, is_private in others:
        yield from texts_of(row, is_private, only=ANSWERS)


def texts_of(
    row: models.Model,
    is_private: bool,
    only: Collection[str] = (),
    besides: Collection[str] = (),
) -> Iterator[tuple[str, str, bool]]:
    """What the row calls each of its texts, the text, and whether not everybody reads it."""
    for field in worded(row):
        if field.name not in besides and (not only or field.name in only):
            for _name, text in texts_in(getattr(row, field.attname)):
                where = f"{row._meta.verbose_name}, {field.verbose_name}"
                yield where, text, is_private or field.name in BETWEEN_SIDES


def rows_beside(case: Case) -> Iterator[tuple[models.Model, bool]]:
    """What is written of a case and belongs to no text of it: the work on it, and what was said.

    And whether not everybody reads it.
    """
    for work in Systematization.objects.filter(case=case):
        yield work, False
        for rows in (work.sources, work.interviews, work.moments, work.lessons, work.carryings):
            yield from ((row, isinstance(row, Interview)) for row in rows.all())
    told = (case.remarks.all(), case.review_links.all(), case.authorships.all())
    for row in chain(*told, AssistedRegistration.objects.filter(case=case)):
        yield row, False
    yield from rows_in_transfers(case, COPIED, origin_key__isnull=False)
    yield from ((visit, True) for visit in visits_of(case).filter(peer=None))


def rows_of_others(case: Case) -> Iterator[tuple[models.Model, bool]]:
    """What others wrote of it: feedback, transfers, needs; whether not everybody reads it.

    Of its own people's, `ANSWERS` alone.
    """
    for said in case.feedback.all():
        yield said, said.is_waiting or said.is_hidden
    closed = closed_transfers(case)
    yield from ((transfer, transfer.pk in closed) for transfer in case.transfers.all())
    yield from rows_in_transfers(case, COPIED, origin_key__isnull=True)
    yield from rows_in_transfers(case, ADDED)
    for answer in case.answered_needs.all():
        yield answer, not answer.is_shown
    for need in case.solved_needs.prefetch_related("steps"):
        yield need, not need.is_shown
        yield from ((step, not need.is_shown) for step in need.steps.all())


def rows_in_transfers(
    case: Case, kinds: Iterable[Any], **narrowed: Any
) -> Iterator[tuple[models.Model, bool]]:
    """Those of all its transfers, each kind asked once; whether not everybody reads them."""
    closed = closed_transfers(case)
    for kind in kinds:
        for row in kind._default_manager.filter(transfer__origin_case=case, **narrowed):
            yield row, row.transfer_id in closed


def closed_transfers(case: Case) -> set[int]:
    """The keys of those that not everybody reads."""
    told = case.transfers.exclude(visibility=TransferAudience.PUBLIC, hidden_at=None)
    return set(told.values_list("pk", flat=True))


def visits_of(case: Case) -> models.QuerySet[PeerVisit]:
    """Arranged between two sides: nobody else is to read them here."""
    return PeerVisit.objects.filter(transfer__origin_case=case)


def worded(row: models.Model) -> Iterator[Any]:
    """The fields of a row in which somebody has written words."""
    for field in row._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        is_other = isinstance(field, models.URLField | models.EmailField | models.FileField)
        if is_text and not (is_other or field.choices or field.name in NOT_WORDS):
            yield field


def files_of(case: Case) -> set[str]:
    records = [version.record for version in case.versions.all()]
    if case.latest_revision:
        records.append(case.latest_revision.content)
    rows = (row for record in records for row in record.get("attachments", []))
    return {row["file"] for row in rows if row.get("file")}


def names_in_file(file: str, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Where a file gives the name: in its own, in what it says of its authors, in its text."""
    name = name_for_reader(file)
    if pattern.search(folded(re.sub(r"[-_.]", " ", name))):
        yield _("Name of a file"), name
    storage = Attachment._meta.get_field("file").storage
    ending = ending_of(name)
    if ending not in (*OFFICE, "pdf") or not storage.exists(file):
        return
    with storage.open(file) as kept:
        content = kept.read()
    try:
        authors, text = authors_in(ending, content), words_in(ending, content)
    except (zipfile.BadZipFile, ValueError, OSError):
        return
    if pattern.search(folded(" · ".join(authors))):
        yield _("What a file says of its authors"), f"{name}: {', '.join(authors)}"
    for found in list(pattern.finditer(folded(text)))[:1]:
        yield _("Text of a file"), f"{name}: {around(text, found)}"


# --- Replacing ------------------------------------------------------------------------


def replace_everywhere(case: Case, names: Iterable[str], words: str) -> int:
    """Put `words` where a name is written, in all texts of the case; how many places.

    In the row, its rows, the drafts, every version and the admin's history. What
    would mean a mark where texts have marks is left out of the words.
    """
    pattern, words = pattern_of(names), re.sub(r"[<>&]", "", words)
    if pattern is None:
        return 0
    number = 0
    for version in case.versions.all():
        version.record, changed = replaced_in(version.record, pattern, words)
        version.names, named = replaced_in(version.names, pattern, words)
        version.note, noted = replaced_in(version.note, pattern, words)
        if changed + named + noted:
            version.save(update_fields=["record", "names", "note"])
        number += changed + named + noted
    for revision in Revision.objects.for_instance(case):
        revision.content, changed = replaced_in(revision.content, pattern, words)
        revision.object_str, named = replaced_in(revision.object_str, pattern, words)
        if changed + named:
            revision.save(update_fields=["content", "object_str"])
            number += changed
    entries = ModelLogEntry.objects.for_instance(case)
    beside = (row for row, _is_private in rows_beside(case))
    theirs = chain(rows_of(case), beside, case.events.all(), entries)
    others = ((row, ANSWERS) for row, _is_private in rows_of_others(case))
    for row, only in chain(((row, ()) for row in theirs), others):
        number += replace_in_row(row, pattern, words, only)
    # What was quoted to those who work on it: no place of its own.
    of_the_work = models.Q(kind__startswith="case_") | models.Q(kind__startswith="author_")
    for notice in Notification.objects.filter(of_the_work, thing=name_of_thing(case)):
        replace_in_row(notice, pattern, words)
    return number


def rows_of(case: Case) -> Iterator[models.Model]:
    """The stored row of the case and those of its children."""
    yield Case.objects.get(pk=case.pk)
    for relation in get_all_child_relations(Case):
        key = {relation.field.name: case.pk}
        yield from relation.related_model._default_manager.filter(**key)


def replaced_in(
    value: Any, pattern: re.Pattern[str], words: str, name: str = ""
) -> tuple[Any, int]:
    """The same with the words in the place of the name, and how many texts changed."""
    if isinstance(value, dict):
        told = {key: replaced_in(each, pattern, words, key) for key, each in value.items()}
        return {key: each for key, (each, _n) in told.items()}, sum(n for _e, n in told.values())
    if isinstance(value, list):
        cells = [replaced_in(each, pattern, words, name) for each in value]
        return [each for each, _n in cells], sum(n for _e, n in cells)
    if isinstance(value, str) and name not in NOT_WORDS:
        text = replaced(value, pattern, words)
        return text, int(text != value)
    return value, 0


def replace_in_row(
    row: models.Model, pattern: re.Pattern[str], words: str, only: Collection[str] = ()
) -> int:
    changed: dict[str, Any] = {}
    for field in worded(row):
        if only and field.name not in only:
            continue
        told, number = replaced_in(getattr(row, field.attname), pattern, words)
        if number:
            is_cut = field.max_length and isinstance(told, str)
            changed[field.attname] = told[: field.max_length] if is_cut else told
    if changed:
        # Not `save`: a case that is saved looks as if somebody had written in it.
        type(row)._default_manager.filter(pk=row.pk).update(**changed)
    return len(changed)
