"""Lists our tables: those that any migration known to this program creates, even if later renamed or deleted."""

from collections.abc import Iterator

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import ManyToManyField


def our_tables() -> set[str]:
    """The names of our tables, from the migrations alone. Reads no table."""
    loader, state = MigrationLoader(None), ProjectState()
    found = {MigrationRecorder.Migration._meta.db_table}  # noqa: SLF001  # the official name of a model's table
    done = set()
    for leaf in loader.graph.leaf_nodes():
        for step in loader.graph.forwards_plan(leaf):
            if step not in done:
                done.add(step)
                state = loader.graph.nodes[step].mutate_state(state, preserve=False)
                found.update(table for model in state.models.values() for table in _tables_of(model))
    return found


def _tables_of(model: ModelState) -> Iterator[str]:
    replaced_by = getattr(settings, model.options.get("swappable", ""), None)
    elsewhere = replaced_by and replaced_by.lower() != f"{model.app_label}.{model.name_lower}"
    if elsewhere or model.options.get("proxy") or not model.options.get("managed", True):
        return
    table = model.options.get("db_table") or f"{model.app_label}_{model.name_lower}"
    yield table
    for name, field in model.fields.items():
        if isinstance(field, ManyToManyField) and not getattr(field.remote_field, "through", None):
            yield getattr(field, "db_table", None) or f"{table}_{name}"
