"""Envelopes keep their end by the uptime as well as by the machine's clock: no later than the clock says."""

from django.db import migrations, models

from held.lib.clock import now


def keep_uptimes(apps, _schema):
    counted = apps.get_model("uptime", "Uptime").objects.filter(pk=1).first()
    uptime = counted.seconds if counted else 0
    for envelope in apps.get_model("stories", "Envelope").objects.all():
        seconds_left = int((envelope.ends_at - now()).total_seconds())
        if seconds_left > 0:
            envelope.ends_uptime = uptime + seconds_left
            envelope.save(update_fields=["ends_uptime"])


class Migration(migrations.Migration):
    dependencies = [("stories", "0004_envelopes"), ("uptime", "0001_initial")]

    operations = [
        migrations.AddField(model_name="envelope", name="ends_uptime", field=models.BigIntegerField(default=0)),
        migrations.RunPython(keep_uptimes, migrations.RunPython.noop),
    ]
