"""Adds a column: whether somebody of the family changed its label. Until now only the log said it."""

from itertools import islice

from django.db import migrations, models

BATCH = 1000  # lines


def mark_families_that_wrote_theirs(apps, schema_editor):
    lines = apps.get_model("history", "Line").objects.filter(act="family.named").order_by("pk")
    told = lines.values_list("thing", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):
        families = {int(thing.removeprefix("family ")) for thing in batch}
        apps.get_model("families", "Family").objects.filter(pk__in=families).update(label_by_family=True)


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0006_when_a_family_came_by_the_uptime'),
        ('history', '0001_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='family',
            name='label_by_family',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark_families_that_wrote_theirs, migrations.RunPython.noop),
    ]
