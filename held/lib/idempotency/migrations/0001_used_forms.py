"""Adds a table: which forms were used. Until now only the log said it."""

from itertools import islice

from django.db import migrations, models

from held.lib.tokens import token_hash

ACTS = ["link.form-used", "named.form-used", "asking.form-used", "form.made", "knock.came"]
BATCH = 1000  # lines


def keep_used_forms(apps, schema_editor):
    """Read the lines in order, a batch at a time. For a form that made two things, the last one counts."""
    UsedForm = apps.get_model("idempotency", "UsedForm")
    lines = apps.get_model("history", "Line").objects.filter(act__in=ACTS).order_by("pk")
    told = lines.values_list("act", "thing").iterator(chunk_size=BATCH)
    while batch := list(islice(told, BATCH)):
        rows = {form: UsedForm(form=form, made=made) for form, made in (used_form(*line) for line in batch)}
        UsedForm.objects.bulk_create(
            rows.values(), update_conflicts=True, unique_fields=["form"], update_fields=["made"]
        )


def used_form(act, thing):
    """The two columns of the row that a line becomes."""
    if act == "form.made":
        form, _space, made = thing.partition(" ")
        return form, made
    if act == "knock.came":
        return token_hash(token_hash(thing)), ""
    return thing.removeprefix("form "), ""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('history', '0001_lines'),
    ]

    operations = [
        migrations.CreateModel(
            name='UsedForm',
            fields=[
                ('form', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('made', models.CharField(blank=True, default='', max_length=80)),
            ],
        ),
        migrations.RunPython(keep_used_forms, migrations.RunPython.noop),
    ]
