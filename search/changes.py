"""Recording that something changed, and seeing to it that the index hears of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django_tasks_db.models import DBTaskResult

from search.models import IndexChange
from search.tasks import drain_changes, rebuild_index

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


def record(*things: Model) -> None:
    """Note that these objects were written or deleted, in the caller's transaction."""
    by_model: dict[type[Model], list[Any]] = defaultdict(list)
    for thing in things:
        by_model[type(thing)].append(thing.pk)
    for model, keys in by_model.items():
        IndexChange.objects.record(model, keys)
    ask_for_draining()


def record_all(things: QuerySet[Any]) -> int:
    """The same for a whole query set, in few queries; return how many."""
    count: int = IndexChange.objects.record(things.model, things.values_list("pk", flat=True))
    if count:
        ask_for_draining()
    return count


def ask_for_draining() -> None:
    ask(drain_changes)


def ask_for_rebuilding() -> None:
    ask(rebuild_index)


def ask(task: Any) -> None:
    """Enqueue a task, unless one just like it waits already."""
    if not DBTaskResult.objects.ready().filter(task_path=task.module_path).exists():
        task.enqueue()
