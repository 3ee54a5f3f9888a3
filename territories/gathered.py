"""The values of many rows in one column."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, JSONField


class Gathered(Aggregate):
    """A list of the values in the rows of a group, in no order: with a page come its tags.

    Use: `Subquery(rows.values("page").annotate(all=Gathered("tag__name")).values("all"))`,
    which is None where there is no row.
    """

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)
