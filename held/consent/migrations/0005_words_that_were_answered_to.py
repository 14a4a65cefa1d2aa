"""Records which words an answer was given to, and which descriptions changed after somebody was asked."""

from datetime import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Max

import held.lib.clock


def note_those_that_changed(apps, schema_editor):
    """Until now, people were shown the newest words even while readers had older ones.

    So a description changed after people were asked if it was written after that, or if readers have other words than
    the newest.
    """
    alias = schema_editor.connection.alias
    redescribed = apps.get_model("consent", "Redescribed").objects.using(alias)
    leaves = apps.get_model("stories", "Leaf").objects.using(alias)
    versions = apps.get_model("stories", "Version").objects.using(alias)
    shown = apps.get_model("stories", "Shown").objects.using(alias)
    for picture, since in _first_asked(apps, alias).items():
        sheets = leaves.filter(picture=picture)
        last = versions.filter(leaf__in=sheets, at__gt=since).aggregate(last=Max("at"))["last"]
        newest = set(sheets.exclude(current=None).values_list("current", flat=True))
        older = shown.filter(leaf__in=sheets).exclude(version__in=newest).exists()
        if last or older:
            redescribed.create(picture_id=picture, at=last or held.lib.clock.now())


def _first_asked(apps, alias):
    """For each photograph, when somebody was first asked.

    It is read from the record, which no answer and no ended link changes.
    """
    pictures = dict(apps.get_model("consent", "Part").objects.using(alias).values_list("pk", "picture"))
    pictures = {part.hex: picture for part, picture in pictures.items()}
    first = {}
    for at, told in apps.get_model("consent", "ProofLine").objects.using(alias).values_list("at", "told"):
        picture = pictures.get(told.get("part"))
        if picture and told.get("act") == "ask":
            when = datetime.fromisoformat(at)
            first[picture] = min(first.get(picture, when), when)
    return first


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0004_looking_at_links_of_before'),
        ('pictures', '0001_pictures_renditions_removals'),
        ('stories', '0004_envelopes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='words',
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name='Redescribed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('picture', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pictures.picture')),
            ],
        ),
        migrations.RunPython(note_those_that_changed, migrations.RunPython.noop),
    ]
