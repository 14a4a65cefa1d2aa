"""The list of open stories is read from an index, a page at a time, without sorting every opening."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0009_photographs_between_paragraphs")]

    operations = [
        migrations.AddIndex("publication", models.Index(fields=["circle", "opened_at", "id"], name="open_newest_first")),
    ]
