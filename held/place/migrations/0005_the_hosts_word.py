"""Adds what a host says to anyone: who keeps the place, people to talk to, a description of the front page, and whether
search engines may list it; and what the last check found.

A place that was asked everything before keeps its evening over; its host finds the new question on the desk.
"""

from django.db import migrations, models

ASKED_ALL_BEFORE, ASKED_ALL = 5, 6


def the_evening_stays_over(apps, _schema_editor):
    apps.get_model("place", "Place").objects.filter(asked_up_to=ASKED_ALL_BEFORE).update(asked_up_to=ASKED_ALL)


def _words(most):
    return models.CharField(blank=True, default="", max_length=most)


class Migration(migrations.Migration):
    dependencies = [("place", "0004_restored_and_refusals_put_back")]

    operations = [
        migrations.AddField("place", "keeper", _words(300)),
        migrations.AddField("place", "keeper_mail", _words(254)),
        migrations.AddField("place", "keeper_phone", _words(60)),
        migrations.AddField("place", "keeper_hours", _words(120)),
        migrations.AddField("place", "description", _words(300)),
        migrations.AddField("place", "front_may_be_listed", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="HelpContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("phone", _words(60)),
                ("web_address", _words(200)),
                ("hours", _words(120)),
                ("language", _words(80)),
                ("checked_at", models.DateTimeField()),
                ("checked_uptime", models.BigIntegerField()),
                (
                    "age",
                    models.CharField(
                        choices=[("LATELY", "Lately"), ("A_YEAR", "A Year"), ("TWO_YEARS", "Two Years")],
                        default="LATELY",
                        max_length=9,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LastCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("told", models.JSONField(default=list)),
                ("used_bytes", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_last_check")],
            },
        ),
        migrations.RunPython(the_evening_stays_over, migrations.RunPython.noop),
    ]
