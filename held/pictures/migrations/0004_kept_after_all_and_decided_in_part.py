"""Adds rows: which photographs were kept after all; and a column: how often somebody decided on one that opens in part.

Until now only the log said it.
"""

import uuid
from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Max

import held.lib.clock

BATCH = 500  # lines, or photographs


def read_the_log(apps, schema_editor):
    keep_those_kept_after_all(apps)
    count_decisions(apps)


def keep_those_kept_after_all(apps):
    """The last line of each counts; a photograph that somebody asked to remove again is not kept any more."""
    accounts, pictures, Kept = (
        apps.get_model(*name) for name in (("accounts", "Account"), ("pictures", "Picture"), ("pictures", "KeptAfterAll"))
    )
    removed = apps.get_model("pictures", "Removal").objects.values("picture")
    lines = apps.get_model("history", "Line").objects.filter(act="picture.kept-after-all").order_by("pk")
    told = lines.values_list("thing", "at", "by").iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):
        kept = {picture_of(thing): (at, by) for thing, at, by in batch}
        there = pictures.objects.filter(pk__in=kept).exclude(pk__in=removed).values_list("pk", flat=True)
        by_key = dict(accounts.objects.filter(key__in={by for _at, by in kept.values()}).values_list("key", "pk"))
        rows = [Kept(picture_id=one, at=kept[one][0], by_id=by_key.get(kept[one][1])) for one in there]
        Kept.objects.bulk_create(rows, update_conflicts=True, unique_fields=["picture"], update_fields=["at", "by"])


def count_decisions(apps):
    """Each count begins with the id of the last line, so that a page that was open before the upgrade still counts."""
    Picture = apps.get_model("pictures", "Picture")
    lines = apps.get_model("history", "Line").objects.filter(act__in=["picture.part.let", "picture.part.kept"])
    last = lines.order_by("thing").values("thing").annotate(last=Max("pk"))
    told = last.values_list("thing", "last").iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):
        rows = [Picture(pk=picture_of(thing), part_decisions=line) for thing, line in batch]
        Picture.objects.bulk_update(rows, ["part_decisions"])


def picture_of(thing):
    return uuid.UUID(thing.removeprefix("picture "))


class Migration(migrations.Migration):

    dependencies = [
        ('pictures', '0003_how_much_of_a_photograph_opens'),
        ('history', '0001_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='part_decisions',
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='KeptAfterAll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('picture', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pictures.picture')),
            ],
        ),
        migrations.RunPython(read_the_log, migrations.RunPython.noop),
    ]
