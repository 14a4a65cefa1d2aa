"""Each answer and each looking keeps the uptime of the place beside its date."""

from datetime import timedelta

from django.db import migrations, models

import held.uptime.current
from held.lib.clock import now

LASTS = timedelta(days=30)  # how long looking lasted at this migration


def keep_the_end_of_looking(apps, schema_editor):
    """The uptime is counted from the first upgrade that knows it, so what was asked before has one below 0: looking
    ends when it would have ended. What the clock dates in the future counts as asked now.
    """
    uptime = apps.get_model("uptime", "Uptime").objects.filter(pk=1).values_list("seconds", flat=True).first() or 0
    here = now()
    looking = apps.get_model("consent", "Looking").objects
    for pk, asked_at in looking.values_list("pk", "asked_at").iterator():
        ago = min(max(here - asked_at, timedelta(0)), LASTS)
        looking.filter(pk=pk).update(asked_uptime=uptime - int(ago.total_seconds()))


def kept_by_the_models(model, field):
    """The default of new rows, which the database does not keep."""
    counted = models.BigIntegerField(default=held.uptime.current.uptime)
    altered = migrations.AlterField(model_name=model, name=field, field=counted)
    return migrations.SeparateDatabaseAndState(state_operations=[altered])


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0011_a_no_outlasts_the_question'),
        ('uptime', '0001_initial'),
    ]

    operations = [
        migrations.AddField(  # an earlier yes waits its whole time again before it is asked for once more, or closes
            model_name='answer',
            name='at_uptime',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='looking',
            name='asked_uptime',
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(keep_the_end_of_looking, migrations.RunPython.noop),
        kept_by_the_models('answer', 'at_uptime'),
        kept_by_the_models('looking', 'asked_uptime'),
    ]
