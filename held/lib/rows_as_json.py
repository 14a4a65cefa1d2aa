"""All rows of a subquery as one JSON value, so that they come with the outer row in the same statement."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, JSONField
from django.db.models.sql.compiler import SQLCompiler


class RowsAsJson(Aggregate):
    """Over a `JSONObject`: a list with one object for each row, in no order. Null if there is no row."""

    function = "JSON_GROUP_ARRAY"  # SQLite's; PostgreSQL's is below
    name = "RowsAsJson"
    output_field = JSONField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, tuple[object, ...]]:
        """The same with PostgreSQL's function."""
        sql, values = self.as_sql(compiler, connection, function="JSONB_AGG", **more)
        return sql, tuple(values)
