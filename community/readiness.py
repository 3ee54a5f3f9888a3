"""Whether the site can do its work: what `/readyz` asks.

Each app may add a question in `AppConfig.ready()`:
`readiness.register("search", "search.index.what_is_wrong")`.
"""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

_probes: dict[str, str] = {}


def register(name: str, probe: str) -> None:
    """Have a function asked by `/readyz`, named by its path because models are not there yet.

    It answers "" when all is well, else a sentence that says what is not.
    """
    _probes[name] = probe


def what_is_wrong() -> list[str]:
    """A sentence for each thing that does not answer; the database is asked first."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        answers: list[str] = [import_string(probe)() for probe in _probes.values()]
    except DatabaseError:
        connection.close()
        return [_("The database does not answer.")]
    return [sentence for sentence in answers if sentence]
