"""A photograph may have its place after a paragraph, also in what readers see. Until somebody chooses: at the end."""

from django.db import migrations, models


def keep_the_order_readers_see(apps, _schema):
    place = apps.get_model("stories", "Placement").objects.filter(leaf=models.OuterRef("leaf"))
    shown = apps.get_model("stories", "PublishedVersion").objects.filter(leaf__kind="PHOTOGRAPH")
    shown.update(position=models.Subquery(place.values("position")))


class Migration(migrations.Migration):
    dependencies = [("stories", "0008_conflicts_published_versions_and_publications")]

    operations = [
        migrations.AddField("placement", "after_paragraph", models.PositiveIntegerField(null=True)),
        migrations.AddField("placement", "gone_number", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "placement",
            "gone_from",
            models.ForeignKey(null=True, on_delete=models.SET_NULL, related_name="+", to="stories.version"),
        ),
        migrations.AddField("publishedversion", "after_paragraph", models.PositiveIntegerField(null=True)),
        migrations.AddField("publishedversion", "position", models.PositiveIntegerField(null=True)),
        migrations.RunPython(keep_the_order_readers_see, migrations.RunPython.noop),
    ]
