"""How tasks wait in the tests."""

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks_db import DatabaseBackend

from tests.architecture.source import MAY_IMPORT


class OursWait(DatabaseBackend):
    """Tasks of ours are rows, as in reality, done by the fixture `work`.

    Those of libraries (Wagtail's index of words and of references) are done at
    once, so that what a test publishes is found.
    """

    def enqueue(self, task, args, kwargs):
        if task.module_path.partition(".")[0] in {*MAY_IMPORT, "tests"}:
            return super().enqueue(task, args, kwargs)
        return ImmediateBackend(self.alias, {}).enqueue(task, args, kwargs)
