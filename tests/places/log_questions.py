"""Upgrades a place and asks it every question that the log once answered. Runs in a separate process.

It prints the result as JSON: the answers after the upgrade; what differs once the migrations have run a second time,
and once the log is empty; and, on SQLite, which planted faults no answer shows.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module

from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from held.accounts.models import Account
from held.consent.models import EndedLink, LinksMadeAgain
from held.families.models import Family
from held.lib.idempotency.models import UsedForm
from held.pictures.models import KeptAfterAll, Picture
from held.place.models import Place
from held.stories.models import Story
from tests.places.log_answers import answers

STEPS = {
    "held.lib.idempotency.migrations.0001_used_forms": "keep_used_forms",
    "held.accounts.migrations.0004_whether_a_key_was_ever_made": "mark_makers_of_keys",
    "held.families.migrations.0007_whether_the_family_wrote_its_label": "mark_families_that_wrote_theirs",
    "held.place.migrations.0004_restored_and_refusals_put_back": "read_the_log",
    "held.pictures.migrations.0004_kept_after_all_and_decided_in_part": "read_the_log",
    "held.stories.migrations.0006_decisions_and_what_a_restore_closed": "read_the_log",
    "held.consent.migrations.0014_ended_links_and_links_made_again": "read_the_log",
}
BEFORE_RENAMES = {  # the last migration of each app before it renames what the steps read
    "consent": "0014_ended_links_and_links_made_again",
    "history": "0001_lines",
}
FAULTS: dict[str, Callable[[], object]] = {
    "forms of links": lambda: UsedForm.objects.filter(made="").delete(),
    "forms that made something": lambda: UsedForm.objects.exclude(made="").delete(),
    "keys made": lambda: Account.objects.update(has_made_key=False),
    "labels": lambda: Family.objects.update(label_by_family=False),
    "restored": lambda: Place.objects.update(restored_since_copy=False),
    "refusals put back": lambda: Place.objects.update(refusals_put_back_at=None),
    "kept after all": lambda: KeptAfterAll.objects.all().delete(),
    "decisions in part": lambda: Picture.objects.update(part_decisions=0),
    "decisions": lambda: Story.objects.update(decisions=0),
    "closed": lambda: Story.objects.filter(after_restore="CLOSED").update(after_restore=""),
    "opened": lambda: Story.objects.filter(after_restore="OPENED").update(after_restore="CLOSED"),
    "begun since": lambda: Story.objects.filter(after_restore="").update(after_restore="CLOSED"),
    "ended links": lambda: EndedLink.objects.all().delete(),
    "links made again": lambda: LinksMadeAgain.objects.all().delete(),
    "who made them": lambda: LinksMadeAgain.objects.update(by=None),
    "for which claim": lambda: LinksMadeAgain.objects.update(lost_link_request=None),
}


def main() -> None:
    """Upgrade the place of this process."""
    call_command("migrate", verbosity=0)
    told = answers()
    run_the_steps_again()
    again = differing(told, answers())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM history_auditentry")
    without = differing(told, answers())
    planted = list(unseen(told)) if connection.vendor == "sqlite" else []
    print(json.dumps({"answers": told, "again": again, "without the log": without, "unseen": planted}))


def run_the_steps_again() -> None:
    """In tables that have the former names for a moment."""
    for app, name in BEFORE_RENAMES.items():
        call_command("migrate", app, name, verbosity=0)
    loader = MigrationLoader(connection)
    newest = [node for node in loader.graph.leaf_nodes() if node[0] not in BEFORE_RENAMES]
    apps = loader.project_state([*newest, *BEFORE_RENAMES.items()]).apps
    with transaction.atomic():
        for module, step in STEPS.items():
            getattr(import_module(module), step)(apps, None)  # none of them uses the schema editor
    call_command("migrate", verbosity=0)


def differing(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """The questions to which the two give different answers."""
    return [question for question in one if one[question] != other[question]]


def unseen(told: dict[str, object]) -> Iterator[str]:
    """Each planted fault that changes no answer, and makes no act fail."""
    for name, plant in FAULTS.items():
        with suppress(IntegrityError), transaction.atomic():
            plant()
            if not differing(told, answers()):
                yield name
            transaction.set_rollback(True)
