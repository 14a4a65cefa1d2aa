"""An upgrade that copies first and marks nothing, and a first start on PostgreSQL that does not begin again."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from held.cli import preparing, upgrading
from held.keeping import copies
from held.keyring.text import open_ring


def plant() -> None:
    """From now on this process upgrades a place without a mark."""
    preparing.go_back_if_cut_off = lambda: None
    preparing.bring_up_to_date = bring_up_to_date


def bring_up_to_date() -> None:
    """As it was done before marks existed."""
    plan = MigrationExecutor(connection)
    if not plan.migration_plan(plan.loader.graph.leaf_nodes()):
        return
    if upgrading.nobody_came_yet():
        if connection.vendor == "sqlite":
            upgrading.forget_half_made_tables()
    elif MigrationRecorder(connection).applied_migrations():
        folder = settings.HELD_DATA / "before-upgrade"
        copies.copy_words(folder, place=open_ring(settings.HELD_KEYS).site_id)
        copies.keep_newest(folder, 3)
    call_command("migrate", interactive=False, verbosity=0)
