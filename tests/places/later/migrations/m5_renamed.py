"""A table gets another name, and a column goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("stories", "m4_not_atomic")]
    operations = [
        migrations.RenameModel("Season", "Weather"),
        migrations.RemoveField("Story", "season"),
    ]
