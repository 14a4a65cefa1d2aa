"""Each claim says which families existed when it came: by the id of the newest family, not by a date."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def the_families_that_were_here(apps, schema_editor):
    """As far as dates tell: claims from before still reach the families that they reached."""
    here = apps.get_model("families", "Family").objects.filter(made_at__lte=OuterRef("at")).order_by("-pk")
    claims = apps.get_model("consent", "Claim").objects
    claims.update(newest_family=Coalesce(Subquery(here.values("pk")[:1]), 0))


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0012_waits_and_ends_by_both_clocks'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='newest_family',
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(the_families_that_were_here, migrations.RunPython.noop),
    ]
