"""Links keep their times by the uptime as well as by the machine's clock.

For a link that can still be used, the day of waiting of a recovery starts again at the upgrade, because nobody knows
whether the clock was right. Its end is no later than the clock says.
"""

from django.db import migrations, models

from held.lib.clock import now

RECOVERY_WAITS = 24 * 3600  # seconds


def keep_uptimes(apps, _schema):
    counted = apps.get_model("uptime", "Uptime").objects.filter(pk=1).first()
    uptime = counted.seconds if counted else 0
    for link in apps.get_model("accounts", "Link").objects.all():
        seconds_left = int((link.ends_at - now()).total_seconds())
        link.ends_uptime = uptime + seconds_left if seconds_left > 0 else 0
        link.starts_uptime = uptime + RECOVERY_WAITS if link.purpose == "RECOVERY" else 0
        link.used_uptime = uptime if link.used_at else 0
        link.save(update_fields=["starts_uptime", "ends_uptime", "used_uptime"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_link_remembers_which_browser_used_it"), ("uptime", "0001_initial")]

    operations = [
        migrations.AddField(model_name="link", name="starts_uptime", field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name="link", name="ends_uptime", field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name="link", name="used_uptime", field=models.BigIntegerField(default=0)),
        migrations.RunPython(keep_uptimes, migrations.RunPython.noop),
    ]
