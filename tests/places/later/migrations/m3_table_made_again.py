"""SQLite makes the table again under another name, copies each row and renames it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "m2_rows")]
    operations = [
        migrations.AlterField("Story", "season", models.CharField(max_length=40, default="", db_index=True)),
    ]
