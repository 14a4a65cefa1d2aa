from django.db import migrations, models

ASKED_ALL_BEFORE, ASKED_ALL = 4, 5


def the_evening_stays_over(apps, _schema_editor):
    """A place that was asked everything shows the machine's time zone, and its host finds the question on the desk."""
    apps.get_model("place", "Place").objects.filter(asked_up_to=ASKED_ALL_BEFORE).update(asked_up_to=ASKED_ALL)


class Migration(migrations.Migration):
    dependencies = [("place", "0002_second_copy_by_the_uptime")]

    operations = [
        migrations.AddField("place", "time_zone", models.CharField(blank=True, default="", max_length=64)),
        migrations.RunPython(the_evening_stays_over, migrations.RunPython.noop),
    ]
