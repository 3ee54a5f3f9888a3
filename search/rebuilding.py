"""Building the index anew beside the one in use, and swapping them."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.management import call_command
from wagtail.search.backends.base import BaseIndex
from wagtail.search.index import get_indexed_models

from search.documents import closings
from search.draining import describe, drain
from search.folder import IndexFolder, here, writer_for
from search.models import IndexChange

if TYPE_CHECKING:
    from django.db.models import Model

logger = logging.getLogger("search")


class AlreadyRebuilding(Exception):  # noqa: N818 - a state, not a mistake
    """Another process builds the index anew."""


class NewGeneration(BaseIndex):
    """A generation nobody reads yet. Documents go straight into it."""

    def __init__(self, backend: Any, folder: IndexFolder) -> None:
        super().__init__(backend)
        self.folder = folder
        self.path = folder.create()
        self.writer = writer_for(self.path)
        self.closed_by = closings()
        self.seen: set[tuple[str, Any]] = set()

    def add_items(self, model: type[Model], items: list[Any]) -> None:
        for thing in items:
            self.seen.add((model._meta.label, thing.pk))
            try:
                document = describe(thing, self.closed_by)
            except Exception:
                # Noted as a change, it is tried again and reported with its reason.
                logger.exception("No document could be made of %s %s", model._meta.label, thing.pk)
                IndexChange.objects.record(model, [thing.pk])
                continue
            if document is not None:
                self.writer.add_document(**document)

    def note_unseen(self) -> None:
        """Record what slipped through because rows moved while they were read in portions."""
        for model in get_indexed_models():
            keys = model.get_indexed_objects().values_list("pk", flat=True)
            unseen = [pk for pk in keys if (model._meta.label, pk) not in self.seen]
            IndexChange.objects.record(model, unseen)


class Rebuilder:
    """What `manage.py wagtail_update_index` works with."""

    # The one at work in this process, so that one that fails lets go of the lock.
    at_work: ClassVar[Rebuilder | None] = None

    def __init__(self, index: BaseIndex) -> None:
        self.backend = index.backend
        self.folder = here()
        self.held = ExitStack()

    def start(self) -> NewGeneration:
        """A new, empty generation to fill.

        Raises:
            AlreadyRebuilding: another process is at it.

        """
        if not self.held.enter_context(self.folder.rebuilding()):
            self.held.close()
            raise AlreadyRebuilding("Another process is rebuilding the search index.")
        Rebuilder.at_work = self
        self.index = NewGeneration(self.backend, self.folder)
        return self.index

    def finish(self) -> None:
        """Bring it into use, then tell it what changed while it was built."""
        with self.held:
            self.index.writer.commit()
            self.index.note_unseen()
            self.folder.use(self.index.path)
        Rebuilder.at_work = None
        drain(self.folder)


def rebuild() -> bool:
    """Build the index anew; False where another process is at it."""
    try:
        call_command("wagtail_update_index", verbosity=0)
    except AlreadyRebuilding:
        return False
    finally:
        if Rebuilder.at_work:
            Rebuilder.at_work.held.close()
            Rebuilder.at_work = None
    return True


def start_empty() -> None:
    """An index that knows nothing yet, where there was none."""
    folder = here()
    folder.use(folder.create())
