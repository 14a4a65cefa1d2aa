"""The real migrations, run on the tables again and again in one process: what no row changes is computed once.

Django renders all models again for each operation of each upgrade. That takes ten times as long as the operations. The
applied migrations determine the models before and after an operation, so this module keeps them. Every operation still
runs each time, as in Django's executor. Django's own executor makes the test database.
"""

import gc
from typing import NamedTuple

from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps

Applied = frozenset[tuple[str, str]]  # the migrations that are applied at some point, as app and name


class Step(NamedTuple):
    """An operation, with the models before and after it."""

    operation: Operation
    before: ProjectState
    after: ProjectState


_beginnings: dict[Applied, ProjectState] = {}
_steps: dict[tuple[Applied, Migration], list[Step]] = {}


def migrate(targets: list[tuple[str, str]]) -> StateApps:
    """Migrate the tables, all forwards or all backwards, to these migrations; returns the models at that point."""
    gc.disable()  # nothing that it could collect, and many models to look through
    try:
        return _Executor(connection).migrate(targets).apps
    finally:
        gc.enable()


class _Executor(MigrationExecutor):
    """Django's, with the models from the steps."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.applied = frozenset(self.loader.applied_migrations)

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:  # noqa: ARG002  # Django’s
        """Django asks where it goes forwards from."""
        if self.applied not in _beginnings:
            state = _beginnings[self.applied] = super()._create_project_state()
            for migration, _ in self.migration_plan(self.loader.graph.leaf_nodes(), clean_start=True):
                if (migration.app_label, migration.name) in self.applied:
                    migration.mutate_state(state, preserve=False)
            _render(state)
        return _beginnings[self.applied]

    def apply_migration(self, state: ProjectState, migration: Migration, **_faked: bool) -> ProjectState:
        steps = self._next_steps(state, migration)
        with self.connection.schema_editor(atomic=migration.atomic) as editor:
            for operation, before, after in steps:
                operation.database_forwards(migration.app_label, editor, before, after)
        self.record_migration(migration)
        return steps[-1].after if steps else state

    def _migrate_all_backwards(self, plan: list, full_plan: list, fake: bool) -> ProjectState:  # noqa: ARG002  # Django’s
        """By the steps of the way forwards from there."""
        going = {migration for migration, _ in plan}
        self.applied -= {(migration.app_label, migration.name) for migration in going}
        former = state = self._create_project_state()
        way = []
        for migration in (one for one, _ in full_plan if one in going):
            way.append((migration, self._next_steps(state, migration)))
            state = way[-1][1][-1].after if way[-1][1] else state
        for migration, steps in reversed(way):
            with self.connection.schema_editor(atomic=migration.atomic) as editor:
                for operation, before, after in reversed(steps):
                    operation.database_backwards(migration.app_label, editor, after, before)
            self.recorder.record_unapplied(migration.app_label, migration.name)
        return former

    def _next_steps(self, state: ProjectState, migration: Migration) -> list[Step]:
        """The steps of the migration that comes next; `state`: the models before it."""
        known = self.applied, migration
        if known not in _steps:
            _steps[known] = []
            for operation in migration.operations:
                if isinstance(operation, RunPython):
                    _render(state)
                after = state.clone()
                operation.state_forwards(migration.app_label, after)
                _steps[known].append(Step(operation, state, after))
                state = after
        self.applied |= {(migration.app_label, migration.name)}
        return _steps[known]


def _render(state: ProjectState) -> None:
    """All its models, with those that Django delays until code uses them; otherwise it would do so each time.

    Always before those of the next state: SQLite's columns come in the order in which their fields were made.
    """
    state.clear_delayed_apps_cache()
    _all = state.apps
    state.is_delayed = False
