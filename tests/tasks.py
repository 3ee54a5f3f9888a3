"""How tasks wait in the tests."""

from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks_db import DatabaseBackend

from tests.architecture.source import MAY_IMPORT

REFERENCES = "wagtail.tasks.update_reference_index_task"


class OursWait(DatabaseBackend):
    """Tasks of ours are rows, as in reality, done by the fixture `work`.

    Those of libraries are done at once, so that what a test publishes is found;
    the index of references is written when somebody reads it.
    """

    def enqueue(self, task, args, kwargs):
        if task.module_path.partition(".")[0] in {*MAY_IMPORT, "tests"}:
            return super().enqueue(task, args, kwargs)
        if task.module_path == REFERENCES and references.wait:
            return references.note(task, args)
        return ImmediateBackend(self.alias, {}).enqueue(task, args, kwargs)


class References:
    """What of Wagtail's index of references is still to be written.

    Writing it for all that a test saves would take an eighth of the time, and
    hardly any test reads it.
    """

    def __init__(self):
        self.wait = False
        self.due = {}

    def note(self, task, args):
        # The last save of a thing is the one that counts.
        self.due[tuple(args)] = task

    def write(self):
        due, self.due = self.due, {}
        for args, task in due.items():
            try:
                task.call(*args)
            except ObjectDoesNotExist:
                # Saved and deleted again, or taken back with its transaction.
                continue

    @contextmanager
    def read_late(self, manager):
        """While a test runs; `manager` is that of the index."""
        read = manager.get_queryset
        manager.get_queryset = lambda: self.write() or read()
        self.wait = True
        try:
            yield
        finally:
            self.wait, self.due = False, {}
            del manager.get_queryset


references = References()
