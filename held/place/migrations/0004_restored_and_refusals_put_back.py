"""Adds columns: whether the place was restored since its last copy, and when refusals were put back.

Until now only the log said it.
"""

from django.db import migrations, models


def read_the_log(apps, schema_editor):
    lines, place = apps.get_model("history", "Line").objects, apps.get_model("place", "Place").objects
    last = lines.filter(act__in=["place.backed-up", "place.restored"]).order_by("pk").last()
    if last is not None:
        place.update(restored_since_copy=last.act == "place.restored")
    put_back = lines.filter(act="noes.laid-again").order_by("pk").last()
    if put_back is not None:
        place.update_or_create(pk=1, defaults={"refusals_put_back_at": put_back.at})


class Migration(migrations.Migration):

    dependencies = [
        ('place', '0003_time_zone'),
        ('history', '0001_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='place',
            name='restored_since_copy',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='place',
            name='refusals_put_back_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(read_the_log, migrations.RunPython.noop),
    ]
