"""Adds tables: which links were ended, and who made new links for whom. Until now only the log said it."""

import uuid
from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import held.lib.clock

BATCH = 500  # lines


def read_the_log(apps, schema_editor):
    keep_ended_links(apps)
    keep_links_made_again(apps)


def keep_ended_links(apps):
    Ended = apps.get_model("consent", "EndedLink")
    for batch in lines_of(apps, "asking.ended"):
        rows = [Ended(asking=uuid.UUID(line.thing.removeprefix("asking "))) for line in batch]
        Ended.objects.bulk_create(rows, ignore_conflicts=True)


def keep_links_made_again(apps):
    """In the order of the lines. Lines about people whom the family has removed since are left out."""
    Made = apps.get_model("consent", "LinksMadeAgain")
    Made.objects.all().delete()  # of an earlier try
    for batch in lines_of(apps, "claim.answered"):
        told = [(line, *(uuid.UUID(hex=word) for word in line.thing.split(" ")[1::2])) for line in batch]
        claims = ids(apps, "consent", "Claim", {claim for _line, claim, _person in told})
        persons = ids(apps, "families", "Person", {person for _line, _claim, person in told})
        makers = apps.get_model("accounts", "Account").objects.filter(key__in={line.by for line in batch})
        by_key = dict(makers.values_list("key", "pk"))
        Made.objects.bulk_create(
            Made(claim_id=claim if claim in claims else None, person_id=person, at=line.at, by_id=by_key.get(line.by))
            for line, claim, person in told
            if person in persons
        )


def lines_of(apps, act):
    told = apps.get_model("history", "Line").objects.filter(act=act).order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):
        yield batch


def ids(apps, app, model, among):
    return set(apps.get_model(app, model).objects.filter(pk__in=among).values_list("pk", flat=True))


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0013_a_claim_knows_its_families'),
        ('families', '0006_when_a_family_came_by_the_uptime'),
        ('history', '0001_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EndedLink',
            fields=[
                ('asking', models.UUIDField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='LinksMadeAgain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=held.lib.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consent.claim')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.person')),
            ],
        ),
        migrations.RunPython(read_the_log, migrations.RunPython.noop),
    ]
