"""Tables that the tests migrate with kept steps are those that Django's executor would make."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from tests.copied import copied
from tests.migrated import migrate

BEFORE = [("consent", "0012_waits_and_ends_by_both_clocks")]  # rows, renamed tables and columns come after it


def as_django(targets: list) -> StateApps:
    return MigrationExecutor(connection).migrate(targets).apps


def found(apps: StateApps) -> tuple:
    """The models, and of each table the columns in their order, keys and indexes."""
    models = {
        model._meta.label: [(field.name, field.db_type(connection), field.null) for field in model._meta.local_fields]
        for model in apps.get_models(include_auto_created=True)
    }
    with connection.cursor() as cursor:
        asked = connection.introspection
        tables = {
            name: (asked.get_table_description(cursor, name), asked.get_constraints(cursor, name))
            for name in asked.table_names(cursor)
        }
    return models, tables


def test_tables_there_and_back_are_as_django_makes_them(transactional_db) -> None:
    today = MigrationExecutor(connection).loader.graph.leaf_nodes()
    fill_with_todays, ways = copied(), []
    try:
        for way in (as_django, migrate, migrate):
            ways.append([found(way(BEFORE)), found(way(today))])
            fill_with_todays()
    finally:
        fill_with_todays()
    by_django, computed, kept = ways
    assert by_django[0] != by_django[1]
    assert computed == by_django
    assert kept == by_django
