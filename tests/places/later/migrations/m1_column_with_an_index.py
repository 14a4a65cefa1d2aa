"""Deferred SQL: Django makes the index after the tables, and notes the migration after both were committed."""

from django.db import migrations, models

from tests.places.later import newest_real_one


class Migration(migrations.Migration):
    dependencies = [("stories", newest_real_one())]
    operations = [
        migrations.AddField("Story", "season", models.CharField(max_length=20, null=True, db_index=True)),
    ]
