"""Each statement is committed by itself, and a second try would find what the first one made."""

from django.db import migrations, models


def begin_one_for_each(apps, schema_editor):
    season = apps.get_model("stories", "Season")
    for story in apps.get_model("stories", "Story").objects.order_by("pk"):
        season.objects.create(story=story, name=story.season)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("stories", "m3_table_made_again")]
    operations = [
        migrations.CreateModel(
            "Season",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=40, unique=True)),
                ("story", models.ForeignKey("stories.story", on_delete=models.CASCADE, related_name="+")),
            ],
        ),
        migrations.RunPython(begin_one_for_each, migrations.RunPython.noop),
    ]
