"""Adds a column: whether an account ever made a key. Until now only the log said it."""

from django.db import migrations, models


def mark_makers_of_keys(apps, schema_editor):
    lines = apps.get_model("history", "Line").objects.filter(act__in=["passkey.made", "codes.written"])
    apps.get_model("accounts", "Account").objects.filter(key__in=lines.values("by")).update(has_made_key=True)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_links_by_two_clocks'),
        ('history', '0001_lines'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='has_made_key',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark_makers_of_keys, migrations.RunPython.noop),
    ]
