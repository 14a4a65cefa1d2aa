"""Adds a column: how often somebody decided who reads a story; and rows: which stories a restore closed.

Until now only the log said it.
"""

from itertools import islice

from django.db import migrations, models
from django.db.models import Max, Q

BATCH = 500  # stories, leaves or lines
ON_A_LEAF = ["leaf.hidden", "photograph.placed", "photograph.taken-out", "photograph.moved"]


def read_the_log(apps, schema_editor):
    count_decisions(apps)
    mark_what_a_restore_closed(apps)


def count_decisions(apps):
    """Each count begins with the id of the last line, so that a page that was open before the upgrade still counts."""
    lines = apps.get_model("history", "Line").objects
    leaves = apps.get_model("stories", "Leaf").objects
    for batch in last_lines(lines.filter(thing__startswith="story ")):
        raise_counts(apps, batch)
    for batch in last_lines(lines.filter(act__in=ON_A_LEAF)):
        story_of = dict(leaves.filter(pk__in=batch).values_list("pk", "story"))
        counts = {}
        for leaf, line in batch.items():
            if leaf in story_of:
                counts[story_of[leaf]] = max(line, counts.get(story_of[leaf], 0))
        raise_counts(apps, counts)


def last_lines(lines):
    """For each thing the id of its last line. The database groups them, and one batch at a time is in memory."""
    last = lines.order_by("thing").values("thing").annotate(last=Max("pk"))
    told = last.values_list("thing", "last").iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):
        yield {number_in(thing): line for thing, line in batch}


def raise_counts(apps, counts):
    stories = apps.get_model("stories", "Story").objects
    rows = list(stories.filter(pk__in=counts).only("decisions"))
    for story in rows:
        story.decisions = max(story.decisions, counts[story.pk])
    stories.bulk_update(rows, ["decisions"])


def mark_what_a_restore_closed(apps):
    """The stories that existed at the last restore, and which of them somebody has opened since."""
    stories = apps.get_model("stories", "Story").objects
    lines = apps.get_model("history", "Line").objects
    restored = lines.filter(act="place.restored").order_by("pk").last()
    if restored is None:
        return
    since = lines.filter(Q(act="story.begun") | Q(act__startswith="story.opened."), pk__gt=restored.pk).order_by("pk")
    stories.update(after_restore="CLOSED")
    told = since.values_list("act", "thing").iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):  # in the order of the lines: a story is begun before it is opened
        begun = {number_in(thing) for act, thing in batch if act == "story.begun"}
        opened = {number_in(thing) for act, thing in batch if act != "story.begun"}
        stories.filter(pk__in=begun).update(after_restore="")
        stories.filter(pk__in=opened, after_restore="CLOSED").update(after_restore="OPENED")


def number_in(thing):
    return int(thing.rpartition(" ")[2])


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0005_envelopes_by_two_clocks'),
        ('history', '0001_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='decisions',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='story',
            name='after_restore',
            field=models.CharField(blank=True, choices=[('CLOSED', 'Closed'), ('OPENED', 'Opened')], default='', max_length=6),
        ),
        migrations.RunPython(read_the_log, migrations.RunPython.noop),
    ]
