"""Telling the index what changed: one writer, many objects in one commit.

Killed anywhere, nothing is lost: the note of a change goes after the commit,
and only if the object has not changed again meanwhile.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.models import Page
from whoosh.index import LockError

from search.documents import Closing, closings, document_of, uid_of
from search.folder import IndexFolder, here, writer_for
from search.models import IndexChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from django.db.models import Model
    from whoosh.writing import SegmentWriter

logger = logging.getLogger("search")

CHANGES_AT_ONCE = 200
# A first writer that holds longer than this comes back to look at the table anyway.
SECONDS_TO_WAIT = 2.0
# Deleted documents take room until the segments are merged.
SHARE_OF_DELETED = 0.25


def drain(folder: IndexFolder | None = None) -> int:
    """Tell the index everything that is recorded; return how many objects that were.

    Where another process is writing, it is left to that one.

    Raises:
        IndexUnavailable: there is no index to tell.

    """
    folder = folder or here()
    told, failed = 0, set[int]()
    while True:
        generation = folder.current()
        if not waiting(generation, failed).exists():
            return told
        try:
            writer = writer_for(generation, timeout=SECONDS_TO_WAIT)
        except LockError:
            return told
        try:
            # Read under the lock: an older state must never overwrite a newer one.
            changes = list(waiting(generation, failed)[:CHANGES_AT_ONCE])
            if not changes or not folder.is_current(generation):
                writer.cancel()
                continue
            problems = write(writer, changes)
            commit(writer)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        done = [change for change in changes if change.pk not in problems]
        report(problems)
        failed |= set(problems)
        forget(folder, generation, done)
        told += len(done)


def waiting(generation: Path, failed: set[int]) -> Any:
    pending = IndexChange.objects.pending(generation.name)
    return pending.exclude(pk__in=failed) if failed else pending


def write(writer: SegmentWriter, changes: list[IndexChange]) -> dict[int, str]:
    """Replace the documents of what changed; what went wrong, by change."""
    closed_by = closings()
    problems: dict[int, str] = {}
    by_type: dict[int, dict[str, IndexChange]] = defaultdict(dict)
    for change in changes:
        by_type[change.content_type_id][change.object_key] = change
    for type_id, by_key in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is None:
            continue
        things = {str(thing.pk): thing for thing in load(model, by_key)}
        for key, change in by_key.items():
            try:
                document = describe(things.get(key), closed_by)
            except Exception as error:
                logger.exception("No document could be made of %s %s", model._meta.label, key)
                problems[change.pk] = repr(error)[:2_000]
                continue
            writer.delete_by_term("uid", uid_of(model._meta.label_lower, key))
            if document is not None:
                writer.add_document(**document)
    return problems


def describe(thing: Any, closed_by: list[Closing]) -> dict[str, Any] | None:
    """Its document, found to be of a form that the index takes."""
    document = document_of(thing, closed_by) if thing is not None else None
    if document is not None:
        "".join(document["marks"]).encode()
    return document


def load(model: type[Model], keys: Iterable[str]) -> Iterator[Any]:
    """Those objects of a family that exist and are to be indexed, each in its own class."""
    if not issubclass(model, Page):
        indexed: Any = model
        yield from indexed.get_indexed_objects().filter(pk__in=keys)
        return
    by_class: dict[Any, list[int]] = defaultdict(list)
    for page in Page.objects.filter(pk__in=keys).only("pk", "content_type"):
        by_class[page.specific_class or Page].append(page.pk)
    for kind, pks in by_class.items():
        yield from kind.get_indexed_objects().filter(pk__in=pks)


def commit(writer: SegmentWriter) -> None:
    gone, size = writer.deleted_count(), sum(each.doc_count_all() for each in writer.segments)
    writer.commit(optimize=gone > 200 and gone > SHARE_OF_DELETED * size)


def forget(folder: IndexFolder, generation: Path, told: list[IndexChange]) -> None:
    """Take away the notes of what the index knows now, unless an object changed again.

    While another generation is being built, which may have read the former
    state, they are kept for it.
    """
    same = IndexChange.objects.filter(stamp__in=[change.stamp for change in told])
    if folder.is_being_rebuilt() or not folder.is_current(generation):
        same.update(written_to=generation.name)
    else:
        same.delete()


def report(problems: dict[int, str]) -> None:
    for pk, problem in problems.items():
        IndexChange.objects.filter(pk=pk).update(attempts=F("attempts") + 1, problem=problem)
