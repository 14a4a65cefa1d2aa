"""Our tables are those that our migrations make, no more and no fewer."""

from django.db import connection

from held.keeping.tables import our_tables


def test_every_table_of_an_empty_database_of_ours_is_ours(db):
    assert set(connection.introspection.table_names()) <= our_tables()


def test_only_tables_of_our_versions_count_as_ours():
    assert "accounts_account" in our_tables()
    assert "auth_group_permissions" in our_tables()
    assert not our_tables() & {"auth_user", "auth_user_groups", "recipes"}  # the first two: replaced by our account
