"""Records which links were made later, and with which link an answer was given."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def mark_those_made_later(apps, schema_editor):
    """For each part: all links except the oldest, and every link of somebody who has a page of their own."""
    askings = apps.get_model("consent", "Asking").objects.using(schema_editor.connection.alias)
    older = Q(made_at__lt=OuterRef("made_at")) | Q(made_at=OuterRef("made_at"), pk__lt=OuterRef("pk"))
    later = askings.filter(Exists(askings.filter(older, part=OuterRef("part"))) | Q(part__person__account__isnull=False))
    askings.filter(pk__in=later.values("pk")).update(later=True)


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0001_parts_answers_and_the_record'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='link',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='asking',
            name='later',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(mark_those_made_later, migrations.RunPython.noop),
    ]
