"""Every row is changed."""

from django.db import migrations


def tell(apps, schema_editor):
    for story in apps.get_model("stories", "Story").objects.order_by("pk"):
        story.season = f"season {story.pk}"
        story.save()


class Migration(migrations.Migration):
    dependencies = [("stories", "m1_column_with_an_index")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
